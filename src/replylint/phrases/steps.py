"""Finding phrases node by node: slow for many texts, but there is nothing to prepare.

Of each node the graph knows a symbol that every way on from there needs. All nodes whose symbol does not occur in the rest of the
sentence are dropped: of thousands of phrases that begin with “we” a handful is left, and only these are followed word by word.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from .graph import ANY, Graph, Hit, Ways, keep
from .tokens import TERMINATORS


class Steps:
    """Finds the phrases of some owners. Safe to share between threads: it only ever adds knowledge of the graph."""

    __slots__ = ("_accepts", "_edges", "_graph", "_is_ours", "_span")

    def __init__(self, graph: Graph, owners: list[int]) -> None:
        self._graph = graph
        self._accepts = graph.accepts(owners)
        self._span = graph.span(owners)
        self._is_ours = graph.flags(owners)
        self._edges: dict[int, Ways] = {}

    def find(self, words: tuple[str, ...]) -> dict[int, list[Hit]]:
        """Matches by the owner's number."""
        graph, needs, is_ours = self._graph, self._graph.needs, self._is_ours
        meaning = {word: graph.meaning(word) for word in set(words)}
        meanings = [meaning[word] for word in words]
        found: dict[int, list[Hit]] = {}
        opening = True
        for first, last, ahead in _stretches(words, meanings, graph.longest):
            for at in range(first, last):
                word = words[at]
                starts = graph.starts(word, False, self._span)
                if opening:
                    starts = [*starts, *graph.starts(word, True, self._span)]
                opening = word in TERMINATORS
                nodes = [node for node in starts if (needs[node] in ahead or opening) and is_ours[node]]
                if nodes:
                    self._follow(nodes, at, meanings, ahead, found)
        return found

    def _follow(
        self,
        nodes: Iterable[int],
        at: int,
        meanings: list[frozenset[int]],
        ahead: frozenset[int],
        found: dict[int, list[Hit]],
    ) -> None:
        """Goes on from ``nodes``, behind the token ``at``, as long as a phrase that begins there can still come true."""
        accepts, edges, needs = self._accepts, self._edges, self._graph.needs
        size, here, is_within = len(meanings), at + 1, ANY in meanings[at]
        while nodes:
            symbols = meanings[here] if here < size else frozenset()
            reached: set[int] = set()
            for node in nodes:
                for code in accepts.get(node, ()):
                    keep(found.setdefault(code >> 1, []), at, here - (code & 1))
                ways = edges.get(node)
                if ways is None:
                    ways = edges[node] = self._graph.ways(node)
                for label, target in ways:
                    if label in symbols:
                        reached.add(target)
            # Behind a sentence mark, which is no word, other words lie ahead than those of this sentence.
            is_within = is_within and ANY in symbols
            nodes = [node for node in reached if needs[node] in ahead] if is_within else reached
            here += 1


def _stretches(
    words: tuple[str, ...], meanings: list[frozenset[int]], longest: int
) -> Iterator[tuple[int, int, frozenset[int]]]:
    """Runs of tokens, each with the symbols of all that a phrase which begins in it can reach.

    A run is a sentence, or so much of a long one as the longest phrase: what it can reach is then this run and the next.
    """
    ends, begun = [], 0
    for at, word in enumerate(words):
        if word in TERMINATORS or at - begun + 1 >= longest:
            ends.append(at + 1)
            begun = at + 1
    runs = list(zip([0, *ends], ends, strict=False))
    present = [frozenset().union(*meanings[a:b]) for a, b in runs]
    for number, (first, last) in enumerate(runs):
        ahead = present[number] | {ANY}
        if number + 1 < len(runs) and words[last - 1] not in TERMINATORS:
            ahead |= present[number + 1]
        yield first, last, ahead
