"""``--format text``: one line a finding, ``path:line:col: severity rule message``."""

from __future__ import annotations

from typing import IO

from ..readers.results import Checked, Summary
from ..rulebook.loader import Rulebook
from .safe_text import one_line


class TextReporter:
    """Plain lines for editors, grep and people in a hurry."""

    format = "text"

    def __init__(self, out: IO[str], width: int | None = None) -> None:
        self._out = out

    def begin(self, rulebook: Rulebook) -> None:
        pass

    def put(self, text: str) -> None:
        """Takes replies that another reporter of this format has written."""
        self._out.write(text)

    def reply(self, checked: Checked) -> None:
        findings = checked.report.findings
        if not findings:
            return
        place = checked.places()
        source = one_line(checked.source)
        for finding in findings:
            line, column = place(finding.span.start)
            self._out.write(
                f"{source}:{line}:{column}: {finding.severity} {finding.rule} {one_line(finding.message)}\n"
            )

    def close(self, summary: Summary, statistics: bool) -> None:
        if statistics:
            self._out.writelines(f"{count:6} {rule}\n" for rule, count in by_count(summary))


def by_count(summary: Summary) -> list[tuple[str, int]]:
    """Rules with their number of findings, most first."""
    return sorted(summary.rules.items(), key=lambda item: (-item[1], item[0]))
