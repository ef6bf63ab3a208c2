"""What all series share: where they work, what they measure, on what, and how often."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from .corpus import Corpus
from .tools import Replylint, Tool

EXAMPLE = Path(__file__).resolve().parents[2] / "examples/late-parcel"


@dataclass(frozen=True)
class Sizes:
    """How much is measured, and how often."""

    rounds: int = 21
    bulk_rounds: int = 7
    long_rounds: int = 3
    replies: int = 2000
    files: int = 300
    warm: int = 2000
    many: int = 20_000
    growth: int = 10
    kinds: int = 1000
    hostile_size: int = 100_000
    limit: int = 60

    @classmethod
    def quick(cls) -> Sizes:
        """A few minutes for everything: to see that it runs, not to compare."""
        return cls(
            rounds=7,
            bulk_rounds=3,
            long_rounds=1,
            replies=300,
            files=60,
            warm=500,
            many=1000,
            growth=4,
            kinds=100,
            hostile_size=30_000,
            limit=5,
        )

    def __str__(self) -> str:
        return (
            f"{self.rounds} rounds of single checks, {self.bulk_rounds} in bulk, {self.long_rounds} of jobs and growth; {self.replies:,} replies in one"
            f" process, {self.files:,} files, {self.warm:,} warm exchanges, {self.many:,} for jobs and growth (× {self.growth}); {self.kinds:,}"
            f" hostile texts of {self.hostile_size:,} bytes, {self.limit} s at most for each"
        )


@dataclass(frozen=True)
class Setting:
    """One run of the benchmark."""

    scratch: Path
    replylint: Replylint
    corpus: Corpus
    sizes: Sizes
    peers: Callable[[], Sequence[Tool]]
    say: Callable[[str], None]

    def folder(self, name: str) -> Path:
        """An empty folder for a series."""
        path = self.scratch / "work" / name
        shutil.rmtree(path, ignore_errors=True)
        path.mkdir(parents=True)
        return path
