"""Exchanges a second on one core, warm: by the Python API and by the command line."""

from __future__ import annotations

import statistics
from collections.abc import Sequence
from pathlib import Path

from ..corpus import write_exchanges, write_text
from ..floor import greps, write_lexicon
from ..measure import Command, in_turn
from ..measure import run as run_once
from ..ratios import quantile, ratio, short
from ..results import Table
from ..setting import Setting
from ..tools import DRIVERS

WARM_UP = 500
"""Exchanges before the counted ones: enough to meet nearly everything that is loaded or compiled when it is first needed."""
SERIES = ("Python API", "command line, `--format jsonl`", "grep")


def run(setting: Setting) -> list[Table]:
    """The API's own loop, and the difference of two sizes on the command line, which leaves out its start."""
    setting.say("warm exchanges …")
    folder, count = setting.folder("warm"), setting.sizes.warm
    written = write_exchanges(setting.corpus.exchanges(WARM_UP + count), folder / "all.jsonl")
    times = _times(setting, folder, count)
    api, command, grep = (times[name] for name in SERIES)
    return [
        Table(
            "Exchanges on one core, warm",
            f"{written}. CPU time for each exchange after the first {WARM_UP:,}.",
            ("of", "exchanges a second on this machine", "microseconds each", "÷ what grep takes"),
            tuple((name, _rate(times[name]), _each(times[name]), str(ratio(times[name], grep))) for name in SERIES),
            (
                f"Command line ÷ Python API: {ratio(command, api)}.",
                "grep looks for the literal phrases of the lexicons in the drafts, in bytes, its start included.",
            ),
        )
    ]


def _times(setting: Setting, folder: Path, count: int) -> dict[str, list[float]]:
    """Seconds of CPU an exchange, by series, measured in turn."""
    api, command, start, grep = commands = _commands(setting, folder, count)
    in_turn(commands, 0)
    times: dict[str, list[float]] = {name: [] for name in SERIES}
    for _ in range(setting.sizes.bulk_rounds):
        run_once(api)
        done, seconds = (folder / f"{api.name}.out").read_text("utf-8").split()
        each = float(seconds) / int(done), (run_once(command).cpu - run_once(start).cpu) / count
        for name, time in zip(SERIES, (*each, run_once(grep).cpu / (WARM_UP + count)), strict=True):
            times[name].append(time)
    return times


def _commands(setting: Setting, folder: Path, count: int) -> tuple[Command, Command, Command, Command]:
    """By the API; by the command line, all and only those before the counted ones; and grep."""
    write_exchanges(setting.corpus.exchanges(WARM_UP), folder / "few.jsonl")
    write_text(setting.corpus.exchanges(WARM_UP + count), folder / "drafts.txt")
    write_lexicon(setting.replylint, folder / "lexicon.txt")
    return (
        setting.replylint.script("api", folder, str(DRIVERS / "warm.py"), "all.jsonl", str(WARM_UP)),
        setting.replylint.stream("command", folder, "all.jsonl"),
        setting.replylint.stream("start", folder, "few.jsonl"),
        greps(folder, "lexicon.txt", "drafts.txt")[0],
    )


def _rate(times: Sequence[float]) -> str:
    rates = [1 / time for time in times]
    return f"{short(1 / statistics.median(times))} ({short(quantile(rates, 0.1))}–{short(quantile(rates, 0.9))})"


def _each(times: Sequence[float]) -> str:
    return short(statistics.median(times) * 1e6)
