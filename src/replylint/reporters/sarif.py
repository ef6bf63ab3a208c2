"""``--format sarif``: SARIF 2.1.0, for code scanning and editors."""

from __future__ import annotations

from typing import IO, Any

from ..findings import Edit, Finding, Fix, Severity, Span
from ..lazy import lazy
from ..readers.places import Places
from ..readers.results import Checked, Summary
from ..rulebook.loader import Rulebook
from ..rulebook.rule import Rule
from ..version import __version__
from .escaping import json_text
from .fingerprints import Fingerprints
from .paths import report_path, uri
from .safe_text import one_line, visible
from .wording import message_line, shortened

SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
LEVELS: dict[Severity, str] = {"error": "error", "warning": "warning", "suggestion": "note"}
ROOT = "%SRCROOT%"
"""What relative paths are relative to; whoever reads the report knows where that is."""
FINGERPRINT = "replylint/v1"
_MARKDOWN = lazy(r"[\\`*_{}\[\]<>#|&~]")
_SAME_IN_ANY_FILE = lazy(r"[\w .!?…•’“”–—-]*")
"""Text that needs no escape in JSON, YAML, CSV, HTML or Markdown."""


class SarifReporter:
    """One run. Results are written as they come; the tool and its rules follow, since later configs may add some."""

    def __init__(self, out: IO[str], width: int | None = None) -> None:
        self._out = out
        self._rules: dict[str, Rule] = {}
        self._index: dict[str, int] = {}
        self._fingerprints = Fingerprints()
        self._begun = False

    def begin(self, rulebook: Rulebook) -> None:
        for rule in rulebook.rules:
            self._rules.setdefault(rule.id, rule)
            self._index.setdefault(rule.id, len(self._index))

    def reply(self, checked: Checked) -> None:
        if not checked.report.findings:
            return
        path, place = report_path(checked.source), checked.places()
        for finding in checked.report.findings:
            result = self._result(finding, checked, path, place)
            self._out.write((",\n" if self._begun else self._head()) + json_text(result))
            self._begun = True

    def close(self, summary: Summary, statistics: bool) -> None:
        properties: dict[str, Any] = {
            "replies": summary.replies,
            "failed": summary.failed,
            "score": summary.score,
        }
        if statistics:
            properties["findingsByRule"] = summary.rules
        driver = json_text({"name": "replylint", "version": __version__})[:-1]
        rules = ",\n".join(json_text(descriptor(rule)) for rule in self._rules.values())
        root = {ROOT: {"description": {"text": "The folder that replylint ran in."}}}
        self._out.write(
            ("\n" if self._begun else self._head()) + "],\n"
            f'"tool": {{"driver": {driver}, "rules": [\n{rules}\n]}}}},\n'
            f'"originalUriBaseIds": {json_text(root)},\n'
            f'"properties": {json_text(properties)}\n'
            "}]}\n"
        )

    @staticmethod
    def _head() -> str:
        head = {"$schema": SCHEMA, "version": "2.1.0"}
        return f'{json_text(head)[:-1]}, "runs": [{{\n"columnKind": "unicodeCodePoints",\n"results": [\n'

    def _result(self, finding: Finding, checked: Checked, path: str, place: Places) -> dict[str, Any]:
        artifact = _artifact(path)
        location: dict[str, Any] = {
            "physicalLocation": {"artifactLocation": artifact, "region": _region(finding.span, checked, place)}
        }
        logical = _logical_location(checked)
        if logical:
            location["logicalLocations"] = [logical]
        index = self._index.get(finding.rule)
        rule = self._rules.get(finding.rule)
        hidden = rule is not None and rule.file.private
        fixes = _fixes(finding.fix, checked, place, artifact) if not hidden or _is_masked(finding) else []
        fingerprint = self._fingerprints.of(finding, checked.exchange, path, with_path=False)
        return {
            "ruleId": finding.rule,
            **({"ruleIndex": index} if index is not None else {}),
            "level": LEVELS[finding.severity],
            "message": {"text": _plain(message_line(finding))},
            "locations": [location],
            "partialFingerprints": {FINGERPRINT: fingerprint},
            **({"fixes": fixes} if fixes else {}),
        }


def descriptor(rule: Rule) -> dict[str, Any]:
    """A rule as SARIF describes it."""
    file = rule.file
    parts = [
        (title, " ".join(text.split()))
        for title, text in (
            ("", file.why),
            ("What counts", file.counts),
            ("What does not", file.spares),
            ("Where it comes from", file.source),
        )
        if text.strip()
    ]
    return {
        "id": rule.id,
        "shortDescription": {"text": _plain(one_line(file.title))},
        "fullDescription": {"text": _plain(one_line(file.why))},
        "help": {
            "text": visible("\n\n".join(f"{title}: {text}" if title else text for title, text in parts)),
            "markdown": visible("\n\n".join(_paragraph(title, text) for title, text in parts)),
        },
        "defaultConfiguration": {"level": LEVELS[rule.severity]},
        "properties": {"tags": [rule.category]},
    }


def _paragraph(title: str, text: str) -> str:
    escaped = _MARKDOWN.sub(r"\\\g<0>", text)
    return f"**{title}:** {escaped}" if title else escaped


def _plain(text: str) -> str:
    """Text of a message in which no link is meant.

    Braces stay single although SARIF wants them doubled: viewers take them apart only when a message has arguments.
    """
    return text.replace("](", "] (")


def _artifact(path: str) -> dict[str, Any]:
    where = uri(path)
    return {"uri": where} if where.startswith("file:") else {"uri": where, "uriBaseId": ROOT}


def _logical_location(checked: Checked) -> dict[str, str]:
    """What the reply is called."""
    title, name = checked.exchange.title, checked.exchange.id
    known = title or name
    if not known:
        return {}
    full = {"fullyQualifiedName": shortened(one_line(name))} if name else {}
    return {"name": shortened(one_line(known)), **full}


# Places and fixes ---------------------------------------------------------------------------------------------------


def _region(span: Span, checked: Checked, place: Places) -> dict[str, int]:
    line, column = place(span.start)
    if not _maps(checked, place):
        return {"startLine": line}
    end_line, end_column = place(span.end)
    return {"startLine": line, "startColumn": column, "endLine": end_line, "endColumn": end_column}


def _maps(checked: Checked, place: Places) -> bool:
    """Whether characters of the reply have places of their own in the file, not only the line they share."""
    return place(0) != place(len(checked.exchange.draft.text))


def _is_masked(finding: Finding) -> bool:
    """Whether the fix of a private finding tells no more than the finding does."""
    return finding.fix is not None and all(edit.text in ("", finding.found) for edit in finding.fix.edits)


def _fixes(fix: Fix | None, checked: Checked, place: Places, artifact: dict[str, Any]) -> list[dict[str, Any]]:
    """The fix, if its edits can be made in the file as they are.

    A file that holds more than the reply has a syntax of its own, in which a quotation mark or a line break may have to be escaped.
    """
    if fix is None or not _maps(checked, place):
        return []
    alone = place(0) == (1, 1)
    if not alone and not all(_SAME_IN_ANY_FILE.fullmatch(edit.text) for edit in fix.edits):
        return []
    return [
        {
            "description": {"text": _plain(one_line(fix.title))},
            "artifactChanges": [
                {
                    "artifactLocation": artifact,
                    "replacements": [_replacement(edit, checked, place) for edit in fix.edits],
                }
            ],
            "properties": {"safety": fix.safety},
        }
    ]


def _replacement(edit: Edit, checked: Checked, place: Places) -> dict[str, Any]:
    return {
        "deletedRegion": _region(edit.span, checked, place),
        "insertedContent": {"text": edit.text},
    }
