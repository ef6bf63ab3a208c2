"""Two processes beside one, on the same exchanges."""

from __future__ import annotations

from pathlib import Path

from ..corpus import write_exchanges
from ..machine import cores
from ..measure import Command, in_turn, peak_ratio, wall_ratio
from ..results import Table
from ..setting import Setting


def run(setting: Setting) -> list[Table]:
    """``--jobs 2`` over ``--jobs 1``; 0.5 would be perfect, 1 means that the second process does nothing."""
    setting.say("two jobs …")
    folder = setting.folder("jobs")
    written = write_exchanges(setting.corpus.exchanges(setting.sizes.many), folder / "exchanges.jsonl")
    two = setting.replylint.stream("two", folder, "exchanges.jsonl", "--jobs", "2")
    one = setting.replylint.stream("one", folder, "exchanges.jsonl", "--jobs", "1")
    samples = in_turn([two, one], setting.sizes.long_rounds, first=[_short(setting, folder)])
    return [
        Table(
            "Two processes",
            f"`--jobs 2` over `--jobs 1`, {cores()} processors. {written}.",
            ("of", "time", "peak memory of the largest process"),
            (
                (
                    "2 ÷ 1",
                    str(wall_ratio(samples["two"], samples["one"])),
                    str(peak_ratio(samples["two"], samples["one"])),
                ),
            ),
            ("0.5 is perfect; 1 means that the second process does nothing.",),
        )
    ]


def _short(setting: Setting, folder: Path) -> Command:
    """A run that only fills the cache of rulebooks."""
    write_exchanges(setting.corpus.exchanges(10), folder / "short.jsonl")
    return setting.replylint.stream("short", folder, "short.jsonl")
