"""``when:``: an AND of comparisons on facts."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ..checks.core import Unknown, known_fact, needs_of, value_of
from ..facts.core import Conversation
from ..record import record
from ..shape import ShapeError, nearest

Operator = str
OPERATORS = ("is", "not", "in", "not_in", "min", "max")


@record
class Condition:
    """One comparison of a fact with a value."""

    fact: str
    operator: Operator
    value: Any

    def holds(self, fact: Any) -> bool:
        """Whether a known value of the fact passes."""
        if isinstance(fact, tuple):
            fact = bool(fact) if isinstance(self.value, bool) else len(fact)
        match self.operator:
            case "is":
                return bool(fact == self.value)
            case "not":
                return bool(fact != self.value)
            case "in":
                return fact in self.value
            case "not_in":
                return fact not in self.value
            case "min":
                return bool(fact >= self.value)
            case _:
                return bool(fact <= self.value)


def parse_conditions(data: Mapping[str, Any], known: Any) -> tuple[Condition, ...]:
    """The conditions in a ``when:`` mapping; raises ShapeError for a fact or comparison that is not known."""
    conditions = []
    for fact, wanted in data.items():
        if known_fact(fact) is None:
            raise ShapeError(f"no fact is called {fact!r}{nearest(fact, known)}", ("when", fact))
        if isinstance(wanted, Mapping):
            for operator, value in wanted.items():
                _check(fact, operator, value)
                _check_value(fact, operator, value)
                conditions.append(Condition(fact, operator, tuple(value) if isinstance(value, list) else value))
        elif isinstance(wanted, list | tuple):
            _check_value(fact, "in", wanted)
            conditions.append(Condition(fact, "in", tuple(wanted)))
        else:
            _check_value(fact, "is", wanted)
            conditions.append(Condition(fact, "is", wanted))
    return tuple(conditions)


def _check(fact: str, operator: str, value: Any) -> None:
    path = ("when", fact, operator)
    if operator not in OPERATORS:
        raise ShapeError(f"no comparison is called {operator!r}{nearest(operator, OPERATORS)}", path)
    if operator in ("in", "not_in") and not isinstance(value, list | tuple):
        raise ShapeError(f"{operator} takes a list", path)
    if operator in ("min", "max") and (not isinstance(value, int | float) or isinstance(value, bool)):
        raise ShapeError(f"{operator} takes a number", path)


_COMPARED: dict[str, tuple[type, ...]] = {
    "a number": (int, float),
    "places": (bool, int),
    "words": (bool, int),
    "true or false": (bool,),
    "a word": (str,),
}
"""What a fact can be compared with, by its kind; how many places or words there are, or whether any."""


def _check_value(name: str, operator: str, value: Any) -> None:
    """Raises ShapeError for a comparison that can never hold, or always does."""
    path = ("when", name)
    fact = known_fact(name)
    assert fact is not None
    if operator in ("min", "max"):
        if fact.kind not in ("a number", "places", "words"):
            raise ShapeError(f"{name} is {fact.kind}: {operator} compares numbers", path)
        return
    for one in value if operator in ("in", "not_in") else (value,):
        kinds = _COMPARED.get(fact.kind, ())
        if not isinstance(one, kinds) or (isinstance(one, bool) and bool not in kinds):
            wanted = (
                "use it in a schedule check" if fact.kind == "a moment" else f"compare it with {_AN_EXAMPLE[fact.kind]}"
            )
            raise ShapeError(
                f"{name} is {fact.kind}, and never {'nothing' if one is None else repr(one)}: {wanted}", path
            )
        if fact.choices and one not in fact.choices:
            raise ShapeError(
                f"{name} is {', '.join(fact.choices)}, never {one!r}{nearest(str(one), fact.choices)}", path
            )


_AN_EXAMPLE = {
    "a number": "a number, or {min: 3}",
    "places": "true, false or {min: 3}",
    "words": "true, false or {min: 3}",
    "true or false": "true or false",
    "a word": "a word",
}


def all_hold(conditions: tuple[Condition, ...], conversation: Conversation) -> bool:
    """Whether all conditions hold. A false one settles it; else an unknown fact raises :class:`Unknown`."""
    unknown = None
    values = conversation.values
    for condition in conditions:
        fact = condition.fact
        value = values[fact] if fact in values else value_of(conversation, fact)
        if value is None:
            unknown = unknown or condition
        elif value is condition.value and condition.operator == "is":
            continue  # yes or no, as most conditions are: some hundred times a draft
        elif not condition.holds(value):
            return False
    if unknown is not None:
        raise Unknown(needs_of(conversation, unknown.fact))
    return True
