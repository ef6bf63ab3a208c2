"""Which lines of a mail its writer wrote, which are quoted, and which are a signature.

What introduces a quote is known by :mod:`.introductions`, what ends a mail by :mod:`.signatures`. Doubtful lines are the writer's: a sentence
that is checked in vain does less harm than one that is dropped unseen.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import groupby, pairwise

from ...lazy import lazy
from ...record import record
from .introductions import MAX_LINE, VERB, Kind, introduces_below, mark_introduced
from .signatures import DELIMITER, dashed_name, signature_start


@record
class Section:
    """Consecutive lines of one kind, as a half-open range of characters. A quote is marked if a ``>`` or the like stands before its lines."""

    kind: Kind
    start: int
    end: int
    is_marked: bool = True


def split_text(text: str, *, is_flowed: bool = False) -> tuple[Section, ...]:
    """``text`` by who wrote its lines, in order and without gaps; linear in its length."""
    starts = _line_starts(text)
    lines = [_plain(text[start:end].removesuffix("\n")) for start, end in pairwise(starts)]
    kinds: list[Kind] = ["reply"] * len(lines)
    _mark_armour(lines, kinds)
    _mark_quoted(lines, kinds, is_flowed)
    _mark_patch(lines, kinds)
    marked = [kind == "quote" for kind in kinds]
    mark_introduced(lines, kinds)
    _mark_signatures(lines, kinds)
    _join_blanks(lines, kinds)
    return tuple(_sections(kinds, marked, starts))


def unquoted(text: str) -> str:
    """Quoted lines without the outermost marks before them."""
    return "\n".join(_QUOTE.sub("", line, count=1) for line in text.splitlines()).strip("\n")


_SHARED = lazy(
    r"^(?P<own>[^>\n].*?)(?P<gap>[ \t]{0,4}-{2,8}[ \t]{0,4}|[ \t]{1,4})On (?:(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)|\d)[^\n]{10,200} wrote:?[ \t]*\n\s*>",
    re.MULTILINE,
)


def _line_starts(text: str) -> list[int]:
    """Where each line begins, and where the text ends. An introduction that a mail program put behind the last words of the reply has a line
    of its own here."""
    starts = [0]
    at = text.find("\n")
    while at >= 0:
        starts.append(at + 1)
        at = text.find("\n", at + 1)
    if " wrote" in text:
        starts = sorted({*starts, *(match.end("own") for match in _SHARED.finditer(text))})
    return [*starts, len(text)]


_INVISIBLE = str.maketrans({"\u200b": None, "\u200e": None, "\u200f": None, "\ufeff": None, "\xa0": " ", "\t": " "})


def _plain(line: str) -> str:
    # The space of the delimiter is what tells it from a dash.
    return line if line == DELIMITER else line[:MAX_LINE].translate(_INVISIBLE).rstrip()


def _sections(kinds: Sequence[Kind], marked: Sequence[bool], starts: Sequence[int]) -> Iterator[Section]:
    at = 0
    for kind, run in groupby(kinds):
        end = at + len(list(run))
        yield Section(kind, starts[at], starts[end], kind != "quote" or any(marked[at:end]))
        at = end


# Quoted lines -------------------------------------------------------------------------------------------------------

_NAMED = r"[A-Z][\w.-]{0,15}(?: [A-Z][\w.]{0,10})?>"
_QUOTE = lazy(rf"^ {{0,3}}(?:>|&gt;|{_NAMED}(?= |$)|[|](?= ?\S| ?$)) ?")
_SURE_QUOTE = lazy(r" {0,3}(?:>|&gt;)")
_NAMED_QUOTE = lazy(rf" {{0,3}}({_NAMED})(?: |$)")
_BAR = lazy(r" {0,3}[|](?: \S| ?$)")


def _mark_quoted(lines: list[str], kinds: list[Kind], is_flowed: bool) -> None:
    """Lines with a mark before them. A bar counts from three lines on, a name from two or below an introduction, and a space before a
    mark in flowed text hides it. ``> 5 kg`` is a comparison."""
    for number, line in enumerate(lines):
        if kinds[number] == "reply" and _SURE_QUOTE.match(line) and not (is_flowed and line.startswith(" ")):
            kinds[number] = "quote"
    found = [number for number, kind in enumerate(kinds) if kind == "quote"]
    if found and all(_COMPARISON.match(lines[number]) for number in found) and not introduces_below(lines, found[0]):
        for number in found:
            kinds[number] = "reply"
    _mark_named(lines, kinds)
    _mark_wrapped(lines, kinds)
    for number, length in _runs([bool(_BAR.match(line)) for line in lines]):
        if length >= 3 and not any(line.count("|") > 1 for line in lines[number : number + length]):
            kinds[number : number + length] = ["quote"] * length


_COMPARISON = lazy(r"\s*>\s?[\d$€£]")


def _mark_named(lines: list[str], kinds: list[Kind]) -> None:
    names = [match.group(1) if (match := _NAMED_QUOTE.match(line)) else "" for line in lines]
    often = Counter(names)
    for number, name in enumerate(names):
        if name and kinds[number] == "reply" and (often[name] > 1 or introduces_below(lines, number)):
            kinds[number] = "quote"


_TAIL = lazy(rf"^>+\s?(?::|(?:{VERB})\s?:)$")


_PIECE_OF_LINK = lazy(r"^\s*[(<]?(?:https?://\S*|\S*[=&?%/]\S*)[)>]*(?:\s*[)>])*$")


def _mark_wrapped(lines: list[str], kinds: list[Kind]) -> None:
    """Lines that a mail program broke after it had quoted them, and the end of an introduction that it took for quoted."""
    for number in range(1, len(lines)):
        if (
            kinds[number] == "quote"
            and kinds[number - 1] == "reply"
            and _TAIL.match(lines[number])
            and lines[number - 1]
        ):
            kinds[number] = "reply"
        elif (
            kinds[number] == "reply"
            and kinds[number - 1] == "quote"
            and lines[number]
            and (
                (60 < len(lines[number - 1]) > len(lines[number]) and not lines[number][0].isupper())
                or _PIECE_OF_LINK.match(lines[number])
            )
            and number + 1 < len(lines)
            and kinds[number + 1] == "quote"
        ):
            kinds[number] = "quote"


def _runs(flags: Sequence[bool]) -> Iterator[tuple[int, int]]:
    at = 0
    for flag, run in groupby(flags):
        length = len(list(run))
        if flag:
            yield at, length
        at += length


def _mark_patch(lines: list[str], kinds: list[Kind]) -> None:
    """What ``git format-patch`` writes below its ``---``."""
    if "---" in lines:
        start = lines.index("---")
        if any(line.startswith("diff --git ") for line in lines[start:]):
            kinds[start:] = ["patch"] * (len(lines) - start)


_ARMOUR = lazy(r"-----BEGIN PGP SIGNED MESSAGE-----$")
_ARMOUR_END = lazy(r"-----BEGIN PGP SIGNATURE-----$")


def _mark_armour(lines: list[str], kinds: list[Kind]) -> None:
    """What PGP writes round a text that it signs in place."""
    is_head = False
    for number, line in enumerate(lines):
        is_head = bool(line) and (is_head or bool(_ARMOUR.match(line)))
        if is_head:
            kinds[number] = "signature"
        elif _ARMOUR_END.match(line):
            kinds[number:] = ["signature"] * (len(lines) - number)
            return


def _mark_signatures(lines: list[str], kinds: list[Kind]) -> None:
    """In every stretch that the writer wrote, what ends it and is no sentence any more; a postscript is one again."""
    for start, length in list(_runs([kind == "reply" for kind in kinds])):
        end = start + length
        begin = signature_start(lines, start, end)
        last = next((number for number in range(begin - 1, start, -1) if lines[number]), start)
        begin = last if last > start and dashed_name(lines[last]) else begin
        stop = next((number for number in range(begin, end) if _POSTSCRIPT.match(lines[number])), end)
        kinds[begin:stop] = ["signature"] * (stop - begin)


_POSTSCRIPT = lazy(r"(?i)p\.? ?s\b[.:]?\s?\S")


def _join_blanks(lines: list[str], kinds: list[Kind]) -> None:
    """Blank lines between two lines of one kind are of that kind."""
    last: tuple[int, Kind] | None = None
    for number, line in enumerate(lines):
        if not line and kinds[number] == "reply":
            continue
        if last is not None and kinds[number] == last[1] and number > last[0] + 1:
            kinds[last[0] : number] = [last[1]] * (number - last[0])
        last = number, kinds[number]


__all__ = ["Kind", "Section", "split_text", "unquoted"]
