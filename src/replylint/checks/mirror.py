"""``mirror``: a fact of the draft within a band of the same fact of the incoming message."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Literal

from ..facts.core import FACT_KINDS, Conversation
from ..record import record
from ..shape import option
from .core import Breach, Check, known_value, marks_of, number, place


@record
class Mirror(Check):
    """What the draft is, held beside what the incoming message is.

    The band for numbers: at most ``times`` × theirs, or theirs ``plus`` something, but never judged below ``floor``;
    at least theirs divided by ``fraction``, judged only when theirs is ``from`` or more. ``same`` wants equal values.
    """

    fact: str = option("the fact of the draft")
    of: str | None = option("the fact of the incoming message, if it is another", None)
    times: float | None = option("the most, as a multiple of theirs", None)
    plus: float | None = option("the most, as a difference from theirs", None)
    floor: float = option("no maximum is ever below this", 0)
    fraction: float | None = option("the least: theirs divided by this", None)
    from_: float = option("the least is asked only when theirs is at least this", 0)
    same: bool = option("the values must be equal", False)
    at: str | None = option("a fact whose first place the finding points at", None)
    confirm: str | None = option("a costlier fact of the draft that must exceed the most as well, if given", None)
    place: Literal["start", "body_start", "before_sign_off", "end"] = option(
        "where the finding points otherwise", "start"
    )

    VALUES = frozenset({"value", "theirs", "max", "min", "target"})

    def validate(self) -> None:
        if self.times is None and self.plus is None and self.fraction is None and not self.same:
            raise ValueError("mirror needs times, plus, fraction or same")

    def facts(self) -> Mapping[str, tuple[str, ...]]:
        kinds = tuple(FACT_KINDS.values()) if self.same else ("a number", "places")
        named = {self.fact: kinds, f"incoming.{self.of or self.fact}": kinds}
        named |= {self.at: ("places",)} if self.at else {}
        return named | ({self.confirm: ("a number", "places")} if self.confirm else {})

    def run(self, conversation: Conversation, owner: str) -> Iterator[Breach]:
        theirs = known_value(conversation, f"incoming.{self.of or self.fact}")
        ours = known_value(conversation, self.fact)
        where = next(iter(marks_of(conversation, self.at)), None) if self.at else None
        where = where or place(conversation.draft, self.place)
        if self.same:
            if ours != theirs:
                yield Breach(
                    where, {"value": str(ours), "theirs": str(theirs), "max": "", "min": "", "target": str(theirs)}
                )
            return
        ours, theirs = _amount(ours), _amount(theirs)
        most, least = self._most(theirs), self._least(theirs)
        values = {
            "value": number(ours),
            "theirs": number(theirs),
            "max": number(round(most)),
            "min": number(round(least)),
        }
        if ours > most and (self.confirm is None or _amount(known_value(conversation, self.confirm)) > most):
            yield Breach(where, {**values, "target": number(round(most))})
        elif ours < least:
            yield Breach(where, {**values, "target": number(round(least))})

    def _most(self, theirs: float) -> float:
        bounds = [
            self.times * theirs if self.times is not None else None,
            theirs + self.plus if self.plus is not None else None,
        ]
        given = [bound for bound in bounds if bound is not None]
        return max(self.floor, *given) if given else float(10**9)

    def _least(self, theirs: float) -> float:
        return theirs / self.fraction if self.fraction and theirs >= self.from_ else 0


def _amount(value: Any) -> float:
    """A number, or how many places there are."""
    return len(value) if isinstance(value, tuple) else value
