"""``limit``: a number, or a count of places, between bounds."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Literal

from ..facts.core import Conversation, Mark, Marks
from ..record import record
from ..shape import option
from .core import Breach, Check, known_value, number, place


@record
class Limit(Check):
    """A fact's number, or how many places it has, at least ``min`` and at most ``max``.

    For places, the finding points at each one too many; for a number, at ``place``.
    """

    fact: str = option("the fact to hold within bounds")
    kinds: tuple[str, ...] = option("count only these kinds of the fact's places", ())
    min: float | str | None = option("least, or the name of a fact that says so", None)
    max: float | str | None = option("most, or the name of a fact that says so", None)
    place: Literal["start", "body_start", "before_sign_off", "end"] = option("where a number's finding points", "end")

    VALUES = frozenset({"value", "min", "max", "over", "under"})

    def validate(self) -> None:
        if self.min is None and self.max is None:
            raise ValueError("limit needs min or max")

    def facts(self) -> Mapping[str, tuple[str, ...]]:
        names = (self.fact, *(bound for bound in (self.min, self.max) if isinstance(bound, str)))
        return dict.fromkeys(names, ("a number", "places"))

    def run(self, conversation: Conversation, owner: str) -> Iterator[Breach]:
        value = known_value(conversation, self.fact)
        low, high = _bound(conversation, self.min), _bound(conversation, self.max)
        marks: Marks = ()
        if isinstance(value, tuple):
            marks = tuple(m for m in value if m.kind in self.kinds) if self.kinds else value
            value = len(marks)
        values = {"value": number(value), "min": number(low or 0), "max": number(high or 0)}
        if low is not None and value < low:
            yield Breach(place(conversation.draft, self.place), {**values, "under": number(low - value), "over": "0"})
        if high is not None and value > high:
            values |= {"over": number(value - high), "under": "0"}
            surplus = marks[int(high) :] if marks else (place(conversation.draft, self.place),)
            yield from (Breach(Mark(m.start, m.end, m.kind, m.note), values) for m in surplus)


def _bound(conversation: Conversation, bound: float | str | None) -> float | None:
    if isinstance(bound, str):
        value: Any = known_value(conversation, bound)
        return float(len(value)) if isinstance(value, tuple) else float(value)
    return bound
