"""Commands run in turn, each in a process of its own, with time and peak memory."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from .ratios import Ratio, ratio

LAUNCHER = Path(__file__).parent / "drivers/launch.py"
LIMIT = 3600
"""Seconds after which a command is ended and the benchmark stops: longer than any of them should take."""


class BenchError(Exception):
    """Something that was to be measured did not run."""


@dataclass(frozen=True)
class Command:
    """What to run and where, and which exit codes mean that it did its work."""

    name: str
    arguments: tuple[str, ...]
    folder: Path
    environment: Mapping[str, str] = field(default_factory=dict)
    codes: frozenset[int] = frozenset({0, 1})


@dataclass(frozen=True)
class Sample:
    """One run: seconds on the clock, seconds of CPU, and kibibytes at the peak."""

    wall: float
    cpu: float
    peak: float


def run(command: Command, limit: int = LIMIT) -> Sample:
    """Runs a command once; raises BenchError if it fails, as a tool that stops early is fast."""
    output = command.folder / f"{command.name}.out"
    words = [sys.executable, "-I", "-S", str(LAUNCHER), str(output), str(limit), *command.arguments]
    environment = {**os.environ, **command.environment}
    done = subprocess.run(words, cwd=command.folder, env=environment, capture_output=True, text=True, check=False)
    if done.returncode:
        raise BenchError(f"{command.name} could not be started: {done.stderr.strip().splitlines()[-1:]}")
    wall, cpu, peak, code = done.stdout.split()
    if int(code) not in command.codes:
        said = output.read_text("utf-8", "replace").strip().splitlines()[-3:]
        raise BenchError(f"{command.name} ended with {code}: {' / '.join(said)}")
    return Sample(float(wall), float(cpu), float(peak))


def in_turn(
    commands: Sequence[Command], rounds: int, first: Sequence[Command] | None = None
) -> dict[str, list[Sample]]:
    """``rounds`` times each command after the other, after one round that is not counted; ``first`` can make that one shorter."""
    for command in (
        commands if first is None else first
    ):  # fills caches of files and of rulebooks, and shows failures early
        run(command)
    samples: dict[str, list[Sample]] = {command.name: [] for command in commands}
    for _ in range(rounds):
        for command in commands:
            samples[command.name].append(run(command))
    return samples


def walls(samples: Sequence[Sample]) -> list[float]:
    """The seconds on the clock."""
    return [sample.wall for sample in samples]


def peaks(samples: Sequence[Sample]) -> list[float]:
    """The peaks of memory."""
    return [sample.peak for sample in samples]


def wall_ratio(ours: Sequence[Sample], theirs: Sequence[Sample]) -> Ratio:
    """How many times as long the one takes as the other."""
    return ratio(walls(ours), walls(theirs))


def peak_ratio(ours: Sequence[Sample], theirs: Sequence[Sample]) -> Ratio:
    """How many times as much memory the one takes as the other."""
    return ratio(peaks(ours), peaks(theirs))
