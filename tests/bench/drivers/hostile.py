"""Checks exchanges that come on standard input, a JSON line each, and answers each with the seconds of CPU that it took.

python hostile.py SECONDS     (the time limit of each; then it says where it was, on standard error, and ends)
"""

import faulthandler
import json
import sys
import time

from replylint import Exchange, Message, lint, load_rulebook

limit = float(sys.argv[1])
rulebook = load_rulebook()
for line in sys.stdin:
    given = json.loads(line)
    exchange = Exchange(Message(given["draft"], role="agent"), Message(given["incoming"]), channel=given["channel"])
    # A thread of its own watches: a search that never returns to Python is ended too.
    faulthandler.dump_traceback_later(limit, exit=True)
    start = time.process_time()
    lint(exchange, rulebook)
    seconds = time.process_time() - start
    faulthandler.cancel_dump_traceback_later()
    print(seconds, flush=True)
