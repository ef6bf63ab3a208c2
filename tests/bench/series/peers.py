"""replylint beside its peers on the same text: one cold check, many replies in one process, many files; and the floor."""

from __future__ import annotations

import shutil
import statistics
from collections.abc import Mapping, Sequence

from ..corpus import Written, write_drafts, write_exchanges, write_text
from ..floor import greps, starts, write_lexicon
from ..measure import Command, Sample, in_turn, peak_ratio, wall_ratio, walls
from ..ratios import short
from ..results import Table
from ..setting import EXAMPLE, Setting
from ..tools import Tool

Samples = Mapping[str, Sequence[Sample]]
_READ = ("Below 1 replylint is faster or smaller.",)


def run(setting: Setting) -> list[Table]:
    """The four comparisons; memory stands beside time in each."""
    tools = [setting.replylint.tool(), *setting.peers()]
    return [_cold(setting, tools), _drafts(setting, tools), _files(setting, tools)]


def _cold(setting: Setting, tools: Sequence[Tool]) -> Table:
    setting.say("cold single checks …")
    folder = setting.folder("cold")
    for name in ("draft.txt", "message.txt", "replylint.yaml"):
        shutil.copy(EXAMPLE / name, folder / name)
    commands = [tool.single(folder, "draft.txt", "message.txt") for tool in tools]
    floor = starts(setting.replylint, folder)
    samples = in_turn([*commands, *floor], setting.sizes.rounds)
    return Table(
        "One cold check",
        "`replylint check draft.txt --incoming message.txt` in `examples/late-parcel`, with the whole default rulebook, compiled by an earlier"
        " run; the others on the same draft; and interpreters that do nothing.",
        ("beside", "replylint's time ÷ its time", "replylint's peak memory ÷ its peak"),
        _beside(samples, [*commands[1:], *floor]),
        _READ,
    )


def _drafts(setting: Setting, tools: Sequence[Tool]) -> Table:
    setting.say("many replies in one process …")
    folder = setting.folder("drafts")
    written = write_exchanges(setting.corpus.exchanges(setting.sizes.replies), folder / "exchanges.jsonl")
    write_text(setting.corpus.exchanges(setting.sizes.replies), folder / "drafts.txt")
    phrases = write_lexicon(setting.replylint, folder / "lexicon.txt")
    commands = [tool.drafts(folder, "exchanges.jsonl") for tool in tools]
    floor = greps(folder, "lexicon.txt", "drafts.txt")
    samples = in_turn([*commands, *floor], setting.sizes.bulk_rounds)
    rate = _rates(samples, written, commands)
    return Table(
        f"{written.count:,} replies in one process",
        f"{written}. replylint: `check exchanges.jsonl --jobs 1 --no-cache --format jsonl`, which also reads the incoming messages; the"
        f" others: their library, loaded once, on each draft, told as their command line tells it; `grep -c -i -w -F -f` with the {phrases:,}"
        " literal words and phrases of replylint's lexicons, on the drafts. Only bytes of drafts count as text.",
        ("beside", "replylint's time ÷ its time", "replylint's peak memory ÷ its peak"),
        _beside(samples, [*commands[1:], *floor]),
        (*_READ, f"Text bytes a second as a share of replylint's, starting included: {rate}."),
    )


def _files(setting: Setting, tools: Sequence[Tool]) -> Table:
    setting.say("many files in one process …")
    folder = setting.folder("files")
    names = write_drafts(setting.corpus.exchanges(setting.sizes.files), folder)
    commands = [tool.files(folder, names) for tool in tools]
    samples = in_turn(commands, setting.sizes.bulk_rounds)
    return Table(
        f"{len(names):,} files in one process",
        "Each tool's own command line with all the files as arguments; replylint without incoming messages, as the others.",
        ("beside", "replylint's time ÷ its time", "replylint's peak memory ÷ its peak"),
        _beside(samples, commands[1:]),
        _READ,
    )


def _beside(samples: Samples, others: Sequence[Command]) -> tuple[tuple[str, ...], ...]:
    ours = next(iter(samples.values()))
    return tuple(
        (
            other.name.removesuffix("-single").removesuffix("-drafts").removesuffix("-files"),
            str(wall_ratio(ours, samples[other.name])),
            str(peak_ratio(ours, samples[other.name])),
        )
        for other in others
    )


def _rates(samples: Samples, written: Written, commands: Sequence[Command]) -> str:
    """Bytes a second of each tool, replylint's as 1; the absolute figure only to give an idea of the size."""
    seconds = {
        command.name.removesuffix("-drafts"): statistics.median(walls(samples[command.name])) for command in commands
    }
    ours = next(iter(seconds.values()))
    shares = ", ".join(f"{name} {short(ours / time)}" for name, time in seconds.items())
    return f"{shares} (replylint's is {written.draft_bytes / ours / 1000:,.0f} kB/s on this machine)"
