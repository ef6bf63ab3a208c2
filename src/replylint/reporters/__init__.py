"""Reporters: one output format a file. ``REPORTERS`` is the table of ``--format``."""

from __future__ import annotations

from collections.abc import Sequence
from importlib import import_module
from typing import IO, Protocol, cast

from ..readers.results import Checked, Summary
from ..rulebook.loader import Rulebook


class Reporter(Protocol):
    """Writes a run to a stream, reply by reply."""

    def begin(self, rulebook: Rulebook) -> None:
        """Hears of a rulebook that replies are checked by, before the first of them."""

    def reply(self, checked: Checked) -> None:
        """Takes one checked reply."""

    def close(self, summary: Summary, statistics: bool) -> None:
        """Ends the report."""


REPORTERS = {
    "report": "terminal:TerminalReporter",
    "text": "text:TextReporter",
    "json": "as_json:JsonReporter",
    "jsonl": "as_json:JsonLinesReporter",
    "sarif": "sarif:SarifReporter",
    "github": "github:GithubReporter",
    "gitlab": "gitlab:GitlabReporter",
    "junit": "junit:JunitReporter",
    "checkstyle": "checkstyle:CheckstyleReporter",
    "rdjson": "rdjson:RdjsonReporter",
    "markdown": "markdown:MarkdownReporter",
    "html": "html_page:HtmlReporter",
}
"""Format → module and class, imported when asked for."""


def make_reporter(name: str, out: IO[str], width: int | None = None) -> Reporter:
    """The reporter for format ``name``, writing to ``out``."""
    module, _, cls = REPORTERS[name].partition(":")
    return cast(Reporter, getattr(import_module(f"{__name__}.{module}"), cls)(out, width))


class Linewise(Reporter, Protocol):
    """A reporter in whose format each reply's part of the report stands for itself: it may be given finished parts."""

    format: str

    def put(self, text: str) -> None:
        """Takes replies that another reporter of this format has written."""


def linewise(reporter: Reporter) -> Linewise | None:
    """The reporter, if it is a :class:`Linewise` one."""
    return cast(Linewise, reporter) if hasattr(reporter, "put") else None


class Reporters:
    """Several reporters as one."""

    def __init__(self, reporters: Sequence[Reporter]) -> None:
        self._reporters = reporters

    def begin(self, rulebook: Rulebook) -> None:
        for reporter in self._reporters:
            reporter.begin(rulebook)

    def reply(self, checked: Checked) -> None:
        for reporter in self._reporters:
            reporter.reply(checked)

    def close(self, summary: Summary, statistics: bool) -> None:
        for reporter in self._reporters:
            reporter.close(summary, statistics)
