"""Reports for other programs: SARIF, GitHub annotations, GitLab code quality, JUnit XML."""

from __future__ import annotations

import io
import json
import os
import re
from collections.abc import Callable, Sequence
from functools import cache, partial
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import etree

from conftest import Outcome
from replylint import Exchange, Finding, Message, Report, Rulebook, Scorecard, Span, lint, load_rulebook
from replylint.findings import Edit, Fix, Severity
from replylint.readers.places import in_json_line, in_text
from replylint.readers.results import Checked, Summary, passes
from replylint.record import replace
from replylint.reporters import make_reporter
from replylint.reporters.paths import report_path, uri

SCHEMAS = Path(__file__).parent / "schemas"
FORMATS = ("sarif", "github", "gitlab", "junit")

Run = Callable[..., Outcome]


@cache
def default_rulebook() -> Rulebook:
    return load_rulebook()


# Runs ---------------------------------------------------------------------------------------------------------------


def reply(text: str, source: str = "draft.txt", *, title: str | None = None, name: str | None = None) -> Checked:
    """A draft in a file of its own, checked by the default rulebook."""
    exchange = Exchange(draft=Message(text, role="agent"), channel="twitter", title=title, id=name)
    report = lint(exchange, default_rulebook())
    return Checked(source, exchange, report, lambda: in_text(text), passes(report, "warning", None))


def line_reply(raw: str, line: int, source: str = "replies.jsonl") -> Checked:
    """A reply in a line of JSON."""
    data = json.loads(raw)
    exchange = Exchange(draft=Message(data["draft"]["text"]), title=data.get("title"), id=data.get("id"))
    report = lint(exchange, default_rulebook())
    locate = partial(in_json_line, raw, ("draft", "text"), line)
    return Checked(source, exchange, report, locate, passes(report, "warning", None))


def made_up(
    *severities: Severity, message: str = "Bad.", found: str = "x", source: str = "d.txt", **known: Any
) -> Checked:
    """A reply with findings that no rulebook made."""
    findings = tuple(
        Finding("some-rule", "tone", severity, Span(n, n + 1), found, message, "Because.")
        for n, severity in enumerate(severities)
    )
    text = "x" * (len(findings) + 1)
    card = Scorecard(50.0, "red", None, (0.0,) * len(findings), {})
    report = Report(findings, (), card, {})
    exchange = Exchange(draft=Message(text), **known)
    return Checked(source, exchange, report, lambda: in_text(text), passes(report, "warning", None))


def written(format_: str, replies: Sequence[Checked], *rulebooks: Rulebook, statistics: bool = False) -> str:
    out, summary = io.StringIO(), Summary()
    reporter = make_reporter(format_, out)
    for rulebook in rulebooks or (default_rulebook(),):
        reporter.begin(rulebook)
    for checked in replies:
        summary.add(checked)
        reporter.reply(checked)
    reporter.close(summary, statistics)
    return out.getvalue()


# What each format's readers accept ----------------------------------------------------------------------------------


def schema(name: str) -> Any:
    return json.loads((SCHEMAS / name).read_text("utf-8"))


SARIF = jsonschema.Draft4Validator(schema("sarif-2.1.0-rtm.5.json"))
GITLAB = jsonschema.Draft202012Validator(schema("gitlab-code-quality.json"))
JUNIT = etree.XMLSchema(etree.parse(str(SCHEMAS / "junit-10.xsd")))


def sarif(text: str) -> Any:
    """The only run of a valid log."""
    log = json.loads(text)
    SARIF.validate(log)
    (run,) = log["runs"]
    return run


def gitlab(text: str) -> list[Any]:
    issues: list[Any] = json.loads(text)
    GITLAB.validate(issues)
    assert len({issue["fingerprint"] for issue in issues}) == len(issues)
    return issues


def junit(text: str) -> Any:
    root = etree.fromstring(text.encode("utf-8"))
    JUNIT.assertValid(root)
    return root


def github(text: str) -> list[tuple[str, dict[str, str], str]]:
    """The commands as the runner of GitHub Actions reads them: name, properties, message."""
    commands = []
    for line in text.split("\n"):
        if not line.startswith("::"):
            continue
        head, message = line[2:].split("::", 1)
        name, _, listed = head.partition(" ")
        properties = dict(part.split("=", 1) for part in listed.split(","))
        for old, new in (("%3A", ":"), ("%2C", ","), ("%0D", "\r"), ("%0A", "\n"), ("%25", "%")):
            properties = {key: value.replace(old, new) for key, value in properties.items()}
            message = message if old in ("%3A", "%2C") else message.replace(old, new)
        assert name in ("error", "warning", "notice")
        commands.append((name, properties, message))
    return commands


READ: dict[str, Callable[[str], Any]] = {"sarif": sarif, "github": github, "gitlab": gitlab, "junit": junit}

BAD = "Hi Jane,\n\nIt is NOT ready!! We will reply soon!!\n"
CLEAN = "Hi Jane,\n\nYour lamp is ready. You can pick it up today until six. Can I do anything else?\n\nBest,\nTom\n"


@pytest.mark.parametrize("format_", FORMATS)
def test_an_empty_run_and_a_clean_reply_are_valid_reports(format_: str) -> None:
    READ[format_](written(format_, []))
    clean = reply(CLEAN)
    assert clean.passed
    READ[format_](written(format_, [clean]))


def test_nothing_found_is_an_empty_list_not_an_empty_file() -> None:
    assert sarif(written("sarif", []))["results"] == []
    assert gitlab(written("gitlab", [])) == []
    assert len(junit(written("junit", []))) == 0
    assert written("github", []) == "replylint: 0 replies checked, 0 failed, score 100: no findings\n"


AWKWARD = st.one_of(
    st.text(max_size=60),
    st.text(alphabet="\"'<>&:%,\n\r\t\\]{}[()#=\x00\x1b\x7f\x85\u2028\u202e\ud83d\ufffe😀é", max_size=40),
    st.sampled_from(
        ["::error::x", "a%0A::stop-commands::x", "]]>", "<!--", "[a](b)", "{0}", "x" * 5000, "\n::warning::"]
    ),
)
RAW = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")


@pytest.mark.parametrize("format_", FORMATS)
@settings(deadline=None, max_examples=150, suppress_health_check=[HealthCheck.too_slow])
@given(message=AWKWARD, found=AWKWARD, title=AWKWARD, name=AWKWARD, source=AWKWARD)
def test_any_text_makes_a_valid_report(
    format_: str, message: str, found: str, title: str, name: str, source: str
) -> None:
    source = source or "d.txt"
    replies = [
        made_up("error", "suggestion", message=message, found=found, title=title, id=name, source=source),
        made_up("warning", "warning", message=message, found=found, title=title, id=name, source=source),
        made_up(title=title, id=name, source=source),
    ]
    text = written(format_, replies)
    text.encode("utf-8", "strict" if format_ != "github" else "surrogatepass")
    assert not RAW.search(text)
    read = READ[format_](text)
    if format_ == "github":
        assert [command for command, _, _ in read] == ["error", "warning", "warning", "notice"]


@pytest.mark.parametrize("format_", FORMATS)
def test_private_data_is_in_no_report(format_: str, tmp_path: Path, replylint: Run) -> None:
    path = tmp_path / "draft.txt"
    path.write_text("Your card 4539 1488 0343 6467 is charged!! Call Tom on +44 20 7946 0958.\n", "utf-8")
    out = replylint("check", path, "--channel", "twitter", "--format", format_).out
    assert "keep-private-private" in out
    assert "4539" not in out
    assert "7946" not in out
    READ[format_](out)


EVERY_FORMAT = ("report", "text", "json", "jsonl", *FORMATS, "checkstyle", "rdjson", "markdown", "html")


@pytest.mark.parametrize("format_", ["json", "jsonl"])
@given(text=AWKWARD)
def test_json_holds_any_text_and_no_raw_control_character(format_: str, text: str) -> None:
    written_text = written(format_, [made_up("error", message=text, found=text, title=text)])
    assert not RAW.search(written_text)
    read = json.loads(written_text)
    (reply,) = read["replies"] if format_ == "json" else [read]
    assert (reply["title"], reply["findings"][0]["found"]) == (text, text)


@pytest.mark.parametrize("format_", EVERY_FORMAT)
def test_what_another_rule_quotes_of_private_data_is_masked(format_: str, tmp_path: Path, replylint: Run) -> None:
    (tmp_path / "rules").mkdir()
    (tmp_path / "rules/quotes.yaml").write_text(
        'id: quotes\ntitle: Quotes\nseverity: warning\nwhy: Because.\nsource: "x"\ncheck: {avoid: {patterns: ["card is [0-9 ]+"]}}\n'
        'message: "“{found}” is said."\nexamples:\n'
        + "".join(f"  - {kind}: Fine {n}.\n" for kind in ("good", "bad") for n in range(2)),
        "utf-8",
    )
    (tmp_path / "replylint.yaml").write_text("rulebook: {folders: [rules]}\n", "utf-8")
    path = tmp_path / "draft.txt"
    path.write_text("Your card is 4539 1488 0343 6467, please check.\n", "utf-8")
    out = replylint("check", path, "--channel", "twitter", "--format", format_).out
    assert "quotes" in out
    assert "1488" not in out


@pytest.mark.parametrize("format_", FORMATS)
def test_several_replies_in_one_file(format_: str, tmp_path: Path, replylint: Run) -> None:
    path = tmp_path / "replies.jsonl"
    lines = [{"id": n, "draft": {"text": f"Fine {n}!!"}} for n in range(3)]
    path.write_text("".join(json.dumps(line) + "\n" for line in lines), "utf-8")
    done = replylint("check", path, "--select", "no-punctuation-overload", "--format", format_)
    assert done.code == 1
    read = READ[format_](done.out)
    if format_ == "sarif":
        starts = [r["locations"][0]["physicalLocation"]["region"]["startLine"] for r in read["results"]]
        assert starts == [1, 2, 3]
        assert [r["locations"][0]["logicalLocations"][0]["name"] for r in read["results"]] == ["0", "1", "2"]
    elif format_ == "junit":
        (suite,) = read
        assert [case.get("name") for case in suite] == ["0", "1", "2"]
    elif format_ == "gitlab":
        assert [issue["location"]["lines"]["begin"] for issue in read] == [1, 2, 3]
    else:
        assert [properties["line"] for _, properties, _ in read] == ["1", "2", "3"]


# Paths --------------------------------------------------------------------------------------------------------------


def test_paths_are_relative_to_the_working_directory_where_they_can_be(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert report_path("./a/b.txt") == "a/b.txt"
    assert report_path(str(tmp_path / "a" / "b.txt")) == "a/b.txt"
    assert report_path(os.path.join("a", "..", "b.txt")) == "b.txt"
    assert report_path("../b.txt") == "../b.txt"
    assert report_path("..b.txt") == "..b.txt"
    assert report_path("/elsewhere/b.txt") == "/elsewhere/b.txt"
    assert report_path("<stdin>") == "<stdin>"


def test_sarif_has_paths_as_uris() -> None:
    assert uri("replies/late parcel é.txt") == "replies/late%20parcel%20%C3%A9.txt"
    assert uri("a:b#c?.txt") == "a%3Ab%23c%3F.txt"
    assert uri("/elsewhere/b.txt") == "file:///elsewhere/b.txt"


# SARIF --------------------------------------------------------------------------------------------------------------


def test_sarif_describes_every_rule_in_use(rulebook: Rulebook) -> None:
    driver = sarif(written("sarif", []))["tool"]["driver"]
    assert [rule["id"] for rule in driver["rules"]] == [rule.id for rule in rulebook.rules]
    rule = next(r for r in driver["rules"] if r["id"] == "no-vague-timing")
    file = next(r for r in rulebook.rules if r.id == "no-vague-timing").file
    assert rule["shortDescription"] == {"text": file.title}
    assert rule["fullDescription"] == {"text": file.why}
    assert rule["defaultConfiguration"] == {"level": "warning"}
    assert rule["properties"] == {"tags": ["clarity"]}
    assert "What counts: " in rule["help"]["text"]
    assert "**What does not:** " in rule["help"]["markdown"]


def test_sarif_merges_the_rules_of_several_configs(rulebook: Rulebook) -> None:
    tone, clarity = rulebook.only(["tone"]), rulebook.only(["tone", "clarity"])
    run = sarif(written("sarif", [reply(BAD)], tone, clarity))
    ids = [rule["id"] for rule in run["tool"]["driver"]["rules"]]
    assert ids == [r.id for r in tone.rules] + [r.id for r in clarity.rules if r.category == "clarity"]
    known = [result for result in run["results"] if "ruleIndex" in result]
    assert known
    assert all(ids[result["ruleIndex"]] == result["ruleId"] for result in known)


def test_sarif_results_tell_rule_level_message_and_place() -> None:
    run = sarif(written("sarif", [reply("Hi 😀 Jane, we will reply soon.", "a b.txt", title="Late", name="t-1")]))
    assert run["columnKind"] == "unicodeCodePoints"
    result = next(r for r in run["results"] if r["ruleId"] == "no-vague-timing")
    assert run["tool"]["driver"]["rules"][result["ruleIndex"]]["id"] == "no-vague-timing"
    assert result["level"] == "warning"
    assert result["message"]["text"].startswith("“soon”")
    (location,) = result["locations"]
    assert location["physicalLocation"] == {
        "artifactLocation": {"uri": "a%20b.txt", "uriBaseId": "%SRCROOT%"},
        "region": {"startLine": 1, "startColumn": 26, "endLine": 1, "endColumn": 30},
    }
    assert location["logicalLocations"] == [{"name": "Late", "fullyQualifiedName": "t-1"}]


def test_sarif_levels_are_those_of_the_findings() -> None:
    run = sarif(written("sarif", [made_up("error", "warning", "suggestion")]))
    assert [result["level"] for result in run["results"]] == ["error", "warning", "note"]


def fingerprints(*replies: Checked) -> list[str]:
    return [r["partialFingerprints"]["replylint/v1"] for r in sarif(written("sarif", replies))["results"]]


def test_fingerprints_survive_moved_lines_and_tell_repeated_findings_apart() -> None:
    before = fingerprints(reply(BAD, name="t-1"))
    assert len(set(before)) == len(before)
    assert fingerprints(reply("\n\n\n" + BAD, name="t-1")) == before
    assert set(fingerprints(reply(BAD, name="t-2"))).isdisjoint(before)
    assert [i["fingerprint"] for i in gitlab(written("gitlab", [reply("\n" + BAD, name="t-1")]))] == [
        i["fingerprint"] for i in gitlab(written("gitlab", [reply(BAD, name="t-1")]))
    ]


def test_gitlab_fingerprints_differ_between_files() -> None:
    gitlab(written("gitlab", [reply(BAD, "a.txt"), reply(BAD, "b.txt"), reply(BAD, "b.txt")]))


def applied(result: Any, text: str) -> str:
    """``text`` after the fix of a result, as an editor would make it."""
    (fix,) = result["fixes"]
    (change,) = fix["artifactChanges"]
    starts = [0, *(m.end() for m in re.finditer("\n", text))]
    for replacement in reversed(change["replacements"]):
        region = replacement["deletedRegion"]
        start = starts[region["startLine"] - 1] + region["startColumn"] - 1
        end = starts[region["endLine"] - 1] + region["endColumn"] - 1
        text = text[:start] + replacement["insertedContent"]["text"] + text[end:]
    return text


def test_sarif_fixes_mend_the_file() -> None:
    run = sarif(written("sarif", [reply("Hi Jane,\n\nfixed now!!\n")]))
    result = next(r for r in run["results"] if r["ruleId"] == "no-punctuation-overload")
    assert applied(result, "Hi Jane,\n\nfixed now!!\n") == "Hi Jane,\n\nfixed now!\n"
    assert result["fixes"][0]["properties"] == {"safety": "safe"}


def test_sarif_fixes_leave_a_line_of_json_valid() -> None:
    raw = '{"draft": {"text": "Caf\\u00e9 \\"A\\"\\nnow!!"}, "id": "4"}'
    run = sarif(written("sarif", [line_reply(raw, 1)]))
    result = next(r for r in run["results"] if r["ruleId"] == "no-punctuation-overload")
    assert json.loads(applied(result, raw))["draft"]["text"] == 'Café "A"\nnow!'


def with_fix(checked: Checked, text: str) -> Checked:
    (finding,) = checked.report.findings
    fix = Fix("Mend it", (Edit(Span(0, 1), text),), "safe")
    fixed = Finding(
        finding.rule, finding.category, finding.severity, Span(0, 1), finding.found, finding.message, finding.why, fix
    )
    report = Report((fixed,), (), checked.report.scorecard, {})
    return Checked(checked.source, checked.exchange, report, checked.locate, checked.passed)


@pytest.mark.parametrize(
    ("text", "possible"), [("fine.", True), ("", True), ('a "quote"', False), ("two\nlines", False)]
)
def test_sarif_leaves_out_fixes_that_would_need_escapes(text: str, possible: bool) -> None:
    alone = made_up("warning")
    raw = '{"draft": {"text": "xx"}}'
    inside = Checked(alone.source, alone.exchange, alone.report, lambda: in_json_line(raw, ("draft", "text"), 1), False)
    (in_file,) = sarif(written("sarif", [with_fix(alone, text)]))["results"]
    assert "fixes" in in_file
    (in_json,) = sarif(written("sarif", [with_fix(inside, text)]))["results"]
    assert ("fixes" in in_json) == possible


def test_sarif_has_the_line_alone_for_text_that_does_not_map() -> None:
    checked = made_up("warning")
    lost = Checked(checked.source, checked.exchange, checked.report, lambda: lambda offset: (7, 1), False)
    (result,) = sarif(written("sarif", [with_fix(lost, "y")]))["results"]
    assert result["locations"][0]["physicalLocation"]["region"] == {"startLine": 7}
    assert "fixes" not in result


@pytest.mark.parametrize(("text", "told"), [("•••", True), ("", True), ("the draft's own words", False)])
def test_sarif_fixes_of_private_findings_tell_no_more_than_the_findings(
    rulebook: Rulebook, text: str, told: bool
) -> None:
    rule = rulebook.rules[0]
    private = replace(rule, id="some-rule", file=replace(rule.file, private=True))
    checked = with_fix(made_up("warning", found="•••"), text)
    (result,) = sarif(written("sarif", [checked], replace(rulebook, rules=(private,))))["results"]
    assert ("fixes" in result) == told


def test_sarif_shows_no_links_that_nobody_meant() -> None:
    (result,) = sarif(written("sarif", [made_up("error", message="“[pay](http://x)” is bad.")]))["results"]
    assert "](" not in result["message"]["text"]


# GitHub -------------------------------------------------------------------------------------------------------------


def test_github_annotates_worst_first() -> None:
    replies = [made_up("suggestion", "warning"), made_up("error", source="e:1,a%.txt", title="Late parcel", id="t-1")]
    commands = github(written("github", replies))
    assert [name for name, _, _ in commands] == ["error", "warning", "notice"]
    _, properties, message = commands[0]
    assert properties == {
        "file": "e:1,a%.txt",
        "line": "1",
        "endLine": "1",
        "col": "1",
        "title": "some-rule · Late parcel (t-1)",
    }
    assert message == "Bad.\nBecause."


def test_github_escapes_as_documented() -> None:
    text = written("github", [made_up("error", message="100%, a: b", source="a,b:c%.txt")])
    assert text.split("\n")[0] == (
        "::error file=a%2Cb%3Ac%25.txt,line=1,endLine=1,col=1,title=some-rule::100%25, a: b%0ABecause."
    )


def test_github_shows_columns_only_within_one_line() -> None:
    checked = made_up("error")
    over = Checked("d.txt", checked.exchange, checked.report, lambda: lambda offset: (offset + 1, 1), False)
    ((_, properties, _),) = github(written("github", [over]))
    assert (properties["line"], properties["endLine"], properties.get("col")) == ("1", "2", None)


def test_github_says_how_many_more_there_are() -> None:
    replies = [made_up(*["error"] * 12, *["suggestion"] * 10), made_up(*["error"] * 2, "warning")]
    text = written("github", replies)
    commands = github(text)
    assert [name for name, _, _ in commands] == ["error"] * 10 + ["warning"] + ["notice"] * 10
    _, properties, message = commands[-1]
    assert properties == {"title": "replylint found more"}
    assert message.startswith("Not shown here: 4 errors, 1 suggestion. ")
    assert text.splitlines()[-1] == (
        "replylint: 2 replies checked, 2 failed, score 50: 14 errors, 1 warning, 10 suggestions"
    )


def test_github_needs_no_last_notice_for_what_all_fits() -> None:
    commands = github(written("github", [made_up(*["error"] * 10, *["suggestion"] * 10)]))
    assert len(commands) == 20
    assert commands[-1][1]["file"] == "d.txt"


def test_github_counts_rules_at_the_end_on_request() -> None:
    assert written("github", [made_up("error")], statistics=True).splitlines()[-1] == "     1 some-rule"


# GitLab -------------------------------------------------------------------------------------------------------------


def test_gitlab_issue() -> None:
    (issue,) = gitlab(written("gitlab", [made_up("warning", source="./a/d.txt", title="Late parcel")]))
    fingerprint = issue.pop("fingerprint")
    assert re.fullmatch("[0-9a-f]{32}", fingerprint)
    assert issue == {
        "description": "Late parcel: Bad.",
        "check_name": "some-rule",
        "severity": "minor",
        "location": {"path": "a/d.txt", "lines": {"begin": 1}},
    }


def test_gitlab_severities() -> None:
    issues = gitlab(written("gitlab", [made_up("error", "warning", "suggestion")]))
    assert [issue["severity"] for issue in issues] == ["major", "minor", "info"]


def test_gitlab_calls_critical_what_makes_the_score_0() -> None:
    issues = gitlab(written("gitlab", [reply("Your card 4539 1488 0343 6467 has been charged.")]))
    assert {"keep-private-private": "critical"}.items() <= {i["check_name"]: i["severity"] for i in issues}.items()


# JUnit --------------------------------------------------------------------------------------------------------------


def test_junit_has_a_suite_a_file_and_a_case_a_reply() -> None:
    replies = [
        made_up("error", source="a/b.jsonl", title="Late parcel", id="t-1"),
        made_up(source="a/b.jsonl"),
        made_up("warning", source="c.txt"),
    ]
    root = junit(written("junit", replies))
    assert dict(root.attrib) == {"name": "replylint", "tests": "3", "failures": "2", "errors": "0"}
    assert [(s.get("name"), s.get("tests"), s.get("failures")) for s in root] == [
        ("a/b.jsonl", "2", "1"),
        ("c.txt", "1", "1"),
    ]
    cases = [(c.get("classname"), c.get("name"), [e.tag for e in c]) for c in root.iter("testcase")]
    assert cases == [
        ("a.b_jsonl", "Late parcel (t-1)", ["failure"]),
        ("a.b_jsonl", "b.jsonl", []),
        ("c_txt", "c.txt", ["failure"]),
    ]


def test_junit_failures_hold_the_findings_and_system_out_the_suggestions() -> None:
    root = junit(written("junit", [made_up("error", "suggestion"), made_up("suggestion")]))
    failed, passed = root.iter("testcase")
    failure = failed.find("failure")
    assert failure.get("message") == "1 error, 1 suggestion; score 50 of 100"
    assert failure.text == "d.txt:1:1: error some-rule Bad.\n    Because."
    assert failed.findtext("system-out") == "d.txt:1:2: suggestion some-rule Bad.\n    Because."
    assert [element.tag for element in passed] == ["system-out"]


def test_junit_failures_of_suggestions_alone() -> None:
    checked = made_up("suggestion")
    strict = Checked(checked.source, checked.exchange, checked.report, checked.locate, passed=False)
    (case,) = junit(written("junit", [strict])).iter("testcase")
    assert [element.tag for element in case] == ["failure"]
    assert "suggestion some-rule" in case.findtext("failure")


def test_junit_names_no_two_cases_of_a_file_alike() -> None:
    titles = ["a", "a", "a #2", "a", None, None]
    root = junit(written("junit", [made_up(title=title) for title in titles]))
    names = [case.get("name") for case in root.iter("testcase")]
    assert names == ["a", "a #2", "a #2 #2", "a #3", "d.txt", "d.txt #2"]


# Large runs ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("format_", ["sarif", "gitlab"])
def test_findings_are_written_as_they_come(format_: str) -> None:
    out = io.StringIO()
    reporter = make_reporter(format_, out)
    reporter.reply(made_up("error"))
    assert "some-rule" in out.getvalue()


@pytest.mark.parametrize("format_", FORMATS)
def test_thousands_of_replies(format_: str) -> None:
    replies = [made_up("error", "suggestion", id=str(n), source="big.jsonl") for n in range(5000)]
    text = written(format_, replies)
    if format_ == "gitlab":
        assert len({issue["fingerprint"] for issue in json.loads(text)}) == 10_000
    elif format_ == "github":
        assert len(github(text)) == 20
