"""``python -m replylint`` and the ``replylint`` command."""

from __future__ import annotations

import gc
import os
import sys

SELDOM = 100_000
"""So many new objects before Python looks for cycles among them. By its own count of 700 it would look some hundred times while a
rulebook is loaded, which is all there to stay: 6 of 100 ms of a check."""


def main() -> None:
    """Runs the command line and exits with its code: 0 clean, 1 findings, 2 anything unreadable."""
    _open_closed_streams()
    gc.set_threshold(SELDOM)
    from .commands.run import run

    code = run(sys.argv[1:])
    sys.stdout.flush()
    sys.stderr.flush()
    # Tearing down the interpreter takes as long as checking a draft; there is nothing left to clean up.
    os._exit(code)


def _open_closed_streams() -> None:
    """Whoever starts us may have closed a standard stream: the next file that is opened would take its place, and get what is printed."""
    for number, name in enumerate(("stdin", "stdout", "stderr")):
        if getattr(sys, name) is None:
            os.open(os.devnull, os.O_RDWR)
            setattr(sys, name, open(number, "r" if number == 0 else "w", closefd=False))  # noqa: SIM115


if __name__ == "__main__":
    main()
