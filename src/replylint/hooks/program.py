"""What a program is to `replylint hook`: where its configuration stands, and what it is to become."""

from __future__ import annotations

import os
import shutil
from pathlib import Path
from typing import Protocol

from ..errors import HookError
from ..record import record

SENDS = "replylint send -- "
"""What is put before the command that sends."""


@record
class Machine:
    """Whose configuration it is, and where the command line stands."""

    home: Path
    config: Path
    here: Path
    search: str

    def which(self, command: str) -> str | None:
        """The full path of a command, if there is one on the PATH."""
        return shutil.which(command, path=self.search)


def this_machine() -> Machine:
    """The machine as the environment describes it; raises HookError without a home."""
    try:
        home = Path(os.environ.get("HOME") or Path.home())
        here = Path.cwd()
    except (RuntimeError, OSError):
        raise HookError("no home or no current folder: set HOME, and stand in a folder that exists") from None
    config = os.environ.get("XDG_CONFIG_HOME")
    return Machine(home, Path(config) if config else home / ".config", here, os.environ.get("PATH", os.defpath))


@record
class Plan:
    """A configuration as it is to become; ``notes`` say what the person should know, a line each."""

    text: str
    notes: tuple[str, ...] = ()


class Advice(HookError):
    """Nothing to write here, but ``lines`` for the person to put elsewhere."""

    def __init__(self, message: str, lines: tuple[str, ...]) -> None:
        super().__init__(message)
        self.lines = lines


class Program(Protocol):
    """One program. What it writes stands in blocks (``blocks.py``), so that taking it out is the same for all.

    Most programs inherit from this, for what they have in common.
    """

    name: str
    mode: int
    """Of a file that is made."""

    def find(self, machine: Machine) -> Path:
        """The file that the program reads; raises HookError."""

    def sets_aside(self, text: str, at: Path) -> bool:
        """Whether a file of somebody else's is kept under another name and called, not changed; raises HookError if it must stay as it is."""
        return False

    def like(self, text: str) -> Program:
        """This program with the options with which an installed ``text`` was written."""
        return self

    def wrapped(self, text: str | None, at: Path, machine: Machine) -> Plan:
        """``text``, which has no block of ours (``None``: no file), as it is to become; raises HookError for what cannot work."""

    def troubles(self, text: str, at: Path, machine: Machine) -> tuple[str, ...]:
        """Why an installed ``text`` does not do its work, or not everywhere."""


def command_missing(command: str, machine: Machine) -> tuple[str, ...]:
    """That the first word of a command is no command here, if so."""
    word = command.split(" ", 1)[0]
    return () if machine.which(word) else (f"{word} is not on PATH" if "/" not in word else f"{word} is not there",)
