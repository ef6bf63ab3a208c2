"""Whether a file is a mail; what a start can afford to ask of every draft."""

from __future__ import annotations

from ...lazy import lazy

_HEADERS = lazy(r"(?:From [^\n]*\n)?((?:[!-9;-~]+:[^\n]*\n(?:[ \t][^\n]*\n)*)+)(?:\r?\n|\Z)")
_TELLING = lazy(
    r"(?im)^(from|to|cc|date|subject|message-id|mime-version|received|return-path|in-reply-to|references|content-type|content-transfer-encoding):"
)
HEAD = 64 * 1024
"""Headers longer than this, in bytes, are not looked for."""


def looks_like_mail(data: bytes) -> bool:
    """Whether ``data`` begins with at least two headers that mail has, and an empty line after them."""
    first = data[:80].split(b"\n", 1)[0]
    if b":" not in first and not first.startswith(b"From "):
        return False
    match = _HEADERS.match(data[:HEAD].decode("latin-1"))
    return match is not None and len({name.lower() for name in _TELLING.findall(match.group(1))}) >= 2
