"""The bytes of a mail → its headers, its text and how many files go with it.

The standard library reads the MIME structure; here stands what a reply needs of it, and what keeps hostile mail from hurting.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from datetime import datetime
from email import message_from_bytes
from email.header import decode_header
from email.message import Message as Part
from email.utils import getaddresses, parsedate_to_datetime
from itertools import pairwise

from ...errors import InputError
from ...lazy import lazy
from ...record import record
from ..document import MAX_BYTES

MAX_PARTS = 300
"""More than any mail program writes; the standard library reads nested parts recursively."""
MAX_HEADER = 4000
MAX_HEAD = 64 * 1024
"""Headers of a mail or a part are shorter than this, in bytes."""
KEPT = 3 * MAX_BYTES + MAX_HEAD
"""So much of a part is read, in bytes: what holds :data:`MAX_BYTES` of text has no longer encoding."""
_BOUNDARY = re.compile(rb"(?m)^--")
_BLANK = re.compile(rb"\r?\n\r?\n")


@record
class Address:
    """A mailbox: the display name, which may be empty, and the address."""

    name: str
    address: str

    @property
    def domain(self) -> str:
        """What stands behind the ``@``, in lower case."""
        return self.address.rpartition("@")[2].lower().rstrip(".")


@record
class TextPart:
    """A part of a mail that is shown as text. ``start`` and ``end`` are where its encoded content stands in the mail, in bytes;
    ``text`` is the content, decoded, with ``\\n`` between its lines."""

    start: int
    end: int
    encoding: str
    charset: str
    is_html: bool
    is_flowed: bool
    text: str


@record
class Mail:
    """A mail. ``raw`` are its bytes; ``parts`` the text that is shown; ``alternatives`` counts other forms of the same text. ``is_resent``
    says that somebody else wrote it: a bounce, as mutt calls it."""

    raw: bytes
    sender: Address | None
    to: tuple[Address, ...]
    others: tuple[Address, ...]
    date: datetime | None
    subject: str
    id: str | None
    in_reply_to: str | None
    references: tuple[str, ...]
    parts: tuple[TextPart, ...]
    alternatives: int
    attachments: int
    is_sealed: bool
    is_resent: bool

    @property
    def recipients(self) -> tuple[Address, ...]:
        """Everybody whom the headers name as a recipient."""
        return (*self.to, *self.others)


def read_mail(raw: bytes, name: str) -> Mail:
    """The mail in ``raw``; raises InputError, which names it ``name``."""
    lower = raw.lower()
    if lower.count(b"multipart/") > MAX_PARTS or lower.count(b"\ncontent-type:") > MAX_PARTS:
        raise InputError(f"{name}: too many parts, or parts nested too deeply, to be a mail that a person wrote")
    try:
        root = message_from_bytes(_shortened(raw))
        shown, alternatives, attachments = _sorted_parts(root)
        return _mail(raw, root, shown, alternatives, attachments)
    except InputError as error:
        raise InputError(f"{name}: {error}") from None
    except (RecursionError, ValueError, LookupError, TypeError, AttributeError, AssertionError) as error:
        # What the standard library raises for mail that breaks its rules depends on how it breaks them.
        raise InputError(f"{name}: not well-formed mail ({type(error).__name__})") from None


def _shortened(raw: bytes) -> bytes:
    """``raw`` with large parts cut short: reading an attachment of 30 MB line by line takes seconds, and its content is nobody's
    business here. Raises InputError for headers that long, behind which a text might hide."""
    if len(raw) <= KEPT:
        return raw
    marks = [0, *(match.start() for match in _BOUNDARY.finditer(raw)), len(raw)]
    pieces = []
    for start, end in pairwise(marks):
        if end - start > KEPT:
            if not _BLANK.search(raw, start, start + MAX_HEAD):
                raise InputError(f"headers of over {MAX_HEAD // 1024} KiB")
            pieces.append(raw[start : start + KEPT] + b"\n")
        else:
            pieces.append(raw[start:end])
    return b"".join(pieces)


_RECIPIENTS = ("Cc", "Bcc", "Resent-To", "Resent-Cc", "Resent-Bcc")
_SIGNED, _ENCRYPTED = "-----BEGIN PGP SIGNED MESSAGE-----", "-----BEGIN PGP MESSAGE-----"


def _mail(raw: bytes, root: Part, shown: list[Part], alternatives: int, attachments: int) -> Mail:
    sender = _addresses(root, "From")
    parts = tuple(_text_parts(raw, root, shown))
    if any(_ENCRYPTED in part.text for part in parts):
        raise InputError("encrypted: its text cannot be read here")
    return Mail(
        raw=raw,
        sender=sender[0] if sender else None,
        to=_addresses(root, "To"),
        others=tuple(a for name in _RECIPIENTS for a in _addresses(root, name)),
        date=_date(root),
        subject=_decoded(root.get("Subject")),
        id=next(iter(_ids(root, "Message-ID")), None),
        in_reply_to=next(iter(_ids(root, "In-Reply-To")), None),
        references=_ids(root, "References"),
        parts=parts,
        alternatives=alternatives,
        attachments=attachments,
        is_sealed=root.get_content_type() == "multipart/signed" or any(_SIGNED in part.text for part in parts),
        is_resent="Resent-From" in root or "Resent-To" in root,
    )


# Headers ------------------------------------------------------------------------------------------------------------


def _decoded(header: object) -> str:
    """A header as it reads, on one line; what cannot be decoded stays as it is written."""
    written = " ".join(str(header or "")[:MAX_HEADER].split())
    if "=?" not in written:
        return written.encode("utf-8", "surrogateescape").decode("utf-8", "replace")
    pieces = []
    try:
        for piece, charset in decode_header(written):
            pieces.append(piece if isinstance(piece, str) else _text_of(piece, charset or "ascii"))
    except Exception:
        # decode_header raises its own HeaderParseError, binascii.Error and more; the header is still worth showing.
        return written
    return " ".join("".join(pieces).split())


def _addresses(root: Part, header: str) -> tuple[Address, ...]:
    # Never cut: somebody whom nobody sees would be somebody whom nobody checks for.
    values = [" ".join(str(value).split()) for value in root.get_all(header, [])]
    return tuple(Address(_decoded(name), address) for name, address in getaddresses(values) if address)


def _date(root: Part) -> datetime | None:
    """When it was sent; naive where the offset says that it is unknown (``-0000``)."""
    try:
        return parsedate_to_datetime(str(root["Date"])) if root["Date"] else None
    except (ValueError, TypeError, OverflowError, IndexError):
        return None


_ID = lazy(r"<[^<>\s]{1,500}>")


def _ids(root: Part, header: str) -> tuple[str, ...]:
    return tuple(_ID.findall(str(root.get(header, ""))[: MAX_HEADER * 4]))


# Parts --------------------------------------------------------------------------------------------------------------


def _sorted_parts(root: Part) -> tuple[list[Part], int, int]:
    """The parts that are shown, how many other forms of them there are, and how many files are attached."""
    shown: list[Part] = []
    others = files = 0
    waiting = [root]
    while waiting:
        part = waiting.pop(0)
        kind = part.get_content_type()
        if kind in ("multipart/encrypted", "application/pkcs7-mime", "application/x-pkcs7-mime"):
            raise InputError("encrypted: its text cannot be read here")
        if kind == "message/rfc822":
            files += 1
        elif part.is_multipart():
            inner = [p for p in part.get_payload() if isinstance(p, Part)]
            if kind == "multipart/alternative":
                best = _best(inner)
                others += len(inner) - 1
                inner = [best] if best is not None else []
            waiting = inner + waiting
        elif _is_shown(part):
            shown.append(part)
        elif not kind.startswith(("application/pgp-signature", "application/pkcs7-signature")) and not _is_inline(part):
            files += 1
    return shown, others, files


_DATA = frozenset(
    "calendar csv tab-separated-values vcard x-vcard directory css javascript xml rtf rfc822-headers x-patch x-diff".split()
)
"""Subtypes of text that nobody reads in a mail."""


def _is_shown(part: Part) -> bool:
    if part.get_content_maintype() != "text" or part.get_content_disposition() == "attachment":
        return False
    return part.get_content_subtype() not in _DATA


def _is_inline(part: Part) -> bool:
    """A picture that belongs to the HTML around it, such as a logo."""
    return part.get_content_maintype() == "image" and "Content-ID" in part and not part.get_filename()


def _best(forms: list[Part]) -> Part | None:
    """Of several forms of one text the plain one, unless the HTML says much that it does not: people read the HTML."""
    plain = [form for form in forms if form.get_content_type() == "text/plain" and str(form.get_payload()).strip()]
    html = next((part for form in forms for part in form.walk() if part.get_content_type() == "text/html"), None)
    if plain and html is not None and not _says_the_same(plain[0], html):
        return html
    return plain[0] if plain else forms[-1] if forms else None


def _says_the_same(plain: Part, html: Part) -> bool:
    from ..html_text import html_text

    shown = set(_WORD.findall(html_text(_content(html)).text.lower()))
    said = set(_WORD.findall(_content(plain).lower()))
    return 5 * len(shown & said) >= 4 * len(shown)


_WORD = lazy(r"\w+")


def _content(part: Part) -> str:
    content = part.get_payload(decode=True)
    return _text_of(content[:MAX_BYTES], _charset(part)) if isinstance(content, bytes) else ""


def _text_parts(raw: bytes, root: Part, shown: list[Part]) -> Iterator[TextPart]:
    at = 0
    wanted = {id(part) for part in shown}
    for part in root.walk():
        if part.is_multipart():
            continue
        payload = _encoded(part)
        start = _place(raw, payload, at)
        if start is not None:
            at = start + len(payload)
        if id(part) in wanted:
            yield _text_part(part, payload, start)


def _encoded(part: Part) -> bytes:
    """The content of a part as it stands in the mail."""
    if str(part.get("Content-Transfer-Encoding", "")).strip().lower() in (
        "quoted-printable",
        "base64",
        "uuencode",
        "x-uuencode",
    ):
        return str(part.get_payload()).encode("utf-8", "surrogateescape")
    content = part.get_payload(decode=True)
    return content if isinstance(content, bytes) else b""


def _place(raw: bytes, payload: bytes, at: int) -> int | None:
    """Where a part's content stands: behind an empty line, and behind ``at``; ``None`` where it was left out."""
    found = [place for gap in (b"\n\n", b"\n\r\n") if (place := _place_behind(raw, gap, payload, at)) is not None]
    return min(found, default=None)


def _place_behind(raw: bytes, gap: bytes, payload: bytes, at: int) -> int | None:
    """The first place behind ``gap`` where the content stands whole: a boundary, or the end of the mail, follows."""
    start = raw.find(gap + payload, max(0, at - len(gap)))
    while start >= 0:
        end = start + len(gap) + len(payload)
        if end >= len(raw) or raw.startswith((b"\n--", b"\r\n--"), end):
            return start + len(gap)
        start = raw.find(gap + payload, start + 1)
    return None


def _text_part(part: Part, payload: bytes, start: int | None) -> TextPart:
    encoding = str(part.get("Content-Transfer-Encoding", "")).strip().lower()
    charset = _charset(part)
    content = part.get_payload(decode=True)
    if not isinstance(content, bytes):
        content = payload
    if len(content) > MAX_BYTES:
        raise InputError(f"too long to be a reply: over {MAX_BYTES // 1024} KiB of text")
    text = _text_of(content, charset).replace("\r\n", "\n").replace("\r", "\n")
    if "\0" in text:
        raise InputError("holds NUL bytes: not text")
    return TextPart(
        start=start if start is not None else -1,
        end=start + len(payload) if start is not None else -1,
        encoding=encoding,
        charset=charset,
        is_html=part.get_content_subtype() == "html",
        is_flowed=str(part.get_param("format", "")).lower() == "flowed",
        text=text,
    )


def _charset(part: Part) -> str:
    """The charset that the part names, if it is one that decodes bytes; mail without one is nowadays UTF-8."""
    named = str(part.get_content_charset() or "utf-8")
    if named in ("us-ascii", "ascii"):
        return "utf-8"
    try:
        codecs.lookup(named)
        b"".decode(named)
    except (LookupError, ValueError):
        return "utf-8"
    return named


def _text_of(content: bytes, charset: str) -> str:
    """Decoded text. Bytes that are no UTF-8, though they should be, are most often Windows-1252."""
    try:
        return content.decode(charset)
    except (LookupError, ValueError):
        return content.decode("cp1252" if charset in ("utf-8", "ascii") else "utf-8", "replace")


__all__ = ["Address", "Mail", "TextPart", "read_mail"]
