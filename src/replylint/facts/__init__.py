"""Facts: what can be known of a message (or of the whole exchange), a family a file.

A new fact is a function with a docstring under ``@message_fact`` or ``@exchange_fact`` in one of these files. Its
name in Python is its name in YAML, its docstring its documentation; the tables below pick it up.
"""

from __future__ import annotations

from functools import cache
from types import ModuleType
from typing import Any

from . import (
    acts,
    answers,
    circumstances,
    content,
    dates,
    emoticons,
    faults,
    guesses,
    language,
    layout,
    mentions,
    mood,
    names,
    placeholders,
    private,
    questions,
    requesting,
    steps,
    writing,
)
from .core import Conversation, Fact, Mark, Marks, Reading

FAMILIES: tuple[ModuleType, ...] = (
    layout, writing, emoticons, placeholders, mentions, names, dates, private, language, mood, questions, acts, faults,
    content, circumstances, answers, steps, requesting, guesses,
)  # fmt: skip


def _facts(first_parameter: str) -> dict[str, Fact[Any, Any]]:
    return {
        value.name: value
        for module in FAMILIES
        for value in vars(module).values()
        if isinstance(value, Fact)
        and value.kind
        and first_parameter in str(next(iter(value.compute.__annotations__.values())))
    }


@cache
def message_facts() -> dict[str, Fact[Reading, Any]]:
    """The facts of one message, by name."""
    return _facts("Reading")


@cache
def exchange_facts() -> dict[str, Fact[Conversation, Any]]:
    """The facts of the whole exchange, by name."""
    return _facts("Conversation")


__all__ = ["FAMILIES", "Conversation", "Fact", "Mark", "Marks", "Reading", "exchange_facts", "message_facts"]
