"""The mood model: what it says of plain cases, and that it can say why."""

from __future__ import annotations

import pytest

from replylint import Business, Message, load_rulebook
from replylint.facts.core import Reading
from replylint.facts.mood import mood
from replylint.models.mood import reasons


def reading(text: str) -> Reading:
    return Reading(Message(text), load_rulebook().phrasebook, Business())


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("This is a disgrace. Third time that nobody came, and nobody called!", "upset"),
        ("Absolutely useless. I want my money back NOW!!", "upset"),
        ("Hello, could you tell me whether you are open on Sunday? Thanks, Jo", "neutral"),
        ("I should be grateful if you could send me a copy of the invoice.", "neutral"),
        ("Thank you so much, the flowers were gorgeous and she loved them!", "pleased"),
        ("Best café in town, lovely staff :)", "pleased"),
    ],
)
def test_plain_cases(text: str, expected: str) -> None:
    assert mood(reading(text)) == expected


def test_what_decided_can_be_named() -> None:
    said = reasons(reading("What a terrible, terrible experience."))
    assert said
    assert said == sorted(said, key=lambda item: -item[1])
    assert any("terrible" in feature or feature.startswith("@") for feature, _ in said)
