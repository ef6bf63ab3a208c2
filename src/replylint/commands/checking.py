"""What ``check`` does: reads drafts and exchanges, lints them, fixes, reports."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..atomic import write_whole
from ..config import Settings, find_config, load_settings
from ..errors import ConfigError, InputError, ReplylintError
from ..exchange import Exchange, Message
from ..findings import Finding, Report, Severity
from ..linter import lint, without
from ..readers.document import Document, document_of, read_bytes, write_document
from ..readers.exchanges import RawLine, check_order, raw_lines
from ..readers.mail.sniff import looks_like_mail
from ..readers.places import Places, in_json_line, in_text
from ..readers.results import Checked, Skipped, Summary, passes
from ..record import fields, record, replace
from ..reporters import Reporter, linewise
from ..rulebook import Rulebook
from ..shape import nearest
from .circumstances import (
    Given,
    base_exchange,
    chosen_rulebook,
    circumstances,
    given_time,
    opened,
    with_machine_zone,
)
from .fixing import diff_lines, fixed_document, report_fixes
from .outputs import opened_reporters
from .run import CLEAN, FINDINGS, UNREADABLE, complain

if TYPE_CHECKING:
    from ..baseline import Baseline

AUTO = "auto"
"""``--as auto``: canned replies, in whatever format they are."""
_STREAMS = (".jsonl", ".ndjson")
_LIBRARIES = (".json", ".yaml", ".yml", ".csv", ".tsv", ".tab", ".html", ".htm", ".xml", ".otrs", ".sql")


@record
class Wanted:
    """What the command line says of the run."""

    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    config: str | None = None
    isolated: bool = False
    formats: tuple[str, ...] = ()
    output_file: str | None = None
    as_format: str | None = None
    changed_since: str | None = None
    baseline: str | None = None
    write_baseline: bool = False
    jobs: float | None = None
    no_cache: bool = False
    statistics: bool = False
    stdin_filename: str | None = None
    fail_on: Severity | None = None
    min_score: float | None = None
    exit_zero: bool = False
    fix: bool = False
    unsafe_fixes: bool = False
    diff: bool = False

    @property
    def fix_asked(self) -> bool:
        """Whether fixes are to be made or shown."""
        return self.fix or self.unsafe_fixes or self.diff


def check_command(paths: list[str], values: dict[str, Any]) -> int:
    """``check`` with its options by field, as the command line gives them; returns the exit code."""
    return check_all(paths, *asked(values))


def asked(values: Mapping[str, Any]) -> tuple[Given, Wanted]:
    """What options say of the exchange and of the run, by field as the command line, or JSON, has them."""
    known: dict[str, Any] = {n: tuple(value) if isinstance(value, list) else value for n, value in values.items()}
    for name in ("select", "ignore"):
        parts = [part.strip() for value in known.get(name, ()) for part in value.split(",")]
        known[name] = tuple(filter(None, parts))
    return (
        Given(**{f.name: known[f.name] for f in fields(Given) if f.name in known}),
        Wanted(**{f.name: known[f.name] for f in fields(Wanted) if f.name in known}),
    )


def check_all(paths: list[str], given: Given, wanted: Wanted) -> int:
    """Checks ``paths`` and returns the exit code. An unreadable one does not stop the others."""
    if paths.count("-") > 1 or ("-" in paths and "-" in (given.incoming, given.history)):
        raise ConfigError("standard input can be read only once")
    _check_wanted(paths, wanted)
    screen = sys.stderr if "-" in paths and wanted.fix_asked and not wanted.diff else sys.stdout
    others = (given.incoming, given.history, *given.thread, wanted.config, wanted.baseline)
    inputs = [path for path in (*paths, *others) if path and path != "-"]
    with opened_reporters(wanted.formats, wanted.output_file, screen, inputs) as reporter:
        run = Run(given, wanted, reporter)
        unreadable = False
        for path in paths:
            try:
                unreadable |= not run.check_path(path)
            except ReplylintError as error:
                if len(paths) == 1 or isinstance(error, ConfigError):
                    raise
                complain(str(error))
                unreadable = True
        if not wanted.diff:
            reporter.close(run.summary, wanted.statistics)
        run.end()
    if unreadable:
        return UNREADABLE
    failed = run.would_change if wanted.diff else run.summary.failed
    return FINDINGS if failed and not wanted.exit_zero else CLEAN


def _check_wanted(paths: list[str], wanted: Wanted) -> None:
    """Raises ConfigError for options that do not go together."""
    if wanted.fix_asked and any(_is_stream(path, wanted) for path in paths):
        raise ConfigError("fixes are written into draft files and libraries, not into exchanges")
    if wanted.write_baseline and wanted.baseline is None:
        raise ConfigError("--write-baseline needs --baseline FILE")
    if wanted.as_format is not None:
        from ..readers.library import NAMES

        if wanted.as_format not in (AUTO, *NAMES):
            raise ConfigError(f"--as: no format is called {wanted.as_format!r}{nearest(wanted.as_format, NAMES)}")
    if wanted.diff and (wanted.output_file or any("=" in written for written in wanted.formats)):
        raise ConfigError("--diff shows what fixes would change, and makes no report")
    if wanted.jobs is not None and not (wanted.jobs >= 0 and float(wanted.jobs).is_integer()):
        raise ConfigError("--jobs takes a whole number")


def _is_stream(path: str, wanted: Wanted) -> bool:
    name = (wanted.stdin_filename or "") if path == "-" else path
    return name.lower().endswith(_STREAMS)


class Run:
    """One run of ``check``: settings and rulebooks by config, and the totals."""

    def __init__(self, given: Given, wanted: Wanted, reporter: Reporter) -> None:
        self._given, self._wanted = given, wanted
        self.reporter = reporter
        self.summary = Summary()
        self.would_change = False
        self._known: dict[Path | None, tuple[Settings, Rulebook]] = {}
        self._baseline, self._collected = _known_findings(wanted)

    def check_path(self, path: str) -> bool:
        """Checks one draft, stream of exchanges or library; false if a part of it could not be read."""
        settings, rulebook = self._for(path)
        if self._is_library(path, settings):
            return self._library(path, settings, rulebook)
        return (
            self._stream(path, settings, rulebook)
            if _is_stream(path, self._wanted)
            else self._draft(path, settings, rulebook)
        )

    def _for(self, path: str) -> tuple[Settings, Rulebook]:
        """The settings and the rulebook that hold for ``path``, made once for each config."""
        wanted = self._wanted
        where = wanted.stdin_filename if path == "-" else path
        if wanted.isolated:
            config = None
        elif wanted.config is not None:
            config = Path(wanted.config)
            if not config.is_file():
                raise ConfigError(f"{wanted.config}: no such config file")
        else:
            config = find_config(_folder_of(where) if where else Path.cwd())
        if config not in self._known:
            settings = load_settings(config)
            rulebook = chosen_rulebook(settings, wanted.select, wanted.ignore)
            self._known[config] = settings, rulebook
            self.reporter.begin(self._known[config][1])
        return self._known[config]

    # One draft ------------------------------------------------------------------------------------------------------

    def _draft(self, path: str, settings: Settings, rulebook: Rulebook) -> bool:
        if self._wanted.changed_since is not None:
            raise ConfigError("--changed-since is for canned replies")
        name = (self._wanted.stdin_filename or "<stdin>") if path == "-" else path
        data = read_bytes(path, name, looks_like_mail)
        if looks_like_mail(data) or name.lower().endswith(".eml"):
            return self._mail(path, name, data, settings, rulebook)
        document = document_of(data, name, "draft")
        if not document.text.strip():
            raise InputError(f"{document.name}: the draft is empty")
        exchange = self._exchange(document, settings, rulebook)
        if self._wanted.fix_asked:
            document, exchange = self._fixed(path, document, exchange, rulebook)
        if not self._wanted.diff:
            self._report(document.name, exchange, rulebook, settings, lambda: in_text(document.text))
        return True

    def _mail(self, path: str, name: str, data: bytes, settings: Settings, rulebook: Rulebook) -> bool:
        from ..readers.mail.message import read_mail
        from . import mails

        wanted = self._wanted
        base, known = base_exchange(self._given, settings, rulebook), circumstances(self._given, settings)
        reply = mails.reply_of(read_mail(data, name), name, base, known)
        if not reply.exchange.draft.text:
            raise InputError(f"{name}: no text of the writer's own in this mail: nothing to check")
        if wanted.fix_asked:
            after, changed = mails.fixed(
                reply, lint(reply.exchange, rulebook), unsafe=wanted.unsafe_fixes, diff=wanted.diff
            )
            self.would_change |= changed
            if wanted.diff:
                return True
            if path == "-":
                sys.stdout.buffer.write(after)
            elif changed:
                write_whole(Path(path), after)
            reply = mails.reply_of(read_mail(after, name), name, base, known)
        report = lint(reply.exchange, rulebook)
        self._tell(name, reply.exchange, report, rulebook, settings, reply.places, reply.skipped)
        return True

    def _fixed(
        self, path: str, document: Document, exchange: Exchange, rulebook: Rulebook
    ) -> tuple[Document, Exchange]:
        wanted = self._wanted
        after, fixed = fixed_document(document, lint(exchange, rulebook), unsafe=wanted.unsafe_fixes)
        if wanted.diff:
            self.would_change |= after != document
            sys.stdout.writelines(diff_lines(document, after))
            return document, exchange
        if path == "-":
            sys.stdout.buffer.write(after.encode())
        elif after != document:
            write_document(after, Path(path))
        report_fixes(document.name, fixed, unsafe=wanted.unsafe_fixes)
        return after, replace(exchange, draft=replace(exchange.draft, text=after.text))

    def _exchange(self, document: Document, settings: Settings, rulebook: Rulebook) -> Exchange:
        """The draft with its circumstances. Beside an incoming message, the send time is now unless it is given."""
        base = base_exchange(self._given, settings, rulebook)
        at = given_time(self._given, "send_at", settings)
        known = circumstances(self._given, settings)
        base = replace(base, incoming=known.incoming)
        if known.thread:
            from . import mails

            base = mails.with_history(base, known)
        if base.incoming is not None:
            at = at or datetime.now().astimezone()
            base = with_machine_zone(base) if not base.customer.timezone else base
        exchange = replace(base, draft=Message(document.text, None, at, "agent"))
        try:
            check_order(exchange)
        except InputError as error:
            raise InputError(f"{document.name}: {error}") from None
        return exchange

    # Libraries ------------------------------------------------------------------------------------------------------

    def _is_library(self, path: str, settings: Settings) -> bool:
        """Whether ``path`` holds canned replies: a folder, a file that ``--as`` or a config says so of, or a kind that no draft has."""
        if path == "-" or not os.path.exists(path):
            return False
        if os.path.isdir(path) or self._wanted.as_format is not None or path.lower().endswith(_LIBRARIES):
            return True
        if not settings.libraries and not path.lower().endswith(_STREAMS):
            return False
        from ..readers.libraries import holds_exchanges, section_for

        return section_for(Path(path), settings.libraries) is not None or (
            path.lower().endswith(_STREAMS) and not holds_exchanges(Path(path))
        )

    def _library(self, path: str, settings: Settings, rulebook: Rulebook) -> bool:
        from ..bulk import jobs_wanted
        from ..results_cache import ResultsCache
        from . import libraries

        wanted = self._wanted
        changed = libraries.changed_since(wanted.changed_since, path) if wanted.changed_since else None
        base = base_exchange(self._given, settings, rulebook)
        as_format = None if wanted.as_format == AUTO else wanted.as_format
        sources, found, problems = libraries.read_all(path, settings, base, rulebook, as_format, changed)
        for problem in problems:
            complain(str(problem))
        made: dict[tuple[str, ...], Rulebook] = {}
        rulebooks = [libraries.per_file(rulebook, settings, one.source.path, made) for one in found]
        if wanted.fix_asked:
            self.would_change |= libraries.fix_all(
                sources, found, rulebooks, unsafe=wanted.unsafe_fixes, diff=wanted.diff
            )
            if wanted.diff:
                return not problems
            sources, found, problems = libraries.read_all(path, settings, base, rulebook, as_format, changed)
        cache = ResultsCache(os.path.abspath(path), rulebook, enabled=not wanted.no_cache)
        jobs = jobs_wanted(int(wanted.jobs or 0))
        for (one, report), book in zip(libraries.reports(found, rulebooks, cache, jobs), rulebooks, strict=True):
            report = libraries.suppressed(one, report, book)
            locate = partial(one.source.places, one.reply)
            self._tell(one.source.path, one.exchange, report, book, settings, locate)
        return not problems

    def end(self) -> None:
        """Writes the baseline when asked to, or tells what in it is stale."""
        if self._wanted.baseline is not None:
            from .baselines import end_baseline

            path = Path(self._wanted.baseline)
            end_baseline(path, self._baseline, self._collected, write=self._wanted.write_baseline)

    # Many exchanges -------------------------------------------------------------------------------------------------

    def _stream(self, path: str, settings: Settings, rulebook: Rulebook) -> bool:
        for field in fields(Given):
            if field.name in ("incoming", "received_at", "send_at", "thread") and getattr(self._given, field.name):
                raise ConfigError(f"--{field.name.replace('_', '-')} is for one draft; exchanges carry their own")
        name = (self._wanted.stdin_filename or "<stdin>") if path == "-" else path
        base = base_exchange(self._given, settings, rulebook)
        with opened(path, name) as source:
            return self._lines(raw_lines(source), name, base, settings, rulebook, is_live=path == "-")

    def _lines(
        self,
        lines: Iterator[RawLine],
        name: str,
        base: Exchange,
        settings: Settings,
        rulebook: Rulebook,
        *,
        is_live: bool,
    ) -> bool:
        """Checks lines of JSON. What is read live is answered line by line, unless processes are asked for."""
        from ..bulk import jobs_wanted
        from . import streams

        jobs = 1 if is_live and self._wanted.jobs is None else jobs_wanted(int(self._wanted.jobs or 0))
        if jobs > 1:
            pays, lines = streams.worth_processes(lines)
            jobs = jobs if pays else 1
        out = linewise(self.reporter) if self._baseline is None and self._collected is None else None
        fail_on, least = self._limits(settings)
        job = streams.Job(name, base, rulebook, fail_on, least, out.format if out else None)
        readable = True
        if out is not None:
            for part in streams.rendered(job, lines, jobs):
                for problem in part.problems:
                    complain(problem)
                readable &= not part.problems
                self.summary.merge(part.summary)
                out.put(part.text)
            return readable
        for line, report in streams.linted(job, lines, jobs):
            if line.exchange is None or report is None:
                complain(line.error or "")
                readable = False
                continue
            locate = partial(in_json_line, line.raw, streams.TEXT_KEY, line.number)
            self._tell(name, line.exchange, report, rulebook, settings, locate)
        return readable

    def _limits(self, settings: Settings) -> tuple[Severity, float | None]:
        """The least severity and the lowest score that fail."""
        wanted = self._wanted
        return (
            wanted.fail_on or settings.fail_on or "warning",
            wanted.min_score if wanted.min_score is not None else settings.min_score,
        )

    def _report(
        self, source: str, exchange: Exchange, rulebook: Rulebook, settings: Settings, locate: Callable[[], Places]
    ) -> None:
        self._tell(source, exchange, lint(exchange, rulebook), rulebook, settings, locate)

    def _tell(
        self,
        source: str,
        exchange: Exchange,
        report: Report,
        rulebook: Rulebook,
        settings: Settings,
        locate: Callable[[], Places],
        skipped: tuple[Skipped, ...] = (),
    ) -> None:
        """Counts and reports one reply, without the findings that the baseline knows."""
        path = source.replace(os.sep, "/")
        if self._collected is not None:
            self._collected += [(path, exchange, finding) for finding in report.findings]
        if self._baseline is not None:
            known = self._baseline.known(report.findings, exchange, path, (rule.id for rule in rulebook.rules))
            report = without(report, known, rulebook, exchange) if known else report
        fail_on, least = self._limits(settings)
        checked = Checked(source, exchange, report, locate, passes(report, fail_on, least), skipped)
        self.summary.add(checked)
        self.reporter.reply(checked)


Collected = list[tuple[str, Exchange, Finding]]
"""Findings for a new baseline, each with its file and its reply."""


def _known_findings(wanted: Wanted) -> tuple[Baseline | None, Collected | None]:
    """The baseline of the run, or, where one is to be written for the first time, a place to collect its findings."""
    if wanted.baseline is None:
        return None, None
    from ..baseline import Baseline, read_baseline

    if wanted.write_baseline and not os.path.exists(wanted.baseline):
        return None, []
    return Baseline(read_baseline(Path(wanted.baseline))), None


def _folder_of(path: str) -> Path:
    """Where the search for a config begins: a folder itself, or the folder of a file."""
    return Path(path) if os.path.isdir(path) else Path(path).parent


__all__ = ["Given", "Wanted", "asked", "check_all", "check_command"]
