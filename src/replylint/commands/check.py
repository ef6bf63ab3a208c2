"""``replylint check``, as Typer sees it: the table of options made into a command."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from enum import Enum
from typing import Annotated, Any, Optional

import typer

from .options import OPTIONS, Option

HELP = """Check drafts beside the messages that they answer.

\b
replylint check draft.txt --incoming message.txt
replylint check draft.txt -i message.txt --channel twitter --customer-name "Jane Doe"
replylint check exchanges.jsonl --format jsonl
replylint check macros/ --format github --format sarif=replylint.sarif
pbpaste | replylint check - -i message.txt
"""
_DRAFTS = typer.Argument(
    metavar="DRAFT...", help="Drafts; exchanges as .jsonl; folders and files of canned replies; - is standard input."
)


def _parameter(option: Option) -> inspect.Parameter:
    """The parameter of the command's function from which Typer makes the option."""
    described = typer.Option(*option.flags, help=option.help, metavar=option.metavar or None, show_default=False)
    kind: Any = {"text": Optional[str], "list": Optional[list[str]], "number": Optional[float], "flag": bool}.get(
        option.kind
    )
    if option.kind == "choice":
        kind = Optional[Enum(option.field, {choice: choice for choice in option.choices}, type=str)]
    default = False if option.kind == "flag" else None
    return inspect.Parameter(
        option.field, inspect.Parameter.KEYWORD_ONLY, default=default, annotation=Annotated[kind, described]
    )


def _command() -> Callable[..., int]:
    def check(paths: list[str], **given: Any) -> int:
        from .checking import check_command

        plain = {name: value.value if isinstance(value, Enum) else value for name, value in given.items()}
        return check_command(paths, {name: value for name, value in plain.items() if value is not None})

    drafts = inspect.Parameter(
        "paths", inspect.Parameter.POSITIONAL_OR_KEYWORD, annotation=Annotated[list[str], _DRAFTS]
    )
    parameters = [drafts, *map(_parameter, OPTIONS)]
    check.__signature__ = inspect.Signature(parameters)  # type: ignore[attr-defined]
    check.__annotations__ = {parameter.name: parameter.annotation for parameter in parameters}
    check.__doc__ = HELP
    return check


check = _command()
