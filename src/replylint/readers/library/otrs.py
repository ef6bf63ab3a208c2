"""OTRS and Znuny: templates and auto responses as XML inserts or as SQL."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from html import unescape
from xml.parsers import expat

from ...lazy import lazy
from ..html_text import html_text, looks_like_html
from ..sourced import Piece, Sourced, from_pieces, verbatim
from .reply import CannedReply

_TABLES = ("standard_template", "standard_response", "auto_response", "salutation", "signature", "standard_text")
_INSERT = lazy(
    rf"(?is)\binsert\s+into\s+(?:[`\"\[]?\w+[`\"\]]?\.)?[`\"\[]?(?P<table>{'|'.join(_TABLES)})[`\"\]]?\s*(?:\((?P<columns>[^)]*)\)\s*)?values\s*"
)
_TEXT_COLUMNS = ("text", "text0", "text1")
_XML_MARK = lazy(r"(?s)<!\[CDATA\[.*?\]\]>|<!--.*?-->|<[^>]*>|&(?:#x?[0-9a-fA-F]+|\w+);|\r\n?")
_SQL_STRING = lazy(r"(?s)[NnEe]?'(?P<text>(?:[^'\\]|''|\\.)*)'")
_SQL_OTHER = lazy(r"(?:[^,()']|\((?:[^()']|'[^']*'|\([^()]*\))*\))+")


def is_otrs(source: str) -> bool:
    """Whether ``source`` inserts templates, as XML or as SQL."""
    lower = source[:200_000].lower()
    return any(table in lower for table in _TABLES) and ("<insert" in lower or "insert into" in lower)


def read_otrs_xml(source: str) -> Iterator[CannedReply]:
    """Templates in ``<Insert Table="standard_template">`` elements with ``<Data Key="text">``; raises ValueError."""
    yield from _replies(_rows(source))


def _rows(source: str) -> Iterator[dict[str, Sourced]]:
    """The data of each insert, by key."""
    parser = expat.ParserCreate("utf-8")
    encoded = source.encode("utf-8", "surrogatepass")
    place = _characters(source)
    rows: list[dict[str, Sourced]] = []
    key: str | None = None
    begin = 0

    def start(name: str, attributes: dict[str, str]) -> None:
        nonlocal key, begin
        if name.lower() == "insert" and attributes.get("Table", "").lower() in _TABLES:
            rows.append({})
        elif name.lower() == "data" and rows:
            key = attributes.get("Key", "").lower()
            begin = encoded.index(b">", parser.CurrentByteIndex) + 1

    def end(name: str) -> None:
        nonlocal key
        if name.lower() == "data" and rows and key is not None:
            first = place(begin)
            last = max(first, place(max(begin, parser.CurrentByteIndex)))
            rows[-1][key] = from_pieces(_xml_pieces(source, first, last), last)
            key = None

    def refuse(*_: object) -> None:
        raise ValueError("a document type with entities of its own")

    parser.StartElementHandler, parser.EndElementHandler, parser.EntityDeclHandler = start, end, refuse
    try:
        parser.Parse(encoded, True)
    except expat.ExpatError as error:
        raise ValueError(f"{expat.errors.messages[error.code]}, line {error.lineno}") from None
    yield from rows


def _characters(source: str) -> Callable[[int], int]:
    """From offsets in the UTF-8 of ``source`` to offsets in it; asked from front to back."""
    known, counted = 0, 0

    def place(byte: int) -> int:
        nonlocal known, counted
        while counted < byte:
            code = ord(source[known])
            counted += 1 + (code > 0x7F) + (code > 0x7FF) + (code > 0xFFFF)
            known += 1
        return known

    return (lambda byte: byte) if source.isascii() else place


def _xml_pieces(source: str, start: int, end: int) -> Iterator[Piece]:
    at = start
    for match in _XML_MARK.finditer(source, start, end):
        if at < match.start():
            yield source[at : match.start()], at, match.start()
        written = match.group()
        if written.startswith("<![CDATA["):
            yield from _xml_lines(source, match.start() + 9, match.end() - 3)
        elif written.startswith("&"):
            yield unescape(written), match.start(), match.end()
        elif written[0] in "\r\n":
            yield "\n", match.start(), match.end()
        at = match.end()
    yield source[at:end], at, end


def _xml_lines(source: str, start: int, end: int) -> Iterator[Piece]:
    lines = verbatim(source, start, end)
    yield from zip(lines.text, lines.offsets, lines.ends, strict=False)


def read_otrs_sql(source: str) -> Iterator[CannedReply]:
    """Templates in ``INSERT INTO standard_template (…) VALUES (…)`` statements."""
    yield from _replies(_sql_rows(source))


def _sql_rows(source: str) -> Iterator[dict[str, Sourced]]:
    created: dict[str, list[str]] = {}
    for match in _INSERT.finditer(source):
        table = match.group("table").lower()
        if match.group("columns"):
            columns = _names(match.group("columns"))
        else:
            columns = created[table] = created.get(table) or _table_columns(source, table)
        at = match.end()
        while source[at : at + 1] == "(":
            values, at = _values(source, at + 1)
            yield {name: value for name, value in zip(columns, values, strict=False) if value is not None}
            while source[at : at + 1] in (" ", "\t", "\r", "\n", ","):
                at += 1


def _names(written: str) -> list[str]:
    return [column.strip(' \t\r\n`"[]').lower() for column in written.split(",")]


def _table_columns(source: str, table: str) -> list[str]:
    """The columns of a table as the dump creates it, for inserts that do not name them."""
    match = re.search(rf"(?is)\bcreate\s+table\s[^(]*?\b{table}\b[^(]*\((.*?)\n\)", source)
    lines = match.group(1).split("\n") if match else []
    names = [line.split(maxsplit=1)[0].strip('`"[],').lower() for line in lines if line.strip()]
    return [name for name in names if name not in ("primary", "unique", "key", "constraint", "foreign", "index")]


def _values(source: str, at: int) -> tuple[list[Sourced | None], int]:
    """The values up to the closing parenthesis; anything but a string is ``None``, a whole number excepted."""
    values: list[Sourced | None] = []
    while at < len(source) and source[at] != ")":
        if source[at] in " \t\r\n,":
            at += 1
            continue
        quoted = _SQL_STRING.match(source, at)
        if quoted:
            values.append(from_pieces(_sql_pieces(source, *quoted.span("text")), quoted.end("text")))
            at = quoted.end()
            continue
        if source[at] == "'":
            raise ValueError(f"a string that is never closed, line {source.count(chr(10), 0, at) + 1}")
        other = _SQL_OTHER.match(source, at)
        stop = other.end() if other else at + 1
        written = source[at:stop].strip()
        values.append(from_pieces([(written, at, at + len(written))], stop) if written.isdigit() else None)
        at = stop
    return values, at + 1


_SQL_ESCAPES = {"n": "\n", "t": "\t", "r": "\n", "0": "", "'": "'", '"': '"', "\\": "\\"}


def _sql_pieces(source: str, start: int, end: int) -> Iterator[Piece]:
    at = start
    while at < end:
        if source.startswith("''", at):
            yield "'", at, at + 2
            at += 2
        elif source.startswith("\\r\\n", at):
            yield "\n", at, at + 4
            at += 4
        elif source.startswith("\r\n", at):
            yield "\n", at, at + 2
            at += 2
        elif source[at] == "\\" and at + 1 < end:
            yield _SQL_ESCAPES.get(source[at + 1], source[at + 1]), at, at + 2
            at += 2
        else:
            yield source[at], at, at + 1
            at += 1


def _replies(rows: Iterator[dict[str, Sourced]]) -> Iterator[CannedReply]:
    for row in rows:
        name = next((row[key].text.strip() for key in ("name", "subject") if key in row), None)
        identity = row["id"].text.strip() if "id" in row else None
        for key in _TEXT_COLUMNS:
            if key in row and row[key].text.strip():
                written = row[key]
                body = html_text(written.text).within(written) if looks_like_html(written.text) else written.stripped()
                if body.text:
                    yield CannedReply(body, identity, name)
                break
