"""``--format rdjson``: reviewdog's diagnostic format.

Its columns count the bytes of a line in UTF-8, from 1; a byte order mark is not counted. They are told where the line of the
file is known: where the reply's own line stands in the file as it is, from the first column on. Elsewhere, as inside JSON,
only characters can be counted: there the lines are told, without columns, and without the suggestions that need them.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import IO, Any

from ..findings import Finding, Severity, Span
from ..fixer import apply_edits
from ..privacy import touching
from ..readers.results import Checked, Summary
from ..rulebook.loader import Rulebook
from .markup import legal, legal_line
from .paths import shown_path
from .privacy import Privacy

LEVELS: dict[Severity, str] = {"error": "ERROR", "warning": "WARNING", "suggestion": "INFO"}
Position = dict[str, int]


class RdjsonReporter:
    """One object for the run, one line a finding."""

    def __init__(self, out: IO[str], width: int | None = None) -> None:
        self._out = out
        self._encode = json.JSONEncoder(ensure_ascii=False).encode
        self._privacy = Privacy()
        self._before = '{"source": {"name": "replylint"}, "diagnostics": [\n'

    def begin(self, rulebook: Rulebook) -> None:
        self._privacy.hear(rulebook)

    def reply(self, checked: Checked) -> None:
        for diagnostic in diagnostics(checked, self._privacy):
            self._out.write(self._before + self._encode(diagnostic))
            self._before = ",\n"

    def close(self, summary: Summary, statistics: bool) -> None:
        self._out.write((self._before if self._before != ",\n" else "\n") + "]}\n")


def diagnostics(checked: Checked, privacy: Privacy) -> list[dict[str, Any]]:
    """What reviewdog is told of one reply."""
    findings = checked.report.findings
    if not findings:
        return []
    path, position = shown_path(checked.source), positions(checked)
    secrets = privacy.spans(checked)
    made = []
    for finding in findings:
        diagnostic: dict[str, Any] = {
            "message": legal_line(f"{finding.message} {finding.why}"),
            "location": {"path": path, "range": _range(position, finding.span)},
            "severity": LEVELS[finding.severity],
            "code": {"value": finding.rule},
        }
        suggestion = _suggestion(checked.exchange.draft.text, finding, position, secrets)
        if suggestion:
            diagnostic["suggestions"] = [suggestion]
        made.append(diagnostic)
    return made


def positions(checked: Checked) -> Callable[[int], Position]:
    """From offsets in the draft to lines in the file, with byte columns where they can be known."""
    text, place = checked.exchange.draft.text, checked.places()
    spread = place(0) != place(len(text))
    """False where the reader knows no better than one place for the whole reply."""

    def position(offset: int) -> Position:
        line, column = place(offset)
        start = text.rfind("\n", 0, offset) + 1
        if not spread or place(start) != (line, 1) or column != offset - start + 1:
            return {"line": line}
        return {"line": line, "column": len(text[start:offset].encode("utf-8", "surrogatepass")) + 1}

    return position


def _range(position: Callable[[int], Position], span: Span) -> dict[str, Position]:
    """Columns stand at both ends or at neither: reviewdog then takes whole lines."""
    start, end = position(span.start), position(span.end)
    if "column" in start and "column" in end:
        return {"start": start, "end": end}
    return {"start": {"line": start["line"]}, "end": {"line": end["line"]}}


def _suggestion(
    text: str, finding: Finding, position: Callable[[int], Position], secrets: tuple[Span, ...]
) -> dict[str, Any] | None:
    """The safe fix as one replacement: reviewdog takes several suggestions as a choice between them."""
    fix = finding.fix
    if fix is None or fix.safety != "safe" or not fix.edits:
        return None
    whole = Span(min(e.span.start for e in fix.edits), max(e.span.end for e in fix.edits))
    place = _range(position, whole)
    quotes = touching(whole, secrets) or touching(finding.span, secrets)
    after = apply_edits(text[: whole.end], fix.edits)[whole.start :]
    if "column" not in place["start"] or legal(after) != after or quotes:
        return None
    return {"range": place, "text": after}
