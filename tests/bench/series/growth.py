"""Ten times the exchanges: ten times the time, and no more memory."""

from __future__ import annotations

from ..corpus import write_exchanges
from ..measure import in_turn, peak_ratio, wall_ratio
from ..results import Table
from ..setting import Setting


def run(setting: Setting) -> list[Table]:
    """Many exchanges over few, which are the first of the many."""
    setting.say("growth …")
    folder, sizes = setting.folder("growth"), setting.sizes
    few = write_exchanges(setting.corpus.exchanges(sizes.many), folder / "few.jsonl")
    many = write_exchanges(setting.corpus.exchanges(sizes.many * sizes.growth), folder / "many.jsonl")
    commands = [setting.replylint.stream(name, folder, f"{name}.jsonl") for name in ("many", "few")]
    # An uncounted round would take as long as a counted one; the shorter run is enough to fill caches.
    samples = in_turn(commands, sizes.long_rounds, first=commands[1:])
    return [
        Table(
            f"{sizes.growth} times the exchanges",
            f"{many.count:,} over {few.count:,} exchanges in one process. The larger file: {many}.",
            ("of", "time", "peak memory"),
            (
                (
                    f"{many.count:,} ÷ {few.count:,}",
                    str(wall_ratio(samples["many"], samples["few"])),
                    str(peak_ratio(samples["many"], samples["few"])),
                ),
            ),
            (
                f"{sizes.growth} in time is linear, and less than that is the start that is shared; 1 in memory is constant.",
            ),
        )
    ]
