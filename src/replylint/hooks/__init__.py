"""What `replylint hook` writes into other programs: mail goes through `replylint send`, commits and patches through `replylint check`.

One file a program, behind the protocol in ``program.py``; ``PROGRAMS`` is the table of ``--for``.
"""

from __future__ import annotations

from importlib import import_module
from typing import cast

from .program import Program

PROGRAMS = {
    "git-send-email": "send_email:SendEmail",
    "mutt": "mutt:Mutt",
    "neomutt": "mutt:Neomutt",
    "aerc": "aerc:Aerc",
    "pre-commit": "pre_commit:PreCommit",
    "msmtp": "msmtp:Msmtp",
}
"""Name → module and class, imported when asked for."""


def program_named(name: str) -> Program:
    """The program that ``--for`` names, one of ``PROGRAMS``."""
    module, _, kind = PROGRAMS[name].partition(":")
    return cast("Program", getattr(import_module(f".{module}", __name__), kind)())
