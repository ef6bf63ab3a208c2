"""The floor: what the same text costs a program that only looks for words, and what it costs Python only to start."""

from __future__ import annotations

import shutil
from pathlib import Path

from .measure import Command
from .tools import DRIVERS, Replylint, said

LEXICONS = Path(__file__).resolve().parents[2] / "rules/lexicons"


def write_lexicon(replylint: Replylint, path: Path) -> int:
    """Writes the literal words and phrases of the lexicons, one a line, and returns how many they are."""
    phrases = said([replylint.python, str(DRIVERS / "lexicon.py"), str(LEXICONS)])
    path.write_text(phrases + "\n", "utf-8")
    return phrases.count("\n") + 1


def greps(folder: Path, lexicon: str, text: str) -> list[Command]:
    """Counts the lines of a text with any of the phrases; in bytes, and in characters, as the linters read it."""
    words = ("grep", "-c", "-i", "-w", "-F", "-f", lexicon, text)
    return [
        Command("grep", words, folder, {"LC_ALL": "C"}),
        Command("grep-unicode", words, folder, {"LC_ALL": "C.UTF-8"}),
    ]


def starts(replylint: Replylint, folder: Path) -> list[Command]:
    """Python and node that do nothing; Python as it is, and without the user's settings."""
    node = shutil.which("node")
    return [
        Command("python", (replylint.python, "-c", "pass"), folder),
        Command("python-isolated", (replylint.python, "-I", "-c", "pass"), folder),
        *([Command("node", (node, "-e", "0"), folder)] if node else []),
    ]
