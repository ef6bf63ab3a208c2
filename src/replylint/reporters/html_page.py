"""``--format html``: one page that needs nothing else, to read, search, sort and print.

Its policy lets it load nothing and run only its own script, known by its hash: whatever users wrote stays text.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from pathlib import Path
from typing import IO, Literal

from ..findings import SEVERITIES, Finding
from ..readers.results import Checked, Summary
from ..rulebook.loader import Rulebook
from ..scorecard import grade
from ..version import __version__
from .markup import escaped, escaped_line
from .paths import shown_path
from .privacy import Privacy
from .text import by_count
from .wording import by_severity, count, name_of, verdict

_BINS = 10
COLUMNS = ("Reply", "Where", "Score", "Passes", "Errors", "Warnings", "Suggestions")
_COUNTS = ("Errors", "Warnings", "Suggestions")


class HtmlReporter:
    """Headline figures, how the scores are spread, and a table of the replies, the worst first."""

    def __init__(self, out: IO[str], width: int | None = None) -> None:
        self._out = out
        self._privacy = Privacy()
        self._scores = [0] * _BINS
        self._rows: list[tuple[bool, float, str]] = []

    def begin(self, rulebook: Rulebook) -> None:
        self._privacy.hear(rulebook)

    def reply(self, checked: Checked) -> None:
        score = checked.report.scorecard.score
        self._scores[min(int(score * _BINS / 100), _BINS - 1)] += 1
        self._rows.append((checked.passed, score, row(checked, self._privacy, len(self._rows) + 1)))

    def close(self, summary: Summary, statistics: bool) -> None:
        self._rows.sort(key=lambda item: item[:2])
        self._out.writelines(page(summary, self._scores, (html for _, _, html in self._rows)))


# The page -----------------------------------------------------------------------------------------------------------


def page(summary: Summary, scores: list[int], rows: Iterable[str]) -> Iterator[str]:
    """The whole page in parts."""
    style, script = _part("css"), _part("js")
    title = f"replylint: {verdict(summary.replies, summary.failed)}"
    policy = f"default-src 'none'; style-src {_digest(style)}; script-src {_digest(script)}; base-uri 'none'; form-action 'none'"
    yield (
        '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{policy}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        '<meta name="referrer" content="no-referrer">\n'
        f"<title>{title}</title>\n<style>{style}</style>\n</head>\n<body>\n<main>\n<h1>{title}</h1>\n"
    )
    if summary.replies:
        yield _figures(summary)
        yield _chart(scores)
        yield _by_rule(summary)
        yield from _table(rows)
    yield f"</main>\n<footer>replylint {__version__}</footer>\n<script>{script}</script>\n</body>\n</html>\n"


def _part(kind: str) -> str:
    return Path(__file__).with_suffix(f".{kind}").read_text("utf-8")


def _digest(text: str) -> str:
    """How the policy names an inline style or script."""
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


def _figures(summary: Summary) -> str:
    passed = summary.replies - summary.failed
    figures = [
        ("Score" if summary.replies == 1 else "Mean score", f"{summary.score:g}"),
        ("Replies", f"{summary.replies:,}"),
        ("Pass", f"{passed:,}"),
        ("Do not pass", f"{summary.failed:,}"),
        *((f"{name.capitalize()}s", f"{number:,}") for name, number in summary.findings.items()),
    ]
    return f'<dl class="figures">{"".join(f"<div><dt>{n}</dt><dd>{v}</dd></div>" for n, v in figures)}</dl>\n'


def _chart(scores: list[int]) -> str:
    """Replies by score, ten points a bar. Each bar has its number above it, so that no colour needs to be told apart."""
    width, height, step = 500, 160, 500 // _BINS
    most = max(scores) or 1
    bars = []
    for number, replies in enumerate(scores):
        low = number * 100 // _BINS
        high = 100 if number == _BINS - 1 else low + 100 // _BINS - 1
        tall = round(replies / most * (height - 45), 1)
        middle = number * step + step // 2
        top = height - 22 - tall
        if replies:
            bars.append(
                f'<rect class="{grade(low)}" x="{number * step + 4}" y="{top:g}" width="{step - 8}" height="{tall:g}" rx="2"/>'
                f'<text x="{middle}" y="{top - 5:g}">{replies:,}</text>'
            )
        bars.append(f'<text x="{middle}" y="{height - 5}">{low}–{high}</text>')
    told = "; ".join(f"{n * 100 // _BINS} and more: {replies:,}" for n, replies in enumerate(scores) if replies)
    return (
        f'<h2>Scores</h2>\n<svg class="chart" viewBox="0 0 {width} {height}" role="img" aria-labelledby="chart-title chart-told">'
        f'<title id="chart-title">Number of replies by score</title><desc id="chart-told">From a score of {told}.</desc>'
        f'<line class="axis" x1="0" y1="{height - 22}" x2="{width}" y2="{height - 22}"/>{"".join(bars)}</svg>\n'
    )


def _by_rule(summary: Summary) -> str:
    if not summary.rules:
        return ""
    rows = "".join(
        f'<tr><th scope="row"><code>{escaped_line(rule)}</code></th><td class="number">{number:,}</td></tr>'
        for rule, number in by_count(summary)
    )
    return (
        f"<h2>Rules</h2>\n<details><summary>{count(len(summary.rules), 'rule')} with findings</summary>"
        '<table><thead><tr><th scope="col">Rule</th><th scope="col" class="number">Findings</th></tr></thead>'
        f"<tbody>{rows}</tbody></table></details>\n"
    )


def _table(rows: Iterable[str]) -> Iterator[str]:
    heads = "".join(f'<th scope="col"{_attributes(name)}>{name}</th>' for name in COLUMNS)
    yield (
        '<h2>Replies</h2>\n<div class="tools" hidden><label>Search in names, texts and findings'
        '<input type="search" id="search" autocomplete="off"></label>'
        '<button type="button" id="all" aria-pressed="false">Open all</button>'
        '<span id="told" class="quiet" role="status"></span></div>\n'
        f'<table id="replies"><caption>The worst replies first</caption>\n<thead><tr>{heads}</tr></thead>\n'
    )
    yield from rows
    yield "</table>\n"


def _attributes(column: str) -> str:
    """How a column's heading differs from a plain one."""
    if column == "Score":
        return ' class="number" aria-sort="ascending"'
    return ' class="number tail"' if column in _COUNTS else ""


# One reply ----------------------------------------------------------------------------------------------------------


def row(checked: Checked, privacy: Privacy, number: int) -> str:
    """A reply's line of the table, and below it, folded, its text beside its findings."""
    card, findings = checked.report.scorecard, checked.report.findings
    path = f"{shown_path(checked.source)}:{checked.places()(0)[0]}"
    name = privacy.name(checked, name_of(checked.exchange)) or f"Reply {number}"
    numbers = "".join(
        f'<td class="number tail" data-value="{found}">{found or "–"}</td>' for found in by_severity(findings).values()
    )
    zero = f" · <code>{escaped_line(card.auto_fail)}</code> makes it 0" if card.auto_fail else ""
    return (
        f'<tbody class="reply"><tr><th scope="row" dir="auto">{escaped_line(name)}</th><td>{escaped(path)}</td>'
        f'<td class="number {card.grade}" data-value="{card.score:g}">{card.score:g}</td>'
        f'<td class="{"passes" if checked.passed else "fails"}">{"yes" if checked.passed else "no"}</td>{numbers}</tr>\n'
        f'<tr><td colspan="{len(COLUMNS)}"><details><summary>Text and {count(len(findings), "finding")}{zero}</summary>'
        f'<div class="both"><div class="text" dir="auto">{marked(privacy.text(checked), findings, number)}</div>'
        f"{_findings(checked, number)}</div></details></td></tr></tbody>\n"
    )


def _findings(checked: Checked, number: int) -> str:
    report = checked.report
    if not report.findings:
        return '<p class="findings">No findings.</p>'
    items = "".join(
        f'<li id="r{number}f{n}"><p><span class="severity {f.severity}">{f.severity}</span> '
        f'<code>{escaped_line(f.rule)}</code> <span class="quiet">{f"−{points:g}" if points else "no further points"}</span></p>'
        f'<p dir="auto">{escaped_line(f.message)}</p><p class="quiet" dir="auto">{escaped_line(f.why)}</p></li>'
        for n, (f, points) in enumerate(zip(report.findings, report.scorecard.points, strict=True), 1)
    )
    return f'<ol class="findings">{items}</ol>'


def marked(text: str, findings: tuple[Finding, ...], number: int) -> str:
    """The text with the words that findings are about marked, each followed by the findings' numbers.

    Where findings overlap, a piece takes the mark of the gravest; something missing is a mark of its own, without words.
    """
    starting, ending = _by_place(findings, "start"), _by_place(findings, "end")
    over = dict.fromkeys(SEVERITIES, 0)
    pieces = []
    cuts = sorted({0, len(text), *starting, *ending})
    for start, end in pairwise([*cuts, len(text)]):
        pieces.append(_notes(ending.get(start, ()), number))
        for _, finding in ending.get(start, ()):
            over[finding.severity] -= finding.span.start < finding.span.end
        for _, finding in starting.get(start, ()):
            over[finding.severity] += finding.span.start < finding.span.end
        piece = escaped(text[start:end])
        gravest = next((severity for severity, open_ in over.items() if open_), None)
        pieces.append(f'<mark class="{gravest}">{piece}</mark>' if gravest and piece else piece)
    return "".join(pieces)


def _by_place(findings: tuple[Finding, ...], edge: Literal["start", "end"]) -> dict[int, list[tuple[int, Finding]]]:
    """The numbered findings by where they start or end."""
    places: dict[int, list[tuple[int, Finding]]] = {}
    for number, finding in enumerate(findings, 1):
        places.setdefault(getattr(finding.span, edge), []).append((number, finding))
    return places


def _notes(ending: Sequence[tuple[int, Finding]], number: int) -> str:
    """Links to the findings that end at one place; those of zero width behind a caret."""
    words = [_note(n, number) for n, f in ending if f.span.start < f.span.end]
    gaps = [(n, f.severity) for n, f in ending if f.span.start == f.span.end]
    caret = f'<mark class="{min((s for _, s in gaps), key=SEVERITIES.index)}">‸</mark>' if gaps else ""
    return "".join([*words, caret, *(_note(n, number) for n, _ in gaps)])


def _note(finding: int, number: int) -> str:
    return f'<sup><a href="#r{number}f{finding}">{finding}</a></sup>'
