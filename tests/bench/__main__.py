"""``python tests/bench``, from a checkout."""

from __future__ import annotations

import sys
from pathlib import Path

if not __package__:  # run as a folder: nothing says yet which package this is
    sys.path[0] = str(Path(__file__).resolve().parent.parent)

from bench.command import main

if __name__ == "__main__":
    sys.exit(main())
