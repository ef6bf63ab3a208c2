"""Plain data → records, strictly, and the JSON Schema of the same records.

The fields of a record are the only description of a YAML file there is: what may stand in it, what it means
(``doc``), what it defaults to. Unknown keys are refused with the nearest known one.
"""

from __future__ import annotations

import types
from collections.abc import Callable, Mapping
from functools import cache
from typing import Any, Literal, TypeVar, Union, get_args, get_origin, get_type_hints

from .record import MISSING, Field, field, fields, is_record

T = TypeVar("T")
Path = tuple[str | int, ...]


class ShapeError(ValueError):
    """Data that does not fit; ``path`` leads to the place."""

    def __init__(self, reason: str, path: Path = ()) -> None:
        super().__init__(reason)
        self.reason, self.path = reason, path


def option(doc: str, default: Any = MISSING, *, many: Callable[[], Any] | None = None) -> Any:
    """A documented field: required unless it has a default; ``many`` makes an empty collection."""
    if many is not None:
        return field(default_factory=many, doc=doc)
    return field(default=default, doc=doc)


def nearest(name: str, known: Any) -> str:
    """`` (did you mean …?)`` for a name that comes close to a known one, else nothing."""
    import difflib

    close = difflib.get_close_matches(str(name), [str(k) for k in known], 1, 0.6)
    return f" (did you mean {close[0]!r}?)" if close else ""


@cache
def hints(cls: type) -> dict[str, Any]:
    """Resolved types of the fields of ``cls``."""
    return get_type_hints(cls)


def _key(f: Field) -> str:
    """The key in YAML: the field's name, less the underscore that sets it apart from a Python keyword."""
    return f.name.rstrip("_")


def build(cls: type[T], data: Any, path: Path = ()) -> T:
    """An instance of record ``cls`` from a mapping; raises :class:`ShapeError`."""
    if not isinstance(data, Mapping):
        # A file that is none of ours may hold what nobody should find in a log: `extends` can name any.
        written = _named(data) if path or not isinstance(data, str) else "text"
        raise ShapeError(f"expected a mapping, not {written}", path)
    known = {_key(f): f for f in fields(cls)}
    for key in data:
        if key not in known:
            raise ShapeError(f"unknown key {key!r}{nearest(key, known)}", (*path, key))
    values = {}
    kinds = hints(cls)  # type: ignore[arg-type]
    for key, f in known.items():
        if key in data:
            values[f.name] = convert(kinds[f.name], data[key], (*path, key))
        elif f.required:
            raise ShapeError(f"{key!r} is missing", path)
    return cls(**values)


def convert(kind: Any, value: Any, path: Path = ()) -> Any:
    """``value`` as ``kind``; raises :class:`ShapeError`."""
    origin = get_origin(kind)
    if kind is Any:
        return value
    if origin in (Union, types.UnionType):
        return _any_of(get_args(kind), value, path)
    if origin is Literal:
        choices = get_args(kind)
        if value in choices and type(value) in {type(c) for c in choices}:
            return value
        shown = ", ".join(str(choice) or '""' for choice in choices)
        raise ShapeError(f"expected one of {shown}, not {_shown(value)}{nearest(str(value), choices)}", path)
    if origin is tuple:
        if not isinstance(value, list | tuple):
            raise ShapeError(f"expected a list, not {_named(value)}", path)
        return tuple(convert(get_args(kind)[0], item, (*path, n)) for n, item in enumerate(value))
    if origin is dict:
        if not isinstance(value, Mapping):
            raise ShapeError(f"expected a mapping, not {_named(value)}", path)
        key_kind, item_kind = get_args(kind)
        return {convert(key_kind, k, (*path, k)): convert(item_kind, v, (*path, k)) for k, v in value.items()}
    if is_record(kind):
        return value if isinstance(value, kind) else build(kind, value, path)
    return _scalar(kind, value, path)


def _any_of(kinds: tuple[Any, ...], value: Any, path: Path) -> Any:
    reasons = []
    for kind in kinds:
        if kind is type(None):
            if value is None:
                return None
            continue
        try:
            return convert(kind, value, path)
        except ShapeError as error:
            reasons.append(error)
    deepest = max(reasons, key=lambda e: len(e.path))
    raise deepest


def _scalar(kind: Any, value: Any, path: Path) -> Any:
    if kind is bool and isinstance(value, bool):
        return value
    if kind is int and isinstance(value, int) and not isinstance(value, bool):
        return value
    if kind is float and isinstance(value, int | float) and not isinstance(value, bool):
        return float(value) if not isinstance(value, int) else value
    if kind is str and isinstance(value, str):
        return value
    wanted = {str: "text", bool: "true or false", int: "a whole number", float: "a number"}.get(kind, str(kind))
    quote = ": put it in quotes" if kind is str and not isinstance(value, dict | list | type(None)) else ""
    raise ShapeError(f"expected {wanted}, not {_shown(value)}{quote}", path)


def _named(value: Any) -> str:
    if value is None:
        return "nothing"
    if isinstance(value, Mapping):
        return "a mapping"
    return "a list" if isinstance(value, list | tuple) else _shown(value)


def _shown(value: Any) -> str:
    text = {True: "true", False: "false", None: "nothing"}[value] if isinstance(value, bool | None) else repr(value)
    return text if len(text) <= 60 else text[:57] + "…"


# JSON Schema --------------------------------------------------------------------------------------------------------


def schema_of(kind: Any) -> dict[str, Any]:
    """The JSON Schema (draft 2020-12) of ``kind``; records become objects that allow no other keys."""
    origin = get_origin(kind)
    if origin in (Union, types.UnionType):
        return {"anyOf": [schema_of(k) for k in get_args(kind)]}
    if origin is Literal:
        return {"enum": list(get_args(kind))}
    if origin is tuple:
        return {"type": "array", "items": schema_of(get_args(kind)[0])}
    if origin is dict:
        return {"type": "object", "additionalProperties": schema_of(get_args(kind)[1])}
    if is_record(kind):
        return _object_schema(kind)
    simple = {str: "string", bool: "boolean", int: "integer", float: "number", type(None): "null"}
    return {"type": simple[kind]} if kind in simple else {}


def _object_schema(cls: type) -> dict[str, Any]:
    properties, required = {}, []
    for f in fields(cls):
        schema = schema_of(hints(cls)[f.name])
        if f.doc:
            schema["description"] = f.doc
        if isinstance(f.default, str | int | float) and f.default != "":
            schema["default"] = f.default
        properties[_key(f)] = schema
        if f.required:
            required.append(_key(f))
    schema = {"type": "object", "properties": properties, "additionalProperties": False}
    return schema | ({"required": required} if required else {})
