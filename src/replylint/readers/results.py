"""A checked reply: what was read, and what is said of it. What reporters get."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from ..exchange import Exchange
from ..findings import SEVERITIES, Finding, Report, Severity
from ..record import record
from .places import Place, Places


@record
class Skipped:
    """What a reader set apart from a draft: its kind, and its first and last line in the file, from 1."""

    kind: str
    start_line: int
    end_line: int


@record
class Checked:
    """One reply of a run: where it came from, the exchange, the report, where its characters stand in the file, and what
    else is in the file."""

    source: str
    exchange: Exchange
    report: Report
    locate: Callable[[], Places]
    passed: bool
    skipped: tuple[Skipped, ...] = ()

    def places(self) -> Places:
        """From offsets in the draft to lines and columns in the file."""
        return self.locate()

    def place(self, finding: Finding) -> Place:
        """Where a finding begins, in the file."""
        return self.places()(finding.span.start)


def passes(report: Report, fail_on: Severity, min_score: float | None) -> bool:
    """Whether no finding is at or above ``fail_on`` and the score is not below ``min_score``."""
    if failing(report.findings, fail_on):
        return False
    return min_score is None or report.scorecard.score >= min_score


def failing(findings: Iterable[Finding], fail_on: Severity) -> list[Finding]:
    """The findings at or above ``fail_on``."""
    severities = SEVERITIES[: SEVERITIES.index(fail_on) + 1]
    return [finding for finding in findings if finding.severity in severities]


class Summary:
    """Running totals of a run."""

    def __init__(self) -> None:
        self.replies = 0
        self.failed = 0
        self.total_score = 0.0
        self.findings: dict[Severity, int] = dict.fromkeys(SEVERITIES, 0)
        self.rules: dict[str, int] = {}

    def add(self, checked: Checked) -> None:
        """Counts one reply."""
        self.replies += 1
        self.failed += not checked.passed
        self.total_score += checked.report.scorecard.score
        for finding in checked.report.findings:
            self.findings[finding.severity] += 1
            self.rules[finding.rule] = self.rules.get(finding.rule, 0) + 1

    def merge(self, other: Summary) -> None:
        """Counts what another one has counted."""
        self.replies += other.replies
        self.failed += other.failed
        self.total_score += other.total_score
        for severity, count in other.findings.items():
            self.findings[severity] += count
        for rule, count in other.rules.items():
            self.rules[rule] = self.rules.get(rule, 0) + count

    @property
    def score(self) -> float:
        """The mean score, to a tenth; 100 for no replies."""
        return round(self.total_score / self.replies, 1) if self.replies else 100.0
