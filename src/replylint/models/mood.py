"""The mood of a message: a linear model over cues and word pairs.

The cues are the ``mood-*`` lexicons of the rulebook and the marks of raised voices; the words are learned. ``data/mood.bin``
holds the weights; ``tools/train_mood.py`` makes it from ``tools/data``. Whatever decides can be named: see :func:`reasons`.
"""

from __future__ import annotations

import re
from collections import Counter
from functools import lru_cache
from itertools import pairwise

from ..facts.core import Reading
from ..facts.layout import lexicon_marks, tokens
from ..lazy import lazy
from ..phrases.tokens import MASK, TERMINATORS
from .linear import Linear, load

MOODS = ("upset", "neutral", "pleased")
CUES = ("outrage", "displeasure", "praise", "contrast", "persistence", "threat", "wish", "fact", "decline")
_NEGATIONS = frozenset({"not", "no", "never", "nothing", "without", "nor", "neither", "hardly"})
_WRITTEN_MARKS = (("!!", ("!!",)), ("??", ("??", "?!", "!?")), ("?", ("?",)), ("!", ("!",)), ("...", ("...",)))
_MARKS = (
    (":(", lazy("[😡🤬👎😠😤😞😔😢😭🙄😰😩😣😖💔🤮😒]|:[-']?[(/]")),
    (":)", lazy("[😊❤👍😍🎉🥰💯😘🤩😁👏♥💕🥳😃😄💖💜💙]|:-?[)D]|<3")),
    ("why", lazy(r"\bwhy\b", re.IGNORECASE)),
)
_SHOUTED = lazy(r"\b[A-Z]{4,}\b")


def features(reading: Reading) -> list[str]:
    """What the model sees: ``@cue`` and ``#mark``, as often as they count, and once ``word``, ``word word`` and ``not~word``."""
    words = [_plain(word) for word in tokens(reading).words if word not in ("", "\n")]
    size = len(words)
    length = "#short" if size < 5 else "#brief" if size < 12 else "#medium" if size < 40 else "#long"
    # A sentence mark is no word, and what follows it begins anew.
    ends = ["^" if word in TERMINATORS else word for word in words]
    pairs = [f"{first} {second}" for first, second in pairwise(["^", *ends]) if second != "^"]
    singles = [word for word in ends if word != "^"]
    return [*_cue_features(reading), length, *dict.fromkeys([*singles, *pairs, *_negated(ends)])]


def _plain(word: str) -> str:
    return "<n>" if word.isdigit() else "<link>" if word == MASK else word


def _negated(words: list[str]) -> list[str]:
    """The three words behind each negation, as far as its sentence goes."""
    found = []
    for at, word in enumerate(words):
        if word in _NEGATIONS:
            for behind in words[at + 1 : at + 4]:
                if behind == "^":
                    break
                found.append(f"not~{behind}")
    return found


def _cue_features(reading: Reading) -> list[str]:
    found: list[str] = []
    for cue in CUES:
        count = len(lexicon_marks(reading, f"mood-{cue}"))
        if count:
            found += [f"@{cue}"] * min(count, 3)
            found.append(f"@any-{cue}")
    bad = "@outrage" in found or "@displeasure" in found
    if "@praise" in found and "@contrast" in found:
        found.append("@mixed" if "@outrage" not in found else "@turned")
    if "@praise" in found and not bad and "@fact" not in found:
        found.append("@only-praise")
    if "@praise" not in found and not bad:
        found.append("@no-judgement" if "@persistence" not in found else "@patient")
    text = reading.text
    for name, parts in _WRITTEN_MARKS:
        if any(part in text for part in parts):
            found.append(f"#{name}")
    for name, pattern in _MARKS:
        if pattern.search(text):
            found.append(f"#{name}")
    shouted = len(_SHOUTED.findall(text))
    if shouted >= 2:
        found += ["#shouted"] * (min(shouted, 4) // 2)
    first = tokens(reading).starts[min(2, len(tokens(reading)) - 1)]
    for cue in ("praise", "outrage", "displeasure"):
        marks = lexicon_marks(reading, f"mood-{cue}")
        if marks and marks[0].start <= first:
            found.append(f"@opens-{cue}")
    return found


@lru_cache(maxsize=1)
def _model() -> Linear:
    return load("mood")


def scores(reading: Reading) -> tuple[float, ...]:
    """How much speaks for each of :data:`MOODS`, in log-odds."""
    return _model().scores(features(reading))


def reasons(reading: Reading, most: int = 5) -> list[tuple[str, float]]:
    """The features that decided, with how much they speak for the mood over the next one."""
    found = scores(reading)
    second, best = sorted(range(len(MOODS)), key=found.__getitem__)[-2:]
    model = _model()
    said = [
        (name, (model.weight(name, best) - model.weight(name, second)) * count)
        for name, count in Counter(features(reading)).items()
    ]
    return sorted(said, key=lambda item: -item[1])[:most]
