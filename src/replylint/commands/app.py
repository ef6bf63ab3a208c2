"""The Typer app: what commands there are."""

from __future__ import annotations

import typer

from . import check, explain, held, hook, init, rules, send

app = typer.Typer(
    name="replylint",
    help="Checks a draft reply to a customer beside the message that it answers.",
    epilog="Start with: replylint check draft.txt --incoming message.txt",
    no_args_is_help=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
app.command("check")(check.check)
app.command("send")(send.send)
app.add_typer(held.app, name="held")
app.command("explain")(explain.explain)
app.add_typer(rules.app, name="rules")
app.command("init")(init.init)
app.add_typer(hook.app, name="hook")


def _version(wanted: bool) -> None:
    if wanted:
        from ..version import __version__

        typer.echo(f"replylint {__version__}")
        raise typer.Exit


@app.callback()
def _main(
    version: bool = typer.Option(False, "--version", callback=_version, is_eager=True, help="Show the version."),
) -> None:
    """Checks a draft reply to a customer beside the message that it answers."""
