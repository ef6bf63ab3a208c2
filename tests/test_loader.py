"""Rule files: what is refused, with the place and the mend; what teams change from their config."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from replylint import Exchange, Message, lint, load_rulebook
from replylint.config import load_settings
from replylint.errors import ConfigError, RuleError
from replylint.rulebook import Override

CASES: list[dict[str, Any]] = yaml.safe_load((Path(__file__).parent / "cases/loader.yaml").read_text("utf-8"))


@pytest.mark.parametrize("case", CASES, ids=[c["error"][:50] for c in CASES])
def test_a_bad_rule_is_refused_with_its_place(case: dict[str, Any], tmp_path: Path) -> None:
    path = tmp_path / "r.yaml"
    path.write_text(case["file"], "utf-8")
    with pytest.raises(RuleError) as refused:
        load_rulebook(tmp_path, default=True)
    assert str(refused.value).startswith(f"{path}:")
    assert case["error"] in str(refused.value)


def rule(tmp_path: Path, check: str, **more: str) -> Path:
    rest = "".join(f"{key}: {value}\n" for key, value in more.items())
    (tmp_path / "own.yaml").write_text(
        f"id: own\ntitle: Own\nseverity: warning\nwhy: So.\ncheck: {check}\n{rest}", "utf-8"
    )
    return tmp_path


def found(folder: Path, draft: str, incoming: str | None = None, **overrides: Override) -> list[str]:
    rulebook = load_rulebook(folder, default=False, overrides=overrides)
    exchange = Exchange(Message(draft), Message(incoming) if incoming else None, channel=None)
    return [f.found for f in lint(exchange, rulebook).findings]


def test_yaml_1_1_traps_are_plain_words(tmp_path: Path) -> None:
    assert found(rule(tmp_path, "{avoid: {phrases: [no, 12:30]}}"), "At 12:30? no") == ["12:30", "no"]


def test_a_regular_expression_takes_linear_time(tmp_path: Path) -> None:
    assert found(rule(tmp_path, "{avoid: {patterns: ['(a+)+b']}}"), "a" * 50_000) == []


def test_token_patterns(tmp_path: Path) -> None:
    folder = rule(tmp_path, "{avoid: {tokens: [[{LOWER: sign}, {LOWER: {IN: [up, in]}}]]}}")
    assert found(folder, "Please sign up.") == ["sign up"]
    assert found(folder, "A sign of trust.") == []


def test_options_and_severity_come_from_the_config(tmp_path: Path) -> None:
    folder = rule(tmp_path, "{limit: {fact: words, max: $most}}", options="{most: {default: 2, help: words}}")
    assert found(folder, "one two three") == [""]
    assert found(folder, "one two three", own=Override(options={"most": 3})) == []
    assert found(folder, "one two three", own=Override(off=True)) == []
    with pytest.raises(ConfigError, match="must be like its default"):
        found(folder, "x", own=Override(options={"most": "x"}))
    with pytest.raises(ConfigError, match="did you mean 'most'"):
        found(folder, "x", own=Override(options={"mosst": 3}))
    with pytest.raises(ConfigError, match="did you mean 'own'"):
        found(folder, "x", owm=Override())


def test_two_rules_of_one_name_are_refused(tmp_path: Path) -> None:
    (tmp_path / "greet.yaml").write_text(
        "id: greet\ntitle: t\nseverity: error\nwhy: w\ncheck: {avoid: {phrases: [a]}}\n", "utf-8"
    )
    with pytest.raises(RuleError, match="another rule has this id"):
        load_rulebook(tmp_path)


def test_an_unknown_fact_makes_a_rule_not_applicable(tmp_path: Path) -> None:
    folder = rule(tmp_path, "{avoid: {phrases: [soon]}}", when="{incoming.mood: upset}")
    report = lint(Exchange(Message("soon")), load_rulebook(folder, default=False))
    assert report.findings == ()
    assert [(n.rule, n.needs) for n in report.not_applicable] == [("own", "the incoming message")]


def test_the_cache_is_ignored_when_it_is_not_what_was_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    folder = rule(
        tmp_path / "rules" if (tmp_path / "rules").mkdir() is None else tmp_path, "{avoid: {phrases: [soon]}}"
    )
    assert found(folder, "soon") == ["soon"]
    (cached,) = (tmp_path / "cache").rglob("rulebook-*.cache")
    text = cached.read_bytes()
    for damaged in (b"", b"{}", text.replace(b'"soon"', b'"late"'), text[: len(text) // 2]):
        cached.write_bytes(damaged)
        assert found(folder, "soon") == ["soon"]
    cached.chmod(0o666)
    assert found(folder, "soon") == ["soon"]


def test_a_change_of_a_rule_is_seen_though_its_file_is_as_long_as_before(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.setattr("replylint.rulebook.cache.SETTLED", -60)
    (tmp_path / "rules").mkdir()
    for word in ("soon", "late"):
        folder = rule(tmp_path / "rules", f"{{avoid: {{phrases: [{word}]}}}}")
        assert found(folder, "soon or late") == [word]
        assert found(folder, "soon or late") == [word]
    assert len(list((tmp_path / "cache").rglob("digest-*.cache"))) == 2


def test_what_was_changed_just_now_is_read_and_not_only_looked_at(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    (tmp_path / "rules").mkdir()
    assert found(rule(tmp_path / "rules", "{avoid: {phrases: [soon]}}"), "soon") == ["soon"]
    assert not list((tmp_path / "cache").rglob("digest-*.cache"))


def test_a_cached_rulebook_says_what_a_fresh_one_says(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("REPLYLINT_NO_CACHE", "1")
    fresh = load_rulebook()
    monkeypatch.delenv("REPLYLINT_NO_CACHE")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    load_rulebook()
    cached = load_rulebook()
    assert cached.rules == fresh.rules
    assert cached.channels == fresh.channels
    draft = Message(
        "Calm down, your parcel comes soon!! We never got your order no. 4711, sorry for the inconvenience."
    )
    exchange = Exchange(draft, Message("Where is my parcel? I am furious."), channel="email")
    assert lint(exchange, cached) == lint(exchange, fresh)


def test_a_config_sets_the_points_of_a_rule(tmp_path: Path) -> None:
    folder = rule(tmp_path, "{avoid: {phrases: [soon]}}")
    scores = [
        lint(Exchange(Message("soon")), load_rulebook(folder, default=False, overrides=overrides)).scorecard.score
        for overrides in ({}, {"own": Override(points=40)}, {"own": Override(points=0)})
    ]
    assert scores == [92, 60, 100]


def test_a_config_is_kept_by_its_content(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    config = tmp_path / "replylint.yaml"
    for points in (3, 3, 5):
        config.write_text(f"rules: {{no-all-caps: {{points: {points}}}}}\n", "utf-8")
        assert load_settings(config).overrides["no-all-caps"].points == points
    for kept in (tmp_path / "cache").rglob("config-*.cache"):
        kept.write_bytes(b"damaged")
    assert load_settings(config).overrides["no-all-caps"].points == 5
