"""Regular expressions from rules: RE2, which takes linear time whatever a stranger wrote."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from ..facts.core import Mark, Marks, Reading
from ..facts.layout import prose

MAX_LENGTH = 1000
MAX_PROGRAM = 1 << 20
"""Bytes of memory that one compiled pattern may take."""


@lru_cache(maxsize=2048)
def compiled(pattern: str) -> Any:
    """``pattern`` for RE2, case-insensitive; raises ValueError with RE2's reason."""
    import re2

    options = re2.Options()
    options.case_sensitive = False
    options.log_errors = False
    options.max_mem = MAX_PROGRAM
    try:
        return re2.compile(pattern, options)
    except re2.error as error:
        reason = error.args[0].decode() if error.args and isinstance(error.args[0], bytes) else str(error)
        raise ValueError(f"not a regular expression that RE2 takes: {reason}") from None


def validate_patterns(patterns: tuple[str, ...]) -> None:
    """Raises ValueError for a pattern that is too long, not RE2, or matches nothing at all everywhere."""
    for pattern in patterns:
        if len(pattern) > MAX_LENGTH:
            raise ValueError(f"a pattern may have {MAX_LENGTH} characters, this one has {len(pattern)}")
        if not pattern.isprintable():
            raise ValueError(
                f"{pattern!r} holds a control character: write patterns in single quotes, where \\b stays as it is"
            )
        if compiled(pattern).search("") is not None:
            raise ValueError(f"{pattern!r} would match anywhere")


def pattern_marks(reading: Reading, patterns: tuple[str, ...]) -> Marks:
    """Where ``patterns`` match the prose of a message."""
    text = prose(reading)
    return tuple(
        Mark(match.start(), match.end())
        for pattern in patterns
        for match in compiled(pattern).finditer(text)
        if match.end() > match.start()
    )
