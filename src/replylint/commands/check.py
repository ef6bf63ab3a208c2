"""``replylint check``, as Typer sees it: the table of options made into a command."""

from __future__ import annotations

from typing import Any

import typer

from .options import OPTIONS
from .table import command_of

HELP = """Check drafts beside the messages that they answer.

\b
replylint check draft.txt --incoming message.txt
replylint check draft.txt -i message.txt --channel twitter --customer-name "Jane Doe"
replylint check exchanges.jsonl --format jsonl
replylint check reply.eml --thread Maildir/
replylint check macros/ --format github --format sarif=replylint.sarif
pbpaste | replylint check - -i message.txt
"""
_DRAFTS = typer.Argument(
    metavar="DRAFT...", help="Drafts; exchanges as .jsonl; folders and files of canned replies; - is standard input."
)


def _run(paths: list[str], values: dict[str, Any]) -> int:
    from .checking import check_command

    return check_command(paths, values)


check = command_of(_run, OPTIONS, _DRAFTS, HELP, "check")
