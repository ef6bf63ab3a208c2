"""Handing a kept mail to the real command."""

from __future__ import annotations

import contextlib
import os
import signal
from collections.abc import Callable, Mapping, Sequence

from ..errors import WriteError
from .store import Kept, State

UNAVAILABLE = 69
"""EX_UNAVAILABLE of sysexits.h: the command could not be started."""
UNKNOWN = 75
"""EX_TEMPFAIL: the command may have taken the mail or not."""
NOT_LOGGED = "sent, but the held folder cannot be written to"


def hand_over(kept: Kept, command: Sequence[str], event: str = "sent", **told: object) -> tuple[int, str]:
    """Gives the bytes of ``kept`` to ``command`` and waits. Returns its exit code and, unless it took the mail, one line that says why.

    From before the command starts until it has answered, the mail is marked as ``sending``: whoever finds it so after an
    interruption knows that it may have left. A command that a signal ends has given no answer. Raises WriteError if the mark cannot be written,
    and then nothing was started. From here on ^C does nothing to this process: what the command answers has to reach whoever waits.
    """
    default = _for_the_command()
    kept.become("sending", command=tuple(command))
    os.lseek(kept.file, 0, os.SEEK_SET)
    try:
        answer = _start(command, kept.file, default)
    except OSError as error:
        why = f"{command[0]}: cannot be started: {error.strerror}"
        kept.become("held", why=why)
        return UNAVAILABLE, why
    return _answered(kept, command[0], answer(), event, told)


def _for_the_command() -> list[signal.Signals]:
    """Takes ^C, and the ends of children, into this process's hands; returns the signals that the command finds as it would without it."""
    names = ("SIGPIPE", "SIGXFSZ", "SIGCHLD")
    default = [signal.Signals[name] for name in names if hasattr(signal, name)]
    if signal.signal(signal.SIGINT, signal.SIG_IGN) is not signal.SIG_IGN:
        default.append(signal.SIGINT)
    if hasattr(signal, "SIGCHLD"):
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)  # a caller that ignores it would take the answer away
    return default


def _answered(kept: Kept, name: str, code: int | None, event: str, told: Mapping[str, object]) -> tuple[int, str]:
    if code == 0:
        return 0, "" if kept.gone(event, **told) else NOT_LOGGED
    state: State = "refused"
    if code is None:
        state, code, why = "sending", UNKNOWN, f"{name}: its answer is not known"
    elif code < 0:
        state, code, why = "sending", 128 - code, f"{name}: ended by signal {-code}, before it answered"
    else:
        why = f"{name} exited {code}"
    with contextlib.suppress(WriteError):  # then it stays marked as one that may have left
        kept.become(state, exit_code=code, why=why)
    kept.log("not taken", why=why)
    return code, why


def _start(command: Sequence[str], file: int, default: Sequence[signal.Signals]) -> Callable[[], int | None]:
    """Starts the command and returns what waits for its answer: an exit code, less than 0 for a signal, ``None`` for none."""
    if not hasattr(os, "posix_spawnp"):
        import subprocess

        return subprocess.Popen(command, stdin=file).wait
    child = os.posix_spawnp(
        command[0], list(command), os.environ, file_actions=[(os.POSIX_SPAWN_DUP2, file, 0)], setsigdef=default
    )

    def wait() -> int | None:
        try:
            return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
        except OSError:
            return None

    return wait


__all__ = ["NOT_LOGGED", "UNAVAILABLE", "hand_over"]
