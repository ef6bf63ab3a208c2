"""From a breach to the fix that mends it, as the rule's ``fix:`` says."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable
from typing import Literal

from ..facts.core import Conversation, Reading
from ..facts.layout import body_span, greeting, sentence_at, sentences
from ..facts.names import customer, customer_names, fold
from ..findings import Edit, Fix, Safety, Span
from ..record import record
from ..shape import option
from .core import Breach, place


@record
class Insertion:
    """Text to put in where something is missing."""

    text: str = option("what to add; may show {customer}")
    at: Literal["start", "body_start", "before_sign_off", "end"] = option("where to add it", "before_sign_off")
    safety: Safety = option("safe or unsafe", "unsafe")


@record
class Wording:
    """Text to put in the place of what was found."""

    text: str = option("the replacement; may show {customer}, {note} and {instead}; empty results drop what was found")
    otherwise: str | None = option("the replacement when a value in `text` is unknown", None)
    safety: Safety = option("safe or unsafe", "unsafe")


@record
class FixSpec:
    """How findings of a rule are mended: exactly one of these."""

    drop: Safety | None = option("drop what was found", None)
    drop_sentence: Safety | None = option("drop the sentence that holds it", None)
    recase: Safety | None = option("write capitals as they would stand in prose", None)
    collapse: Safety | None = option("one mark in the place of many", None)
    mask: Safety | None = option("blank out what was found", None)
    replace: Wording | None = option("put another wording in its place", None)
    insert: Insertion | None = option("add what is missing", None)

    def templates(self) -> tuple[str, ...]:
        """The texts that show values."""
        told = (self.replace.text, self.replace.otherwise or "") if self.replace else ()
        return (*told, self.insert.text) if self.insert else told

    def chosen(self) -> str:
        """The one that is given; raises ValueError for none or several."""
        given = [name for name in _MAKERS if getattr(self, name) is not None]
        if len(given) != 1:
            raise ValueError(f"fix takes exactly one of {', '.join(_MAKERS)}")
        return given[0]


Fill = Callable[[str], str | None]
"""Fills the values of a breach into a template; ``None`` when one of them is unknown."""


def make_fix(spec: FixSpec, breach: Breach, conversation: Conversation, fill: Fill) -> Fix | None:
    """The fix for one breach, or ``None`` where none can be made without guessing."""
    return _MAKERS[spec.chosen()](spec, breach, conversation, fill)


def _drop(spec: FixSpec, breach: Breach, conversation: Conversation, fill: Fill) -> Fix | None:
    text = conversation.draft.text
    span = without_gap(text, breach.mark.start, breach.mark.end)
    if span.end == span.start:
        return None
    # An emoticon may stand for the full stop as well.
    is_sign = not any(map(str.isalnum, text[span.start : span.end]))
    ends = text[span.start - 1 : span.start].isalnum() and text[span.end :].lstrip(" \t")[:1] in ("", "\n")
    return Fix("Drop it", (Edit(span, "." if is_sign and ends else ""),), spec.drop or "unsafe")


def without_gap(text: str, start: int, end: int) -> Span:
    """The span of what is dropped together with one of the two spaces round it."""
    if start > 0 and text[start - 1] == " " and (end >= len(text) or text[end] in " \n,.!?;:"):
        return Span(start - 1, end)
    if end < len(text) and text[end] == " " and (start == 0 or text[start - 1] in " \n"):
        return Span(start, end + 1)
    return Span(start, end)


def _drop_sentence(spec: FixSpec, breach: Breach, conversation: Conversation, fill: Fill) -> Fix | None:
    draft = conversation.draft
    sentence = sentence_at(draft, breach.mark.start)
    span = body_span(draft)
    others = [s for s in sentences(draft) if s.end > span.start and s.start < span.end and s != sentence]
    if sentence is None or not others:
        return None
    start, end = sentence.start, sentence.end
    if breach.mark.end > end or (greeting(draft) and start < greeting(draft)[0].end):
        start = max(start, span.start)
        end = max(end, breach.mark.end)
    return Fix("Drop the sentence", (Edit(without_gap(draft.text, start, end), ""),), spec.drop_sentence or "unsafe")


def _recase(spec: FixSpec, breach: Breach, conversation: Conversation, fill: Fill) -> Fix | None:
    draft = conversation.draft
    start, end = breach.mark.start, breach.mark.end
    text = recased(draft, start, end, {fold(name) for name in customer_names(conversation) or ()})
    return Fix("Write it in small letters", (Edit(Span(start, end), text),), spec.recase or "safe")


def recased(draft: Reading, start: int, end: int, names: set[str]) -> str:
    """``draft[start:end]`` as prose: names, “I”, sentence starts and acronyms keep their capitals."""
    acronyms = draft.book.words("acronyms")
    proper = draft.book.words("proper-nouns") | names
    fixed = {word.lower(): word for word in draft.business.words}
    opens = {s.start for s in sentences(draft)}

    def word(match: re.Match[str]) -> str:
        written = match.group()
        lower = written.lower()
        if lower in fixed:
            return fixed[lower]
        if lower in acronyms and len(written) > 1:
            return written
        if lower == "i" or lower.startswith(("i'", "i’")):
            return "I" + lower[1:]
        at = start + match.start()
        return lower.capitalize() if at in opens or at == 0 or fold(lower) in proper else lower

    return re.sub(r"[^\W\d_]+(?:['’][^\W\d_]+)?", word, draft.text[start:end])


def _collapse(spec: FixSpec, breach: Breach, conversation: Conversation, fill: Fill) -> Fix | None:
    start, end = breach.mark.start, breach.mark.end
    written = conversation.draft.text[start:end]
    text = "?" if "?" in written or "？" in written else "!" if "!" in written or "！" in written else "…"
    if text == "…" and "…" not in written:
        text = "..."
    return Fix("One mark is enough", (Edit(Span(start, end), text),), spec.collapse or "safe")


def _mask(spec: FixSpec, breach: Breach, conversation: Conversation, fill: Fill) -> Fix | None:
    span = Span(breach.mark.start, breach.mark.end)
    return Fix("Blank it out", (Edit(span, breach.mark.note or "••••"),), spec.mask or "unsafe")


def _replace(spec: FixSpec, breach: Breach, conversation: Conversation, fill: Fill) -> Fix | None:
    wording = spec.replace
    assert wording is not None
    text = fill(wording.text)
    if text is None and wording.otherwise is not None:
        text = fill(wording.otherwise)
    if text is None:
        return None
    draft = conversation.draft
    start, end = breach.mark.start, breach.mark.end
    if not text:
        return Fix("Drop it", (_dropped(draft, start, end),), wording.safety)
    return Fix(f"Write “{text}”", (Edit(Span(start, end), cased_like(draft, start, end, text)),), wording.safety)


def _dropped(draft: Reading, start: int, end: int) -> Edit:
    """The edit that drops a wording; at a sentence start the comma goes too and the next word gets its capital."""
    text = draft.text
    if _opens_sentence(draft, start):
        after = re.match(r"[,;:]?[ \t]*(?=\w)", text[end:])
        if after and after.end():
            place = end + after.end()
            return Edit(Span(start, place + 1), text[place].upper())
    return Edit(without_gap(text, start, end), "")


def _opens_sentence(draft: Reading, start: int) -> bool:
    number = bisect_left(sentences(draft), start, key=lambda sentence: sentence.start)
    opens = number < len(sentences(draft)) and sentences(draft)[number].start == start
    return opens or start == body_span(draft).start


def cased_like(draft: Reading, start: int, end: int, text: str) -> str:
    """``text`` with the capital that its place wants: as at a sentence start, or as what it replaces."""
    written = draft.text[start:end]
    opens = _opens_sentence(draft, start)
    first = next((c for c in written if c.isalpha()), "")
    if text[:1].islower() and (opens or first.isupper()) and not (written.isupper() and len(written) > 1 and not opens):
        return text[0].upper() + text[1:]
    return text


def _insert(spec: FixSpec, breach: Breach, conversation: Conversation, fill: Fill) -> Fix | None:
    insertion = spec.insert
    assert insertion is not None
    text = fill(insertion.text)
    if text is None:
        return None
    draft = conversation.draft
    if insertion.at == "start" and greeting(draft):
        return None  # two greetings would be worse than one without a name
    at = place(draft, insertion.at).start
    before, after = draft.text[:at], draft.text[at:]
    end = at
    if insertion.at == "start":
        text += "\n\n" if "\n" in draft.text.strip() else " "
    elif insertion.at == "body_start":
        if after[:1].islower():
            end, after = at + 1, after[0].upper() + after[1:]
        text = ("" if not before or before[-1].isspace() else " ") + text + " " + draft.text[at:end].upper()
    else:
        text = ("" if not before or before[-1].isspace() else " ") + text + ("" if after[:1] in ("", "\n") else " ")
    return Fix(f"Add “{insertion_title(fill(insertion.text) or '')}”", (Edit(Span(at, end), text),), insertion.safety)


def insertion_title(text: str) -> str:
    """What is added, on one line."""
    return " ".join(text.split())


_MAKERS: dict[str, Callable[[FixSpec, Breach, Conversation, Fill], Fix | None]] = {
    "drop": _drop,
    "drop_sentence": _drop_sentence,
    "recase": _recase,
    "collapse": _collapse,
    "mask": _mask,
    "replace": _replace,
    "insert": _insert,
}

__all__ = ["FixSpec", "Insertion", "Wording", "customer", "make_fix"]
