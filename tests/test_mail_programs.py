"""Real mail programs send through ``replylint send -- msmtp``: neomutt, driven in tmux, and ``git send-email``, to a real SMTP server."""

from __future__ import annotations

import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

from replylint import Rulebook
from sending import Post

GOOD_TEXT = "Hi Jane,\n\nyour parcel left our depot today and will be with you on Thursday. Let me know if it is not.\n\nBest,\nTom\n"
BAD_TEXT = GOOD_TEXT.replace("left our depot today", "left our depot TODAY!!")
QUESTION = """From jane@example.org Mon Nov 23 10:15:00 2026
From: Jane Doe <jane@example.org>
To: Tom Baker <tom@acme.example>
Subject: parcel
Date: {date}
Message-ID: <q1@example.org>

Where is my parcel?
"""


def needs(*programs: str) -> pytest.MarkDecorator:
    missing = [program for program in programs if shutil.which(program) is None]
    return pytest.mark.skipif(bool(missing), reason=f"not installed here: {', '.join(missing)}")


class Inbox:
    """What the SMTP server took."""

    def __init__(self) -> None:
        self.mails: list[bytes] = []

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        assert isinstance(envelope.content, bytes)
        self.mails.append(envelope.content)
        return "250 OK"


@pytest.fixture
def inbox() -> Iterator[tuple[Inbox, int]]:
    handler = Inbox()
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    controller = Controller(handler, hostname="127.0.0.1", port=port)
    controller.start()
    try:
        yield handler, port
    finally:
        controller.stop()


@pytest.fixture
def post(tmp_path: Path, rulebook: Rulebook) -> Post:
    return Post(tmp_path)


def _script(path: Path, text: str) -> Path:
    path.write_text(f"#!/bin/sh\n{text}\n", "utf-8")
    path.chmod(0o755)
    return path


def sendmail(post: Post, port: int) -> Path:
    """``replylint send -- msmtp``, in the environment of the test, with a copy of what the mail program hands over."""
    conf = post.root / "msmtprc"
    conf.write_text(
        f"account default\nhost 127.0.0.1\nport {port}\nfrom tom@acme.example\nauth off\ntls off\n", "utf-8"
    )
    conf.chmod(0o600)
    exports = "\n".join(
        f"export {name}='{value}'"
        for name, value in post.env.items()
        if name in ("HOME", "TZ") or name.startswith("XDG")
    )
    return _script(
        post.root / "sendmail",
        f'{exports}\ncd "{post.work}"\ntee -a "{post.root}/handed" | "{sys.executable}" -m replylint send -- msmtp -C "{conf}" "$@"',
    )


def crlf(mail: bytes) -> bytes:
    return mail.replace(b"\r\n", b"\n").replace(b"\n", b"\r\n")


def until(holds: Callable[[], bool], what: str, seconds: float = 60) -> None:
    end = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < end, f"waited in vain: {what}"
        time.sleep(0.1)


# neomutt ------------------------------------------------------------------------------------------------------------


class Neomutt:
    """A neomutt in a tmux of its own, on a mailbox with one question."""

    def __init__(self, post: Post, command: Path, text: str) -> None:
        self._socket = f"replylint-{post.root.name}"
        self.postponed = post.root / "postponed"
        (post.root / "body").write_text(text, "utf-8")
        editor = _script(
            post.root / "editor", f'cat "{post.root}/body" - "$1" <<END > "$1.new" && mv "$1.new" "$1"\n\nEND'
        )
        asked = time.strftime("%a, %d %b %Y %H:%M:%S +0000", time.gmtime(time.time() - 3600))
        (post.root / "mbox").write_text(QUESTION.format(date=asked), "utf-8")
        (post.root / "rc").write_text(
            f'set sendmail="{command}"\nset editor="{editor}"\nset spool_file="{post.root}/mbox"\nset folder="{post.root}"\n'
            f'set record="{post.root}/sent"\nset postponed="{self.postponed}"\nset from="tom@acme.example"\nset real_name="Tom Baker"\n'
            "set use_from=yes\nset use_envelope_from=yes\nset fast_reply=yes\nset include=yes\nset abort_unmodified=no\nset wait_key=no\nset confirm_append=no\nset mail_check=0\n"
            'set smtp_url=""\nset header_cache=""\nset crypt_use_gpgme=no\nset postpone=yes\nset quit=yes\nset send_charset="utf-8"\n',
            "utf-8",
        )
        (post.root / "postponed").touch()
        self._tmux(
            "new-session",
            "-d",
            "-x",
            "120",
            "-y",
            "40",
            f"env HOME='{post.root}' TERM=screen LC_ALL=C.UTF-8 neomutt -n -F '{post.root}/rc' -f '{post.root}/mbox'",
        )

    def _tmux(self, *words: str) -> str:
        return subprocess.run(
            ["tmux", "-L", self._socket, "-f", "/dev/null", *words],
            capture_output=True,
            text=True,
            check=False,
            timeout=20,
        ).stdout

    def screen(self) -> str:
        return self._tmux("capture-pane", "-p")

    def press(self, *keys: str) -> None:
        self._tmux("send-keys", *keys)

    def reply(self) -> None:
        until(lambda: "parcel" in self.screen(), "the mailbox is shown")
        self.press("r")
        until(
            lambda: "Compose" in self.screen() or "Security:" in self.screen(),
            f"the reply is ready to send:\n{self.screen()}",
        )
        self.press("y")

    def end(self) -> None:
        self._tmux("kill-server")


@needs("neomutt", "tmux", "msmtp")
@pytest.mark.parametrize("text", [GOOD_TEXT, BAD_TEXT], ids=["good", "bad"])
def test_neomutt(post: Post, inbox: tuple[Inbox, int], text: str) -> None:
    taken, port = inbox
    program = Neomutt(post, sendmail(post, port), text)
    try:
        program.reply()
        if text == GOOD_TEXT:
            until(lambda: bool(taken.mails), f"the mail arrives:\n{program.screen()}")
            assert taken.mails == [crlf((post.root / "handed").read_bytes())]
            assert b"> Where is my parcel?\r\n" in taken.mails[0]
            until(lambda: not post.held(), "nothing is left behind")
            return
        until(
            lambda: "not sent: breaks" in program.screen(),
            f"neomutt says that it was not sent:\n{program.screen()}",
        )
        assert "no-punctuation-overload" in program.screen()
        program.press("q")
        until(lambda: "Security:" in program.screen(), f"neomutt still has the mail:\n{program.screen()}")
        program.press("P")
        until(lambda: b"TODAY!!" in program.postponed.read_bytes(), "neomutt puts it off for later")
        assert taken.mails == []
        (entry,) = post.held()
        assert Path(entry["path"]).read_bytes() == (post.root / "handed").read_bytes()
        assert "no-punctuation-overload" in entry["rules"]
    finally:
        program.end()


# git send-email -----------------------------------------------------------------------------------------------------


def _has_git_send_email() -> bool:
    return (
        shutil.which("git") is not None
        and "send-email" in subprocess.run(["git", "help", "-a"], capture_output=True, text=True, check=False).stdout
    )


@needs("git", "msmtp")
@pytest.mark.skipif(not _has_git_send_email(), reason="not installed here: git send-email")
@pytest.mark.parametrize("text", [GOOD_TEXT, BAD_TEXT], ids=["good", "bad"])
def test_git_send_email(post: Post, inbox: tuple[Inbox, int], text: str) -> None:
    taken, port = inbox
    patch = post.root / "0001-parcel.patch"
    patch.write_text(
        "From 0123456789012345678901234567890123456789 Mon Sep 17 00:00:00 2001\nFrom: Tom Baker <tom@acme.example>\n"
        f"Date: {time.strftime('%a, %d %b %Y %H:%M:%S +0000', time.gmtime())}\nSubject: [PATCH] parcel page\n\n{text}---\n page.c | 2 +-\n\n"
        "diff --git a/page.c b/page.c\n--- a/page.c\n+++ b/page.c\n@@ -1 +1 @@\n-int x;\n+int X_AND_Y!!;\n-- \n2.39.5\n",
        "utf-8",
    )
    (post.root / "gitconfig").write_text("[user]\nname = Tom Baker\nemail = tom@acme.example\n", "utf-8")
    done = subprocess.run(
        ["git", "send-email", "--to", "Jane Doe <jane@example.org>", "--from", "Tom Baker <tom@acme.example>", "--confirm=never",
         "--no-validate", "--suppress-cc=all", f"--smtp-server={sendmail(post, port)}", str(patch)],
        capture_output=True, cwd=post.root, env={**post.env, "GIT_CONFIG_GLOBAL": str(post.root / "gitconfig")}, check=False, timeout=60,
    )  # fmt: skip
    if text == GOOD_TEXT:
        assert done.returncode == 0, done.stderr
        assert taken.mails == [crlf((post.root / "handed").read_bytes())]
        assert post.held() == []
    else:
        assert done.returncode != 0
        assert taken.mails == []
        assert ["no-punctuation-overload" in entry["rules"] for entry in post.held()] == [True]
        assert patch.exists()
