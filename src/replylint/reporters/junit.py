"""``--format junit``: JUnit XML, a test suite a file and a test case a reply, as GitLab and Jenkins read it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import IO

from ..findings import Finding
from ..readers.places import Places
from ..readers.results import Checked, Summary
from ..rulebook.loader import Rulebook
from .escaping import xml_attributes, xml_text
from .paths import report_path
from .safe_text import one_line
from .wording import by_severity, caption, counts, message_line


class Suite:
    """The cases of one file."""

    def __init__(self, path: str) -> None:
        self.path = path
        self.cases: list[str] = []
        self.failures = 0
        self._names: dict[str, int] = {}

    def add(self, checked: Checked) -> None:
        """Adds the case of one reply."""
        name = self._name(caption(checked.exchange) or self.path.rpartition("/")[2])
        self.cases.append(case(checked, self.path, name))
        self.failures += not checked.passed

    def _name(self, wanted: str) -> str:
        """A name that no other case of the suite has: GitLab leaves out all but one of those that are named alike."""
        name = wanted
        while name in self._names:
            self._names[wanted] += 1
            name = f"{wanted} #{self._names[wanted]}"
        self._names[name] = 1
        return name


class JunitReporter:
    """Suites with their counts, which stand before the cases: nothing can be written before the last reply."""

    def __init__(self, out: IO[str], width: int | None = None) -> None:
        self._out = out
        self._suites: dict[str, Suite] = {}

    def begin(self, rulebook: Rulebook) -> None:
        pass

    def reply(self, checked: Checked) -> None:
        path = report_path(checked.source)
        self._suites.setdefault(path, Suite(path)).add(checked)

    def close(self, summary: Summary, statistics: bool) -> None:
        totals = {"name": "replylint", "tests": summary.replies, "failures": summary.failed, "errors": 0}
        self._out.write(f'<?xml version="1.0" encoding="UTF-8"?>\n<testsuites{xml_attributes(totals)}>\n')
        for suite in self._suites.values():
            totals = {"tests": len(suite.cases), "failures": suite.failures, "errors": 0, "skipped": 0}
            self._out.write(f" <testsuite{xml_attributes({'name': suite.path, 'file': suite.path, **totals})}>\n")
            self._out.writelines(suite.cases)
            self._out.write(" </testsuite>\n")
        self._out.write("</testsuites>\n")


def case(checked: Checked, path: str, name: str) -> str:
    """The test case of one reply."""
    failing, others = _divided(checked)
    place = checked.places() if checked.report.findings else None
    inside = ""
    if not checked.passed:
        message = f"{counts(by_severity(checked.report.findings))}; score {checked.report.scorecard.score:g} of 100"
        attributes = xml_attributes({"message": message, "type": "replylint"})
        inside += f"   <failure{attributes}>{_lines(failing, path, place)}</failure>\n"
    if others:
        inside += f"   <system-out>{_lines(others, path, place)}</system-out>\n"
    opening = f"  <testcase{xml_attributes({'name': name, 'classname': _class_name(path)})}"
    return f"{opening}>\n{inside}  </testcase>\n" if inside else f"{opening}/>\n"


def _divided(checked: Checked) -> tuple[list[Finding], list[Finding]]:
    """The findings that tell why a reply failed, and the rest: suggestions, and all of a reply that passed."""
    findings = checked.report.findings
    if checked.passed:
        return [], list(findings)
    failing = [finding for finding in findings if finding.severity != "suggestion"] or list(findings)
    return failing, [finding for finding in findings if finding not in failing]


def _lines(findings: Iterable[Finding], path: str, place: Places | None) -> str:
    """Each finding with its place, its reason and its fix."""
    rows = []
    for finding in findings:
        if place is not None:
            line, column = place(finding.span.start)
            rows.append(f"{path}:{line}:{column}: {finding.severity} {finding.rule} {message_line(finding)}")
            rows.append(f"    {one_line(finding.why)}")
            if finding.fix is not None:
                rows.append(f"    {one_line(finding.fix.title)}")
    return xml_text("\n".join(rows))


def _class_name(path: str) -> str:
    """The path as Java writes the name of a class, from which Jenkins makes its tree of folders."""
    return ".".join(part.replace(".", "_") for part in path.split("/") if part) or "replylint"
