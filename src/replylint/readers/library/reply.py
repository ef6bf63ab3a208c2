"""A canned reply, as a reader finds it."""

from __future__ import annotations

from ...record import record
from .sourced import Encode, Sourced


@record
class Suppression:
    """A note in the place where a reply lives that silences rules there: ``replylint: ignore no-all-caps -- product name``.

    ``rules`` is empty for all. ``line`` is where it stands.
    """

    rules: tuple[str, ...]
    reason: str
    line: int


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
