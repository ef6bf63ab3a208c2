"""From the text of a mail to the bytes that say it, and back: edits leave every other byte as it is."""

from __future__ import annotations

import codecs
from collections.abc import Iterator, Sequence

from ...lazy import lazy
from ..sourced import Piece, Sourced, from_pieces
from .message import Mail, TextPart

Placed = tuple[int, int, int, str]
"""An edit: the number of the part, a range of its text, the new text."""


def part_text(part: TextPart) -> str:
    """The text of a part as a person reads it."""
    if not part.is_html:
        return part.text
    from ..html_text import html_text

    return html_text(part.text, marks_quotes=True).text


def sourced_part(raw: bytes, part: TextPart) -> Sourced:
    """:func:`part_text`, each character with its place in ``raw``; where a place cannot be told, that of the part's beginning."""
    written = _written(raw, part)
    if not part.is_html:
        return written
    from ..html_text import html_text

    return html_text(part.text, marks_quotes=True).within(written)


def _written(raw: bytes, part: TextPart) -> Sourced:
    if part.start >= 0 and part.encoding != "base64":
        source = raw.decode("latin-1")
        found = from_pieces(_pieces(source, part), part.end)
        if found.text == part.text:
            return found
    at = max(part.start, 0)
    return Sourced(part.text, [at] * (len(part.text) + 1), [at] * len(part.text))


_UNITS = lazy(
    r"=(?P<hex>[0-9A-Fa-f]{2})|(?P<soft>=[ \t]*(?:\r\n|\r|\n))|(?P<trailing>(?<![ \t])[ \t]++(?=\r\n|\r|\n|\Z))|(?P<line>\r\n|\r|\n)|[\x00-\xff]"
)
_BYTES = lazy(r"(?P<line>\r\n|\r|\n)|[\x00-\xff]")


def _pieces(source: str, part: TextPart) -> Iterator[Piece]:
    """The characters of a part that is written out or quoted-printable, each with the range of all of its bytes."""
    is_quoted = part.encoding == "quoted-printable"
    decoder = codecs.getincrementaldecoder(part.charset)("replace")
    first: int | None = None
    for match in (_UNITS if is_quoted else _BYTES).finditer(source, part.start, part.end):
        if is_quoted and (match.group("soft") or match.group("trailing")):
            continue
        start = match.start() if first is None else first
        if match.group("line"):
            yield "\n", match.start(), match.end()
            first = None
            continue
        byte = int(match.group("hex"), 16) if is_quoted and match.group("hex") else ord(match.group())
        text = decoder.decode(bytes((byte,)))
        first = None if text else start
        if text:
            yield text, start, match.end()


def edited_mail(mail: Mail, edits: Sequence[Placed]) -> bytes:
    """The mail with its texts edited; raises ValueError where a text cannot be written as its part is."""
    raw = mail.raw
    for number in sorted({edit[0] for edit in edits}, reverse=True):
        part = mail.parts[number]
        own = sorted((edit[1:] for edit in edits if edit[0] == number), reverse=True)
        if part.is_html:
            raise ValueError("its text is HTML: mend it in the mail program")
        if part.start < 0:
            raise ValueError("where its text stands cannot be told")
        raw = _with_base64(raw, part, own) if part.encoding == "base64" else _with_edits(raw, part, own)
    return raw


def _with_edits(raw: bytes, part: TextPart, edits: Sequence[tuple[int, int, str]]) -> bytes:
    source = _written(raw, part)
    if source.text and source.offsets[0] == source.offsets[-1]:
        raise ValueError("its text is not encoded as it says")
    newline = b"\r\n" if b"\r\n" in raw[part.start : part.end] else b"\n"
    for start, end, text in edits:
        first, last = source.range(start, end)
        raw = raw[:first] + _encoded(text, part).replace(b"\n", newline) + raw[last:]
    return raw


def _encoded(text: str, part: TextPart) -> bytes:
    """``text`` as its part writes it, with ``\\n`` between lines."""
    content = _in_charset(text, part)
    if part.encoding != "quoted-printable":
        if part.encoding == "7bit" and not content.isascii():
            raise ValueError("a fix needs letters that the mail does not allow (7bit)")
        return content
    return b"".join(bytes((b,)) if b == 0x0A or (0x20 <= b < 0x7F and b != 0x3D) else b"=%02X" % b for b in content)


def _in_charset(text: str, part: TextPart) -> bytes:
    try:
        return text.encode(part.charset)
    except (LookupError, ValueError):
        raise ValueError(f"a fix needs letters that {part.charset} has not") from None


def _with_base64(raw: bytes, part: TextPart, edits: Sequence[tuple[int, int, str]]) -> bytes:
    import base64

    text = part.text
    before = base64.b64decode(raw[part.start : part.end])
    is_crlf = b"\r\n" in before
    if _in_charset(text.replace("\n", "\r\n") if is_crlf else text, part) != before:
        raise ValueError("its text is not encoded as it says")
    for start, end, new in edits:
        text = text[:start] + new + text[end:]
    encoded = base64.encodebytes(_in_charset(text.replace("\n", "\r\n") if is_crlf else text, part))
    newline = b"\r\n" if b"\r\n" in raw[part.start : part.end] else b"\n"
    tail = raw[part.start : part.end][len(raw[part.start : part.end].rstrip()) :]
    return raw[: part.start] + encoded.rstrip().replace(b"\n", newline) + tail + raw[part.end :]


__all__ = ["Placed", "edited_mail", "part_text", "sourced_part"]
