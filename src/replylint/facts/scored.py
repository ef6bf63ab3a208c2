"""The sentences of a message with what the model of faults says of each: the ground of facts and checks, no fact for rules itself."""

from __future__ import annotations

from bisect import bisect_left

from ..phrases.tokens import TERMINATORS
from ..record import record
from .core import Mark, Reading, message_fact
from .layout import body_span, sentences, tokens

LEAST_WORDS = 2
"""A single word is no sentence to judge by."""


@record
class Scored:
    """A sentence of the body: where it stands, its words, which are the tokens from number ``first`` on, and a score a kind of fault."""

    place: Mark
    first: int
    words: tuple[str, ...]
    scores: tuple[float, ...]


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


def is_doubtful(reading: Reading, place: int, number: int) -> bool:
    """Whether the model is sure that the sentence in which ``place`` stands has no fault of kind ``number``."""
    from ..models.faults import DOUBTFUL

    return any(
        sentence.place.start <= place < sentence.place.end and sentence.scores[number] < DOUBTFUL
        for sentence in scored_sentences(reading)
    )
