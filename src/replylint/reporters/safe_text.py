"""User text on a terminal: never a control sequence."""

from __future__ import annotations

import re

from ..lazy import lazy

_CONTROL = lazy(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]")


def visible(text: str) -> str:
    """``text`` with control and direction characters as visible symbols, one for one."""
    if text.isascii() and text.isprintable():
        return text
    return _CONTROL.sub(_symbol, text)


def _symbol(match: re.Match[str]) -> str:
    code = ord(match.group())
    return chr(0x2400 + code) if code < 0x20 else "␡" if code == 0x7F else "�"


def one_line(text: str) -> str:
    """``text`` on one line, safe to print."""
    return visible(" ".join(text.split()))
