"""Reports for other programs and for browsers: Checkstyle, rdjson, Markdown, HTML."""

from __future__ import annotations

import base64
import hashlib
import io
import json
import re
import time
from collections.abc import Callable, Iterable
from functools import partial
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import Element

import html5lib
import jsonschema
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import etree
from markdown_it import MarkdownIt

from conftest import Outcome
from replylint import Edit, Exchange, Finding, Fix, Message, Rulebook, Span, lint
from replylint.findings import CategoryScore, Report, Scorecard
from replylint.readers.places import Places, in_json_line, in_text
from replylint.readers.results import Checked, Summary, passes
from replylint.record import replace
from replylint.reporters import make_reporter
from replylint.reporters.markdown import LIMIT
from replylint.reporters.paths import shown_path

SCHEMAS = Path(__file__).parent / "schemas"
CHECKSTYLE = etree.XMLSchema(etree.parse(SCHEMAS / "checkstyle.xsd"))
RDJSON = jsonschema.Draft202012Validator(json.loads((SCHEMAS / "rdjson.json").read_text("utf-8")))
FORMATS = ("checkstyle", "rdjson", "markdown", "html")
SECRET = "jane.doe81@gmail.com"
AWKWARD = "“q” 'a' \"b\" <b>&amp; ]]> :: % | `x` *y* _z_ [l](http://e.vil) @jane #12 :tada: \x1b[31m \u202e \x85 😀 é\u0301 \ufffe"


def checked(
    text: str, rulebook: Rulebook, *, source: str = "a/b.txt", channel: str | None = None, **known: Any
) -> Checked:
    """A reply in a file of its own, as the default rules judge it."""
    exchange = Exchange(Message(text, role="agent"), channel=channel, **known)
    report = lint(exchange, rulebook)
    return Checked(source, exchange, report, lambda: in_text(text), passes(report, "warning", None))


def made(
    text: str, findings: Iterable[Finding], *, source: str = "a/b.txt", locate: Places | None = None, **known: Any
) -> Checked:
    """A reply with findings of one's own."""
    found = tuple(findings)
    card = Scorecard(90.0, "green", None, (2.0,) * len(found), {"tone": CategoryScore(90, 10)})
    report = Report(found, (), card, {})
    place = locate or in_text(text)
    return Checked(source, Exchange(Message(text, role="agent"), **known), report, lambda: place, not found)


def finding(text: str, start: int, end: int, *, rule: str = "no-such", message: str = "Said.", **known: Any) -> Finding:
    return Finding(rule, "tone", "warning", Span(start, end), text[start:end], message, "Because.", **known)


def written(format_: str, replies: Iterable[Checked], *rulebooks: Rulebook) -> str:
    out, summary = io.StringIO(), Summary()
    reporter = make_reporter(format_, out)
    for rulebook in rulebooks:
        reporter.begin(rulebook)
    for reply in replies:
        summary.add(reply)
        reporter.reply(reply)
    reporter.close(summary, False)
    return out.getvalue()


def checkstyle(replies: Iterable[Checked], *rulebooks: Rulebook) -> Any:
    root = etree.fromstring(written("checkstyle", replies, *rulebooks).encode())
    CHECKSTYLE.assertValid(root)
    return root


def rdjson(replies: Iterable[Checked], *rulebooks: Rulebook) -> list[dict[str, Any]]:
    document = json.loads(written("rdjson", replies, *rulebooks))
    RDJSON.validate(document)
    assert document["source"]["name"] == "replylint"
    diagnostics: list[dict[str, Any]] = document["diagnostics"]
    return diagnostics


def page(text: str) -> Element:
    """The page, read as strictly as browsers' makers wish; anything that they had to mend is an error."""
    root: Element = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False).parse(text)
    return root


def words(element: Element | None) -> str:
    assert element is not None
    return "".join(element.itertext())


def rendered(markdown: str) -> Element:
    """The report as a forge shows it."""
    html = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"]).render(markdown)
    root: Element = html5lib.parseFragment(html, namespaceHTMLElements=False)
    return root


TEXTS = st.text(
    st.one_of(st.characters(), st.sampled_from("\"'<>&`*_[]()|\\@#:%\n\r\t\x00\x1b\x85\u2028\u202e\ud800\ufffe😀")),
    max_size=60,
) | st.sampled_from([AWKWARD, "]]>", "::", "%", "--></script><script>alert(1)</script>", "x" * 5_000])
QUICK = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def odd_replies(draft: str, told: str) -> list[Checked]:
    """A reply whose text, title, path and message are whatever users may have written."""
    draft = draft or "x"
    span = (len(draft) // 3, len(draft) // 2)
    found = [
        finding(draft, *span, message=told),
        finding(draft, 0, 0, message=told),
        finding(draft, 0, len(draft), message=told),
    ]
    return [made(draft, found, source=told or "x", title=told, id=told), made(draft, [], title=told)]


# Every format -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("format_", FORMATS)
class TestEveryFormat:
    def test_a_reply_of_a_public_api_run_is_reported(self, format_: str, rulebook: Rulebook) -> None:
        assert "no-punctuation-overload" in written(format_, [checked("Fine!!", rulebook)], rulebook)

    def test_the_command_line_offers_it(self, format_: str, replylint: Callable[..., Outcome], tmp_path: Path) -> None:
        path = tmp_path / "d.txt"
        path.write_text("Fine!!\n", "utf-8")
        done = replylint("check", path, "--format", format_)
        assert (done.code, done.err) == (1, "")
        assert "no-punctuation-overload" in done.out

    def test_no_private_text_is_shown(self, format_: str, rulebook: Rulebook) -> None:
        text = f"Hi! Write to {SECRET} and to {SECRET}!!"
        report = written(format_, [checked(text, rulebook, channel="twitter", title=f"To {SECRET}")], rulebook)
        assert "keep-private-private" in report
        assert SECRET not in report
        assert "jane.doe81" not in report

    def test_a_rule_is_private_when_any_rulebook_says_so(self, format_: str, rulebook: Rulebook) -> None:
        text = "The code is Walnut now"
        found = finding(text, 12, 18, rule="keep-private-private", message="Private.")
        open_rules = tuple(replace(r, file=replace(r.file, private=False)) for r in rulebook.rules)
        report = written(format_, [made(text, [found])], rulebook, replace(rulebook, rules=open_rules))
        assert "Walnut" not in report

    def test_control_characters_are_never_raw(self, format_: str) -> None:
        report = written(format_, odd_replies(AWKWARD, AWKWARD))
        assert not re.search(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\ud800-\udfff\ufffe]", report)

    def test_thousands_of_findings_in_one_reply_take_seconds(self, format_: str) -> None:
        text = "".join(f"Walnut{n}!!" for n in range(4_000))
        secrets, marks = re.finditer(r"Walnut\d+", text), re.finditer("!!", text)
        found = [replace(finding(text, *m.span(), rule="keep-private-private"), found="•") for m in secrets]
        found += [finding(text, *m.span(), message="“!!” is said.") for m in marks]
        started = time.process_time()
        written(format_, [made(text, found)])
        assert time.process_time() - started < 10

    def test_begin_may_never_be_called(self, format_: str) -> None:
        assert written(format_, [])


def test_paths_are_relative_and_have_forward_slashes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert shown_path("./a//b.txt") == "a/b.txt"
    assert shown_path(str(tmp_path / "a" / "b c.txt")) == "a/b c.txt"
    assert shown_path("a/../b.txt") == "b.txt"
    assert shown_path("/elsewhere/b.txt") == "/elsewhere/b.txt"
    assert shown_path("<stdin>") == "<stdin>"
    assert shown_path("a\n\x1b.txt") == "a␊␛.txt"


# Checkstyle ---------------------------------------------------------------------------------------------------------


class TestCheckstyle:
    def test_an_empty_run_is_a_valid_document(self) -> None:
        assert len(checkstyle([])) == 0

    def test_a_clean_file_is_listed(self, rulebook: Rulebook) -> None:
        root = checkstyle([made("Fine.", [])])
        assert [(f.get("name"), len(f)) for f in root] == [("a/b.txt", 0)]

    def test_a_finding_is_an_error_with_its_place(self, rulebook: Rulebook) -> None:
        (file,) = checkstyle([checked("Hi,\nit is fixed!!", rulebook)])
        error = next(e for e in file if e.get("source") == "replylint.no-punctuation-overload")
        assert dict(error.attrib) == {
            "line": "2",
            "column": "12",
            "severity": "warning",
            "message": "“!!” is more than one mark.",
            "source": "replylint.no-punctuation-overload",
        }

    def test_a_suggestion_is_info(self, rulebook: Rulebook) -> None:
        reply = made("x", [replace(finding("x", 0, 1), severity="suggestion")])
        assert checkstyle([reply])[0][0].get("severity") == "info"

    def test_replies_of_one_file_stand_together(self) -> None:
        one, other = made("x", [finding("x", 0, 1)]), made("x", [finding("x", 0, 1)], source="c.txt")
        assert [(f.get("name"), len(f)) for f in checkstyle([one, one, other])] == [("a/b.txt", 2), ("c.txt", 1)]

    @QUICK
    @given(TEXTS, TEXTS)
    def test_any_text_is_well_formed(self, draft: str, told: str) -> None:
        assert checkstyle(odd_replies(draft, told or "x"))[0][0].get("line")

    def test_text_comes_back_as_it_was(self) -> None:
        told = "<b> & \"q\" 'a' ]]> :: % 😀"
        assert checkstyle([made("x", [finding("x", 0, 1, message=told)])])[0][0].get("message") == told


# rdjson -------------------------------------------------------------------------------------------------------------


def cut_out(file: str, place: dict[str, Any]) -> str:
    """What a range with columns covers in a file, counted in bytes as reviewdog does."""
    lines = file.encode().split(b"\n")
    start, end = place["start"], place["end"]
    if start["line"] == end["line"]:
        return lines[start["line"] - 1][start["column"] - 1 : end["column"] - 1].decode()
    first, *between = lines[start["line"] - 1 : end["line"] - 1]
    last = lines[end["line"] - 1][: end["column"] - 1]
    return b"\n".join([first[start["column"] - 1 :], *between, last]).decode()


class TestRdjson:
    def test_an_empty_run_and_a_clean_one_have_no_diagnostics(self) -> None:
        assert rdjson([]) == []
        assert rdjson([made("Fine.", [])]) == []

    def test_a_diagnostic_has_its_rule_severity_and_place(self, rulebook: Rulebook) -> None:
        text = "Hi,\n😀é fixed!!"
        one = next(d for d in rdjson([checked(text, rulebook)]) if d["code"]["value"] == "no-punctuation-overload")
        assert one["severity"] == "WARNING"
        assert one["message"].startswith("“!!” is more than one mark. ")
        assert one["location"]["path"] == "a/b.txt"
        assert one["location"]["range"] == {"start": {"line": 2, "column": 13}, "end": {"line": 2, "column": 15}}
        assert one["suggestions"] == [{"range": one["location"]["range"], "text": "!"}]

    @QUICK
    @given(st.text(st.sampled_from("aé😀 \n\u0301"), min_size=1, max_size=40), st.data())
    def test_columns_count_bytes(self, text: str, data: st.DataObject) -> None:
        start = data.draw(st.integers(0, len(text)))
        end = data.draw(st.integers(start, len(text)))
        (one,) = rdjson([made(text, [finding(text, start, end)])])
        assert cut_out(text, one["location"]["range"]) == text[start:end]

    def test_inside_json_only_lines_are_told(self, rulebook: Rulebook) -> None:
        text = 'Café "A"\nHi!!'
        raw = json.dumps({"draft": {"text": text}})
        reply = replace(checked(text, rulebook), locate=partial(in_json_line, raw, ("draft", "text"), 7))
        for one in rdjson([reply]):
            assert one["location"]["range"] == {"start": {"line": 7}, "end": {"line": 7}}
            assert "suggestions" not in one

    def test_in_a_file_with_a_head_the_lines_below_it_are_known(self) -> None:
        text = "é one!!\ntwo!!"
        own = in_text(text)
        reply = made(text, [finding(text, 5, 7), finding(text, 11, 13)], locate=lambda at: (own(at)[0] + 4, own(at)[1]))
        places = [one["location"]["range"]["start"] for one in rdjson([reply])]
        assert places == [{"line": 5, "column": 7}, {"line": 6, "column": 4}]

    def test_in_an_indented_block_columns_are_left_out(self) -> None:
        text = "one!!\ntwo!!"
        own = in_text(text)
        reply = made(text, [finding(text, 3, 5)], locate=lambda at: (own(at)[0], own(at)[1] + 4))
        assert rdjson([reply])[0]["location"]["range"] == {"start": {"line": 1}, "end": {"line": 1}}

    def test_a_fix_of_several_edits_is_one_suggestion(self) -> None:
        text = "é 1 and 2."
        fix = Fix("Words", (Edit(Span(2, 3), "one"), Edit(Span(8, 9), "two")), "safe")
        (one,) = rdjson([made(text, [finding(text, 2, 9, fix=fix)])])
        (suggestion,) = one["suggestions"]
        assert suggestion["text"] == "one and two"
        assert cut_out(text, suggestion["range"]) == "1 and 2"

    def test_an_unsafe_fix_is_not_suggested(self) -> None:
        fix = Fix("Words", (Edit(Span(0, 1), "y"),), "unsafe")
        assert "suggestions" not in rdjson([made("x", [finding("x", 0, 1, fix=fix)])])[0]

    def test_a_fix_that_would_quote_private_words_is_not_suggested(self, rulebook: Rulebook) -> None:
        text = "1 code Walnut 2"
        hidden = replace(finding(text, 7, 13, rule="keep-private-private"), found="••••")
        fix = Fix("Words", (Edit(Span(0, 1), "one"), Edit(Span(14, 15), "two")), "safe")
        found = rdjson([made(text, [finding(text, 0, 15, fix=fix), hidden])], rulebook)
        assert not any("suggestions" in one for one in found)

    @QUICK
    @given(TEXTS, TEXTS)
    def test_any_text_is_valid(self, draft: str, told: str) -> None:
        assert len(rdjson(odd_replies(draft, told or "x"))) == 3


# Markdown -----------------------------------------------------------------------------------------------------------


class TestMarkdown:
    def test_an_empty_run(self) -> None:
        assert written("markdown", []) == "## replylint: no replies were checked\n"

    def test_a_clean_reply(self) -> None:
        assert written("markdown", [made("Fine.", [])]) == (
            "## replylint: the reply passes\n\n**Score 90** of 100 · no findings\n"
        )

    def test_the_headline_counts(self) -> None:
        report = written("markdown", [made("x", [finding("x", 0, 1)]), made("x", []), made("x", [])])
        assert report.startswith("## replylint: 1 of 3 replies does not pass\n\n**Mean score 90** of 100 · 1 warning\n")

    def test_the_worst_replies_come_first(self) -> None:
        def scoring(score: float, title: str) -> Checked:
            reply = made("x", [finding("x", 0, 1)], title=title)
            return replace(reply, report=replace(reply.report, scorecard=replace(reply.report.scorecard, score=score)))

        root = rendered(written("markdown", [scoring(70, "fair"), made("x", []), scoring(10, "poor")]))
        first, second = root.findall(".//table")[0].findall("tbody/tr")
        assert [words(c) for c in first] == ["poor", "a/b.txt:1", "10", "no", "1 warning"]
        assert words(second[0]) == "fair"
        assert [words(s) for s in root.iter("summary")] == [
            "poor · a/b.txt:1 · score 10 · 1 finding",
            "fair · a/b.txt:1 · score 70 · 1 finding",
        ]
        assert words(root.find(".//details/ul/li")) == "warning no-such at 1:1, −2: Said."

    @QUICK
    @given(TEXTS, TEXTS)
    def test_user_text_makes_no_markup(self, draft: str, told: str) -> None:
        plain = rendered(written("markdown", odd_replies("xxx", "Told.")))
        report = written("markdown", odd_replies(draft, told))
        root = rendered(report)

        def shape(tree: Element) -> list[str]:
            return [str(e.tag) for e in tree.iter() if e.tag != "strong"]

        assert shape(root) == shape(plain)
        assert not re.search(r"[@#](?=\w)", words(root))

    def test_text_reads_as_it_was_written(self) -> None:
        told = "<b> & \"q\" 'a' \\ *y* _z_ ~~s~~ `c` [l](http://e.vil) | $x$ ]]> <!-- -->"
        root = rendered(written("markdown", odd_replies("xxx", told)))
        assert words(root.find(".//td")) == told
        assert words(root.find(".//summary/strong")) == told
        assert words(root.find(".//details/ul/li")).endswith(told)

    @pytest.mark.parametrize("number", [60, 3_000])
    @pytest.mark.parametrize("told", ["Said.", AWKWARD * 20, "&" * 400, "@a" * 300])
    def test_it_stays_below_the_limit_and_says_what_it_left_out(self, number: int, told: str) -> None:
        found = [finding("xxx", 0, 1, message=told, rule=f"rule-{n}") for n in range(100)]
        report = written("markdown", [made("xxx", found, title=told, source=told)] * number)
        assert len(report) < LIMIT
        left = re.search(
            r"_Left out to stay below 60,000 characters: ([\d,]+) findings of ([\d,]+) replies\._\n$", report
        )
        assert left
        shown = report.count("<details>")
        assert int(left[2].replace(",", "")) == number - shown
        assert int(left[1].replace(",", "")) == (number - shown) * 100


# HTML ---------------------------------------------------------------------------------------------------------------


class TestHtml:
    def test_an_empty_run_and_a_clean_one(self) -> None:
        assert words(page(written("html", [])).find(".//h1")) == "replylint: no replies were checked"
        root = page(written("html", [made("Fine.", [])]))
        assert words(root.find(".//h1")) == "replylint: the reply passes"
        assert words(root.find(".//*[@class='text']")) == "Fine."

    def test_it_loads_nothing_and_runs_only_its_own_script(self) -> None:
        report = written("html", odd_replies("xxx", "Told."))
        root = page(report)
        (policy,) = (
            m.get("content", "") for m in root.iter("meta") if m.get("http-equiv") == "Content-Security-Policy"
        )
        allowed = dict(part.strip().split(" ", 1) for part in policy.split(";"))
        assert allowed["default-src"] == allowed["base-uri"] == allowed["form-action"] == "'none'"
        for tag, name in (("style", "style-src"), ("script", "script-src")):
            (inline,) = root.iter(tag)
            digest = base64.b64encode(hashlib.sha256(words(inline).encode()).digest()).decode()
            assert allowed[name] == f"'sha256-{digest}'"
            assert not inline.attrib
        for element in root.iter():
            assert not any(name.startswith("on") or name in ("style", "src", "srcset") for name in element.attrib)
            assert element.get("href", "#").startswith("#")

    def test_it_is_accessible(self) -> None:
        root = page(written("html", odd_replies("xxx", "Told.")))
        assert root.get("lang") == "en"
        assert all(th.get("scope") in ("col", "row") for th in root.iter("th"))
        assert all(details[0].tag == "summary" for details in root.iter("details"))
        (chart,) = (e for e in root.iter() if str(e.tag).endswith("svg"))
        assert chart.get("role") == "img"
        assert all(root.find(f".//*[@id='{name}']") is not None for name in chart.get("aria-labelledby", "").split())
        assert all(len(list(label.iter("input"))) == 1 for label in root.iter("label"))
        ids = [e.get("id") for e in root.iter() if e.get("id")]
        assert len(ids) == len(set(ids))
        assert {a.get("href", "").removeprefix("#") for a in root.iter("a")} <= set(ids)

    def test_colours_stand_out(self) -> None:
        style = words(next(iter(page(written("html", [])).iter("style"))))
        light, dark = (
            dict(re.findall(r"--([a-z-]+): (#\w{6})", block))
            for block in re.findall(r":root \{(.*?)\}", style, re.S)[:2]
        )
        for colours in (light, dark):
            for ink in ("text", "quiet", "link", "error", "warning", "suggestion"):
                assert min(contrast(colours[ink], colours[ground]) for ground in ("ground", "panel")) >= 4.5, ink
            for mark in ("error", "warning", "suggestion"):
                assert contrast(colours["text"], colours[f"{mark}-ground"]) >= 4.5
            assert all(contrast(colours[bar], colours["ground"]) >= 3 for bar in ("red", "yellow", "green"))

    def test_the_worst_replies_come_first(self, rulebook: Rulebook) -> None:
        good, bad = checked("Fine.", rulebook, title="good"), checked("CALM DOWN!! You idiot!!", rulebook, title="bad")
        root = page(written("html", [good, bad], rulebook))
        assert [words(th) for th in root.findall(".//tbody[@class='reply']/tr/th")] == ["bad", "good"]

    def test_the_words_of_a_finding_are_marked_and_numbered(self) -> None:
        text = "It is fixed!! now"
        overlapping = replace(finding(text, 6, 13), severity="error")
        root = page(written("html", [made(text, [finding(text, 0, 0), overlapping, finding(text, 11, 13)])]))
        shown = root.find(".//*[@class='text']")
        assert shown is not None
        assert [(m.get("class"), words(m)) for m in shown.iter("mark")] == [
            ("warning", "‸"), ("error", "fixed"), ("error", "!!"),
        ]  # fmt: skip
        assert words(shown) == "‸1It is fixed!!23 now"
        assert [a.get("href") for a in shown.iter("a")] == ["#r1f1", "#r1f2", "#r1f3"]
        assert [words(p) for li in root.iter("li") for p in li][:3] == ["warning no-such −2", "Said.", "Because."]

    def test_private_words_are_dots_in_the_text(self, rulebook: Rulebook) -> None:
        root = page(written("html", [checked(f"Write to {SECRET}.", rulebook, channel="twitter")], rulebook))
        assert "•" * len(SECRET) in words(root.find(".//*[@class='text']"))

    def test_the_chart_counts_replies_by_score(self, rulebook: Rulebook) -> None:
        root = page(written("html", [checked("You idiot!!", rulebook), made("x", []), made("x", [])], rulebook))
        (told,) = (e for e in root.iter() if e.get("id") == "chart-told")
        assert words(told) == "From a score of 0 and more: 1; 90 and more: 2."

    @QUICK
    @given(TEXTS, TEXTS)
    def test_user_text_makes_no_markup(self, draft: str, told: str) -> None:
        root = page(written("html", odd_replies(draft, told)))
        assert len(list(root.iter("script"))) == 1
        assert len(root.findall(".//tbody[@class='reply']")) == 2
        clean = root.findall(".//*[@class='text']")[-1]
        assert words(clean).count("\n") == (draft or "x").count("\n")


def contrast(one: str, other: str) -> float:
    """The contrast of two colours as WCAG has it."""

    def light(colour: str) -> float:
        parts = [int(colour[n : n + 2], 16) / 255 for n in (1, 3, 5)]
        red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue

    low, high = sorted((light(one), light(other)))
    return (high + 0.05) / (low + 0.05)
