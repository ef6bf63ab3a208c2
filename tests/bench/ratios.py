"""Ratios of medians with their spread: what is the same on a fast machine and on a slow one."""

from __future__ import annotations

import statistics
from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Ratio:
    """How many times the one takes what the other takes: of medians, and the 10-90 % range of the paired ratios."""

    median: float
    low: float
    high: float
    pairs: int

    def __str__(self) -> str:
        return f"{short(self.median)} ({short(self.low)}–{short(self.high)})"


def ratio(ours: Sequence[float], theirs: Sequence[float]) -> Ratio:
    """``ours`` over ``theirs``, which were measured in turn, A B A B."""
    if len(ours) != len(theirs) or not ours:
        raise ValueError("pairs are needed: as many of the one as of the other")
    paired = [a / b for a, b in zip(ours, theirs, strict=True)]
    whole = statistics.median(ours) / statistics.median(theirs)
    return Ratio(whole, quantile(paired, 0.1), quantile(paired, 0.9), len(paired))


def quantile(values: Sequence[float], share: float) -> float:
    """The value below which ``share`` of the values lie, between neighbours in a straight line."""
    ordered = sorted(values)
    place = share * (len(ordered) - 1)
    below = int(place)
    above = min(below + 1, len(ordered) - 1)
    return ordered[below] + (ordered[above] - ordered[below]) * (place - below)


def short(value: float) -> str:
    """Three figures, and never an exponent."""
    if value >= 100:
        return f"{value:,.0f}"
    return f"{value:.1f}" if value >= 10 else f"{value:.2f}" if value >= 0.1 else f"{value:.3f}"
