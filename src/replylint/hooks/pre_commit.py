"""pre-commit: the hook of git that checks canned replies as they are staged."""

from __future__ import annotations

import shlex
from pathlib import Path

from ..errors import HookError
from .blocks import lines_of
from .githook import GitHook, git, top_of
from .program import Advice, Machine, Plan

FRAMEWORK = ".pre-commit-config.yaml"
CONFIG = "replylint.yaml"
_RUN = "replylint hook run pre-commit"
_LINES = (
    "repos:",
    "  - repo: …            # the address of replylint's repository",
    "    rev: v0.1.0",
    "    hooks:",
    "      - id: replylint",
    "        files: ^macros/    # where your canned replies are",
)


class PreCommit(GitHook):
    """git commit."""

    name = "pre-commit"
    hook = "pre-commit"
    about = "Checks canned replies as they are staged."

    def __init__(self, patterns: tuple[str, ...] = ()) -> None:
        self.patterns = patterns

    def command(self) -> str:
        """Checks what is staged."""
        return " ".join((_RUN, *(("--", *map(shlex.quote, self.patterns)) if self.patterns else ())))

    def like(self, text: str) -> PreCommit:
        """With the patterns of an installed hook, unless it has its own."""
        line = next((line for line in lines_of(text) if line.startswith(_RUN)), "")
        try:
            words = shlex.split(line.removeprefix(_RUN).rstrip().removesuffix("|| exit"))
        except ValueError:
            words = []
        return PreCommit(self.patterns or tuple(words[1:]))

    def wrapped(self, text: str | None, at: Path, machine: Machine) -> Plan:
        """The script, where the repository runs its hooks itself."""
        plan = super().wrapped(text, at, machine)
        top = top_of(machine.here)
        if (top / FRAMEWORK).is_file() and at == self.find(machine):
            reason = (
                "the pre-commit framework runs the hooks of this repository: add these lines to it, nothing is written"
            )
            raise Advice(f"{top / FRAMEWORK}: {reason}", _LINES)
        return Plan(plan.text, (*plan.notes, *self._notes(top)))

    def _notes(self, top: Path) -> tuple[str, ...]:
        """Raises HookError if the hook would have nothing to check."""
        if self.patterns:
            return ()
        tracked = git(top, "ls-files", "-z").split(b"\0")
        if any(name.rsplit(b"/", 1)[-1] == CONFIG.encode() for name in tracked):
            return ("it checks the staged files that `libraries:` in replylint.yaml names",)
        if (top / CONFIG).is_file():
            return (f"{CONFIG} is not in the index yet: until `git add {CONFIG}`, nothing is checked",)
        raise HookError(
            "which staged files are canned replies? Name them with --pattern 'macros/*', or under libraries: in a replylint.yaml of this repository"
        )
