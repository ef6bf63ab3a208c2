"""``replylint hook install | status | uninstall``, and ``run``, which the hooks of git call."""

from __future__ import annotations

import sys
from enum import Enum
from typing import TYPE_CHECKING, Annotated, Optional

import typer

from ..hooks import PROGRAMS

if TYPE_CHECKING:
    from ..hooks.installing import Change
    from ..hooks.program import Program

app = typer.Typer(
    help="Put replylint before what sends mail or commits, in other programs' configuration.",
    no_args_is_help=True,
    rich_markup_mode=None,
)

For = Enum("For", {name: name for name in PROGRAMS}, type=str)  # type: ignore[misc]
_FOR = typer.Option("--for", help="Whose configuration.", metavar="PROGRAM", show_default=False)
_FILE = typer.Option("--file", help="This file, instead of the one that the program reads.", metavar="FILE")

INSTALL = """Let a program's mail, or its commits, pass replylint first.

Shows what it would write, and asks. Beside a file that it changes it keeps NAME.replylint-backup.

\b
git-send-email  the hook sendemail-validate of this repository: each mail is checked before any is sent.
                git hands it the files that are to be sent; most versions do so before --compose and --annotate
                open an editor, so what is written there is not seen, nor what other programs send. Patches and
                signatures are not read, only the text above; a mail without text of its own passes. Nothing is
                kept or held: git stops, and sends none of the mails. --no-validate goes past it.
mutt, neomutt   `set sendmail="replylint send -- …"` at the end of the rc file, before the command set there.
aerc            the `outgoing` command of each account in accounts.conf; the old lines stay as comments.
pre-commit      the hook pre-commit of this repository: canned replies are checked as they are staged, those
                that `libraries:` of the replylint.yaml in the index names, or that --pattern does.
                `git commit --no-verify` goes past it.
msmtp           there is nothing to configure in msmtp itself: this writes a script, ~/.local/bin/replylint-msmtp,
                that runs `replylint send -- msmtp "$@"`, for programs that take the path of a sendmail.

\b
replylint hook install --for mutt --show
replylint hook install --for pre-commit --pattern 'macros/*'
"""


@app.command("install", help=INSTALL)
def install(
    program: Annotated[For, _FOR],
    show: Annotated[bool, typer.Option("--show", help="Only show what would be written.")] = False,
    yes: Annotated[bool, typer.Option("--yes", help="Write without asking.")] = False,
    file: Annotated[Optional[str], _FILE] = None,
    pattern: Annotated[
        Optional[list[str]],
        typer.Option("--pattern", help="For pre-commit: which staged files; several times.", metavar="PATTERN"),
    ] = None,
) -> int:
    """Installs."""
    from ..hooks.installing import carry_out, place_of, prepared
    from ..hooks.program import Advice, this_machine
    from .run import UNREADABLE, complain

    chosen = _program(program, pattern or [])
    machine = this_machine()
    try:
        change = prepared(chosen, machine, place_of(chosen, machine, file))
    except Advice as advice:
        typer.echo("\n".join(advice.lines))
        sys.stdout.flush()
        return complain(str(advice)) if not show else 0
    if change.is_new:
        _show(change)
    _note(change.notes)
    if not change.is_new:
        typer.echo(_safe(f"{change.path}: nothing to change, it is as it should be"))
        return 0
    if show:
        return 0
    if not yes:
        if not sys.stdin.isatty():
            sys.stdout.flush()
            complain("nothing was written: there is no terminal to ask at; --yes writes without asking")
            return UNREADABLE
        if not typer.confirm("Write this?", default=False, err=True):
            typer.echo("nothing was written", err=True)
            return 0
    carry_out(change)
    typer.echo(_safe(f"{change.path}: written"))
    return 0


@app.command("status")
def status(
    program: Annotated[Optional[For], _FOR] = None,
    file: Annotated[Optional[str], _FILE] = None,
) -> int:
    """Tell where replylint is installed, and whether it works there.

    \b
    replylint hook status
    replylint hook status --for neomutt
    """
    from ..errors import ConfigError, HookError
    from ..hooks.installing import place_of, state_of
    from ..hooks.program import this_machine

    if file is not None and program is None:
        raise ConfigError("--file needs --for PROGRAM")
    machine = this_machine()
    for name in [program.value] if program is not None else PROGRAMS:
        chosen = _program(For(name), [])
        try:
            said = state_of(chosen, machine, place_of(chosen, machine, file))
        except HookError as error:
            said = f"cannot tell: {error}"
        typer.echo(f"{name:15} {_safe(said)}")
    return 0


@app.command("uninstall")
def uninstall(
    program: Annotated[For, _FOR],
    file: Annotated[Optional[str], _FILE] = None,
) -> int:
    """Take replylint out again, and put back what was there before, to the byte.

    \b
    replylint hook uninstall --for mutt
    """
    from ..hooks.installing import place_of, take_out
    from ..hooks.program import this_machine

    chosen = _program(program, [])
    machine = this_machine()
    typer.echo(_safe(take_out(place_of(chosen, machine, file))))
    return 0


class Runs(str, Enum):
    """The hooks of git that call ``replylint hook run``."""

    send_email = "git-send-email"
    pre_commit = "pre-commit"


@app.command("run", hidden=True)
def run(
    program: Annotated[Runs, typer.Argument(metavar="PROGRAM")],
    words: Annotated[Optional[list[str]], typer.Argument(metavar="[WORD]...")] = None,
) -> int:
    """What an installed hook of git runs: for git-send-email with the mail, for pre-commit with patterns of files."""
    from . import hook_runs

    if program is Runs.send_email:
        return hook_runs.mails(words or [])
    return hook_runs.staged(words or [])


def _program(name: For, patterns: list[str]) -> Program:
    from ..errors import ConfigError
    from ..hooks import program_named

    if not patterns:
        return program_named(name.value)
    if name.value != "pre-commit":
        raise ConfigError("--pattern is for pre-commit")
    if any(not pattern.strip() or not pattern.isprintable() for pattern in patterns):
        raise ConfigError("--pattern needs a name such as 'macros/*', of characters that can be printed")
    from ..hooks.pre_commit import PreCommit

    return PreCommit(tuple(patterns))


def _show(change: Change) -> None:
    """A diff without context, for what stands around may be a password; or the new file."""
    import difflib

    if change.before is None or change.aside is not None:
        typer.echo(_safe(f"new file {change.path} (mode {change.mode:o})"))
        typer.echo("\n".join(f"+{_safe(line)}" for line in _lines(change.after)))
        return
    name = str(change.path)
    diff = list(difflib.unified_diff(_lines(change.before), _lines(change.after), name, name, n=0, lineterm=""))
    for line in diff:
        typer.echo(_safe(line))
    if change.before and not change.before.endswith("\n"):
        typer.echo("\\ No newline at end of file")


def _lines(text: str) -> list[str]:
    return text.replace("\r\n", "\n").removesuffix("\n").split("\n") if text else []


def _note(notes: tuple[str, ...]) -> None:
    for note in notes:
        typer.echo(_safe(f"note: {note}"))


def _safe(text: str) -> str:
    from ..reporters.safe_text import visible

    return visible(text).replace("\n", "␊").replace("\t", " ")
