"""YAML → trees. PyYAML composes the nodes; their marks say where each scalar stands."""

from __future__ import annotations

import re
from typing import Any

from ...lazy import lazy
from ..document import MAX_BYTES
from .sourced import Encode, Piece, Sourced, from_pieces
from .tree import MAX_DEPTH, Items, Mapping, Node, Other, Text

_ESCAPE = lazy(r"\\(?:x[0-9A-Fa-f]{2}|u[0-9A-Fa-f]{4}|U[0-9A-Fa-f]{8}|\r?\n[ \t]*|.)", re.DOTALL)
_SIMPLE = {
    "0": "\0", "a": "\a", "b": "\b", "t": "\t", "\t": "\t", "n": "\n", "v": "\v", "f": "\f", "r": "\r", "e": "\x1b", " ": " ", '"': '"',
    "/": "/", "\\": "\\", "N": "\x85", "_": "\xa0", "L": "\u2028", "P": "\u2029",
}  # fmt: skip
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
        if node.tag != "tag:yaml.org,2002:str":
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
    if tag == "tag:yaml.org,2002:int" and value.lstrip("+-").isdigit():
        return int(value)
    return {"tag:yaml.org,2002:bool": value.lower() in ("true", "yes", "on")}.get(
        tag, value if tag.endswith((":float", ":timestamp")) else None
    )


def _aligned(source: str, start: int, end: int, value: str, style: str | None) -> Sourced:
    """``value`` with the places of its characters: walks source and value side by side, past indentation and folds."""
    if style in ("|", ">"):
        start = source.index("\n", start) + 1 if "\n" in source[start:end] else end
    elif style in ("'", '"'):
        start, end = start + 1, end - 1
    pieces: list[Piece] = []
    at = start
    for character in value:
        at, stop = _next(source, at, end, character, style)
        pieces.append((character, at, stop))
        at = stop
    return from_pieces(pieces, end)


def _next(source: str, at: int, end: int, character: str, style: str | None) -> tuple[int, int]:
    """The range of the source that says ``character``, from ``at`` on."""
    while at < end:
        here = source[at]
        if style == '"' and here == "\\":
            match = _ESCAPE.match(source, at)
            said = match.group() if match else here
            if said[1:2] in ("\n", "\r"):
                at += len(said)
                continue
            return at, at + len(said)
        if style == "'" and source.startswith("''", at):
            return at, at + 2
        if here == character and here not in " \n":
            return at, at + 1
        if character in " \n" and here in " \t\r\n":
            return at, _past_space(source, at, end, character, style)
        if here not in " \t\r\n":
            return at, at
        at += 1
    return end, end


def _past_space(source: str, at: int, end: int, character: str, style: str | None) -> int:
    """The end of the white space that says one space or line break: a space is itself, a fold is a break and what indents the next line."""
    if character == " " and source[at] in " \t":
        rest = at
        while rest < end and source[rest] in " \t":
            rest += 1
        folded = style != "|" and rest < end and source[rest] in "\r\n"
        if not folded:
            return at + 1
        at = rest
    while at < end and source[at] in " \t":
        at += 1
    if source.startswith("\r\n", at):
        return at + 2
    return at + 1 if at < end and source[at] in "\r\n" else max(at, 1)


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
    return (lambda text: text) if style is None and "\n" not in source[start:end] else None


def _in_double_quotes(text: str) -> str:
    return text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")


__all__ = ["MAX_BYTES", "read_yaml_tree"]
