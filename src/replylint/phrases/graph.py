"""All phrases of all rules as one graph over words: plain data, numbers mostly, that can be stored as JSON and packed integers.

:mod:`.builder` makes it, :mod:`.automaton` finds with it.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence

from ..record import record
from .tokens import TERMINATORS

ANY, FREE = -1, -2
"""Symbols of edges: any word that is no sentence mark; no word at all."""

Hit = tuple[int, int]
"""A match, as half-open token numbers."""
Ways = tuple[tuple[int, int], ...]
"""Symbols, each with a node to which it leads."""


@record
class Graph:
    """A compiled set of phrases.

    ``owners`` names whom a match belongs to; the nodes of owner ``n``, and of nobody else, are numbered from ``firsts[n]`` to
    ``firsts[n + 1]``. ``crossing`` lists the owners of phrases that lead past a sentence mark. ``words`` numbers the known words; the symbols of word ``n`` stand in ``symbols`` from ``bounds[n]`` to
    ``bounds[n + 1]``. The edges of a node stand from ``offsets[node]`` to ``offsets[node + 1]``: a symbol in ``labels`` and, at the same
    place, the node that it leads to in ``targets``; steps without a word are worked in already. At the nodes in ``ends`` a match is
    complete, and ``codes`` says, at the same place, of whom: owner × 2, and 1 more if the last token is a sentence mark that does not
    belong to the match. Where phrases lead that begin with word ``n`` stands in ``anywhere`` from ``anywhere_bounds[n + 1]`` to
    ``anywhere_bounds[n + 2]``, and in ``opening`` for those that match only at a sentence's start; in the first place stand those that
    begin with any word. ``needs[node]`` is a symbol that every way from the node to an end takes, or :data:`ANY` where there is none or
    where a way leads past a sentence mark; ``longest`` is the length of the longest phrase in tokens.
    """

    owners: list[str]
    firsts: Sequence[int]
    crossing: Sequence[int]
    words: Mapping[str, int]
    bounds: Sequence[int]
    symbols: Sequence[int]
    offsets: Sequence[int]
    labels: Sequence[int]
    targets: Sequence[int]
    ends: Sequence[int]
    codes: Sequence[int]
    anywhere_bounds: Sequence[int]
    anywhere: Sequence[int]
    opening_bounds: Sequence[int]
    opening: Sequence[int]
    needs: Sequence[int]
    longest: int

    def accepts(self, owners: Iterable[int]) -> dict[int, tuple[int, ...]]:
        """The codes of what ends at each node, for some owners."""
        wanted = set(owners)
        found: dict[int, tuple[int, ...]] = {}
        for node, code in zip(self.ends, self.codes, strict=True):
            if code >> 1 in wanted:
                found[node] = (*found.get(node, ()), code)
        return found

    def span(self, owners: Sequence[int]) -> range:
        """The nodes from the first of some owners to the last."""
        return range(self.firsts[min(owners)], self.firsts[max(owners) + 1]) if owners else range(0)

    def flags(self, owners: Iterable[int]) -> bytearray:
        """1 for each node that belongs to some owners."""
        flags = bytearray(self.firsts[-1])
        for owner in owners:
            first, end = self.firsts[owner], self.firsts[owner + 1]
            flags[first:end] = b"\1" * (end - first)
        return flags

    def ways(self, node: int) -> Ways:
        """By which symbols ``node`` is left, each with where it leads."""
        first, end = self.offsets[node], self.offsets[node + 1]
        return tuple(zip(self.labels[first:end], self.targets[first:end], strict=True))

    def meaning(self, word: str) -> frozenset[int]:
        """All symbols that ``word`` is an instance of."""
        number = self.words.get(word)
        named = () if number is None else self.symbols[self.bounds[number] : self.bounds[number + 1]]
        return frozenset(named) if word in TERMINATORS else frozenset((ANY, *named))

    def starts(self, word: str, opening: bool, span: range) -> Sequence[int]:
        """Where phrases lead that begin with ``word``: anywhere, or those that need a sentence's start if ``opening``. Of the nodes of
        each word, which are sorted, only those in ``span``."""
        nodes, bounds = (self.opening, self.opening_bounds) if opening else (self.anywhere, self.anywhere_bounds)
        number = self.words.get(word, -1)
        first, end = bounds[number + 1], bounds[number + 2]
        found = nodes[bisect_left(nodes, span.start, first, end) : bisect_left(nodes, span.stop, first, end)]
        return found if number < 0 or word in TERMINATORS else [*found, *self.starts(NO_WORD, opening, span)]


NO_WORD = "\0"
"""No text has such a token: it stands for the words that the graph does not know."""


def except_owner(owner: str) -> str:
    """Whom the matches of the exceptions of ``owner`` belong to."""
    return f"{owner}!"


def is_exception(owner: str) -> bool:
    """Whether ``owner`` owns exceptions."""
    return owner.endswith("!")


def keep(hits: list[Hit], start: int, end: int) -> None:
    """Adds a match to those of its owner: leftmost, longest, not overlapping.

    They come by rising start, then by rising end: a longer one takes the place of the one it begins with.
    """
    if hits:
        last_start, last_end = hits[-1]
        if last_start == start:
            hits[-1] = (start, max(end, last_end))
            return
        if start < last_end:
            return
    hits.append((start, end))
