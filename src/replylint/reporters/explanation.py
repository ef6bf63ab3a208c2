"""What a rule says, for people and for programs."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator
from itertools import groupby
from typing import Any

from ..findings import milder
from ..rulebook.files import Example
from ..rulebook.loader import Rulebook
from ..rulebook.rule import Rule
from ..scorecard import POINTS
from .safe_text import visible

_WIDTH = 80


def _paragraph(text: str, indent: str = "") -> Iterator[str]:
    for line in text.strip().split("\n"):
        yield from textwrap.wrap(line, _WIDTH, initial_indent=indent, subsequent_indent=indent) or [""]


def explanation(rule: Rule, examples: tuple[Example, ...]) -> Iterator[str]:
    """The page of ``explain``: advice, why, source, what counts, examples, options."""
    yield from map(visible, _explanation(rule, examples))


def _explanation(rule: Rule, examples: tuple[Example, ...]) -> Iterator[str]:
    file = rule.file
    price = file.points if file.points is not None else POINTS[rule.severity]
    yield f"{rule.id}: {file.title}"
    yield f"{rule.category} · {rule.severity} · costs {price:g} points{' · makes the score 0' if file.auto_fail else ''}"
    yield ""
    yield from _paragraph(file.why)
    for title, text in (
        ("What counts", file.counts),
        ("What does not", file.spares),
        ("Where it comes from", file.source),
        ("See also", file.see_also),
    ):
        if text:
            yield from ("", title)
            yield from _paragraph(text, "  ")
    found = [
        f"{way} (at most as a {clause.severity})" if milder(clause.severity, rule.severity) != rule.severity else way
        for clause in rule.clauses
        for way in clause.check.finds_by()
    ]
    if found:
        yield from ("", "How it is found")
        for way in found:
            yield from _paragraph(way, "  ")
    if file.when:
        yield from ("", "Applies when")
        yield from (f"  {fact}: {_condition(value)}" for fact, value in file.when.items())
    if examples:
        yield from ("", "Examples")
        for example in examples:
            yield from _example(example)
    if file.options:
        yield from ("", "Options")
        for name, option in file.options.items():
            yield from _paragraph(f"{name}: {rule.options[name]}  {option.help}", "  ")
    yield from ("", "In replylint.yaml", "  rules:")
    if file.options:
        name, option = next(iter(file.options.items()))
        yield f"    {rule.id}: {{severity: {rule.severity}, {name}: {_yaml(option.default)}}}"
    else:
        yield f"    {rule.id}: off   # or error, warning, suggestion"


def _yaml(value: Any) -> str:
    return (
        f"[{', '.join(value)}]"
        if isinstance(value, list)
        else str(value).lower()
        if isinstance(value, bool)
        else str(value)
    )


def _condition(value: Any) -> str:
    if isinstance(value, dict):
        return ", ".join(f"{op.replace('_', ' ')} {_condition(v)}" for op, v in value.items())
    return ", ".join(map(str, value)) if isinstance(value, list | tuple) else str(value)


_GIVEN = ("channel", "visibility", "customer", "timezone", "received", "at", "attachments", "date_order", "locale")
"""What tells a bad example from a good one with the same words."""


def _example(example: Example) -> Iterator[str]:
    given = [f"{name} {value}" for name in _GIVEN if (value := getattr(example, name)) is not None]
    if given:
        rows = list(_paragraph(" · ".join(given), " " * 12))
        yield f"  {'given':<9} {rows[0].strip()}"
        yield from rows[1:]
    for line in example.history:
        rows = list(_paragraph(line, " " * 12))
        yield f"  {'before':<9} {rows[0].strip()}"
        yield from rows[1:]
    for label in ("incoming", "bad", "fixed", "good"):
        text = getattr(example, label)
        if text is not None:
            rows = list(_paragraph(text, " " * 12))
            yield f"  {label:<9} {rows[0].strip()}"
            yield from rows[1:]
    yield ""


def rule_rows(rulebook: Rulebook) -> Iterator[str]:
    """``rules list``: by category, with severity, title and source."""
    yield from map(visible, _rule_rows(rulebook))


def _rule_rows(rulebook: Rulebook) -> Iterator[str]:
    room = max((len(rule.id) for rule in rulebook.rules), default=0)
    for category, rules in groupby(rulebook.rules, key=lambda rule: rule.category):
        yield category
        for rule in rules:
            yield f"  {rule.id:<{room}}  {rule.severity:<10}  {rule.file.title}"
            if rule.file.source:
                yield f"  {'':<{room}}  {'':<10}  ({rule.file.source})"
        yield ""


def rule_record(rule: Rule) -> dict[str, Any]:
    """``rules list --format json``: one rule."""
    file = rule.file
    return {
        "id": rule.id,
        "category": rule.category,
        "severity": rule.severity,
        "title": file.title,
        "why": file.why,
        "source": file.source,
        "counts": file.counts,
        "spares": file.spares,
        "points": file.points if file.points is not None else POINTS[rule.severity],
        "auto_fail": file.auto_fail,
        "fixable": file.fix is not None or any(clause.fix for clause in rule.clauses),
        "options": {
            name: {"value": rule.options[name], "default": o.default, "help": o.help}
            for name, o in file.options.items()
        },
        "path": rule.path,
    }
