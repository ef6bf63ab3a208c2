"""The end of a run with ``--baseline``: it is written when asked to, and never otherwise."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

from ..atomic import write_whole
from ..baseline import Baseline, Entry, key_of, render_baseline
from ..exchange import Exchange
from ..findings import Finding


def end_baseline(
    path: Path, baseline: Baseline | None, collected: Iterable[tuple[str, Exchange, Finding]] | None, *, write: bool
) -> None:
    """Writes the findings that are left of ``baseline``, or the ``collected`` ones as a new one; else tells of entries no longer needed."""
    if baseline is not None and not write:
        if stale := len(baseline.stale):
            told = ("entry is", "it") if stale == 1 else ("entries are", "them")
            sys.stderr.write(f"{path}: {stale} {told[0]} no longer needed: --write-baseline drops {told[1]}\n")
        return
    if baseline is not None:
        entries, dropped = baseline.shrunk(), len(baseline.stale)
        said = f"entries: {len(entries)} left, {dropped or 'none'} dropped or smaller"
    else:
        counts = Counter(
            (key_of(finding, exchange), finding.rule, source) for source, exchange, finding in collected or ()
        )
        entries = [Entry(key, rule, source, count) for (key, rule, source), count in counts.items()]
        written = counts.total()
        said = f"{written} finding{'s' if written != 1 else ''} written"
    write_whole(path, render_baseline(entries).encode())
    sys.stderr.write(f"{path}: {said}\n")
