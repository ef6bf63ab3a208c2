"""What makes a finding the same finding in the next run, though it may stand on another line."""

from __future__ import annotations

from hashlib import sha256

from ..exchange import Exchange
from ..findings import Finding


class Fingerprints:
    """Fingerprints of a run's findings, no two alike within one file.

    They are made of the rule, the reply's id or title and the words that were found (masked where they are private: a digest of a
    phone number gives it away). Repeated ones are numbered in reading order.
    """

    def __init__(self) -> None:
        self._seen: dict[tuple[str, ...], int] = {}

    def of(self, finding: Finding, exchange: Exchange, path: str, *, with_path: bool) -> str:
        """The fingerprint of the next finding. ``with_path`` tells those of different files apart as well."""
        content = (finding.rule, exchange.id or exchange.title or "", " ".join(finding.found.split()))
        number = self._seen[(path, *content)] = self._seen.get((path, *content), 0) + 1
        parts = (*content, str(number), path) if with_path else (*content, str(number))
        return sha256("\0".join(parts).encode("utf-8", "surrogatepass")).hexdigest()[:32]
