"""The full report as lines of styled pieces, for any width; who prints them decides about colour."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence

from ..findings import Finding, Severity, Span
from ..fixer import apply_edits
from ..readers.results import Checked, Summary
from .safe_text import one_line, visible
from .wrap import columns, cut, wrap

Piece = tuple[str, str]
"""Text and the name of its style: one of :data:`STYLES`."""
Line = list[Piece]
Secrets = Sequence[tuple[str, str]]
"""What must not be printed, each with what is shown in its place."""

STYLES = ("plain", "dim", "title", "error", "warning", "suggestion", "removed", "added", "green", "yellow", "red")
_BAR = 20
_SIGNS = {"error": "✖", "warning": "▲", "suggestion": "·"}


def reply_lines(checked: Checked, width: int) -> Iterator[Line]:
    """The report of one reply; of a canned one without its scores by category, and none at all when nothing is wrong."""
    is_canned = checked.exchange.is_canned
    if is_canned and not checked.report.findings:
        return
    yield _heading(checked, width)
    yield []
    findings = checked.report.findings
    yield from _draft_lines(checked.exchange.draft.text, findings, width)
    yield []
    points = checked.report.scorecard.points
    secrets = _secrets(checked.exchange.draft.text, findings)
    for number, (finding, cost) in enumerate(zip(findings, points, strict=True), 1):
        yield from _finding_lines(number, finding, cost, checked.exchange.draft.text, secrets, width)
        yield []
    if is_canned:
        yield next(iter(_score_lines(checked)))
    else:
        yield from _score_lines(checked)
        yield from _not_applicable_lines(checked, width)
        yield from _skipped_lines(checked, width)
    yield []


def _heading(checked: Checked, width: int) -> Line:
    exchange = checked.exchange
    named = exchange.id if exchange.is_canned else exchange.title or exchange.id
    known = [exchange.channel, exchange.visibility if exchange.channel else None, named]
    if exchange.is_canned:
        known += [exchange.title if exchange.title != exchange.id else None, exchange.locale]
    if exchange.customer.name:
        known.append(f"to {exchange.customer.name}")
    if exchange.draft.at:
        known.append(f"sent {exchange.draft.at:%a %d %b %Y %H:%M}")
    if exchange.timezone_source:
        known.append(exchange.timezone_source)
    rest = "".join(f" · {one_line(str(part))}" for part in known if part)
    place = f":{checked.places()(0)[0]}" if exchange.is_canned else ""
    return [(one_line(checked.source) + place, "title"), (cut(rest, max(10, width - columns(checked.source))), "dim")]


# The draft, with its words marked -----------------------------------------------------------------------------------


def _draft_lines(text: str, findings: tuple[Finding, ...], width: int) -> Iterator[Line]:
    shown, shift = _without_private(text, findings)
    gutter = len(str(shown.count("\n") + 1))
    coming = sorted(((n, shift(f.span), f.severity) for n, f in enumerate(findings, 1)), key=lambda m: -m[1].start)
    near: list[tuple[int, Span, Severity]] = []
    start = 0
    for number, line in enumerate(shown.split("\n"), 1):
        pieces = wrap(line, max(20, width - gutter - 8))
        for row, (offset, piece) in enumerate(pieces):
            label = str(number) if row == 0 else ""
            low = start + offset
            last = row == len(pieces) - 1
            high = low + len(piece)
            while coming and coming[-1][1].start <= high:
                near.append(coming.pop())
            near = [mark for mark in near if mark[1].end >= low]
            marks = sorted((n, s, sev) for n, span, sev in near if (s := _part(span, low, high, last)) is not None)
            yield [(f"{label:>{gutter + 2}} │ ", "dim"), *_styled(piece, marks)]
            for markers in _marker_rows(piece, marks):
                yield [(f"{'':>{gutter + 2}} │ ", "dim"), *markers]
        start += len(line) + 1


def _without_private(text: str, findings: tuple[Finding, ...]) -> tuple[str, Callable[[Span], Span]]:
    """The text with masked findings masked, and the map of spans into it."""
    masked = sorted({(f.span.start, f.span.end, f.found) for f in findings if f.span.of(text) != f.found})
    if not masked:
        return text, lambda span: span
    places: list[int] = []
    moved = [0]
    pieces, at, delta = [], 0, 0
    for start, end, found in masked:
        if start < at:
            continue
        pieces += [text[at:start], found]
        delta += len(found) - (end - start)
        places.append(end)
        moved.append(delta)
        at = end

    def shift(span: Span) -> Span:
        start = span.start + moved[bisect_right(places, span.start)]
        end = span.end + moved[bisect_right(places, span.end)]
        return Span(start, max(start, end))

    return "".join([*pieces, text[at:]]), shift


def _part(span: Span, low: int, high: int, last: bool) -> Span | None:
    """The part of a span on one row, counted from its start; a zero-width one stays where it is."""
    if span.start == span.end:
        return (
            Span(span.start - low, span.start - low)
            if low <= span.start < high or (last and span.start == high) or low == high == span.start
            else None
        )
    start, end = max(span.start, low), min(span.end, high)
    return Span(start - low, end - low) if start < end else None


def _styled(piece: str, marks: Sequence[tuple[int, Span, str]]) -> Line:
    styles = ["plain"] * len(piece)
    for _, span, severity in reversed(marks):
        styles[span.start : span.end] = [severity] * (span.end - span.start)
    line: Line = []
    for character, style in zip(piece, styles, strict=True):
        if line and line[-1][1] == style:
            line[-1] = (line[-1][0] + character, style)
        else:
            line.append((character, style))
    return [(visible(text), style) for text, style in line]


def _marker_rows(piece: str, marks: Sequence[tuple[int, Span, str]]) -> list[Line]:
    """Rows of ``^^^ 1`` under the words; marks that would touch get a row of their own."""
    rows: list[tuple[Line, int]] = []
    for number, span, severity in sorted(marks, key=lambda mark: (mark[1].start, mark[1].end)):
        start, end = columns(piece[: span.start]), columns(piece[: span.end])
        signs = f"{'^' * (end - start) if end > start else '‸'}{number}"
        for index, (row, taken) in enumerate(rows):
            if start > taken:
                row += [(" " * (start - taken), "plain"), (signs, severity)]
                rows[index] = (row, start + len(signs))
                break
        else:
            rows.append(([(" " * start, "plain"), (signs, severity)], start + len(signs)))
    return [row for row, _ in rows]


# Findings -----------------------------------------------------------------------------------------------------------


def _finding_lines(
    number: int, finding: Finding, cost: float, text: str, secrets: Secrets, width: int
) -> Iterator[Line]:
    price = f"−{cost:g}" if cost else "−0"
    head = f"{number:>3} {_SIGNS[finding.severity]} {finding.severity}"
    rest = f"  {finding.rule}"
    yield [(head, finding.severity), (rest, "title"), (f"  {price}", "dim")]
    for _, piece in wrap(one_line(finding.message), width - 6):
        yield [("      " + piece, "plain")]
    for _, piece in wrap(one_line(finding.why), width - 6):
        yield [("      " + piece, "dim")]
    if finding.fix:
        note = " (read it before you send)" if finding.fix.safety == "unsafe" else " (safe)"
        yield [("      fix" + note, "dim")]
        yield from _diff_lines(finding, text, secrets, width)


def _diff_lines(finding: Finding, text: str, secrets: Secrets, width: int) -> Iterator[Line]:
    """The lines that the fix changes, before and after, cut round the change."""
    assert finding.fix is not None
    low = min(edit.span.start for edit in finding.fix.edits)
    high = max(edit.span.end for edit in finding.fix.edits)
    start = text.rfind("\n", 0, low) + 1
    end = text.find("\n", high)
    end = len(text) if end < 0 else end
    after = apply_edits(text, finding.fix.edits)[
        start : end + sum(len(e.text) - (e.span.end - e.span.start) for e in finding.fix.edits)
    ]
    before = text[start:end]
    for secret, shown in secrets:
        before, after = before.replace(secret, shown), after.replace(secret, shown)
    room = width - 8
    before, after = _round_change(before, after, room)
    if before.strip():
        yield [("      - " + cut(one_line(before), room), "removed")]
    for line in after.split("\n"):
        if line.strip():
            yield [("      + " + cut(one_line(line), room), "added")]


def _secrets(text: str, findings: tuple[Finding, ...]) -> Secrets:
    """What is found but must not be printed, with what is shown in its place."""
    hidden = ((f.span.of(text), f.found) for f in findings if f.span.end > f.span.start)
    return [(secret, shown) for secret, shown in dict(hidden).items() if secret != shown]


def _round_change(before: str, after: str, room: int) -> tuple[str, str]:
    """Both texts, cut to begin a few words before they differ."""
    if max(len(before), len(after)) <= room:
        return before, after
    same, step = 0, 1024
    while step:
        while before[same : same + step] == after[same : same + step] and same + step <= min(len(before), len(after)):
            same += step
        step //= 4
    from_ = max(0, same - room // 3)
    from_ = before.rfind(" ", 0, from_) + 1 if from_ else 0
    lead = "… " if from_ else ""
    to = from_ + 4 * room  # more than is shown, and no more than that is worth to be looked at
    return lead + before[from_:to], lead + after[from_:to]


# Score --------------------------------------------------------------------------------------------------------------


def _score_lines(checked: Checked) -> Iterator[Line]:
    card = checked.report.scorecard
    verdict = "passed" if checked.passed else "does not pass"
    line: Line = [
        ("  score ", "plain"),
        (f"{card.score:g}", card.grade),
        (" of 100 · ", "plain"),
        (card.grade, card.grade),
        (f" · {verdict}", "plain"),
    ]
    if card.auto_fail:
        line.append((f" · {card.auto_fail} makes it 0", "error"))
    yield line
    room = max((len(name) for name in card.categories), default=0)
    for name, category in card.categories.items():
        filled = round(category.score / 100 * _BAR)
        style = "green" if category.score >= 80 else "yellow" if category.score >= 60 else "red"
        lost = f"  −{category.lost:g}" if category.lost else ""
        yield [
            (f"    {name:<{room}} ", "plain"), ("█" * filled, style), ("░" * (_BAR - filled), "dim"),
            (f" {category.score:>3g}", "plain"), (lost, "dim"),
        ]  # fmt: skip


def _skipped_lines(checked: Checked, width: int) -> Iterator[Line]:
    """What a reader set apart, by its lines in the file."""
    if checked.skipped:
        yield []
        yield [("  set apart", "title")]
        for part in checked.skipped:
            lines = (
                f"lines {part.start_line}-{part.end_line}"
                if part.end_line > part.start_line
                else f"line {part.start_line}"
            )
            yield [(f"    {part.kind}: {lines}", "dim")]


def _not_applicable_lines(checked: Checked, width: int) -> Iterator[Line]:
    by_need: dict[str, list[str]] = {}
    for outcome in checked.report.not_applicable:
        by_need.setdefault(outcome.needs, []).append(outcome.rule)
    if not by_need:
        return
    yield []
    yield [("  not applicable", "dim")]
    for needs, rules in by_need.items():
        text = f"{', '.join(rules)}: needs {needs}"
        for row, (_, piece) in enumerate(wrap(text, width - 6)):
            yield [("    " + ("  " if row else "") + piece, "dim")]


def summary_lines(summary: Summary, statistics: bool) -> Iterator[Line]:
    """The end of a run over several replies."""
    if summary.replies != 1:
        counts = ", ".join(f"{count} {name}{'s' if count != 1 else ''}" for name, count in summary.findings.items())
        yield [
            (
                f"{summary.replies} replies, {summary.failed} do not pass, mean score {summary.score:g}: {counts}",
                "title",
            )
        ]
    if statistics:
        from .text import by_count

        for rule, count in by_count(summary):
            yield [(f"{count:6} ", "plain"), (rule, "title")]
