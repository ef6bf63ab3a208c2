"""``--format report``: the full report for people. Colours only on a terminal; rich is imported only for them."""

from __future__ import annotations

import os
from collections.abc import Iterable
from typing import IO, Any

from ..readers.results import Checked, Summary
from ..rulebook.loader import Rulebook
from .layout import Line, reply_lines, summary_lines

PLAIN_WIDTH = 80
MAX_WIDTH = 100

COLOURS = {
    "plain": "",
    "dim": "dim",
    "title": "bold",
    "error": "bold red",
    "warning": "bold dark_orange",
    "suggestion": "bold blue",
    "removed": "red",
    "added": "green",
    "green": "bold green",
    "yellow": "bold dark_orange",
    "red": "bold red",
}
"""Colours that read on dark and on light grounds: no yellow, no white, no cyan."""


class TerminalReporter:
    """The draft with its words marked, the findings, the score, what did not apply."""

    def __init__(self, out: IO[str], width: int | None = None) -> None:
        self._out = out
        self._colours = out.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"
        self._width = width or (min(MAX_WIDTH, _columns()) if out.isatty() else PLAIN_WIDTH)
        self._console: Any = None

    def begin(self, rulebook: Rulebook) -> None:
        pass

    def reply(self, checked: Checked) -> None:
        self._print(reply_lines(checked, self._width))

    def close(self, summary: Summary, statistics: bool) -> None:
        self._print(summary_lines(summary, statistics))

    def _print(self, lines: Iterable[Line]) -> None:
        if not self._colours:
            self._out.writelines("".join(text for text, _ in line).rstrip() + "\n" for line in lines)
            return
        from rich.console import Console
        from rich.text import Text

        if self._console is None:
            self._console = Console(file=self._out, width=self._width, highlight=False, markup=False, emoji=False)
        for line in lines:
            self._console.print(Text.assemble(*[(text, COLOURS[style]) for text, style in line]), soft_wrap=True)


def _columns() -> int:
    import shutil

    return max(40, shutil.get_terminal_size((PLAIN_WIDTH, 24)).columns)
