"""Short texts that several formats share: what a reply is called, and what a finding says in one line."""

from __future__ import annotations

from ..exchange import Exchange
from ..findings import Finding, Severity
from .safe_text import one_line

LONGEST = 1000
"""Where a viewer has one line for a message, more only hides what comes next."""
_PLURALS = {"error": "errors", "warning": "warnings", "suggestion": "suggestions"}


def caption(exchange: Exchange) -> str | None:
    """The title of a reply and its id, as far as they are known."""
    title, name = (one_line(part) if part else None for part in (exchange.title, exchange.id))
    if title and name and title != name:
        return shortened(f"{title} ({name})")
    known = title or name
    return shortened(known) if known else None


def message_line(finding: Finding) -> str:
    """What a finding says, on one line."""
    return shortened(one_line(finding.message)) or finding.rule


def shortened(text: str) -> str:
    """``text``, or its beginning with an ellipsis."""
    return text if len(text) <= LONGEST else text[: LONGEST - 1].rstrip() + "…"


def counted(counts: dict[Severity, int]) -> str:
    """``2 errors, 1 warning``, without what there is none of; ``no findings`` for nothing at all."""
    parts = [f"{n} {severity if n == 1 else _PLURALS[severity]}" for severity, n in counts.items() if n]
    return ", ".join(parts) or "no findings"
