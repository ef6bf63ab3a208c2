"""``schedule``: a moment within hours."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, datetime, timedelta

from ..facts.core import Conversation
from ..record import record
from ..shape import option
from .core import Breach, Check, known_value, place, value_of

_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


@record
class Schedule(Check):
    """A fact that is a moment lies between ``from`` and ``to``, or within the business's own hours for that weekday.

    Public holidays of the business's country count as closed when ``holidays`` is on and a country is configured.
    """

    moment: str = option("the fact that is a moment")
    from_: str = option("opening time on every day, HH:MM")
    to: str = option("closing time on every day, HH:MM")
    holidays: bool = option("public holidays of the configured country are closed", True)
    live: str | None = option(
        "a fact in minutes: below `live_within`, the conversation is live and any hour is fine", None
    )
    live_within: float = option("see `live`", 30)

    VALUES = frozenset({"time", "day", "next", "reason"})

    def validate(self) -> None:
        if minutes(self.from_) >= minutes(self.to):
            raise ValueError(f"from {self.from_} is not before to {self.to}")

    def facts(self) -> Mapping[str, tuple[str, ...]]:
        return {self.moment: ("a moment",)} | ({self.live: ("a number",)} if self.live else {})

    def run(self, conversation: Conversation, owner: str) -> Iterator[Breach]:
        moment: datetime = known_value(conversation, self.moment)
        waited = value_of(conversation, self.live) if self.live else None
        if waited is not None and 0 <= waited <= self.live_within:
            return
        if self._open_at(moment, conversation):
            return
        holiday = self._holiday(moment.date(), conversation)
        opening = self._opening(moment, conversation)
        values = {
            "time": f"{moment:%H:%M}",
            "day": _DAYS[moment.weekday()],
            "next": _told(opening, moment) if opening else "within the next two weeks at no time",
            "reason": f" ({holiday})" if holiday else "",
        }
        yield Breach(place(conversation.draft, "start"), values, opening.isoformat() if opening else None)

    def _spans(self, day: date, conversation: Conversation) -> tuple[tuple[int, int], ...]:
        if self._holiday(day, conversation):
            return ()
        return conversation.exchange.business.hours.get(day.weekday(), ((minutes(self.from_), minutes(self.to)),))

    def _open_at(self, moment: datetime, conversation: Conversation) -> bool:
        now = moment.hour * 60 + moment.minute
        return any(start <= now < end for start, end in self._spans(moment.date(), conversation))

    def _opening(self, moment: datetime, conversation: Conversation) -> datetime | None:
        """The next moment that is within hours, within two weeks."""
        now = moment.hour * 60 + moment.minute
        for ahead in range(15):
            day = moment.date() + timedelta(days=ahead)
            for start, _ in self._spans(day, conversation):
                if ahead or start > now:
                    return datetime(day.year, day.month, day.day, start // 60 % 24, start % 60, tzinfo=moment.tzinfo)
        return None

    def _holiday(self, day: date, conversation: Conversation) -> str | None:
        business = conversation.exchange.business
        return holiday_name(day, business.country, business.subdivision) if self.holidays and business.country else None


def _told(opening: datetime, moment: datetime) -> str:
    ahead = (opening.date() - moment.date()).days
    day = ("today", "tomorrow")[ahead] if ahead < 2 else f"{_DAYS[opening.weekday()]} {opening.date().isoformat()}"
    return f"{day} at {opening:%H:%M}"


def minutes(clock: str) -> int:
    """Minutes after midnight of ``HH:MM``; raises ValueError."""
    hours, colon, rest = clock.partition(":")
    if colon and hours.isdigit() and rest.isdigit() and int(rest) < 60 and len(rest) == 2:
        found = int(hours) * 60 + int(rest)
        if found <= 24 * 60:
            return found
    raise ValueError(f"{clock!r} is no time of day: write HH:MM")


def holiday_name(day: date, country: str, subdivision: str | None) -> str | None:
    """The public holiday on ``day``, if any; raises NotImplementedError for a country that is not known."""
    import holidays

    found = holidays.country_holidays(country, subdiv=subdivision, years=day.year).get(day)
    return str(found) if found else None
