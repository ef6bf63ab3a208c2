"""HTML as a person sees it: entities, line breaks, lists, links, alternative texts; each character knows its place."""

from __future__ import annotations

import html
from html.parser import HTMLParser

from ..lazy import lazy
from .sourced import Piece, Sourced, from_pieces

_BLOCKS = frozenset(
    "address article aside blockquote center dd div dl dt fieldset figure footer form h1 h2 h3 h4 h5 h6 header hr li main nav ol p pre "
    "section table tbody thead tr ul".split()
)
_PARAGRAPHS = frozenset("p h1 h2 h3 h4 h5 h6 blockquote ul ol pre table".split())
_UNSEEN = frozenset("script style head title template noscript".split())
_LOOKS_LIKE = lazy(
    r"(?i)<(?:p|br|div|span|a|ul|ol|li|b|i|strong|em|table|html|body|h[1-6]|img|font|hr)\b[^<>]*>|<!doctype html|&(?:nbsp|#160);"
)


def looks_like_html(text: str) -> bool:
    """Whether ``text`` is marked up, and not just text with a ``<`` in it."""
    return ("<" in text or "&" in text) and bool(_LOOKS_LIKE.search(text))


def html_text(source: str, *, marks_quotes: bool = False) -> Sourced:
    """What a person reads of ``source``. With ``marks_quotes``, lines that a mail quotes begin with ``> ``, and its signature with ``-- ``."""
    reader = _Reader(source, marks_quotes)
    reader.feed(_closed(source) + "\n")  # without it, the parser drops the mark of a text that ends as "R&D" does
    reader.close()
    return from_pieces(reader.pieces, len(source)).stripped()


DEEPEST = 6
"""Quotes in quotes are marked up to so deep: what is deeper is a quote all the same, and marks must not outgrow the text."""
_OPEN = "\ufffe"
"""Stands for a ``<`` that begins no tag and no comment, while the parser looks."""


def _closed(source: str) -> str:
    """``source`` without beginnings of tags and comments that nothing ends: the parser looks for the end of each anew."""
    tags, comments = source.rfind(">") + 1, source.rfind("-->") + 1
    source = source[:tags] + source[tags:].replace("<", _OPEN)
    return source[:comments] + source[comments:].replace("<!--", f"{_OPEN}!--")


class _Reader(HTMLParser):
    """Collects visible pieces. White space is folded as browsers do; blocks end lines, paragraphs leave one empty."""

    def __init__(self, source: str, marks_quotes: bool) -> None:
        super().__init__(convert_charrefs=False)
        self._marks_quotes = marks_quotes
        self._quoting: list[bool] = []
        """Of each element that is open and may be a quote, whether it is one."""
        self._source = source
        self._lines = [0]
        at = source.find("\n")
        while at >= 0:
            self._lines.append(at + 1)
            at = source.find("\n", at + 1)
        self.pieces: list[Piece] = []
        self._unseen = 0
        self._pre = 0
        self._breaks = 2
        """How many line breaks the text ends on; two at the start, so that nothing begins with one."""
        self._space = True
        self._ordered: list[int | None] = []

    def _at(self) -> int:
        line, column = self.getpos()
        return self._lines[line - 1] + column

    def _break(self, wanted: int) -> None:
        at = self._at()
        if self._breaks == 0 and self.pieces and self.pieces[-1][0] == " ":
            self.pieces.pop()
        while self._breaks < wanted:
            self.pieces.append(("\n", at, at))
            self._breaks += 1
        self._space = True

    def _say(self, text: str, start: int, end: int) -> None:
        if text and not self._unseen:
            depth = min(self._quoting.count(True), DEEPEST)
            if depth and self._breaks:
                self.pieces.append(("> " * depth, start, start))
                if "\n" in text.strip("\n"):
                    text = text.replace("\n", "\n" + "> " * depth)
            self.pieces.append((text.replace(_OPEN, "<"), start, end))
            self._breaks = 0
            self._space = text.endswith((" ", "\n"))

    def parse_marked_section(self, i: int, report: bool = True) -> int:
        """``<![if …]>``, as Outlook writes, is a comment up to its ``>``; the parser would raise for words that it does not know."""
        end = self.rawdata.find(">", i)
        return end + 1 if end >= 0 else -1

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        start = self._at()
        end = start + len(self.get_starttag_text() or "")
        if tag in _UNSEEN:
            self._unseen += 1
        elif tag == "br":
            if self._breaks == 0 and self.pieces and self.pieces[-1][0] == " ":
                self.pieces.pop()
            if not self._unseen:
                self.pieces.append(("\n", start, end))
                self._breaks += 1
                self._space = True
        elif tag == "attribute":
            self._say(_placeholder(dict(attrs)), start, end)
        elif tag == "img":
            described = dict(attrs).get("alt") or ""
            self._say(" ".join(described.split()), start, end)
        elif tag in _BLOCKS:
            self._break(2 if tag in _PARAGRAPHS and not self._ordered else 1)
            if self._marks_quotes and tag in _QUOTING:
                self._quoting.append(_is_quote(tag, dict(attrs)))
                if _is_signature(dict(attrs)):
                    self._say("-- ", start, start)
                    self._break(1)
            if tag in ("ul", "ol"):
                self._ordered.append(1 if tag == "ol" else None)
            elif tag == "li":
                number = self._ordered[-1] if self._ordered else None
                self._say("- " if number is None else f"{number}. ", start, end)
                if number is not None:
                    self._ordered[-1] = number + 1
            elif tag == "pre":
                self._pre += 1
        elif tag in ("td", "th") and not self._space:
            self._say(" ", start, end)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag in _UNSEEN:
            self._unseen -= 1

    def handle_endtag(self, tag: str) -> None:
        if tag in _UNSEEN:
            self._unseen = max(0, self._unseen - 1)
        elif tag in _BLOCKS:
            if self._marks_quotes and tag in _QUOTING and self._quoting:
                self._quoting.pop()
            if tag in ("ul", "ol") and self._ordered:
                self._ordered.pop()
            if tag == "pre":
                self._pre = max(0, self._pre - 1)
            self._break(2 if tag in _PARAGRAPHS and not self._ordered else 1)

    def handle_data(self, data: str) -> None:
        start = self._at()
        if self._pre:
            self._say(data, start, start + len(data))
            return
        at = 0
        while at < len(data):
            stop = at
            if data[at] in " \t\r\n\f":
                while stop < len(data) and data[stop] in " \t\r\n\f":
                    stop += 1
                if not self._space:
                    self._say(" ", start + at, start + stop)
            else:
                while stop < len(data) and data[stop] not in " \t\r\n\f":
                    stop += 1
                self._say(data[at:stop], start + at, start + stop)
            at = stop

    def handle_entityref(self, name: str) -> None:
        self._reference(f"&{name}")

    def handle_charref(self, name: str) -> None:
        self._reference(f"&#{name}")

    def _reference(self, written: str) -> None:
        start = self._at()
        end = start + len(written)
        if self._source[end : end + 1] == ";":
            end += 1
        text = html.unescape(self._source[start:end]).replace("\xa0", " ")
        if text == " " and self._space and self._breaks:
            return
        self._say(text, start, end)


_QUOTING = frozenset(("blockquote", "div"))
_SIGNATURES = ("gmail_signature", "moz-signature", "protonmail_signature_block", "signature")


def _is_quote(tag: str, attributes: dict[str, str | None]) -> bool:
    """Whether an element holds what a mail quotes. Gmail's own ``div`` also holds the line that introduces the quote, which is told by its words."""
    if tag == "blockquote":
        return True
    return "yahoo_quoted" in (attributes.get("class") or "").split()


def _is_signature(attributes: dict[str, str | None]) -> bool:
    names = (*(attributes.get("class") or "").split(), attributes.get("id") or "")
    return any(name.lower() in _SIGNATURES for name in names)


def _placeholder(attributes: dict[str, str | None]) -> str:
    """Intercom's ``<attribute key="user.name" default="there"/>``, as its editor shows it."""
    key, default = attributes.get("key"), attributes.get("default")
    if not key:
        return ""
    return f'{{{{ {key} | fallback: "{default}" }}}}' if default else f"{{{{ {key} }}}}"


__all__ = ["html_text", "looks_like_html"]
