"""Emoticons and emoji: where they are and what they do to the tone."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Mapping
from functools import lru_cache

from ..lazy import lazy
from .core import Mark, Marks, Reading, message_fact
from .layout import prose

_ASCII = lazy(
    r"(?<![\w(:/.\d\ufffc])(?:[:;=][\-'^o]?[)(\]\[DPpOo3/\\|*]{1,4}|[xX]D+|<3+|\^_\^|>:[-(]?\(|:'[()]|[(][:;=]|¯\\_\(ツ\)_/¯)(?![\w/])"
)
_PICTURE = r"[\u2049\u203c\u2190-\u2bff\u3030\u303d\u3297\u3299\U0001f000-\U0001faff]"
_CLUSTER = lazy(
    rf"[\U0001f1e6-\U0001f1ff]{{2}}|[0-9#*]\ufe0f?\u20e3|{_PICTURE}[\ufe0f\U0001f3fb-\U0001f3ff]*(?:\u200d{_PICTURE}[\ufe0f\U0001f3fb-\U0001f3ff]*){{0,8}}"
)
"""One emoji as people see it: a flag, a keycap, or pictures joined into one, with their skin tones."""
_MODIFIERS = lazy(r"[\ufe0f\ufe0e\U0001f3fb-\U0001f3ff]")
_PARTS = (":", ";", "=", "<3", "xD", "XD", "^_^", "ツ")
"""Each of the written ones has one of these."""
_CHEERFUL = set(")Dp3PO]")


@message_fact()
def emoticons(reading: Reading) -> Marks:
    """Emoticons and emoji, one mark each; the kind is ``cheerful``, ``improper``, ``sad`` or ``plain``."""
    text = prose(reading)
    marks = []
    if any(part in text for part in _PARTS):
        marks = [
            Mark(m.start(), m.end(), _ascii_kind(m.group())) for m in _ASCII.finditer(text) if _stands_free(text, m)
        ]
    if not text.isascii():
        kinds = reading.book.derived("emoji", _by_sign)
        for match in _CLUSTER.finditer(text):
            kind = kinds.get(_MODIFIERS.sub("", match.group())) or _unlisted(match.group())
            if kind != "text":
                marks.append(Mark(match.start(), match.end(), kind))
    return tuple(sorted(marks, key=lambda mark: mark.start))


def _unlisted(written: str) -> str:
    """What an emoji is that the lexicon does not list: ``plain``, or ``text`` if it is no emoji at all."""
    import emoji

    return "plain" if emoji.purely_emoji(written) else "text"


def _by_sign(entries: Mapping[str, str]) -> dict[str, str]:
    return {_MODIFIERS.sub("", sign): kind for signs, kind in entries.items() for sign in signs.split()}


def _ascii_kind(written: str) -> str:
    if written.startswith(("<3", "x", "X", "^_^")):
        return "improper" if written.startswith("<3") else "cheerful"
    if written.startswith("¯"):
        return "improper"
    if written[0] in "(>" and written[-1] in ":;=":
        return "cheerful"
    if written[0] == ">" or written.startswith(":'("):
        return "improper" if written[0] == ">" else "sad"
    if written[-1] == "*":
        return "improper"
    return "cheerful" if written[-1] in _CHEERFUL else "sad"


def _stands_free(text: str, match: re.Match[str]) -> bool:
    """Not the end of a bracket that a colon happens to precede, nor a list such as ``a:)``."""
    if (
        match.group()[-1] in ")]"
        and len(match.group()) == 2
        and match.start() > 0
        and text[match.start() - 1].isalnum()
    ):
        return False
    if match.group() not in {":)", ";)", "=)"} or not _ENDS_THOUGHT.match(text, match.end()):
        return True
    opens, closes = _brackets(text)
    return bisect_left(opens, match.start()) <= bisect_left(closes, match.start())


_ENDS_THOUGHT = lazy(r"\s*(?:[.,]|\Z)")


@lru_cache(maxsize=2)
def _brackets(text: str) -> tuple[list[int], list[int]]:
    """Where brackets open and close: counting them anew for each of thousands of emoticons would take as long as all else."""
    return [n for n, c in enumerate(text) if c == "("], [n for n, c in enumerate(text) if c == ")"]


def of_kind(reading: Reading, *kinds: str) -> Marks:
    """The emoticons of the given kinds."""
    return tuple(mark for mark in emoticons(reading) if mark.kind in kinds)


@message_fact()
def cheerful_emoticons(reading: Reading) -> Marks:
    """Emoticons that smile, wink, cheer or celebrate."""
    return of_kind(reading, "cheerful")


@message_fact()
def improper_emoticons(reading: Reading) -> Marks:
    """Emoticons of the wrong kind: mocking, angry, romantic, suggestive, crying with laughter."""
    return of_kind(reading, "improper")
