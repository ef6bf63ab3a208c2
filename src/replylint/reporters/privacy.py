"""What may be shown of a reply: nothing that a private rule found."""

from __future__ import annotations

import re
from collections.abc import Iterable

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
        """The private parts of the draft."""
        text = checked.exchange.draft.text
        spans = (f.span for f in checked.report.findings if self.hides(f, text))
        return tuple(span for span in spans if span.start < span.end)

    def text(self, checked: Checked) -> str:
        """The draft with every private character masked, one for one, and its lines kept."""
        text = checked.exchange.draft.text
        for span in self.spans(checked):
            text = text[: span.start] + _masked(span.of(text)) + text[span.end :]
        return text

    def messages(self, checked: Checked) -> tuple[str, ...]:
        """The messages of the findings; one that quotes words in which something private stands quotes them masked."""
        text, findings = checked.exchange.draft.text, checked.report.findings
        secrets = self.spans(checked)
        if not secrets:
            return tuple(f.message for f in findings)
        return tuple(
            f.message if self.hides(f, text) else _without(f.message, _pieces(text, f.span, secrets)) for f in findings
        )

    def name(self, checked: Checked, name: str) -> str:
        """The name of a reply, masked where it repeats what is private in it."""
        text = checked.exchange.draft.text
        return _without(name, {span.of(text) for span in self.spans(checked)})


def _pieces(text: str, span: Span, secrets: Iterable[Span]) -> set[str]:
    """What a message about ``span`` must not quote: the secrets, and the parts of them that lie in the span."""
    pieces = set()
    for secret in secrets:
        pieces.add(secret.of(text))
        pieces.add(text[max(span.start, secret.start) : min(span.end, secret.end)])
    return pieces


def _without(told: str, pieces: Iterable[str]) -> str:
    """``told`` with the pieces masked; letter case is no disguise, since a message gets a capital at its start."""
    for piece in sorted(pieces, key=len, reverse=True):
        if len(piece) >= _LEAST:
            told = re.sub(re.escape(piece), lambda match: _masked(match.group()), told, flags=re.IGNORECASE)
    return told


def _masked(text: str) -> str:
    return "".join("\n" if character == "\n" else DOT for character in text)
