"""A baseline: the findings that an old library already has, so that only new ones fail.

Findings are known by their content, not by their line: the rule, the reply's name, and the sentence that is wrong, as a digest, so that
the file tells nothing private. It only shrinks: writing it again drops what has been mended and adds nothing.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path

from .errors import ConfigError
from .exchange import Exchange
from .findings import Finding
from .record import record, replace

VERSION = 1


@record
class Entry:
    """So many findings of one rule with one content, and where they were when the baseline was written."""

    key: str
    rule: str
    source: str
    count: int


def key_of(finding: Finding, exchange: Exchange) -> str:
    """What a finding is known by."""
    import hashlib

    text = exchange.draft.text
    start = max(text.rfind(mark, 0, finding.span.start) for mark in ".!?\n") + 1
    ends = [at for mark in ".!?\n" if (at := text.find(mark, finding.span.end)) >= 0]
    sentence = (
        " ".join(text[start : min(ends, default=len(text))].split()).casefold()
        if finding.span.end > finding.span.start
        else ""
    )
    told = "\0".join((finding.rule, exchange.id or exchange.title or "", sentence, finding.found.casefold()))
    return hashlib.blake2s(told.encode("utf-8", "surrogatepass"), digest_size=12).hexdigest()


def read_baseline(path: Path) -> list[Entry]:
    """The entries in ``path``; raises ConfigError."""
    try:
        data = json.loads(path.read_text("utf-8"))
        if data["version"] != VERSION:
            raise ValueError(f"version {data['version']} is not {VERSION}")
        return [Entry(str(e["key"]), str(e["rule"]), str(e["source"]), int(e["count"])) for e in data["findings"]]
    except FileNotFoundError:
        raise ConfigError(f"{path}: no such baseline; write one with --write-baseline") from None
    except OSError as error:
        raise ConfigError(f"{path}: cannot be read: {error.strerror}") from None
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise ConfigError(f"{path}: not a baseline of replylint: {str(error) or type(error).__name__}") from None


def render_baseline(entries: Iterable[Entry]) -> str:
    """The text of a baseline file, one finding a line, sorted, so that merges are easy."""
    lines = [
        json.dumps({"rule": e.rule, "source": e.source, "key": e.key, "count": e.count}, ensure_ascii=False)
        for e in sorted(entries, key=lambda e: (e.source, e.rule, e.key))
    ]
    body = ",\n  ".join(lines)
    return (
        f'{{"version": {VERSION}, "tool": "replylint", "findings": [\n  {body}\n]}}\n'
        if lines
        else f'{{"version": {VERSION}, "tool": "replylint", "findings": []}}\n'
    )


class Baseline:
    """Takes known findings out of reports, and keeps count of what it met."""

    def __init__(self, entries: Iterable[Entry]) -> None:
        self._entries = list(entries)
        self._met = [0] * len(self._entries)
        self._numbers: dict[str, list[int]] = {}
        for number, entry in enumerate(self._entries):
            self._numbers.setdefault(entry.key, []).append(number)
        self._seen: set[tuple[str, str]] = set()
        self._folders: set[Path] = set()

    def known(self, findings: Iterable[Finding], exchange: Exchange, source: str, rules: Iterable[str]) -> set[int]:
        """Which of the findings in a file, held against these rules, are in the baseline; of its own entries first."""
        self._seen.update((source, rule) for rule in rules)
        self._folders.add(Path(source).parent)
        found = set()
        for number, finding in enumerate(findings):
            same = self._numbers.get(key_of(finding, exchange), ())
            left = [n for n in same if self._met[n] < self._entries[n].count]
            if left:
                self._met[min(left, key=lambda n: self._entries[n].source != source)] += 1
                found.add(number)
        return found

    @property
    def stale(self) -> list[Entry]:
        """Entries of which nothing, or less than before, is left, where this run looked or where nothing is any more."""
        return [e for e, met in zip(self._entries, self._met, strict=True) if met < e.count and self._is_known(e)]

    def shrunk(self) -> list[Entry]:
        """The entries that are still needed."""
        counted = zip(self._entries, self._met, strict=True)
        left = [replace(e, count=met) if self._is_known(e) else e for e, met in counted]
        return [e for e in left if e.count]

    def _is_known(self, entry: Entry) -> bool:
        """Whether this run held the entry's rule against its file, or the file is gone from a folder of which it read another: a path
        that leads nowhere may have been written in another folder."""
        if (entry.source, entry.rule) in self._seen:
            return True
        path = Path(entry.source)
        return path.parent in self._folders and not path.exists()
