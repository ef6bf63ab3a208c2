"""A process that checks texts one by one, and is ended when one takes too long."""

from __future__ import annotations

import json
import os
import selectors
import subprocess
from collections.abc import Mapping
from types import TracebackType

from .tools import DRIVERS, Replylint


class Worker:
    """Times texts in a process of its own; a hang costs the time limit, a crash nothing, and the next text gets a new process."""

    def __init__(self, replylint: Replylint, limit: float) -> None:
        self._replylint, self._limit = replylint, limit
        self._process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Worker:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._end()

    def seconds(self, draft: str, incoming: str, channel: str = "email") -> float | str:
        """The CPU time of one check, or what went wrong instead."""
        process = self._process or self._start()
        assert process.stdin
        assert process.stdout
        given: Mapping[str, str] = {"draft": draft, "incoming": incoming, "channel": channel}
        try:
            process.stdin.write(json.dumps(given).encode() + b"\n")
            process.stdin.flush()
        except BrokenPipeError:
            return self._failed("ended early")
        with selectors.DefaultSelector() as selector:
            selector.register(process.stdout, selectors.EVENT_READ)
            if not selector.select(self._limit):
                return self._failed(f"over {self._limit:g} s")
        answer = process.stdout.readline()
        return float(answer) if answer else self._failed("crashed")

    def _failed(self, why: str) -> str:
        self._end()
        return why

    def _start(self) -> subprocess.Popen[bytes]:
        words = [self._replylint.python, str(DRIVERS / "hostile.py")]
        environment = {**os.environ, **self._replylint.environment}
        self._process = subprocess.Popen(
            words, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env=environment
        )
        return self._process

    def _end(self) -> None:
        if self._process is not None:
            self._process.kill()
            self._process.communicate()
            self._process = None
