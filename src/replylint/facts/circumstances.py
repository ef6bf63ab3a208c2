"""The circumstances of an exchange: channel, visibility, times."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone, tzinfo

from ..lazy import lazy
from .core import Conversation, Mark, Marks, Reading, exchange_fact
from .layout import body_span, links
from .placeholders import placeholders


@exchange_fact("the channel")
def channel(conversation: Conversation) -> str | None:
    """The channel: ``email``, ``chat``, ``twitter`` …, one of those in channels.yaml."""
    return conversation.exchange.channel


@exchange_fact("the channel or the visibility")
def visibility(conversation: Conversation) -> str | None:
    """``public`` or ``private``: as given, else as the channel usually is."""
    given = conversation.exchange.visibility
    return given or conversation.targets.get("visibility")


@exchange_fact()
def has_incoming(conversation: Conversation) -> bool:
    """Whether there is a message that the draft answers."""
    return conversation.incoming is not None


@exchange_fact()
def first_reply(conversation: Conversation) -> bool:
    """Whether the business has not written in this conversation before."""
    return not any(reading.message.role == "agent" for reading in conversation.history)


@exchange_fact()
def follows_own_message(conversation: Conversation) -> bool:
    """Whether the last message before the draft is the business's own, and nothing came in after it."""
    if not conversation.history or conversation.incoming is None:
        return False
    last = conversation.history[-1].message
    if last.role != "agent":
        return False
    arrived = conversation.incoming.message.at
    if last.at is None or arrived is None or (last.at.tzinfo is None) != (arrived.tzinfo is None):
        return False
    return last.at > arrived


@exchange_fact()
def answers_something_new(conversation: Conversation) -> bool:
    """Whether the customer has written since the business's last message."""
    return not follows_own_message(conversation)


@exchange_fact("the channel")
def is_email(conversation: Conversation) -> bool:
    """Whether the channel is email; where it is not known, it is not."""
    return conversation.exchange.channel == "email"


_FIXED_ZONE = lazy(r"(?:UTC|GMT)(?P<sign>[+-])(?P<hours>\d{1,2})(?::?(?P<minutes>[0-5]\d))?")


def zone_named(name: str | None) -> tzinfo | None:
    """The time zone called ``name``, or a fixed one as ``UTC+05:30``; raises ``zoneinfo.ZoneInfoNotFoundError`` or ValueError for none."""
    if not name:
        return None
    fixed = _FIXED_ZONE.fullmatch(name)
    if fixed:
        ahead = timedelta(hours=int(fixed.group("hours")), minutes=int(fixed.group("minutes") or 0))
        return timezone(-ahead if fixed.group("sign") == "-" else ahead)
    from zoneinfo import ZoneInfo

    return ZoneInfo(name)


def _customer_zone(conversation: Conversation) -> tzinfo | None:
    exchange = conversation.exchange
    return zone_named(exchange.customer.timezone or exchange.business.timezone)


@exchange_fact("the send time and the customer's time zone")
def send_time(conversation: Conversation) -> datetime | None:
    """When the draft goes out, on the customer's clock."""
    at = conversation.exchange.draft.at
    zone = _customer_zone(conversation)
    if at is None or zone is None:
        return None
    try:
        return at.replace(tzinfo=zone) if at.tzinfo is None else at.astimezone(zone)
    except OverflowError:
        return None  # the last day of the calendar, in a zone that is ahead


@exchange_fact("the times of both messages")
def reply_minutes(conversation: Conversation) -> float | None:
    """Minutes between the incoming message and the draft."""
    if conversation.incoming is None:
        return None
    came, goes = conversation.incoming.message.at, conversation.exchange.draft.at
    if came is None or goes is None:
        return None
    if (came.tzinfo is None) != (goes.tzinfo is None):
        zone = _customer_zone(conversation)
        if zone is None:
            return None
        came = came.replace(tzinfo=zone) if came.tzinfo is None else came
        goes = goes.replace(tzinfo=zone) if goes.tzinfo is None else goes
    return (goes - came) / timedelta(minutes=1)


@exchange_fact("the times of both messages, and the channel")
def lateness_minutes(conversation: Conversation) -> int | None:
    """Minutes past the channel's target time for a reply; 0 when it is in time."""
    taken = reply_minutes(conversation)
    target = conversation.targets.get("reply_within")
    if taken is None or target is None:
        return None
    return max(0, int(taken - target))


_GSM7 = set(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿"
    "abcdefghijklmnopqrstuvwxyzäöñüà"
)
_GSM7_EXTENDED = set("^{}\\[~]|€")


def sms_size(text: str) -> tuple[int, int]:
    """Characters that ``text`` takes in a text message, and how many fit: 160 in GSM-7, 70 in UCS-2 (GSM 03.38)."""
    if all(c in _GSM7 or c in _GSM7_EXTENDED for c in text):
        return sum(2 if c in _GSM7_EXTENDED else 1 for c in text), 160
    return len(text.encode("utf-16-le")) // 2, 70


def weighted_size(reading: Reading) -> int:
    """Twitter's count: 23 for a link, 2 for an emoji or a character outside its Latin ranges, else 1."""
    text = reading.text.strip()
    shift = reading.text.find(text)
    size = 0
    at = 0
    spans = [(m.start - shift, m.end - shift) for m in links(reading) if m.kind == "url"]
    if not text.isascii():
        from .emoticons import emoticons

        spans += [
            (m.start - shift, m.end - shift)
            for m in emoticons(reading)
            if not text[m.start - shift : m.end - shift].isascii()
        ]
    for start, end in sorted(spans):
        size += _light(text[at:start]) + (23 if text[start:end].isascii() else 2)
        at = end
    return size + _light(text[at:])


def _light(text: str) -> int:
    if text.isascii():
        return len(text)
    return sum(1 if ord(c) <= 0x10FF or 0x2000 <= ord(c) <= 0x201F or 0x2032 <= ord(c) <= 0x2037 else 2 for c in text)


@exchange_fact("a channel that has a limit")
def channel_size(conversation: Conversation) -> int | None:
    """How long the draft is as its channel counts."""
    counts = conversation.targets.get("counts")
    text = conversation.exchange.draft.text.strip()
    if counts == "twitter":
        return weighted_size(conversation.draft)
    if counts == "sms":
        return sms_size(text)[0]
    return len(text) if counts == "characters" else None


@exchange_fact("a channel that has a limit")
def channel_limit(conversation: Conversation) -> int | None:
    """How much the channel takes in one piece."""
    if conversation.targets.get("counts") == "sms" and conversation.targets.get("limit") is None:
        return sms_size(conversation.exchange.draft.text.strip())[1]
    limit: int | None = conversation.targets.get("limit")
    return limit


@exchange_fact()
def has_placeholders(conversation: Conversation) -> bool:
    """Whether template variables or blanks stand in the draft."""
    return bool(placeholders(conversation.draft))


@exchange_fact("an email, and the number of its attachments")
def attachments(conversation: Conversation) -> int | None:
    """How many files go with the draft."""
    return conversation.exchange.attachments


@exchange_fact()
def body_is_empty(conversation: Conversation) -> bool:
    """Whether nothing stands between greeting and sign-off."""
    span = body_span(conversation.draft)
    return span.start >= span.end


@exchange_fact("whether the draft is a canned reply")
def is_canned(conversation: Conversation) -> bool:
    """Whether the draft is a reply of a library, to be filled in and sent later."""
    return conversation.exchange.is_canned


@exchange_fact("the library")
def library_notes(conversation: Conversation) -> Marks:
    """What the rest of its library makes of a canned reply: ``duplicate id``, ``duplicate title``, ``near-duplicate``,
    ``untranslated``, ``unknown placeholder``, ``idle suppression``; the note says of what."""
    return tuple(Mark(note.start, note.end, note.kind, note.text) for note in conversation.exchange.notes)
