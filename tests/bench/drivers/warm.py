"""Exchanges a second of CPU by replylint's Python API, after the first ones have warmed it up.

python warm.py EXCHANGES WARM_UP     → "exchanges seconds" on standard output
"""

import sys
import time
from pathlib import Path

from replylint import Exchange, load_rulebook
from replylint.exchange import Message
from replylint.linter import lint
from replylint.readers.exchanges import raw_lines, read_exchanges

rulebook = load_rulebook()
base = Exchange(draft=Message("", role="agent"))
with Path(sys.argv[1]).open("rb") as source:
    lines = list(read_exchanges(raw_lines(source), sys.argv[1], base, rulebook.channels))
exchanges = [line.exchange for line in lines if line.exchange is not None]
if len(exchanges) < len(lines):
    sys.exit("some lines are no exchanges")
warm_up = int(sys.argv[2])
for exchange in exchanges[:warm_up]:
    lint(exchange, rulebook)
start = time.process_time()
for exchange in exchanges[warm_up:]:
    lint(exchange, rulebook)
print(len(exchanges) - warm_up, time.process_time() - start)
