"""Messages with ``{values}`` in them. The template is the rule's; what is filled in is only ever data."""

from __future__ import annotations

from collections.abc import Mapping

from ..lazy import lazy
from ..record import record

_VALUE = lazy(r"\{([a-z_]+)\}")

COMMON = frozenset({"found", "note", "kind", "customer", "channel"})
"""Values that every rule's message may show."""


@record
class Template:
    """Text and the names of values, in turn."""

    parts: tuple[str, ...]

    @property
    def names(self) -> tuple[str, ...]:
        """The values that it shows."""
        return self.parts[1::2]

    def fill(self, values: Mapping[str, str | None]) -> str | None:
        """The text with the values in it; ``None`` when one of them is unknown."""
        pieces = []
        for number, part in enumerate(self.parts):
            piece = values.get(part) if number % 2 else part
            if piece is None:
                return None
            pieces.append(piece)
        return "".join(pieces)


def parse_template(text: str) -> Template:
    """The template in ``text``."""
    return Template(tuple(_VALUE.split(text)))
