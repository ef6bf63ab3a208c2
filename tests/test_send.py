"""``replylint send``: a mail that passes goes out byte for byte, one that does not stays; and none is ever lost."""

from __future__ import annotations

import os
import pty
import select
import stat
import subprocess
import sys
import time
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest

from replylint import Rulebook
from sending import BAD, BLOCKED, GOOD, Post


@pytest.fixture
def post(tmp_path: Path, rulebook: Rulebook) -> Post:
    """A post office; the rulebook is compiled by now, as it is for everybody who sends a second mail."""
    return Post(tmp_path)


# Passing and stopping -----------------------------------------------------------------------------------------------


def test_a_good_mail_arrives_byte_for_byte(post: Post) -> None:
    done = post.send(GOOD)
    assert (done.returncode, done.stdout, post.arrived(), post.held()) == (0, b"", [GOOD], [])


def test_a_bad_mail_stays_and_says_why(post: Post) -> None:
    done = post.send(BAD)
    assert (done.returncode, post.arrived()) == (BLOCKED, [])
    assert b"no-punctuation-overload" in done.stderr
    (entry,) = post.held()
    assert entry["state"] == "held"
    assert entry["path"].encode() in done.stderr
    kept = Path(entry["path"])
    assert kept.read_bytes() == BAD
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600
    assert stat.S_IMODE(kept.parent.stat().st_mode) == 0o700


def test_the_command_and_its_exit_code_are_passed_on(post: Post) -> None:
    script = post.root / "args"
    script.write_text('#!/bin/sh\ncat >/dev/null; printf "%s\\n" "$@"; exit 75\n', "utf-8")
    script.chmod(0o755)
    done = post.run("send", "--", script, "-oi", "--", "jane@example.org", mail=GOOD)
    assert (done.returncode, done.stdout) == (75, b"-oi\n--\njane@example.org\n")
    assert [(e["state"], e["exit_code"]) for e in post.held()] == [("refused", 75)]


def test_options_of_sendmail_before_the_dashes_are_for_the_command(post: Post) -> None:
    script = post.root / "args"
    script.write_text('#!/bin/sh\ncat >/dev/null; printf "%s\\n" "$@"\n', "utf-8")
    script.chmod(0o755)
    done = post.run(
        "send",
        "--no-input",
        "-f",
        "tom@acme.example",
        "-B8BITMIME",
        "-i",
        "--",
        script,
        "-a",
        "work",
        "jane@example.org",
        mail=GOOD,
    )
    assert done.stdout.split() == [
        b"-f",
        b"tom@acme.example",
        b"-B8BITMIME",
        b"-i",
        b"-a",
        b"work",
        b"jane@example.org",
    ]


def test_a_command_that_cannot_be_started(post: Post) -> None:
    done = post.run("send", "--", "/nowhere/msmtp", mail=GOOD)
    assert done.returncode == 69
    assert b"/nowhere/msmtp: cannot be started" in done.stderr
    assert [e["state"] for e in post.held()] == ["held"]


@pytest.mark.parametrize("number", [2, 9])
def test_a_command_that_a_signal_ends_has_not_answered(post: Post, number: int) -> None:
    script = post.root / "dies"
    script.write_text(f'#!/bin/sh\ncat > "$SINK/mail.$$"; kill -{number} $$\n', "utf-8")
    script.chmod(0o755)
    assert post.run("send", "--", script, mail=GOOD).returncode == 128 + number
    (entry,) = post.held()
    assert entry["may_have_been_sent"]
    assert post.run("held", "send", entry["id"]).returncode == 2
    assert len(post.arrived()) == 1


def test_a_caller_that_ignores_its_children_loses_no_answer(post: Post) -> None:
    start = f"import os, signal; signal.signal(signal.SIGCHLD, signal.SIG_IGN); a = {post.program('send', '--', post.command)!r}; os.execv(a[0], a)"
    done = subprocess.run([sys.executable, "-c", start], input=GOOD, cwd=post.work, env=post.env, check=False)
    assert (done.returncode, post.arrived(), post.held()) == (0, [GOOD], [])


@pytest.mark.parametrize("arguments", [["send"], ["send", "--"], ["send", "--nonsense", "--", "true"]])
def test_a_wrong_command_line(post: Post, arguments: list[str]) -> None:
    done = post.run(*arguments, mail=GOOD)
    assert done.returncode == 2
    assert len(done.stderr.splitlines()) == 1


def test_options_of_check_hold(post: Post) -> None:
    assert post.send(BAD, "--fail-on", "error").returncode == 0
    assert post.send(BAD, "--ignore", "tone").returncode == 0
    assert post.send(GOOD, "--min-score", "101").returncode == BLOCKED


# When nothing can be said -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("config", "code"),
    [("rules: {no-such-rule: off}\n", 2), ("nonsense: true\n", 2), ("rulebook: {folders: [nowhere]}\n", 2)],
)
def test_a_config_that_is_wrong_holds_the_mail(post: Post, config: str, code: int) -> None:
    post.config(config)
    done = post.send(GOOD)
    assert (done.returncode, post.arrived()) == (code, [])
    assert [Path(e["path"]).read_bytes() for e in post.held()] == [GOOD]


def test_a_mail_that_cannot_be_read_is_held_or_sent_as_the_config_says(post: Post) -> None:
    broken = GOOD.replace(b"Hi Jane", b"Hi \0 Jane")
    assert post.send(broken).returncode == BLOCKED
    assert [Path(e["path"]).read_bytes() for e in post.held()] == [broken]
    post.config("on_failure: send\n")
    assert post.send(broken).returncode == 0
    assert post.arrived() == [broken]
    assert post.log()[-1]["event"] == "sent unchecked"


def test_nothing_at_all(post: Post) -> None:
    done = post.send(b"")
    assert (done.returncode, post.arrived(), post.held()) == (BLOCKED, [], [])


def test_what_cannot_be_told_apart_is_held(post: Post) -> None:
    head = GOOD[: GOOD.index(b"Hi Jane")]
    below = (
        head
        + b"From: Jane Doe <jane@example.org>\r\nSent: Monday, November 23, 2026 10:15 AM\r\nTo: Acme\r\nSubject: x\r\n\r\nWhere is it?\r\n\r\nYou FOOL.\r\n"
    )
    done = post.send(below)
    assert (done.returncode, post.arrived()) == (BLOCKED, [])
    assert b"whose words are these?" in done.stderr


def test_a_bounce_is_not_the_senders_own(post: Post) -> None:
    done = post.send(b"Resent-From: ann@acme.example\r\nResent-To: bob@example.net\r\n" + BAD)
    assert (done.returncode, len(post.arrived())) == (0, 1)
    assert b"not checked" in done.stderr


def test_a_folder_that_cannot_be_written_stops_the_mail(post: Post) -> None:
    (post.root / "state").write_text("not a folder", "utf-8")
    done = post.send(GOOD)
    assert (done.returncode, post.arrived()) == (73, [])
    assert len(done.stderr.splitlines()) == 1


def test_a_mail_without_words_of_its_own_goes_out_unchecked(post: Post) -> None:
    forward = (
        GOOD[: GOOD.index(b"Hi Jane")]
        + b"---------- Forwarded message ----------\r\nFrom: a@b.example\r\nSubject: x\r\n\r\nTAKE THIS!!\r\n"
    )
    done = post.send(forward)
    assert (done.returncode, post.arrived()) == (0, [forward])
    assert b"not checked" in done.stderr


# Policy -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("how", ["option", "environment"])
def test_no_verify_sends_and_is_remembered(post: Post, how: str) -> None:
    if how == "option":
        done = post.send(BAD, "--no-verify", "--reason", "agreed by phone")
    else:
        done = post.send(BAD, REPLYLINT_NO_VERIFY="1", REPLYLINT_REASON="agreed by phone")
    assert (done.returncode, post.arrived()) == (0, [BAD])
    assert [(line["event"], line["reason"]) for line in post.log()] == [("sent unchecked", "agreed by phone")]


def test_no_verify_can_be_forbidden_and_no_option_gets_round_it(post: Post) -> None:
    site = post.root / "config" / "replylint"
    site.mkdir(parents=True)
    (site / "replylint.yaml").write_text("allow_override: false\n", "utf-8")
    (post.work / "mine.yaml").write_text("allow_override: true\n", "utf-8")
    for options in (["--no-verify"], ["--no-verify", "--isolated"], ["--no-verify", "--config", "mine.yaml"]):
        done = post.send(BAD, *options)
        assert done.returncode == BLOCKED
        assert b"allow_override: false" in done.stderr
    assert post.send(GOOD, "--no-verify").returncode == 0


def test_a_nearer_config_lifts_no_policy(post: Post) -> None:
    (post.work.parent / "replylint.yaml").write_text("allow_override: false\n", "utf-8")
    post.config("allow_override: true\n")
    assert post.send(BAD, "--no-verify").returncode == BLOCKED


def test_an_organisation_is_extended(post: Post) -> None:
    (post.work / "acme.yaml").write_text("allow_override: false\n", "utf-8")
    post.config("extends: acme.yaml\nallow_override: true\n")
    assert post.send(BAD, "--no-verify").returncode == BLOCKED


def test_colleagues_are_no_customers(post: Post) -> None:
    post.config("internal_domains: [acme.example]\n")
    internal = BAD.replace(b"Jane Doe <jane@example.org>", b"Ann <ann@ACME.example>")
    assert post.run("send", "--", post.command, "--", "customers-list", mail=internal).returncode == BLOCKED
    assert post.send(internal).returncode == 0
    resent = b"Resent-To: jane@example.org\r\n" + internal
    assert b"colleagues" not in post.send(resent).stderr
    many = b", ".join(b"colleague%d@acme.example" % n for n in range(500)) + b", jane@example.org"
    assert post.send(BAD.replace(b"Jane Doe <jane@example.org>", many)).returncode == BLOCKED
    both = internal.replace(b"Subject:", b"Cc: jane@example.org\r\nSubject:")
    assert post.send(both).returncode == BLOCKED
    hidden = post.run(
        "send",
        "--",
        post.command,
        "-f",
        "tom@acme.example",
        "--",
        "ann@acme.example",
        "jane@example.org",
        mail=internal,
    )
    assert hidden.returncode == BLOCKED
    assert (
        post.run("send", "--", post.command, "-f", "tom@home.example", "ann@acme.example", mail=internal).returncode
        == 0
    )


# Hooks --------------------------------------------------------------------------------------------------------------


def _hook(folder: Path, name: str, script: str) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / name
    path.write_text(f"#!/bin/sh\n{script}\n", "utf-8")
    path.chmod(0o755)
    return path


def test_hooks_run_in_order_with_the_mail_and_the_report(post: Post) -> None:
    folder = post.work / ".replylint" / "hooks" / "pre-send"
    out = post.root / "seen"
    for name in ("20-second", "10-first"):
        _hook(
            folder,
            name,
            f'echo {name} >> "{out}"; cat >> "{out}"; grep -c \'"passed": true\' "$REPLYLINT_REPORT" >> "{out}"; echo told',
        )
    _hook(folder, "30-off", "exit 1").chmod(0o644)
    done = post.send(GOOD)
    assert (done.returncode, done.stdout, post.arrived()) == (0, b"", [GOOD])
    assert done.stderr.count(b"told") == 2
    assert out.read_bytes() == b"10-first\n" + GOOD + b"1\n" + b"20-second\n" + GOOD + b"1\n"


@pytest.mark.parametrize("where", ["beside", "configured", "one file"])
def test_a_hook_that_says_no_stops_the_mail(post: Post, where: str) -> None:
    if where == "configured":
        post.config("hooks_path: hooks\n")
        _hook(post.work / "hooks" / "pre-send", "no", "exit 3")
    elif where == "beside":
        _hook(post.work / ".replylint" / "hooks" / "pre-send", "no", "exit 3")
    else:
        _hook(post.work / ".replylint" / "hooks", "pre-send", "exit 3")
    done = post.send(GOOD)
    assert (done.returncode, post.arrived()) == (BLOCKED, [])
    assert b"exited 3" in done.stderr
    assert post.send(GOOD, "--no-verify").returncode == 0


def test_a_config_further_above_has_no_program_run(post: Post) -> None:
    """Whoever may write a shared folder above could else run programs as anybody who sends mail below it."""
    _hook(post.work.parent / "hooks" / "pre-send", "no", "exit 3")
    (post.work.parent / "replylint.yaml").write_text("hooks_path: hooks\ninternal_domains: [example.org]\n", "utf-8")
    post.config("allow_override: true\n")
    assert post.send(GOOD).returncode == 0
    assert post.send(BAD).returncode == BLOCKED


def test_a_hook_that_changes_the_mail_stops_it(post: Post) -> None:
    _hook(post.work / ".replylint" / "hooks" / "pre-send", "adds", 'echo more >> "$REPLYLINT_MESSAGE"')
    done = post.send(GOOD)
    assert (done.returncode, post.arrived()) == (BLOCKED, [])
    assert b"a hook changed the mail" in done.stderr


def test_hooks_that_others_may_write_are_not_run(post: Post) -> None:
    _hook(post.work / ".replylint" / "hooks" / "pre-send", "no", "exit 0").chmod(0o777)
    done = post.send(GOOD)
    assert (done.returncode, post.arrived()) == (2, [])
    assert b"can be written by" in done.stderr


# Held ---------------------------------------------------------------------------------------------------------------


def test_held_mail_is_shown_mended_and_sent(post: Post) -> None:
    post.send(BAD)
    id = post.held()[0]["id"]
    assert b"Re: parcel" in post.run("held", "list").stdout
    assert post.run("held", "show", id, "--raw").stdout == BAD
    assert b"no-punctuation-overload" in post.run("held", "show", id).stdout
    assert post.run("held", "send", id).returncode == BLOCKED
    assert post.run("held", "edit", id, EDITOR="sed -i s/TODAY!!/today/").returncode == 0
    assert post.run("held", "send", id[:15]).returncode == 0
    assert (post.arrived(), post.held()) == ([GOOD], [])
    assert [line["event"] for line in post.log()] == ["held", "edited", "sent"]


def test_held_mail_is_sent_unchecked_or_dropped_on_demand(post: Post) -> None:
    post.send(BAD)
    post.send(BAD.replace(b"<r1@", b"<r2@"))
    first, second = (entry["id"] for entry in post.held())
    assert post.run("held", "send", first, "--no-verify", "--reason", "urgent").returncode == 0
    assert post.run("held", "drop", second).returncode == 0
    assert (post.arrived(), post.held()) == ([BAD], [])
    assert [line["event"] for line in post.log()] == ["held", "held", "sent unchecked", "dropped"]


@pytest.mark.parametrize(
    "arguments",
    [
        ["send"],
        ["send", "x"],
        ["show", "x"],
        ["edit", ""],
        ["drop", "x"],
        ["send", "x", "--due"],
        ["send", "--due", "--again"],
    ],
)
def test_what_is_not_held(post: Post, arguments: list[str]) -> None:
    done = post.run("held", *arguments)
    assert done.returncode == 2
    assert len(done.stderr.splitlines()) == 1


def _noon() -> tuple[str, datetime]:
    """A time zone in which it is about noon, and last night there."""
    now = datetime.now(UTC)
    hours = (12 - now.hour + 12) % 24 - 12
    there = timezone(timedelta(hours=hours))
    night = (now.astimezone(there) - timedelta(days=1)).replace(hour=23, minute=40, second=0, microsecond=0)
    return f"UTC{hours:+03}:00", night


def _at(moment: datetime) -> bytes:
    asked = moment - timedelta(hours=10)
    mail = GOOD.replace(b"Tue, 24 Nov 2026 10:12:00 +0000", f"{moment:%a, %d %b %Y %H:%M:%S %z}".encode())
    return mail.replace(b"23 Nov 2026 at 10:15 +0000", f"{asked:%d %b %Y at %H:%M %z}".encode())


@pytest.mark.parametrize("off_hours", ["hold", "schedule"])
def test_mail_at_night_waits_for_the_morning(post: Post, off_hours: str) -> None:
    zone, night = _noon()
    post.config(f"context: {{timezone: '{zone}'}}\noff_hours: {off_hours}\n")
    mail = _at(night)
    done = post.send(mail)
    assert done.returncode == (BLOCKED if off_hours == "hold" else 0)
    assert post.arrived() == []
    (entry,) = post.held()
    assert entry["hold_until"] == (night + timedelta(hours=8, minutes=20)).isoformat()
    assert entry["hold_until"].encode() in done.stderr
    assert entry["hold_until"].encode() in post.run("held", "list").stdout
    post.send(BAD.replace(b"<r1@", b"<r2@"))
    assert post.run("held", "send", "--due").returncode == 0
    assert post.arrived() == [mail]
    assert len(post.held()) == 1


def test_mail_that_is_not_due_stays(post: Post) -> None:
    zone, night = _noon()
    post.config(f"context: {{timezone: '{zone}'}}\n")
    post.send(_at(night + timedelta(days=1)))
    assert post.run("held", "send", "--due").returncode == 0
    assert post.arrived() == []


# At a terminal ------------------------------------------------------------------------------------------------------


def at_terminal(post: Post, answers: list[bytes], *options: str, content: bytes = BAD) -> tuple[int, str]:
    """Sends a mail at a terminal and answers its questions; the exit code and what was on the screen."""
    mail = post.root / "bad.eml"
    mail.write_bytes(content)
    child, terminal = pty.fork()
    if child == 0:
        os.chdir(post.work)
        os.dup2(os.open(mail, os.O_RDONLY), 0)
        os.execvpe(
            post.program()[0],
            post.program("send", *options, "--", post.command),
            {**post.env, "TERM": "xterm", "EDITOR": "sed -i s/TODAY!!/today/"},
        )
    shown = b""
    left = list(answers)
    end = time.monotonic() + 30
    while time.monotonic() < end:
        if select.select([terminal], [], [], 0.2)[0]:
            try:
                shown += os.read(terminal, 65536)
            except OSError:
                break
            if shown.rstrip().endswith(b"?") and left:
                os.write(terminal, left.pop(0))
    _, status = os.waitpid(child, 0)
    os.close(terminal)
    return os.waitstatus_to_exitcode(status), shown.decode("utf-8", "replace")


@pytest.mark.parametrize(
    ("answers", "code", "arrived"),
    [
        ([b"s\n", b"agreed by phone\n"], 0, [BAD]),
        ([b"s\n", b"\n", b"h\n"], BLOCKED, []),
        ([b"e\n"], 0, [GOOD]),
        ([b"f\n"], 0, [GOOD.replace(b"today", b"today!")]),
        ([b"h\n"], BLOCKED, []),
        ([b"what\n", b"\x04"], BLOCKED, []),
        ([b"\x03"], 130, []),
    ],
    ids=["send", "send without a reason", "edit", "fix", "hold", "end of input", "interrupt"],
)
def test_the_question_at_a_terminal(post: Post, answers: list[bytes], code: int, arrived: list[bytes]) -> None:
    assert at_terminal(post, answers)[0] == code
    assert post.arrived() == arrived
    assert len(post.held()) == (not arrived)


def test_what_is_forbidden_is_not_offered(post: Post) -> None:
    post.config("allow_override: false\n")
    code, shown = at_terminal(post, [b"s\n", b"h\n"])
    assert code == BLOCKED
    assert "[s]end anyway" not in shown
    assert "[e]dit" in shown


def test_nobody_is_asked_when_nobody_should_be(post: Post) -> None:
    code, shown = at_terminal(post, [], "--no-input")
    assert code == BLOCKED
    assert "[h]old" not in shown


# What goes wrong round it -------------------------------------------------------------------------------------------


def test_options_of_then_hold_when_it_is_sent_later(post: Post) -> None:
    (post.work / "mine.yaml").write_text("rules: {no-punctuation-overload: off, no-all-caps: off}\n", "utf-8")
    assert post.send(BAD, "--min-score", "101", "--config", "mine.yaml").returncode == BLOCKED
    id = post.held()[0]["id"]
    post.work = post.root
    assert b"no-punctuation-overload" not in post.run("held", "send", id).stderr
    assert b"no-punctuation-overload" in post.send(BAD).stderr


def test_no_verify_stays_forbidden_from_another_folder(post: Post) -> None:
    post.config("allow_override: false\n")
    post.send(BAD)
    post.work = post.root
    assert post.run("held", "send", post.held()[0]["id"], "--no-verify").returncode == BLOCKED


def test_a_relative_command_is_that_of_its_folder(post: Post) -> None:
    (post.work / "own").write_bytes(post.command.read_bytes())
    (post.work / "own").chmod(0o755)
    post.run("send", "--", "./own", mail=BAD)
    post.work = post.root
    assert post.run("held", "send", post.held()[0]["id"], "--no-verify").returncode == 0
    assert post.arrived() == [BAD]


def test_the_folder_that_it_was_sent_from_is_gone(post: Post) -> None:
    post.config("allow_override: false\n")
    post.send(BAD)
    post.work.rename(post.root / "moved")
    post.work = post.root
    done = post.run("held", "send", post.held()[0]["id"], "--no-verify")
    assert (done.returncode, post.arrived()) == (2, [])
    assert b"--config" in done.stderr


def test_an_older_state_of_a_sent_mail_is_due_no_more_and_is_not_deleted(post: Post) -> None:
    zone, night = _noon()
    post.config(f"context: {{timezone: '{zone}'}}\n")
    assert post.send(_at(night)).returncode == BLOCKED
    id = post.held()[0]["id"]
    assert f"held drop {id}".encode() in post.send(_at(night), "--ignore", "timing").stderr
    assert post.run("held", "send", "--due").returncode == 0
    assert post.arrived() == [_at(night)]
    assert [entry["hold_until"] for entry in post.held()] == [None]
    assert "superseded" in [line["event"] for line in post.log()]


def test_another_mail_with_the_same_message_id_stays_as_it_is(post: Post) -> None:
    for who in ("jane@example.org", "max@example.org"):
        post.run("send", "--", post.command, who, mail=BAD)
    post.run("held", "send", post.held()[0]["id"], "--no-verify")
    assert [(entry["command"][-1], entry["why"][:6]) for entry in post.held()] == [("max@example.org", "breaks")]


def test_an_edit_that_is_under_way_is_not_overtaken(post: Post) -> None:
    post.send(BAD)
    id = post.held()[0]["id"]
    editor = post.root / "editor"
    sender = " ".join(post.program("held", "send", id, "--no-verify"))
    editor.write_text(
        f'#!/bin/sh\n{sender} > "{post.root}/told" 2>&1 &\nsleep 0.4; sed -i s/TODAY!!/today/ "$1"\n', "utf-8"
    )
    editor.chmod(0o755)
    assert post.run("held", "edit", id, EDITOR=str(editor)).returncode == 0
    time.sleep(1)
    assert post.arrived() in ([], [GOOD])
    assert len(post.arrived()) + len(post.held()) == 1


def test_hold_until_outlives_an_edit(post: Post) -> None:
    zone, _ = _noon()
    post.config(
        f"context: {{timezone: '{zone}'}}\nbusiness: {{hours: {{mon-sun: '23:50-23:55'}}}}\nrules: {{no-off-hours-sends: error}}\nfail_on: error\n"
    )
    post.send(BAD)
    assert post.held()[0]["hold_until"]
    post.run("held", "edit", post.held()[0]["id"], EDITOR="sed -i s/Thursday/Friday/")
    assert post.held()[0]["hold_until"]


@pytest.mark.parametrize(
    "damage",
    ["", "{", "[1]", "null", '{"state": 3}', '{"state": "held", "at": 7}', '{"state": "held", "hold_until": "x"}'],
)
def test_what_is_known_of_a_mail_is_damaged(post: Post, damage: str) -> None:
    post.send(BAD)
    post.send(BAD)
    Path(post.held()[0]["path"]).with_suffix(".json").write_text(damage, "utf-8")
    listed = post.run("held", "list")
    assert (listed.returncode, listed.stderr) == (0, b"")
    assert post.run("held", "send", "--due").returncode == 0
    assert [e["state"] for e in post.held()] == ["checking", "held"]


def test_an_editor_that_fails_changes_nothing_and_loses_nothing(post: Post) -> None:
    post.send(BAD)
    id = post.held()[0]["id"]
    for editor in ("false", "/nowhere/editor", "unclosed '"):
        assert post.run("held", "edit", id, EDITOR=editor).returncode == 2
    done = post.run("held", "edit", id, EDITOR="sed -i 1,9d")
    written = Path(done.stderr.decode().strip().rpartition(" is in ")[2])
    assert (done.returncode, written.exists()) == (2, True)
    assert post.run("held", "show", id, "--raw").stdout == BAD


def test_a_folder_of_somebody_else_is_not_used_and_an_open_one_is_closed(post: Post) -> None:
    post.folder.mkdir(parents=True)
    post.folder.chmod(0o777)
    post.send(BAD)
    id = post.held()[0]["id"]
    assert stat.S_IMODE(post.folder.stat().st_mode) == 0o700
    if os.getuid() == 0:
        os.chown(post.folder, 65534, 65534)
        assert post.send(GOOD).returncode == 73
        assert post.run("held", "send", id, "--no-verify").returncode == 2
        assert post.arrived() == []


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no /dev/full on this system")
def test_a_log_that_cannot_be_written_does_not_make_a_sent_mail_unsent(post: Post) -> None:
    post.send(BAD)
    (post.folder / "log.jsonl").unlink()
    (post.folder / "log.jsonl").symlink_to("/dev/full")
    done = post.send(GOOD.replace(b"<r1@", b"<r2@"))
    assert (done.returncode, len(post.arrived())) == (0, 1)
    assert b"sent, but" in done.stderr


@pytest.mark.parametrize("closed", [">&-", "2>&-", ">&- 2>&-"])
def test_closed_streams(post: Post, closed: str) -> None:
    for mail, code in ((GOOD, 0), (BAD, BLOCKED)):
        (post.root / "mail").write_bytes(mail)
        line = f"exec {' '.join(post.program('send', '--', post.command))} < '{post.root}/mail' {closed}"
        assert subprocess.run(["sh", "-c", line], cwd=post.work, env=post.env, check=False).returncode == code
    assert post.arrived() == [GOOD]
    assert [Path(e["path"]).read_bytes() for e in post.held()] == [BAD]


def test_to_look_at_a_mail_runs_no_hooks(post: Post) -> None:
    post.send(BAD)
    _hook(post.work / ".replylint" / "hooks" / "pre-send", "notes", f'echo ran >> "{post.root}/ran"')
    post.run("held", "show", post.held()[0]["id"])
    assert not (post.root / "ran").exists()


def test_other_scripts_beside_pre_send_are_no_hooks(post: Post) -> None:
    _hook(post.work / ".replylint" / "hooks", "commit-msg", "exit 1")
    assert post.send(GOOD).returncode == 0


def test_hooks_see_mail_to_colleagues_too(post: Post) -> None:
    post.config("internal_domains: [acme.example]\n")
    _hook(post.work / ".replylint" / "hooks" / "pre-send", "no", "exit 3")
    assert post.send(BAD.replace(b"jane@example.org", b"ann@acme.example")).returncode == BLOCKED


def test_what_is_set_apart_without_a_mark_is_told(post: Post) -> None:
    assert post.send(GOOD).stderr == b""
    assert b"set apart" in post.send(GOOD.replace(b"> Where", b"Where")).stderr


def test_an_interrupt_at_the_question_leaves_the_reasons(post: Post) -> None:
    zone, night = _noon()
    post.config(f"context: {{timezone: '{zone}'}}\n")
    assert at_terminal(post, [b"\x03"], content=_at(night))[0] == 130
    assert [(bool(e["hold_until"]), e["rules"]) for e in post.held()] == [(True, ["no-off-hours-sends"])]


@pytest.mark.parametrize(
    ("org", "own", "sent"),
    [("hold", "send", False), ("send", "hold", False), ("send", None, True), (None, "send", True), (None, None, False)],
)
def test_who_says_to_hold_is_heeded_when_replylint_fails(
    post: Post, org: str | None, own: str | None, sent: bool
) -> None:
    (post.work / "acme.yaml").write_text(f"on_failure: {org}\n" if org else "{}\n", "utf-8")
    post.config("extends: acme.yaml\n" + (f"on_failure: {own}\n" if own else ""))
    broken = GOOD.replace(b"Hi Jane", b"Hi \0 Jane")
    assert (post.send(broken).returncode == 0) == sent
    assert bool(post.arrived()) == sent


def test_what_leaves_without_a_check_is_in_the_log(post: Post) -> None:
    post.send(b"Resent-From: ann@acme.example\r\nResent-To: bob@example.net\r\n" + BAD)
    assert "resent" in post.log()[-1]["note"]
