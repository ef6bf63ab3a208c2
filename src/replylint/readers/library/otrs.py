"""OTRS and Znuny: templates and auto responses as XML inserts or as SQL."""

from __future__ import annotations

from collections.abc import Iterator
from html import unescape
from xml.parsers import expat

from ...lazy import lazy
from .html_text import html_text, looks_like_html
from .reply import CannedReply
from .sourced import Piece, Sourced, from_pieces

_TABLES = ("standard_template", "standard_response", "auto_response", "salutation", "signature", "standard_text")
_INSERT = lazy(
    rf"(?is)\binsert\s+into\s+[`\"\[]?(?P<table>{'|'.join(_TABLES)})[`\"\]]?\s*\((?P<columns>[^)]*)\)\s*values\s*"
)
_TEXT_COLUMNS = ("text", "text0", "text1")
_ENTITY = lazy(r"&(?:#x?[0-9a-fA-F]+|\w+);")


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
    parser.buffer_text = True
    encoded = source.encode("utf-8", "surrogatepass")
    rows: list[dict[str, Sourced]] = []
    state: dict[str, object] = {"key": None, "start": 0}

    def place(byte: int) -> int:
        return len(encoded[:byte].decode("utf-8", "replace"))

    def start(name: str, attributes: dict[str, str]) -> None:
        if name.lower() == "insert" and attributes.get("Table", "").lower() in _TABLES:
            rows.append({})
        elif name.lower() == "data" and rows:
            state["key"] = attributes.get("Key", "").lower()
            state["start"] = encoded.index(b">", parser.CurrentByteIndex) + 1

    def end(name: str) -> None:
        if name.lower() == "data" and rows and state["key"] is not None:
            first, last = place(int(str(state["start"]))), place(parser.CurrentByteIndex)
            rows[-1][str(state["key"])] = from_pieces(_xml_pieces(source, first, last), last)
            state["key"] = None

    def refuse(*_: object) -> None:
        raise ValueError("a document type with entities of its own")

    parser.StartElementHandler, parser.EndElementHandler, parser.EntityDeclHandler = start, end, refuse
    try:
        parser.Parse(encoded, True)
    except expat.ExpatError as error:
        raise ValueError(f"{expat.errors.messages[error.code]}, line {error.lineno}") from None
    yield from rows


def _xml_pieces(source: str, start: int, end: int) -> Iterator[Piece]:
    if source.startswith("<![CDATA[", start) and source[start:end].endswith("]]>"):
        yield source[start + 9 : end - 3], start + 9, end - 3
        return
    at = start
    for match in _ENTITY.finditer(source, start, end):
        yield source[at : match.start()], at, match.start()
        yield unescape(match.group()), match.start(), match.end()
        at = match.end()
    yield source[at:end], at, end


def read_otrs_sql(source: str) -> Iterator[CannedReply]:
    """Templates in ``INSERT INTO standard_template (…) VALUES (…)`` statements."""
    yield from _replies(_sql_rows(source))


def _sql_rows(source: str) -> Iterator[dict[str, Sourced]]:
    for match in _INSERT.finditer(source):
        columns = [column.strip(' \t\r\n`"[]').lower() for column in match.group("columns").split(",")]
        at = match.end()
        while source[at : at + 1] == "(":
            values, at = _values(source, at + 1)
            yield {name: value for name, value in zip(columns, values, strict=False) if value is not None}
            while source[at : at + 1] in (" ", "\t", "\r", "\n", ","):
                at += 1


def _values(source: str, at: int) -> tuple[list[Sourced | None], int]:
    """The values up to the closing parenthesis; anything but a string is ``None``, a whole number excepted."""
    values: list[Sourced | None] = []
    while at < len(source) and source[at] != ")":
        if source[at] in " \t\r\n,":
            at += 1
        elif source[at] == "'":
            stop = at + 1
            while stop < len(source) and (source[stop] != "'" or source[stop + 1 : stop + 2] == "'"):
                stop += 2 if source[stop] == "\\" or source.startswith("''", stop) else 1
            values.append(from_pieces(_sql_pieces(source, at + 1, stop), stop))
            at = stop + 1
        else:
            stop = at
            while stop < len(source) and source[stop] not in ",)":
                stop += 1
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
