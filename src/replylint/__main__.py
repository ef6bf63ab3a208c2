"""``python -m replylint`` and the ``replylint`` command."""

from __future__ import annotations

import os
import sys


def main() -> None:
    """Runs the command line and exits with its code: 0 clean, 1 findings, 2 anything unreadable."""
    from .commands.run import run

    code = run(sys.argv[1:])
    sys.stdout.flush()
    sys.stderr.flush()
    # Tearing down the interpreter takes as long as checking a draft; there is nothing left to clean up.
    os._exit(code)


if __name__ == "__main__":
    main()
