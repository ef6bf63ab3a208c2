"""Texts made to be slow: twice the text takes about twice the work, never four times.

Work is the time of the processor in a process of its own, which has a limit: a text that never ends is a failure and no hanging test run.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

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
    "Sorry. ",
    "Yes. ",
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
LEADS = [
    "Case",
    "Your passport",
    "Your account number",
    "Your password is",
    "1234 High Street",
    "1 Platz",
    "call",
    "born",
    "set the password:",
]
"""What patterns begin on: behind each come blanks without end, and what they look for comes never."""
TEXTS = [("", unit) for unit in UNITS] + [(lead, " ") for lead in LEADS] + [("We are at ", "a-"), ("We are at ", "a.")]
SCRIPT = """
import sys, time
from replylint import Exchange, Message, lint, load_rulebook
lead, unit, side, size = *sys.argv[1:4], int(sys.argv[4])
rulebook = load_rulebook()
def work(size):
    text = lead + unit * (size // len(unit)) + "x gate 5, 12345678."
    draft, incoming = (text, "Where is it? John") if side == "draft" else ("It is here.", text + " Is it?")
    begun = time.process_time()
    lint(Exchange(Message(draft), Message(incoming), channel="twitter"), rulebook)
    return time.process_time() - begun
work(100)
print(min(work(size), work(size)), min(work(2 * size), work(2 * size)))
"""
SIZE, LIMIT = 20_000, 60
"""Characters, and seconds after which a text is taken for one that never ends."""
NOTHING = 0.05
"""Seconds of work that are too few to compare."""


def _grows(script: str, *arguments: str) -> bool:
    """Whether twice the text takes far more than twice the work, each time that one looks: a busy machine may blur it once."""
    return all(_grew(script, *arguments) for _ in range(TRIES))


TRIES = 3


def _grew(script: str, *arguments: str) -> bool:
    done = subprocess.run(
        [sys.executable, "-c", script, *arguments, str(SIZE)], check=True, timeout=LIMIT, capture_output=True, text=True
    )
    once, twice = map(float, done.stdout.split())
    return twice > NOTHING and twice > 3.2 * once


@pytest.mark.parametrize(("lead", "unit"), TEXTS)
def test_a_hostile_draft_takes_no_more_than_its_length(lead: str, unit: str) -> None:
    assert not _grows(SCRIPT, lead, unit, "draft")


@pytest.mark.parametrize(("lead", "unit"), [("is it", " "), ("Your passport", " "), ("", "Is it? "), ("", "> a\n")])
def test_a_hostile_message_takes_no_more_than_its_length(lead: str, unit: str) -> None:
    assert not _grows(SCRIPT, lead, unit, "incoming")


REPORT = """
import contextlib, io, sys, time
from pathlib import Path
from replylint.commands.run import run
unit, folder, size = sys.argv[1], Path(sys.argv[2]), int(sys.argv[3])
def work(size):
    (folder / "draft.txt").write_text(unit * (size // len(unit)), "utf-8")
    begun = time.process_time()
    with contextlib.redirect_stdout(io.StringIO()):
        run(["check", str(folder / "draft.txt"), "--isolated"])
    return time.process_time() - begun
work(100)
print(min(work(size), work(size)), min(work(2 * size), work(2 * size)))
"""


@pytest.mark.parametrize("unit", ["It is here!! ", "It is here!!\n", "Es ist hier – ja!! "])
def test_a_report_takes_no_more_than_its_length(tmp_path: Path, unit: str) -> None:
    assert not _grows(REPORT, unit, str(tmp_path))


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
