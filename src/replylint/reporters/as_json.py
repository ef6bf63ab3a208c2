"""``--format json`` and ``jsonl``: the report contract, version 1."""

from __future__ import annotations

from typing import IO, Any

from ..findings import Finding, Fix
from ..readers.places import Places
from ..readers.results import Checked, Summary
from ..rulebook.loader import Rulebook
from ..version import __version__
from .escaping import json_text

VERSION = 1


def reply_record(checked: Checked) -> dict[str, Any]:
    """One reply as the contract has it."""
    report, card = checked.report, checked.report.scorecard
    place = checked.places() if report.findings else None
    return {
        "source": checked.source,
        "id": checked.exchange.id,
        "title": checked.exchange.title,
        "score": _number(card.score),
        "grade": card.grade,
        "passed": checked.passed,
        "auto_fail": card.auto_fail,
        "categories": {
            name: {"score": _number(c.score), "lost": _number(c.lost)} for name, c in card.categories.items()
        },
        "facts": report.facts,
        "findings": [
            _finding(finding, points, place)
            for finding, points in zip(report.findings, card.points, strict=True)
            if place
        ],
        "not_applicable": [{"rule": n.rule, "needs": n.needs} for n in report.not_applicable],
        "skipped": [
            {"kind": part.kind, "start_line": part.start_line, "end_line": part.end_line} for part in checked.skipped
        ],
    }


def _finding(finding: Finding, points: float, place: Places) -> dict[str, Any]:
    line, column = place(finding.span.start)
    end_line, end_column = place(finding.span.end)
    return {
        "rule": finding.rule,
        "category": finding.category,
        "severity": finding.severity,
        "message": finding.message,
        "why": finding.why,
        "found": finding.found,
        "span": {"start": finding.span.start, "end": finding.span.end},
        "line": line,
        "column": column,
        "end_line": end_line,
        "end_column": end_column,
        "points": _number(points),
        "fix": _fix(finding.fix),
        **({"hold_until": finding.hold_until} if finding.hold_until else {}),
    }


def _fix(fix: Fix | None) -> dict[str, Any] | None:
    if fix is None:
        return None
    edits = [{"start": e.span.start, "end": e.span.end, "text": e.text} for e in fix.edits]
    return {"title": fix.title, "safety": fix.safety, "edits": edits}


def _number(value: float) -> float | int:
    return int(value) if value == int(value) else value


class JsonLinesReporter:
    """One reply object a line, as soon as it is checked."""

    format = "jsonl"

    def __init__(self, out: IO[str], width: int | None = None) -> None:
        self._out = out

    def begin(self, rulebook: Rulebook) -> None:
        pass

    def put(self, text: str) -> None:
        """Takes replies that another reporter of this format has written."""
        self._out.write(text)

    def reply(self, checked: Checked) -> None:
        self._out.write(json_text(reply_record(checked)) + "\n")

    def close(self, summary: Summary, statistics: bool) -> None:
        pass


class JsonReporter:
    """One object for the run: the summary, then all replies."""

    def __init__(self, out: IO[str], width: int | None = None) -> None:
        self._out = out
        self._replies: list[dict[str, Any]] = []

    def begin(self, rulebook: Rulebook) -> None:
        pass

    def reply(self, checked: Checked) -> None:
        self._replies.append(reply_record(checked))

    def close(self, summary: Summary, statistics: bool) -> None:
        document: dict[str, Any] = {
            "version": VERSION,
            "tool": {"name": "replylint", "version": __version__},
            "summary": {
                "replies": summary.replies,
                "failed": summary.failed,
                "score": summary.score,
                "findings": summary.findings,
            },
            "replies": self._replies,
        }
        if statistics:
            document["statistics"] = summary.rules
        self._out.write(json_text(document, indent=1) + "\n")
