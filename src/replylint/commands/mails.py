"""Mail as ``check`` and ``send`` see it: an exchange from its bytes and its circumstances, and the bytes with fixes made."""

from __future__ import annotations

import sys
from datetime import datetime, timedelta

from ..errors import InputError
from ..exchange import Exchange, Message
from ..findings import Report
from ..fixer import apply_fixes
from ..readers.exchanges import check_order
from ..readers.mail.message import Mail
from ..readers.mail.reply import MailReply, mail_reply
from ..readers.mail.thread import read_thread, with_thread
from ..record import replace
from .circumstances import Circumstances, with_machine_zone
from .fixing import report_fixes


def reply_of(mail: Mail, name: str, base: Exchange, known: Circumstances) -> MailReply:
    """A mail with what the command line, the config and its thread say of it; raises InputError."""
    reply = MailReply(mail, name, replace(base, incoming=known.incoming))
    exchange = reply.exchange
    if known.thread:
        history = read_thread(known.thread, reply.mail)
        given = exchange.incoming if known.incoming is not None else None
        exchange = with_thread(exchange, history, known.ours, reply.mail)
        exchange = exchange if given is None else replace(exchange, incoming=given)
    if known.was_held:
        exchange = _held_until(exchange, known.sent)
    if known.sent is not None or exchange.draft.at is None:
        at = known.sent or (datetime.now().astimezone() if exchange.incoming is not None else None)
        exchange = replace(exchange, draft=replace(exchange.draft, at=at))
    try:
        check_order(exchange)
    except InputError:
        # Whoever wrote the Date headers had another clock: the difference says nothing.
        if exchange.incoming is not None:
            exchange = replace(exchange, incoming=replace(exchange.incoming, at=None))
    if exchange.incoming is not None and not exchange.customer.timezone:
        exchange = with_machine_zone(exchange)
    reply.exchange = exchange
    return reply


def _held_until(exchange: Exchange, now: datetime | None) -> Exchange:
    """The incoming message as much later as the mail lay in the held folder."""
    written, incoming = exchange.draft.at, exchange.incoming
    if now is None or written is None or written.tzinfo is None or incoming is None or incoming.at is None:
        return exchange
    return replace(exchange, incoming=replace(incoming, at=incoming.at + max(now - written, timedelta())))


def with_history(base: Exchange, known: Circumstances) -> Exchange:
    """A draft that is no mail itself, with the mails before it: the last one that is not ours is what it answers."""
    exchange = with_thread(base, read_thread(known.thread), known.ours, None)
    if known.incoming is not None:
        exchange = replace(exchange, incoming=known.incoming)
    if exchange.customer.name is None and exchange.incoming is not None and exchange.incoming.author:
        exchange = replace(exchange, customer=replace(exchange.customer, name=exchange.incoming.author))
    return replace(exchange, channel=exchange.channel or "email")


def incoming_of(raw: bytes, name: str) -> Message:
    """A mail as the message that is answered: what its writer wrote, without quotes and signature, who that is, and when."""
    return replace(mail_reply(raw, name, Exchange(Message(""))).exchange.draft, role="customer")


def fixed(reply: MailReply, report: Report, *, unsafe: bool, diff: bool) -> tuple[bytes, bool]:
    """The bytes of the mail with its fixes made, and whether they differ; with ``diff`` they are only shown."""
    text = reply.exchange.draft.text
    done = apply_fixes(text, [f.fix for f in report.findings if f.fix], unsafe=unsafe)
    edits = [edit for fix in done.applied for edit in fix.edits]
    after = reply.edited(edits) if edits else reply.mail.raw
    if diff:
        sys.stdout.writelines(_diff(reply.mail.raw, after, reply.name))
    else:
        report_fixes(reply.name, done, unsafe=unsafe)
    return after, after != reply.mail.raw


def _diff(before: bytes, after: bytes, name: str) -> list[str]:
    import difflib

    old, new = (
        data.decode("utf-8", "backslashreplace").replace("\r\n", "\n").splitlines(keepends=True)
        for data in (before, after)
    )
    return list(difflib.unified_diff(old, new, f"a/{name}", f"b/{name}"))
