"""Hooks of git: a script of ours, which calls the one that was there first."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Sequence
from pathlib import Path

from ..errors import HookError
from .blocks import BEGIN, END, MADE, SHELL, lines_of
from .program import Machine, Plan, Program

SAVED = ".replylint-saved"
"""What is put after the name of a hook that was there before."""
_BY_NAME = ("husky", "overcommit")
"""Managers of hooks whose scripts ask under which name they run: under another they do nothing."""


def git(folder: Path, *arguments: str, data: bytes | None = None) -> bytes:
    """What git says in ``folder``; raises HookError with what it complains of."""
    try:
        environment = {**os.environ, "LC_ALL": "C"}
        command = ["git", "-C", str(folder), *arguments]
        done = subprocess.run(command, input=data, capture_output=True, check=False, env=environment)
    except FileNotFoundError:
        raise HookError("git is not installed") from None
    if done.returncode:
        said = done.stderr.decode("utf-8", "replace").strip().splitlines()
        if any("not a git repository" in line for line in said):
            raise HookError(f"{folder}: not a git repository")
        raise HookError(f"git says: {said[0] if said else done.returncode}")
    return done.stdout


def _path(said: bytes) -> Path:
    return Path(said.removesuffix(b"\n").decode("utf-8", "surrogateescape"))


def top_of(here: Path) -> Path:
    """The top folder of the repository, or the repository itself if it has no work tree."""
    if git(here, "rev-parse", "--is-bare-repository") == b"true\n":
        return _path(git(here, "rev-parse", "--absolute-git-dir"))
    return _path(git(here, "rev-parse", "--show-toplevel"))


def hooks_folder(here: Path) -> Path:
    """Where git looks for the hooks of the repository: all its work trees share them, and core.hooksPath may move them."""
    top = top_of(here)
    return top / _path(git(top, "rev-parse", "--git-path", "hooks"))


class GitHook(Program):
    """A hook of the repository in which the command line stands."""

    name: str
    hook: str
    about: str
    mode = 0o755

    def find(self, machine: Machine) -> Path:
        """The hook's file."""
        return hooks_folder(machine.here) / self.hook

    def command(self) -> str:
        """The command that the hook ends with."""
        raise NotImplementedError

    def sets_aside(self, text: str, at: Path) -> bool:
        """Always, save for a hook that must not run under another name."""
        for manager in _BY_NAME:
            if manager in text or f".{manager}" in at.parts:
                raise HookError(
                    f"{at}: belongs to {manager}, whose hooks only run under their own name: call replylint in {manager}'s own configuration"
                )
        return True

    def wrapped(self, text: str | None, at: Path, machine: Machine) -> Plan:
        """The script; with a block after the first line of what is left of a script of ours."""
        found = lines_of(text) if text is not None else [f"{SHELL}\n"]
        if not found or not found[0].startswith("#!"):
            raise HookError(f"{at}: was made by replylint, and its first line is no longer {SHELL}: mend it by hand")
        return Plan("".join((found[0], self._block(at), *found[1:])), _shared(at, machine))

    def _block(self, at: Path) -> str:
        return "".join(
            f"{line}\n"
            for line in (
                BEGIN,
                MADE,
                f"# {self.about} To take it out: replylint hook uninstall --for {self.name}",
                *chain(at.name),
                "command -v replylint >/dev/null 2>&1 || {",
                f"  echo 'replylint: not on PATH, so nothing can be checked (hook {self.hook})' >&2",
                "  exit 1",
                "}",
                f"{self.command()} || exit",
                END,
            )
        )

    def troubles(self, text: str, at: Path, machine: Machine) -> tuple[str, ...]:
        """The file is not run."""
        try:
            runs = at.stat().st_mode & 0o100
        except OSError:
            runs = 0
        return () if runs else ("it is not executable, and git passes over it",)


def _shared(at: Path, machine: Machine) -> tuple[str, ...]:
    """That other repositories use the hook too, if core.hooksPath leads out of this one."""
    folder = at.parent.resolve()
    try:
        own = (
            top_of(machine.here),
            _path(git(machine.here, "rev-parse", "--path-format=absolute", "--git-common-dir")),
        )
    except HookError:  # --file, from outside a repository
        return ()
    inside = any(folder.is_relative_to(home.resolve()) for home in own)
    return () if inside else (f"core.hooksPath leads to {folder}: every repository that uses it gets this hook",)


def chain(name: str) -> Sequence[str]:
    """Lines that call the hook that was there before."""
    return (f'saved="$(dirname -- "$0")/{name}{SAVED}"', 'if [ -x "$saved" ]; then "$saved" "$@" || exit; fi')


def with_chain(text: str, name: str) -> str:
    """What is left of a script of ours, still calling the hook that was there before."""
    first, *rest = lines_of(text)
    return "".join((first, *(f"{line}\n" for line in chain(name)), *rest))
