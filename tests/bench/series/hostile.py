"""The worst case: texts made to be slow, each beside an ordinary text of the same size."""

from __future__ import annotations

import math
import random
import statistics
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from ..fuzz import Kind, kind
from ..ratios import quantile, short
from ..results import Table
from ..setting import Setting
from ..worker import Failure, Worker

PLACES = ("draft", "incoming")
"""Where a hostile text can stand; the other text is ordinary and short."""
AGAIN = 20
"""Texts after which the ordinary one is measured again, as the machine does not stay the same."""
WORST = 40
ASKED = (
    "Where is my order? I have been waiting since Monday and nobody answers. Can you tell me when it comes? Jane Doe"
)
UNUSUAL = (
    "Zxq vrrt plomb dhaka ilu, bre tano wesh miko.\n" * 5,
    "Guten Tag, wo bleibt mein Paket? +44 20 7946 0018 👍\n" * 5,
)
"""Texts that need what ordinary English ones do not: the model of languages, the tables of telephone numbers."""
HARD = (
    "Notwithstanding the successful completion of the personalisation procedure, authorisation of contactless transactions remains unavailable until"
    " the cardholder has performed an initial transaction with verification of the personal identification number at a suitable terminal. "
) * 3
"""A draft so hard to read beside :data:`ASKED` that it is measured a second time, with a library that is loaded for that."""
ANSWERED = "Hi Jane,\n\nYour order left our shop this morning and comes on Friday.\n\nBest,\nTom\n"


@dataclass(frozen=True)
class Outcome:
    """A kind with what it took over what an ordinary text takes, or how it failed; and what twice the text takes."""

    kind: Kind
    ratio: float
    failure: Failure | None = None
    growth: str = ""


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
        self._warm()

    def _warm(self) -> None:
        """Has a new process load all that it loads when it is first needed, which is not the text's doing."""
        for text in (self.ordinary_text(2000), *UNUSUAL):
            self._worker.seconds(text, text)
        self._worker.seconds(HARD, ASKED)

    def ordinary_text(self, size: int) -> str:
        """Another one each time, so that nothing is remembered from the last."""
        return self._setting.corpus.stock.text(self._pick, size)

    def seconds(self, text: str) -> float | Failure:
        """What one text takes in its place."""
        draft, incoming = (text, ASKED) if self._place == "draft" else (ANSWERED, text)
        time = self._worker.seconds(draft, incoming)
        if isinstance(time, Failure):
            self._warm()
        return time

    def ordinary(self, size: int) -> float:
        """What an ordinary text takes now: the median of three."""
        times = [self.seconds(self.ordinary_text(size)) for _ in range(3)]
        return statistics.median(math.inf if isinstance(time, Failure) else time for time in times)


def _measured(setting: Setting, probe: Probe, seed: int, numbers: Iterable[int]) -> Iterator[Outcome]:
    size = setting.sizes.hostile_size
    ordinary = math.nan
    for done, number in enumerate(numbers):
        if done % AGAIN == 0:
            ordinary = probe.ordinary(size)
            setting.say(f"  {done} done, an ordinary text takes {ordinary:.3f} s")
        one = kind(seed, number)
        time = probe.seconds(one.text(size))
        yield Outcome(one, math.inf, time) if isinstance(time, Failure) else Outcome(one, time / ordinary)


def _with_growth(outcome: Outcome, probe: Probe, size: int) -> Outcome:
    """How many times as long the text takes as one of half the size; a text that does not end is made shorter for that."""
    for part in (8, 32, 128) if outcome.failure else (1,):
        half, whole = (probe.seconds(outcome.kind.text(s)) for s in (size // part // 2, size // part))
        if not isinstance(half, Failure) and not isinstance(whole, Failure):
            at = f" at {size // part:,}" if part > 1 else ""
            return replace(outcome, growth=f"× {short(whole / half)}{at}")
    return outcome


def _table(setting: Setting, place: str, seed: int, outcomes: list[Outcome], worst: list[Outcome]) -> Table:
    failed = sum(outcome.failure is not None for outcome in outcomes)
    ended = [outcome.ratio for outcome in outcomes if outcome.failure is None] or [math.nan]
    half, tenth, hundredth = (short(quantile(ended, share)) for share in (0.5, 0.9, 0.99))
    return Table(
        f"Hostile texts as {place}",
        f"{len(outcomes):,} kinds of {setting.sizes.hostile_size:,} bytes, seed {seed}, each over an ordinary text of the same size. {failed} did not end"
        f" within {setting.sizes.limit} s or crashed; of the others half take more than {half} times as long as the ordinary one, a tenth more"
        f" than {tenth}, a hundredth more than {hundredth}.",
        ("× ordinary", "twice the text takes", "number", "kind", "where"),
        tuple(_row(outcome) for outcome in worst),
        (
            *_places(outcomes),
            f"The {len(worst)} worst; 2 is linear, 4 quadratic. `where` is the line that an ended check was at.",
            f"One again: `python tests/bench hostile --place {place} --seed {seed} --only NUMBER`; the text itself: `… --only NUMBER --show`.",
        ),
    )


def _row(outcome: Outcome) -> tuple[str, ...]:
    how = outcome.failure.why if outcome.failure else short(outcome.ratio)
    where = outcome.failure.where if outcome.failure else ""
    return how, outcome.growth, str(outcome.kind.number), _quoted(outcome.kind.name), where


def _places(outcomes: Iterable[Outcome]) -> Iterator[str]:
    """The lines at which checks were ended, the commonest first, each with the kind that is told the shortest."""
    ended: dict[str, list[Kind]] = {}
    for outcome in outcomes:
        if outcome.failure is not None:
            ended.setdefault(outcome.failure.where or outcome.failure.why, []).append(outcome.kind)
    for where, kinds in sorted(ended.items(), key=lambda item: -len(item[1])):
        simplest = min(kinds, key=lambda one: len(one.name))
        yield f"{len(kinds)} kinds were ended at {where}, such as {simplest.number}: {_quoted(simplest.name)}."


def _quoted(name: str) -> str:
    return f"`{name.replace('`', 'ˋ')}`"
