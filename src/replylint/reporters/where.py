"""Paths as reports for other programs show them."""

from __future__ import annotations

import os
from pathlib import Path

from .markup import legal

_BREAKS = {ord("\n"): "␊", ord("\t"): "␉"}


def shown_path(source: str) -> str:
    """``source`` with forward slashes, from the working directory when it lies in it, else as it was given.

    Control characters in it are shown as symbols; spaces stay as they are.
    """
    path = Path(source)
    try:
        shown = Path(os.path.abspath(path)).relative_to(Path.cwd()).as_posix()
    except (OSError, ValueError):
        shown = path.as_posix()
    return legal(shown).translate(_BREAKS)
