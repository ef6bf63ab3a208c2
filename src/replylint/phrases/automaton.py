"""Finds the phrases of a graph in texts.

Phrases are searched for in groups, and a group only when one of its owners is asked for: most messages are never asked for most
lexicons. The first texts are followed node by node, which needs nothing but the graph (:mod:`.steps`). From a few texts on it is worth
while to remember where words lead (:mod:`.table`), which takes a fraction of the time.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from .graph import Graph, Hit, is_exception
from .steps import Steps
from .tokens import Tokens

if TYPE_CHECKING:
    from .table import Table

FEW = 400
"""What is asked of customers' messages are lexicons of up to so many nodes. The large ones, which judge drafts, would make the search
ten times as long."""
OFTEN = 8
"""From so many texts on a group is searched with a table, which takes as long to make as some ten texts take without."""


class Search:
    """A group of owners whose phrases are found in one pass. Safe to share between threads.

    Unless it ``crosses`` sentence marks, it finds the same in a sentence by itself as in the whole text.
    """

    __slots__ = ("_engine", "_graph", "_has_table", "_numbers", "_texts", "crosses", "owners")

    def __init__(self, graph: Graph, numbers: list[int]) -> None:
        self.owners = frozenset(graph.owners[number] for number in numbers)
        self.crosses = not set(numbers).isdisjoint(graph.crossing)
        self._graph = graph
        self._numbers = numbers
        self._texts = 0
        self._has_table = False
        self._engine: Steps | Table | None = None

    def find(self, words: tuple[str, ...]) -> dict[str, list[Hit]]:
        """Matches by owner: leftmost, longest, not overlapping within one owner. Owners without any are left out."""
        self._texts += 1
        engine = self._engine
        if engine is None:
            engine = self._engine = Steps(self._graph, self._numbers)
        elif self._texts >= OFTEN and not self._has_table:
            # Imported here, since a single check never comes so far.
            from .table import Table

            self._has_table = True
            engine = self._engine = Table(self._graph, self._numbers)
        owners = self._graph.owners
        return {owners[number]: hits for number, hits in engine.find(words).items()}


class Automaton:
    """The searches for all phrases of a graph. Safe to share between threads and to pickle."""

    __slots__ = ("_alone", "_everything", "_graph", "_large", "_small")

    def __init__(self, graph: Graph) -> None:
        self._graph = graph
        numbers = range(len(graph.owners))
        alone = [number for number in numbers if is_exception(graph.owners[number])]
        small = [n for n in numbers if n not in alone and graph.firsts[n + 1] - graph.firsts[n] <= FEW]
        large = [n for n in numbers if n not in alone and n not in small]
        self._alone = {graph.owners[number]: Search(graph, [number]) for number in alone}
        self._small, self._large, self._everything = (Search(graph, group) for group in (small, large, small + large))

    def __reduce__(self) -> tuple[type[Automaton], tuple[Graph]]:
        return Automaton, (self._graph,)

    def search(self, owner: str, everything: bool) -> Search | None:
        """The search that finds the phrases of ``owner``; ``None`` for an owner without any.

        Exceptions are searched for by themselves, since few are ever asked for. With ``everything``, all the others are found at once,
        as they are asked of drafts; else the small lexicons.
        """
        if is_exception(owner):
            return self._alone.get(owner)
        searches = (self._everything,) if everything else (self._small, self._large)
        return next((search for search in searches if owner in search.owners), None)

    def find(self, tokens: Tokens) -> dict[str, list[Hit]]:
        """Matches of all owners."""
        searches = (self._everything, *self._alone.values())
        return {owner: hits for search in searches for owner, hits in search.find(tokens.words).items()}
