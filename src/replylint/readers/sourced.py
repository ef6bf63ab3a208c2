"""Text that remembers where each of its characters stands in a file."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from itertools import chain

from ..record import record

Piece = tuple[str, int, int]
"""Decoded text, and the half-open range of the source that says it."""


@record
class Sourced:
    """``text``, and for each of its characters, and for its end, an offset into the source: ``len(text) + 1`` of them.

    ``ends`` runs parallel to the characters: where the source of each ends. A character that the reader made up (a line break for ``<br>``)
    has the range of what it stands for.
    """

    text: str
    offsets: Sequence[int]
    ends: Sequence[int]

    def range(self, start: int, end: int) -> tuple[int, int]:
        """Where the characters from ``start`` to ``end`` stand in the source."""
        return self.offsets[start], self.ends[end - 1] if end > start else self.offsets[start]

    def cut(self, start: int, end: int) -> Sourced:
        """The characters from ``start`` to ``end``."""
        last = self.ends[end - 1] if end > start else self.offsets[start]
        return Sourced(self.text[start:end], (*self.offsets[start:end], last), self.ends[start:end])

    def stripped(self) -> Sourced:
        """Without white space round it."""
        start = len(self.text) - len(self.text.lstrip())
        return self.cut(start, max(start, len(self.text.rstrip())))

    def within(self, outer: Sourced) -> Sourced:
        """The same text, with places in the source of ``outer``, whose text is the source of this one."""
        if not outer.text:
            return Sourced(self.text, [outer.offsets[0]] * (len(self.text) + 1), [outer.offsets[0]] * len(self.text))
        ends = [outer.ends[end - 1] if end else outer.offsets[0] for end in self.ends]
        return Sourced(self.text, [outer.offsets[min(o, len(outer.text))] for o in self.offsets], ends)


def verbatim(source: str, start: int, end: int) -> Sourced:
    """What stands in ``source`` from ``start`` to ``end``, as it is; every kind of line break is read as ``\\n``."""
    text = source[start:end]
    if "\r" not in text:
        return Sourced(text, range(start, end + 1), range(start + 1, end + 1))
    return from_pieces(_lines(source, start, end), end)


def _lines(source: str, start: int, end: int) -> Iterable[Piece]:
    at = start
    while at < end:
        if source[at] == "\r":
            stop = at + 2 if source[at + 1 : at + 2] == "\n" and at + 1 < end else at + 1
            yield "\n", at, stop
            at = stop
        else:
            yield source[at], at, at + 1
            at += 1


def from_pieces(pieces: Iterable[Piece], end: int) -> Sourced:
    """Text put together from decoded pieces. One whose text is as long as its range maps character by character."""
    text: list[str] = []
    offsets: list[int] = []
    ends: list[int] = []
    for piece, first, last in pieces:
        text.append(piece)
        if len(piece) == last - first:
            offsets += range(first, last)
            ends += range(first + 1, last + 1)
        else:
            offsets += [first] * len(piece)
            ends += [last] * len(piece)
    return Sourced("".join(text), (*offsets, ends[-1] if ends else end), ends)


def joined(parts: Sequence[Sourced], between: str = "") -> Sourced:
    """Texts one after the other, with ``between`` standing at the end of each but the last."""
    if not parts:
        return Sourced("", (0,), ())
    text = between.join(part.text for part in parts)
    gap = len(between)
    offsets = list(
        chain.from_iterable(
            (*part.offsets[:-1], *[part.offsets[-1]] * (gap if part is not parts[-1] else 0)) for part in parts
        )
    )
    ends = list(
        chain.from_iterable((*part.ends, *[part.offsets[-1]] * (gap if part is not parts[-1] else 0)) for part in parts)
    )
    return Sourced(text, (*offsets, parts[-1].offsets[-1]), ends)


Encode = Callable[[str], str]
"""Writes text as its format has it: with its escapes, its indentation, its quotes doubled."""
