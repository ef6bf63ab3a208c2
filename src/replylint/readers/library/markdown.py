"""Plain text and Markdown: a file a reply, or many replies in one file by heading.

Below a heading a reply is what stands in fenced blocks, else in a block quote, else all of the section. Front matter gives id, title, locale and
channel. markdown-it finds the blocks; the reply is their text as it is written.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from ...lazy import lazy
from ...record import record
from .reply import CannedReply, parse_suppression
from .sourced import Encode, Sourced, joined, verbatim

_FRONT = lazy(r"\A---[ \t]*\r?\n(?P<data>.*?)\r?\n---[ \t]*(?:\r?\n|\Z)", 16)
_COMMENT = lazy(r"<!--.*?-->[ \t]*(?:\r?\n)?", 16)
_IMPORT = lazy(r"(?m)^(?:import|export)\s[^\n]*\n")
_PROSE_LANGUAGES = frozenset(("", "markdown", "md", "text", "txt", "plain", "html", "email", "mail"))
LEAST_WORDS = 1


@record
class Front:
    """What front matter says of a file, and where the rest begins."""

    data: dict[str, Any]
    end: int


def front_matter(source: str) -> Front:
    """The front matter of ``source``, if there is any; raises ValueError when it is not YAML."""
    match = _FRONT.match(source)
    if match is None:
        return Front({}, 0)
    from ...rulebook.yamlfile import YamlError, parse_yaml

    try:
        data = parse_yaml(match.group("data").replace("\r\n", "\n")).data
    except YamlError as error:
        raise ValueError(f"front matter: {error.reason}, line {error.line + 1}") from None
    return Front(data if isinstance(data, dict) else {}, match.end())


def read_text(source: str) -> Iterator[CannedReply]:
    """A file that is one reply."""
    front = front_matter(source)
    body = _without_comments(source, front.end, len(source))
    if body.text.strip():
        yield _reply(body.stripped(), front, None)


def read_markdown(source: str) -> Iterator[CannedReply]:
    """The replies of a Markdown file; of a file without sections, the file itself."""
    front = front_matter(source)
    sections = _sections(source, front.end)
    titled = [s for s in sections if s.title is not None]
    fenced = [s for s in titled if s.fences]
    if fenced:
        for section in fenced:
            for number, (start, end) in enumerate(section.fences, 1):
                title = section.title if len(section.fences) == 1 else f"{section.title} ({number})"
                yield _reply(_dedented(source, start, end), front, title, lambda text: text)
        return
    quoted = [s for s in titled if s.quotes and not s.has_prose]
    if quoted:
        for section in quoted:
            yield _reply(_unquoted(source, *section.quotes[0]), front, section.title)
        return
    written = [s for s in titled if _without_comments(source, s.start, s.end).text.strip()]
    if len(written) > 1:
        for section in written:
            body = _without_comments(source, section.start, section.end).stripped()
            yield _reply(body, front, section.title, lambda text: text)
        return
    start = written[0].start if written and written[0].is_first else front.end
    body = _without_comments(source, start, len(source)).stripped()
    if body.text:
        yield _reply(body, front, written[0].title if written and written[0].is_first else None, lambda text: text)


@record
class _Section:
    """What stands between one heading and the next: fences and quotes as ranges of characters."""

    title: str | None
    start: int
    end: int
    fences: tuple[tuple[int, int], ...]
    quotes: tuple[tuple[int, int], ...]
    has_prose: bool
    is_first: bool


def _sections(source: str, at: int) -> list[_Section]:
    from markdown_it import MarkdownIt

    text = source[at:]
    starts = [at]
    for line in text.split("\n")[:-1]:
        starts.append(starts[-1] + len(line) + 1)
    starts.append(len(source))

    def place(line: int) -> int:
        return starts[min(line, len(starts) - 1)]

    tokens = MarkdownIt("commonmark").parse(_IMPORT.sub(lambda m: "\n" * m.group().count("\n"), text))
    found: list[_Section] = []
    title: str | None = None
    begin, fences, quotes, prose = at, list[tuple[int, int]](), list[tuple[int, int]](), False

    def close(end: int) -> None:
        found.append(_Section(title, begin, end, tuple(fences), tuple(quotes), prose, not any(s.title for s in found)))

    for number, token in enumerate(tokens):
        if token.map is None or token.level > 0:
            continue
        first, last = token.map
        if token.type == "heading_open":
            close(place(first))
            title = tokens[number + 1].content.strip() or None
            begin, fences, quotes, prose = place(last), [], [], False
        elif token.type == "fence":
            if (
                token.info.strip().split(" ")[0].lower() in _PROSE_LANGUAGES
                and len(token.content.split()) >= LEAST_WORDS
            ):
                has_end = source[place(last - 1) :].lstrip(" ").startswith(token.markup)
                fences.append((place(first + 1), place(last - 1) if has_end else place(last)))
        elif token.type == "blockquote_open":
            quotes.append((place(first), place(last)))
        elif token.type in ("paragraph_open", "bullet_list_open", "ordered_list_open", "code_block"):
            prose = True
    close(len(source))
    return found


def _dedented(source: str, start: int, end: int) -> Sourced:
    """A fenced block without the line break at its end."""
    while end > start and source[end - 1] in "\r\n":
        end -= 1
    return verbatim(source, start, end)


def _unquoted(source: str, start: int, end: int) -> Sourced:
    """The lines of a block quote without their ``>``."""
    parts, at = [], start
    while at < end:
        stop = source.find("\n", at, end)
        stop = end if stop < 0 else stop + 1
        first = at
        while first < stop and source[first] in " \t":
            first += 1
        if source[first : first + 1] == ">":
            first += 2 if source[first + 1 : first + 2] == " " else 1
        parts.append(verbatim(source, min(first, stop), stop))
        at = stop
    return joined(parts).stripped()


def _without_comments(source: str, start: int, end: int) -> Sourced:
    """The text without HTML comments."""
    parts, at = [], start
    for match in _COMMENT.finditer(source, start, end):
        parts.append(verbatim(source, at, match.start()))
        at = match.end()
    return joined([*parts, verbatim(source, at, end)]) if parts else verbatim(source, start, end)


def _reply(body: Sourced, front: Front, title: str | None, encode: Encode | None = None) -> CannedReply:
    data = front.data
    text = {
        key: str(data[key]) for key in ("id", "title", "locale", "language", "channel") if data.get(key) is not None
    }
    return CannedReply(
        body,
        id=text.get("id"),
        title=title or text.get("title"),
        locale=text.get("locale") or text.get("language"),
        channel=text.get("channel"),
        suppressions=(parse_suppression(str(data["replylint"])),) if data.get("replylint") else (),
        encode=encode or (lambda written: written),
    )


__all__ = ["front_matter", "read_markdown", "read_text"]
