"""The command line of the benchmark."""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import fields, replace
from functools import cache, partial
from pathlib import Path

from . import report
from .corpus import Corpus
from .fuzz import kind
from .measure import BenchError
from .results import Table
from .series import growth, hostile, jobs, peers, rules, warm
from .setting import Setting, Sizes
from .tools import PEERS, Tool, install_peers, replylint_at

SERIES: dict[str, Callable[[Setting], list[Table]]] = {
    "peers": peers.run,
    "warm": warm.run,
    "jobs": jobs.run,
    "growth": growth.run,
    "rules": rules.run,
    "hostile": hostile.run,
}
"""What can be measured, in the order of ``all``."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Measures what is asked for and prints it."""
    parser = _parser()
    given = parser.parse_args(arguments)
    if given.show:
        return _show(given)
    with tempfile.TemporaryDirectory(prefix="bench-") as temporary:
        try:
            _measure(given, Path(given.scratch or temporary).absolute())
        except BenchError as error:
            parser.exit(2, f"bench: {error}\n")
    return 0


def _measure(given: argparse.Namespace, scratch: Path) -> None:
    scratch.mkdir(parents=True, exist_ok=True)
    setting = _setting(given, scratch)
    series = dict(SERIES)
    series["hostile"] = partial(hostile.run, place=given.place, seed=given.seed, only=tuple(given.only))
    tables: list[Table] = []
    for name in SERIES if "all" in given.series else given.series:
        for table in series[name](setting):
            print(table.plain(), flush=True)
            tables.append(table)
        if given.write:  # after each, so that what was measured is kept when a later one fails
            report.write(setting, tables, short_run=given.quick)


def _setting(given: argparse.Namespace, scratch: Path) -> Setting:
    sizes = Sizes.quick() if given.quick else Sizes()
    wanted = {field.name: getattr(given, field.name) for field in fields(Sizes)}
    sizes = replace(sizes, **{name: value for name, value in wanted.items() if value is not None})

    @cache
    def installed() -> list[Tool]:
        return install_peers(scratch, given.peers)

    return Setting(
        scratch=scratch,
        replylint=replylint_at(given.replylint, scratch),
        corpus=Corpus(given.seed, given.corpus),
        sizes=sizes,
        peers=installed,
        say=lambda line: print(line, file=sys.stderr, flush=True),
    )


def _show(given: argparse.Namespace) -> int:
    """Prints hostile texts instead of timing them."""
    for number in given.only:
        one = kind(given.seed, number)
        print(f"{number}: {one.name}", file=sys.stderr)
        size = given.hostile_size or Sizes().hostile_size
        sys.stdout.buffer.write(one.text(size).encode())
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python tests/bench", description="Measures replylint; see tests/bench/README.md."
    )
    parser.add_argument("series", nargs="+", choices=[*SERIES, "all"], help="what to measure")
    parser.add_argument("--quick", action="store_true", help="small sizes: to see that it runs")
    parser.add_argument("--write", action="store_true", help="write RESULTS.md")
    parser.add_argument(
        "--scratch",
        metavar="FOLDER",
        help="where peers are installed and files made; kept, so the next run starts sooner",
    )
    parser.add_argument(
        "--replylint", metavar="FILE", help="the replylint to measure, in its virtual environment (beside this Python)"
    )
    parser.add_argument("--corpus", type=Path, metavar="FILE", help="exchanges as JSON Lines, instead of made ones")
    parser.add_argument("--seed", type=int, default=1, help="of the made corpus and of the hostile texts (1)")
    parser.add_argument(
        "--peers", type=_names, default=PEERS, metavar="NAMES", help=f"which to compare with ({','.join(PEERS)})"
    )
    parser.add_argument("--place", choices=hostile.PLACES, default="draft", help="where hostile texts stand")
    parser.add_argument("--only", type=int, nargs="+", default=[], metavar="NUMBER", help="only these hostile texts")
    parser.add_argument("--show", action="store_true", help="with hostile --only: print the text itself")
    sizes = parser.add_argument_group("sizes, instead of the usual ones")
    for field in fields(Sizes):
        sizes.add_argument(
            f"--{field.name.replace('_', '-')}", type=_positive, metavar="N", help=f"({field.default:,})"
        )
    return parser


def _names(written: str) -> tuple[str, ...]:
    names = tuple(name for name in written.split(",") if name)
    if unknown := set(names) - set(PEERS):
        raise argparse.ArgumentTypeError(f"no peer is called {', '.join(sorted(unknown))}")
    return names


def _positive(written: str) -> int:
    number = int(written)
    if number < 1:
        raise argparse.ArgumentTypeError("1 or more is needed")
    return number
