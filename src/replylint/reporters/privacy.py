"""What may be shown of a reply: nothing that a private rule found."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence

from ..findings import Finding, Span
from ..readers.results import Checked
from ..rulebook.loader import Rulebook

DOT = "•"
_LEAST = 2
"""A shorter piece of private text gives nothing away, and to mask it everywhere would spoil the message."""


class Privacy:
    """Knows which rules are private in any of the rulebooks of a run."""

    def __init__(self) -> None:
        self._rules: set[str] = set()

    def hear(self, rulebook: Rulebook) -> None:
        """Takes note of a rulebook's private rules."""
        self._rules.update(rule.id for rule in rulebook.rules if rule.file.private)

    def hides(self, finding: Finding, text: str) -> bool:
        """Whether what is found is private: by its rule, or because the finding masks it."""
        return finding.rule in self._rules or finding.span.of(text) != finding.found

    def spans(self, checked: Checked) -> tuple[Span, ...]:
        """The private parts of the draft in reading order; those that overlap are one."""
        text = checked.exchange.draft.text
        joined: list[Span] = []
        for span in sorted(f.span for f in checked.report.findings if self.hides(f, text)):
            if joined and span.start < joined[-1].end:
                joined[-1] = Span(joined[-1].start, max(joined[-1].end, span.end))
            elif span.start < span.end:
                joined.append(span)
        return tuple(joined)

    def text(self, checked: Checked) -> str:
        """The draft with every private character masked, one for one, and its lines kept."""
        characters = list(checked.exchange.draft.text)
        for span in self.spans(checked):
            characters[span.start : span.end] = masked("".join(characters[span.start : span.end]))
        return "".join(characters)

    def messages(self, checked: Checked) -> tuple[str, ...]:
        """The messages of the findings; one that quotes words in which something private stands quotes them masked."""
        text, findings = checked.exchange.draft.text, checked.report.findings
        secrets = self.spans(checked)
        if not secrets:
            return tuple(f.message for f in findings)
        whole = {span.of(text) for span in secrets}
        return tuple(
            f.message if self.hides(f, text) else _without(f.message, whole | _parts(text, f.span, secrets))
            for f in findings
        )

    def name(self, checked: Checked, name: str) -> str:
        """The name of a reply, masked where it repeats what is private in it."""
        text = checked.exchange.draft.text
        return _without(name, {span.of(text) for span in self.spans(checked)})


def touching(span: Span, secrets: Sequence[Span]) -> Sequence[Span]:
    """The secrets that share a character with ``span``; ``secrets`` are as :meth:`Privacy.spans` gives them."""
    first = bisect_right(secrets, span.start, key=lambda secret: secret.end)
    behind = bisect_left(secrets, span.end, key=lambda secret: secret.start)
    return secrets[first:behind]


def masked(text: str) -> str:
    """Dots for the characters of ``text``, with its lines kept."""
    return "".join("\n" if character == "\n" else DOT for character in text)


def _parts(text: str, span: Span, secrets: Sequence[Span]) -> set[str]:
    """The parts of secrets that lie in ``span``."""
    return {text[max(span.start, s.start) : min(span.end, s.end)] for s in touching(span, secrets)}


def _without(told: str, pieces: Iterable[str]) -> str:
    """``told`` with the pieces masked; letter case is no disguise, since a message gets a capital at its start."""
    low = told.lower()
    quoted = [piece for piece in pieces if len(piece) >= _LEAST and piece.lower() in low]
    for piece in sorted(quoted, key=len, reverse=True):
        told = re.sub(re.escape(piece), lambda match: masked(match.group()), told, flags=re.IGNORECASE)
    return told
