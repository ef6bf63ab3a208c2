"""Reports of replies that have not changed, kept between runs by the content of the reply and the state of the rulebook.

One file a library in the user's cache folder. What is damaged, foreign or of another state is ignored and made anew.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from .exchange import Exchange
from .findings import CategoryScore, Edit, Finding, Fix, NotApplicable, Report, Scorecard, Span
from .packing import pack, unpacker
from .rulebook.cache import cache_folder, digest_of, read_sealed, write_sealed

_RECORDS: dict[str, type[Any]] = {
    part.__name__: part for part in (CategoryScore, Edit, Finding, Fix, NotApplicable, Report, Scorecard, Span)
}


class ResultsCache:
    """The reports of one library. Nothing is kept when ``rulebook_digest`` is empty or there is no cache folder."""

    def __init__(self, library: str, rulebook_digest: str) -> None:
        folder = cache_folder() if rulebook_digest else None
        self._path: Path | None = None
        self._known: dict[str, str] = {}
        self._used: dict[str, str] = {}
        if folder is not None:
            self._path = folder / f"results-{digest_of(f'{library} {rulebook_digest}'.encode())}.cache"
            payload = read_sealed(self._path)
            if payload is not None:
                try:
                    self._known = dict(json.loads(payload))
                except (ValueError, TypeError):
                    self._known = {}

    def get(self, exchange: Exchange, rulebook: str) -> Report | None:
        """The report of an exchange that was checked before, by the rulebook with this digest."""
        key = self._key(exchange, rulebook)
        packed = self._known.get(key)
        if packed is None:
            return None
        try:
            report = json.loads(packed, object_hook=unpacker(_RECORDS))
        except (ValueError, KeyError, TypeError):
            return None
        self._used[key] = packed
        return report if isinstance(report, Report) else None

    def put(self, exchange: Exchange, rulebook: str, report: Report) -> None:
        """Remembers a report."""
        if self._path is not None:
            self._used[self._key(exchange, rulebook)] = json.dumps(
                pack(report), ensure_ascii=False, separators=(",", ":")
            )

    def save(self) -> None:
        """Writes what this run has used; a cache that cannot be written is no error."""
        if self._path is not None and self._used.keys() != self._known.keys():
            write_sealed(self._path, json.dumps(self._used, ensure_ascii=False).encode("utf-8", "surrogatepass"))

    def _key(self, exchange: Exchange, rulebook: str) -> str:
        return digest_of(f"{rulebook} {exchange!r}".encode("utf-8", "surrogatepass"))
