"""Mail templates: ``.eml`` files, as Outlook, Thunderbird and Gmail save them."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from email import message_from_string, policy
from email.message import EmailMessage

from ...lazy import lazy
from ..html_text import html_text
from ..sourced import Piece, Sourced, from_pieces, verbatim
from .reply import CannedReply

_QUOTED = lazy(r"=(?P<hex>[0-9A-Fa-f]{2})|(?P<soft>=[ \t]*(?:\r\n|\r|\n))|(?P<line>\r\n|\r|\n)|.", re.DOTALL)


def read_mail(source: str) -> Iterator[CannedReply]:
    """The body of a mail; places are exact where it is written out or quoted-printable, else they point at where the body begins."""
    message = message_from_string(source, policy=policy.default)
    part = message.get_body(("html", "plain"))
    if not isinstance(part, EmailMessage):
        return
    written = _decoded(source, part, *_place(source, message, part))
    body = html_text(written.text).within(written) if part.get_content_subtype() == "html" else written.stripped()
    if body.text:
        yield CannedReply(body, title=str(message["Subject"]).strip() if message["Subject"] else None, channel="email")


def _place(source: str, message: EmailMessage, wanted: EmailMessage) -> tuple[int, int]:
    """Where the body of a part stands: each follows an empty line, in the order of the file."""
    at = 0
    for part in message.walk():
        if not part.is_multipart():
            payload = str(part.get_payload())
            found = min(
                (start + len(gap) for gap in ("\n\n", "\n\r\n") if (start := source.find(gap + payload, at)) >= 0),
                default=at,
            )
            if part is wanted:
                return found, found + len(payload)
            at = found
    return at, at


def _decoded(source: str, part: EmailMessage, start: int, end: int) -> Sourced:
    encoding = str(part.get("Content-Transfer-Encoding", "")).strip().lower()
    try:
        if encoding == "quoted-printable":
            return from_pieces(_quoted_pieces(source, start, end, part.get_content_charset("utf-8")), end)
        if encoding == "base64":
            text = part.get_content().replace("\r\n", "\n")
            return Sourced(text, [start] * (len(text) + 1), [start] * len(text))
    except (LookupError, ValueError) as error:
        raise ValueError(f"a body that cannot be decoded: {error}") from None
    return verbatim(source, start, end)


def _quoted_pieces(source: str, start: int, end: int, charset: str) -> Iterator[Piece]:
    """Quoted-printable, decoded byte by byte; a character has the range of all of its bytes."""
    decoder = codecs.getincrementaldecoder(charset)("replace")
    first = start
    for match in _QUOTED.finditer(source, start, end):
        if match.group("soft"):
            continue
        if match.group("hex"):
            text = decoder.decode(bytes((int(match.group("hex"), 16),)))
        else:
            text = decoder.decode(b"", True) + ("\n" if match.group("line") else match.group())
            decoder.reset()
        first = min(first, match.start())
        if text:
            yield text, first, match.end()
            first = end
