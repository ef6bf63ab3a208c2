"""``check`` on exchanges as JSON Lines: line by line, by one process or several, in order, without holding more than a few lines."""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator
from functools import partial
from itertools import chain, islice

from ..bulk import chunks, in_order
from ..exchange import Exchange
from ..findings import Report, Severity
from ..linter import lint
from ..readers.exchanges import Line, RawLine, read_exchanges
from ..readers.places import in_json_line
from ..readers.results import Checked, Summary, passes
from ..record import record
from ..reporters import make_reporter
from ..rulebook import Rulebook

CHUNK = 64
"""Lines that a process takes at a time: tens of milliseconds of work."""
TEXT_KEY = ("draft", "text")


@record
class Job:
    """All that a process needs to know of a run. ``format`` is that of the report, if each reply's part of it stands for itself."""

    name: str
    base: Exchange
    rulebook: Rulebook
    fail_on: Severity
    min_score: float | None
    format: str | None


@record
class Rendered:
    """What some lines came to: their part of the report, their totals, and what could not be read."""

    text: str
    summary: Summary
    problems: tuple[str, ...]


Linted = tuple[Line, Report | None]
"""A line and its report, or why it is no exchange."""


def rendered(job: Job, lines: Iterable[RawLine], jobs: int) -> Iterator[Rendered]:
    """The parts of the report, in order."""
    size = CHUNK if jobs > 1 else 1
    return in_order(_render, job, chunks(lines, size), jobs)


def linted(job: Job, lines: Iterable[RawLine], jobs: int) -> Iterator[Linted]:
    """The lines with their reports, in order."""
    size = CHUNK if jobs > 1 else 1
    return chain.from_iterable(in_order(_lint, job, chunks(lines, size), jobs))


def worth_processes(lines: Iterator[RawLine]) -> tuple[bool, Iterator[RawLine]]:
    """Whether there are so many lines that starting processes pays, and the lines, of which some had to be read to know."""
    first = list(islice(lines, 4 * CHUNK))
    return len(first) == 4 * CHUNK, chain(first, lines)


def checked_line(job: Job, exchange: Exchange, report: Report, line: Line) -> Checked:
    """A line as reporters get it."""
    locate = partial(in_json_line, line.raw, TEXT_KEY, line.number)
    return Checked(job.name, exchange, report, locate, passes(report, job.fail_on, job.min_score))


def _lint(job: Job, lines: list[RawLine]) -> list[Linted]:
    return [
        (line, lint(line.exchange, job.rulebook) if line.exchange is not None else None)
        for line in read_exchanges(lines, job.name, job.base, job.rulebook.channels)
    ]


def _render(job: Job, lines: list[RawLine]) -> Rendered:
    out, summary = io.StringIO(), Summary()
    reporter = make_reporter(job.format or "jsonl", out)
    problems = []
    for line, report in _lint(job, lines):
        if line.exchange is None or report is None:
            problems.append(line.error or "")
            continue
        checked = checked_line(job, line.exchange, report, line)
        summary.add(checked)
        reporter.reply(checked)
    return Rendered(out.getvalue(), summary, tuple(problems))


__all__ = ["Job", "Linted", "Rendered", "linted", "rendered", "worth_processes"]
