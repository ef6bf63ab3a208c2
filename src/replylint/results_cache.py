"""Reports of replies that have not changed, kept between runs by the content of the reply and the state of the rulebook.

One file a library in the user's cache folder. What is damaged, foreign or of another state is ignored and made anew.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from .exchange import Exchange
from .findings import Edit, Finding, Fix, NotApplicable, Report, Span
from .linter import score
from .packing import pack, unpacker
from .rulebook import Rulebook
from .rulebook.cache import cache_folder, code_stamp, digest_of, read_sealed, write_sealed

_RECORDS: dict[str, type[Any]] = {part.__name__: part for part in (Edit, Finding, Fix, NotApplicable, Span)}
_unpack = unpacker(_RECORDS)


class ResultsCache:
    """The reports of one library. Nothing is kept when the rulebook has no digest or there is no cache folder.

    Kept are findings and facts; what they cost is counted again, and what did not apply, which is the same for most replies, stands
    once in a table.
    """

    def __init__(self, library: str, rulebook: Rulebook, *, enabled: bool = True) -> None:
        self._rulebook = rulebook
        folder = cache_folder() if rulebook.digest and enabled else None
        self._path: Path | None = None
        self._known: dict[str, list[Any]] = {}
        self._used: dict[str, list[Any]] = {}
        self._needs: list[tuple[NotApplicable, ...]] = []
        self._numbers: dict[tuple[NotApplicable, ...], int] = {}
        if folder is not None:
            code = code_stamp("facts", "models", "data")
            self._path = (
                folder
                / f"results-{digest_of(f'{library} {rulebook.digest} {code}'.encode('utf-8', 'surrogatepass'))}.cache"
            )
            self._load(read_sealed(self._path))

    def _load(self, payload: bytes | None) -> None:
        try:
            if payload is not None:
                data = json.loads(payload)
                needs = [tuple(NotApplicable(*item) for item in items) for items in data["needs"]]
                self._known, self._needs = dict(data["replies"]), needs
                self._numbers = {items: number for number, items in enumerate(needs)}
        except (ValueError, KeyError, TypeError):
            self._known = {}

    def get(self, exchange: Exchange, rulebook: Rulebook) -> Report | None:
        """The report of an exchange that was checked before."""
        key = self._key(exchange, rulebook)
        kept = self._known.get(key)
        if kept is None:
            return None
        try:
            packed, facts, number = kept
            findings = tuple(json.loads(packed, object_hook=_unpack)) if packed else ()
            report = Report(findings, self._needs[number], score(findings, rulebook, exchange), facts)
        except (ValueError, KeyError, TypeError, IndexError):
            return None
        self._used[key] = kept
        return report

    def put(self, exchange: Exchange, rulebook: Rulebook, report: Report) -> None:
        """Remembers a report."""
        if self._path is None:
            return
        number = self._numbers.setdefault(report.not_applicable, len(self._numbers))
        if number == len(self._needs):
            self._needs.append(report.not_applicable)
        findings = [pack(finding) for finding in report.findings]
        packed = json.dumps(findings, ensure_ascii=False, separators=(",", ":")) if findings else ""
        self._used[self._key(exchange, rulebook)] = [packed, report.facts, number]

    def save(self) -> None:
        """Writes what this run has used; a cache that cannot be written is no error."""
        if self._path is not None and self._used.keys() != self._known.keys():
            needs = [[[item.rule, item.needs] for item in items] for items in self._needs]
            data = json.dumps({"needs": needs, "replies": self._used}, ensure_ascii=False, separators=(",", ":"))
            write_sealed(self._path, data.encode("utf-8", "surrogatepass"))

    def _key(self, exchange: Exchange, rulebook: Rulebook) -> str:
        left_out = "" if rulebook is self._rulebook else rulebook.digest
        return digest_of(f"{exchange!r}{left_out}".encode("utf-8", "surrogatepass"))
