"""A linter that lives long: for servers, help-desk bots and batch engines."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import chain

from .bulk import chunks, in_order
from .exchange import Exchange
from .findings import Report
from .linter import lint
from .rulebook import Rulebook, load_rulebook

CHUNK = 64
"""Exchanges that a process takes at a time."""


class Linter:
    """A rulebook, ready for any number of exchanges.

    Safe to use from many threads. It can be pickled, and it is cheap to fork: everything that :meth:`warm` brought in is shared
    with the children until they write, which they do not. ``rulebook`` is the default pack when none is given; raises RuleError.
    """

    __slots__ = ("rulebook",)

    def __init__(self, rulebook: Rulebook | None = None) -> None:
        self.rulebook = rulebook if rulebook is not None else load_rulebook()

    def lint(self, exchange: Exchange) -> Report:
        """All that the rulebook has to say of the draft in ``exchange``, in reading order."""
        return lint(exchange, self.rulebook)

    def lint_all(self, exchanges: Iterable[Exchange], *, jobs: int = 1) -> Iterator[Report]:
        """The reports of ``exchanges``, in order, by ``jobs`` processes; no more than a few hundred exchanges are in memory at a time."""
        if jobs < 2:
            return map(self.lint, exchanges)
        return chain.from_iterable(in_order(_lint, self.rulebook, chunks(exchanges, CHUNK), jobs))

    def warm(self) -> Linter:
        """Does now what the first exchanges would wait for, by linting the rules' own examples; returns the linter itself."""
        from .proof import exchange_of
        from .rulebook.examples import read_examples

        for rule in self.rulebook.rules:
            for example in read_examples(rule):
                for draft in (example.good, example.bad):
                    if draft is not None:
                        self.lint(exchange_of(example, draft))
        return self


def _lint(rulebook: Rulebook, exchanges: list[Exchange]) -> list[Report]:
    return [lint(exchange, rulebook) for exchange in exchanges]


__all__ = ["Linter"]
