"""Questions: the genuine ones, with and without a question mark."""

from __future__ import annotations

from .core import Mark, Marks, Reading, message_fact
from .layout import phrase_marks, sentences


@message_fact()
def questions(reading: Reading) -> Marks:
    """Genuine questions, each as the sentence that asks it; rhetorical ones and politeness are left out."""
    rhetorical = phrase_marks(reading, "lexicon:rhetorical")
    asking = phrase_marks(reading, "lexicon:asking")
    marks = []
    for sentence in sentences(reading):
        if any(sentence.start <= mark.start < sentence.end for mark in rhetorical):
            continue
        if sentence.kind == "?" or any(sentence.start <= mark.start < sentence.end for mark in asking):
            marks.append(Mark(sentence.start, sentence.end, "question"))
    return tuple(marks)
