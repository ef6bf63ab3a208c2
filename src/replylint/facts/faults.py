"""Faults of tone that a model hears in a sentence, beyond the wordings of the lexicons."""

from __future__ import annotations

from .core import Mark, Marks, Reading, message_fact
from .layout import tokens
from .scored import Scored, scored_sentences


@message_fact()
def heard_faults(reading: Reading) -> Marks:
    """Words of the body in which the sentence model hears a fault; the kind says which: ``blame``, ``sarcasm``, ``insult``,
    ``assume``, ``nonapology``, ``sell``, ``chase``, ``cold``, ``cancel`` or ``warn``."""
    from ..models.faults import heard

    return tuple(
        _mark(reading, sentence, number) for sentence in scored_sentences(reading) for number in heard(sentence.scores)
    )


def _mark(reading: Reading, sentence: Scored, number: int) -> Mark:
    """The words that decided."""
    from ..models.faults import KINDS, deciding

    toks = tokens(reading)
    first, last = deciding(sentence.words, sentence.place.kind, number)
    return Mark(toks.starts[sentence.first + first], toks.ends[sentence.first + last - 1], KINDS[number])
