"""Cold start beside proselint, and throughput: ratios of medians of paired runs, not times.

    python tests/bench/cold_start.py [RUNS]

Needs ``pip install proselint``. Runs alternate, A B A B, so that whatever the machine does meets both.
"""

from __future__ import annotations

import json
import random
import re
import shutil
import statistics
import subprocess
import sys
import time
from pathlib import Path

from replylint import Exchange, Message, lint, load_rulebook

ROOT = Path(__file__).parent.parent.parent
EXAMPLE = ROOT / "examples/late-parcel"


def seconds(command: list[str]) -> float:
    start = time.perf_counter()
    subprocess.run(command, capture_output=True, check=False)
    return time.perf_counter() - start


def paired(ours: list[str], theirs: list[str], runs: int) -> tuple[float, float]:
    pairs = [(seconds(ours), seconds(theirs)) for _ in range(runs)]
    return statistics.median(a for a, _ in pairs), statistics.median(b for _, b in pairs)


def throughput(count: int = 2000) -> float:
    """Exchanges a second in one process: drafts of about 60 words made of real sentences, to real messages."""
    rulebook = load_rulebook()
    pick = random.Random(1)
    texts = [json.loads(line) for line in (ROOT / "tools/data/clean.jsonl").read_text("utf-8").splitlines()]
    sentences = [s for text in texts for s in re.split(r"(?<=[.!?])\s+", text["reply"])]
    asked = [text["incoming"] for text in texts]
    drafts = []
    while len(drafts) < count:
        draft = ""
        while len(draft.split()) < 60:
            draft += pick.choice(sentences) + " "
        drafts.append(draft)
    exchanges = [Exchange(Message(draft), Message(pick.choice(asked)), channel="email") for draft in drafts]
    lint(exchanges[0], rulebook)
    start = time.process_time()
    for exchange in exchanges:
        lint(exchange, rulebook)
    return count / (time.process_time() - start)


def main() -> None:
    runs = int(sys.argv[1]) if len(sys.argv) > 1 else 21
    replylint, proselint = shutil.which("replylint"), shutil.which("proselint")
    if not replylint or not proselint:
        sys.exit("needs replylint and proselint on the path")
    draft, message = str(EXAMPLE / "draft.txt"), str(EXAMPLE / "message.txt")
    seconds([replylint, "check", draft, "-i", message])
    ours, theirs = paired([replylint, "check", draft, "--incoming", message], [proselint, "check", draft], runs)
    print(
        f"cold start: {ours * 1000:.0f} ms beside proselint's {theirs * 1000:.0f} ms, ratio {ours / theirs:.2f} (medians of {runs} paired runs)"
    )
    rate = throughput()
    print(f"throughput: {rate:.0f} exchanges a second on one core, {1e6 / rate:.0f} µs of CPU each")


if __name__ == "__main__":
    main()
