"""``replylint check``."""

from __future__ import annotations

from enum import Enum
from typing import Annotated, Optional

import typer


class Format(str, Enum):
    """Output formats."""

    report = "report"
    text = "text"
    json = "json"
    jsonl = "jsonl"


class Level(str, Enum):
    """Severities."""

    error = "error"
    warning = "warning"
    suggestion = "suggestion"


class Who(str, Enum):
    """Visibilities."""

    public = "public"
    private = "private"


_EXCHANGE, _RULES, _OUTPUT, _FIXES = "The exchange", "Rules", "Output", "Fixes"


def check(
    paths: Annotated[
        list[str], typer.Argument(metavar="DRAFT...", help="Drafts, or exchanges as .jsonl; - is standard input.")
    ],
    incoming: Annotated[
        Optional[str], typer.Option("--incoming", "-i", metavar="FILE", help="The message that the draft answers.")
    ] = None,
    channel: Annotated[Optional[str], typer.Option(metavar="NAME", help="email, chat, twitter, review, sms …")] = None,
    visibility: Annotated[Optional[Who], typer.Option(help="If not as usual on the channel.")] = None,
    customer_name: Annotated[Optional[str], typer.Option(metavar="NAME", help="The customer's name.")] = None,
    timezone: Annotated[
        Optional[str], typer.Option(metavar="ZONE", help="The customer's time zone, as Europe/Paris.")
    ] = None,
    received_at: Annotated[Optional[str], typer.Option(metavar="TIME", help="When the message came, ISO 8601.")] = None,
    send_at: Annotated[
        Optional[str], typer.Option(metavar="TIME", help="When the draft goes out; now, if not given.")
    ] = None,
    history: Annotated[
        Optional[str], typer.Option(metavar="FILE", help="Earlier messages, JSON Lines: role, text, at.")
    ] = None,
    select: Annotated[
        Optional[list[str]], typer.Option(metavar="RULE,…", help="Only these rules or categories.")
    ] = None,
    ignore: Annotated[
        Optional[list[str]], typer.Option(metavar="RULE,…", help="All but these rules or categories.")
    ] = None,
    config: Annotated[
        Optional[str], typer.Option(metavar="FILE", help="This config instead of the replylint.yaml above the draft.")
    ] = None,
    isolated: Annotated[bool, typer.Option("--isolated", help="Use no config.")] = False,
    output_format: Annotated[
        Format, typer.Option("--format", "--output-format", help="How to report.")
    ] = Format.report,
    statistics: Annotated[bool, typer.Option("--statistics", help="Count findings by rule at the end.")] = False,
    stdin_filename: Annotated[
        Optional[str], typer.Option(metavar="NAME", help="What to call standard input, and where to look for a config.")
    ] = None,
    fail_on: Annotated[Optional[Level], typer.Option(help="Least severity that fails (warning).")] = None,
    min_score: Annotated[Optional[float], typer.Option(metavar="N", help="A lower score fails.")] = None,
    exit_zero: Annotated[bool, typer.Option("--exit-zero", help="Exit 0 even with findings.")] = False,
    fix: Annotated[bool, typer.Option("--fix", help="Apply safe fixes to the draft file.")] = False,
    unsafe_fixes: Annotated[
        bool, typer.Option("--unsafe-fixes", help="Apply all fixes, also those to be read first.")
    ] = False,
    diff: Annotated[bool, typer.Option("--diff", help="Show what the fixes would change; write nothing.")] = False,
) -> int:
    """Check drafts beside the messages that they answer.

    \b
    replylint check draft.txt --incoming message.txt
    replylint check draft.txt -i message.txt --channel twitter --customer-name "Jane Doe"
    replylint check exchanges.jsonl --format jsonl
    pbpaste | replylint check - -i message.txt
    """
    from .checking import Given, Wanted, check_all

    given = Given(
        incoming=incoming, channel=channel, visibility=visibility.value if visibility else None, customer_name=customer_name,
        timezone=timezone, received_at=received_at, send_at=send_at, history=history,
    )  # fmt: skip
    wanted = Wanted(
        select=_listed(select), ignore=_listed(ignore), config=config, isolated=isolated, output_format=output_format.value,
        statistics=statistics, stdin_filename=stdin_filename, fail_on=fail_on.value if fail_on else None, min_score=min_score,
        exit_zero=exit_zero, fix=fix, unsafe_fixes=unsafe_fixes, diff=diff,
    )  # fmt: skip
    return check_all(paths, given, wanted)


def _listed(values: list[str] | None) -> tuple[str, ...]:
    return tuple(name.strip() for value in values or () for name in value.split(",") if name.strip())
