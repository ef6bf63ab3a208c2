"""The command line as its users see it: reports, exit codes, and one clear line for whatever cannot be read."""

from __future__ import annotations

import json
import os
import stat
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from conftest import Outcome
from replylint.rulebook.yamlfile import parse_yaml

Run = Callable[..., Outcome]


@pytest.fixture
def draft(tmp_path: Path) -> Path:
    path = tmp_path / "draft.txt"
    path.write_text("Hi Jane, it is fixed now!!\n", "utf-8")
    return path


@pytest.fixture
def message(tmp_path: Path) -> Path:
    path = tmp_path / "message.txt"
    path.write_text("Is the lamp fixed?\n", "utf-8")
    return path


def test_a_finding_fails_and_a_clean_draft_passes(replylint: Run, draft: Path) -> None:
    assert replylint("check", draft).code == 1
    assert replylint("check", draft, "--exit-zero").code == 0
    assert replylint("check", draft, "--fail-on", "error").code == 0
    assert replylint("check", draft, "--fail-on", "error", "--min-score", "100").code == 1
    draft.write_text("Hi Jane, it is fixed now.\n", "utf-8")
    assert replylint("check", draft).code == 0


def test_text_format(replylint: Run, draft: Path) -> None:
    done = replylint("check", draft, "--format", "text", "--statistics")
    assert done.out.splitlines()[0] == f"{draft}:1:25: warning no-punctuation-overload “!!” is more than one mark."
    assert done.out.splitlines()[-1].split() == ["1", "no-punctuation-overload"]


def test_json_follows_the_contract(replylint: Run, draft: Path, message: Path) -> None:
    done = replylint(
        "check",
        draft,
        "-i",
        message,
        "--format",
        "json",
        "--channel",
        "chat",
        "--send-at",
        "2026-03-03T10:00",
        "--timezone",
        "Europe/Paris",
    )
    report = json.loads(done.out)
    assert report["version"] == 1
    assert set(report["summary"]) == {"replies", "failed", "score", "findings"}
    (reply,) = report["replies"]
    assert set(reply) == {
        "source", "id", "title", "score", "grade", "passed", "auto_fail", "categories", "facts", "findings", "not_applicable", "skipped",
    }  # fmt: skip
    finding = next(f for f in reply["findings"] if f["rule"] == "no-punctuation-overload")
    assert finding["span"] == {"start": 24, "end": 26}
    assert (finding["line"], finding["column"], finding["end_line"], finding["end_column"]) == (1, 25, 1, 27)
    assert finding["fix"] == {
        "title": "One mark is enough",
        "safety": "safe",
        "edits": [{"start": 24, "end": 26, "text": "!"}],
    }
    assert finding["points"] == 8
    assert {"mood", "words", "incoming_words", "questions", "language", "lateness_minutes"} <= set(reply["facts"])


def test_positions_in_json_lines_are_those_of_the_file(replylint: Run, tmp_path: Path) -> None:
    path = tmp_path / "x.jsonl"
    line = '{"customer": {"name": "x"}, "draft": {"at": null, "text": "Caf\\u00e9 \\"A\\"\\nHi!!"}, "id": 4}'
    path.write_text("\n" + line + "\n", "utf-8")
    reply = json.loads(replylint("check", path, "--format", "jsonl", "--select", "no-punctuation-overload").out)
    (finding,) = reply["findings"]
    assert reply["id"] == "4"
    assert finding["line"] == 2
    assert line[finding["column"] - 1 : finding["end_column"] - 1] == "!!"


def test_exchanges_stream_and_a_bad_line_does_not_stop_them(replylint: Run, tmp_path: Path) -> None:
    path = tmp_path / "x.jsonl"
    lines = [
        '{"id": "a", "draft": {"text": "Fine!!"}}',
        "{oops",
        '{"draft": {"text": " "}}',
        "[]",
        '{"id": "b", "draft": "ok", "x": 1}',
    ]
    lines += [
        '{"draft": {"text": "a", "at": "soon"}}',
        '{"draft": "a", "channel": "pigeon"}',
        '{"draft": "a", "customer": {"timezone": "Moon"}}',
    ]
    lines += ['{"draft": {"text": "a", "at": "2026-01-01T10:00"}, "incoming": {"text": "b", "at": "2026-01-02T10:00"}}']
    path.write_text("\n".join(lines), "utf-8")
    done = replylint("check", path, "--format", "jsonl")
    assert done.code == 2
    assert [json.loads(line)["id"] for line in done.out.splitlines()] == ["a", "b"]
    assert [line.split(":")[2].strip() for line in done.err.splitlines()] == ["2", "3", "4", "6", "7", "8", "9"]


def bad_inputs(tmp_path: Path) -> dict[str, list[str]]:
    def file(name: str, data: bytes) -> str:
        (tmp_path / name).write_bytes(data)
        return str(tmp_path / name)

    (tmp_path / "empty").mkdir()
    ok = file("ok.txt", b"Fine.")
    message = file("message.txt", b"Hello?")
    bomb = b"a: &a [x, x]\nb: &b [*a, *a]\nc: [*b, *b]\n"
    rules = tmp_path / "rules"
    rules.mkdir()
    (rules / "r.yaml").write_text(
        "id: r\ntitle: t\nseverity: error\nwhy: w\ncheck: {avoid: {patterns: ['(?<=a)b']}}\n", "utf-8"
    )
    return {
        "missing": ["check", str(tmp_path / "nope.txt")],
        "folder": ["check", str(tmp_path / "empty")],
        "mail": ["check", file("reply.eml", b"From: a@b.example\nTo: c@d.example\n\n> Fine.\n")],
        "not UTF-8": ["check", file("latin.txt", b"caf\xe9")],
        "empty": ["check", file("empty.txt", b" \n")],
        "50 MB": ["check", file("big.txt", b"a" * 50_000_000)],
        "one long line": ["check", file("line.txt", b"a" * 1_000_000)],
        "NUL bytes": ["check", file("nul.txt", b"a\0b")],
        "missing incoming": ["check", ok, "-i", str(tmp_path / "nope.txt")],
        "empty incoming": ["check", ok, "-i", file("blank.txt", b"")],
        "time zone": ["check", ok, "--timezone", "Mars/Base"],
        "time": ["check", ok, "--send-at", "yesterday"],
        "order of times": [
            "check",
            ok,
            "-i",
            message,
            "--received-at",
            "2026-01-02T10:00",
            "--send-at",
            "2026-01-01T10:00",
        ],
        "channel": ["check", ok, "--channel", "telegraph"],
        "rule": ["check", ok, "--select", "no-all-cap"],
        "option": ["check", ok, "--frobnicate"],
        "format": ["check", ok, "--format", "xml"],
        "no draft": ["check"],
        "command": ["frobnicate"],
        "history": ["check", ok, "--history", file("history.jsonl", b"{oops\n")],
        "config missing": ["check", ok, "--config", str(tmp_path / "nope.yaml")],
        "config not YAML": ["check", ok, "--config", file("a.yaml", b"rules: [a")],
        "config key": ["check", ok, "--config", file("b.yaml", b"rulez: {}")],
        "config not UTF-8": ["check", ok, "--config", file("b2.yaml", b"a: \xe9")],
        "alias bomb": ["check", ok, "--config", file("c.yaml", bomb)],
        "circle": ["check", ok, "--config", file("d.yaml", b"extends: d.yaml")],
        "hours": ["check", ok, "--config", file("e.yaml", b"business: {hours: {mon-fri: 8 to 5}}")],
        "country": ["check", ok, "--config", file("f.yaml", b"business: {country: XX}")],
        "rule in config": ["check", ok, "--config", file("g.yaml", b"rules: {no-all-cap: off}")],
        "option in config": ["check", ok, "--config", file("h.yaml", b"rules: {limited-emoticons: {mosst: 3}}")],
        "regular expression": ["check", ok, "--config", file("i.yaml", b"rulebook: {folders: [rules]}")],
        "rule folder": ["check", ok, "--config", file("j.yaml", b"rulebook: {folders: [nowhere]}")],
        "explain": ["explain", "no-all-cap"],
        "fix in a stream": ["check", file("k.jsonl", b"{}"), "--fix"],
        "init again": ["init", str(file("replylint.yaml", b"# mine") and tmp_path)],
    }


BAD_INPUTS = (
    "missing", "folder", "mail", "not UTF-8", "empty", "50 MB", "one long line", "NUL bytes", "missing incoming", "empty incoming", "time zone", "time",
    "order of times", "channel", "rule", "option", "format", "no draft", "command", "history", "config missing", "config not YAML", "config key",
    "config not UTF-8", "alias bomb", "circle", "hours", "country", "rule in config", "option in config", "regular expression", "rule folder",
    "explain", "fix in a stream", "init again",
)  # fmt: skip


@pytest.mark.parametrize("name", BAD_INPUTS)
def test_bad_input_is_one_line_and_exit_2(name: str, replylint: Run, tmp_path: Path) -> None:
    arguments = bad_inputs(tmp_path)[name]
    before = {p: p.read_bytes() for p in tmp_path.rglob("*") if p.is_file()}
    done = replylint(*arguments)
    assert done.code == 2
    assert done.out == ""
    assert done.err.startswith("replylint: ")
    assert done.err.count("\n") == 1
    assert "Traceback" not in done.err
    assert {p: p.read_bytes() for p in tmp_path.rglob("*") if p.is_file()} == before


@pytest.mark.skipif(os.geteuid() == 0, reason="root reads everything")
def test_a_rule_folder_without_permission(replylint: Run, draft: Path, tmp_path: Path) -> None:
    folder = tmp_path / "locked"
    folder.mkdir(mode=0)
    (tmp_path / "replylint.yaml").write_text("rulebook: {folders: [locked]}", "utf-8")
    done = replylint("check", draft)
    assert (done.code, done.err.count("\n")) == (2, 1)


def test_a_closed_pipe_is_quiet(draft: Path) -> None:
    script = f"{sys.executable} -m replylint check {draft} | true; exit ${{PIPESTATUS[0]}}"
    done = subprocess.run(["bash", "-c", script], capture_output=True, text=True, check=False)
    assert done.returncode in (0, 1, 141)
    assert done.stderr == ""


def test_fix_diff_and_stdin(replylint: Run, draft: Path, message: Path) -> None:
    before = draft.read_bytes()
    shown = replylint("check", draft, "--diff")
    assert (shown.code, draft.read_bytes()) == (1, before)
    assert "-Hi Jane, it is fixed now!!" in shown.out
    assert "+Hi Jane, it is fixed now!" in shown.out
    piped = replylint("check", "-", "--fix", "--format", "text", stdin=before)
    assert piped.out.startswith("Hi Jane, it is fixed now!\n")
    draft.chmod(0o640)
    assert replylint("check", draft, "--fix").code == 0
    assert draft.read_text("utf-8") == "Hi Jane, it is fixed now!\n"
    assert stat.S_IMODE(draft.stat().st_mode) == 0o640
    assert replylint("check", draft, "--diff").code == 0


def test_private_data_is_never_printed(replylint: Run, tmp_path: Path) -> None:
    path = tmp_path / "draft.txt"
    path.write_text("Your card 4539 1488 0343 6467 is charged!!\n", "utf-8")
    for format_ in ("report", "text", "json", "jsonl"):
        done = replylint("check", path, "--channel", "twitter", "--format", format_)
        assert "keep-private-private" in done.out
        assert "4539" not in done.out


def test_escape_sequences_are_shown_not_obeyed(replylint: Run, tmp_path: Path) -> None:
    path = tmp_path / "draft.txt"
    path.write_text("Hi \x1b[31mJane!! [bold]x[/bold] :smile:\n", "utf-8")
    out = replylint("check", path).out
    assert "\x1b" not in out
    assert "[bold]x[/bold] :smile:" in out


def test_the_config_is_found_upward_and_overridden(replylint: Run, draft: Path, tmp_path: Path) -> None:
    (tmp_path / "replylint.yaml").write_text("rules: {no-punctuation-overload: off}\n", "utf-8")
    inner = tmp_path / "a" / "b"
    inner.mkdir(parents=True)
    moved = draft.rename(inner / "draft.txt")
    assert replylint("check", moved).code == 0
    assert replylint("check", moved, "--isolated").code == 1
    (inner / "replylint.yaml").write_text(
        "extends: ../../replylint.yaml\nrules: {limited-emoticons: {most: 5}}\n", "utf-8"
    )
    assert replylint("check", moved).code == 0


def test_defaults_of_a_single_draft(
    replylint: Run, draft: Path, message: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TZ", "Asia/Tokyo")
    reply = json.loads(replylint("check", draft, "-i", message, "--format", "jsonl").out)
    assert reply["facts"]["timezone"] == "Asia/Tokyo (this machine's time zone)"
    alone = json.loads(replylint("check", draft, "--format", "jsonl").out)
    assert "timezone" not in alone["facts"]
    assert "no-off-hours-sends" in {n["rule"] for n in alone["not_applicable"]}


def test_init_writes_a_config_that_loads(replylint: Run, draft: Path, tmp_path: Path) -> None:
    assert replylint("init", tmp_path).code == 0
    text = (tmp_path / "replylint.yaml").read_text("utf-8")
    bare = "\n".join(
        line[2:] for line in text.splitlines() if line.startswith("# ") and not line.startswith(("# replylint:", "# `"))
    )
    bare = "\n".join(line for line in bare.splitlines() if not line.startswith("extends"))
    (tmp_path / "replylint.yaml").write_text(bare.replace("our-rules", "."), "utf-8")
    assert parse_yaml(bare).data["rules"]["mirror-warmth"] == "off"
    (tmp_path / "replylint.yaml").write_text(bare.replace("folders: [our-rules]", "folders: []"), "utf-8")
    assert replylint("check", draft).code == 1


def test_rules_commands(replylint: Run, tmp_path: Path) -> None:
    listed = json.loads(replylint("rules", "list", "--format", "json").out)
    assert {"id", "category", "severity", "title", "why", "source", "options"} <= set(listed[0])
    assert "no-all-caps" in replylint("rules", "list").out
    explained = replylint("explain", "limited-emoticons").out
    for part in ("What counts", "What does not", "Examples", "Options", "most: 2", "In replylint.yaml"):
        assert part in explained
    (tmp_path / "own.yaml").write_text(
        "id: own\ntitle: t\nseverity: error\nwhy: w\ncheck: {avoid: {phrases: [a]}}\nexamples: [{bad: b}]\n", "utf-8"
    )
    proved = replylint("rules", "test", tmp_path)
    assert proved.code == 1
    assert "bad, but nothing was found" in proved.out


@pytest.mark.parametrize("what", ["rule", "lexicon", "config"])
def test_schemas_describe_the_files_there_are(what: str, replylint: Run) -> None:
    import jsonschema

    schema = json.loads(replylint("rules", "schema", what).out)
    jsonschema.Draft202012Validator.check_schema(schema)
    root = Path(__file__).parent.parent
    files = {"rule": "rules/*/*.yaml", "lexicon": "rules/lexicons/*.yaml", "config": "examples/*/replylint.yaml"}[what]
    for path in root.glob(files):
        if what == "rule" and path.parent.name == "lexicons":
            continue
        jsonschema.validate(parse_yaml(path.read_text("utf-8")).data, schema)
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate({"nonsense": 1}, schema)


def test_help_is_short_and_has_examples(replylint: Run) -> None:
    for command in (["check"], ["explain"], ["rules", "list"], ["rules", "test"], ["init"]):
        done = replylint(*command, "--help")
        assert done.code == 0
        assert "replylint " + command[0] in done.out
        assert len(done.out.splitlines()) < 75


def test_a_baseline_is_never_written_unasked(replylint: Run, draft: Path, tmp_path: Path) -> None:
    baseline = tmp_path / "baseline.json"
    assert replylint("check", str(draft), "--baseline", str(baseline), "--write-baseline").code in (0, 1)
    kept = baseline.read_bytes()
    assert replylint("check", str(draft), "--baseline", str(baseline)).code == 0
    assert replylint("check", str(tmp_path / "nope.txt"), "--baseline", str(baseline)).code == 2
    assert baseline.read_bytes() == kept


def test_what_a_foreign_file_holds_is_not_told(replylint: Run, tmp_path: Path, draft: Path) -> None:
    (tmp_path / "token").write_text("secret-token-1234\n", "utf-8")
    (tmp_path / "replylint.yaml").write_text("extends: token\n", "utf-8")
    done = replylint("check", draft)
    assert done.code == 2
    assert done.err == f"replylint: {tmp_path / 'token'}:1: expected a mapping, not text\n"


@pytest.mark.parametrize("option", ["-o", "--format=text="])
@pytest.mark.parametrize("target", ["draft.txt", "message.txt", "replylint.yaml", "known.json", "link.txt"])
def test_no_report_takes_the_place_of_what_is_read(
    replylint: Run, draft: Path, message: Path, tmp_path: Path, option: str, target: str
) -> None:
    (tmp_path / "replylint.yaml").write_text("fail_on: warning\n", "utf-8")
    (tmp_path / "known.json").write_text("{}", "utf-8")
    (tmp_path / "link.txt").symlink_to(draft)
    before = (tmp_path / target).read_bytes()
    where = [option, tmp_path / target] if option == "-o" else [f"--format=text={tmp_path / target}"]
    done = replylint("check", draft, "-i", message, "--baseline", tmp_path / "known.json", *where)
    assert done.code == 2
    assert done.err.count("\n") == 1
    assert "no report can go there" in done.err
    assert (tmp_path / target).read_bytes() == before


def test_a_patch_is_no_report(replylint: Run, draft: Path, tmp_path: Path) -> None:
    done = replylint("check", draft, "--diff", "--format", f"json={tmp_path / 'out.json'}")
    assert (done.code, (tmp_path / "out.json").exists()) == (2, False)


def test_a_date_that_nobody_can_tell_is_left_to_the_writer(replylint: Run, draft: Path) -> None:
    draft.write_text("Your visit is on 03/04/2026.\n", "utf-8")
    replylint("check", draft, "--isolated", "--unsafe-fixes")
    assert draft.read_text("utf-8") == "Your visit is on 03/04/2026.\n"


def test_a_rule_that_is_off_can_be_named_and_explained(replylint: Run, draft: Path, tmp_path: Path) -> None:
    config = tmp_path / "replylint.yaml"
    config.write_text("rules:\n  mirror-warmth: off\n", "utf-8")
    assert replylint("check", draft, "--ignore", "mirror-warmth").code == 1
    explained = replylint("explain", "mirror-warmth", "--config", config)
    assert explained.code == 0
    assert explained.out.startswith(f"mirror-warmth is switched off in {config}:2\n")


def test_a_config_sets_phrases(replylint: Run, draft: Path, tmp_path: Path) -> None:
    rules = tmp_path / "rules"
    rules.mkdir()
    (rules / "new-words.yaml").write_text(
        "id: new-words\ntitle: t\nseverity: warning\nwhy: w\n"
        "options: {pairs: {default: {bike: cycle}, help: h}}\n"
        "check: {replace: {pairs: $pairs}}\nmessage: 'write {instead}'\nfix: {replace: {text: '{instead}', safety: safe}}\n",
        "utf-8",
    )
    config = tmp_path / "replylint.yaml"
    config.write_text("rulebook: {folders: [rules]}\nselect: [custom]\nrules: {new-words: {pairs: {lamp: light}}}\n")
    draft.write_text("Your bike and your lamp.\n", "utf-8")
    done = replylint("check", draft, "--format", "text", "--config", config)
    assert done.out.splitlines() == [f"{draft}:1:20: warning new-words Write light"]
    config.write_text("rulebook: {folders: [rules]}\nrules: {new-words: {pairs: {'(lamp': light}}}\n")
    done = replylint("check", draft, "--config", config)
    assert (done.code, done.err) == (2, f"replylint: {config}:2: rules: new-words: '(' is not closed\n")


def test_rules_here_are_proved(replylint: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "no-word.yaml").write_text(
        "id: no-word\ntitle: t\nseverity: warning\nwhy: w\ncheck: {avoid: {phrases: [word]}}\nexamples:\n"
        "  - {bad: a word, good: a}\n  - {bad: nothing, good: b}\n",
        "utf-8",
    )
    monkeypatch.chdir(tmp_path)
    done = replylint("rules", "test", ".")
    assert done.code == 1
    assert done.out.splitlines()[-1] == "1 rules, 1 failures"
