"""Template variables and blanks: what a help desk fills in, or what somebody forgot to."""

from __future__ import annotations

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
)
_BLANK = lazy(
    r"\bFILL[ _-]?IN\b|\bX{3,}\b|\bTO[ -]?DO\b(?=[:\s.!?)]|$)|\bTBD\b|\bTBC\b|(?i:\blorem ipsum\b)|_{4,}|\?{4,}(?=\w)"
)
_STARTS = ("{", "%", "<", "[", "$", "::", "&lt;")
_BLANK_HINTS = ("FILL", "XXX", "TO", "TB", "orem", "OREM", "____", "????")
_NOT_BLANKS = {"[URGENT]", "[SOLVED]", "[FAQ]", "[OK]", "[SPAM]", "[EXTERNAL]"}


@message_fact()
def placeholders(reading: Reading) -> Marks:
    """Template variables of all families in use (``{{name}}``, ``%{id}``, ``[NAME]`` …) and blanks (``FILLIN``, ``XXX``)."""
    text = reading.text
    found = []
    if any(start in text for start in _STARTS):
        found = [Mark(m.start(), m.end(), "variable") for m in _VARIABLE.finditer(text) if m.group() not in _NOT_BLANKS]
    for match in _BLANK.finditer(text) if any(hint in text for hint in _BLANK_HINTS) else ():
        if not any(mark.start < match.end() and match.start() < mark.end for mark in found):
            found.append(Mark(match.start(), match.end(), "blank"))
    return tuple(sorted(found, key=lambda mark: mark.start))
