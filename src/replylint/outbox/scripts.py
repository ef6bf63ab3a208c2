"""Hook scripts, git style: executables that see every mail before it leaves, and may stop it."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator, Mapping
from pathlib import Path

from ..errors import ConfigError

HOOK = "pre-send"
FOLDER = Path(".replylint") / "hooks"


def hooks_folder(configured: Path | None, config: Path | None, start: Path) -> Path | None:
    """Where hooks lie: as configured, else ``.replylint/hooks`` beside the config, else in ``start`` or the nearest folder above it."""
    if configured is not None:
        if not configured.is_dir():
            raise ConfigError(f"hooks_path: {configured}: no such folder")
        return configured
    beside = [config.parent] if config is not None else []
    return next((folder / FOLDER for folder in (*beside, start, *start.parents) if (folder / FOLDER).is_dir()), None)


def hook_scripts(folder: Path, *, is_configured: bool = False) -> list[Path]:
    """The scripts of ``pre-send``, in the order of their names: the executables in its folder, or itself; of a folder that the config names (``is_configured``) its own executables, if it has no ``pre-send``. Raises ConfigError for a script that others may write."""
    own = folder / HOOK
    found = (
        [own]
        if own.is_file()
        else sorted(own.iterdir())
        if own.is_dir()
        else sorted(folder.iterdir())
        if is_configured
        else []
    )
    scripts = [path for path in found if path.is_file() and os.access(path, os.X_OK)]
    for path in (*scripts, *([own if own.is_dir() else folder] if scripts else [])):
        _check_own(path)
    return scripts


def _check_own(path: Path) -> None:
    if not hasattr(os, "getuid"):
        return
    status = path.stat()
    if status.st_uid not in (0, os.getuid()) or status.st_mode & stat.S_IWOTH:
        raise ConfigError(f"{path}: not run: it belongs to, or can be written by, somebody else")


def run_hooks(scripts: list[Path], file: int, known: Mapping[str, str]) -> Iterator[str]:
    """Runs scripts one after the other, each with the mail on its standard input; yields why each that stopped it did."""
    import subprocess

    for script in scripts:
        os.lseek(file, 0, os.SEEK_SET)
        try:
            # What a script prints is for the person: standard output of send belongs to the real command.
            code = subprocess.run([script], stdin=file, stdout=2, env={**os.environ, **known}, check=False).returncode
        except OSError as error:
            yield f"hook {script.name}: cannot be started: {error.strerror}"
            continue
        if code:
            yield f"hook {script.name} exited {code}"


__all__ = ["hook_scripts", "hooks_folder", "run_hooks"]
