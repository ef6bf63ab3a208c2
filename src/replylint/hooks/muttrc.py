"""What a muttrc sets: its grammar of words, quotes and commands, as far as a sender needs it. Nothing in it is run."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from ..record import record

MAX_SOURCES = 50
"""So many sourced files are read; more is a circle."""
_AGAIN = re.compile(r"\b(?:un|re)?set\b.*?\b(sendmail|smtp_url)\b")


@record
class Value:
    """What a variable is set to. ``plain``: known as it stands, without variables, commands or what stood there before."""

    text: str
    plain: bool
    where: str


@record
class Later:
    """A command that sets the sender when something happens: a hook, a macro."""

    command: str
    variable: str
    where: str


class Muttrc:
    """The variables that a muttrc sets, the commands that change the sender later, and where it sources what cannot be read."""

    def __init__(self, text: str, at: Path, home: Path) -> None:
        self.values: dict[str, Value] = {}
        self.later: list[Later] = []
        self.unread: list[str] = []
        self._home, self._sources = home, 0
        self._read(text, at, top=True)

    def value(self, name: str) -> Value | None:
        """What ``name`` is set to; ``None`` where that is nothing."""
        value = self.values.get(name)
        return value if value is not None and value.text.strip() else None

    def is_on(self, name: str) -> Value | None:
        """The value of ``name``, if it is yes or anything else than no."""
        value = self.value(name)
        return None if value is None or value.text.lower() in ("no", "never", "off", "0") else value

    def _read(self, text: str, at: Path, top: bool = False) -> None:
        for number, line in logical_lines(text):
            self._line(_Words(line), f"line {number}" if top else f"{at}, line {number}", at)

    def _line(self, words: _Words, where: str, at: Path) -> None:
        while words.next_command():
            command, _ = words.word()
            if command == "set":
                self._set(words, where)
            elif command in ("unset", "reset"):
                for name, _ in words.rest():
                    self._forget(name)
            elif command == "source":
                for name, plain in words.rest():
                    self._source(name, plain, where, at)
            else:
                said = " ".join(text for text, _ in words.rest())
                match = _AGAIN.search(said)
                if match and "replylint" not in said:
                    self.later.append(Later(command, match[1], where))

    def _set(self, words: _Words, where: str) -> None:
        while words.more():
            name, _ = words.word(stops="=?")
            operator = words.operator(name)
            name = name.rstrip("+-") if operator else name
            if operator == "?":
                continue
            if not operator:
                if name.startswith("&"):
                    self._forget(name[1:])
                elif name.startswith("no"):
                    self.values[name[2:]] = Value("no", True, where)
                else:
                    self.values[name] = Value("yes", True, where)
                continue
            text, plain = words.word()
            before = self.values.get(name)
            if operator != "=":
                text = f"{before.text if before else ''}{text}"
            self.values[name] = Value(text, plain and operator == "=", where)

    def _forget(self, name: str) -> None:
        if name == "all":
            self.values.clear()
        self.values.pop(name.lstrip("&"), None)

    def _source(self, name: str, plain: bool, where: str, at: Path) -> None:
        path = self._home / name[2:] if name.startswith("~/") else at.parent / name
        self._sources += 1
        text = _text_of(path) if plain and not name.endswith("|") and self._sources <= MAX_SOURCES else None
        if text is None:
            self.unread.append(where)
        else:
            self._read(text, path)


def _text_of(path: Path) -> str | None:
    try:
        return path.read_bytes().decode("utf-8", "surrogateescape") if path.is_file() else None
    except OSError:
        return None


def logical_lines(text: str) -> Iterator[tuple[int, str]]:
    """Lines with their numbers; one that ends in a backslash goes on in the next."""
    held, first = "", 0
    for number, line in enumerate(text.split("\n"), 1):
        line = line.removesuffix("\r")
        first = first or number
        if line.endswith("\\"):
            held += line[:-1]
            continue
        yield first, held + line
        held, first = "", 0
    if held:
        yield first, held


class _Words:
    """The words of one line, as mutt takes them apart."""

    def __init__(self, line: str) -> None:
        self._line, self._at = line, 0

    def more(self) -> bool:
        """Whether the command has another word."""
        while self._at < len(self._line) and self._line[self._at].isspace():
            self._at += 1
        return self._at < len(self._line) and self._line[self._at] not in ";#"

    def next_command(self) -> bool:
        """Goes to the next command of the line, if there is one."""
        while not self.more() and self._line[self._at : self._at + 1] == ";":
            self._at += 1
        return self.more()

    def rest(self) -> Iterator[tuple[str, bool]]:
        """The words that are left of the command."""
        while self.more():
            yield self.word()

    def operator(self, name: str) -> str:
        """``=``, ``+=``, ``-=`` or ``?`` before here, after ``name``; nothing if there is none."""
        self.more()
        for sign in ("+=", "-=", "=", "?"):
            if self._line.startswith(sign, self._at):
                self._at += len(sign)
                self.more()
                return f"{name[-1]}=" if sign == "=" and name[-1:] in ("+", "-") else sign
        return ""

    def word(self, stops: str = "") -> tuple[str, bool]:
        """The next word without its quotes, and whether it is plain; it ends at a space or at one of ``stops``."""
        out, plain, quote, start = [], True, "", self._at
        while self._at < len(self._line):
            char = self._line[self._at]
            if not quote and (char.isspace() or char in ";#" or char in stops):
                break
            self._at += 1
            if quote and char == quote:
                quote = ""
            elif not quote and char in "\"'":
                quote = char
            elif char == "\\" and quote != "'":
                escaped = self._line[self._at : self._at + 1]
                self._at += 1
                plain &= bool(escaped) and not escaped.isalnum()
                out.append(escaped)
            else:
                plain &= char not in "$`" or quote == "'"
                out.append(char)
        if self._at == start:
            self._at += 1  # a stop where a name should stand: mutt says so, here it only must not be read for ever
        return "".join(out), plain


def quoted(text: str) -> str:
    """``text`` as a word in double quotes that mutt reads as that text."""
    return '"' + re.sub(r'([\\"$`])', r"\\\1", text) + '"'


__all__ = ["Later", "Muttrc", "Value", "logical_lines", "quoted"]
