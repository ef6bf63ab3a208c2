"""What the draft asks of the customer: whether it says why, in public or in private, here or elsewhere."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable
from itertools import groupby

from ..lazy import lazy
from .acts import promises, purposes, reasons, requests
from .characters import has_digit
from .core import Conversation, Mark, Marks, Reading, exchange_fact
from .layout import body_span, lexicon_marks, links, sentence_at, sentences, tokens, words_within


@exchange_fact()
def unexplained_requests(conversation: Conversation) -> Marks:
    """Requests of the draft with no purpose in their sentence or the ones beside it."""
    draft = conversation.draft
    explained = _explained_sentences(draft)
    marks: list[Mark] = []
    judged = -1
    for mark in requests(draft):
        sentence = sentence_at(draft, mark.start)
        if sentence is None or sentence.start == judged:
            continue  # the same holds for all requests of a sentence
        judged = sentence.start
        if sentence.start not in explained and not _is_optional(draft, sentence):
            marks.append(mark)
    return tuple(marks)


def _explained_sentences(draft: Reading) -> set[int]:
    """Where the sentences start that a purpose explains: one in them, one at the head of the sentence before, or before it what we want to
    look into, or behind it, within two sentences, what we do then."""
    starts = [sentence.start for sentence in sentences(draft)]
    if not starts:
        return set()

    def numbers(marks: Iterable[Mark]) -> set[int]:
        return {bisect_right(starts, mark.start) - 1 for mark in marks}

    leads = (mark for mark in purposes(draft) if mark.start < starts[bisect_right(starts, mark.start) - 1] + LEAD)
    others = {mark.start for mark in lexicon_marks(draft, "contact-promise") if not _is_ours(draft, mark)}
    then = numbers(mark for mark in promises(draft) if mark.start not in others)
    heads = numbers(mark for mark in leads if words_within(draft, mark.start, mark.end)[0] not in ("and", "then"))
    found = numbers((*purposes(draft), *reasons(draft), *promises(draft))) | {number - 1 for number in heads}
    found |= {number + 1 for number in heads | numbers(lexicon_marks(draft, "moves-on"))}
    found |= {number - back for number in then for back in (1, 2)}
    return {starts[number] for number in found if 0 <= number < len(starts)}


def _is_ours(draft: Reading, mark: Mark) -> bool:
    """Whether we say that we do it ourselves: “we shall connect with you”, not “you will hear from them”."""
    return words_within(draft, mark.start, mark.end)[0] in ("we", "i", "our")


LEAD = 25
"""A purpose stands at the head of a sentence when it begins within so many characters: “And so that we can find it: …”."""


def _is_optional(draft: Reading, sentence: Mark | None) -> bool:
    """Whether a request in a sentence holds only in some case, or is one way of several: “if 1 is no good, reply with …”, “you can also call us”."""
    said = words_within(draft, sentence.start, sentence.end) if sentence else ()
    is_one_way = "also" in said and not {"can", "could", "may"}.isdisjoint(said)
    return "if" in said or "unless" in said or said[:1] == ("should",) or is_one_way


@exchange_fact()
def public_requests(conversation: Conversation) -> Marks:
    """Requests for private data in the draft that name no private way to send it."""
    draft = conversation.draft
    if lexicon_marks(draft, "private-way"):
        return ()
    asked = lexicon_marks(draft, "data-request")
    if any(link.kind in ("url", "email") for link in links(draft)):
        asked = tuple(mark for mark in asked if _IN_PUBLIC.search(_sentence_text(draft, mark)))
    return asked


_IN_PUBLIC = lazy(r"(?i)\b(?:here|below|comments?|repl(?:y|ies)|tweet|thread|under this|post (?:it|them|your)|wall)\b")


def _sentence_text(reading: Reading, mark: Mark) -> str:
    sentence = sentence_at(reading, mark.start)
    return reading.text[sentence.start : sentence.end] if sentence else ""


@exchange_fact()
def needless_redirects(conversation: Conversation) -> Marks | None:
    """Where the draft sends the customer to another medium that they did not ask for, with nothing private at stake."""
    incoming = conversation.incoming
    if incoming is None:
        return None
    if lexicon_marks(incoming, "channel-request"):
        return ()
    draft = conversation.draft
    if lexicon_marks(draft, "data-request") or lexicon_marks(draft, "private-words"):
        return ()
    return (*lexicon_marks(draft, "redirect"), *_addresses_to_use(draft))


_USE = lazy(
    r"\b(?:e-?mail|mail|write|drop|reach|contact|message)\b(?:[ \t]+[\w'’-]+){0,4}[ \t]*:?[ \t]*$",
    re.IGNORECASE,
)
"""What stands before an address that the customer is to write to."""
_DIAL = lazy(
    r"(?<!by )\b(?:ring|call|phone|dial|telephone)\b(?![ \t]+me\b)(?:[ \t]++\w++){0,3}?[ \t]*+:?[ \t]*+\+?\(?\d[\d ()/-]{5,}\d",
    re.IGNORECASE,
)


_DIALLING = frozenset("ring call phone dial telephone".split())


def _addresses_to_use(draft: Reading) -> Marks:
    """Mail addresses to write to and numbers to call, with the verb that says so."""
    text, span = draft.text, body_span(draft)
    found = []
    for link in links(draft):
        verb = _USE.search(text, max(span.start, link.start - 60), link.start) if link.kind == "email" else None
        if verb:
            found.append(Mark(verb.start(), link.end))
    if has_digit(text) and not _DIALLING.isdisjoint(tokens(draft).words):
        found += [Mark(m.start(), m.end()) for m in _DIAL.finditer(text, span.start, span.end)]
    return tuple(
        mark
        for sentence, marks in groupby(found, key=lambda mark: sentence_at(draft, mark.start))
        if not _is_optional(draft, sentence)
        for mark in marks
        if _is_asked(draft, mark, sentence)
    )


_DOERS = frozenset(
    "we i they he she will shall would tried to your the an our that sent courier driver colleague technician team have has".split()
)
"""Words before a verb or a noun that say that somebody else writes or calls, or that a mail is a thing."""


def _is_asked(draft: Reading, mark: Mark, sentence: Mark | None) -> bool:
    """Whether it is the customer who is to write or call there."""
    said = words_within(draft, max(sentence.start if sentence else 0, mark.start - 40), mark.start)
    if not {"you", "him", "her"}.isdisjoint(words_within(draft, mark.start, mark.end)[1:3]):
        return False
    if said[-1:] in (("can",), ("could",), ("may",)):
        return said[-2:-1] == ("you",)
    return not said or said[-1] not in _DOERS


@exchange_fact()
def announces_call(conversation: Conversation) -> bool:
    """Whether the draft says that somebody calls, or has called."""
    return bool(lexicon_marks(conversation.draft, "call-announced"))
