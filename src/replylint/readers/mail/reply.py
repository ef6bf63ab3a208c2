"""A mail → the exchange that it is: the writer's own text as the draft, what it quotes as the incoming message."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from functools import cached_property

from ...errors import InputError
from ...exchange import Exchange, Message
from ...findings import Edit
from ...fixer import apply_edits
from ...lazy import lazy
from ...record import replace
from ..places import Place, Places
from ..results import Skipped
from ..sourced import Sourced
from .attribution import Origin, origin_of
from .message import Address, Mail, read_mail
from .positions import Placed, edited_mail, part_text
from .quoting import Section, split_text, unquoted


class MailReply:
    """A mail, read as a reply. ``exchange.draft.text`` is the writer's own text; the rest is told by :attr:`skipped`."""

    def __init__(self, mail: Mail, name: str, base: Exchange) -> None:
        self.mail, self.name, self._base = mail, name, base
        texts = [part_text(part) for part in mail.parts]
        self._body = "\n".join(texts)
        self._sections = split_text(self._body, is_flowed=any(part.is_flowed for part in mail.parts))
        self._pieces = self._own_pieces()
        self.exchange = _exchange(mail, base, self._draft(), self._quoted(), self._signature())

    # What is whose ---------------------------------------------------------------------------------------------------

    def _text(self, section: Section) -> str:
        return self._body[section.start : section.end]

    def _of(self, kind: str) -> list[Section]:
        return [section for section in self._sections if section.kind == kind]

    def _own_pieces(self) -> list[tuple[int, int]]:
        """The ranges of the body that the writer wrote, without white space round the whole."""
        pieces = [(s.start, s.end) for s in self._of("reply")]
        while pieces and not self._body[slice(*pieces[0])].strip():
            pieces.pop(0)
        while pieces and not self._body[slice(*pieces[-1])].strip():
            pieces.pop()
        if pieces:
            start, end = pieces[0]
            pieces[0] = (end - len(self._body[start:end].lstrip()), end)
            start, end = pieces[-1]
            pieces[-1] = (start, start + len(self._body[start:end].rstrip()))
        return pieces

    def _draft(self) -> str:
        return "".join(self._body[start:end] for start, end in self._pieces)

    def _signature(self) -> str | None:
        text = "\n".join(self._text(section).strip("\n") for section in self._of("signature"))
        lines = [line.strip() for line in text.splitlines()]
        return "\n".join(line for line in lines if line.strip("-_—– ")) or None

    def _quoted(self) -> tuple[str, Origin] | None:
        """What the mail quotes, without what that quotes itself; and what the line above it says of its origin."""
        if self.is_forward:
            return None
        introduced = " ".join(" ".join(self._text(s).split()) for s in self._of("attribution")[:1])
        inner = unquoted("".join(map(self._text, self._of("quote"))))
        for _ in range(2):
            sections = split_text(inner)
            text = "".join(inner[s.start : s.end] for s in sections if s.kind == "reply").strip()
            if text:
                return text, origin_of(introduced)
            # Some programs put the introduction between the quoted lines, and leave what it introduces without marks of its own.
            if not sections or sections[0].kind != "attribution":
                break
            introduced = introduced or " ".join(inner[: sections[0].end].split())
            inner = unquoted(inner[sections[0].end :])
        return None

    @property
    def is_forward(self) -> bool:
        """Whether the mail passes on what others wrote: whoever it goes to did not write that."""
        return bool(self._of("forward") or _FORWARDS.match(self.mail.subject))

    @property
    def has_doubts(self) -> bool:
        """Whether something was set apart that no mark shows to be quoted or a signature."""
        return any(
            (s.kind == "quote" and not s.is_marked) or (s.kind == "signature" and not self._text(s).startswith("-- "))
            for s in self._sections
        )

    @property
    def is_unclear(self) -> bool:
        """Whether nothing can be told of whose words it holds: all of it looks quoted, but nothing marks it as such."""
        quotes = self._of("quote")
        return (
            not self.exchange.draft.text
            and bool(quotes)
            and not self.is_forward
            and not all(s.is_marked for s in quotes)
        )

    # Where it stands -------------------------------------------------------------------------------------------------

    @cached_property
    def _sources(self) -> Sequence[Sourced]:
        return [self.mail_part(number) for number in range(len(self.mail.parts))]

    def mail_part(self, number: int) -> Sourced:
        """The text of a part, each character with its place in the bytes of the mail."""
        from .positions import sourced_part

        return sourced_part(self.mail.raw, self.mail.parts[number])

    def in_body(self, offset: int) -> int:
        """From an offset in the draft to one in the body; between two pieces of text, to the start of the second."""
        for start, end in self._pieces:
            if offset < end - start:
                return start + offset
            offset -= end - start
        return self._pieces[-1][1] if self._pieces else 0

    def in_part(self, offset: int) -> tuple[int, int]:
        """From an offset in the body to the number of the part and the offset in its text."""
        for number, source in enumerate(self._sources):
            if offset <= len(source.text):
                return number, offset
            offset -= len(source.text) + 1
        return len(self._sources) - 1, len(self._sources[-1].text)

    def places(self) -> Places:
        """From offsets in the draft to lines and columns in the mail."""
        place = self._lines
        return lambda offset: place(self._at(self.in_body(offset)))

    @cached_property
    def _lines(self) -> Places:
        """Places in the bytes of the mail."""
        parts = self.mail.parts
        return places_in(self.mail.raw[: max(part.end for part in parts)] if parts else b"")

    def _at(self, body_offset: int) -> int:
        number, offset = self.in_part(body_offset)
        return self._sources[number].offsets[offset]

    @cached_property
    def skipped(self) -> tuple[Skipped, ...]:
        """What is in the mail and not in the draft."""
        found = []
        for section in self._sections:
            text = self._text(section)
            if section.kind == "reply" or not text.strip():
                continue
            start = section.start + len(text) - len(text.lstrip("\n"))
            end = section.start + len(text.rstrip())
            first, _ = self._lines(self._at(start))
            last, _ = self._lines(self._at(max(start, end - 1)))
            found.append(Skipped(section.kind, first, max(first, last)))
        return tuple(found)

    def edited(self, edits: Iterable[Edit]) -> bytes:
        """The bytes of the mail with edits to the draft made in it; raises InputError where that cannot be done safely."""
        mail = self.mail
        if mail.is_sealed:
            raise InputError(f"{self.name}: signed: a fix would break the signature")
        if mail.alternatives:
            raise InputError(f"{self.name}: its HTML says the same again: mend it in the mail program")
        placed: list[Placed] = []
        wanted: list[Edit] = []
        for edit in edits:
            body = self.in_body(edit.span.start)
            width = edit.span.end - edit.span.start
            if width and self.in_body(edit.span.end - 1) != body + width - 1:
                raise InputError(f"{self.name}: a fix goes across quoted text: mend it by hand")
            number, start = self.in_part(body)
            if width and self.in_part(body + width - 1)[0] != number:
                raise InputError(f"{self.name}: a fix goes across two parts: mend it by hand")
            placed.append((number, start, start + width, edit.text))
            wanted.append(edit)
        try:
            after = edited_mail(mail, placed)
        except ValueError as error:
            raise InputError(f"{self.name}: {error}") from None
        # Charsets with states, and parts that stand in the mail twice: what was meant is known only by reading it again.
        again = MailReply(read_mail(after, self.name), self.name, self._base)
        if again.exchange.draft.text.split() != apply_edits(self.exchange.draft.text, wanted).split():
            raise InputError(f"{self.name}: where its text stands cannot be told for sure: mend it by hand")
        return after


_FORWARDS = lazy(r"(?i)\s*(?:fwd?|wg|tr|rv|vs|enc|doorst|vl|i|pd|転送|转发)\s*[:：]")


def mail_reply(raw: bytes, name: str, base: Exchange) -> MailReply:
    """The mail in ``raw`` as a reply; what ``base`` says holds where the mail says nothing. Raises InputError."""
    return MailReply(read_mail(raw, name), name, base)


def places_in(raw: bytes) -> Places:
    """From offsets in ``raw`` to lines and columns, from 1; columns count characters of UTF-8."""
    starts = [0]
    at = raw.find(b"\n")
    while at >= 0:
        starts.append(at + 1)
        at = raw.find(b"\n", at + 1)

    def place(offset: int) -> Place:
        line = bisect_right(starts, offset)
        return line, len(raw[starts[line - 1] : offset].decode("utf-8", "replace")) + 1

    return place


def _exchange(
    mail: Mail, base: Exchange, draft: str, quoted: tuple[str, Origin] | None, signature: str | None
) -> Exchange:
    incoming = base.incoming
    if incoming is None and quoted is not None:
        text, origin = quoted
        incoming = Message(text, origin.author, _sensible(origin.at, mail.date))
    customer = base.customer
    if customer.name is None:
        customer = replace(customer, name=_customer_name(mail.to, incoming))
    author = mail.sender.name or None if mail.sender else None
    return replace(
        base,
        draft=Message(draft, author, mail.date, "agent", signature),
        incoming=incoming,
        channel=base.channel or "email",
        customer=customer,
        id=base.id or mail.id,
        title=base.title or mail.subject or None,
        attachments=mail.attachments,
    )


def _customer_name(to: Sequence[Address], incoming: Message | None) -> str | None:
    """The display name of the one recipient; of several, nobody knows which is addressed, unless one of them wrote."""
    names = [address.name for address in to if address.name]
    if len(to) == 1 and names:
        return names[0]
    return incoming.author if incoming and incoming.author in names else None


def _sensible(at: datetime | None, sent: datetime | None) -> datetime | None:
    """The time of the incoming message, unless it contradicts the time of the reply: then it was misread."""
    if at is None or sent is None or (at.tzinfo is None) != (sent.tzinfo is None):
        return at
    return at if at <= sent + timedelta(minutes=5) else None


__all__ = ["MailReply", "mail_reply"]
