"""What the tests share: the default rulebook, readings of texts, and the command line in this process."""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from replylint import Business, Customer, Exchange, Message, Rulebook, load_rulebook
from replylint.facts.core import Conversation, Reading

ROOT = Path(__file__).parent.parent


@pytest.fixture(scope="session")
def rulebook() -> Rulebook:
    return load_rulebook()


@pytest.fixture
def reading(rulebook: Rulebook) -> Callable[..., Reading]:
    def make(text: str, business: Business | None = None) -> Reading:
        return Reading(Message(text), rulebook.phrasebook, business or Business())

    return make


@pytest.fixture
def conversation(rulebook: Rulebook) -> Callable[..., Conversation]:
    def make(draft: str, incoming: str | None = None, channel: str | None = None, **known: str) -> Conversation:
        exchange = Exchange(
            draft=Message(draft, role="agent"),
            incoming=Message(incoming) if incoming is not None else None,
            channel=channel,
            customer=Customer(**known),
        )
        return Conversation(exchange, rulebook.phrasebook, rulebook.channels.get(channel or "", {}))

    return make


@dataclass(frozen=True)
class Outcome:
    """What a command left behind."""

    code: int
    out: str
    err: str


class _Stream(io.TextIOWrapper):
    def __init__(self, data: bytes = b"") -> None:
        super().__init__(io.BytesIO(data), encoding="utf-8", newline="")

    def text(self) -> str:
        self.flush()
        return self.buffer.getvalue().decode("utf-8")  # type: ignore[attr-defined]


@pytest.fixture
def replylint(monkeypatch: pytest.MonkeyPatch) -> Callable[..., Outcome]:
    """Runs the command line in this process: ``replylint("check", path, stdin=…)``."""
    from replylint.commands.run import run

    def call(*arguments: object, stdin: bytes = b"") -> Outcome:
        out, err = _Stream(), _Stream()
        monkeypatch.setattr(sys, "stdin", _Stream(stdin))
        monkeypatch.setattr(sys, "stdout", out)
        monkeypatch.setattr(sys, "stderr", err)
        monkeypatch.setenv("NO_COLOR", "1")
        try:
            code = run([os.fspath(a) if isinstance(a, Path) else str(a) for a in arguments])
        finally:
            monkeypatch.undo()
        return Outcome(code, out.text(), err.text())

    return call
