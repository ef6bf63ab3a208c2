"""A process that checks texts one by one, and is ended when one takes too long."""

from __future__ import annotations

import json
import os
import re
import selectors
import subprocess
import tempfile
from dataclasses import dataclass
from types import TracebackType

from .tools import DRIVERS, Replylint

GRACE = 10
"""Seconds beyond the limit in which the process ends by itself and says where it was."""
_FRAME = re.compile(r'File "[^"]*?replylint/([^"]+)", line (\d+) in (\S+)')


@dataclass(frozen=True)
class Failure:
    """A check that did not end, or ended its process; where it was, if that is known."""

    why: str
    where: str = ""


class Worker:
    """Times texts in a process of its own; after a hang or a crash the next text gets a new one."""

    def __init__(self, replylint: Replylint, limit: float) -> None:
        self._replylint, self._limit = replylint, limit
        self._process: subprocess.Popen[bytes] | None = None
        self._complaints = tempfile.TemporaryFile()  # noqa: SIM115  (closed at the end)

    def __enter__(self) -> Worker:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._end()
        self._complaints.close()

    def seconds(self, draft: str, incoming: str, channel: str = "email") -> float | Failure:
        """The CPU time of one check, or what went wrong instead."""
        process = self._process or self._start()
        assert process.stdin
        assert process.stdout
        given = json.dumps({"draft": draft, "incoming": incoming, "channel": channel})
        try:
            process.stdin.write(given.encode() + b"\n")
            process.stdin.flush()
        except BrokenPipeError:
            return self._failed("crashed")
        with selectors.DefaultSelector() as selector:
            selector.register(process.stdout, selectors.EVENT_READ)
            if not selector.select(self._limit + GRACE):
                return self._failed(f"over {self._limit:g} s")
        answer = process.stdout.readline()
        return float(answer) if answer else self._failed("crashed")

    def _failed(self, why: str) -> Failure:
        self._end()
        self._complaints.seek(0)
        said = self._complaints.read().decode("utf-8", "replace")
        return Failure(f"over {self._limit:g} s" if "Timeout" in said else why, innermost(said))

    def _start(self) -> subprocess.Popen[bytes]:
        self._complaints.seek(0)
        self._complaints.truncate()
        self._process = subprocess.Popen(
            [self._replylint.python, str(DRIVERS / "hostile.py"), str(self._limit)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._complaints,
            env={**os.environ, **self._replylint.environment},
        )
        return self._process

    def _end(self) -> None:
        if self._process is not None:
            self._process.kill()
            self._process.communicate()
            self._process = None


def innermost(trace: str) -> str:
    """The innermost line of replylint in what Python says of where it was."""
    frame = _FRAME.search(trace)
    return f"{frame[1]}:{frame[2]} {frame[3]}" if frame else ""
