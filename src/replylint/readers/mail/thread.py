"""Earlier mail of a conversation: from an mbox file, a Maildir, a folder of ``.eml`` files or such files themselves."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path

from ...errors import InputError
from ...exchange import Exchange, Message
from ...record import record, replace
from .message import Mail, read_mail
from .reply import MailReply
from .sniff import looks_like_mail

MAX_MESSAGES = 200
"""So many mails of a thread are held against a draft, the last ones."""
_SUBJECT_PREFIX = re.compile(r"(?i)^(?:(?:re|aw|fwd?|wg|sv|antw|r|tr|odp|vs|回复|答复)\s*(?:\[\d+\])?\s*[:：]\s*)+")


@record
class Thread:
    """The mails of a conversation, oldest first."""

    mails: tuple[Mail, ...]


def read_thread(paths: Iterable[str], draft: Mail | None = None) -> Thread:
    """The mails in ``paths`` that belong to the thread of ``draft``, or all of them; raises InputError."""
    wanted = _ids_of(draft) if draft is not None else frozenset()
    found: list[Mail] = []
    for path in paths:
        for name, raw in _mails(path):
            if wanted and not any(id.encode() in raw for id in wanted):
                continue
            mail = read_mail(raw, name)
            if draft is None or _belongs(mail, draft, wanted):
                found.append(mail)
    unique = {mail.id or str(number): mail for number, mail in enumerate(found)}
    if draft is not None and draft.id is not None:
        unique.pop(draft.id, None)
    return Thread(tuple(sorted(unique.values(), key=_moment)[-MAX_MESSAGES:]))


def _moment(mail: Mail) -> datetime:
    at = mail.date
    if at is None:
        return datetime.min.replace(tzinfo=UTC)
    return at if at.tzinfo else at.replace(tzinfo=UTC)


def _ids_of(mail: Mail) -> frozenset[str]:
    return frozenset((*mail.references, *([mail.in_reply_to] if mail.in_reply_to else [])))


def _belongs(mail: Mail, draft: Mail, wanted: frozenset[str]) -> bool:
    if wanted:
        return mail.id in wanted or bool(wanted & _ids_of(mail))
    return _subject(mail) == _subject(draft)


def _subject(mail: Mail) -> str:
    return _SUBJECT_PREFIX.sub("", mail.subject).strip().lower()


def _mails(path: str) -> Iterator[tuple[str, bytes]]:
    """The mails in a file or folder, each with its name."""
    where = Path(path)
    try:
        if where.is_dir():
            yield from _in_folder(where)
            return
        with where.open("rb") as source:
            head = source.read(5)
            if head == b"From ":
                yield from _in_box(path)
            else:
                raw = head + source.read()
                if not looks_like_mail(raw):
                    raise InputError(f"{path}: neither a mail nor an mbox file")
                yield path, raw
    except FileNotFoundError:
        raise InputError(f"{path}: no such file or folder") from None
    except OSError as error:
        raise InputError(f"{path}: cannot be read: {error.strerror}") from None


def _in_folder(folder: Path) -> Iterator[tuple[str, bytes]]:
    if (folder / "cur").is_dir() or (folder / "new").is_dir():
        files = sorted(file for part in ("cur", "new") for file in (folder / part).glob("*") if file.is_file())
    else:
        files = sorted(folder.glob("*.eml"))
    if not files:
        raise InputError(f"{folder}: no mail in it: neither a Maildir nor a folder of .eml files")
    for file in files:
        yield str(file), file.read_bytes()


def _in_box(path: str) -> Iterator[tuple[str, bytes]]:
    from mailbox import mbox

    box = mbox(path, create=False)
    for number, key in enumerate(box.keys(), 1):
        yield f"{path} (mail {number})", box.get_bytes(key)


_FREE_MAIL = re.compile(
    r"(?:gmail|googlemail|outlook|hotmail|live|msn|yahoo|ymail|icloud|me|mac|aol|gmx|web|proton|protonmail|pm|mail|yandex|qq|163|126|naver|"
    r"t-online|freenet|orange|free|laposte|wanadoo|libero|virgilio|seznam|wp|o2|onet|btinternet|sky|comcast|verizon|att|cox)\.[a-z.]{2,6}"
)
"""Domains in which customers and businesses have their mailboxes side by side."""


def with_thread(exchange: Exchange, thread: Thread, ours: Sequence[str], draft: Mail | None) -> Exchange:
    """``exchange`` with the thread as its history; the mail that is answered becomes the incoming message.

    ``ours`` are the domains and addresses that write for the business.
    """
    if not thread.mails:
        return exchange
    last = thread.mails[-1].sender
    known = {name.lower() for name in ours}
    if draft is not None and draft.sender is not None:
        known.add(draft.sender.address.lower())
        if not _FREE_MAIL.fullmatch(draft.sender.domain):
            known.add(draft.sender.domain)

    def is_ours(mail: Mail) -> bool:
        if mail.sender is None:
            return False
        if known:
            return mail.sender.domain in known or mail.sender.address.lower() in known
        return last is not None and mail.sender.address.lower() != last.address.lower()

    answered = _answered(thread.mails, draft, [mail for mail in thread.mails if not is_ours(mail)])
    history = tuple(_message(mail, is_ours(mail), exchange) for mail in thread.mails if mail is not answered)
    if answered is None:
        return replace(exchange, history=(*exchange.history, *history))
    incoming = _message(answered, False, exchange)
    exchange = replace(exchange, incoming=incoming, history=(*exchange.history, *history))
    return with_offset(exchange, answered)


def _answered(mails: Sequence[Mail], draft: Mail | None, theirs: Sequence[Mail]) -> Mail | None:
    if draft is not None and draft.in_reply_to is not None:
        named = [mail for mail in theirs if mail.id == draft.in_reply_to]
        if named:
            return named[0]
    return theirs[-1] if theirs else None


def _message(mail: Mail, is_ours: bool, base: Exchange) -> Message:
    read = MailReply(mail, "", replace(base, incoming=None)).exchange.draft
    return replace(read, role="agent" if is_ours else "customer")


def with_offset(exchange: Exchange, answered: Mail) -> Exchange:
    """The customer's clock, from the Date of their own mail. An offset of zero is what web mail writes for everybody."""
    offset = answered.date.utcoffset() if answered.date else None
    if not offset or exchange.customer.timezone:
        return exchange
    total = round(offset.total_seconds() / 60)
    name = f"UTC{'-' if total < 0 else '+'}{abs(total) // 60:02}:{abs(total) % 60:02}"
    customer = replace(exchange.customer, timezone=name)
    return replace(exchange, customer=customer, timezone_source=f"{name} (the Date of their mail)")


__all__ = ["Thread", "read_thread", "with_offset", "with_thread"]
