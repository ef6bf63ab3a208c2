"""Prints the words and phrases in replylint's lexicons that mean just themselves: no choices, gaps, forms or names of other lists.

Runs in replylint's environment, which can read YAML.
"""

import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml

LITERAL = re.compile(r"\w+(?:[ '’-]\w+)*")
NO_PHRASES = ("about", "find")


def strings(data: Any) -> Iterator[str]:
    """All strings in what a lexicon says, also the keys of its entries."""
    if isinstance(data, str):
        yield data
    elif isinstance(data, dict):
        for key, value in data.items():
            yield str(key)
            yield from strings(value)
    elif isinstance(data, list):
        for item in data:
            yield from strings(item)


found: set[str] = set()
for path in sorted(Path(sys.argv[1]).glob("*.yaml")):
    lexicon = yaml.safe_load(path.read_text("utf-8"))
    for key in lexicon.keys() - set(NO_PHRASES):
        found.update(phrase for phrase in strings(lexicon[key]) if LITERAL.fullmatch(phrase) and "_" not in phrase)
sys.stdout.buffer.write("".join(f"{phrase}\n" for phrase in sorted(found)).encode())
