"""Finding phrases with a table of where words lead: for many texts.

The nodes in which a phrase can be at once are a *state*. Which state a word leads to is worked out when it is first asked for and then
remembered, so that most texts cost a look-up or a few for each of their words. What has not been asked for yet costs little as well:
each word knows the nodes that it leads on from, some ten of sixty thousand, and sets are intersected in C.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import cast

from .graph import ANY, NO_WORD, Graph, Hit, Ways, keep

MOST_REMEMBERED = 60_000_000
"""About so many bytes a table may take; then its states are forgotten and learned anew, at the cost of some hundred texts."""


MOST_WORDS = 30_000
"""So many words are remembered; as many more are soon learned anew, since what they mean is kept by meaning."""


class _Kind:
    """Words that mean the same to a table: their symbols, the nodes that these lead on from, and where phrases lead that begin with
    one of them, anywhere and at a sentence's start: the nodes, and the states once they are asked for."""

    __slots__ = ("is_word", "nodes", "started", "starts", "symbols")

    def __init__(
        self, symbols: frozenset[int], nodes: frozenset[int], starts: tuple[frozenset[int], frozenset[int]]
    ) -> None:
        self.symbols = symbols
        self.nodes = nodes
        self.starts = starts
        self.started: list[_State | None] = [None, None]
        self.is_word = ANY in symbols


class _State:
    """Nodes in which a phrase can be at once, the codes of what ends here, and where words have led from here so far.

    ``passed`` is where a word leads that none of the nodes waits for.
    """

    __slots__ = ("ends", "moves", "nodes", "passed")

    def __init__(self, nodes: tuple[int, ...], ends: tuple[int, ...]) -> None:
        self.nodes = nodes  # a tuple, which takes an eighth of a set
        self.ends = ends
        self.moves: dict[_Kind, _State] = {}
        self.passed: _State | None = None


_DEAD = _State((), ())
"""Where no phrase can come true any more."""
_END = _Kind(frozenset(), frozenset(), (frozenset(), frozenset()))
"""Stands behind the last token."""


class Table:
    """Finds the phrases of some owners. Safe to share between threads: it only ever adds knowledge of the graph."""

    __slots__ = (
        "_accepts", "_edges", "_graph", "_is_ours", "_kinds", "_known", "_passing", "_remembered", "_sources", "_span",
        "_states", "_unknown",
    )  # fmt: skip

    def __init__(self, graph: Graph, owners: list[int]) -> None:
        self._graph = graph
        self._accepts = graph.accepts(owners)
        self._span = graph.span(owners)
        self._is_ours = graph.flags(owners)
        self._edges: dict[int, Ways] = {}
        self._sources = _sources(graph, owners)
        self._passing = {node: _onward(graph, node) for node in self._sources[ANY]}
        self._known: dict[tuple[frozenset[int], frozenset[int], frozenset[int]], _Kind] = {}
        self._kinds: dict[str, _Kind] = {}
        self._unknown = self._kind_like(NO_WORD)
        self._forget()

    def _forget(self) -> None:
        self._states: dict[tuple[int, ...], _State] = {}
        self._remembered = 0
        for kind in list(self._known.values()):
            kind.started = [None, None]

    def find(self, words: tuple[str, ...]) -> dict[int, list[Hit]]:
        """Matches by the owner's number."""
        known = self._kinds
        kinds = cast("list[_Kind]", list(map(known.get, words)))
        if not all(kinds):
            kinds = [known.get(word) or self._kind(word) for word in words]
        kinds.append(_END)
        found: dict[int, list[Hit]] = {}
        opening = True
        for at in range(len(words)):
            kind = kinds[at]
            state = kind.started[opening] or self._start(kind, opening)
            opening = not kind.is_word
            here = at + 1
            while state is not _DEAD:
                following = state.moves.get(kinds[here]) or self._move(state, kinds[here])
                for code in state.ends:
                    keep(found.setdefault(code >> 1, []), at, here - (code & 1))
                state = following
                here += 1
        return found

    def _kind(self, word: str) -> _Kind:
        """The kind of ``word``, from now on known."""
        if len(self._kinds) > MOST_WORDS:
            self._kinds.clear()
        kind = self._kinds[word] = self._kind_like(word) if word in self._graph.words else self._unknown
        return kind

    def _kind_like(self, word: str) -> _Kind:
        sources, is_ours = self._sources, self._is_ours
        symbols = frozenset(sources.keys() & self._graph.meaning(word))
        anywhere = frozenset([node for node in self._graph.starts(word, False, self._span) if is_ours[node]])
        anyhow = anywhere.union([node for node in self._graph.starts(word, True, self._span) if is_ours[node]])
        key = (symbols, anywhere, anyhow)
        known = self._known.get(key)
        if known is None:
            nodes = frozenset(node for symbol in symbols if symbol != ANY for node in sources[symbol])
            known = self._known[key] = _Kind(symbols, nodes, (anywhere, anyhow))
        return known

    def _state(self, nodes: Iterable[int]) -> _State:
        key = tuple(sorted(nodes))
        if not key:
            return _DEAD
        known = self._states.get(key)
        if known is None:
            if self._remembered > MOST_REMEMBERED:
                self._forget()
            ends = tuple(code for node in key if node in self._accepts for code in self._accepts[node])
            known = self._states[key] = _State(key, ends)
            self._remembered += 8 * len(key) + 400
        return known

    def _start(self, kind: _Kind, opening: bool) -> _State:
        state = kind.started[opening] = self._state(kind.starts[opening])
        return state

    def _move(self, state: _State, kind: _Kind) -> _State:
        """Where words of a kind lead from a state, from now on known."""
        waiting = kind.nodes.intersection(state.nodes) if kind.nodes else ()
        if waiting or not kind.is_word:
            symbols = kind.symbols
            nodes = {target for node in waiting for label, target in self._ways(node) if label in symbols}
            if kind.is_word:
                nodes.update(self._passed(state).nodes)
            following = self._state(nodes)
        else:
            following = self._passed(state)
        state.moves[kind] = following
        self._remembered += 80
        return following

    def _passed(self, state: _State) -> _State:
        """Where a word leads that none of the nodes of a state waits for."""
        if state.passed is None:
            passing = self._passing
            state.passed = self._state({target for node in state.nodes if node in passing for target in passing[node]})
        return state.passed

    def _ways(self, node: int) -> Ways:
        known = self._edges.get(node)
        if known is None:
            known = self._edges[node] = self._graph.ways(node)
        return known


def _onward(graph: Graph, node: int) -> tuple[int, ...]:
    """Where any word leads from ``node``."""
    return tuple(target for label, target in graph.ways(node) if label == ANY)


def _sources(graph: Graph, owners: list[int]) -> dict[int, list[int]]:
    """The nodes of some owners from which each symbol leads on."""
    labels, offsets = graph.labels, graph.offsets
    sources: dict[int, list[int]] = {ANY: []}
    for owner in owners:
        for node in range(graph.firsts[owner], graph.firsts[owner + 1]):
            for label in labels[offsets[node] : offsets[node + 1]]:
                sources.setdefault(label, []).append(node)
    return sources
