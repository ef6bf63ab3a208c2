"""The tools that are measured: where they come from, and how each is called for the same work."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import venv
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from .measure import BenchError, Command

PROSELINT, WRITE_GOOD, ALEX = "0.16.0", "1.0.8", "11.0.1"
"""The versions that are compared with, so that a run next year measures the same."""
PEERS = ("proselint", "write-good", "alex")
DRIVERS = Path(__file__).parent / "drivers"
ANY_CODE = frozenset(range(256))
"""write-good ends with the number of its suggestions."""


@dataclass(frozen=True)
class Tool:
    """A tool, with the words that come before what it is to read. ``many`` reads the drafts in a file of exchanges."""

    name: str
    version: str
    one: tuple[str, ...]
    many: tuple[str, ...]
    beside: bool = False
    codes: frozenset[int] = frozenset({0, 1})
    environment: Mapping[str, str] = field(default_factory=dict)

    def single(self, folder: Path, draft: str, incoming: str) -> Command:
        """One draft; beside its incoming message, for a tool that reads it."""
        return self._command(folder, "single", (*self.one, draft, *(("--incoming", incoming) if self.beside else ())))

    def drafts(self, folder: Path, exchanges: str) -> Command:
        """All drafts of a file of exchanges in one process."""
        return self._command(folder, "drafts", (*self.many, exchanges))

    def files(self, folder: Path, names: Sequence[str]) -> Command:
        """Many files in one process, by the tool's own command line."""
        more = ("--isolated", "--format", "text") if self.beside else ()
        return self._command(folder, "files", (*self.one, *names, *more))

    def _command(self, folder: Path, what: str, arguments: tuple[str, ...]) -> Command:
        return Command(f"{self.name}-{what}", arguments, folder, self.environment, self.codes)


@dataclass(frozen=True)
class Replylint:
    """An installed replylint: its command and the Python that runs it."""

    command: str
    python: str
    version: str
    python_version: str
    environment: Mapping[str, str]

    def check(self, name: str, folder: Path, *arguments: str) -> Command:
        """``replylint check`` with these arguments."""
        return Command(name, (self.command, "check", *arguments), folder, self.environment)

    def script(self, name: str, folder: Path, *arguments: str) -> Command:
        """A Python script that imports it."""
        return Command(name, (self.python, *arguments), folder, self.environment, frozenset({0}))

    def stream(self, name: str, folder: Path, exchanges: str, *more: str) -> Command:
        """All exchanges of a file on one processor; no config, nothing kept from earlier runs."""
        where = more if "--config" in more else ("--isolated", *more)
        jobs = () if "--jobs" in more else ("--jobs", "1")
        return self.check(name, folder, exchanges, *jobs, "--no-cache", "--format", "jsonl", *where)

    def tool(self) -> Tool:
        """As one of the tools that are measured side by side."""
        check = (self.command, "check")
        many = (*check, "--isolated", "--jobs", "1", "--no-cache", "--format", "jsonl")
        return Tool("replylint", self.version, check, many, beside=True, environment=self.environment)


def replylint_at(command: str | None, scratch: Path) -> Replylint:
    """The replylint to measure: the one given, or the one beside this Python. Its caches live in the scratch folder."""
    beside = Path(sys.executable).parent
    found = command or shutil.which("replylint", path=f"{beside}{os.pathsep}{os.environ.get('PATH', '')}")
    if command and not Path(command).is_file():
        raise BenchError(f"--replylint {command}: no such file")
    if not found:
        raise BenchError("replylint is not installed: pip install . in a virtual environment, or --replylint FILE")
    absolute = Path(found).absolute()
    python = absolute.parent / "python"
    if not python.is_file():
        raise BenchError(f"no Python beside {found}: the benchmark needs a virtual environment")
    words = "import platform, replylint; print(replylint.__version__, platform.python_version())"
    version, python_version = said([str(python), "-c", words]).split()
    environment = {"XDG_CACHE_HOME": str(scratch / "cache"), "TZ": "Europe/London"}
    return Replylint(str(absolute), str(python), version, python_version, environment)


def install_peers(scratch: Path, names: Sequence[str] = PEERS) -> list[Tool]:
    """proselint from PyPI, write-good and alex from npm, each installed into the scratch folder when it is not there yet."""
    tools = [_proselint(scratch / "proselint")] if "proselint" in names else []
    if {"write-good", "alex"}.intersection(names):
        tools += [tool for tool in _by_npm(scratch / "node") if tool.name in names]
    return tools


def _proselint(home: Path) -> Tool:
    command, python = home / "bin/proselint", str(home / "bin/python")
    if not command.exists():
        venv.create(home, with_pip=True, clear=True)
        said([python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", f"proselint=={PROSELINT}"])
    return Tool("proselint", PROSELINT, (str(command), "check"), (python, str(DRIVERS / "proselint_many.py")))


def _by_npm(home: Path) -> list[Tool]:
    if not shutil.which("npm"):
        raise BenchError("npm is not installed: --peers proselint leaves out the tools that need it")
    modules = home / "node_modules"
    if not (modules / ".bin/alex").exists():
        home.mkdir(parents=True, exist_ok=True)
        packages = [f"write-good@{WRITE_GOOD}", f"alex@{ALEX}"]
        said(["npm", "install", "--prefix", str(home), "--no-audit", "--no-fund", "--loglevel=error", *packages])
    node = shutil.which("node") or "node"
    many = {name: (node, str(DRIVERS / name), str(modules)) for name in ("write_good_many.js", "alex_many.mjs")}
    # Without the variable alex would now and then look for a newer version of itself, which is not its work.
    quiet = {"NO_UPDATE_NOTIFIER": "1"}
    return [
        Tool(
            "write-good",
            WRITE_GOOD,
            (node, str(modules / ".bin/write-good")),
            many["write_good_many.js"],
            codes=ANY_CODE,
        ),
        Tool("alex", ALEX, (node, str(modules / ".bin/alex")), many["alex_many.mjs"], environment=quiet),
    ]


def node_version() -> str:
    """The version of node, or that there is none."""
    return said(["node", "--version"]).lstrip("v") if shutil.which("node") else "none"


def said(command: list[str]) -> str:
    """What a command prints; raises BenchError with its complaint if it fails."""
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        raise BenchError(f"{Path(command[0]).name}: {(done.stderr or done.stdout).strip()[-500:]}")
    return done.stdout.strip()
