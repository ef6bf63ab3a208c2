"""``replylint held``: the mails that ``send`` kept."""

from __future__ import annotations

from typing import Annotated, Optional

import typer

app = typer.Typer(help="See, mend, send and drop mail that was not sent.", no_args_is_help=True, rich_markup_mode=None)

_ID = typer.Argument(metavar="ID", help="The mail: its id, or how the id begins.")
_NO_VERIFY = typer.Option("--no-verify", help="Send without a check; the log says so, with the reason.")
_REASON = typer.Option("--reason", metavar="TEXT", help="Why --no-verify.")
_CONFIG = typer.Option("--config", metavar="FILE", help="This config instead of the one that held where it was sent.")
_COMMAND = typer.Option(
    "--command", metavar="COMMAND", help="The command to send with, as one word, if it is not to be the one from then."
)


@app.command("list")
def list_held(as_json: Annotated[bool, typer.Option("--json", help="As JSON Lines.")] = False) -> int:
    """List the mails that are kept, oldest first, and why."""
    from .holding import list_held

    return list_held(as_json)


@app.command("show")
def show(
    id: Annotated[str, _ID],
    raw: Annotated[bool, typer.Option("--raw", help="The bytes of the mail, as they are.")] = False,
) -> int:
    """Show a mail and what is said of it now."""
    from .holding import show

    return show(id, raw)


@app.command("edit")
def edit(id: Annotated[str, _ID]) -> int:
    """Open a mail in $EDITOR, and check it again."""
    from .holding import edit_held

    return edit_held(id)


@app.command("send")
def send(
    ids: Annotated[
        Optional[list[str]], typer.Argument(metavar="[ID]...", help="The mails: their ids, or how they begin.")
    ] = None,
    due: Annotated[
        bool, typer.Option("--due", help="Those that only waited for a decent hour, if it has come.")
    ] = False,
    again: Annotated[
        bool, typer.Option("--again", help="Also one that may have left already: somebody may get it twice.")
    ] = False,
    no_verify: Annotated[bool, _NO_VERIFY] = False,
    reason: Annotated[Optional[str], _REASON] = None,
    config: Annotated[Optional[str], _CONFIG] = None,
    command: Annotated[Optional[str], _COMMAND] = None,
) -> int:
    """Check mails again and send those that pass, with the command of then.

    \b
    replylint held send 20261125-1628
    replylint held send --due            (for cron or a systemd timer)
    """
    from .holding import send_held

    return send_held(
        ids or [], due=due, again=again, no_verify=no_verify, reason=reason, config=config, command=command
    )


@app.command("drop")
def drop(
    ids: Annotated[list[str], typer.Argument(metavar="ID...", help="The mails: their ids, or how they begin.")],
) -> int:
    """Delete mails that are not to be sent."""
    from .holding import drop_held

    return drop_held(ids)


@app.command("log")
def log() -> int:
    """What was sent, held, overridden and dropped, and why; never what a mail says."""
    from .holding import print_log

    return print_log()
