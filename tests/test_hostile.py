"""Texts made to be slow: twice the text takes about twice the work, never four times.

Work is counted in a separate process with a limit, so that a text that never ends is a failure and not a hanging test run.
"""

from __future__ import annotations

import subprocess
import sys

import pytest

UNITS = [
    "a.",
    "a@",
    "x@y.",
    "!?",
    "?",
    "u r ",
    ":) ",
    "...",
    "…",
    "… ",
    "👍\u200d",
    "👍",
    "[A ",
    "{{",
    "(",
    "1-",
    "1 ",
    "we ",
    "Hi ",
    "HELLO ",
    "\n",
    "> \n",
    '"a ',
    " ",
    "call 1 ",
    "Calm down. ",
    "Please send your id. ",
    "your dog is sleeping badly nearby ",
]
SCRIPT = """
import sys
from replylint import Exchange, Message, lint, load_rulebook
unit, size = sys.argv[1], int(sys.argv[2])
lint(Exchange(Message(unit * (size // len(unit)) + "x"), Message("Where is it? John"), channel="twitter"), load_rulebook())
"""
SIZE, LIMIT = 50_000, 20
"""Characters, and seconds: a hundred times what an ordinary text of that size takes, a tenth of what a quadratic one did."""


@pytest.mark.parametrize("unit", UNITS)
def test_a_hostile_text_ends(unit: str) -> None:
    subprocess.run([sys.executable, "-c", SCRIPT, unit, str(SIZE)], check=True, timeout=LIMIT)


MANY_QUESTIONS = """
import sys
from replylint import Exchange, Message, lint, load_rulebook
size = int(sys.argv[1])
asked = " ".join(f"Do you ship lamp{n}a to town{n}b?" for n in range(size // 25))
told = " ".join(f"We send lamp{n}c and town{n}b home." for n in range(size // 25))
lint(Exchange(Message(told), Message(asked), channel="email"), load_rulebook())
"""


def test_many_questions_and_many_answers_end() -> None:
    subprocess.run([sys.executable, "-c", MANY_QUESTIONS, str(SIZE)], check=True, timeout=LIMIT)
