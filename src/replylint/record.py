"""Frozen, slotted records: what ``@dataclass(frozen=True, slots=True)`` gives, for a tenth of its start-up time.

A cold check needs some fifty record types. On Python 3.11 ``dataclasses`` takes 7 ms to import, since it imports ``inspect``, and
half a millisecond for every frozen class, since it runs ``exec`` for each method: together a third of the whole check. Here one
``exec`` a class makes ``__init__``, and all other methods are shared. Type checkers see dataclasses (PEP 681), and so do
:func:`dataclasses.fields`, ``asdict`` and ``replace``, which find what they look for made on demand.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from operator import attrgetter
from typing import Any, Final, NoReturn, TypeVar, cast, dataclass_transform

T = TypeVar("T")
MISSING: Final[Any] = type("Missing", (), {"__repr__": lambda self: "MISSING"})()
"""Stands for a default that is not there."""


class Field:
    """One field: its default or the factory of it, and what its documentation says."""

    __slots__ = ("default", "doc", "factory", "name")

    def __init__(self, default: Any, factory: Callable[[], Any] | None, doc: str) -> None:
        self.name = ""
        self.default, self.factory, self.doc = default, factory, doc

    @property
    def required(self) -> bool:
        """Whether it must be given."""
        return self.default is MISSING and self.factory is None


def field(*, default: Any = MISSING, default_factory: Callable[[], Any] | None = None, doc: str = "") -> Any:
    """A field with a default, a factory of defaults, or documentation."""
    return Field(default, default_factory, doc)


@dataclass_transform(frozen_default=True, field_specifiers=(field,))
def record(cls: type[T]) -> type[T]:
    """Makes ``cls`` a frozen record of its annotated fields.

    Slotted, unless it has a ``cached_property``, which needs a place to put its value. Fields are not inherited.
    """
    space = dict(vars(cls))
    space["__annotations__"] = dict(cls.__annotations__)
    annotated = {name: str(kind) for name, kind in cls.__annotations__.items()}
    declared = {name: space.pop(name, MISSING) for name, kind in annotated.items() if not kind.startswith("ClassVar")}
    known = {name: _named(name, value) for name, value in declared.items()}
    has_cache = any(type(value).__name__ == "cached_property" for value in space.values())
    has_place = any(base.__dictoffset__ for base in cls.__bases__)
    for inherited in ("__dict__", "__weakref__"):
        space.pop(inherited, None)
    space.setdefault("__repr__", _repr)
    if "__eq__" not in space:
        space |= {"__eq__": _eq, "__hash__": _hash}
    values = attrgetter(*known) if len(known) > 1 else lambda own: tuple(getattr(own, name) for name in known)
    made: Any = type(
        cls.__name__,
        cls.__bases__,
        space
        | {
            "__slots__": (*known, "__dict__") if has_cache and not has_place else tuple(known),
            "__match_args__": tuple(known),
            "__setattr__": _refuse,
            "__delattr__": _refuse,
            "__reduce__": _reduce,
            "__replace__": replace,
            "__record_fields__": known,
            "__record_values__": staticmethod(values),
            "__dataclass_fields__": _Mirror(),
            "__qualname__": cls.__qualname__,
        },
    )
    made.__init__ = _first_initializer(made, known)
    return cast("type[T]", made)


def _named(name: str, value: Any) -> Field:
    made = value if isinstance(value, Field) else Field(value, None, "")
    made.name = name
    return made


def _first_initializer(cls: Any, known: dict[str, Field]) -> Callable[..., None]:
    """Makes way for the real ``__init__`` when it is first called: of the records that a start imports it makes but half."""

    def __init__(self: Any, *args: Any, **kwargs: Any) -> None:  # noqa: N807
        cls.__init__ = _initializer(cls, known)
        cls.__init__(self, *args, **kwargs)

    return __init__


def _initializer(cls: type, known: dict[str, Field]) -> Callable[..., None]:
    """``__init__`` as one would write it; each field is set through its slot, the only door past :func:`_refuse`."""
    parameters, lines = [], []
    scope: dict[str, Any] = {"MISSING": MISSING}
    for name, made in known.items():
        scope[f"_set_{name}"] = getattr(cls, name).__set__
        value = name
        if made.factory is not None:
            scope[f"_make_{name}"] = made.factory
            value = f"_make_{name}() if {name} is MISSING else {name}"
            parameters.append(f"{name}=MISSING")
        elif made.default is not MISSING:
            scope[f"_default_{name}"] = made.default
            parameters.append(f"{name}=_default_{name}")
        else:
            parameters.append(name)
        lines.append(f"_set_{name}(self, {value})")
    if hasattr(cls, "__post_init__"):
        lines.append("self.__post_init__()")
    exec(f"def __init__(self, {', '.join(parameters)}):\n  " + "\n  ".join(lines or ["pass"]), scope)
    made_init: Callable[..., None] = scope["__init__"]
    made_init.__qualname__ = f"{cls.__qualname__}.__init__"
    return made_init


def fields(of: Any) -> tuple[Field, ...]:
    """The fields of a record or of its class; raises TypeError for anything else."""
    try:
        return tuple(of.__record_fields__.values())
    except AttributeError:
        raise TypeError(f"{of!r} is no record") from None


def is_record(kind: Any) -> bool:
    """Whether ``kind`` is a class of records."""
    return isinstance(kind, type) and hasattr(kind, "__record_fields__")


def replace(of: T, /, **changes: Any) -> T:
    """A copy of a record with other values in some fields."""
    return type(of)(**{f.name: getattr(of, f.name) for f in fields(of)} | changes)


def _refuse(self: Any, name: str, *value: Any) -> NoReturn:
    raise AttributeError(f"a {type(self).__name__} is frozen: {name} cannot be set")


def _repr(self: Any) -> str:
    shown = ", ".join(f"{name}={getattr(self, name)!r}" for name in self.__record_fields__)
    return f"{type(self).__qualname__}({shown})"


def _eq(self: Any, other: Any) -> Any:
    if type(self) is not type(other):
        return NotImplemented
    return self.__record_values__(self) == self.__record_values__(other)


def _hash(self: Any) -> int:
    return hash(self.__record_values__(self))


def _reduce(self: Any) -> tuple[Any, ...]:
    return type(self), self.__record_values__(self)


class _Mirror:
    """``__dataclass_fields__``, made when somebody asks: for users who treat reports as the dataclasses that they look like."""

    def __get__(self, instance: object, owner: Any) -> dict[str, Any]:
        import dataclasses

        listed = []
        for f in fields(owner):
            one: Any = dataclasses.field()
            if f.factory is not None:
                one = dataclasses.field(default_factory=f.factory)
            elif f.default is not MISSING:
                one = dataclasses.field(default_factory=partial(_same, f.default))
            listed.append((f.name, owner.__annotations__[f.name], one))
        made: Any = dataclasses.make_dataclass(owner.__name__, listed)
        return dict(made.__dataclass_fields__)


def _same(value: T) -> T:
    return value
