"""Records behave as frozen, slotted dataclasses do."""

from __future__ import annotations

import dataclasses
import pickle
from functools import cached_property
from typing import ClassVar

import pytest

from replylint.record import field, fields, is_record, record, replace


@record
class Point:
    KIND: ClassVar[str] = "point"

    x: int
    y: int = 0
    tags: dict[str, str] = field(default_factory=dict, doc="what it is called")


@record
class Alone:
    x: int = 1


@record
class Cached:
    x: int

    @cached_property
    def twice(self) -> int:
        return self.x * 2


def test_fields_are_given_by_place_or_by_name() -> None:
    assert Point(1, y=2) == Point(1, 2)
    assert (Point(1).y, Point(1).tags, Point.KIND) == (0, {}, "point")


def test_a_factory_makes_each_its_own() -> None:
    assert Point(1).tags is not Point(1).tags


def test_what_is_missing_or_unknown_is_a_type_error() -> None:
    with pytest.raises(TypeError, match=r"Point\.__init__\(\) missing 1 required positional argument: 'x'"):
        Point()  # type: ignore[call-arg]
    with pytest.raises(TypeError, match="'z'"):
        Point(1, z=2)  # type: ignore[call-arg]


def test_it_is_frozen_and_slotted() -> None:
    point = Point(1)
    with pytest.raises(AttributeError, match="frozen"):
        point.x = 2  # type: ignore[misc]
    with pytest.raises(AttributeError, match="frozen"):
        del point.x
    with pytest.raises(AttributeError):
        point.other = 2  # type: ignore[attr-defined]
    assert not hasattr(point, "__dict__")


def test_a_cache_has_its_place() -> None:
    assert (Cached(2).twice, Cached(2)) == (4, Cached(2))


def test_equal_records_have_equal_hashes_and_another_type_is_never_equal() -> None:
    assert len({Alone(3), Alone(3), Alone(4)}) == 2
    assert Alone(3) != Cached(3)
    assert Alone(3) != 3


def test_they_are_shown_as_they_are_written() -> None:
    assert repr(Point(1, tags={"a": "b"})) == "Point(x=1, y=0, tags={'a': 'b'})"


def test_copies_replace_match_and_pickle() -> None:
    point = replace(Point(1), y=5)
    assert point == Point(1, 5)
    assert pickle.loads(pickle.dumps(point)) == point
    match point:
        case Point(x, y):
            assert (x, y) == (1, 5)


def test_the_standard_library_takes_them_for_dataclasses() -> None:
    assert dataclasses.is_dataclass(Point)
    assert dataclasses.asdict(Point(1)) == {"x": 1, "y": 0, "tags": {}}
    assert dataclasses.replace(Point(1), y=2) == Point(1, 2)  # type: ignore[type-var]


def test_fields_know_their_documentation() -> None:
    assert [(f.name, f.required, f.doc) for f in fields(Point)] == [
        ("x", True, ""),
        ("y", False, ""),
        ("tags", False, "what it is called"),
    ]
    assert is_record(Point)
    with pytest.raises(TypeError, match="no record"):
        fields(int)
