"""The worst case: texts made to be slow, each beside an ordinary text of the same size."""

from __future__ import annotations

import math
import random
import statistics
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from ..fuzz import Kind, kind
from ..ratios import quantile, short
from ..results import Table
from ..setting import Setting
from ..worker import Worker

PLACES = ("draft", "incoming")
"""Where a hostile text can stand; the other text is ordinary and short."""
AGAIN = 20
"""Texts after which the ordinary one is measured again, as the machine does not stay the same."""
WORST = 25
ASKED = (
    "Where is my order? I have been waiting since Monday and nobody answers. Can you tell me when it comes? Jane Doe"
)
ANSWERED = "Hi Jane,\n\nYour order left our shop this morning and comes on Friday.\n\nBest,\nTom\n"


@dataclass(frozen=True)
class Outcome:
    """A kind with what it took over what an ordinary text takes, or how it failed."""

    kind: Kind
    ratio: float
    failed: str = ""
    growth: float = math.nan


def run(setting: Setting, place: str = "draft", seed: int = 1, only: tuple[int, ...] = ()) -> list[Table]:
    """Times the kinds, and the worst again at half the size, to tell what is slow from what grows too fast."""
    numbers = only or range(setting.sizes.kinds)
    setting.say(f"{len(numbers):,} hostile texts as {place} …")
    with Worker(setting.replylint, setting.sizes.limit) as worker:
        probe = Probe(setting, worker, place)
        outcomes = sorted(_measured(setting, probe, seed, numbers), key=lambda outcome: -outcome.ratio)
        worst = [_with_growth(outcome, probe, setting.sizes.hostile_size) for outcome in outcomes[:WORST]]
    return [_table(setting, place, seed, outcomes, worst)]


class Probe:
    """Times texts in their place, and ordinary ones between them."""

    def __init__(self, setting: Setting, worker: Worker, place: str) -> None:
        self._setting, self._worker, self._place = setting, worker, place
        self._pick = random.Random(setting.corpus.seed)
        worker.seconds("Hi", "Hi?")  # loads what is loaded once
        self.seconds(self.ordinary_text(2000))

    def ordinary_text(self, size: int) -> str:
        """Another one each time, so that nothing is remembered from the last."""
        return self._setting.corpus.stock.text(self._pick, size)

    def seconds(self, text: str) -> float | str:
        """What one text takes in its place."""
        draft, incoming = (text, ASKED) if self._place == "draft" else (ANSWERED, text)
        return self._worker.seconds(draft, incoming)

    def ordinary(self, size: int) -> float:
        """What an ordinary text takes now: the median of three."""
        times = [self.seconds(self.ordinary_text(size)) for _ in range(3)]
        return statistics.median(time if isinstance(time, float) else math.inf for time in times)


def _measured(setting: Setting, probe: Probe, seed: int, numbers: Iterable[int]) -> Iterator[Outcome]:
    size = setting.sizes.hostile_size
    ordinary = math.nan
    for done, number in enumerate(numbers):
        if done % AGAIN == 0:
            ordinary = probe.ordinary(size)
            setting.say(f"  {done} done, an ordinary text takes {ordinary:.3f} s")
        one = kind(seed, number)
        text = sized(one, size)
        time = probe.seconds(text)
        yield Outcome(one, time / ordinary) if isinstance(time, float) else Outcome(one, math.inf, time)


def sized(one: Kind, size: int) -> str:
    """The text of a kind with so many bytes in UTF-8, to a character."""
    return one.text(size).encode()[:size].decode("utf-8", "ignore")


def _with_growth(outcome: Outcome, probe: Probe, size: int) -> Outcome:
    """How many times as long the text takes as one of half the size; 2 is linear, 4 quadratic."""
    if outcome.failed:
        return outcome
    half, whole = (probe.seconds(sized(outcome.kind, s)) for s in (size // 2, size))
    if isinstance(half, str) or isinstance(whole, str):
        return outcome
    return Outcome(outcome.kind, outcome.ratio, "", whole / half)


def _table(setting: Setting, place: str, seed: int, outcomes: list[Outcome], worst: list[Outcome]) -> Table:
    times = [outcome.ratio for outcome in outcomes]
    failed = sum(bool(outcome.failed) for outcome in outcomes)
    finite = [time for time in times if math.isfinite(time)] or [math.nan]
    return Table(
        f"Hostile texts as {place}",
        f"{len(outcomes):,} kinds of {setting.sizes.hostile_size:,} bytes, seed {seed}, each over an ordinary text of the same size. Half take more than"
        f" {short(quantile(finite, 0.5))} times as long, a tenth more than {short(quantile(finite, 0.9))}, a hundredth more than"
        f" {short(quantile(finite, 0.99))}; {failed} did not end within {setting.sizes.limit} s or crashed.",
        ("× ordinary", "twice the text takes", "number", "kind"),
        tuple(
            (
                outcome.failed or short(outcome.ratio),
                "" if math.isnan(outcome.growth) else f"× {short(outcome.growth)}",
                str(outcome.kind.number),
                f"`{outcome.kind.name.replace('`', 'ˋ')}`",
            )
            for outcome in worst
        ),
        (
            f"The {len(worst)} worst. One text again: `python tests/bench hostile --seed {seed} --only NUMBER`, itself: `… --only NUMBER --show`.",
        ),
    )
