"""Records as plain JSON and back, for caches: nothing but the given records is ever made."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from .record import fields, is_record

_KIND = ""
"""The key that says of what kind a packed value is; no other mapping has an empty key."""


def pack(value: Any) -> Any:
    """A value as plain JSON: records and tuples are mappings with their kind; fields with their default are left out."""
    if is_record(type(value)):
        said = {f.name: getattr(value, f.name) for f in fields(value)}
        given = {f.name: pack(said[f.name]) for f in fields(value) if said[f.name] != f.default}
        return {_KIND: type(value).__name__, **given}
    if isinstance(value, tuple):
        return {_KIND: "tuple", "of": [pack(item) for item in value]}
    if isinstance(value, list):
        return [pack(item) for item in value]
    return {key: pack(item) for key, item in value.items()} if isinstance(value, dict) else value


def unpacker(records: Mapping[str, type[Any]]) -> Callable[[dict[str, Any]], Any]:
    """The ``object_hook`` that makes packed values again; raises KeyError and TypeError for anything else."""

    def unpack(data: dict[str, Any]) -> Any:
        kind = data.pop(_KIND, None)
        if kind is None:
            return data
        return tuple(data["of"]) if kind == "tuple" else records[kind](**data)

    return unpack
