"""User text in XML, HTML and JSON: every character one that the formats allow."""

from __future__ import annotations

from ..lazy import lazy
from .safe_text import visible

_ILLEGAL = lazy(r"[\ud800-\udfff\ufffe\uffff]")
_ENTITIES = {ord("&"): "&amp;", ord("<"): "&lt;", ord(">"): "&gt;", ord('"'): "&quot;", ord("'"): "&#39;"}


def legal(text: str) -> str:
    """``text`` without control characters, lone surrogates and what XML forbids, one character for one."""
    return _ILLEGAL.sub("�", visible(text))


def legal_line(text: str) -> str:
    """``text`` on one line, with characters that are allowed everywhere."""
    return legal(" ".join(text.split()))


def escaped(text: str) -> str:
    """``text`` for XML and HTML, between tags and in quoted attributes alike."""
    return legal(text).translate(_ENTITIES)


def escaped_line(text: str) -> str:
    """``text`` on one line, for XML and HTML."""
    return escaped(" ".join(text.split()))
