"""What holds for an exchange besides its own text: what the command line says, then the config, then the machine."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import IO, Literal

from ..config import Settings, check_timezone, parse_time
from ..errors import ConfigError, InputError
from ..exchange import Customer, Exchange, Message
from ..readers.document import document_of, read_bytes
from ..readers.exchanges import read_history
from ..readers.mail.sniff import looks_like_mail
from ..record import record, replace
from ..rulebook import Rulebook, load_rulebook
from ..shape import ShapeError, nearest


@record
class Given:
    """What the command line says of the exchange."""

    incoming: str | None = None
    channel: str | None = None
    visibility: Literal["public", "private"] | None = None
    customer_name: str | None = None
    timezone: str | None = None
    received_at: str | None = None
    send_at: str | None = None
    was_held: bool = False
    history: str | None = None
    thread: tuple[str, ...] = ()


@record
class Circumstances:
    """What is known of a single draft's exchange besides its own text; ``ours`` are domains and addresses that write for the business.

    With ``was_held``, the time between the Date of a mail and ``sent`` was spent in the held folder: nobody was late in it.
    """

    incoming: Message | None = None
    sent: datetime | None = None
    was_held: bool = False
    thread: tuple[str, ...] = ()
    ours: tuple[str, ...] = ()


def chosen_rulebook(settings: Settings, select: tuple[str, ...], ignore: tuple[str, ...]) -> Rulebook:
    """The rulebook of ``settings``, with the rules that the command line selects or leaves out; raises RuleError or ConfigError."""
    rulebook = load_rulebook(
        *settings.folders, default=settings.default_rules, overrides=settings.overrides, channels=settings.channels
    )
    select, ignore = select or settings.select, (*settings.ignore, *ignore)
    _check_names((*select, *ignore), rulebook)
    for pattern, names in settings.per_file_ignores:
        _check_names(names, rulebook, f"per_file_ignores: {os.path.basename(pattern)}: ")
    return rulebook.only(select, ignore)


def _check_names(names: tuple[str, ...], rulebook: Rulebook, said: str = "") -> None:
    known = rulebook.off | {rule.id for rule in rulebook.rules} | {rule.category for rule in rulebook.rules}
    for name in names:
        if name not in known:
            raise ConfigError(f"{said}no rule or category is called {name!r}{nearest(name, known)}")


def given_time(given: Given, name: Literal["send_at", "received_at"], settings: Settings) -> datetime | None:
    """A time of the command line or the config; raises ConfigError."""
    written = getattr(given, name) or getattr(settings.context, name)
    try:
        return parse_time(written) if written else None
    except ValueError as error:
        raise ConfigError(f"--{name.replace('_', '-')}: {error}") from None


def base_exchange(given: Given, settings: Settings, rulebook: Rulebook) -> Exchange:
    """What holds for every exchange of the run, of the command line and the config."""
    context = settings.context
    channel = given.channel or context.channel
    if channel is not None and channel not in rulebook.channels:
        raise ConfigError(f"--channel: no channel is called {channel!r}{nearest(channel, rulebook.channels)}")
    zone = given.timezone or context.timezone
    try:
        check_timezone(zone, ())
    except ShapeError as error:
        raise ConfigError(f"--timezone: {error.reason}") from None
    history = given.history or context.history
    return Exchange(
        draft=Message("", role="agent"),
        history=_history(history) if history else (),
        channel=channel,
        visibility=given.visibility or context.visibility,
        customer=Customer(name=given.customer_name or context.customer_name, timezone=zone),
        business=settings.business,
    )


def circumstances(given: Given, settings: Settings) -> Circumstances:
    """What the command line and the config know of a single draft's exchange; reads the incoming message."""
    path = given.incoming or settings.context.incoming
    incoming = None
    if path:
        incoming = _incoming(path, given_time(given, "received_at", settings))
    return Circumstances(
        incoming=incoming,
        sent=given_time(given, "send_at", settings),
        was_held=given.was_held,
        thread=given.thread,
        ours=(*settings.business.domains, *settings.business.contacts, *settings.mail.internal_domains),
    )


def _incoming(path: str, at: datetime | None) -> Message:
    """The message that the draft answers: a text file, or a mail, of which its writer's own text, name and Date count."""
    data = read_bytes(path, path, looks_like_mail)
    if looks_like_mail(data):
        from . import mails

        message = mails.incoming_of(data, path)
        message = message if at is None else replace(message, at=at)
    else:
        message = Message(document_of(data, path, "message").text, None, at)
    if not message.text.strip():
        raise InputError(f"{path}: the incoming message is empty")
    return message


def _history(path: str) -> tuple[Message, ...]:
    with opened(path, path) as source:
        return read_history(source, path)


@contextmanager
def opened(path: str, name: str) -> Iterator[IO[bytes]]:
    """The file at ``path``, or standard input for ``-``; raises InputError."""
    if path == "-":
        yield sys.stdin.buffer
        return
    try:
        source = Path(path).open("rb")  # noqa: SIM115  (closed below)
    except IsADirectoryError:
        raise InputError(f"{name}: a folder, not a file") from None
    except FileNotFoundError:
        raise InputError(f"{name}: no such file") from None
    except OSError as error:
        raise InputError(f"{name}: cannot be read: {error.strerror}") from None
    with source:
        yield source


def with_machine_zone(exchange: Exchange) -> Exchange:
    """The configured time zone, else the machine's own, for a customer whose own is not known; and which was taken."""
    configured = exchange.business.timezone
    if configured:
        return replace(exchange, timezone_source=f"{configured} (configured time zone)")
    zone = machine_zone()
    if zone is None:
        return exchange
    customer = replace(exchange.customer, timezone=zone)
    return replace(exchange, customer=customer, timezone_source=f"{zone} (this machine's time zone)")


def machine_zone() -> str | None:
    """The IANA name of the machine's time zone."""
    from ..facts.circumstances import zone_named

    name = os.environ.get("TZ", "").lstrip(":")
    if not name:
        target = os.path.realpath("/etc/localtime")
        name = target.partition("zoneinfo/")[2]
    try:
        return name if name and zone_named(name) else "UTC"
    except (KeyError, ValueError, OSError):
        return None
