"""Draws ``examples/report.svg``, the picture in the README: ``python tests/replylint_picture.py`` writes it anew."""

from __future__ import annotations

import io
from pathlib import Path

from rich.console import Console
from rich.text import Text

from replylint import lint
from replylint.commands.checking import Given, Run, Wanted
from replylint.readers.document import Document
from replylint.readers.places import in_text
from replylint.readers.results import Checked
from replylint.reporters.layout import reply_lines
from replylint.reporters.terminal import COLOURS
from replylint.reporters.text import TextReporter

ROOT = Path(__file__).parent.parent


def picture() -> str:
    """The report of the first example, as rich draws it on a terminal of 80 columns."""
    path = ROOT / "examples/late-parcel/draft.txt"
    run = Run(Given(), Wanted(), TextReporter(io.StringIO()))
    settings, rulebook = run._for(str(path))
    document = Document("draft.txt", path.read_text("utf-8"))
    exchange = run._exchange(document, settings, rulebook)
    checked = Checked("draft.txt", exchange, lint(exchange, rulebook), lambda: in_text(document.text), False)
    console = Console(
        record=True,
        width=80,
        file=io.StringIO(),
        highlight=False,
        markup=False,
        emoji=False,
        force_terminal=True,
        color_system="truecolor",
    )
    for line in reply_lines(checked, 80):
        console.print(Text.assemble(*[(text, COLOURS[style]) for text, style in line]), soft_wrap=True)
    return console.export_svg(title="replylint check draft.txt --incoming message.txt", unique_id="replylint")


if __name__ == "__main__":
    (ROOT / "examples/report.svg").write_text(picture(), "utf-8")
