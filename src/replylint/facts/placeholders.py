"""Template variables and blanks: what a help desk fills in, or what somebody forgot to."""

from __future__ import annotations

import re
from bisect import bisect_right

from ..lazy import lazy
from .core import Mark, Marks, Reading, message_fact

_VARIABLE = lazy(
    r"\{\{[^{}\n]{1,120}\}\}|\{%-?[^%{}\n]{1,120}-?%\}|\{%[^%{}\n]{1,80}%\}"
    r"|[%#$]\{[^{}\n]{1,80}\}|\{[a-zA-Z][\w. |:'\"-]{0,60}\}"
    r"|%[a-zA-Z][a-zA-Z0-9_.]{1,40}%|::[a-z][a-z0-9_.]{1,40}::|\$[A-Z][A-Z0-9_]{0,40}\$"
    r"|<[A-Z][A-Z0-9]*(?:[_ -][A-Z0-9]+)*>|&lt;[A-Z][A-Z0-9_ ]+&gt;|<(?:your|insert|customer|first|last|agent|order)[ _-]?[a-z _-]{0,30}>"
    r"|\[(?:[A-Z][A-Z0-9]*(?:[_ /-][A-Z0-9]+){0,5})\](?!\()"
    r"|\[(?i:(?:your|insert|customer|client|first|last|agent|order|company|product|enter|paste|add|name|date|link|time|number)"
    r"(?:[ _-][a-z _-]{1,40})?(?: here)?)\](?!\()"
    r"|\[(?:device|model|item|address|amount|reason|department|issue|tracking|reference|ref|email|phone|price|size|colour|color|city|country|day|month|week|address|username|account|ticket|invoice|booking|room|ref)"
    r"(?:[ _-][a-z]+){0,3}\](?!\()"
)
_BLANK = lazy(
    r"\bFILL[ _-]?IN\b|\bX{3,}\b|\bTO[ -]?DO\b(?=[:\s.!?)]|$)|\bTBD\b|\bTBC\b|(?i:\blorem ipsum\b)|_{4,}|[$€£]\s?_{2,}|(?<!\?)\?{4,}(?=\w)"
)
_STARTS = ("{", "%", "<", "[", "$", "::", "&lt;")
_BLANK_HINTS = ("FILL", "XXX", "TO", "TB", "orem", "OREM", "__", "????")
_NOT_BLANKS = {"[URGENT]", "[SOLVED]", "[FAQ]", "[OK]", "[SPAM]", "[EXTERNAL]"}


@message_fact()
def placeholders(reading: Reading) -> Marks:
    """Template variables of all families in use (``{{name}}``, ``%{id}``, ``[NAME]`` …) and blanks (``FILLIN``, ``XXX``)."""
    return placeholders_in(reading.text)


def placeholders_in(text: str) -> Marks:
    """The places of template variables (kind ``variable``) and of blanks (kind ``blank``) in ``text``."""
    found = []
    if any(start in text for start in _STARTS):
        found = [
            Mark(m.start(), m.end(), _kind(m.group())) for m in _VARIABLE.finditer(text) if m.group() not in _NOT_BLANKS
        ]
    ends = [mark.end for mark in found]
    blanks = []
    for match in _BLANK.finditer(text) if any(hint in text for hint in _BLANK_HINTS) else ():
        behind = bisect_right(
            ends, match.start()
        )  # variables do not overlap: only the first that ends behind it may be in its place
        if behind == len(found) or found[behind].start >= match.end():
            blanks.append(Mark(match.start(), match.end(), "blank"))
    return tuple(sorted((*found, *blanks), key=lambda mark: mark.start))


_ORDERS = ("paste", "insert", "add", "enter", "fill", "put", "write", "type")


def _kind(written: str) -> str:
    """``[PASTE LINK]`` tells a person what to do: a blank. Everything else a program fills in."""
    return "blank" if written[0] in "[<" and written[1:].lower().startswith(_ORDERS) else "variable"


_BLOCK = lazy(
    r"\{\{\s*(?P<end>/)?(?P<hash>[#^])?\s*(?P<name>if|unless|each|with|else)\b[^{}\n]*\}\}|\{%-?\s*(?P<word>\w+)[^%{}\n]*-?%\}"
)
_OPENING = frozenset(("if", "unless", "for", "each", "with", "case", "capture", "comment", "raw", "tablerow"))


@message_fact()
def unbalanced_blocks(reading: Reading) -> Marks:
    """``{{#if}}`` or ``{% if %}`` that nothing closes, and ends that nothing opened."""
    if "{" not in reading.text:
        return ()
    stack: list[tuple[str, Mark]] = []
    wrong = []
    for match in _BLOCK.finditer(reading.text):
        mark = Mark(match.start(), match.end(), "block")
        name, is_end = _block(match)
        if name is None:
            continue
        if not is_end:
            stack.append((name, mark))
        elif stack and stack[-1][0] == name:
            stack.pop()
        else:
            wrong.append(mark)
    return tuple(sorted((*wrong, *(mark for _, mark in stack)), key=lambda mark: mark.start))


def _block(match: re.Match[str]) -> tuple[str | None, bool]:
    word = match.group("word")
    if word is not None:
        if word.startswith("end"):
            return word.removeprefix("end") or None, True
        return (word, False) if word in _OPENING else (None, False)
    if match.group("name") == "else" or not (match.group("end") or match.group("hash")):
        return None, False
    return match.group("name"), bool(match.group("end"))


_NAMED = lazy(r"(?i)\b(?:hi|hello|hey|dear|hiya|good (?:morning|afternoon|evening))[ ,]+(?P<name>[{%<\[$#:&])")
_HAS_FALLBACK = lazy(r"(?i)default|fallback|\|\||\bor\b|[{%][#^%-]? ?if\b|\?")


@message_fact()
def names_without_fallback(reading: Reading) -> Marks:
    """Placeholders for a name in a greeting that become “Hi ,” when the name is not known."""
    found = []
    for match in _NAMED.finditer(reading.text):
        for mark in placeholders(reading):
            if mark.start == match.start("name") and mark.kind == "variable":
                written = reading.text[mark.start : mark.end]
                if "name" in written.lower() and not _HAS_FALLBACK.search(written):
                    found.append(mark)
    return tuple(found)
