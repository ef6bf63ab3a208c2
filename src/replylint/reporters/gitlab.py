"""``--format gitlab``: a Code Quality report, the subset of the Code Climate format that GitLab reads."""

from __future__ import annotations

from typing import IO, Any

from ..findings import Finding
from ..readers.results import Checked, Summary
from ..rulebook.loader import Rulebook
from .escaping import json_text
from .fingerprints import Fingerprints
from .paths import report_path
from .wording import caption, message_line

SEVERITIES = {"error": "major", "warning": "minor", "suggestion": "info"}
"""GitLab's names, of ``info``, ``minor``, ``major``, ``critical`` and ``blocker``."""
AUTO_FAIL = "critical"
"""For findings that make the score 0."""


class GitlabReporter:
    """A JSON array with one issue a finding, as soon as it is found."""

    def __init__(self, out: IO[str], width: int | None = None) -> None:
        self._out = out
        self._fingerprints = Fingerprints()
        self._auto_fail: set[str] = set()
        self._between = "[\n"

    def begin(self, rulebook: Rulebook) -> None:
        self._auto_fail |= {rule.id for rule in rulebook.rules if rule.file.auto_fail}

    def reply(self, checked: Checked) -> None:
        if not checked.report.findings:
            return
        place, path = checked.places(), report_path(checked.source)
        for finding in checked.report.findings:
            issue = self._issue(finding, checked, path, place(finding.span.start)[0])
            self._out.write(self._between + json_text(issue))
            self._between = ",\n"

    def close(self, summary: Summary, statistics: bool) -> None:
        self._out.write("[]\n" if self._between == "[\n" else "\n]\n")

    def _issue(self, finding: Finding, checked: Checked, path: str, line: int) -> dict[str, Any]:
        known = caption(checked.exchange)
        message = message_line(finding)
        return {
            "description": f"{known}: {message}" if known else message,
            "check_name": finding.rule,
            # GitLab shows findings with the same fingerprint once, in whatever file they are.
            "fingerprint": self._fingerprints.of(finding, checked.exchange, path, with_path=True),
            "severity": AUTO_FAIL
            if finding.is_sure and finding.rule in self._auto_fail
            else SEVERITIES[finding.severity],
            "location": {"path": path, "lines": {"begin": line}},
        }
