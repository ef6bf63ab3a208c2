"""A rule, ready to judge a conversation."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from functools import lru_cache
from typing import Any

from ..checks.core import Breach, Check, Unknown
from ..checks.fixes import FixSpec, make_fix
from ..facts.core import Conversation
from ..facts.names import customer
from ..findings import Finding, Fix, NotApplicable, Severity, Span, milder
from ..record import record
from .conditions import Condition, all_hold
from .files import RuleFile
from .templates import Template, parse_template


@record
class Clause:
    """One check of a rule with its own conditions, message and fix. ``owner`` owns its phrases in the automaton; ``severity`` is the
    most that a finding of it can weigh."""

    check: Check
    owner: str
    when: tuple[Condition, ...]
    message: Template
    fix: FixSpec | None
    severity: Severity


@record
class Rule:
    """A named piece of advice with its checks. ``file`` is what its YAML says, ``path`` where that stands."""

    id: str
    category: str
    severity: Severity
    file: RuleFile
    path: str
    clauses: tuple[Clause, ...]
    when: tuple[Condition, ...]
    options: dict[str, Any]

    def judge(self, conversation: Conversation) -> Sequence[Finding | NotApplicable]:
        """The findings, or why the rule cannot apply: only when none of its checks could."""
        unknown: Unknown | None = None
        try:
            if not all_hold(self.when, conversation):
                return ()  # most rules, for most drafts: nothing else is looked at
        except Unknown as missing:
            unknown = missing
        needs: list[str] = []
        found: list[Finding] = []
        for clause in self.clauses:
            try:
                if clause.when and not all_hold(clause.when, conversation):
                    continue
                if unknown is None:
                    for breach in clause.check.run(conversation, clause.owner):
                        found.append(self._finding(clause, breach, conversation))
                else:
                    needs.append(str(unknown))
            except Unknown as missing:
                needs.append(str(unknown or missing))
        if not found and not needs:
            return ()
        kept: list[Finding | NotApplicable] = (
            [*_one_a_place(found)] if len(found) > 1 and len(self.clauses) > 1 else [*found]
        )
        return [*kept, _not_applicable(self.id, needs[0])] if needs and len(needs) == len(self.clauses) else kept

    def _finding(self, clause: Clause, breach: Breach, conversation: Conversation) -> Finding:
        mark = breach.mark
        written = conversation.draft.text[mark.start : mark.end]
        found = (mark.note or "••••") if self.file.private else written
        name = customer(conversation)
        values: dict[str, str | None] = {
            "found": found,
            "note": mark.note,
            "kind": mark.kind.replace("_", " "),
            "customer": name,
            "channel": conversation.exchange.channel,
            **breach.values,
        }
        told = {**values, "customer": name or "the customer", "channel": values["channel"] or "this channel"}
        return Finding(
            rule=self.id,
            category=self.category,
            severity=milder(self.severity, clause.severity),
            span=Span(mark.start, mark.end),
            found=found,
            message=_sentence(clause.message.fill(told) or self.file.title),
            why=self.file.why,
            fix=self._fix(clause, breach, conversation, values),
            hold_until=breach.hold_until,
            is_sure=milder(self.file.severity, clause.severity) == self.file.severity,
        )

    def _fix(
        self, clause: Clause, breach: Breach, conversation: Conversation, values: dict[str, str | None]
    ) -> Fix | None:
        if clause.fix is None:
            return None
        return make_fix(clause.fix, breach, conversation, lambda text: parse_template(text).fill(values))


@lru_cache(maxsize=1024)
def _not_applicable(rule: str, needs: str) -> NotApplicable:
    """The same record for the same outcome: thousands of replies share it, also on their way between processes."""
    return NotApplicable(rule, needs)


def _one_a_place(findings: list[Finding]) -> list[Finding]:
    """Of findings on the same words by several checks of one rule, the first that has a fix, else the first."""
    kept: list[Finding] = []
    spans: list[Span] = []  # sorted, and none overlaps another: only the neighbours can be in the way
    for finding in sorted(findings, key=lambda f: f.fix is None):
        at = bisect_left(spans, finding.span)
        if not any(finding.span.overlaps(other) for other in spans[max(0, at - 1) : at + 1]):
            spans.insert(at, finding.span)
            kept.append(finding)
    return kept


def _sentence(text: str) -> str:
    """With a capital at its start."""
    return text[:1].upper() + text[1:]
