"""JSON and NDJSON → trees. The standard library parses; its hooks for strings remember where they stand."""

from __future__ import annotations

import json
from collections.abc import Iterator
from json import scanner
from typing import Any

from ..sourced import Piece, Sourced, from_pieces
from .tree import Items, Mapping, Node, Other, Text

_ESCAPES = {'"': '"', "\\": "\\", "/": "/", "b": "\b", "f": "\f", "n": "\n", "r": "\r", "t": "\t"}


class _At(str):
    """A string of the document that knows where its quotation mark stands."""

    start: int
    end: int


class _Decoder(json.JSONDecoder):
    """Strings are :class:`_At`; objects are lists of pairs, so that no key is lost."""

    def __init__(self) -> None:
        super().__init__(object_pairs_hook=tuple)
        plain: Any = json.decoder.scanstring  # type: ignore[attr-defined]

        def parse_string(source: str, start: int, strict: bool) -> tuple[str, int]:
            value, end = plain(source, start, False)
            found = _At(value)
            found.start, found.end = start - 1, end
            return found, end

        self.parse_string = parse_string
        self.scan_once = scanner.py_make_scanner(self)  # type: ignore[attr-defined]


def read_json(source: str) -> Node:
    """The tree of a JSON document; raises ValueError with the line in its message."""
    try:
        return _node(_Decoder().decode(source), source, 0)
    except RecursionError:
        raise ValueError("too deep") from None


def read_ndjson(source: str) -> Items:
    """The trees of JSON values, one a line; raises ValueError."""
    nodes = []
    decoder = _Decoder()
    at = 0
    for line in source.split("\n"):
        if line.strip():
            start = at + len(line) - len(line.lstrip())
            try:
                value, end = decoder.raw_decode(source, start)
                if source[end : at + len(line)].strip():
                    raise json.JSONDecodeError("Extra data", source, end)
                nodes.append(_node(value, source, start))
            except RecursionError:
                raise ValueError(f"too deep, line {source.count(chr(10), 0, at) + 1}") from None
        at += len(line) + 1
    return Items(tuple(nodes), 0)


def _node(value: Any, source: str, at: int) -> Node:
    if isinstance(value, _At):
        start, end = value.start, value.end
        return Text(str(value), start, lambda: _decoded(source, start + 1, end - 1), encode)
    if isinstance(value, tuple):
        return Mapping(tuple((str(key), _node(item, source, at)) for key, item in value), at)
    if isinstance(value, list):
        return Items(tuple(_node(item, source, at) for item in value), at)
    return Other(value, at)


def _decoded(source: str, start: int, end: int) -> Sourced:
    return from_pieces(_pieces(source, start, end), end)


def _pieces(source: str, start: int, end: int) -> Iterator[Piece]:
    at = start
    while at < end:
        if source[at] != "\\":
            stop = source.find("\\", at, end)
            stop = end if stop < 0 else stop
            yield source[at:stop], at, stop
            at = stop
        elif source[at + 1] != "u":
            text = _ESCAPES[source[at + 1]]
            if text == "\r" and source[at + 2 : at + 4] == "\\n":
                yield "\n", at, at + 4
                at += 4
            else:
                yield "\n" if text == "\r" else text, at, at + 2
                at += 2
        else:
            code = int(source[at + 2 : at + 6], 16)
            stop = at + 6
            if 0xD800 <= code < 0xDC00 and source[stop : stop + 2] == "\\u":
                low = int(source[stop + 2 : stop + 6], 16)
                if 0xDC00 <= low < 0xE000:
                    code = 0x10000 + ((code - 0xD800) << 10) + (low - 0xDC00)
                    stop += 6
            yield chr(code) if not 0xD800 <= code < 0xE000 else "\ufffd", at, stop
            at = stop


def encode(text: str) -> str:
    """``text`` inside a JSON string."""
    return json.dumps(text, ensure_ascii=False)[1:-1]
