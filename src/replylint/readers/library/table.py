"""CSV and TSV → trees: a mapping a row, with the header's names as keys; cells know their places."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ...lazy import lazy
from ..sourced import Piece, Sourced, from_pieces, verbatim
from .tree import Items, Mapping, Node, Text

DELIMITERS = (",", "\t", ";", "|")
_TOLD = lazy(r'"?sep=(?P<mark>[^\r\n])"?[ \t]*(?:\r\n|\r|\n)', re.IGNORECASE)
"""Excel's first line, which says what separates the cells."""


def read_table(source: str, delimiter: str | None = None) -> Items:
    """The rows of a table with a header; raises ValueError for a quotation mark that is never closed."""
    told = _TOLD.match(source)
    mark = told.group("mark") if told else delimiter or sniff_delimiter(source)
    rows = list(_rows(source, mark, told.end() if told else 0))
    if not rows:
        return Items((), 0)
    header = [cell.value.strip() for cell in rows[0]]
    nodes: list[Node] = []
    for row in rows[1:]:
        if len(row) == 1 and not row[0].value:
            continue
        names = [*header, *(f"column {n}" for n in range(len(header) + 1, len(row) + 1))]
        nodes.append(Mapping(tuple(zip(names, row, strict=False)), row[0].start))
    return Items(tuple(nodes), 0)


def sniff_delimiter(source: str) -> str:
    """What separates the cells of the first line: the commonest candidate outside of quotation marks."""
    line, quoted = [], False
    for character in source:
        if character == '"':
            quoted = not quoted
        elif character in "\r\n" and not quoted:
            break
        elif not quoted:
            line.append(character)
    return max(DELIMITERS, key=lambda mark: (line.count(mark), -DELIMITERS.index(mark)))


def _rows(source: str, delimiter: str, at: int) -> Iterator[list[Text]]:
    size = len(source)
    row: list[Text] = []
    while at < size:
        cell, at = _cell(source, at, delimiter)
        row.append(cell)
        if at >= size:
            break
        if source[at] == delimiter:
            at += 1
            if at == size:
                row.append(_plain(source, at, at))
            continue
        at += 2 if source.startswith("\r\n", at) else 1
        yield row
        row = []
    if row:
        yield row


def _cell(source: str, at: int, delimiter: str) -> tuple[Text, int]:
    if source[at : at + 1] != '"':
        stop = at
        while stop < len(source) and source[stop] not in (delimiter, "\r", "\n"):
            stop += 1
        return _plain(source, at, stop), stop
    start = at + 1
    stop = source.find('"', start)
    while stop >= 0 and source[stop + 1 : stop + 2] == '"':
        stop = source.find('"', stop + 2)
    if stop < 0:
        raise ValueError(f"a quotation mark that is never closed, line {source.count(chr(10), 0, at) + 1}")
    raw = source[start:stop]
    value = raw.replace('""', '"').replace("\r\n", "\n")
    after = stop + 1
    while after < len(source) and source[after] not in (delimiter, "\r", "\n"):
        after += 1
    return Text(value, at, lambda: _unquoted(source, start, stop), lambda text: text.replace('"', '""')), after


def _plain(source: str, start: int, end: int) -> Text:
    return Text(
        source[start:end], start, lambda: verbatim(source, start, end), None if start == end else _unquoted_text
    )


def _unquoted_text(text: str) -> str:
    """Text for a cell without quotation marks; raises ValueError for what would need them."""
    if any(character in text for character in '",;\t|\r\n'):
        raise ValueError("the new text would need quotation marks round the cell")
    return text


def _unquoted(source: str, start: int, end: int) -> Sourced:
    def pieces() -> Iterator[Piece]:
        at = start
        while at < end:
            if source.startswith('""', at):
                yield '"', at, at + 2
                at += 2
            elif source.startswith("\r\n", at):
                yield "\n", at, at + 2
                at += 2
            else:
                yield source[at], at, at + 1
                at += 1

    return from_pieces(pieces(), end)
