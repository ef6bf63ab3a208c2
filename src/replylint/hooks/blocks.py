"""Text between marker comments: put in, and taken out again to the byte.

A block carries all that taking it out needs: the lines that it stands for (``# was:``), and whether the file was made for it.
Lines end where a line feed does, and nowhere else: configuration may hold any bytes.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from ..errors import HookError
from ..record import record

BEGIN = "# >>> replylint >>>"
END = "# <<< replylint <<<"
MADE = "# This file was made by replylint."
WAS = "# was: "
SHELL = "#!/bin/sh"


@record
class Block:
    """The lines from marker to marker, with their ends; ``line`` counts from 1."""

    lines: tuple[str, ...]
    line: int

    @property
    def eol(self) -> str:
        """How its lines end."""
        return "\r\n" if self.lines[0].endswith("\r\n") else "\n"

    @property
    def was(self) -> tuple[str, ...]:
        """The lines that it replaced."""
        return tuple(line.removesuffix(self.eol).removeprefix(WAS) for line in self.lines[1:-1] if line.startswith(WAS))


def lines_of(text: str) -> list[str]:
    """The lines of ``text``, with their ends."""
    return re.findall(r"[^\n]*\n|[^\n]+", text)


def eol_of(text: str) -> str:
    """How most lines of ``text`` end."""
    return "\r\n" if 2 * text.count("\r\n") > text.count("\n") else "\n"


def appended(text: str | None, body: Sequence[str]) -> str:
    """``text`` with a block after it. Where the last line had no end, it has none afterwards."""
    if text is None:
        return "\n".join((BEGIN, MADE, *body, END, ""))
    eol = eol_of(text)
    block = eol.join((BEGIN, *body, END))
    return text + block + eol if not text or text.endswith("\n") else text + eol + block


def in_place_of(line: str, body: Sequence[str], eol: str) -> str:
    """A block that stands for ``line``, and ends as it does; ``eol`` is for a line without an end."""
    bare, ending = split_end(line)
    return (ending or eol).join((BEGIN, WAS + bare, *body, END)) + ending


def split_end(line: str) -> tuple[str, str]:
    """A line and its end, ``\\r\\n``, ``\\n`` or nothing."""
    for ending in ("\r\n", "\n"):
        if line.endswith(ending):
            return line.removesuffix(ending), ending
    return line, ""


def has_block(text: str) -> bool:
    """Whether there is a block of ours in ``text``; raises HookError for half a one."""
    return any(isinstance(piece, Block) for piece in pieces(text))


def restored(text: str) -> str | None:
    """``text`` without our blocks, with what they replaced; ``None`` for a file that was made for them, and holds no more."""
    out: list[str] = []
    made = False
    for piece in pieces(text):
        if not isinstance(piece, Block):
            out.append(piece)
            continue
        made |= any(line.rstrip("\r\n") == MADE for line in piece.lines)
        ending = split_end(piece.lines[-1])[1]
        if piece.was:
            out.append(piece.eol.join(piece.was) + ending)
        elif not ending and out:
            out[-1] = out[-1].removesuffix(piece.eol)
    rest = "".join(out)
    return None if made and rest.strip() in ("", SHELL) else rest


def pieces(text: str) -> Iterator[str | Block]:
    """The lines of ``text``, and its blocks as wholes; raises HookError for markers that are not in pairs."""
    inside: list[str] = []
    for number, line in enumerate(lines_of(text), 1):
        bare = line.rstrip("\r\n")
        if bare == (BEGIN if inside else END):
            raise HookError(f"line {number}: the markers of replylint are not in pairs: mend them by hand")
        if inside or bare == BEGIN:
            inside.append(line)
            if bare == END:
                yield Block(tuple(inside), number - len(inside) + 1)
                inside = []
        else:
            yield line
    if inside:
        raise HookError("the end marker of replylint is missing: mend it by hand")
