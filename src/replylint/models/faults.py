"""Faults of a sentence as a model hears them: blame, mockery, guesses, where no list of wordings would reach.

A linear model over words, stems and word pairs. ``tools/train_faults.py`` makes ``data/faults.bin`` from sentences written for this
purpose, each beside a faultless twin, and sets the thresholds so that hardly one sentence in a thousand of good replies is called.
What decided can be named: see :func:`deciding`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import pairwise

from ..facts.content import stem
from ..phrases.tokens import MASK
from .linear import Linear, load

KINDS = ("blame", "sarcasm", "insult", "assume", "nonapology", "sell", "chase", "cold", "cancel", "warn")
DOUBTFUL = -3.5
"""Log-odds below which the model outvotes a wording of a lexicon, seen with the few words round it. Of 240 stock faults, alone and amid
harmless words, it spared two; of 966 good replies 62 were left with a warning, of 87 without it."""
LONGEST = 60
"""A sentence is read up to so many words."""
_SIZES = ((5, "#tiny"), (9, "#short"), (15, "#middling"), (25, "#long"))


def features(words: Sequence[str], mark: str) -> list[str]:
    """What the model sees of a sentence: its canonical words, stems and pairs, its length and closing mark."""
    size = next((name for most, name in _SIZES if len(words) < most), "#endless")
    plain = [_plain(word) for word in words[:LONGEST]] or [mark]
    found = [size, f"^ {plain[0]}", f"{plain[-1]} {mark or '$'}"]
    for word in plain:
        found += _alone(word)
    return found + [f"{first} {second}" for first, second in pairwise(plain)]


@lru_cache(maxsize=20_000)
def _alone(word: str) -> tuple[str, ...]:
    """The features of a word by itself."""
    return (word, f"~{stem(word)}") if len(word) > 3 else (word,)


def _placed(words: Sequence[str], mark: str) -> Iterator[tuple[str, int, int]]:
    """Each feature but the length, with the numbers of the words that it comes from."""
    plain = [_plain(word) for word in words[:LONGEST]]
    last = len(plain) - 1
    for at, word in enumerate(plain):
        for name in _alone(word):
            yield name, at, at
    for at, (first, second) in enumerate(pairwise(["^", *plain, mark or "$"])):
        yield f"{first} {second}", max(at - 1, 0), min(at, last)


def _plain(word: str) -> str:
    return "<n>" if word.isdigit() else "<link>" if word == MASK else word


@lru_cache(maxsize=1)
def model() -> Linear:
    """The model, read once."""
    return load("faults")


def scores(words: Sequence[str], mark: str) -> tuple[float, ...]:
    """How much speaks for each of :data:`KINDS` in a sentence, in log-odds."""
    return model().scores(features(words, mark))


def heard(found: Sequence[float]) -> list[int]:
    """The numbers of the kinds that scores are high enough for."""
    return [n for n, kind in enumerate(model().classes) if found[n] >= kind.threshold]


def deciding(words: Sequence[str], mark: str, number: int) -> tuple[int, int]:
    """The run of words, as half-open numbers, that speaks most for class ``number``."""
    known = model()
    shares = [0.0] * min(len(words), LONGEST)
    for name, first, last in _placed(words, mark):
        half = known.weight(name, number) / 2
        shares[first] += half
        shares[last] += half
    best, start, total, found = 0.0, 0, 0.0, (0, len(shares))
    for at, share in enumerate(shares):
        if total <= 0:
            start, total = at, 0.0
        total += share
        if total > best:
            best, found = total, (start, at + 1)
    return found
