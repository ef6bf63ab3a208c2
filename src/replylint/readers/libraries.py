"""Folders and files of canned replies → exchanges with their places, and back: fixes are written where a format maps one to one."""

from __future__ import annotations

import os
import re
import stat
from bisect import bisect_left
from collections.abc import Callable, Iterator, Sequence
from fnmatch import fnmatch
from pathlib import Path

from ..config import Library
from ..errors import InputError
from ..exchange import Exchange, Message
from ..findings import Edit
from ..fixer import apply_edits
from ..record import record, replace
from .library import FORMATS, CannedReply, Fields, Format, Suppression, UnknownFormat, format_named, recognise
from .library.reply import parse_suppression
from .library.shapes import BODIES
from .places import Places, in_text

MAX_BYTES = 32 * 1024 * 1024
"""Room for some 50,000 replies."""
_SKIPPED_FOLDERS = frozenset(
    (".git", ".hg", ".svn", "node_modules", "__pycache__", ".venv", "venv", ".tox", ".mypy_cache", ".idea")
)
_NOT_REPLIES = re.compile(
    r"(?i)(?:readme|licen[cs]e|copying|changelog|contributing|code[_-]of[_-]conduct)(?:[.-].*)?"
    r"|(?:changes|codeowners|notice|authors|security|source|makefile|dockerfile|procfile|gemfile|rakefile|jenkinsfile)(?:\.(?:md|txt|lock))?"
    r"|(?:package|package-lock|composer|tsconfig|manifest)\.json|(?:requirements.*|robots|humans)\.txt|(?:docker-)?compose.*\.ya?ml|mkdocs\.ya?ml"
    r"|replylint\.ya?ml|[._].*"
)
_SUFFIXES = frozenset(suffix for known in FORMATS for suffix in known.suffixes)


@record
class Source:
    """A file of a library: its text, how to read it, and the replies in it. ``codec`` is how to write it back, ``None`` for not at all."""

    path: str
    text: str
    codec: str | None
    format: Format
    fields: Fields
    replies: tuple[CannedReply, ...]

    def places(self, reply: CannedReply) -> Places:
        """From offsets in a reply to lines and columns in the file."""
        place = in_text(self.text)
        offsets = reply.body.offsets
        return lambda offset: place(offsets[min(offset, len(offsets) - 1)])


def library_files(folder: Path, libraries: Sequence[Library]) -> Iterator[Path]:
    """The files in ``folder`` that may hold replies, sorted: those that a config names, and those with a known kind of name.

    Links are not followed into folders, so that no loop is endless. A folder that cannot be listed is among them, for its reader to say why.
    """
    closed: list[Path] = []
    for at, folders, files in os.walk(folder, onerror=lambda error: closed.append(Path(error.filename))):
        folders[:] = sorted(name for name in folders if name not in _SKIPPED_FOLDERS)
        for name in sorted(files):
            path = Path(at) / name
            is_named = section_for(path, libraries) is not None
            is_likely = not _NOT_REPLIES.fullmatch(name) and path.suffix.lower() in _SUFFIXES
            if (is_named or is_likely) and _is_file(path):
                yield path
    yield from closed


def _is_file(path: Path) -> bool:
    """Whether ``path`` is a file, and not a pipe or a socket, which may never end; a link to nothing is, for its reader to say so."""
    try:
        return stat.S_ISREG(path.stat().st_mode)
    except OSError:
        return True


def holds_exchanges(path: Path) -> bool:
    """Whether a file of JSON Lines holds exchanges, as the first line with a ``draft`` tells, and not canned replies."""
    try:
        with path.open(encoding="utf-8-sig", errors="replace") as source:
            first = next((line for line in source if line.strip()), "")
    except OSError:
        return True
    return '"draft"' in first or not any(f'"{name}"' in first for name in BODIES)


def section_for(path: Path, libraries: Sequence[Library]) -> Library | None:
    """What a config says of ``path``; the first section that names it counts."""
    written = str(path.absolute())
    return next((library for library in libraries if any(fnmatch(written, files) for files in library.files)), None)


def read_library(
    path: Path, shown: str, libraries: Sequence[Library], wanted: str | None, root: Path | None = None
) -> Source:
    """The replies of one file, in the folder ``root``; raises InputError in one line."""
    text, codec = _decoded(path, shown)
    section = section_for(path, libraries)
    name = wanted or (section.format if section else None)
    try:
        known = format_named(name) if name else recognise(text, path.suffix)
    except UnknownFormat as error:
        raise InputError(f"{shown}: {error}") from None
    fields = Fields(section.reply, section.id, section.title, section.locale, section.channel) if section else Fields()
    source = Source(shown, text, codec, known, fields, ())
    return replace(
        source, replies=_titled(_read(source), path.relative_to(root or path.parent).with_suffix("").as_posix())
    )


def _read(source: Source) -> list[CannedReply]:
    try:
        replies = [reply for reply in source.format.read(source.text, source.fields) if reply.body.text.strip()]
    except ValueError as error:
        raise InputError(_refusal(source, error)) from None
    if not replies and source.fields.reply and source.text.strip():
        names = " or ".join(source.fields.reply)
        raise InputError(f"{source.path}: no reply stands under {names}, as the config says for this file")
    return _with_comments(source.text, replies)


def _refusal(source: Source, error: ValueError) -> str:
    """``path:line: not JSON: why``."""
    reason = str(error)
    line = getattr(error, "lineno", None)
    match = re.search(r",? line (\d+)(?: column \d+(?: \(char \d+\))?)?$", reason)
    if line is None and match:
        line, reason = int(match.group(1)), reason[: match.start()]
    elif match:
        reason = reason[: match.start()].removesuffix(":")
    return f"{source.path}:{line or 1}: not {source.format.name} that can be read: {' '.join(reason.split())}"


def _titled(replies: list[CannedReply], name: str) -> tuple[CannedReply, ...]:
    """The replies of a file; one without a name takes that of the file, several take numbers too."""
    nameless = [n for n, reply in enumerate(replies) if reply.title is None and reply.id is None]
    titles = {n: name if len(nameless) == 1 else f"{name} {count}" for count, n in enumerate(nameless, 1)}
    return tuple(replace(reply, title=titles[n]) if n in titles else reply for n, reply in enumerate(replies))


def _decoded(path: Path, shown: str) -> tuple[str, str | None]:
    """The text of a file, and the codec to write it back with."""
    try:
        if path.is_dir():
            os.listdir(path)
        size = path.stat().st_size
        if size > MAX_BYTES:
            raise InputError(
                f"{shown}: {size // (1024 * 1024)} MiB are too many for a library: {MAX_BYTES // (1024 * 1024)} at most"
            )
        data = path.read_bytes()
    except OSError as error:
        raise InputError(f"{shown}: cannot be read: {error.strerror or error}") from None
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        try:
            return data.decode("utf-16"), None
        except UnicodeDecodeError:
            raise InputError(f"{shown}: begins as UTF-16 does, and is not") from None
    codec = "utf-8-sig" if data.startswith(b"\xef\xbb\xbf") else "utf-8"
    try:
        text = data.decode(codec)
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        raise InputError(f"{shown}:{line}: not UTF-8 (byte {data[error.start]:#04x}): save it as UTF-8") from None
    if "\0" in text:
        raise InputError(f"{shown}:{text[: text.index(chr(0))].count(chr(10)) + 1}: holds NUL bytes: not a text file")
    return text, codec


# Suppressions -------------------------------------------------------------------------------------------------------

_COMMENT = re.compile(
    r"(?:#|<!--|//|--|\{#|/\*)[ \t]*replylint:[ \t]*ignore(?P<file>-file)?(?P<rules>(?:[ \t,]+[a-z][a-z0-9-]*)*),?[ \t]*(?:--(?P<reason>[^\r\n]*?))?(?:-->|#\}|\*/|\r?$)",
    re.MULTILINE,
)


def _with_comments(text: str, replies: list[CannedReply]) -> list[CannedReply]:
    """Suppressions in comments belong to the reply that they stand in, on whose line they end, or before; at the end, to the last one."""
    if "replylint:" not in text or not replies:
        return replies
    found: dict[int, list[Suppression]] = {}
    line_ends = [text.find("\n", reply.body.offsets[-1]) % (len(text) + 1) for reply in replies]
    for match in _COMMENT.finditer(text):
        note = parse_suppression(f"{match.group('rules')} -- {match.group('reason') or ''}")
        owner = min(bisect_left(line_ends, match.start()), len(replies) - 1)
        for number in range(len(replies)) if match.group("file") else (owner,):
            found.setdefault(number, []).append(note)
    return [
        replace(reply, suppressions=(*reply.suppressions, *found[number])) if number in found else reply
        for number, reply in enumerate(replies)
    ]


# Exchanges and fixes ------------------------------------------------------------------------------------------------


def exchange_of(reply: CannedReply, base: Exchange, channels: Callable[[str], bool]) -> Exchange:
    """A canned reply as an exchange: a draft that answers nobody yet."""
    channel = reply.channel.lower() if reply.channel and channels(reply.channel.lower()) else base.channel
    return replace(
        base,
        draft=Message(reply.body.text, role="agent"),
        incoming=None,
        id=reply.id,
        title=reply.title,
        locale=reply.locale,
        channel=channel,
        is_canned=True,
    )


def edited(source: Source, edits: dict[int, Sequence[Edit]]) -> tuple[str, tuple[int, ...]]:
    """The file's text with edits made in its replies, and the numbers of the replies that could not be written.

    What is written is read again: only when each reply reads as it should, and all others as before, does it count. If not, each half of the edits
    is tried, and so on, so that one reply that cannot be written holds up no other.
    """
    wanted = {n: apply_edits(source.replies[n].body.text, list(found)).strip() for n, found in edits.items() if found}
    possible = [n for n in wanted if source.codec is not None and source.replies[n].encode is not None]
    done: dict[int, Sequence[Edit]] = {}
    chunks = [possible]
    while chunks:
        chunk = chunks.pop()
        attempt = {**done, **{n: edits[n] for n in chunk}}
        text = _written(source, attempt)
        if text is not None and _reads_as(source, text, {n: wanted[n] for n in attempt}):
            done = attempt
        elif len(chunk) > 1:
            middle = len(chunk) // 2
            chunks += (chunk[middle:], chunk[:middle])
    return _written(source, done) or source.text, tuple(sorted(set(wanted) - set(done)))


def _written(source: Source, edits: dict[int, Sequence[Edit]]) -> str | None:
    changes: list[tuple[int, int, str]] = []
    newline = "\r\n" if "\r\n" in source.text else "\n"
    for number, found in edits.items():
        reply = source.replies[number]
        for edit in found:
            start, end = reply.body.range(edit.span.start, edit.span.end)
            try:
                assert reply.encode is not None
                changes.append((start, end, reply.encode(edit.text).replace("\n", newline)))
            except ValueError:
                return None
    pieces: list[str] = []
    at = 0
    for start, end, text in sorted(changes):
        if start < at:
            return None
        pieces += (source.text[at:start], text)
        at = end
    return "".join((*pieces, source.text[at:]))


def _reads_as(source: Source, text: str, wanted: dict[int, str]) -> bool:
    try:
        again = _read(replace(source, text=text))
    except InputError:
        return False
    return len(again) == len(source.replies) and all(
        new.body.text == wanted.get(number, old.body.text)
        for number, (new, old) in enumerate(zip(again, source.replies, strict=True))
    )
