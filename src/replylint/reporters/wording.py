"""Numbers, names and messages in words, as several formats say them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from ..exchange import Exchange
from ..findings import SEVERITIES, Finding, Severity
from .safe_text import one_line

LONGEST = 1000
"""Where a viewer has one line for a message, more only hides what comes next."""


def count(number: int, name: str) -> str:
    """``1 error``, ``2 errors``."""
    return f"{number:,} {name}{'' if number == 1 else 's'}"


def counts(numbers: Mapping[Severity, int]) -> str:
    """``2 errors, 1 warning``; what is 0 is left out, and nothing at all is ``no findings``."""
    return ", ".join(count(number, name) for name, number in numbers.items() if number) or "no findings"


def replies(number: int) -> str:
    """``1 reply``, ``2 replies``."""
    return f"{number:,} {'reply' if number == 1 else 'replies'}"


def verdict(total: int, failed: int) -> str:
    """The outcome of a run in a few words."""
    if not total:
        return "no replies were checked"
    if total == 1:
        return "the reply does not pass" if failed else "the reply passes"
    if not failed:
        return f"all {total:,} replies pass"
    return f"{failed:,} of {total:,} replies {'does' if failed == 1 else 'do'} not pass"


def caption(exchange: Exchange) -> str | None:
    """The title of a reply and its id, as far as they are known, on one line."""
    title, name = (one_line(part) if part else None for part in (exchange.title, exchange.id))
    if title and name and title != name:
        return shortened(f"{title} ({name})")
    known = title or name
    return shortened(known) if known else None


def name_of(exchange: Exchange) -> str:
    """What people call the reply, on one line: its title, else its id; empty when it has neither."""
    names = (" ".join((name or "").split()) for name in (exchange.title, exchange.id))
    return next(filter(None, names), "")


def message_line(finding: Finding) -> str:
    """What a finding says, on one line."""
    return shortened(one_line(finding.message)) or finding.rule


def shortened(text: str) -> str:
    """``text``, or its beginning with an ellipsis."""
    return text if len(text) <= LONGEST else text[: LONGEST - 1].rstrip() + "…"


def by_severity(findings: Iterable[Finding]) -> dict[Severity, int]:
    """How many findings there are of each severity."""
    numbers: dict[Severity, int] = dict.fromkeys(SEVERITIES, 0)
    for finding in findings:
        numbers[finding.severity] += 1
    return numbers
