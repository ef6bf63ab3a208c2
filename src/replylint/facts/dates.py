"""Dates, times and time frames."""

from __future__ import annotations

import re
from datetime import date

from ..lazy import lazy
from .characters import has_digit
from .core import Mark, Marks, Reading, message_fact
from .layout import lexicon_marks, prose

_NUMERIC = lazy(r"(?<![\w./-])(\d{1,2})([./-])(\d{1,2})\2(\d{4}|\d{2})(?![\w/-]|\.\d)")
_WITHOUT_YEAR = lazy(
    r"(?:\b(?:on|by|until|till|from|since|dated|before|after|for|or|and|to|between|have|is|was)[ \t]+|^|[(,;:–-][ \t]*)"
    r"(?P<date>(?P<first>\d{1,2})/(?P<second>\d{1,2}))(?![\w/%]|[.,]\d|[ \t]*(?:cup|tsp|tbsp|inch|litre|liter|full|done|stars?|people|of)\b)",
    re.IGNORECASE | re.MULTILINE,
)
"""Two numbers with a slash behind a word that leads to a day; whether they are a date is told by a zero in front, or by that word."""
_LEADS_TO_DAY = frozenset("on until till since dated".split())
_MONTHS = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
]


@message_fact()
def ambiguous_dates(reading: Reading) -> Marks:
    """Numeric dates that read as day/month and as month/day. When the business's order is known the kind is ``ordered`` and the note
    the date written out, else ``date``."""
    text = prose(reading)
    if not has_digit(text):
        return ()
    marks = []
    for match in _NUMERIC.finditer(text):
        first, second = int(match.group(1)), int(match.group(3))
        is_version = match.group(2) == "." and len(match.group()) < 8 and not match.group().startswith("0")
        if 1 <= first <= 12 and 1 <= second <= 12 and first != second and not is_version:
            written = _written_out(match, reading)
            marks.append(Mark(match.start(), match.end(), "ordered" if written else "date", written))
    taken = {mark.start for mark in marks}
    for match in _WITHOUT_YEAR.finditer(text) if "/" in text else ():
        first, second, start = int(match.group("first")), int(match.group("second")), match.start("date")
        is_date = (
            "0" in (match.group("first")[0], match.group("second")[0])
            or text[match.start() : start].strip().lower() in _LEADS_TO_DAY
        )
        if is_date and start not in taken and 1 <= first <= 12 and 1 <= second <= 12 and first != second:
            marks.append(Mark(start, match.end("date"), "date"))
    return tuple(sorted(marks, key=lambda mark: mark.start))


def _written_out(match: re.Match[str], reading: Reading) -> str:
    order = reading.business.date_order
    if order not in ("dmy", "mdy"):
        return ""
    first, second = int(match.group(1)), int(match.group(3))
    day, month = (first, second) if order == "dmy" else (second, first)
    year = int(match.group(4)) + (2000 if len(match.group(4)) == 2 else 0)
    try:
        date(year, month, day)
    except ValueError:
        return ""
    return f"{day} {_MONTHS[month - 1]} {year}"


_CLOCK = lazy(
    r"\b\d{1,2}(?:[:.]\d{2})?\s*(?:[ap]\.?m\b\.?|o'?clock\b|h\b|hrs\b)|\b\d{1,2}:\d{2}\b|\bnoon\b|\bmidnight\b",
    re.IGNORECASE,
)
_DAY = lazy(
    r"\b\d{1,2}(?:st|nd|rd|th)?\s+(?:of\s+)?(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\b"
    r"|\b(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?\s+\d{1,2}\b|\b\d{1,2}[./-]\d{1,2}[./-]\d{2,4}\b|\b\d{4}-\d{2}-\d{2}\b",
    re.IGNORECASE,
)


@message_fact()
def time_frames(reading: Reading) -> Marks:
    """When something is to happen: a clock time, a date, a weekday, “within 24 hours”, “today”, “by Friday”."""
    text = prose(reading)
    found = list(lexicon_marks(reading, "time-frame"))
    if has_digit(text):
        found += [Mark(m.start(), m.end(), "clock") for m in _CLOCK.finditer(text)]
        found += [Mark(m.start(), m.end(), "day") for m in _DAY.finditer(text)]
    return tuple(sorted(found, key=lambda mark: mark.start))


@message_fact()
def relative_days(reading: Reading) -> Marks:
    """“Next Friday”, “this weekend”, with no date in the same sentence."""
    found = lexicon_marks(reading, "relative-day")
    if not found:
        return ()
    if not has_digit(reading.text):
        return found
    dated = [Mark(m.start(), m.end()) for m in _DAY.finditer(prose(reading))]
    dated += [Mark(m.start(), m.end()) for m in _ORDINAL.finditer(prose(reading))]
    return tuple(
        mark for mark in found if not any(abs(d.start - mark.end) < 40 or abs(mark.start - d.end) < 40 for d in dated)
    )


_ORDINAL = lazy(r"\b\d{1,2}(?:st|nd|rd|th)\b")
