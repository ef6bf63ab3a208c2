"""``rules test``: a rule carries its own proof.

Every rule has at least two bad and two good examples; ``bad`` yields this rule, ``good`` nothing of it, ``fixed`` is
what the rule's fixes make of ``bad``; it is clean, and fixing it again changes nothing.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from .exchange import Business, Customer, Exchange, Message, Note
from .findings import Finding
from .fixer import apply_fixes
from .library import annotate
from .linter import lint
from .record import replace
from .rulebook.examples import read_examples
from .rulebook.files import Example
from .rulebook.loader import Rulebook
from .rulebook.rule import Rule

LEAST = 2


def prove(rule: Rule, rulebook: Rulebook) -> Iterator[str]:
    """What is wrong with the rule's examples, as ``path: rule: example N: reason``; nothing when all hold."""
    examples = read_examples(rule)
    for kind in ("bad", "good"):
        count = sum(getattr(example, kind) is not None for example in examples)
        if count < LEAST:
            yield f"{rule.path}: {rule.id}: {count} {kind} examples; every rule has at least {LEAST}"
    alone = replace(rulebook, rules=(rule,))
    for number, example in enumerate(examples, 1):
        for reason in _failures(example, alone):
            yield f"{rule.path}: {rule.id}: example {number}: {reason}"


def _failures(example: Example, rulebook: Rulebook) -> Iterator[str]:
    if example.good is not None:
        exchange = exchange_of(example, example.good)
        for finding in lint(exchange, rulebook).findings:
            yield f"good, but found {finding.found!r}: {finding.message}"
    if example.bad is None:
        return
    report = lint(exchange_of(example, example.bad), rulebook)
    if not report.findings:
        reason = f": not applicable, needs {report.not_applicable[0].needs}" if report.not_applicable else ""
        yield f"bad, but nothing was found{reason}"
    if example.fixed is not None:
        yield from _fix_failures(example, report.findings, rulebook)


def _fix_failures(example: Example, findings: tuple[Finding, ...], rulebook: Rulebook) -> Iterator[str]:
    text = apply_fixes(example.bad or "", [f.fix for f in findings if f.fix], unsafe=True).text
    if text != example.fixed:
        yield f"fixed differs:\n      expected {example.fixed!r}\n      made     {text!r}"
        return
    again = lint(exchange_of(example, text), rulebook).findings
    if again:
        yield f"fixed, but still found {again[0].found!r}: {again[0].message}"


def exchange_of(example: Example, draft: str) -> Exchange:
    """The exchange that an example describes, with ``draft`` as its draft."""
    at = datetime.fromisoformat(example.at) if example.at else None
    received = datetime.fromisoformat(example.received) if example.received else None
    history = []
    for line in example.history:
        role, _, text = line.partition(":")
        history.append(Message(text.strip(), role="agent" if role == "agent" else "customer"))
    exchange = Exchange(
        draft=Message(draft, at=at, role="agent"),
        incoming=Message(example.incoming, at=received) if example.incoming is not None else None,
        history=tuple(history),
        channel=example.channel,
        visibility=example.visibility,
        customer=Customer(name=example.customer, timezone=example.timezone),
        business=Business(accounts=example.accounts, domains=example.domains, date_order=example.date_order),
        attachments=example.attachments,
        id=example.id,
        title=example.title,
        locale=example.locale,
        is_canned=example.canned or bool(example.library or example.placeholders or example.suppress),
        notes=tuple(Note("idle suppression", 0, 0, rule) for rule in example.suppress),
    )
    before = [_canned(**reply) for reply in example.library]
    return (
        annotate([*before, exchange], [example.placeholders] * (len(before) + 1))[-1]
        if exchange.is_canned
        else exchange
    )


def _canned(text: str, id: str | None = None, title: str | None = None, locale: str | None = None) -> Exchange:
    return Exchange(Message(text, role="agent"), id=id, title=title, locale=locale, is_canned=True)
