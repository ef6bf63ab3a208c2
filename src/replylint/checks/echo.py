"""``echo``: what the customer brought up is taken up in the draft."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Literal

from ..facts.core import Conversation, Mark, Reading
from ..record import record
from ..shape import option
from .core import Breach, Check, Unknown, known_value, place


@record
class Echo(Check):
    """Each place of a fact is a thing of the customer's that the draft leaves out; or a fact must hold.

    With ``missing``, a fact that lists what the draft does not take up (places in the incoming message, or none), there
    is one finding for each. With ``taken_up``, a fact that is true or false, there is one finding when it is false.
    """

    missing: str | None = option("a fact whose places in the incoming message the draft leaves out", None)
    taken_up: str | None = option("a fact that says whether the draft takes it up", None)
    most: int = option("at most so many findings", 3)
    place: Literal["start", "body_start", "before_sign_off", "end"] = option(
        "where the findings point", "before_sign_off"
    )

    VALUES = frozenset({"quote", "count"})

    def validate(self) -> None:
        if (self.missing is None) == (self.taken_up is None):
            raise ValueError("echo needs either missing or taken_up")

    def facts(self) -> Mapping[str, tuple[str, ...]]:
        if self.taken_up:
            return {self.taken_up: ("true or false", "places")}
        return {self.missing: ("places",)} if self.missing else {}

    def run(self, conversation: Conversation, owner: str) -> Iterator[Breach]:
        where = place(conversation.draft, self.place)
        if self.taken_up:
            if not known_value(conversation, self.taken_up):
                yield Breach(where, {"quote": "", "count": "1"})
            return
        incoming = conversation.incoming
        if incoming is None:
            raise Unknown("the incoming message")
        left_out = known_value(conversation, self.missing or "")
        for mark in left_out[: self.most]:
            yield Breach(where, {"quote": quote(incoming, mark), "count": str(len(left_out))})


def quote(reading: Reading, mark: Mark, most: int = 80) -> str:
    """What stands at ``mark``, on one line, not longer than ``most`` characters."""
    written = " ".join(reading.text[mark.start : mark.end].split())
    return written if len(written) <= most else written[: most - 1].rstrip() + "…"
