"""What is wrong with a library of canned replies as a whole: the same reply twice, an id twice, a language that was never translated.

``annotate`` gives each reply its notes; the rules of category ``library`` say what a note is worth.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence

from .exchange import Exchange, Note
from .record import replace
from .shape import nearest

ALIKE = 0.75
"""Replies that share so much of their word triples (Jaccard index) are near-duplicates: a word or two of twenty differ."""
LEAST_WORDS = 8
"""Shorter replies are alike only when they are the same."""
COMMON = 60
"""A word triple that so many replies hold says nothing about two of them, and would cost time."""


def annotate(replies: Sequence[Exchange], known: Sequence[Sequence[str]]) -> list[Exchange]:
    """The replies with notes on each other. ``known`` names for each the placeholders that it may use; any, when empty."""
    notes: dict[int, list[Note]] = defaultdict(list)
    for number, note in (*_twice(replies), *_alike(replies), *_untranslated(replies), *_unknown(replies, known)):
        notes[number].append(note)
    return [replace(reply, notes=(*reply.notes, *notes[n])) if n in notes else reply for n, reply in enumerate(replies)]


def called(reply: Exchange) -> str:
    """What to call a reply when another one is told of it."""
    return reply.title or reply.id or " ".join(reply.draft.text.split()[:6]) + " …"


def _twice(replies: Sequence[Exchange]) -> Iterable[tuple[int, Note]]:
    for kind, field in (("duplicate id", "id"), ("duplicate title", "title")):
        first: dict[tuple[str, str | None], int] = {}
        for number, reply in enumerate(replies):
            name: str | None = getattr(reply, field)
            if name is None:
                continue
            other = first.setdefault((name.strip().casefold(), reply.locale), number)
            if other != number:
                yield number, Note(kind, 0, 0, name)


def _words(text: str) -> list[str]:
    return re.findall(r"[^\W_]+", text.casefold())


def _alike(replies: Sequence[Exchange]) -> Iterable[tuple[int, Note]]:
    """Each reply that repeats an earlier one of its language, by an index of word triples."""
    texts = [_words(reply.draft.text) for reply in replies]
    shingles: list[set[tuple[str, ...]]] = [
        set(zip(w, w[1:], w[2:], strict=False)) if len(w) >= LEAST_WORDS else {tuple(w)} for w in texts
    ]
    holders: dict[tuple[str, ...], list[int]] = defaultdict(list)
    firsts: dict[tuple[str | None, tuple[str, ...]], int] = {}
    for number, own in enumerate(shingles):
        if not texts[number]:
            continue
        first = firsts.setdefault((replies[number].locale, tuple(texts[number])), number)
        if first != number:
            yield number, Note("near-duplicate", 0, 0, called(replies[first]))
            continue  # the first stands for all of them
        shared: Counter[int] = Counter()
        sample = _sample(own)
        for shingle in sample:
            before = holders[shingle]
            if len(before) <= COMMON:
                if before:  # most triples stand in one reply only
                    shared.update(before)
                before.append(number)
        best, most = None, 0.0
        for other, count in shared.items():
            if 2 * count < len(sample) or replies[other].locale != replies[number].locale:
                continue
            both = len(own & shingles[other])
            share = both / (len(own) + len(shingles[other]) - both)
            if share > most:
                best, most = other, share
        if best is not None and most >= ALIKE:
            yield number, Note("near-duplicate", 0, 0, called(replies[best]))


FEW = 24
"""So few word triples are all looked up; of more, a quarter is enough to meet whatever shares three quarters of them."""


def _sample(shingles: set[tuple[str, ...]]) -> set[tuple[str, ...]]:
    """A part of the triples that is the same for the same triples."""
    if len(shingles) < FEW:
        return shingles
    return {shingle for shingle in shingles if sum(len(word) for word in shingle) % 4 == 0} or shingles


def _untranslated(replies: Sequence[Exchange]) -> Iterable[tuple[int, Note]]:
    """Variants of one reply whose text is the same in two languages."""
    seen: dict[tuple[str, str], str] = {}
    for number, reply in enumerate(replies):
        if reply.id is None or reply.locale is None or len(_words(reply.draft.text)) < 3:
            continue
        other = seen.setdefault((reply.id, reply.draft.text.strip()), reply.locale)
        if other != reply.locale:
            yield number, Note("untranslated", 0, 0, f"{reply.locale} says what {other} says")


_NAME = re.compile(r"[A-Za-z][\w.-]*(?: [A-Za-z][\w.-]*)*")
_WORDS_OF_TEMPLATES = frozenset(
    "if else elsif elseif unless endif each for endfor in end case when default fallback or and not".split()
)


def placeholder_name(written: str) -> str | None:
    """The name in ``{{ customer.name | default: "you" }}``; ``None`` for what steers, such as ``{% if x %}``."""
    inner = written.strip("{}%$#<>[]:&;").strip(" -\n").removeprefix("lt;").removesuffix("&gt")
    if written.startswith(("{%-", "{% ", "{{#", "{{/", "{{else", "{{^")):
        return None
    match = _NAME.match(re.split(r"[|,]|\bdefault\b", inner)[0].strip())
    return match.group() if match and match.group() not in _WORDS_OF_TEMPLATES else None


def _unknown(replies: Sequence[Exchange], known: Sequence[Sequence[str]]) -> Iterable[tuple[int, Note]]:
    if not any(known):
        return
    from .facts.placeholders import placeholders_in

    for number, (reply, names) in enumerate(zip(replies, known, strict=True)):
        allowed = {name.strip("{}%$#<>[]: ").casefold() for name in names}
        for mark in placeholders_in(reply.draft.text) if allowed else ():
            name = placeholder_name(reply.draft.text[mark.start : mark.end]) if mark.kind == "variable" else None
            if name is not None and name.casefold() not in allowed:
                yield number, Note("unknown placeholder", mark.start, mark.end, nearest(name, sorted(allowed)))
