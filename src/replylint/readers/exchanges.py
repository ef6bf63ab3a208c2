"""Exchanges as JSON Lines: one object a line, streamed."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from typing import IO, Any, Literal

from ..config import check_timezone, parse_time
from ..errors import InputError
from ..exchange import Business, Customer, Exchange, Message
from ..record import record, replace
from ..shape import ShapeError, nearest

MAX_LINE = 4 * 1024 * 1024


@record
class Line:
    """One line of a file: an exchange, or why it is none. ``raw`` is the line as it stands there."""

    number: int
    raw: str
    exchange: Exchange | None
    error: str | None = None


RawLine = tuple[int, bytes]
"""The number of a line, from 1, and its bytes; no more of them than one over :data:`MAX_LINE`."""


def raw_lines(source: IO[bytes]) -> Iterator[RawLine]:
    """The lines of ``source``, one by one; of one that is too long only the beginning."""
    number = 0
    while data := source.readline(MAX_LINE + 1):
        number += 1
        yield number, data
        while len(data) > MAX_LINE and not data.endswith(b"\n"):
            data = source.readline(MAX_LINE + 1)
            if not data:
                return


def read_exchanges(source: Iterable[RawLine], name: str, base: Exchange, channels: Iterable[str]) -> Iterator[Line]:
    """The exchanges in lines of JSON, one by one; what ``base`` says holds where a line says nothing."""
    known = set(channels)
    for number, data in source:
        if len(data) > MAX_LINE:
            yield Line(number, "", None, f"{name}:{number}: the line is over {MAX_LINE >> 20} MiB")
            continue
        try:
            raw = data.decode("utf-8-sig" if number == 1 else "utf-8")
            if not raw.strip():
                continue
            yield Line(number, raw, exchange_from(json.loads(raw), base, known))
        except UnicodeDecodeError as error:
            yield Line(number, "", None, f"{name}:{number}: not UTF-8 (byte {data[error.start]:#04x})")
        except json.JSONDecodeError as error:
            yield Line(number, "", None, f"{name}:{number}: not JSON: {error.msg} at column {error.colno}")
        except (InputError, RecursionError) as error:
            reason = str(error) if isinstance(error, InputError) else "nested too deeply"
            yield Line(number, "", None, f"{name}:{number}: {reason}")


def exchange_from(data: Any, base: Exchange, channels: set[str]) -> Exchange:
    """The exchange in a parsed line; raises InputError. Keys that are not known are left alone."""
    if not isinstance(data, dict):
        raise InputError("an exchange is a JSON object")
    if "draft" not in data:
        raise InputError("draft.text is missing")
    draft = _message(data["draft"], "draft", "agent")
    incoming = _message(data["incoming"], "incoming", "customer") if data.get("incoming") else base.incoming
    customer = _object(data.get("customer"), "customer")
    channel = _text(data, "channel") or base.channel
    if channel is not None and channel not in channels:
        raise InputError(f"no channel is called {channel!r}{nearest(channel, channels)}")
    exchange = replace(
        base,
        draft=draft,
        incoming=incoming,
        history=tuple(_message(m, f"history[{n}]", None) for n, m in enumerate(_list(data, "history"))) or base.history,
        channel=channel,
        visibility=_visibility(data) or base.visibility,
        customer=Customer(
            name=_text(customer, "name", "customer.") or base.customer.name,
            timezone=_zone(customer) or base.customer.timezone,
            language=_text(customer, "language", "customer.") or base.customer.language,
        ),
        id=_id(data),
        title=_text(data, "title"),
        attachments=_count(data, "attachments", base.attachments),
    )
    check_order(exchange)
    return exchange


def check_order(exchange: Exchange) -> None:
    """Raises InputError for a draft that is sent before its incoming message came."""
    came, goes = exchange.incoming.at if exchange.incoming else None, exchange.draft.at
    if came and goes and (came.tzinfo is None) == (goes.tzinfo is None) and goes < came:
        raise InputError(f"sent at {goes.isoformat()}, before the incoming message came at {came.isoformat()}")


def _message(data: Any, where: str, role: Literal["customer", "agent"] | None) -> Message:
    if isinstance(data, str):
        data = {"text": data}
    data = _object(data, where)
    text = data.get("text")
    if not isinstance(text, str):
        raise InputError(f"{where}.text is missing" if text is None else f"{where}.text is not text")
    if where == "draft" and not text.strip():
        raise InputError("draft.text is empty")
    if role is None:
        written = data.get("role", "customer")
        if written not in ("customer", "agent"):
            raise InputError(f"{where}.role is customer or agent, not {written!r}")
        role = "agent" if written == "agent" else "customer"
    return Message(text, _text(data, "author", f"{where}."), _time(data, where), role)


def _time(data: Mapping[str, Any], where: str) -> datetime | None:
    written = _text(data, "at", f"{where}.")
    try:
        return parse_time(written) if written else None
    except ValueError as error:
        raise InputError(f"{where}.at: {error}") from None


def _object(data: Any, where: str) -> Mapping[str, Any]:
    if data is None:
        return {}
    if not isinstance(data, dict):
        raise InputError(f"{where} is not an object")
    return data


def _list(data: Mapping[str, Any], key: str) -> list[Any]:
    value = data.get(key) or []
    if not isinstance(value, list):
        raise InputError(f"{key} is not a list")
    return value


def _text(data: Mapping[str, Any], key: str, where: str = "") -> str | None:
    value = data.get(key)
    if value is not None and not isinstance(value, str):
        raise InputError(f"{where}{key} is not text")
    return value or None


def _id(data: Mapping[str, Any]) -> str | None:
    value = data.get("id")
    if value is None or isinstance(value, str):
        return value
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    raise InputError("id is neither text nor a number")


def _count(data: Mapping[str, Any], key: str, default: int | None) -> int | None:
    value = data.get(key)
    if isinstance(value, list):
        return len(value)
    if value is not None and (not isinstance(value, int) or isinstance(value, bool) or value < 0):
        raise InputError(f"{key} is neither a number nor a list")
    return default if value is None else value


def _visibility(data: Mapping[str, Any]) -> Literal["public", "private"] | None:
    value = data.get("visibility")
    if value not in (None, "public", "private"):
        raise InputError(f"visibility is public or private, not {value!r}")
    return value


def _zone(customer: Mapping[str, Any]) -> str | None:
    name = _text(customer, "timezone", "customer.")
    try:
        check_timezone(name, ())
    except ShapeError as error:
        raise InputError(f"customer.timezone: {error.reason}") from None
    return name


def read_history(source: IO[bytes], name: str) -> tuple[Message, ...]:
    """Earlier messages as JSON Lines: role, text, at, author; raises InputError."""
    messages = []
    for number, data in enumerate(source, 1):
        if not data.strip():
            continue
        try:
            messages.append(_message(json.loads(data.decode("utf-8-sig")), "message", None))
        except UnicodeDecodeError:
            raise InputError(f"{name}:{number}: not UTF-8") from None
        except json.JSONDecodeError as error:
            raise InputError(f"{name}:{number}: not JSON: {error.msg} at column {error.colno}") from None
        except InputError as error:
            raise InputError(f"{name}:{number}: {error}") from None
    return tuple(messages)


__all__ = ["Business", "Line", "RawLine", "check_order", "exchange_from", "raw_lines", "read_exchanges", "read_history"]
