"""``RESULTS.md``: what was measured, on what, with what, and when."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path

from .machine import machine
from .results import Table
from .setting import Setting
from .tools import node_version

RESULTS = Path(__file__).parent / "RESULTS.md"


def document(setting: Setting, tables: Sequence[Table], *, short_run: bool, day: date) -> str:
    """The whole page."""
    tools = [("replylint", setting.replylint.version), *((tool.name, tool.version) for tool in setting.peers())]
    head = [
        "# Benchmark",
        "",
        "Written by `python tests/bench … --write`; see [README.md](README.md) for what each figure means. Figures are ratios of medians of runs in"
        " turn (A B A B), with the 10–90 % range of the paired ratios in brackets.",
        "",
    ]
    if short_run:
        head += ["**A short run with small sizes: it shows what is measured, and is no basis for comparisons.**", ""]
    head += [
        f"- Date: {day.isoformat()}",
        f"- Machine: {machine()}",
        f"- Tools: {', '.join(f'{name} {version}' for name, version in tools)}",
        f"- Python {setting.replylint.python_version}, node {node_version()}",
        f"- Corpus: {setting.corpus.source}",
        f"- Sizes: {setting.sizes}",
        "",
    ]
    return "\n".join(head) + "\n" + "\n".join(table.markdown() for table in tables)


def write(setting: Setting, tables: Sequence[Table], *, short_run: bool) -> None:
    """Writes the page beside this file."""
    RESULTS.write_text(document(setting, tables, short_run=short_run, day=date.today()), "utf-8")
