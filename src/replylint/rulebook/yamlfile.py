"""YAML that a stranger may have written → plain data, with the line of every value.

Only plain data: no tags, no anchors and aliases (an alias bomb is a few lines long), no duplicate keys, bounded size and
depth. Errors carry the line.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from ..errors import ReplylintError
from ..record import field, record
from ..shape import Path as Keys

MAX_BYTES = 2_000_000
MAX_DEPTH = 30


class YamlError(ReplylintError):
    """A file that is not the YAML that replylint reads; ``line`` is where, from 1."""

    def __init__(self, reason: str, line: int) -> None:
        super().__init__(reason)
        self.reason, self.line = reason, line


@record
class Yaml:
    """The data of a file and the line of each value, by its keys."""

    data: Any
    lines: dict[Keys, int] = field(default_factory=dict)

    def line(self, keys: Keys) -> int:
        """The line of the value at ``keys``, or of the nearest thing round it."""
        while keys and keys not in self.lines:
            keys = keys[:-1]
        return self.lines.get(keys, 1)


def read_yaml(path: Path, error: type[ReplylintError]) -> Yaml:
    """The YAML in ``path``; raises ``error`` as ``path:line: reason``."""
    try:
        size = path.stat().st_size
        if size > MAX_BYTES:
            raise error(f"{path}:1: {size:,} bytes are too many: {MAX_BYTES:,} at most")
        text = path.read_text("utf-8-sig")
    except UnicodeDecodeError as problem:
        raise error(f"{path}:1: not UTF-8 (byte {problem.start})") from None
    except OSError as problem:
        raise error(f"{path}:1: cannot be read: {problem.strerror}") from None
    try:
        return parse_yaml(text)
    except YamlError as problem:
        raise error(f"{path}:{problem.line}: {problem.reason}") from None


def parse_yaml(text: str) -> Yaml:
    """The data in ``text``; raises :class:`YamlError`."""
    import yaml

    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    try:
        events = list(yaml.parse(text, Loader=loader))
    except yaml.MarkedYAMLError as problem:
        is_open = "end of stream" in (problem.problem or "") and problem.context_mark
        mark = problem.context_mark if is_open else problem.problem_mark or problem.context_mark
        line = mark.line + 1 if mark else 1
        raise YamlError(f"not YAML: {problem.problem or problem.context}{_mend(problem, text, line)}", line) from None
    except (yaml.YAMLError, ValueError) as problem:
        raise YamlError(f"not YAML: {str(problem).splitlines()[0]}", 1) from None
    return _Builder(events).document()


_MENDS = (
    (
        "mapping values are not allowed",
        "put a text that holds “: ” in quotes, and begin the line as far in as its neighbours",
    ),
    ("unknown escape character", "write patterns in single quotes"),
    ("end of stream", "a quotation mark is opened here and never closed"),
    ("expected", "put a text with quotes or braces in quotes; an apostrophe in single quotes is written twice"),
)


def _mend(problem: Any, text: str, line: int) -> str:
    """What usually helps."""
    lines = text.splitlines()
    if line <= len(lines) and "\t" in lines[line - 1]:
        return ": there is a tab in the line, indent with blanks"
    return next((f": {mend}" for sign, mend in _MENDS if sign in (problem.problem or "")), "")


class _Builder:
    """Builds data from parser events, so that places, duplicates and aliases are seen."""

    def __init__(self, events: list[Any]) -> None:
        import yaml

        self._events = iter(events)
        self._resolver: Any = yaml.SafeLoader("")
        self._lines: dict[Keys, int] = {}
        self._yaml = yaml

    def document(self) -> Yaml:
        yaml = self._yaml
        documents: list[Any] = []
        for event in self._events:
            if isinstance(event, yaml.DocumentStartEvent):
                if documents:
                    raise YamlError("one document a file", event.start_mark.line + 1)
                documents.append(self._value(next(self._events), ()))
        return Yaml(documents[0] if documents else None, self._lines)

    def _value(self, event: Any, keys: Keys) -> Any:
        yaml = self._yaml
        line = event.start_mark.line + 1
        if isinstance(event, yaml.AliasEvent):
            raise YamlError("anchors and aliases are not allowed: write the value out", line)
        if getattr(event, "anchor", None):
            raise YamlError("anchors and aliases are not allowed: write the value out", line)
        if len(keys) > MAX_DEPTH:
            raise YamlError(f"nested more than {MAX_DEPTH} levels deep", line)
        if event.tag and event.tag != "!":
            raise YamlError(f"tags such as {event.tag} are not allowed", line)
        self._lines[keys] = line
        if isinstance(event, yaml.ScalarEvent):
            return self._scalar(event, line)
        return self._sequence(keys) if isinstance(event, yaml.SequenceStartEvent) else self._mapping(keys)

    def _sequence(self, keys: Keys) -> list[Any]:
        items: list[Any] = []
        for event in self._events:
            if isinstance(event, self._yaml.SequenceEndEvent):
                break
            items.append(self._value(event, (*keys, len(items))))
        return items

    def _mapping(self, keys: Keys) -> dict[str, Any]:
        items: dict[str, Any] = {}
        for event in self._events:
            if isinstance(event, self._yaml.MappingEndEvent):
                break
            line = event.start_mark.line + 1
            if not isinstance(event, self._yaml.ScalarEvent):
                raise YamlError("a key must be text", line)
            key = event.value
            if key in items:
                raise YamlError(f"the key {key!r} stands here twice", line)
            value = next(self._events)
            items[key] = self._value(value, (*keys, key))
            self._lines[(*keys, key)] = line
        return items

    def _scalar(self, event: Any, line: int) -> Any:
        yaml = self._yaml
        if event.style is not None and event.style != "":
            return event.value
        tag = self._resolver.resolve(yaml.ScalarNode, event.value, (True, False))
        kind = tag.rpartition(":")[2]
        # YAML 1.1 reads no, off, 12:30 and 2026-03-02 as something else than they say; here they are text, as in YAML 1.2.
        if kind in ("str", "timestamp", "merge", "value") or ":" in event.value:
            return event.value
        if kind == "bool" and event.value.lower() not in ("true", "false"):
            return event.value
        try:
            return self._resolver.construct_object(yaml.ScalarNode(tag, event.value))
        except (ValueError, yaml.YAMLError):
            return event.value
