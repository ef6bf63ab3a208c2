"""Accounts that a message tags."""

from __future__ import annotations

from ..lazy import lazy
from .core import Conversation, Mark, Marks, Reading, exchange_fact, message_fact

_MENTION = lazy(r"(?<![\w@./])@(?P<handle>[A-Za-z0-9_][\w.]{0,40}\w|\w)(?!\w*@)")


@message_fact()
def mentions(reading: Reading) -> Marks:
    """``@account`` tags, each with the account in lower case as its note."""
    if "@" not in reading.text:
        return ()
    return tuple(
        Mark(m.start(), m.end(), "mention", m.group("handle").lower()) for m in _MENTION.finditer(reading.text)
    )


@exchange_fact()
def stray_mentions(conversation: Conversation) -> Marks | None:
    """Accounts tagged in the draft that nobody in the conversation tagged or is, and that are not the business's own."""
    if conversation.incoming is None:
        return None
    known = {account.lstrip("@").lower() for account in conversation.exchange.business.accounts}
    for reading in (conversation.incoming, *conversation.history):
        known |= {mark.note for mark in mentions(reading)}
        if reading.message.author:
            known.add(reading.message.author.lstrip("@").lower())
    name = conversation.exchange.customer.name or ""
    known |= {name.lstrip("@").lower(), name.replace(" ", "").lower()}
    return tuple(mark for mark in mentions(conversation.draft) if mark.note not in known)
