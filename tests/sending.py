"""What the tests of sending share: a state folder of their own, a command that takes mail, and mails."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

GOOD = (
    b"From: Tom Baker <tom@acme.example>\r\nTo: Jane Doe <jane@example.org>\r\nSubject: Re: parcel\r\n"
    b"Date: Tue, 24 Nov 2026 10:12:00 +0000\r\nMessage-ID: <r1@acme.example>\r\n\r\n"
    b"Hi Jane,\r\n\r\nyour parcel left our depot today and will be with you on Thursday. Let me know if it is not.\r\n\r\nBest,\r\nTom\r\n\r\n"
    b"On 23 Nov 2026 at 10:15 +0000, Jane Doe wrote:\r\n> Where is my parcel?\r\n"
)
BAD = GOOD.replace(b"left our depot today", b"left our depot TODAY!!")
BLOCKED = 65

ANY_HOUR = "rules: {no-off-hours-sends: off}\n"
"""The configuration of a test that has no other: what it shows holds at night as well."""

# Takes the mail slowly enough to be caught at it, and writes it under a name of its own when it has all of it.
SINK = """#!/bin/sh
cat > "$SINK/part.$$"
sleep "${SINK_DELAY:-0}"
mv "$SINK/part.$$" "$SINK/mail.$$"
exit "${SINK_EXIT:-0}"
"""


@dataclass
class Post:
    """A post office of one test: where mail arrives and where it is held."""

    root: Path

    def __post_init__(self) -> None:
        self.sink = self.root / "sink"
        self.sink.mkdir()
        self.command = self.root / "deliver"
        self.command.write_text(SINK, "utf-8")
        self.command.chmod(0o755)
        self.work = self.root / "work"
        self.work.mkdir()
        self.config(ANY_HOUR)
        self.env = {
            **{k: v for k, v in os.environ.items() if not k.startswith("REPLYLINT_N") and k != "REPLYLINT_REASON"},
            "SINK": str(self.sink),
            "HOME": str(self.root),
            # The compiled rulebook is the same for all tests: making it anew takes longer than all that they do.
            "XDG_CACHE_HOME": os.environ.get("XDG_CACHE_HOME") or os.path.expanduser("~/.cache"),
            "XDG_STATE_HOME": str(self.root / "state"),
            "XDG_CONFIG_HOME": str(self.root / "config"),
            "TZ": "UTC",
        }

    @property
    def folder(self) -> Path:
        return self.root / "state" / "replylint" / "held"

    def config(self, text: str) -> Path:
        path = self.work / "replylint.yaml"
        path.write_text(text, "utf-8")
        return path

    def program(self, *words: object) -> list[str]:
        return [sys.executable, "-m", "replylint", *map(str, words)]

    def run(self, *words: object, mail: bytes = b"", **env: str) -> subprocess.CompletedProcess[bytes]:
        return subprocess.run(
            self.program(*words),
            input=mail,
            capture_output=True,
            cwd=self.work,
            env={**self.env, **env},
            check=False,
            timeout=60,
        )

    def send(self, mail: bytes, *options: object, **env: str) -> subprocess.CompletedProcess[bytes]:
        return self.run("send", *options, "--", self.command, mail=mail, **env)

    def arrived(self) -> list[bytes]:
        return [path.read_bytes() for path in sorted(self.sink.glob("mail.*"))]

    def held(self) -> list[dict[str, Any]]:
        return [json.loads(line) for line in self.run("held", "list", "--json").stdout.splitlines()]

    def log(self) -> list[dict[str, Any]]:
        path = self.folder / "log.jsonl"
        return [json.loads(line) for line in path.read_text("utf-8").splitlines()] if path.exists() else []
