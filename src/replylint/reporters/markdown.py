"""``--format markdown``: a summary for a CI job or a pull request.

GitHub takes comments of up to 65,536 characters. The report stays below 60,000: what does not fit is left out, the best replies
first, and the last line says how much that was. What users wrote is told as text: it is no Markdown, no HTML, and calls nobody.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import IO

from ..findings import Severity
from ..lazy import lazy
from ..readers.results import Checked, Summary
from ..record import record
from ..rulebook.loader import Rulebook
from .markup import escaped_line, legal_line
from .paths import shown_path
from .privacy import Privacy
from .text import by_count
from .wording import by_severity, count, counts, name_of, replies, verdict

LIMIT = 60_000
_RESERVE = 400
"""Room for the line that says what was left out."""
_TRIES = 20
"""After so many replies that do not fit into the rest of the room, no more are tried."""
MOST_ROWS = 20
MOST_RULES = 60
MOST_FINDINGS = 30
LONGEST_NAME, LONGEST_MESSAGE = 80, 300

_SPECIAL = lazy(r"[\\`*_\[\]~|$]|(?<=:)//|(?<=\b[wW]{3})\.")
_CALLS = lazy(r"[@#](?=\w)|:(?=\w+:)")
_SILENT = "\u200b"
"""A character of no width, so that a forge calls nobody, links no issue and draws no picture."""


@record
class Note:
    """A finding as it is told."""

    severity: Severity
    rule: str
    line: int
    column: int
    message: str
    points: float


@record
class Entry:
    """What is kept of a reply until the end of the run: only of one that has findings or does not pass."""

    name: str
    path: str
    line: int
    score: float
    passed: bool
    auto_fail: str | None
    notes: tuple[Note, ...]
    counts: str


class MarkdownReporter:
    """A headline, the worst replies, the findings by rule, and the findings of each reply."""

    def __init__(self, out: IO[str], width: int | None = None) -> None:
        self._out = out
        self._privacy = Privacy()
        self._entries: list[Entry] = []

    def begin(self, rulebook: Rulebook) -> None:
        self._privacy.hear(rulebook)

    def reply(self, checked: Checked) -> None:
        if checked.report.findings or not checked.passed:
            self._entries.append(entry(checked, self._privacy))

    def close(self, summary: Summary, statistics: bool) -> None:
        self._out.writelines(page(summary, sorted(self._entries, key=lambda e: (e.passed, e.score))))


def entry(checked: Checked, privacy: Privacy) -> Entry:
    """What is kept of a checked reply."""
    report, place = checked.report, checked.places()
    notes = []
    for finding, points in zip(report.findings, report.scorecard.points, strict=True):
        line, column = place(finding.span.start)
        notes.append(Note(finding.severity, finding.rule, line, column, finding.message, points))
    return Entry(
        name=privacy.name(checked, name_of(checked.exchange)),
        path=shown_path(checked.source),
        line=place(0)[0],
        score=report.scorecard.score,
        passed=checked.passed,
        auto_fail=report.scorecard.auto_fail,
        notes=tuple(notes),
        counts=counts(by_severity(report.findings)),
    )


# The page -----------------------------------------------------------------------------------------------------------


def page(summary: Summary, entries: list[Entry]) -> Iterator[str]:
    """The report in parts, together below ``LIMIT``. ``entries`` are the worst first."""
    head = _headline(summary)
    yield head
    if not entries:
        return
    room = LIMIT - _RESERVE - len(head)
    for block in (_worst(entries, room // 2), _rules(summary, room // 4)):
        room -= len(block)
        yield block
    title = "\n### Findings of each reply\n"
    room -= len(title)
    yield title
    left: list[Entry] = []
    for one in entries:
        block = _details(one) if len(left) < _TRIES else ""
        if block and len(block) <= room:
            room -= len(block)
            yield block
        else:
            left.append(one)
    if left:
        found = count(sum(len(e.notes) for e in left), "finding")
        yield f"\n_Left out to stay below {LIMIT:,} characters: {found} of {replies(len(left))}._\n"


def _headline(summary: Summary) -> str:
    title = f"## replylint: {verdict(summary.replies, summary.failed)}\n"
    if not summary.replies:
        return title
    return f"{title}\n**{'Score' if summary.replies == 1 else 'Mean score'} {summary.score:g}** of 100 · {counts(summary.findings)}\n"


def _worst(entries: list[Entry], room: int) -> str:
    """The table of replies that did not pass or lost most."""
    head = "\n| Reply | Where | Score | Passes | Findings |\n| --- | --- | ---: | --- | --- |\n"
    rows = [
        f"| {cell(e.name, LONGEST_NAME) or '–'} | {cell(f'{e.path}:{e.line}', 240, keep_end=True)} | {e.score:g} "
        f"| {'yes' if e.passed else '**no**'} | {e.counts}{f'; `{e.auto_fail}` makes it 0' if e.auto_fail else ''} |\n"
        for e in entries[:MOST_ROWS]
    ]
    return _table(head, rows, len(entries), room - len(head), "with findings")


def _rules(summary: Summary, room: int) -> str:
    head = "\n### Findings by rule\n\n| Rule | Findings |\n| --- | ---: |\n"
    rules = by_count(summary)
    rows = [f"| `{rule}` | {number:,} |\n" for rule, number in rules[:MOST_RULES]]
    return _table(head, rows, len(rules), room - len(head), "")


def _table(head: str, rows: Iterable[str], total: int, room: int, what: str) -> str:
    """As many rows as there is room for, and a line with the number of the others."""
    taken = []
    for row in rows:
        room -= len(row)
        if room < 0:
            break
        taken.append(row)
    rest = total - len(taken)
    more = f"\n… and {rest:,} more{f' {what}' if what else ''}\n" if rest else ""
    return "".join([head, *taken, more]) if taken else more


def _details(one: Entry) -> str:
    """The findings of one reply, folded."""
    name = escaped_line(_calling_nobody(_cut(one.name, LONGEST_NAME)))
    where = escaped_line(_calling_nobody(_cut(f"{one.path}:{one.line}", 240, keep_end=True)))
    label = f"<strong>{name}</strong> · {where}" if name else where
    lines = [
        f"- {note.severity} `{note.rule}` at {note.line}:{note.column}, {_price(note.points)}: "
        f"{cell(note.message, LONGEST_MESSAGE)}\n"
        for note in one.notes[:MOST_FINDINGS]
    ]
    if len(one.notes) > MOST_FINDINGS:
        lines.append(f"- … and {len(one.notes) - MOST_FINDINGS:,} more\n")
    found = count(len(one.notes), "finding")
    return f"\n<details><summary>{label} · score {one.score:g} · {found}</summary>\n\n{''.join(lines)}\n</details>\n"


def _price(points: float) -> str:
    return f"−{points:g}" if points else "no further points"


# User text ----------------------------------------------------------------------------------------------------------


def cell(text: str, most: int, *, keep_end: bool = False) -> str:
    """User text as it is, in a table's cell or elsewhere on a line of Markdown, at most so many characters of it."""
    shown = _SPECIAL.sub(_inert, _calling_nobody(legal_line(_cut(text, most, keep_end=keep_end))))
    for sign, entity in (("&", "&amp;"), ("<", "&lt;"), (">", "&gt;")):
        shown = shown.replace(sign, entity)
    return shown


def _calling_nobody(text: str) -> str:
    """``text`` in which a forge finds no account, issue or picture."""
    return _CALLS.sub(lambda match: match.group() + _SILENT, text)


def _inert(match: re.Match[str]) -> str:
    return "".join("\\" + character for character in match.group())


def _cut(text: str, most: int, *, keep_end: bool = False) -> str:
    text = " ".join(text.split())
    if len(text) <= most:
        return text
    return "…" + text[1 - most :] if keep_end else text[: most - 1] + "…"
