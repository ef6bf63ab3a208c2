"""Checks exchanges that come on standard input, a JSON line each, and answers each with the seconds of CPU that it took."""

import json
import sys
import time

from replylint import Exchange, Message, lint, load_rulebook

rulebook = load_rulebook()
for line in sys.stdin:
    given = json.loads(line)
    exchange = Exchange(Message(given["draft"], role="agent"), Message(given["incoming"]), channel=given["channel"])
    start = time.process_time()
    lint(exchange, rulebook)
    print(time.process_time() - start, flush=True)
