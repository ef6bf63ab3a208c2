"""What a check is, and what it needs to know: facts by name, and where a breach stands."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Any, ClassVar

from ..facts import exchange_facts, message_facts
from ..facts.core import Conversation, Fact, Mark, Marks, Reading
from ..facts.layout import body_span, sign_off
from ..record import field, record


class Unknown(Exception):
    """A fact that the check needs is not known; the message says what is missing."""


@record
class Breach:
    """Where a check fails, and the values that its message may show; ``hold_until`` is when it would not fail, ISO 8601."""

    mark: Mark
    values: dict[str, str] = field(default_factory=dict)
    hold_until: str | None = None


class Check:
    """A kind of check: a record whose fields are its YAML, with :meth:`run`.

    ``VALUES`` names what its messages may show besides ``found``, ``note``, ``kind``, ``customer`` and ``channel``.
    """

    VALUES: ClassVar[frozenset[str]] = frozenset()

    def validate(self) -> None:
        """Raises ValueError for fields that do not go together."""

    def own_phrases(self) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """The phrases that the check holds itself, and their exceptions, for the automaton."""
        return (), ()

    def facts(self) -> Mapping[str, tuple[str, ...]]:
        """The names of the facts that the check reads, each with the kinds that it may be of, so that a mistake is an error at load."""
        return {}

    def lexicons(self) -> tuple[str, ...]:
        """The names of the lexicons that the check reads."""
        return ()

    def finds_by(self) -> tuple[str, ...]:
        """How the check finds what it looks for, in words for ``explain``, as far as it is not plain."""
        return ()

    def run(self, conversation: Conversation, owner: str) -> Iterable[Breach]:
        """The breaches; raises :class:`Unknown`. ``owner`` is whom the check's own phrases belong to."""
        raise NotImplementedError


def split_fact(name: str) -> tuple[str, str]:
    """``incoming.mood`` → ``incoming``, ``mood``; without a prefix, the draft or the exchange."""
    side, dot, rest = name.rpartition(".")
    return (side, rest) if dot else ("", name)


def known_fact(name: str) -> Fact[Any, Any] | None:
    """The fact called ``name``, with or without ``incoming.``; ``None`` if there is none."""
    side, bare = split_fact(name)
    if side == "incoming":
        return message_facts().get(bare)
    return None if side else message_facts().get(bare) or exchange_facts().get(bare)


def value_of(conversation: Conversation, name: str) -> Any:
    """The value of a fact; ``None`` is unknown. Remembered by the name that rules use, as sixty rules ask for the same few."""
    values = conversation.values
    if name not in values:
        values[name] = _value_of(conversation, name)
    return values[name]


def _value_of(conversation: Conversation, name: str) -> Any:
    side, fact, of_message = _asked(name)
    if side == "incoming":
        return fact(conversation.incoming) if conversation.incoming else None
    return fact(conversation.draft if of_message else conversation)


@lru_cache(maxsize=1024)
def _asked(name: str) -> tuple[str, Fact[Any, Any], bool]:
    """What a name in a rule asks for: of which side, which fact, and whether it is one of a message."""
    side, bare = split_fact(name)
    fact = message_facts().get(bare)
    return side, fact or exchange_facts()[bare], fact is not None


def needs_of(conversation: Conversation, name: str) -> str:
    """What is missing when the fact is unknown."""
    side, bare = split_fact(name)
    if side == "incoming":
        return message_facts()[bare].needs if conversation.incoming else "the incoming message"
    fact = message_facts().get(bare) or exchange_facts()[bare]
    return fact.needs


def known_value(conversation: Conversation, name: str) -> Any:
    """The value of a fact; raises :class:`Unknown`."""
    values = conversation.values
    value = values[name] if name in values else value_of(conversation, name)
    if value is None:
        raise Unknown(needs_of(conversation, name))
    return value


def marks_of(conversation: Conversation, name: str) -> Marks:
    """The places that a fact holds; raises :class:`Unknown`."""
    value: Marks = known_value(conversation, name)
    return value


PLACES = ("start", "body_start", "body", "before_sign_off", "end")


def place(reading: Reading, where: str) -> Mark:
    """A zero-width mark where something missing belongs."""
    if where == "start":
        return Mark(0, 0)
    if where == "body_start":
        start = body_span(reading).start
        return Mark(start, start)
    if where == "before_sign_off" or where == "body":
        end = body_span(reading).end if sign_off(reading) else len(reading.text.rstrip())
        return Mark(end, end)
    end = len(reading.text.rstrip())
    return Mark(end, end)


def number(value: float) -> str:
    """A number as people write it: no ``.0``."""
    return f"{value:g}" if value != int(value) else str(int(value))
