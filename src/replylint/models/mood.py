"""The mood of a message: a linear model over cues and word pairs.

The cues are the ``mood-*`` lexicons of the rulebook and the marks of raised voices; the words are learned. ``data/mood.json``
holds the weights; ``tools/train_mood.py`` makes it from ``tools/data``. Whatever decides can be named: see :func:`reasons`.
"""

from __future__ import annotations

import json
import re
from functools import lru_cache
from pathlib import Path
from typing import Any

from ..facts.core import Reading
from ..facts.layout import phrase_marks, tokens
from ..lazy import lazy
from ..phrases.tokens import MASK, TERMINATORS

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


def features(reading: Reading) -> dict[str, float]:
    """What the model sees: ``@cue`` and ``#mark`` counts, ``word``, ``word word`` and ``not~word``."""
    found = _cue_features(reading)
    words = [w for w in tokens(reading).words if w not in ("", "\n")]
    previous, negated = "^", 0
    for word in words:
        if word in TERMINATORS:
            previous, negated = "^", 0
            continue
        word = "<n>" if word.isdigit() else "<link>" if word == MASK else word
        found[word] = 1.0
        found[f"{previous} {word}"] = 1.0
        if negated:
            found[f"not~{word}"] = 1.0
            negated -= 1
        if word in _NEGATIONS:
            negated = 3
        previous = word
    size = len(words)
    found["#short" if size < 5 else "#brief" if size < 12 else "#medium" if size < 40 else "#long"] = 1.0
    return found


def _cue_features(reading: Reading) -> dict[str, float]:
    found: dict[str, float] = {}
    for cue in CUES:
        count = len(phrase_marks(reading, f"lexicon:mood-{cue}"))
        if count:
            found[f"@{cue}"] = float(min(count, 3))
            found[f"@any-{cue}"] = 1.0
    bad = "@outrage" in found or "@displeasure" in found
    if "@praise" in found and "@contrast" in found:
        found["@mixed" if "@outrage" not in found else "@turned"] = 1.0
    if "@praise" in found and not bad and "@fact" not in found:
        found["@only-praise"] = 1.0
    if "@praise" not in found and not bad:
        found["@no-judgement" if "@persistence" not in found else "@patient"] = 1.0
    text = reading.text
    for name, parts in _WRITTEN_MARKS:
        if any(part in text for part in parts):
            found[f"#{name}"] = 1.0
    for name, pattern in _MARKS:
        if pattern.search(text):
            found[f"#{name}"] = 1.0
    shouted = len(_SHOUTED.findall(text))
    if shouted >= 2:
        found["#shouted"] = min(shouted, 4) / 2
    first = tokens(reading).starts[min(2, len(tokens(reading)) - 1)]
    for cue in ("praise", "outrage", "displeasure"):
        marks = phrase_marks(reading, f"lexicon:mood-{cue}")
        if marks and marks[0].start <= first:
            found[f"@opens-{cue}"] = 1.0
    return found


@lru_cache(maxsize=1)
def _model() -> tuple[dict[str, list[int]], list[int]]:
    """Weights by feature and the bias, for each of :data:`MOODS`, in thousandths."""
    data: dict[str, Any] = json.loads((Path(__file__).parent.parent / "data" / "mood.json").read_text("utf-8"))
    return data["weights"], data["bias"]


def scores(reading: Reading) -> tuple[float, float, float]:
    """How much speaks for each of :data:`MOODS`, in thousandths of log-odds."""
    weights, bias = _model()
    upset, neutral, pleased = map(float, bias)
    for feature, value in features(reading).items():
        weight = weights.get(feature)
        if weight is not None:
            upset += weight[0] * value
            neutral += weight[1] * value
            pleased += weight[2] * value
    return upset, neutral, pleased


def classify(reading: Reading) -> str:
    """The mood with the highest score."""
    found = scores(reading)
    return MOODS[found.index(max(found))]


def reasons(reading: Reading, most: int = 5) -> list[tuple[str, float]]:
    """The features that decided, with how much they speak for the mood over the next one."""
    found = scores(reading)
    best = found.index(max(found))
    weights, _ = _model()
    second = sorted(range(3), key=found.__getitem__)[1]
    said = [
        (f, (weights[f][best] - weights[f][second]) * v / 1000) for f, v in features(reading).items() if f in weights
    ]
    return sorted(said, key=lambda item: -item[1])[:most]
