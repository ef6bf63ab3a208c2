"""Every rule carries its own proof, and the pack is what it says."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from replylint import Exchange, Message, Rulebook, lint, load_rulebook
from replylint.proof import prove
from replylint.rulebook import CATEGORIES, Override

RULES = [rule.id for rule in load_rulebook().rules]


@pytest.mark.parametrize("name", RULES)
def test_examples_hold(name: str, rulebook: Rulebook) -> None:
    rule = rulebook.rule(name)
    assert rule is not None
    assert list(prove(rule, rulebook)) == []


def test_every_rule_says_why_and_what_counts(rulebook: Rulebook) -> None:
    for rule in rulebook.rules:
        assert rule.file.why.endswith("."), rule.id
        assert rule.file.counts, rule.id
        assert rule.file.spares, rule.id
        assert rule.category in CATEGORIES


def test_python_knows_no_rule_by_its_id(rulebook: Rulebook) -> None:
    code = "\n".join(p.read_text("utf-8") for p in (Path(__file__).parent.parent / "src").rglob("*.py"))
    code = re.sub(r"^CONFIG = .*?^\"\"\"$", "", code, flags=re.MULTILINE | re.DOTALL)  # the commented config of `init`
    code = re.sub(r"^ +replylint explain \S+$", "", code, flags=re.MULTILINE)  # examples in --help
    named = [rule.id for rule in rulebook.rules if "-" in rule.id and rule.id in code]
    assert named == []


@pytest.mark.parametrize(
    ("draft", "severities", "score"),
    [
        ("A word that is surely wrong.", ["error"], 0),
        ("A word that may be wrong.", ["warning"], 92),
        ("Surely wrong, and may be wrong.", ["error", "warning"], 0),
    ],
)
def test_a_check_may_weigh_less_than_its_rule(tmp_path: Path, draft: str, severities: list[str], score: float) -> None:
    (tmp_path / "no-doubt.yaml").write_text(
        "id: no-doubt\ntitle: t\nseverity: error\nwhy: w\nauto_fail: true\npoints: 40\ncheck:\n"
        "  - avoid: {phrases: [surely wrong]}\n"
        "  - avoid: {phrases: [may be wrong]}\n    severity: warning\n",
        "utf-8",
    )
    rulebook = load_rulebook(tmp_path, default=False)
    report = lint(Exchange(Message(draft, role="agent")), rulebook)
    assert [finding.severity for finding in report.findings] == severities
    assert report.scorecard.score == score


def test_a_rule_made_milder_still_tells_its_sure_checks_from_the_others(tmp_path: Path) -> None:
    (tmp_path / "no-doubt.yaml").write_text(
        "id: no-doubt\ntitle: t\nseverity: error\nwhy: w\nauto_fail: true\ncheck:\n"
        "  - avoid: {phrases: [surely wrong]}\n"
        "  - avoid: {phrases: [may be wrong]}\n    severity: warning\n",
        "utf-8",
    )
    milder = {"no-doubt": Override(severity="warning")}
    rulebook = load_rulebook(tmp_path, default=False, overrides=milder)
    reports = {text: lint(Exchange(Message(text)), rulebook) for text in ("It is surely wrong.", "It may be wrong.")}
    assert [[f.severity for f in report.findings] for report in reports.values()] == [["warning"], ["warning"]]
    assert [report.scorecard.auto_fail for report in reports.values()] == ["no-doubt", None]
