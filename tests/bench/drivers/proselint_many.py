"""Proselint's checks on every draft of a file of exchanges, in one process, told as its command line tells them.

Runs in proselint's own environment. After ``proselint/command_line.py``: the same calls, for texts instead of files.
"""

import json
import sys

from proselint.checks import __register__
from proselint.config import load_from
from proselint.log import OutputFormat, log
from proselint.registry import CheckRegistry
from proselint.tools import LintFile

log.setup(verbose=False, fmt=OutputFormat.FULL)
config = load_from(None)
CheckRegistry().register_many(__register__)
with open(sys.argv[1], encoding="utf-8") as exchanges:
    for number, line in enumerate(exchanges, 1):
        name = f"draft-{number}"
        results = LintFile(name, json.loads(line)["draft"]["text"]).lint(config)
        log.write_results(log.format_source(name), results)
log.flush()
