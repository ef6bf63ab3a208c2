"""Widths and line breaks in terminal columns. Latin text and the report's own signs need no tables; the rest asks rich's."""

from __future__ import annotations

_RANGES = ((0x20, 0x7F), (0xA1, 0xAD), (0xAE, 0x300), (0x2010, 0x2028), (0x2212, 0x2213), (0x2500, 0x25C0))
_NARROW = frozenset(chr(code) for start, end in _RANGES for code in range(start, end)) | {"‸"}
"""Characters that take one column: Latin letters, dashes and quotes, lines and blocks."""
_FACES = frozenset(map(chr, range(0x1F600, 0x1F650)))
"""Emoji that take two: most of those that people write."""


def columns(text: str) -> int:
    """How many columns ``text`` takes."""
    if text.isascii() or _NARROW.issuperset(text):
        return len(text)
    others = "".join(character for character in text if character not in _NARROW)
    if _FACES.issuperset(others):
        return len(text) + len(others)
    from rich.cells import cell_len

    return len(text) - len(others) + cell_len(others)


def cut(text: str, width: int) -> str:
    """``text``, or as much of it as fits with an ellipsis."""
    if _fitting(text, 0, width) >= len(text):
        return text
    return text[: _fitting(text, 0, width - 1)].rstrip() + "…"


def wrap(text: str, width: int) -> list[tuple[int, str]]:
    """Rows of ``text`` no wider than ``width``, each with its offset; broken at spaces where there are any."""
    rows = []
    at = 0
    while (end := at + _fitting(text, at, width)) < len(text):
        space = text.rfind(" ", at, end + 1)
        stop = space + 1 if space > at else end
        rows.append((at, text[at:stop]))
        at = stop
    rows.append((at, text[at:]))
    return rows


def _fitting(text: str, at: int, width: int) -> int:
    """How many characters from ``at`` on fit into ``width`` columns, at least one."""
    if text.isascii():
        return width
    taken = count = 0
    for character in text[at : at + width]:
        taken += columns(character)
        if taken > width:
            break
        count += 1
    return max(1, count)
