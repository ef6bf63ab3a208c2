"""A table of options made into a Typer command."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Sequence
from enum import Enum
from typing import Annotated, Any, Optional

import typer

from .options import Option


def command_of(
    run: Callable[[list[str], dict[str, Any]], int], options: Sequence[Option], argument: Any, help: str, name: str
) -> Callable[..., int]:
    """A function that Typer sees as having ``options``, and ``argument`` for what else stands on the line."""

    def command(words: list[str], **given: Any) -> int:
        plain = {name: value.value if isinstance(value, Enum) else value for name, value in given.items()}
        return run(words, {name: value for name, value in plain.items() if value is not None})

    words = inspect.Parameter(
        "words", inspect.Parameter.POSITIONAL_OR_KEYWORD, annotation=Annotated[list[str], argument]
    )
    parameters = [words, *map(_parameter, options)]
    command.__signature__ = inspect.Signature(parameters)  # type: ignore[attr-defined]
    command.__annotations__ = {parameter.name: parameter.annotation for parameter in parameters}
    command.__doc__, command.__name__ = help, name
    return command


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
