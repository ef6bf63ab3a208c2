"""Handing a kept mail to the real command."""

from __future__ import annotations

import contextlib
import os
import signal
from collections.abc import Mapping, Sequence

from .store import Kept

UNAVAILABLE = 69
"""EX_UNAVAILABLE of sysexits.h: the command could not be started."""


NOT_LOGGED = "sent, but the held folder cannot be written to"


def hand_over(kept: Kept, command: Sequence[str], event: str = "sent", **told: object) -> tuple[int, str]:
    """Gives the bytes of ``kept`` to ``command`` and waits. Returns its exit code and, unless it took the mail, one line that says why.

    From before the command starts until it has answered, the mail is marked as ``sending``: whoever finds it so after an
    interruption knows that it may have left. Raises OSError if that mark cannot be written, and then nothing was started.
    """
    # From here on a ^C is for the command alone: its answer counts, and has to be written down.
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        return _hand_over(kept, command, event, told)
    finally:
        signal.signal(signal.SIGINT, before)


def _hand_over(kept: Kept, command: Sequence[str], event: str, told: Mapping[str, object]) -> tuple[int, str]:
    kept.become("sending", command=tuple(command))
    os.lseek(kept.file, 0, os.SEEK_SET)
    try:
        code = _run(command, kept.file)
    except OSError as error:
        why = f"{command[0]}: cannot be started: {error.strerror}"
        kept.become("held", why=why)
        return UNAVAILABLE, why
    if code == 0:
        return 0, "" if kept.gone(event, **told) else NOT_LOGGED
    with contextlib.suppress(OSError):  # then it stays marked as one that may have left
        kept.become("refused", exit_code=code, why=f"{command[0]} exited {code}")
    return code, f"{command[0]} exited {code}"


def _run(command: Sequence[str], file: int) -> int:
    if not hasattr(os, "posix_spawnp"):
        import subprocess

        return subprocess.run(command, stdin=file, check=False).returncode
    child = os.posix_spawnp(
        command[0], list(command), os.environ, file_actions=[(os.POSIX_SPAWN_DUP2, file, 0)], setsigdef=[signal.SIGINT]
    )
    _, status = os.waitpid(child, 0)
    code = os.waitstatus_to_exitcode(status)
    return 128 - code if code < 0 else code


__all__ = ["NOT_LOGGED", "UNAVAILABLE", "hand_over"]
