"""What a fact is: a named, documented, lazily computed property of a message or of the whole exchange.

A fact is a function with a docstring. Called on a :class:`Reading` (one message) or a :class:`Conversation` (all of
it) it computes its value once and remembers it. ``None`` means unknown: a rule that needs the fact does not apply.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Generic, Protocol, TypeVar

from ..exchange import Business, Exchange, Message
from ..phrases.book import Phrasebook
from ..phrases.graph import Hit
from ..record import record


class Subject(Protocol):
    """Whatever facts can be asked of."""

    memo: dict[str, Any]


S = TypeVar("S", bound=Subject, contravariant=True)
T = TypeVar("T", covariant=True)


@record
class Mark:
    """A place in a text, with what it is (``kind``) and what goes with it (``note``), such as a replacement."""

    start: int
    end: int
    kind: str = ""
    note: str = ""


Marks = tuple[Mark, ...]


FACT_KINDS = {
    "Marks": "places", "int": "a number", "float": "a number", "bool": "true or false", "str": "a word", "datetime": "a moment",
    "tuple[str, ...]": "words", "frozenset[str]": "words",
}  # fmt: skip
"""What facts that rules may ask of are, by what their functions return; others are the ground of facts only."""


class Fact(Generic[S, T]):
    """A function whose value is remembered on its subject. ``needs`` says what is missing when it is ``None``."""

    __slots__ = ("compute", "doc", "name", "needs", "returns")

    def __init__(self, compute: Callable[[S], T], needs: str) -> None:
        self.compute = compute
        self.name = compute.__name__
        self.needs = needs
        self.returns = str(compute.__annotations__.get("return", ""))
        self.doc = " ".join((compute.__doc__ or "").split())

    @property
    def kind(self) -> str:
        """What it is, as :data:`FACT_KINDS` says; empty if no rule can use it."""
        return "a word" if self.choices else FACT_KINDS.get(self.returns.removesuffix(" | None"), "")

    @property
    def choices(self) -> tuple[str, ...]:
        """The words that it may be, if they are few."""
        return tuple(self.returns.replace('"', "'").split("'")[1::2]) if self.returns.startswith("Literal[") else ()

    def __call__(self, subject: S) -> T:
        """The value for ``subject``."""
        memo = subject.memo
        name = self.name
        if name in memo:
            known: T = memo[name]
            return known
        value = memo[name] = self.compute(subject)
        return value


class Reading:
    """One message as it is being read: its text, the phrasebook, and the facts found so far."""

    __slots__ = ("book", "business", "hits", "is_draft", "marks", "memo", "message", "text")

    def __init__(self, message: Message, book: Phrasebook, business: Business, is_draft: bool = False) -> None:
        self.message = message
        self.text = message.text
        self.book = book
        self.business = business
        self.is_draft = is_draft
        self.memo: dict[str, Any] = {}
        self.hits: dict[str, Sequence[Hit]] = {}
        self.marks: dict[str, Marks] = {}


class Conversation:
    """An exchange as it is being read: the draft, the incoming message, what came before.

    ``targets`` are the channel's numbers (see ``channels.yaml``).
    """

    __slots__ = ("book", "draft", "exchange", "history", "incoming", "memo", "targets", "values")

    def __init__(self, exchange: Exchange, book: Phrasebook, targets: dict[str, Any]) -> None:
        self.exchange = exchange
        self.book = book
        self.targets = targets
        business = exchange.business
        self.draft = Reading(exchange.draft, book, business, is_draft=True)
        self.incoming = Reading(exchange.incoming, book, business) if exchange.incoming else None
        self.history = tuple(Reading(message, book, business) for message in exchange.history)
        self.memo: dict[str, Any] = {}
        self.values: dict[str, Any] = {}


def message_fact(needs: str = "the incoming message") -> Callable[[Callable[[Reading], T]], Fact[Reading, T]]:
    """Makes a function a fact of one message."""

    def wrap(compute: Callable[[Reading], T]) -> Fact[Reading, T]:
        return Fact(compute, needs)

    return wrap


def exchange_fact(
    needs: str = "the incoming message",
) -> Callable[[Callable[[Conversation], T]], Fact[Conversation, T]]:
    """Makes a function a fact of the whole exchange."""

    def wrap(compute: Callable[[Conversation], T]) -> Fact[Conversation, T]:
        return Fact(compute, needs)

    return wrap
