"""Linear models: their files, that weights survive packing, and the model of faults."""

from __future__ import annotations

from typing import get_args, get_type_hints

import pytest
from hypothesis import given
from hypothesis import strategies as st

from replylint import Business, Message, load_rulebook
from replylint.checks.avoid import Avoid
from replylint.facts.core import Reading
from replylint.facts.faults import heard_faults
from replylint.models.faults import KINDS, model
from replylint.models.linear import Class, Linear, load, pack
from replylint.models.mood import MOODS


def reading(text: str) -> Reading:
    return Reading(Message(text), load_rulebook().phrasebook, Business(), is_draft=True)


@given(
    st.dictionaries(st.text(min_size=1, max_size=12), st.tuples(*[st.integers(-127, 127)] * 3), min_size=1, max_size=20)
)
def test_what_is_packed_is_what_counts(weights: dict[str, tuple[int, ...]]) -> None:
    classes = [
        Class(name, bias, scale, 0.0) for name, bias, scale in (("a", 0.5, 0.01), ("b", -1.0, 0.02), ("c", 0.0, 0.1))
    ]
    made = Linear(pack(classes, weights))
    scores = made.scores([*weights, "a feature that nobody knows"])
    for number, kind in enumerate(classes):
        assert scores[number] == pytest.approx(kind.bias + kind.scale * sum(row[number] for row in weights.values()))
    for name, row in weights.items():
        assert made.weight(name, 1) == pytest.approx(0.02 * row[1])


def test_any_number_of_features_adds_up() -> None:
    made = Linear(pack([Class("a", 0.0, 1.0, 0.0), Class("b", 0.0, 1.0, 0.0)], {"most": (127, -127)}))
    assert made.scores(["most"] * 1000) == (127_000.0, -127_000.0)


@pytest.mark.parametrize("data", [b"", b"{}", b"[]\n", b'{"classes": [["a", 0, 1, 0]], "features": 2}\nshort'])
def test_other_bytes_are_no_model(data: bytes) -> None:
    with pytest.raises(ValueError, match=r"weights|Expecting|bytes"):
        Linear(data)


def test_shipped_models_know_what_the_code_knows() -> None:
    assert tuple(kind.name for kind in load("mood").classes) == MOODS
    assert tuple(kind.name for kind in model().classes) == KINDS
    assert get_args(get_type_hints(Avoid)["heard_as"]) == ("", *KINDS)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Hi Ana, it was your choice to leave it that late, not ours.", "blame"),
        ("Hi Ana, what a surprise, the one person on earth who never got our letter!", "sarcasm"),
        ("Hi Ana, you must have left it out in the rain all winter.", "assume"),
    ],
)
def test_faults_are_heard_in_the_words_that_decide(text: str, kind: str) -> None:
    marks = [mark for mark in heard_faults(reading(text)) if mark.kind == kind]
    assert marks
    assert all(0 < mark.start < mark.end <= len(text) for mark in marks)


@pytest.mark.parametrize(
    "text",
    [
        "Hi Ana, the parcel leaves tonight and reaches you on Friday.",
        "Hi Ana, thank you for the photo. We will send a new lamp today.",
        "Guten Tag Ana, das Paket ist heute unterwegs.",
        "",
    ],
)
def test_a_plain_reply_has_none(text: str) -> None:
    assert heard_faults(reading(text)) == ()


@given(st.text(max_size=300))
def test_any_text_is_read(text: str) -> None:
    for mark in heard_faults(reading(text)):
        assert 0 <= mark.start < mark.end <= len(text)
