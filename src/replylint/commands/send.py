"""``replylint send``, as Typer sees it."""

from __future__ import annotations

from typing import Any

import typer

from .options import SEND_OPTIONS
from .table import command_of

HELP = """Check the mail on standard input, and hand it to COMMAND if it passes.

\b
replylint send -- msmtp -t < reply.eml
set sendmail = "replylint send -- /usr/bin/msmtp"        (mutt, neomutt)
REPLYLINT_NO_VERIFY=1 REPLYLINT_REASON="agreed by phone" …

The command gets the same bytes, and its exit code is passed on. A mail that does not pass is kept (`replylint held`), the findings go to
standard error, and the exit code is 65, so that the mail program keeps it too. Mail to colleagues only (internal_domains) is not checked.
"""
_COMMAND = typer.Argument(
    metavar="-- COMMAND...", help="The real command, such as msmtp or sendmail, with its arguments."
)


def _run(command: list[str], values: dict[str, Any]) -> int:
    from .sending import send_command

    return send_command(tuple(command), values)


send = command_of(_run, SEND_OPTIONS, _COMMAND, HELP, "send")
