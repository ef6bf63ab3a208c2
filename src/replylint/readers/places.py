"""From offsets in a reply's own text to lines and columns in the file that holds it."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable
from functools import lru_cache
from json import decoder
from typing import Any

Place = tuple[int, int]
"""Line and column, both from 1."""
Places = Callable[[int], Place]


@lru_cache(maxsize=4)
def in_text(text: str) -> Places:
    """Places in a file that holds nothing but ``text``."""
    starts = [0]
    at = text.find("\n")
    while at >= 0:
        starts.append(at + 1)
        at = text.find("\n", at + 1)

    def place(offset: int) -> Place:
        line = bisect_right(starts, offset)
        return line, offset - starts[line - 1] + 1

    return place


def in_json_line(raw: str, keys: tuple[str, ...], line: int) -> Places:
    """Places of a string value inside one line of JSON, through its escapes; of the whole line when it is not found."""
    start = _find(raw, keys)
    if start is None:
        return lambda offset: (line, 1)
    columns = [0]
    at = start
    while raw[at] != '"':
        step = 1
        if raw[at] == "\\":
            step = 6 if raw[at + 1] == "u" else 2
            if step == 6 and raw[at + 2 : at + 4].lower() in ("d8", "d9", "da", "db") and raw[at + 6 : at + 8] == "\\u":
                step = 12
        columns.append(columns[-1] + step)
        at += step
    return lambda offset: (line, start + columns[min(offset, len(columns) - 1)] + 1)


_scanstring: Any = decoder.scanstring  # type: ignore[attr-defined]
_SPACE = " \t\r\n"


def _skip(raw: str, at: int) -> int:
    while raw[at] in _SPACE:
        at += 1
    return at


def _find(raw: str, keys: tuple[str, ...]) -> int | None:
    """Where the string at ``keys`` begins, after its quotation mark. ``raw`` is known to be JSON."""
    at = _skip(raw, 0)
    found = None
    for number, key in enumerate(keys):
        if raw[at] != "{":
            return at + 1 if raw[at] == '"' and number == 1 else None
        found = None
        at += 1
        while raw[at := _skip(raw, at)] != "}":
            if raw[at] == ",":
                at += 1
                continue
            name, at = _scanstring(raw, at + 1, True)
            at = _skip(raw, _skip(raw, at) + 1)
            if name == key:
                found = at
            at = _past(raw, at)
        if found is None:
            return None
        at = found
    return at + 1 if raw[at] == '"' else None


def _past(raw: str, at: int) -> int:
    """The offset behind the JSON value at ``at``."""
    import json

    _, end = json.JSONDecoder().raw_decode(raw, at)
    return int(end)


__all__: list[Any] = ["Place", "Places", "in_json_line", "in_text"]
