"""What the models say of a message and of each of its sentences: the ground of facts and checks, no facts for rules themselves."""

from __future__ import annotations

from bisect import bisect_left, bisect_right

from ..phrases.tokens import TERMINATORS
from ..record import record
from .core import Mark, Reading, message_fact
from .layout import body_span, sentences, tokens

LEAST_WORDS = 3
"""One word or two are no sentence to judge by: “Still no?”."""
AROUND = 4
"""So many words before and behind a wording say whether it is meant."""


@record
class Scored:
    """A sentence of the body: where it stands, its words, which are the tokens from number ``first`` on, and a score a kind of fault."""

    place: Mark
    first: int
    words: tuple[str, ...]
    scores: tuple[float, ...]


@message_fact()
def mood_scores(reading: Reading) -> dict[str, float]:
    """How much speaks for each mood, in log-odds."""
    from ..models.mood import MOODS, scores

    return dict(zip(MOODS, scores(reading), strict=True))


@message_fact()
def scored_sentences(reading: Reading) -> tuple[Scored, ...]:
    """The sentences of the body, as far as there is something to judge."""
    from ..models.faults import scores

    span, toks = body_span(reading), tokens(reading)
    found = []
    for sentence in sentences(reading):
        start, end = max(sentence.start, span.start), min(sentence.end, span.end)
        first = bisect_left(toks.starts, start)
        words = toks.words[first : bisect_left(toks.starts, end, first)]
        if words and words[-1] in TERMINATORS:
            words = words[:-1]
        if len(words) >= LEAST_WORDS:
            found.append(Scored(Mark(start, end, sentence.kind), first, words, scores(words, sentence.kind)))
    return tuple(found)


def _start(sentence: Scored) -> int:
    return sentence.place.start


def is_doubtful(reading: Reading, mark: Mark, number: int) -> bool:
    """Whether the model is sure that a wording is no fault of kind ``number``, from the wording and the few words round it.

    The whole sentence would not do: what is said in many harmless words besides takes nothing back.
    """
    from ..models.faults import DOUBTFUL, scores

    found = scored_sentences(reading)
    at = bisect_right(found, mark.start, key=_start) - 1
    if at < 0 or mark.start >= found[at].place.end or found[at].scores[number] >= DOUBTFUL:
        return False
    sentence, starts = found[at], tokens(reading).starts
    first = max(bisect_left(starts, mark.start) - sentence.first - AROUND, 0)
    last = bisect_left(starts, mark.end) - sentence.first + AROUND
    return scores(sentence.words[first:last], sentence.place.kind)[number] < DOUBTFUL
