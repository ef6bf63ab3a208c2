"""Plain text and Markdown: a file a reply, or many replies in one file by heading.

Below a heading a reply is what stands in fenced blocks, else in a block quote, else all of the section. Front matter gives id, title, locale and
channel. markdown-it finds the blocks; the reply is their text as it is written.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from ...lazy import lazy
from ...record import record
from ..html_text import html_text
from ..sourced import Encode, Sourced, joined, verbatim
from .reply import CannedReply, parse_suppression

_FRONT = lazy(r"\A---[ \t]*\r?\n(?P<data>.*?)\r?\n---[ \t]*(?:\r?\n|\Z)", 16)
_COMMENT = lazy(r"<!--.*?-->[ \t]*(?:\r?\n)?", 16)
_IMPORT = lazy(
    r"(?:import\s(?:[^\n]*\sfrom\s+)?[\"'][^\n]*|export\s+(?:const|let|default|function)\b[^\n]*|[ \t\r]*)\n"
)
_BREAK = lazy(r"\r\n?|\n")
_PROSE_LANGUAGES = frozenset(("", "markdown", "md", "text", "txt", "plain", "html", "email", "mail"))


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
    return Front(data, match.end()) if isinstance(data, dict) else Front({}, 0)


def read_text(source: str) -> Iterator[CannedReply]:
    """A file that is one reply."""
    front = front_matter(source)
    body = _without_comments(source, front.end, len(source))
    if body.text.strip():
        yield _reply(body.stripped(), front, None, lambda text: text)


def read_markdown(source: str) -> Iterator[CannedReply]:
    """The replies of a Markdown file; of a file without sections, the file itself."""
    front = front_matter(source)
    begin = _past_imports(source, front.end)
    sections = _sections(source, begin)
    for title, body, maps in _framed(source, sections) or _written(source, sections):
        if body.text:
            yield _reply(body, front, title, (lambda text: text) if maps else None)


_Found = tuple[str | None, Sourced, bool]
"""A title, a text, and whether new text for it can be written as it is."""


def _framed(source: str, sections: list[_Section]) -> list[_Found]:
    """Replies in fenced blocks, else in block quotes, where most sections have one; then what else stands in them is about the replies.
    In a file of which few sections have one it is a part of their replies."""
    titled = [s for s in sections if s.title is not None]
    bare = [s for s in sections if not s.has_prose] if not titled else []
    told = sum(1 for s in titled if s.has_prose and not s.fences and not s.quotes)
    fenced = [s for s in titled or bare if s.fences]
    if fenced and len(fenced) > told:
        return [reply for section in fenced for reply in _in_fences(source, section)]
    quoted = [s for s in titled or bare if s.quotes]
    if any(not s.has_prose for s in quoted) and len(quoted) > told:
        return [reply for section in quoted for reply in _in_quotes(source, section)]
    return []


def _numbered(title: str | None, count: int) -> list[str | None]:
    return [title] if count == 1 else [f"{title} ({number})" if title else None for number in range(1, count + 1)]


def _written(source: str, sections: list[_Section]) -> list[_Found]:
    """The replies of each section, or the whole file. The words below the heading of a whole library introduce it."""
    found = [(s, _replies(source, s)) for s in sections]
    written = [(s, replies) for s, replies in found if s.title is not None and replies]
    if len(written) > 2 and written[0][0].is_first and all(s.level > written[0][0].level for s, _ in written[1:]):
        written = written[1:]
    before = any(s.title is None and replies for s, replies in found)
    if len(written) > 1 or (written and not before):
        return [reply for _, replies in written for reply in replies]
    return [(None, _without_comments(source, sections[0].start, len(source)).stripped(), True)]


def _replies(source: str, section: _Section) -> list[_Found]:
    """What stands in a section, or in its frames where it holds nothing else."""
    if section.title is not None and not section.has_prose and (section.fences or section.quotes):
        return _in_fences(source, section) or _in_quotes(source, section)
    body = _without_comments(source, section.start, section.end).stripped()
    return [(section.title, body, True)] if body.text else []


def _in_fences(source: str, section: _Section) -> list[_Found]:
    titles = _numbered(section.title, len(section.fences))
    return [(t, _fenced(source, f), not f.is_html) for t, f in zip(titles, section.fences, strict=True)]


def _in_quotes(source: str, section: _Section) -> list[_Found]:
    titles = _numbered(section.title, len(section.quotes))
    return [(title, _unquoted(source, *quote), True) for title, quote in zip(titles, section.quotes, strict=True)]


def _past_imports(source: str, at: int) -> int:
    """Where the text of an MDX file begins, below its imports."""
    while match := _IMPORT.match(source, at):
        at = match.end()
    return at


@record
class _Fence:
    start: int
    end: int
    is_html: bool


@record
class _Section:
    """What stands between one heading and the next: its fences, and its quotes as ranges of characters."""

    title: str | None
    level: int
    start: int
    end: int
    fences: tuple[_Fence, ...]
    quotes: tuple[tuple[int, int], ...]
    has_prose: bool
    is_first: bool


def _sections(source: str, at: int) -> list[_Section]:
    from markdown_it import MarkdownIt

    text = source[at:]
    starts = [at, *(at + match.end() for match in _BREAK.finditer(text))]

    def place(line: int) -> int:
        return starts[line] if line < len(starts) else len(source)

    found: list[_Section] = []
    title: str | None = None
    level, begin, fences, quotes, prose = 0, at, list[_Fence](), list[tuple[int, int]](), False

    def close(end: int) -> None:
        is_first = not any(s.title for s in found)
        found.append(_Section(title, level, begin, end, tuple(fences), tuple(quotes), prose, is_first))

    rule: int | None = None  # a line drawn right above the next heading belongs to no reply
    tokens = MarkdownIt("commonmark").parse(text)
    for number, token in enumerate(tokens):
        if token.map is None or token.level > 0:
            continue
        first, last = token.map
        if token.type == "heading_open":
            close(place(first) if rule is None else rule)
            title, level = tokens[number + 1].content.strip() or None, int(token.tag[1:])
            begin, fences, quotes, prose = place(last), [], [], False
        elif token.type == "fence":
            language = token.info.strip().split(" ")[0].lower()
            if language in _PROSE_LANGUAGES and token.content.strip():
                has_end = source[place(last - 1) :].lstrip(" ").startswith(token.markup)
                fences.append(_Fence(place(first + 1), place(last - 1) if has_end else place(last), language == "html"))
        elif token.type == "blockquote_open":
            quotes.append((place(first), place(last)))
        elif token.type in ("paragraph_open", "bullet_list_open", "ordered_list_open", "code_block"):
            prose = True
        rule = (place(first) if rule is None else rule) if token.type == "hr" else None
    close(len(source))
    return found


def _fenced(source: str, fence: _Fence) -> Sourced:
    """The text of a fenced block, without the line break at its end."""
    written = verbatim(source, fence.start, fence.end)
    return html_text(written.text).within(written) if fence.is_html else written.stripped()


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
    last = source.rfind(
        "-->", start, end
    )  # behind it nothing closes a comment, and a search would go to the end each time
    for match in _COMMENT.finditer(source, start, last + 3 if last >= 0 else start):
        parts.append(verbatim(source, at, match.start()))
        at = match.end()
    return joined([*parts, verbatim(source, at, end)]) if parts else verbatim(source, start, end)


def _reply(body: Sourced, front: Front, title: str | None, encode: Encode | None) -> CannedReply:
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
        encode=encode,
    )


__all__ = ["front_matter", "read_markdown", "read_text"]
