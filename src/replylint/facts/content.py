"""What a message is about: its content words, by stem."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

from ..phrases.tokens import MASK
from .core import Reading, message_fact
from .layout import body_span, words_within
from .names import fold

_ENDINGS = (
    "ations",
    "ation",
    "ments",
    "ment",
    "ings",
    "ing",
    "edly",
    "ies",
    "ied",
    "ers",
    "er",
    "ed",
    "es",
    "ly",
    "al",
    "s",
    "e",
    "y",
)


@lru_cache(maxsize=20_000)
def stem(word: str) -> str:
    """A rough stem: forms of one word fall together (deliver, delivery, delivered), short words stay apart."""
    word = fold(word)
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= 4:
            word = word[: -len(ending)]
            break
    return word[:-1] if len(word) > 4 and word[-1] == word[-2] else word


@message_fact()
def content_stems(reading: Reading) -> frozenset[str]:
    """Stems of the words that say what the message is about: no function words, no words that fit any message."""
    span = body_span(reading)
    empty = reading.book.words("function-words")
    said = set(words_within(reading, span.start, span.end)) - empty
    return frozenset([stem(word) for word in said if len(word) > 2 and word != MASK and not word.isdigit()])


@message_fact()
def topic_stems(reading: Reading) -> frozenset[str]:
    """The content stems without those that name nothing: issue, concern, app, service, experience."""
    return content_stems(reading) - _stems(reading.book.words("vague-topics"))


@lru_cache(maxsize=4)
def _stems(words: frozenset[str]) -> frozenset[str]:
    return frozenset(map(stem, words))


def _concepts(entries: Mapping[str, str]) -> dict[str, str]:
    return {stem(word): f"={concept}" for concept, words in entries.items() for word in words.split()}


def with_concepts(stems: frozenset[str], reading: Reading) -> frozenset[str]:
    """The stems, and the concepts that they belong to (``=send`` for shipped, courier, arrives)."""
    table = reading.book.derived("synonyms", _concepts)
    return stems | {table[s] for s in stems if s in table}
