"""Fixes → text: one pass, left to right, nothing outside the edits touched."""

from __future__ import annotations

from collections.abc import Iterable

from .findings import Edit, Fix
from .record import record


@record
class Fixed:
    """The new text, the fixes that made it, and those left because they overlap one that was applied."""

    text: str
    applied: tuple[Fix, ...]
    left: tuple[Fix, ...]


def apply_fixes(text: str, fixes: Iterable[Fix], *, unsafe: bool = False) -> Fixed:
    """``text`` with the safe fixes applied, and the unsafe ones too if asked for.

    Of two that overlap, the one that starts first goes in, or the wider one when both start together; the
    other is left. Insertions at one place go in one after the other.
    """
    wanted = [fix for fix in fixes if fix.edits and (unsafe or fix.safety == "safe")]
    wanted.sort(key=lambda fix: (fix.edits[0].span.start, -fix.edits[-1].span.end))
    applied: list[Fix] = []
    left: list[Fix] = []
    edits: list[Edit] = []
    for fix in wanted:
        if any(edit.span.end > len(text) or _clashes(edit, edits) for edit in fix.edits):
            left.append(fix)
        else:
            applied.append(fix)
            edits.extend(fix.edits)
    return Fixed(apply_edits(text, edits), tuple(applied), tuple(left))


def _clashes(edit: Edit, edits: Iterable[Edit]) -> bool:
    span = edit.span
    for other in edits:
        if other == edit:
            return True
        if span.start < other.span.end and other.span.start < span.end:
            return True
    return False


def apply_edits(text: str, edits: Iterable[Edit]) -> str:
    """``text`` with edits that do not overlap."""
    pieces: list[str] = []
    at = 0
    for edit in sorted(edits, key=lambda e: (e.span.start, e.span.end)):
        pieces += (text[at : edit.span.start], edit.text)
        at = edit.span.end
    return "".join((*pieces, text[at:]))
