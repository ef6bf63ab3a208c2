"""A text file as it is and as it is read: newlines and a byte order mark are kept for writing back."""

from __future__ import annotations

import os
import stat
import sys
from bisect import bisect_right
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import IO

from ..atomic import write_whole
from ..errors import InputError
from ..findings import Edit, Span
from ..fixer import apply_edits
from ..record import record

MAX_BYTES = 512 * 1024
"""Longer than any reply to a customer; 80,000 words."""
_BOM = b"\xef\xbb\xbf"


@record
class Document:
    """A text file: ``raw`` as it stands there (without a byte order mark), ``text`` with every newline as ``\\n``."""

    name: str
    raw: str
    has_bom: bool = False

    @property
    def text(self) -> str:
        """The text as it is read."""
        return self.raw.replace("\r\n", "\n").replace("\r", "\n")

    @property
    def newline(self) -> str:
        """The newline style of most lines."""
        pairs = self.raw.count("\r\n")
        return "\r\n" if pairs > self.raw.count("\n") - pairs and pairs else "\n"

    def edited(self, edits: Iterable[Edit]) -> Document:
        """The document with edits to its ``text`` made in ``raw``: whatever is outside them stays byte for byte."""
        shift = self._shift()
        moved = [Edit(Span(shift(e.span.start), shift(e.span.end)), e.text.replace("\n", self.newline)) for e in edits]
        return Document(self.name, apply_edits(self.raw, moved), self.has_bom)

    def _shift(self) -> Callable[[int], int]:
        """From an offset in ``text`` to the offset in ``raw``."""
        pairs = [at for at in range(len(self.raw) - 1) if self.raw[at : at + 2] == "\r\n"] if "\r\n" in self.raw else []
        places = [at - number for number, at in enumerate(pairs)]

        def shift(offset: int) -> int:
            return offset + bisect_right(places, offset - 1)

        return shift

    def encode(self) -> bytes:
        """The bytes of the file."""
        return (_BOM if self.has_bom else b"") + self.raw.encode("utf-8")


def read_document(path: str, *, name: str | None = None, what: str = "file") -> Document:
    """The file at ``path``, or standard input for ``-``; raises InputError in one line."""
    shown = name or ("<stdin>" if path == "-" else path)
    return document_of(read_bytes(path, shown), shown, what)


def document_of(data: bytes, shown: str, what: str) -> Document:
    """The document that ``data`` is; raises InputError."""
    if len(data) > MAX_BYTES:
        raise InputError(f"{shown}: too long to be a {what}: over {MAX_BYTES // 1024} KiB; is it the right file?")
    has_bom = data.startswith(_BOM)
    try:
        text = data.removeprefix(_BOM).decode("utf-8")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        raise InputError(f"{shown}:{line}: not UTF-8 (byte {data[error.start]:#04x}): save it as UTF-8") from None
    if "\0" in text:
        line = text[: text.index("\0")].count("\n") + 1
        raise InputError(f"{shown}:{line}: holds NUL bytes: not a text file")
    return Document(shown, text, has_bom)


def read_bytes(path: str, shown: str, wants_more: Callable[[bytes], bool] = lambda data: False) -> bytes:
    """The content of a file, or of standard input for ``-``: no more than a byte over :data:`MAX_BYTES`, unless ``wants_more``, asked
    with that much, says so; raises InputError."""
    try:
        if path == "-":
            return _read(sys.stdin.buffer, wants_more)
        with Path(path).open("rb") as source:
            if not stat.S_ISREG(os.fstat(source.fileno()).st_mode) and Path(path).is_dir():
                raise IsADirectoryError(21, "Is a directory")
            return _read(source, wants_more)
    except IsADirectoryError:
        raise InputError(f"{shown}: a folder, not a file") from None
    except FileNotFoundError:
        raise InputError(f"{shown}: no such file") from None
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) else str(error)
        raise InputError(f"{shown}: cannot be read: {reason}") from None


def _read(source: IO[bytes], wants_more: Callable[[bytes], bool]) -> bytes:
    data = source.read(MAX_BYTES + 1)
    return data + source.read() if len(data) > MAX_BYTES and wants_more(data) else data


def write_document(document: Document, path: Path) -> None:
    """Writes the file whole or not at all, with its mode kept; raises WriteError."""
    write_whole(path, document.encode())
