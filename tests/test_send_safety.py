"""No mail is lost and none is sent twice: killed at any moment, many at once, made to hurt."""

from __future__ import annotations

import base64
import os
import random
import signal
import subprocess
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from replylint import Rulebook
from replylint.outbox.store import Store
from sending import ANY_HOUR, BLOCKED, GOOD, Post

TRIALS = 200
HEAD = GOOD[: GOOD.index(b"\r\n\r\n") + 2]


@pytest.fixture
def post(tmp_path: Path, rulebook: Rulebook) -> Post:
    """A post office; the rulebook is compiled by now, as it is for everybody who sends a second mail."""
    return Post(tmp_path)


def numbered(number: int) -> bytes:
    return GOOD.replace(b"<r1@", b"<r%d@" % number)


def _kept_within(folder: Path, seconds: float) -> None:
    """Waits until a mail is kept there."""
    end = time.monotonic() + seconds
    while time.monotonic() < end and not any(folder.glob("*.eml")):
        time.sleep(0.001)


def _command_is_done(post: Post) -> None:
    """The command lives on when its sender is killed, as a real one does; it has the lock of the mail as long."""
    end = time.monotonic() + 10
    while any(entry.locked for entry in Store(post.folder.parent).entries()) and time.monotonic() < end:
        time.sleep(0.01)


def _kill_one(post: Post, number: int, pick: random.Random) -> None:
    """Sends one mail in a folder of its own and kills the sender, half of them early, half after the mail was kept."""
    root = post.root / f"trial{number}"
    root.mkdir()
    own = Post(root)
    sender = subprocess.Popen(
        own.program("send", "--", own.command),
        stdin=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        cwd=own.work,
        env={**own.env, "SINK_DELAY": "0.05"},
    )
    assert sender.stdin is not None
    sender.stdin.write(numbered(number))
    sender.stdin.close()
    is_early = number % 2 == 0
    if not is_early:
        _kept_within(own.folder, 10)
    time.sleep(pick.uniform(0, 0.25))
    sender.send_signal(signal.SIGKILL)
    code = sender.wait()
    _command_is_done(own)
    arrived, kept = own.arrived(), [path.read_bytes() for path in own.folder.glob("*.eml")]
    assert len(arrived) <= 1
    assert all(mail == numbered(number) for mail in (*arrived, *kept))
    if code == 0:
        assert arrived
    elif is_early and not arrived and not kept:
        return  # killed before it had read the mail: whoever wrote it has it, and knows
    assert arrived or kept
    if not kept:
        return
    (entry,) = own.held()
    assert entry["state"] in ("checking", "sending")
    if arrived:
        assert entry["may_have_been_sent"]
    if entry["may_have_been_sent"]:
        assert b"MAY HAVE BEEN SENT" in own.run("held", "list").stdout
        assert own.run("held", "send", "--due").returncode == 0
        assert own.run("held", "send", entry["id"]).returncode == 2
        assert own.arrived() == arrived
    else:
        assert own.run("held", "send", entry["id"]).returncode == 0
        assert own.arrived() == [numbered(number)]


@pytest.mark.parametrize("part", range(4))
def test_killed_at_any_moment(post: Post, part: int) -> None:
    pick = random.Random(part)
    for number in range(part * TRIALS // 4, (part + 1) * TRIALS // 4):
        _kill_one(post, number, pick)


def test_an_interrupt_while_the_command_has_the_mail_is_the_commands(post: Post) -> None:
    """Its answer is written down, whenever the ^C comes: nothing that was taken is called unsent."""
    pick = random.Random(9)
    for number in range(20):
        sender = subprocess.Popen(
            post.program("send", "--", post.command),
            stdin=subprocess.PIPE,
            stderr=subprocess.PIPE,
            cwd=post.work,
            env=post.env,
        )
        assert sender.stdin is not None
        sender.stdin.write(numbered(number))
        sender.stdin.close()
        end = time.monotonic() + 10
        while len(post.arrived()) <= number and time.monotonic() < end:
            time.sleep(0.0005)
        time.sleep(pick.uniform(0, 0.003))
        sender.send_signal(signal.SIGINT)
        assert sender.stderr is not None
        told = sender.stderr.read()
        assert sender.wait() == 0
        assert b"not sent" not in told
    assert post.held() == []


def test_many_at_once(post: Post) -> None:
    mails = [numbered(n) if n % 2 else numbered(n).replace(b"today", b"TODAY!!") for n in range(50)]
    with ThreadPoolExecutor(8) as pool:
        codes = list(pool.map(lambda mail: post.send(mail).returncode, mails))
    assert codes == [0 if n % 2 else BLOCKED for n in range(50)]
    assert sorted(post.arrived()) == sorted(mails[1::2])
    assert sorted(Path(entry["path"]).read_bytes() for entry in post.held()) == sorted(mails[::2])
    assert len(post.log()) == 50


def test_two_send_the_same_held_mail(post: Post) -> None:
    post.config("min_score: 101\n")
    post.send(GOOD)
    post.config(ANY_HOUR)
    id = post.held()[0]["id"]
    with ThreadPoolExecutor(4) as pool:
        codes = list(pool.map(lambda _: post.run("held", "send", id, SINK_DELAY="0.5").returncode, range(4)))
    assert post.arrived() == [GOOD]
    assert sorted(codes) == [0, 2, 2, 2]


def test_a_sender_that_stops_in_the_middle_leaves_nothing(post: Post) -> None:
    sender = subprocess.Popen(
        post.program("send", "--", post.command), stdin=subprocess.PIPE, cwd=post.work, env=post.env
    )
    assert sender.stdin is not None
    sender.stdin.write(GOOD[:100])
    sender.stdin.flush()
    time.sleep(0.5)
    sender.send_signal(signal.SIGKILL)
    sender.wait()
    sender.stdin.close()
    assert (post.arrived(), post.held()) == ([], [])


def _multipart(part: bytes) -> bytes:
    text = b"Content-Type: text/plain; charset=utf-8\r\n\r\n" + GOOD[GOOD.index(b"Hi Jane") :]
    return (
        HEAD
        + b'MIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary="B"\r\n\r\n--B\r\n'
        + text
        + b"\r\n--B\r\n"
        + part
        + b"\r\n--B--\r\n"
    )


def _nested(depth: int) -> bytes:
    opening = b"".join(b'Content-Type: multipart/mixed; boundary="b%d"\r\n\r\n--b%d\r\n' % (n, n) for n in range(depth))
    return HEAD + b"MIME-Version: 1.0\r\n" + opening + b"Content-Type: text/plain\r\n\r\nHi Jane, done.\r\n"


ESCAPES = b"\x1b]0;owned\x07\x1b[2J\x1b[31m"
HOSTILE = {
    "attachment of 30 MB": _multipart(b"Content-Type: application/pdf; name=a.pdf\r\nContent-Transfer-Encoding: base64\r\n\r\n" + base64.encodebytes(bytes(22_000_000))),
    "attachment of 30 MB, binary": _multipart(b"Content-Type: application/pdf; name=a.pdf\r\n\r\n" + random.Random(1).randbytes(30_000_000)),
    "2,000 nested multiparts": _nested(2000),
    "250 nested multiparts": _nested(250),
    "no boundary": HEAD + b"Content-Type: multipart/mixed\r\n\r\nHi Jane, done.\r\n",
    "wrong boundary": HEAD + b'Content-Type: multipart/mixed; boundary="B"\r\n\r\n--C\r\n\r\nHi Jane, done.\r\n',
    "no headers": b"Hi Jane, done.\r\n",
    "noise": random.Random(2).randbytes(200_000),
    "NUL": GOOD.replace(b"parcel left", b"par\0cel left"),
    "NUL in a header": GOOD.replace(b"Re: parcel", b"Re: par\0cel"),
    "base64 that is none": HEAD + b"Content-Transfer-Encoding: base64\r\n\r\n!!!!\r\n",
    "escape sequences": GOOD.replace(b"Re: parcel", ESCAPES).replace(b"Jane Doe <", ESCAPES + b" <").replace(b"today", b"today!! " + ESCAPES),
    "encoded escape sequences": GOOD.replace(b"Re: parcel", b"=?utf-8?b?" + base64.b64encode(ESCAPES) + b"?=").replace(b"today", b"today!!"),
    "encoded header injection": GOOD.replace(b"Re: parcel", b"=?utf-8?q?a=0D=0ABcc:_evil@example.net?=").replace(b"today", b"today!!"),
    "a header of 5 MB": HEAD + b"X-A: " + b"a" * 5_000_000 + b"\r\n\r\nHi Jane, done.\r\n",
    "100,000 headers": HEAD + b"X-A: b\r\n" * 100_000 + b"\r\nHi Jane, done.\r\n",
    "50,000 recipients": GOOD.replace(b"Jane Doe <jane@example.org>", b"a@b.example, " * 50_000),
    "parentheses in To": GOOD.replace(b"Jane Doe <jane@example.org>", b"(" * 50_000),
    "20,000 parts": HEAD + b'Content-Type: multipart/mixed; boundary="B"\r\n\r\n' + b"--B\r\nContent-Type: text/plain\r\n\r\nHi\r\n" * 20_000,
    "5,000 mails in mails": HEAD + b"Content-Type: message/rfc822\r\n\r\n" * 5000,
    "20,000 introductions": HEAD + b"\r\n" + b"On 1 May 2026 at 10:00 a@b.example wrote:\r\n> a\r\n" * 20_000,
    "8,000 names before quotes": HEAD + b"\r\n" + b"Ab> x\r\n" * 8_000,
    "8,000 armours": HEAD + b"\r\n" + b"-----BEGIN PGP SIGNED MESSAGE-----\r\n" * 8_000,
    "spaces": HEAD + b"Content-Transfer-Encoding: quoted-printable\r\n\r\nJane wrote" + b" " * 60_000 + b"x\r\n",
    "80,000 delimiters": HEAD + b"\r\n" + b"-- \r\n" * 80_000,
}  # fmt: skip


@pytest.mark.parametrize("name", HOSTILE)
def test_mail_that_wants_to_hurt(post: Post, name: str) -> None:
    mail = HOSTILE[name]
    before = os.times()
    done = post.send(mail)
    after = os.times()
    assert done.returncode in (0, BLOCKED)
    if done.returncode == 0:
        assert post.arrived() == [mail]
    else:
        assert [Path(entry["path"]).read_bytes() for entry in post.held()] == [mail]
        shown = done.stderr + post.run("held", "list").stdout + post.run("held", "show", post.held()[0]["id"]).stdout
        assert not [byte for byte in shown if byte < 32 and byte not in b"\n\t"]
    assert b"Traceback" not in done.stderr
    # Work, not time, so that a busy machine fails nothing: 2 s is what a person may be made to wait.
    assert after.children_user - before.children_user < 2
