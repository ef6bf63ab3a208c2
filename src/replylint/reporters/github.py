"""``--format github``: workflow commands, which GitHub Actions shows as annotations beside the drafts."""

from __future__ import annotations

from typing import IO

from ..findings import SEVERITIES, Finding, Severity
from ..readers.places import Places
from ..readers.results import Checked, Summary
from ..rulebook.loader import Rulebook
from .paths import report_path
from .safe_text import one_line, visible
from .text import by_count
from .wording import caption, counts, message_line

COMMANDS: dict[Severity, str] = {"error": "error", "warning": "warning", "suggestion": "notice"}
MOST = 10
"""GitHub shows so many annotations of each kind for a step, and drops the rest without a word."""


class GithubReporter:
    """The first annotations of each kind, worst first, then how many more there are, then a summary for the log."""

    def __init__(self, out: IO[str], width: int | None = None) -> None:
        self._out = out
        self._kept: dict[Severity, list[str]] = {severity: [] for severity in SEVERITIES}

    def begin(self, rulebook: Rulebook) -> None:
        pass

    def reply(self, checked: Checked) -> None:
        wanted = [finding for finding in checked.report.findings if len(self._kept[finding.severity]) < MOST]
        if not wanted:
            return
        place, path = checked.places(), report_path(checked.source)
        for finding in wanted:
            kept = self._kept[finding.severity]
            if len(kept) < MOST:
                kept.append(annotation(finding, checked, path, place))

    def close(self, summary: Summary, statistics: bool) -> None:
        if any(count > MOST for count in summary.findings.values()):
            del self._kept["suggestion"][MOST - 1 :]  # room for the last notice
        for commands in self._kept.values():
            self._out.writelines(command + "\n" for command in commands)
        more: dict[Severity, int] = {name: summary.findings[name] - len(kept) for name, kept in self._kept.items()}
        if any(more.values()):
            self._out.write(command("notice", {"title": "replylint found more"}, _more(more)) + "\n")
        self._out.write(
            f"replylint: {summary.replies} {'reply' if summary.replies == 1 else 'replies'} checked, "
            f"{summary.failed} failed, score {summary.score:g}: {counts(summary.findings)}\n"
        )
        if statistics:
            self._out.writelines(f"{count:6} {rule}\n" for rule, count in by_count(summary))


def annotation(finding: Finding, checked: Checked, path: str, place: Places) -> str:
    """The command that annotates one finding."""
    line, column = place(finding.span.start)
    end_line, _ = place(finding.span.end)
    known = caption(checked.exchange)
    where: dict[str, object] = {"file": visible(path), "line": line, "endLine": end_line}
    if line == end_line:
        where["col"] = column  # GitHub wants no columns for more than one line
    where["title"] = f"{finding.rule} · {known}" if known else finding.rule
    return command(COMMANDS[finding.severity], where, f"{message_line(finding)}\n{one_line(finding.why)}")


def command(name: str, properties: dict[str, object], message: str) -> str:
    """A workflow command. What would end it, a property or the line is escaped, so that no text can start another."""
    listed = ",".join(f"{key}={_property(str(value))}" for key, value in properties.items())
    return f"::{name} {listed}::{_data(message)}"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")


def _more(left: dict[Severity, int]) -> str:
    return f"Not shown here: {counts(left)}. GitHub shows {MOST} annotations of a kind; --format text lists all."
