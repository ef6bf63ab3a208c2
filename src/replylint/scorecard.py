"""Findings → points: no number without its reason."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from .findings import CategoryScore, Finding, Grade, Scorecard, Severity
from .record import record

POINTS: dict[Severity, float] = {"error": 25, "warning": 8, "suggestion": 2}
"""What a finding costs, unless its rule says otherwise."""
GREEN, YELLOW = 80, 60
"""Least scores of the grades."""
MOST_FINDINGS = 2
"""A rule costs at most so many times the price of one finding."""


@record
class Price:
    """What a rule's findings cost: ``points`` each, or everything when ``auto_fail`` is set. A finding that is not sure costs no more
    than its severity, and never everything."""

    points: float | None = None
    auto_fail: bool = False

    def of(self, finding: Finding) -> float:
        """The points that a finding costs."""
        usual = POINTS[finding.severity]
        if self.points is None:
            return usual
        return self.points if finding.is_sure else min(self.points, usual)


def tally(findings: Iterable[Finding], prices: Mapping[str, Price], categories: Iterable[str]) -> Scorecard:
    """The scorecard: ``100 − Σ over rules of min(2p, p × findings)``, never below 0, overall and by category."""
    counts: dict[str, int] = {}
    lost = dict.fromkeys(categories, 0.0)
    points = []
    auto_fail = None
    for finding in findings:
        price = prices.get(finding.rule, Price())
        cost = price.of(finding)
        counts[finding.rule] = counts.get(finding.rule, 0) + 1
        cost = cost if counts[finding.rule] <= MOST_FINDINGS else 0.0
        points.append(cost)
        lost[finding.category] = lost.get(finding.category, 0.0) + cost
        if price.auto_fail and auto_fail is None and finding.is_sure:
            auto_fail = finding.rule
    score = 0.0 if auto_fail else max(0.0, 100 - sum(lost.values()))
    scores = {name: CategoryScore(max(0.0, 100 - points_lost), points_lost) for name, points_lost in lost.items()}
    return Scorecard(score, grade(score), auto_fail, tuple(points), scores)


def grade(score: float) -> Grade:
    """``green`` from 80, ``yellow`` from 60, else ``red``."""
    return "green" if score >= GREEN else "yellow" if score >= YELLOW else "red"
