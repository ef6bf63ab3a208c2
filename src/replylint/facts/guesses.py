"""What the draft states of the customer's life that nobody told the business."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator

from ..lazy import lazy
from .content import content_stems, stem, with_concepts
from .core import Conversation, Mark, Marks, Reading, exchange_fact
from .dates import time_frames
from .layout import body_span, sentences, tokens, words_within

LEAST_NEW = 3
"""So many content words must be new for a statement to be a guess: fewer may sum up what the customer wrote in other words."""
REACH = 12
"""So many words behind the subject belong to what is said of it."""
_SUBJECTS = frozenset({"and", "but", "so", "as", "since", "because", "that", "where"})
"""Words behind which a clause about “you” may begin."""
_ADVERBS = frozenset(
    "just also clearly obviously simply still already only both two all then now really even always usually never no".split()
)
_AUXILIARIES = frozenset(
    "can could may might would shall should must need do does did want wish like prefer know see get receive find".split()
)
_COMING = frozenset(
    "getting receiving hearing seeing able refunded contacted charged paying asked told sent notified going".split()
)
_RECORDED = lazy(
    r"[\d€$£]|\b(?:records?|system|logs?|file|history|shows?|showed|according|(?:i|we) (?:can )?see|looks? (?:like|as)|seems?|appears?|perhaps|maybe|possibly|might"
    r"|if|whether|unless|when|once|then|plan|queue|waiting list|account|access|subscription|yearly|monthly|upgrade|tariff|policy|contract|membership|insured|thank|thanks|sorry|apologi[sz]e|apologies|glad|happy|great|trusted?|good)\b",
    re.IGNORECASE,
)
"""What shows that a sentence draws on a record, hedges, or takes up what the customer wrote."""
_BREAK = lazy(r"\s*[:;–—(]")
"""What stands between a statement and the next: “you don't lose it: it is on hold”."""
_THEIRS = frozenset(
    "wife husband daughter son kid kids children mother father mum mom dad brother sister friend friends neighbour neighbours neighbor neighbors"
    " boss dog cat partner garden hip hips hand hands kitchen".split()
)
_ARE = frozenset("is are has have was were get gets like likes want wants did does".split())
"""“Your wife is …”: people and things of the customer's, and what states something of them."""


@exchange_fact()
def guesses(conversation: Conversation) -> Marks:
    """Statements about what the customer did, has or is used to, made of words that neither the customer nor a record gives:
    “you washed it on the hot cycle”. Without an incoming message there is nothing to hold them against, and there are none."""
    draft = conversation.draft
    if conversation.incoming is None or {"you", "your"}.isdisjoint(tokens(draft).words):
        return ()
    known = _told(conversation)
    return tuple(mark for mark in _statements(draft) if _is_new(draft, mark, known))


def _told(conversation: Conversation) -> frozenset[str]:
    """The stems and concepts of all that was written before the draft."""
    said: set[str] = set()
    for reading in (conversation.incoming, *conversation.history):
        if reading is not None:
            said |= with_concepts(content_stems(reading), reading)
            said.update(stem(word) for word in words_within(reading, 0, len(reading.text)))
    return frozenset(said)


def _is_new(draft: Reading, mark: Mark, known: frozenset[str]) -> bool:
    empty = draft.book.words("function-words")
    said = [
        stem(w) for w in words_within(draft, mark.start, mark.end) if w not in empty and len(w) > 2 and not w.isdigit()
    ]
    new = sum(word not in known for word in said)
    return new >= LEAST_NEW and new * 5 >= len(said) * 3


def _statements(draft: Reading) -> Iterator[Mark]:
    """Clauses that state something of the customer, up to :data:`REACH` words."""
    span, toks, frames = body_span(draft), tokens(draft), time_frames(draft)
    for sentence in sentences(draft):
        start, end = max(sentence.start, span.start), min(sentence.end, span.end)
        if start >= end or sentence.kind in ("?", "!"):
            continue
        words = words_within(draft, start, end)
        own = next(
            (n for n, trio in enumerate(zip(words, words[1:], words[2:], strict=False)) if _is_theirs(trio)), None
        )
        at = _subject(words, draft, any(start <= frame.start < end for frame in frames)) if "you" in words else None
        if (at is None and own is None) or _RECORDED.search(draft.text, start, end):
            continue
        first = bisect_left(toks.starts, start)
        for number in (at, own):
            if number is not None:
                last = min(number + REACH, len(words))
                begin = toks.starts[first + number]
                clause = _BREAK.search(draft.text, begin, toks.ends[first + last - 1])
                yield Mark(begin, clause.start() if clause else toks.ends[first + last - 1])


def _is_theirs(trio: tuple[str, str, str]) -> bool:
    return trio[0] == "your" and trio[1] in _THEIRS and trio[2] in _ARE


def _subject(words: tuple[str, ...], draft: Reading, is_timed: bool) -> int | None:
    """The number of the “you” of which something is stated that only the customer can know; “you will have it by noon” is a promise."""
    for at, word in enumerate(words):
        if word == "you" and (at == 0 or words[at - 1] in _SUBJECTS):
            verb = at + 1
            while verb < len(words) and words[verb] in _ADVERBS:
                verb += 1
            is_promise = words[verb : verb + 2] == ("will", "have") and is_timed
            if not is_promise and _states(words[verb : verb + 3], draft):
                return at
    return None


def _states(verbs: tuple[str, ...], draft: Reading) -> bool:
    """Whether a verb, with the two words behind it, states a deed or a state that no record holds."""
    verb, second, third = (*verbs, "", "", "")[:3]
    recorded = draft.book.words("recorded-deeds")
    if verb in ("will", "must"):
        return (second == "be" and third.endswith("ing") and third not in _COMING) or (
            second == "have" and third not in recorded and third not in ("it", "to", "your", "our", "seen", "noticed")
        )
    if verb == "have":
        is_deed = second.endswith("ed") or second in ("got", "put", "left", "set", "it", "them")
        return (is_deed and second not in recorded and third != "to") or (second == "been" and third.endswith("ing"))
    if verb in ("are", "were"):
        is_doing = second.endswith("ing") and second not in draft.book.words("recorded-doings")
        return is_doing or second in ("on", "in", "at", "using", "with")
    if verb in _AUXILIARIES or verb in recorded:
        return False
    return bool(verb) and (verb not in draft.book.words("function-words") or verb in ("got", "went", "came", "had"))
