"""Facts of one message: what they see, and what they are not fooled by."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from replylint import Business, Message, load_rulebook
from replylint.facts import message_facts
from replylint.facts.core import Mark, Reading

CASES: dict[str, list[dict[str, Any]]] = yaml.safe_load((Path(__file__).parent / "cases/facts.yaml").read_text("utf-8"))


@pytest.mark.parametrize(
    ("fact", "case"), [pytest.param(f, c, id=f"{f}: {c['text'][:40]!r}") for f, cases in CASES.items() for c in cases]
)
def test_fact(fact: str, case: dict[str, Any], reading: Callable[..., Reading]) -> None:
    made = reading(case["text"], Business(**{k: tuple(v) for k, v in case.get("business", {}).items()}))
    value = message_facts()[fact](made)
    if isinstance(value, tuple):
        shown: Any = [made.text[m.start : m.end] for m in value]
        if "kinds" in case:
            assert [m.kind for m in value] == case["kinds"]
        if "notes" in case:
            assert [m.note for m in value] == case["notes"]
    else:
        shown = value
    assert shown == case["is"]


def test_every_fact_is_documented() -> None:
    for name, fact in message_facts().items():
        assert len(fact.doc) > 20, name


BOOK = load_rulebook().phrasebook
TEXTS = st.one_of(
    st.text(max_size=300),
    st.lists(
        st.sampled_from(
            [
                "Hi",
                "Jane,",
                "WE",
                "are",
                "!!",
                "😊",
                ":)",
                "{{x}}",
                "https://a.co/b",
                "@me",
                "12/03/2026",
                '"no"',
                ">",
                "sorry\n\n",
                "-",
                "JD",
                "...",
            ]
        ),
        max_size=40,
    ).map(" ".join),
)


@settings(max_examples=60, deadline=None)
@given(TEXTS)
def test_marks_lie_inside_the_text(text: str) -> None:
    reading = Reading(Message(text), BOOK, Business())
    for name, fact in message_facts().items():
        value = fact(reading)
        if isinstance(value, tuple) and value and isinstance(value[0], Mark):
            assert all(0 <= m.start <= m.end <= len(text) for m in value), name
