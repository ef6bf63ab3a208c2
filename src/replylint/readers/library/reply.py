"""A canned reply, as a reader finds it."""

from __future__ import annotations

from ...record import record
from ..sourced import Encode, Sourced


@record
class Suppression:
    """A note in the place where a reply lives that silences rules there: ``replylint: ignore RULE -- reason``.

    ``rules`` is empty for all.
    """

    rules: tuple[str, ...]
    reason: str


def parse_suppression(written: str) -> Suppression:
    """``RULE, RULE -- why``, as a comment, a field of a record or a column of a table has it."""
    rules, _, reason = written.partition("--")
    names = tuple(name for name in rules.replace(",", " ").split() if name not in ("ignore", "all"))
    return Suppression(names, reason.strip())


@record
class CannedReply:
    """One reply of a library. ``encode`` writes new text for it into the source; ``None`` where the format does not map one to one."""

    body: Sourced
    id: str | None = None
    title: str | None = None
    locale: str | None = None
    channel: str | None = None
    encode: Encode | None = None
    suppressions: tuple[Suppression, ...] = ()
