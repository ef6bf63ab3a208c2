"""What the line above a quote says: who wrote it, and when."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta, timezone

from ...lazy import lazy
from ...record import record


@record
class Origin:
    """The writer of a quoted message, and its time: aware where the line gives an offset."""

    author: str | None = None
    at: datetime | None = None


_MONTHS = (
    "january february march april may june july august september october november december",
    "januar februar märz april mai juni juli august september oktober november dezember",
    "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
    "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre",
    "gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre dicembre",
    "janeiro fevereiro março abril maio junho julho agosto setembro outubro novembro dezembro",
)
_DAY_FIRST = lazy(
    r"\b(?P<day>\d{1,2})(?:\.|st|nd|rd|th|º)?\s+(?:de\s+)?(?P<month>[^\W\d_]{3,12})\.?,?\s+(?:de\s+)?(?P<year>20\d\d)\b"
)
_MONTH_FIRST = lazy(r"\b(?P<month>[^\W\d_]{3,12})\.?\s+(?P<day>\d{1,2})(?:st|nd|rd|th)?,?\s+(?P<year>20\d\d)\b")
_ISO = lazy(r"\b(?P<year>20\d\d)-(?P<month>\d\d)-(?P<day>\d\d)\b")
_CLOCK = lazy(r"(?i)\b(?P<hour>\d{1,2})[:.h](?P<minute>\d\d)(?:[:.]\d\d)?\s*(?P<half>[ap]\.?\s?m\b)?")
_OFFSET = lazy(
    r"(?:^|[\s(])(?:UTC|GMT)?(?P<sign>[+-])(?P<hours>[01]\d):?(?P<minutes>[0-5]\d)\b|\b(?:UTC|GMT)(?P<short>[+-]\d{1,2})(?!\d)|\b(?P<utc>UTC|GMT)(?![+-])\b"
)
_MAILBOX = lazy(r"[\s<(\[\"']*[\w.+%-]{1,64}@[\w.-]{1,255}[>)\]\"']*")
_HEADER_FROM = lazy(
    r"(?i)(?:^|\s)[*_]{0,2}(?:from|von|de|da|van|från|fra)[*_]{0,2}:[*_]{0,2}\s*(?P<name>[^<\[:]{1,80}?)\s*(?:[<\[]|\b(?:sent|date|to|gesendet|datum|an|envoyé|à|enviado|para|inviato|verzonden|aan)\b)"
)
_NAME_LAST = lazy(
    r"(?:[,;]|\d{4}|\d\d:\d\d(?::\d\d)?|[+-]\d{4}|\b[APap]\.?[Mm]\.?|\))\)?,?\s+(?:Uhr\s+)?(?:schrieb\s+)?(?P<name>[^\W\d_][^\d,:;<>()\[\]]{1,60}?)[\s,]*$"
)
_VERBS = lazy(
    r"(?i)\s*\b(?:wrote|writes|said|schrieb|a écrit|escribió|escreveu|ha scritto|schreef|skrev|napisał\(a\)|написал\(а\)|het volgende geschreven)\b\s*"
)


def origin_of(line: str) -> Origin:
    """What an attribution or the headers above a quote tell; what is not certain stays unknown."""
    return Origin(_author(line), _time(line)) if line else Origin()


def _author(line: str) -> str | None:
    match = _HEADER_FROM.search(line)
    if match is None:
        before, verb, after = _around_verb(line)
        before = before.removesuffix(" Uhr")
        if not verb:
            return None
        match = _NAME_LAST.search(before)
        written = match.group("name") if match else after.strip(" :") or None
    else:
        written = match.group("name")
    name = " ".join((written or "").strip(" \"'*_,:").split())
    return name if name and not any(c.isdigit() for c in name) and len(name.split()) <= 5 else None


def _around_verb(line: str) -> tuple[str, bool, str]:
    plain = _MAILBOX.sub(" ", line)
    found = list(_VERBS.finditer(plain))
    if not found:
        return plain, False, ""
    return plain[: found[-1].start()].strip(), True, plain[found[-1].end() :]


def _time(line: str) -> datetime | None:
    match = _ISO.search(line)
    if match:
        month = int(match.group("month"))
    else:
        match = _DAY_FIRST.search(line) or _MONTH_FIRST.search(line)
        month = _month(match.group("month")) if match else 0
    clock = _CLOCK.search(line, match.end()) if match else None
    if match is None or clock is None or not month:
        return None
    hour = int(clock.group("hour"))
    half = (clock.group("half") or "").lower()
    if half:
        hour = hour % 12 + (12 if half.startswith("p") else 0)
    try:
        at = datetime(int(match.group("year")), month, int(match.group("day")), hour, int(clock.group("minute")))
    except ValueError:
        return None
    offset = _OFFSET.search(line, clock.end() - 1)
    return at.replace(tzinfo=_zone(offset)) if offset else at


def _zone(offset: re.Match[str]) -> timezone:
    if offset.group("utc"):
        return UTC
    if offset.group("short"):
        return timezone(timedelta(hours=max(-14, min(14, int(offset.group("short"))))))
    ahead = timedelta(hours=int(offset.group("hours")), minutes=int(offset.group("minutes")))
    return timezone(-ahead if offset.group("sign") == "-" else ahead)


def _month(written: str) -> int:
    """The number of a month named in one of six languages; 0 for another word."""
    word = written.lower()
    for names in _MONTHS:
        for number, name in enumerate(names.split(), 1):
            if name == word or (len(word) >= 3 and name.startswith(word)):
                return number
    return 0


__all__ = ["Origin", "origin_of"]
