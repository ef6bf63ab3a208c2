"""``lint(exchange, rulebook) -> Report``: the heart. Pure; the commands, hooks and engines are skins over it."""

from __future__ import annotations

from collections.abc import Container, Iterable

from .exchange import Exchange
from .facts.answers import incoming_questions
from .facts.circumstances import lateness_minutes
from .facts.core import Conversation
from .facts.language import language
from .facts.layout import words
from .facts.mood import mood
from .findings import FactValue, Finding, NotApplicable, Report, Scorecard
from .privacy import concealed
from .record import replace
from .rulebook.loader import LIBRARY, Rulebook
from .scorecard import tally


def lint(exchange: Exchange, rulebook: Rulebook) -> Report:
    """All that ``rulebook`` has to say of the draft in ``exchange``, in reading order."""
    targets = rulebook.channels.get(exchange.channel or "", {})
    conversation = Conversation(exchange, rulebook.phrasebook, targets)
    outcomes: list[Finding | NotApplicable] = []
    for rule in rulebook.rules:
        outcomes += rule.judge(conversation)
    findings = sorted([o for o in outcomes if isinstance(o, Finding)], key=lambda f: (f.span.start, f.span.end))
    findings = concealed(findings, exchange.draft.text, rulebook.private)
    not_applicable = tuple([o for o in outcomes if isinstance(o, NotApplicable)])
    scorecard = score(findings, rulebook, exchange)
    return Report(tuple(findings), not_applicable, scorecard, summary_facts(conversation))


def score(findings: Iterable[Finding], rulebook: Rulebook, exchange: Exchange) -> Scorecard:
    """What ``findings`` cost by ``rulebook``; only canned replies have a score as parts of a library."""
    categories = rulebook.categories
    if not exchange.is_canned:
        categories = tuple([name for name in categories if name != LIBRARY])
    return tally(findings, rulebook.prices, categories)


def without(report: Report, dropped: Container[int], rulebook: Rulebook, exchange: Exchange) -> Report:
    """The report without the findings at the places in ``dropped``, scored again."""
    left = tuple(finding for number, finding in enumerate(report.findings) if number not in dropped)
    return replace(report, findings=left, scorecard=score(left, rulebook, exchange))


def summary_facts(conversation: Conversation) -> dict[str, FactValue]:
    """The facts that every report tells."""
    incoming = conversation.incoming
    asked = incoming_questions(conversation)
    facts: dict[str, FactValue] = {
        "mood": mood(incoming) if incoming else None,
        "words": words(conversation.draft),
        "incoming_words": words(incoming) if incoming else None,
        "questions": len(asked) if asked is not None else None,
        "language": language(conversation.draft),
        "lateness_minutes": lateness_minutes(conversation),
    }
    zone = conversation.exchange.timezone_source
    return facts | {"timezone": zone} if zone else facts
