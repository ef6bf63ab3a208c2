"""Putting a hook in and taking it out: the only place of ``hooks`` that writes."""

from __future__ import annotations

import os
import stat
from pathlib import Path

from ..atomic import write_whole
from ..errors import HookError, WriteError
from ..record import record
from .blocks import SHELL, has_block, restored
from .githook import SAVED, with_chain
from .program import Machine, Program

BACKUP = ".replylint-backup"
MAX_BYTES = 4 * 1024 * 1024
"""No configuration that somebody wrote is longer."""


@record
class Change:
    """A file as it stands and as it is to become; ``aside`` is where the file of somebody else's goes, if it is to be called."""

    path: Path
    before: str | None
    after: str
    mode: int
    aside: Path | None
    notes: tuple[str, ...]

    @property
    def is_new(self) -> bool:
        """Whether there is something to write."""
        return self.before != self.after


def place_of(program: Program, machine: Machine, file: str | None) -> Path:
    """The file to read and write: ``file`` if given. Links are followed, so that the file they lead to is changed."""
    if file is None:
        path = program.find(machine)
    elif file.strip():
        path = machine.here / Path(file).expanduser()
    else:
        raise HookError("--file needs the name of a file")
    return path


def prepared(program: Program, machine: Machine, path: Path) -> Change:
    """What installing would do; raises HookError for what it cannot do."""
    before = read(path)
    old, aside = before, None
    if before is not None and _has_block(before, path):
        program, old = program.like(before), restored(before)
    elif before is not None and program.sets_aside(before, path):
        aside, old = path.with_name(path.name + SAVED), None
        if os.path.lexists(aside):
            raise HookError(f"{aside}: is there already: move it away first")
    plan = program.wrapped(old, path, machine)
    notes = plan.notes + (() if aside is None else (f"the hook that is there stays, as {aside.name}, and runs first",))
    if aside is None and path.is_symlink():
        notes += (f"{path} is a link; what it leads to is changed: {os.path.realpath(path)}",)
    if machine.which("replylint") is None:
        notes += ("replylint is not on PATH: the program will not find it",)
    return Change(path, before, plan.text, program.mode, aside, notes)


def carry_out(change: Change) -> None:
    """Writes it, whole or not at all; raises WriteError or HookError, and then all stands as it was."""
    if read(change.path) != change.before:
        raise HookError(f"{change.path}: was changed meanwhile: left as it is")
    if change.aside is not None:
        _replace_hook(change, change.aside)
        return
    real = Path(os.path.realpath(change.path))
    _check_owner(real)
    if change.before is None:
        _make_folder(real.parent)
    elif not has_block(change.before):
        _back_up(real, change.before)
    write_whole(real, _bytes(change.after), change.mode)


def _replace_hook(change: Change, aside: Path) -> None:
    try:
        os.rename(change.path, aside)
    except OSError as error:
        raise WriteError(f"{change.path}: cannot be kept as {aside.name}: {error.strerror}") from None
    try:
        write_whole(change.path, _bytes(change.after), change.mode)
    except BaseException:
        os.rename(aside, change.path)
        raise


def take_out(path: Path) -> str:
    """Takes our blocks out of a file, and says in a line what was done; raises HookError."""
    text = read(path)
    saved = path.with_name(path.name + SAVED)
    if text is None or not _has_block(text, path):
        return f"{path}: not installed, nothing to take out{_left_over(saved)}"
    rest = restored(text)
    if rest is not None and rest.strip() in ("", SHELL) and os.path.lexists(saved):
        rest = None
    real = Path(os.path.realpath(path))
    _check_owner(real)
    try:
        if rest is None and os.path.lexists(saved):
            os.replace(saved, path)
            return f"{path}: taken out, and the hook from before is back"
        if rest is None:
            real.unlink()
            return f"{path}: taken out, and removed, as it was made by replylint"
    except OSError as error:
        raise WriteError(f"{path}: cannot be removed: {error.strerror}") from None
    if os.path.lexists(saved):
        write_whole(real, _bytes(with_chain(rest, path.name)))
        return (
            f"{path}: taken out; lines of somebody else's stay, and so {saved.name} does, which is called before them"
        )
    write_whole(real, _bytes(rest))
    return f"{path}: taken out{_clear_backup(real, rest)}"


def state_of(program: Program, machine: Machine, path: Path) -> str:
    """Where it is installed, and whether it works, in a line; raises HookError."""
    text = read(path)
    if text is None or not _has_block(text, path):
        return f"not installed ({path}){_by_hand(program, text, path, machine)}{_left_over(path.with_name(path.name + SAVED))}"
    program = program.like(text)
    problems = list(program.troubles(text, path, machine))
    if machine.which("replylint") is None:
        problems.insert(0, "replylint is not on PATH")
    if not problems and _is_changed(program, text, path, machine):
        problems.append("changed since by hand (hook install shows how)")
    return f"installed in {path}" + (f", but {'; '.join(problems)}" if problems else "")


def _by_hand(program: Program, text: str | None, path: Path, machine: Machine) -> str:
    """That a file without a block of ours goes through replylint all the same."""
    try:
        plan = program.wrapped(text, path, machine) if text is not None else None
    except HookError:
        return ""
    return f"; {'; '.join(plan.notes)}" if plan is not None and plan.text == text else ""


def _left_over(saved: Path) -> str:
    return f"; {saved.name}, the hook from before, is still there" if os.path.lexists(saved) else ""


def _is_changed(program: Program, text: str, path: Path, machine: Machine) -> bool:
    try:
        return program.wrapped(restored(text), path, machine).text != text
    except HookError:
        return True


def read(path: Path) -> str | None:
    """The text of a file, whatever bytes it holds; ``None`` if there is none. Raises HookError."""
    try:
        found = path.stat()
        if not stat.S_ISREG(found.st_mode):
            raise HookError(f"{path}: {'a folder' if stat.S_ISDIR(found.st_mode) else 'something else'}, not a file")
        if found.st_size > MAX_BYTES:
            raise HookError(f"{path}: {found.st_size // (1024 * 1024)} MiB are no configuration")
        return path.read_bytes().decode("utf-8", "surrogateescape")
    except FileNotFoundError:
        return None
    except (OSError, ValueError) as error:
        raise HookError(f"{path}: cannot be read: {getattr(error, 'strerror', None) or error}") from None


def _bytes(text: str) -> bytes:
    return text.encode("utf-8", "surrogateescape")


def _has_block(text: str, path: Path) -> bool:
    try:
        return has_block(text)
    except HookError as error:
        raise HookError(f"{path}: {error}") from None


def _check_owner(real: Path) -> None:
    """Raises HookError for a file that would become another person's when it is written."""
    if real.exists() and os.geteuid() not in (0, real.stat().st_uid):
        raise HookError(f"{real}: belongs to another user: left as it is")


def _make_folder(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise WriteError(f"{folder}: cannot be made: {error.strerror}") from None


def _back_up(real: Path, text: str) -> None:
    backup = real.with_name(real.name + BACKUP)
    if backup.is_symlink() or backup.is_dir():
        raise HookError(f"{backup}: is in the way of the backup: move it away first")
    found = real.stat()
    if backup.exists():
        backup.unlink()
    write_whole(backup, _bytes(text), stat.S_IMODE(found.st_mode))
    if os.geteuid() == 0:
        os.chown(backup, found.st_uid, found.st_gid)


def _clear_backup(real: Path, rest: str) -> str:
    """Removes the backup when the file is as it was; else says that it stays."""
    backup = real.with_name(real.name + BACKUP)
    if not backup.is_file():
        return ""
    if backup.read_bytes() == _bytes(rest):
        backup.unlink()
        return ""
    return f"; it was changed since it was put in, so {backup.name} stays"


__all__ = ["Change", "carry_out", "place_of", "prepared", "read", "state_of", "take_out"]
