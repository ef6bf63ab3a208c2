"""Twice the rules: what more phrases cost, in bulk and in a cold check."""

from __future__ import annotations

import json
import random
import shutil
from collections.abc import Iterable, Sequence
from pathlib import Path

from ..corpus import Exchange, draft_of, sentences_of, write_exchanges
from ..measure import in_turn, peak_ratio, wall_ratio
from ..results import Table
from ..setting import EXAMPLE, Setting

RULES = Path(__file__).resolve().parents[3] / "rules"
PHRASES = 40
"""Phrases in a generated rule."""


def run(setting: Setting) -> list[Table]:
    """The default rulebook, and the same with as many generated rules again."""
    setting.say("twice the rules …")
    folder, sizes = setting.folder("rules"), setting.sizes
    default = sum(path.parent.name != "lexicons" and path.parent != RULES for path in RULES.glob("**/*.yaml"))
    write_rules(folder / "more", setting.corpus.exchanges(500), default, setting.corpus.seed)
    (folder / "plain.yaml").write_text("{}\n", "utf-8")
    (folder / "twice.yaml").write_text("rulebook:\n  folders: [more]\n", "utf-8")
    for name in ("draft.txt", "message.txt"):
        shutil.copy(EXAMPLE / name, folder / name)
    written = write_exchanges(setting.corpus.exchanges(sizes.replies), folder / "exchanges.jsonl")
    names = ("twice", "plain")
    bulk = in_turn(
        [setting.replylint.stream(n, folder, "exchanges.jsonl", "--config", f"{n}.yaml") for n in names],
        sizes.bulk_rounds,
    )
    cold = in_turn(
        [
            setting.replylint.check(n, folder, "draft.txt", "--incoming", "message.txt", "--config", f"{n}.yaml")
            for n in names
        ],
        sizes.rounds,
    )
    return [
        Table(
            "Twice the rules",
            f"{default} rules of {PHRASES} phrases each beside the {default} default ones; phrases of two to four words from the corpus, some with a"
            f" choice or a gap. {written}.",
            ("of", "time", "peak memory"),
            tuple(
                (what, str(wall_ratio(found["twice"], found["plain"])), str(peak_ratio(found["twice"], found["plain"])))
                for what, found in ((f"{written.count:,} exchanges", bulk), ("one cold check", cold))
            ),
            ("1 means that more rules cost nothing, 2 that time grows as the rules do.",),
        )
    ]


def write_rules(folder: Path, exchanges: Iterable[Exchange], count: int, seed: int) -> None:
    """``count`` rules against phrases that are made of words which stand side by side in the exchanges."""
    folder.mkdir(parents=True, exist_ok=True)
    pick = random.Random(seed)
    said = [words for x in exchanges for s in sentences_of(draft_of(x)) if len(words := _words(s)) > 4]
    for number in range(count):
        phrases = sorted({_phrase(pick, pick.choice(said), pick.choice(said)) for _ in range(PHRASES)})
        (folder / f"made-{number}.yaml").write_text(_rule(f"made-{number}", phrases), "utf-8")


def _phrase(pick: random.Random, words: Sequence[str], others: Sequence[str]) -> str:
    """Words that occur, so that they are begun often, and one that mostly does not follow, so that they are seldom found."""
    start = pick.randrange(len(words) - 3)
    begun, last = list(words[start : start + pick.randint(1, 3)]), pick.choice(others)
    match pick.randrange(4):
        case 0:
            return " ".join([*begun, "..", last])
        case 1:
            return " ".join([*begun, f"({last}|{pick.choice(others)} {pick.choice(words)})"])
        case _:
            return " ".join([*begun, last])


def _words(sentence: str) -> list[str]:
    return [
        word.lower() for word in sentence.replace(",", "").rstrip(".!?").split() if word.isascii() and word.isalpha()
    ]


def _rule(name: str, phrases: Sequence[str]) -> str:
    """The rule as JSON, which is YAML too."""
    rule = {
        "id": name,
        "title": f"Generated rule {name}",
        "severity": "suggestion",
        "why": "It makes the rulebook larger.",
        "check": {"avoid": {"phrases": list(phrases)}},
        "message": "“{found}” was generated.",
    }
    return json.dumps(rule, ensure_ascii=False) + "\n"
