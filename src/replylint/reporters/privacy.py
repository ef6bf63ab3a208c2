"""What reporters may show of a reply besides its findings, which hide what is private themselves."""

from __future__ import annotations

from ..findings import Span
from ..privacy import masked, private_spans, without
from ..readers.results import Checked
from ..rulebook.loader import Rulebook


class Privacy:
    """Knows which rules are private in any of the rulebooks of a run."""

    def __init__(self) -> None:
        self._rules: set[str] = set()

    def hear(self, rulebook: Rulebook) -> None:
        """Takes note of a rulebook's private rules."""
        self._rules.update(rulebook.private)

    def spans(self, checked: Checked) -> tuple[Span, ...]:
        """The private parts of the draft in reading order; those that overlap are one."""
        return private_spans(checked.report.findings, self._rules)

    def text(self, checked: Checked) -> str:
        """The draft with every private character masked, one for one, and its lines kept."""
        characters = list(checked.exchange.draft.text)
        for span in self.spans(checked):
            characters[span.start : span.end] = masked("".join(characters[span.start : span.end]))
        return "".join(characters)

    def name(self, checked: Checked, name: str) -> str:
        """The name of a reply, masked where it repeats what is private in it."""
        text = checked.exchange.draft.text
        return without(name, {span.of(text) for span in self.spans(checked)})
