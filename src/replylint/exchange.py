"""What is read: a draft reply, the message that it answers, and the circumstances.

Plain data. Nothing here knows how it was read or what will be said of it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from .record import field, record

if TYPE_CHECKING:
    from datetime import datetime

Role = Literal["customer", "agent"]
Visibility = Literal["public", "private"]


@record
class Message:
    """One message of a conversation.

    ``at`` is when it was sent: aware, or naive when only the local time is known. ``signature`` is the block below the text where
    the reader sets it apart.
    """

    text: str
    author: str | None = None
    at: datetime | None = None
    role: Role = "customer"
    signature: str | None = None


@record
class Customer:
    """What is known of the person who gets the reply.

    ``timezone`` is an IANA name such as ``Europe/Paris``; ``language`` an ISO 639-1 code.
    """

    name: str | None = None
    timezone: str | None = None
    language: str | None = None


@record
class Business:
    """What the business says of itself, so that its own contacts are no private data.

    ``domains`` are its e-mail and web domains, ``contacts`` its published phone numbers and addresses,
    ``accounts`` its own handles, ``words`` its product names and other words that stand in capitals.
    ``hours`` maps weekday numbers (0 is Monday) to opening spans in minutes after midnight; weekdays
    that are left out keep the rule's own hours. ``country`` and ``subdivision`` (ISO 3166) choose public
    holidays. ``date_order`` is how the business writes numeric dates.
    """

    name: str | None = None
    domains: tuple[str, ...] = ()
    contacts: tuple[str, ...] = ()
    accounts: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    timezone: str | None = None
    hours: dict[int, tuple[tuple[int, int], ...]] = field(default_factory=dict)
    country: str | None = None
    subdivision: str | None = None
    date_order: Literal["dmy", "mdy", "ymd"] | None = None


@record
class Note:
    """What is known of a place in a canned reply from the rest of its library: see :mod:`replylint.library`."""

    kind: str
    start: int
    end: int
    text: str = ""


@record
class Exchange:
    """A draft beside the message that it answers.

    Only ``draft`` is required; what is ``None`` is unknown, and rules that need it do not apply.
    ``timezone_source`` says where the time zone came from when it is not the customer's own, and
    ``attachments`` counts the files that go with the draft (``None``: cannot be known). ``is_canned`` marks a reply of a library, which
    somebody will fill in and send later; ``locale`` is its language there, and ``notes`` say what the rest of the library makes of it.
    """

    draft: Message
    incoming: Message | None = None
    history: tuple[Message, ...] = ()
    channel: str | None = None
    visibility: Visibility | None = None
    customer: Customer = Customer()
    business: Business = Business()
    id: str | None = None
    title: str | None = None
    attachments: int | None = None
    timezone_source: str | None = None
    is_canned: bool = False
    locale: str | None = None
    notes: tuple[Note, ...] = ()
