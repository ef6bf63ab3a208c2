"""YAML → trees. PyYAML composes the nodes; their marks say where each scalar stands."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import Any

from ...lazy import lazy
from ..document import MAX_BYTES
from ..sourced import Encode, Piece, Sourced, from_pieces
from .tree import MAX_DEPTH, Items, Mapping, Node, Other, Text

_ESCAPE = lazy(r"\\(?:x[0-9A-Fa-f]{2}|u[0-9A-Fa-f]{4}|U[0-9A-Fa-f]{8}|\r\n|.)", re.DOTALL)
_BREAKS = ("\r", "\n", "\x85", "\u2028", "\u2029")
_BREAK = lazy(r"\r\n|[\r\n\x85\u2028\u2029]")
_LINE = lazy(r"(?P<text>[^\r\n\x85\u2028\u2029]*)(?:\r\n|[\r\n\x85\u2028\u2029]|\Z)?")
_GAP = lazy(r"[ \t]*(?:(?:\r\n|[\r\n\x85\u2028\u2029])[ \t]*)+")
_PROPERTIES = lazy(r"(?:[&!]\S*\s+)*")
_RUN = lazy(r"[^\s\\']+|.", re.DOTALL)
_SIMPLE = {
    "0": "\0", "a": "\a", "b": "\b", "t": "\t", "\t": "\t", "n": "\n", "v": "\v", "f": "\f", "r": "\r", "e": "\x1b", " ": " ", '"': '"',
    "/": "/", "\\": "\\", "N": "\x85", "_": "\xa0", "L": "\u2028", "P": "\u2029",
}  # fmt: skip
_WORDS = frozenset(("yes", "no", "on", "off"))
"""YAML 1.1 reads them as truth values; as a language, ``no`` is Norwegian."""
MOST_NODES = 200_000


def read_yaml_tree(source: str) -> Items:
    """The trees of the documents in ``source``; raises ValueError with the line in its message."""
    import yaml

    loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    try:
        documents = [node for node in yaml.compose_all(source, Loader=loader) if node is not None]
    except yaml.MarkedYAMLError as problem:
        mark = problem.problem_mark or problem.context_mark
        raise ValueError(f"{problem.problem or problem.context}, line {mark.line + 1 if mark else 1}") from None
    except (yaml.YAMLError, RecursionError) as problem:
        raise ValueError(str(problem).splitlines()[0]) from None
    builder = _Builder(source)
    return Items(tuple(builder.node(document, 0) for document in documents), 0)


class _Builder:
    """Turns composed nodes into a tree. An alias is read again where it is used, but not without end."""

    def __init__(self, source: str) -> None:
        self._source = source
        self._count = 0

    def node(self, node: Any, depth: int) -> Node:
        self._count += 1
        if depth > MAX_DEPTH or self._count > MOST_NODES:
            raise ValueError(f"too deep or too many aliases, line {node.start_mark.line + 1}")
        start = node.start_mark.index
        if node.id == "sequence":
            return Items(tuple(self.node(item, depth + 1) for item in node.value), start)
        if node.id == "mapping":
            entries = [(str(key.value), self.node(value, depth + 1)) for key, value in node.value if key.id == "scalar"]
            return Mapping(tuple(entries), start)
        if node.tag != "tag:yaml.org,2002:str" and node.value.lower() not in _WORDS:
            return Other(_plain(node.tag, node.value), start)
        return self._text(node)

    def _text(self, node: Any) -> Text:
        source, value, style = self._source, node.value, node.style
        start, end = node.start_mark.index, node.end_mark.index
        return Text(
            value.replace("\r\n", "\n"),
            start,
            lambda: _aligned(source, start, end, value, style),
            _encoder(source, start, end, style),
        )


def _plain(tag: str, value: str) -> object:
    if tag == "tag:yaml.org,2002:bool":
        return value.lower() == "true"
    return value if tag.endswith((":int", ":float", ":timestamp")) else None


def _aligned(source: str, start: int, end: int, value: str, style: str | None) -> Sourced:
    """``value`` with the places of its characters; all at its beginning, should they not be found."""
    wanted = value.replace("\r\n", "\n")
    for pieces in _readings(source, start, end, style):
        found = from_pieces(pieces, end)
        if found.text.startswith(wanted):
            return found.cut(0, len(wanted)) if wanted else found
    return Sourced(wanted, [start] * (len(wanted) + 1), [start] * len(wanted))


def _readings(source: str, start: int, end: int, style: str | None) -> Iterator[Iterator[Piece]]:
    """The ways to read a scalar: a block can be indented less than its first line, when a number in its header says so."""
    properties = _PROPERTIES.match(source, start, end)
    start = properties.end() if properties else start
    if style in ("|", ">"):
        header = _BREAK.search(source, start, end)
        first = header.end() if header else end
        lines = (match for match in _LINE.finditer(source, first, end) if match.group("text").strip(" "))
        line = next(lines, None)
        most = len(line.group("text")) - len(line.group("text").lstrip(" ")) if line else 0
        yield from (_block(source, first, end, indent, style == ">") for indent in range(most, -1, -1))
    elif style in ("'", '"'):
        yield _flow(source, start + 1, end - 1, style)
    else:
        yield _flow(source, start, end, "")


def _block(source: str, start: int, end: int, indent: int, folded: bool) -> Iterator[Piece]:
    """The lines of a block without their indentation; of a folded one, a single break between two full lines is a space."""
    lines = [(*match.span("text"), match.end()) for match in _LINE.finditer(source, start, end) if match.group()]
    lines = [(min(at + indent, at + _spaces(source, at, stop)), stop, after) for at, stop, after in lines]
    filled = [number for number, (at, stop, _) in enumerate(lines) if at < stop]
    joins = {one: other for one, other in pairwise(filled) if folded and _joins(source, lines[one], lines[other])}
    for number, (at, stop, after) in enumerate(lines):
        if at < stop:
            yield source[at:stop], at, stop
        if joins.get(number) == number + 1:
            yield " ", stop, after
        elif number not in joins and after > stop:
            yield _break(source, stop), stop, after


def _joins(source: str, line: tuple[int, int, int], following: tuple[int, int, int]) -> bool:
    """Whether the break between two lines of a folded block counts for nothing: when neither is indented further."""
    return source[line[0]] not in " \t" and source[line[1]] in "\r\n\x85" and source[following[0]] not in " \t"


def _spaces(source: str, at: int, end: int) -> int:
    return len(source[at:end]) - len(source[at:end].lstrip(" "))


def _flow(source: str, start: int, end: int, quote: str) -> Iterator[Piece]:
    """A plain or quoted scalar: one line break is a space, more are one less, and what indents a line is nothing."""
    at = start
    while at < end:
        here = source[at]
        gap = _GAP.match(source, at, end) if here in " \t\r\n\x85\u2028\u2029" else None
        if gap is not None:
            yield from _folded(source, at, gap.end())
            at = gap.end()
        elif quote == '"' and here == "\\":
            match = _ESCAPE.match(source, at, end)
            stop = match.end() if match else at + 1
            if source[at + 1 : at + 2] in _BREAKS:
                rest = _GAP.match(source, stop, end)
                yield from (
                    (_break(source, m.start()), *m.span())
                    for m in _BREAK.finditer(source, stop, rest.end() if rest else stop)
                )
                at = max(rest.end() if rest else stop, _past_blanks(source, stop, end))
            elif source.startswith("\\r\\n", at):
                yield "\n", at, at + 4
                at += 4
            else:
                yield _unescaped(source[at:stop]), at, stop
                at = stop
        elif quote == "'" and source.startswith("''", at):
            yield "'", at, at + 2
            at += 2
        else:
            match = _RUN.match(source, at, end)
            stop = match.end() if match else at + 1
            yield source[at:stop], at, stop
            at = stop


def _folded(source: str, start: int, end: int) -> Iterator[Piece]:
    """The white space from ``start`` to ``end``, which holds line breaks."""
    breaks = list(_BREAK.finditer(source, start, end))
    first = _break(source, breaks[0].start())
    if first != "\n" or len(breaks) == 1:
        yield first if first != "\n" else " ", start, breaks[0].end()
    for match in breaks[1:]:
        yield _break(source, match.start()), *match.span()


def _past_blanks(source: str, at: int, end: int) -> int:
    while at < end and source[at] in " \t":
        at += 1
    return at


def _break(source: str, at: int) -> str:
    """What a line break is read as: ``\\n``, or itself if it separates lines or paragraphs in Unicode."""
    return source[at] if source[at] in "\u2028\u2029" else "\n"


def _unescaped(written: str) -> str:
    if written[1] in "xuU":
        return chr(int(written[2:], 16))
    return _SIMPLE.get(written[1], written[1])


def _encoder(source: str, start: int, end: int, style: str | None) -> Encode | None:
    """How to write new text into a scalar of this style; folded ones are left alone."""
    if style == "|":
        first = source.find("\n", start, end) + 1
        indent = " " * (len(source[first:end]) - len(source[first:end].lstrip(" ")))
        return lambda text: text.replace("\n", "\n" + indent)
    if style == "'":
        return lambda text: text.replace("'", "''").replace("\n", "\n\n")
    if style == '"':
        return _in_double_quotes
    return (lambda text: text) if not style and "\n" not in source[start:end] else None


def _in_double_quotes(text: str) -> str:
    return text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")


__all__ = ["MAX_BYTES", "read_yaml_tree"]
