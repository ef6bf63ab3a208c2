"""Questions: the genuine ones, with and without a question mark."""

from __future__ import annotations

from .core import Mark, Marks, Reading, message_fact
from .layout import holding, lexicon_marks, sentences


@message_fact()
def questions(reading: Reading) -> Marks:
    """Genuine questions, each as the sentence that asks it; rhetorical ones and politeness are left out."""
    rhetorical = holding(reading, lexicon_marks(reading, "rhetorical"))
    asking = holding(reading, lexicon_marks(reading, "asking"))
    return tuple(
        Mark(sentence.start, sentence.end, "question")
        for number, sentence in enumerate(sentences(reading))
        if number not in rhetorical and (sentence.kind == "?" or number in asking)
    )
