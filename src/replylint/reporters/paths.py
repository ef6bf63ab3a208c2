"""Where a reply came from, as reports for other programs name it."""

from __future__ import annotations

import os
from pathlib import PurePath

from .markup import legal

_BREAKS = {ord("\n"): "␊", ord("\t"): "␉"}


def report_path(source: str) -> str:
    """``source`` relative to the working directory, with forward slashes; as it was given when it lies outside."""
    try:
        shown = os.path.relpath(source)
    except (ValueError, OSError):  # another drive, no name, a working directory that is gone
        shown = source
    if shown.split(os.sep, 1)[0] == os.pardir:
        shown = source
    return PurePath(shown).as_posix()


def shown_path(source: str) -> str:
    """:func:`report_path` with control characters as symbols; spaces stay as they are."""
    return legal(report_path(source)).translate(_BREAKS)


def uri(path: str) -> str:
    """A path of :func:`report_path` as a URI reference; an absolute one with the scheme ``file``."""
    from urllib.parse import quote

    quoted = quote(path.encode("utf-8", "surrogatepass"), safe="/")
    if not PurePath(path).is_absolute():
        return quoted
    return f"file://{'' if quoted.startswith('/') else '/'}{quoted}"
