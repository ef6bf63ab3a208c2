"""What may be told of a draft: nothing that a private rule found, whoever else quotes it."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Collection, Iterable, Sequence

from .findings import Finding, Fix, Span
from .record import replace

DOT = "•"
_LEAST = 2
"""A shorter piece of private text gives nothing away, and to mask it everywhere would spoil the message."""


def concealed(findings: Sequence[Finding], text: str, private: Collection[str]) -> list[Finding]:
    """``findings`` with nothing in them of what the rules in ``private`` found in ``text``; those rules mask their own words."""
    secrets = private_spans(findings, private)
    if not secrets:
        return list(findings)
    whole = {span.of(text) for span in secrets}
    return [f if f.rule in private else _concealed(f, text, secrets, whole) for f in findings]


def _concealed(finding: Finding, text: str, secrets: Sequence[Span], whole: set[str]) -> Finding:
    pieces = whole | {
        text[max(finding.span.start, s.start) : min(finding.span.end, s.end)] for s in touching(finding.span, secrets)
    }
    found, message = without(finding.found, pieces), without(finding.message, pieces)
    fix = None if finding.fix and _tells(finding.fix, secrets, whole) else finding.fix
    return (
        finding
        if (found, message, fix) == (finding.found, finding.message, finding.fix)
        else replace(finding, found=found, message=message, fix=fix)
    )


def _tells(fix: Fix, secrets: Sequence[Span], whole: set[str]) -> bool:
    """Whether a fix writes private words, in whatever case: it would print them wherever it is shown."""
    return any(touching(edit.span, secrets) or without(edit.text, whole) != edit.text for edit in fix.edits)


def private_spans(findings: Iterable[Finding], private: Collection[str]) -> tuple[Span, ...]:
    """What the rules in ``private`` found, in reading order; spans that overlap are one."""
    joined: list[Span] = []
    for span in sorted(f.span for f in findings if f.rule in private):
        if joined and span.start < joined[-1].end:
            joined[-1] = Span(joined[-1].start, max(joined[-1].end, span.end))
        elif span.start < span.end:
            joined.append(span)
    return tuple(joined)


def touching(span: Span, secrets: Sequence[Span]) -> Sequence[Span]:
    """The secrets that share a character with ``span``; ``secrets`` are as :func:`private_spans` gives them."""
    first = bisect_right(secrets, span.start, key=lambda secret: secret.end)
    behind = bisect_left(secrets, span.end, key=lambda secret: secret.start)
    return secrets[first:behind]


def masked(text: str) -> str:
    """Dots for the characters of ``text``, with its lines kept."""
    return "".join("\n" if character == "\n" else DOT for character in text)


def without(told: str, pieces: Iterable[str]) -> str:
    """``told`` with the pieces masked; letter case is no disguise, since a message gets a capital at its start."""
    low = told.lower()
    quoted = [piece for piece in pieces if len(piece) >= _LEAST and piece.lower() in low]
    for piece in sorted(quoted, key=len, reverse=True):
        told = re.sub(re.escape(piece), lambda match: masked(match.group()), told, flags=re.IGNORECASE)
    return told


__all__ = ["concealed", "masked", "private_spans", "touching", "without"]
