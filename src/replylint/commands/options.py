"""The options of ``check`` and ``send``: tables, read by Typer for help, completion and errors, and by a parser that starts at once.

Importing Typer and building its command takes longer than checking a draft. A command line that is plainly well-formed is
therefore read here; anything else, ``--help`` and every mistake included, is left to Typer, which reads the same table.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Literal

from ..record import record, replace

Kind = Literal["text", "list", "number", "flag", "choice"]


@record
class Option:
    """One option: its field, how it is written, what it takes, and its help."""

    field: str
    flags: tuple[str, ...]
    kind: Kind
    help: str
    metavar: str = ""
    choices: tuple[str, ...] = ()


OPTIONS: tuple[Option, ...] = (
    Option("incoming", ("--incoming", "-i"), "text", "The message that the draft answers.", "FILE"),
    Option("channel", ("--channel",), "text", "email, chat, twitter, review, sms …", "NAME"),
    Option("visibility", ("--visibility",), "choice", "If not as usual on the channel.", choices=("public", "private")),
    Option("customer_name", ("--customer-name",), "text", "The customer's name.", "NAME"),
    Option("timezone", ("--timezone",), "text", "The customer's time zone, as Europe/Paris.", "ZONE"),
    Option("received_at", ("--received-at",), "text", "When the message came, ISO 8601.", "TIME"),
    Option("send_at", ("--send-at",), "text", "When the draft goes out; now, if not given.", "TIME"),
    Option("history", ("--history",), "text", "Earlier messages, JSON Lines: role, text, at.", "FILE"),
    Option(
        "thread",
        ("--thread",),
        "list",
        "Earlier mail: an mbox, a Maildir, a folder of .eml files, or .eml files.",
        "PATH",
    ),
    Option("select", ("--select",), "list", "Only these rules or categories.", "RULE,…"),
    Option("ignore", ("--ignore",), "list", "All but these rules or categories.", "RULE,…"),
    Option("config", ("--config",), "text", "This config instead of the replylint.yaml above the draft.", "FILE"),
    Option("isolated", ("--isolated",), "flag", "Use no config."),
    Option(
        "formats",
        ("--format", "--output-format"),
        "list",
        "How to report; FORMAT=FILE writes a file, several go together: report, text, json, jsonl, sarif, github, gitlab, junit, "
        "checkstyle, rdjson, markdown, html.",
        "FORMAT[=FILE]",
    ),
    Option("output_file", ("--output-file", "-o"), "text", "Write the report there, not on the screen.", "FILE"),
    Option("statistics", ("--statistics",), "flag", "Count findings by rule at the end."),
    Option(
        "stdin_filename",
        ("--stdin-filename",),
        "text",
        "What to call standard input; its folder has the config.",
        "NAME",
    ),
    Option(
        "fail_on",
        ("--fail-on",),
        "choice",
        "Least severity that fails (warning).",
        choices=("error", "warning", "suggestion"),
    ),
    Option("min_score", ("--min-score",), "number", "A lower score fails.", "N"),
    Option("exit_zero", ("--exit-zero",), "flag", "Exit 0 even with findings."),
    Option(
        "as_format",
        ("--as",),
        "text",
        "Read files as canned replies of this format: markdown, csv, json … or auto.",
        "FORMAT",
    ),
    Option(
        "changed_since",
        ("--changed-since",),
        "text",
        "Only canned replies in files that differ from this git revision.",
        "REV",
    ),
    Option("baseline", ("--baseline",), "text", "Leave out the findings that this file knows.", "FILE"),
    Option(
        "write_baseline",
        ("--write-baseline",),
        "flag",
        "Write the baseline: all findings if there is none, else only what is left.",
    ),
    Option(
        "jobs",
        ("--jobs", "-j"),
        "number",
        "Processes for many exchanges or canned replies; one for each processor when not given, one for standard input.",
        "N",
    ),
    Option("no_cache", ("--no-cache",), "flag", "Check every canned reply again, also those that have not changed."),
    Option("fix", ("--fix",), "flag", "Apply safe fixes to the file."),
    Option("unsafe_fixes", ("--unsafe-fixes",), "flag", "Apply all fixes, also those to be read first."),
    Option("diff", ("--diff",), "flag", "Show what the fixes would change; write nothing."),
)


_SHARED = (
    "incoming",
    "channel",
    "customer_name",
    "timezone",
    "history",
    "thread",
    "select",
    "ignore",
    "config",
    "isolated",
    "fail_on",
    "min_score",
)
SEND_OPTIONS: tuple[Option, ...] = (
    Option("no_verify", ("--no-verify",), "flag", "Send without a check; the log says so, with the reason."),
    Option("reason", ("--reason",), "text", "Why --no-verify.", "TEXT"),
    Option("no_input", ("--no-input",), "flag", "Never ask, also at a terminal."),
    # Of sendmail's options, -i is another one: send takes --incoming in full only.
    *(replace(o, flags=("--incoming",)) if o.field == "incoming" else o for o in OPTIONS if o.field in _SHARED),
)
_ALONE = ("-t", "-i", "-oi", "-om", "-oem", "-oee", "-B8BITMIME", "-B7BIT", "-bm", "-G", "-n", "-v")
_WITH_VALUE = ("-f", "-r", "-F", "-N", "-R")


def sendmail_options(words: Sequence[str]) -> tuple[list[str], list[str]]:
    """The words of a line of ``send`` before its ``--``: replylint's own, and those for the command. mutt puts sendmail's options there, as
    it would between ``sendmail`` and ``--``."""
    own: list[str] = []
    theirs: list[str] = []
    rest = iter(words)
    for word in rest:
        if word in _ALONE or (word[:2] in _WITH_VALUE and len(word) > 2 and word[1] != "-"):
            theirs.append(word)
        elif word in _WITH_VALUE:
            theirs += [word, *([value] if (value := next(rest, None)) is not None else [])]
        else:
            own.append(word)
    return own, theirs


def quick_parse(
    arguments: Sequence[str], options: Sequence[Option] = OPTIONS
) -> tuple[list[str], dict[str, Any]] | None:
    """The drafts and the options by field, or ``None`` for a command line that Typer should see."""
    by_flag = {flag: option for option in options for flag in option.flags}
    paths: list[str] = []
    values: dict[str, Any] = {}
    rest = iter(arguments)
    for argument in rest:
        if argument == "-" or not argument.startswith("-"):
            paths.append(argument)
            continue
        flag, equals, attached = argument.partition("=")
        option = by_flag.get(flag)
        if option is None or (equals and option.kind == "flag"):
            return None
        written = True if option.kind == "flag" else attached if equals else next(rest, None)
        value = _value(option, written, values.get(option.field))
        if value is None:
            return None
        values[option.field] = value
    return (paths, values) if paths else None


def _value(option: Option, written: Any, before: Any) -> Any:
    """What is written as a value of the option; ``None`` if it is none."""
    if option.kind == "flag" or written is None:
        return written
    if written.startswith("-") and len(written) > 1:
        return None
    match option.kind:
        case "choice":
            return written if written in option.choices else None
        case "number":
            return _number(written)
        case "list":
            return [*(before or []), written]
        case _:
            return written


def _number(written: str) -> float | None:
    try:
        return float(written)
    except ValueError:
        return None
