"""``--format checkstyle``: Checkstyle's XML, which most CI servers read. Columns count characters."""

from __future__ import annotations

from typing import IO

from ..findings import Severity
from ..readers.results import Checked, Summary
from ..rulebook.loader import Rulebook
from .markup import escaped, escaped_line
from .paths import shown_path

FORMAT_VERSION = "4.3"
"""The version of Checkstyle whose format this is. Readers want the attribute and do not look at it."""
LEVELS: dict[Severity, str] = {"error": "error", "warning": "warning", "suggestion": "info"}


class CheckstyleReporter:
    """One ``file`` for each run of replies from the same file, clean ones too; one ``error`` a finding."""

    def __init__(self, out: IO[str], width: int | None = None) -> None:
        self._out = out
        self._open = False
        self._source: str | None = None

    def begin(self, rulebook: Rulebook) -> None:
        pass

    def reply(self, checked: Checked) -> None:
        self._enter(checked.source)
        if not checked.report.findings:
            return
        place = checked.places()
        for finding in checked.report.findings:
            line, column = place(finding.span.start)
            self._out.write(
                f'    <error line="{line}" column="{column}" severity="{LEVELS[finding.severity]}" '
                f'message="{escaped_line(finding.message)}" source="replylint.{escaped_line(finding.rule)}"/>\n'
            )

    def close(self, summary: Summary, statistics: bool) -> None:
        self._start()
        self._leave()
        self._out.write("</checkstyle>\n")

    def _start(self) -> None:
        if not self._open:
            self._open = True
            self._out.write(f'<?xml version="1.0" encoding="UTF-8"?>\n<checkstyle version="{FORMAT_VERSION}">\n')

    def _enter(self, source: str) -> None:
        if source == self._source:
            return
        self._start()
        self._leave()
        self._source = source
        self._out.write(f'  <file name="{escaped(shown_path(source))}">\n')

    def _leave(self) -> None:
        if self._source is not None:
            self._out.write("  </file>\n")
            self._source = None
