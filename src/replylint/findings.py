"""What is said: spans, edits, fixes, findings and the report that holds them.

A finding is complete when it is made: plain data, frozen, with its place, its reason and its mend.
"""

from __future__ import annotations

from typing import Literal

from .record import record

Severity = Literal["error", "warning", "suggestion"]
Safety = Literal["safe", "unsafe"]
Grade = Literal["green", "yellow", "red"]

SEVERITIES: tuple[Severity, ...] = ("error", "warning", "suggestion")


def milder(one: Severity, other: Severity) -> Severity:
    """The one that weighs less."""
    return max(one, other, key=SEVERITIES.index)


@record
class Span:
    """A half-open range of characters in a text. Something missing has zero width, where it belongs."""

    start: int
    end: int

    def __post_init__(self) -> None:
        if not 0 <= self.start <= self.end:
            raise ValueError(f"not a span: {self.start}..{self.end}")

    def __lt__(self, other: Span) -> bool:
        return (self.start, self.end) < (other.start, other.end)

    def of(self, text: str) -> str:
        """The characters of ``text`` that this span covers."""
        return text[self.start : self.end]

    def overlaps(self, other: Span) -> bool:
        """Whether both share a character, or stand at the same place with zero width."""
        return (self.start < other.end and other.start < self.end) or self == other


@record
class Edit:
    """Put ``text`` where ``span`` is."""

    span: Span
    text: str


@record
class Fix:
    """Edits that mend one finding.

    ``safe`` means mechanical, with the meaning unchanged; ``unsafe`` is wording that a person should read.
    """

    title: str
    edits: tuple[Edit, ...]
    safety: Safety


@record
class Finding:
    """One breach of one rule. ``found`` and ``message`` are masked where the text is private. ``hold_until`` is when it is none any
    more, ISO 8601 with offset, where waiting mends it. ``is_sure`` is false for a check that its rule lets weigh less: such a finding
    makes no score 0."""

    rule: str
    category: str
    severity: Severity
    span: Span
    found: str
    message: str
    why: str
    fix: Fix | None = None
    hold_until: str | None = None
    is_sure: bool = True


@record
class NotApplicable:
    """A rule that refers to something unknown, and what it would have needed."""

    rule: str
    needs: str


@record
class CategoryScore:
    """Points lost in one category, and what is left of 100."""

    score: float
    lost: float


@record
class Scorecard:
    """Points: 100 less what each finding costs. ``points`` runs parallel to the findings of the report."""

    score: float
    grade: Grade
    auto_fail: str | None
    points: tuple[float, ...]
    categories: dict[str, CategoryScore]


FactValue = str | int | float | bool | None


@record
class Report:
    """All that is said of one draft, in reading order."""

    findings: tuple[Finding, ...]
    not_applicable: tuple[NotApplicable, ...]
    scorecard: Scorecard
    facts: dict[str, FactValue]
