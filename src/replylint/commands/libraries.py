"""``check`` on folders and files of canned replies: read all, hold them against each other, check, report."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from fnmatch import fnmatch
from itertools import chain
from pathlib import Path

from ..atomic import write_whole
from ..bulk import chunks, in_order
from ..config import Settings
from ..errors import ConfigError, InputError
from ..exchange import Exchange, Note
from ..findings import Edit, Report
from ..fixer import apply_fixes
from ..library import annotate
from ..linter import lint, without
from ..readers.document import Document
from ..readers.libraries import Source, edited, exchange_of, library_files, read_library, section_for
from ..readers.library import CannedReply, Suppression
from ..record import record, replace
from ..reporters.safe_text import one_line
from ..results_cache import ResultsCache
from ..rulebook import Rulebook
from .fixing import diff_lines

CHUNK = 64
"""Replies that a process takes at a time."""
WORTH_A_BAR = 200
"""From so many replies on, a terminal sees how far the run is."""


@record
class Found:
    """One reply of a library, with its file and as the exchange that is checked."""

    source: Source
    number: int
    exchange: Exchange

    @property
    def reply(self) -> CannedReply:
        """The reply as it was read."""
        return self.source.replies[self.number]


def read_all(
    path: str,
    settings: Settings,
    base: Exchange,
    rulebook: Rulebook,
    wanted: str | None,
    changed: frozenset[str] | None,
) -> tuple[list[Source], list[Found], list[InputError]]:
    """The sources of a folder or file, their replies with their notes, and what could not be read."""
    root = Path(path)
    files = list(library_files(root, settings.libraries)) if root.is_dir() else [root]
    sources, problems = [], []
    for file in files:
        try:
            sources.append(read_library(file, str(file), settings.libraries, wanted, root if root.is_dir() else None))
        except InputError as error:
            problems.append(error)
    if not any(source.replies for source in sources) and not problems:
        raise InputError(
            f"{path}: no reply was found in {len(files)} file{'s' if len(files) != 1 else ''}: looked for text, Markdown, YAML, JSON, CSV, HTML, mail and"
            f" OTRS files with fields such as body, content, text, reply or response (libraries: in replylint.yaml says which)"
        )
    found = [
        Found(source, number, exchange_of(reply, base, rulebook.channels.__contains__))
        for source in sources
        for number, reply in enumerate(source.replies)
    ]
    sections = {source.path: section_for(Path(source.path), settings.libraries) for source in sources}
    known = [section.placeholders if (section := sections[one.source.path]) else () for one in found]
    noted = annotate([one.exchange for one in found], known)
    found = [replace(one, exchange=exchange) for one, exchange in zip(found, noted, strict=True)]
    if changed is not None:
        found = [one for one in found if os.path.realpath(one.source.path) in changed]
    return sources, found, problems


def changed_since(revision: str, path: str) -> frozenset[str]:
    """The files that differ from a git revision, or are new; raises ConfigError."""
    if revision.startswith("-"):
        raise ConfigError(f"--changed-since {revision}: not a git revision")
    folder = path if os.path.isdir(path) else os.path.dirname(path) or "."
    try:
        top = _git(folder, "rev-parse", "--show-toplevel").strip()
        names = _git(folder, "diff", "--name-only", "-z", "--diff-filter=d", revision, "--").split("\0")
        names += _git(top, "ls-files", "--others", "--exclude-standard", "-z").split("\0")
    except FileNotFoundError:
        raise ConfigError("--changed-since: git is not installed") from None
    except subprocess.CalledProcessError as error:
        said = (error.stderr or "").strip().splitlines()
        raise ConfigError(f"--changed-since {revision}: git says: {said[0] if said else error.returncode}") from None
    return frozenset(os.path.realpath(os.path.join(top, name)) for name in names if name)


def _git(folder: str, *arguments: str) -> str:
    """What git says; names of files that are no UTF-8 are kept, as Python keeps them."""
    command = ["git", "-C", folder, *arguments]
    return subprocess.run(command, capture_output=True, encoding="utf-8", errors="surrogateescape", check=True).stdout


# Checking -----------------------------------------------------------------------------------------------------------


def reports(
    found: Sequence[Found], rulebooks: Sequence[Rulebook], cache: ResultsCache, jobs: int
) -> Iterator[tuple[Found, Report]]:
    """Each reply with its report, in order; from the cache, by several processes, or here."""
    known = [cache.get(one.exchange, rulebook) for one, rulebook in zip(found, rulebooks, strict=True)]
    missing = [n for n, report in enumerate(known) if report is None]
    with _bar(len(found)) as advance:
        made = _lint_all([(found[n].exchange, rulebooks[n]) for n in missing], jobs)
        for one, rulebook, report in zip(found, rulebooks, known, strict=True):
            fresh = report if report is not None else next(made)
            if report is None:
                cache.put(one.exchange, rulebook, fresh)
            advance()
            yield one, fresh
    cache.save()


def _lint_all(work: Sequence[tuple[Exchange, Rulebook]], jobs: int) -> Iterator[Report]:
    rulebooks = list({id(rulebook): rulebook for _, rulebook in work}.values())
    if jobs < 2 or len(work) < 2 * CHUNK:
        return (lint(exchange, rulebook) for exchange, rulebook in work)
    return _lint_apart(work, rulebooks, jobs)


def _lint_apart(work: Sequence[tuple[Exchange, Rulebook]], rulebooks: list[Rulebook], jobs: int) -> Iterator[Report]:
    numbers = {id(rulebook): number for number, rulebook in enumerate(rulebooks)}
    numbered = ((exchange, numbers[id(rulebook)]) for exchange, rulebook in work)
    return chain.from_iterable(in_order(_lint_chunk, rulebooks, chunks(numbered, CHUNK), jobs))


def _lint_chunk(rulebooks: list[Rulebook], chunk: list[tuple[Exchange, int]]) -> list[Report]:
    return [lint(exchange, rulebooks[number]) for exchange, number in chunk]


@contextmanager
def _bar(size: int) -> Iterator[Callable[[], None]]:
    """A progress bar on a terminal, for runs that take a while; none in CI."""
    if size < WORTH_A_BAR or not sys.stderr.isatty() or os.environ.get("CI"):
        yield lambda: None
        return
    from rich.console import Console
    from rich.progress import Progress

    with Progress(console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task("checking", total=size)
        yield lambda: progress.advance(task)


def per_file(rulebook: Rulebook, settings: Settings, path: str, made: dict[tuple[str, ...], Rulebook]) -> Rulebook:
    """The rulebook for one file, without what ``per_file_ignores`` leaves out there."""
    written = os.path.abspath(path)
    ignored = tuple(
        sorted({name for pattern, names in settings.per_file_ignores if fnmatch(written, pattern) for name in names})
    )
    if not ignored:
        return rulebook
    if ignored not in made:
        made[ignored] = rulebook.only(ignore=ignored)
    return made[ignored]


# Suppressions ------------------------------------------------------------------------------------------


def suppressed(one: Found, report: Report, rulebook: Rulebook) -> Report:
    """The report without what notes in the library silence; a note that silences nothing is a finding of its own."""
    notes = one.reply.suppressions
    if not notes:
        return report
    dropped = {n for n, finding in enumerate(report.findings) if any(_silences(note, finding.rule) for note in notes)}
    said = {report.findings[n].rule for n in dropped}
    idle = [
        rule
        for note in notes
        for rule in (note.rules or ("everything",))
        if rule not in rulebook.off and not (rule in said or (not note.rules and said))
    ]
    if not idle:
        return without(report, dropped, rulebook, one.exchange)
    noted = replace(one.exchange, notes=(*one.exchange.notes, *(Note("idle suppression", 0, 0, rule) for rule in idle)))
    again = lint(noted, rulebook)
    dropped = {
        n for n, finding in enumerate(again.findings) if any(finding.rule in (note.rules or said) for note in notes)
    }
    return without(again, dropped, rulebook, one.exchange)


def _silences(note: Suppression, rule: str) -> bool:
    return not note.rules or rule in note.rules


# Fixes --------------------------------------------------------------------------------------------------------------


def fix_all(
    sources: Sequence[Source], found: Sequence[Found], rulebooks: Sequence[Rulebook], *, unsafe: bool, diff: bool
) -> bool:
    """Makes the fixes of all replies in their files, or shows them; returns whether anything changes."""
    changes = False
    edits: dict[str, dict[int, Sequence[Edit]]] = {}
    for one, rulebook in zip(found, rulebooks, strict=True):
        report = suppressed(one, lint(one.exchange, rulebook), rulebook)
        fixed = apply_fixes(one.exchange.draft.text, [f.fix for f in report.findings if f.fix], unsafe=unsafe)
        wanted = [edit for fix in fixed.applied for edit in fix.edits]
        edits.setdefault(one.source.path, {})[one.number] = wanted
    for source in sources:
        text, left = edited(source, edits.get(source.path, {}))
        for number in left:
            reply = source.replies[number]
            line = source.places(reply)(0)[0]
            sys.stderr.write(
                f"{source.path}:{line}: {called(reply)}: left, as {source.format.name} here does not map to it one to one\n"
            )
        if text == source.text:
            continue
        changes = True
        if diff:
            sys.stdout.writelines(diff_lines(_document(source, source.text), _document(source, text)))
            continue
        write_whole(Path(source.path), text.encode(source.codec or "utf-8"))
        sys.stderr.write(f"{source.path}: fixes made\n")
    return changes


def called(reply: CannedReply) -> str:
    """What to call a reply on one line."""
    return one_line(reply.title or reply.id or "a reply")


def _document(source: Source, text: str) -> Document:
    return Document(source.path, text)
