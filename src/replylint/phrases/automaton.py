"""All phrases of all rules, merged into one automaton over tokens.

Building yields a nondeterministic graph, about as large as the phrases are long: equal endings are shared, words and word lists
are numbered *symbols*, and a text's word knows its symbols. Matching makes the graph deterministic as it goes: which nodes are
reached from which by which word is worked out once and remembered, so that a text costs a look-up or a few a token, however many
phrases there are, and a cold start pays only for the states that its text needs.

The graph is plain data, numbers mostly: it can be stored as JSON and packed integers.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import accumulate

from ..record import record
from .grammar import Node, PhraseError, parse, verb_forms
from .tokens import TERMINATORS, Tokens, canonical

ANY, FREE = -1, -2
"""Symbols of edges: any word that is no sentence mark; no word at all."""
MAX_NODES = 300_000
MAX_STATES = 20_000
"""Remembered states are dropped beyond this number, so that no text makes memory grow."""

Hit = tuple[int, int]
"""A match, as half-open token numbers."""


@record
class Graph:
    """A compiled set of phrases.

    ``owners`` names whom a match belongs to. ``words`` numbers the known words; the symbols of word ``n`` stand in ``symbols`` from
    ``bounds[n]`` to ``bounds[n + 1]``. The edges of a node stand from ``offsets[node]`` to ``offsets[node + 1]``: a symbol in ``labels``
    and, at the same place, the node that it leads to in ``targets``; steps without a word are worked in already. ``accepts[node]``
    lists what ends at a node, each as owner × 2 + 1 if the last token is a sentence mark that does not belong to the match. The
    roots map symbols to the nodes behind the first word of phrases that start anywhere, or at a sentence's start.
    """

    owners: list[str]
    words: Mapping[str, int]
    bounds: Sequence[int]
    symbols: Sequence[int]
    offsets: Sequence[int]
    labels: Sequence[int]
    targets: Sequence[int]
    accepts: dict[str, list[int]]
    anywhere: dict[str, list[int]]
    opening: dict[str, list[int]]


class GraphBuilder:
    """Collects phrases, each with its owner, and yields the :class:`Graph`.

    ``lexicon`` looks up the entries behind ``{name}``; it raises KeyError for a name that is not known. Phrases are laid out from
    their end: what has the same wording and the same rest is the same node.
    """

    def __init__(self, lexicon: Callable[[str], Iterable[str]]) -> None:
        self._lexicon = lexicon
        self._owners: dict[str, int] = {}
        self._classes: dict[frozenset[str], int] = {}
        self._trees: dict[str, list[Node]] = {}
        self._edges: list[list[int]] = []
        self._known: dict[tuple[int, ...], int] = {}
        self._laid: dict[tuple[Node, int, bool], int] = {}
        self._opening = False
        self._accepts: dict[int, int] = {}
        self._roots: tuple[set[int], set[int]] = (set(), set())

    def add(self, owner: str, phrase: str) -> None:
        """Let ``phrase`` belong to ``owner``; raises :class:`PhraseError`."""
        number = self._owners.setdefault(owner, len(self._owners))
        tree = parse(phrase)
        parts = tree.parts if tree.kind == "sequence" else (tree,)
        core = list(parts)
        while core and core[0].kind == "gap":
            core.pop(0)
        for opening in (False, True):
            self._opening = opening
            rest = self._accept(number * 2)
            for part in reversed(core):
                rest = self._lay(part, rest, frozenset())
            self._roots[opening].add(rest)

    def graph(self) -> Graph:
        """What has been added so far."""
        known: dict[str, list[int]] = {mark: [] for mark in sorted(TERMINATORS)}
        for words, number in self._classes.items():
            for word in sorted(words):
                known.setdefault(word, []).append(number)
        offsets, labels, targets = [0], list[int](), list[int]()
        accepts: dict[str, list[int]] = {}
        for node in range(len(self._edges)):
            for reached in self._closure(node):
                if reached in self._accepts:
                    accepts.setdefault(str(node), []).append(self._accepts[reached])
                for symbol, target in pairs(self._edges[reached]):
                    if symbol != FREE:
                        labels.append(symbol)
                        targets.append(target)
            offsets.append(len(labels))
        return Graph(
            owners=list(self._owners),
            words={word: number for number, word in enumerate(known)},
            bounds=[0, *accumulate(map(len, known.values()))],
            symbols=[symbol for symbols in known.values() for symbol in symbols],
            offsets=offsets,
            labels=labels,
            targets=targets,
            accepts=accepts,
            anywhere=self._root(0),
            opening=self._root(1),
        )

    def _closure(self, node: int) -> list[int]:
        """``node`` and all that is reached from it without a word."""
        reached = [node]
        seen = {node}
        for known in reached:
            for symbol, target in pairs(self._edges[known]):
                if symbol == FREE and target not in seen:
                    seen.add(target)
                    reached.append(target)
        return reached

    def _root(self, which: int) -> dict[str, list[int]]:
        table: dict[str, list[int]] = {}
        nodes = self._roots[which] - self._roots[0] if which else self._roots[0]
        for node in sorted(nodes):
            for reached in self._closure(node):
                for symbol, target in pairs(self._edges[reached]):
                    if symbol != FREE:
                        table.setdefault(str(symbol), []).append(target)
        return table

    def _node(self, edges: tuple[int, ...]) -> int:
        known = self._known.get(edges)
        if known is None:
            if len(self._edges) >= MAX_NODES:
                raise PhraseError("too many phrases")
            known = self._known[edges] = len(self._edges)
            self._edges.append(list(edges))
        return known

    def _accept(self, code: int) -> int:
        for node, known in self._accepts.items():
            if known == code:
                return node
        self._edges.append([])
        self._accepts[len(self._edges) - 1] = code
        return len(self._edges) - 1

    def _class(self, words: Iterable[str]) -> int:
        return self._classes.setdefault(frozenset(words), len(self._classes))

    def _lay(self, node: Node, rest: int, within: frozenset[str]) -> int:
        """The node from which ``node`` and then ``rest`` is matched."""
        key = (node, rest, self._opening)
        if key not in self._laid:
            self._laid[key] = self._lay_anew(node, rest, within)
        return self._laid[key]

    def _lay_anew(self, node: Node, rest: int, within: frozenset[str]) -> int:
        match node.kind:
            case "sequence":
                for part in reversed(node.parts):
                    rest = self._lay(part, rest, within)
                return rest
            case "choice":
                return self._lay_choice(node.parts, rest, within)
            case "option":
                return self._node((FREE, self._lay(node.parts[0], rest, within), FREE, rest))
            case "any":
                return self._node((ANY, rest))
            case "gap":
                step = rest
                for _ in range(node.width):
                    step = self._node((ANY, step, FREE, rest))
                return step
            case "verb":
                return self._node((self._class(verb_forms(node.value)), rest))
            case "class":
                return self._lay_choice(self._entries(node.value, within), rest, within | {node.value})
            case "word":
                return self._node((self._class((node.value,)), rest))
            case "end":
                code = self._accepts.get(rest)
                return self._node((self._class(TERMINATORS), rest if code is None else self._accept(code | 1)))
            case _:
                # Laid out twice: for a sentence's start, where ^ costs nothing, and for anywhere else, where it leads nowhere.
                return rest if self._opening else self._node(())

    def _lay_choice(self, options: Iterable[Node], rest: int, within: frozenset[str]) -> int:
        """Single words share one edge; longer wordings have their own ways."""
        words: set[str] = set()
        edges: list[int] = []
        for option in options:
            only = option.parts[0] if option.kind == "sequence" and len(option.parts) == 1 else option
            if only.kind == "word":
                words.add(only.value)
            elif only.kind == "verb":
                words.update(verb_forms(only.value))
            else:
                edges += (FREE, self._lay(option, rest, within))
        if words:
            edges = [self._class(words), rest, *edges]
        return self._node(tuple(edges))

    def _entries(self, name: str, within: frozenset[str]) -> list[Node]:
        if name in within:
            raise PhraseError(f"{{{name}}} refers to itself")
        if name not in self._trees:
            try:
                self._trees[name] = [parse(entry) for entry in self._lexicon(name)]
            except KeyError:
                raise PhraseError(f"no lexicon named {{{name}}}") from None
        return self._trees[name]


def pairs(edges: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Symbol and target of edges that stand by turns."""
    own = iter(edges)
    return zip(own, own, strict=True)


class _State:
    """A set of nodes that a text has reached: what ends here, and where each word leads."""

    __slots__ = ("accepts", "following", "nodes")

    def __init__(self, nodes: tuple[int, ...], accepts: tuple[int, ...]) -> None:
        self.nodes = nodes
        self.accepts = accepts
        self.following: dict[str, _State | None] = {}


_UNKNOWN = "\0"
"""Stands for every word that no phrase names."""


class Automaton:
    """Finds the phrases of a :class:`Graph` in texts. Safe to share between threads: it only ever adds knowledge."""

    __slots__ = ("_accepts", "_aliases", "_first", "_graph", "_meanings", "_openings", "_starts", "_states", "_ways")

    def __init__(self, graph: Graph) -> None:
        self._graph = graph
        self._accepts = {int(node): codes for node, codes in graph.accepts.items()}
        self._meanings: dict[str, frozenset[int]] = {}
        self._ways: dict[int, tuple[frozenset[int], dict[int, list[int]]]] = {}
        self._aliases: dict[str, str] = {mark: mark for mark in TERMINATORS if mark}
        self._first: dict[frozenset[int], str] = {}
        self._forget()

    def __reduce__(self) -> tuple[type[Automaton], tuple[Graph]]:
        return Automaton, (self._graph,)

    def _forget(self) -> None:
        self._states: dict[tuple[int, ...], _State] = {}
        self._starts: dict[str, _State | None] = {}
        self._openings: dict[str, _State | None] = {}

    def _state(self, targets: Iterable[int]) -> _State | None:
        """The state of being at ``targets``; ``None`` for nowhere."""
        nodes = tuple(sorted(set(targets)))
        if not nodes:
            return None
        state = self._states.get(nodes)
        if state is None:
            accepts = self._accepts
            ends = () if accepts.keys().isdisjoint(nodes) else tuple({c for n in nodes for c in accepts.get(n, ())})
            state = self._states[nodes] = _State(nodes, ends)
        return state

    def _symbols(self, word: str) -> frozenset[int]:
        """All symbols that ``word`` is an instance of."""
        known = self._meanings.get(word)
        if known is None:
            graph = self._graph
            number = graph.words.get(word)
            named = () if number is None else graph.symbols[graph.bounds[number] : graph.bounds[number + 1]]
            known = self._meanings[word] = frozenset(named) if word in TERMINATORS else frozenset((ANY, *named))
        return known

    def _start(self, word: str, opening: bool) -> _State | None:
        roots = (self._graph.anywhere, self._graph.opening) if opening else (self._graph.anywhere,)
        named = [str(symbol) for symbol in self._symbols(word)]
        return self._state([target for root in roots for symbol in named for target in root.get(symbol, ())])

    def _edges(self, node: int) -> tuple[frozenset[int], dict[int, list[int]]]:
        """The symbols by which ``node`` is left, and where each leads."""
        graph = self._graph
        start, end = graph.offsets[node], graph.offsets[node + 1]
        ways: dict[int, list[int]] = {}
        for label, target in zip(graph.labels[start:end], graph.targets[start:end], strict=True):
            ways.setdefault(label, []).append(target)
        known = self._ways[node] = frozenset(ways), ways
        return known

    def _step(self, state: _State, word: str) -> _State | None:
        symbols = self._symbols(word)
        is_nowhere = symbols.isdisjoint
        known = self._ways
        reached: list[int] = []
        for node in state.nodes:
            labels, ways = known.get(node) or self._edges(node)
            if not is_nowhere(labels):  # most nodes lead nowhere by a given word, and this asks in C
                for label in labels & symbols:
                    reached += ways[label]
        following = state.following[word] = self._state(reached)
        return following

    def _alias(self, word: str) -> str:
        """The first word seen that means the same to every phrase: what was worked out for one holds for all."""
        if word not in self._graph.words:
            return _UNKNOWN
        alias = self._aliases[word] = self._first.setdefault(self._symbols(word), word)
        return alias

    def find(self, tokens: Tokens) -> Mapping[str, list[Hit]]:
        """Matches by owner: leftmost, longest, not overlapping within one owner."""
        if len(self._states) > MAX_STATES:
            self._forget()
        aliases = self._aliases
        words = [aliases.get(word) or self._alias(word) for word in tokens.words]
        size = len(words)
        found: dict[int, list[Hit]] = {}
        opening = True
        for at, word in enumerate(words):
            starts = self._openings if opening else self._starts
            opening = word in TERMINATORS
            try:
                state = starts[word]
            except KeyError:
                state = starts[word] = self._start(word, starts is self._openings)
            here = at + 1
            while state is not None:
                for accept in state.accepts:
                    _keep(found.setdefault(accept >> 1, []), at, here - (accept & 1))
                if here == size:
                    break
                word = words[here]
                following = state.following
                state = following[word] if word in following else self._step(state, word)
                here += 1
        owners = self._graph.owners
        return {owners[number]: hits for number, hits in found.items()}


def _keep(hits: list[Hit], start: int, end: int) -> None:
    """Matches come by rising start, then by rising end: a longer one takes the place of the one it begins with."""
    if hits:
        last_start, last_end = hits[-1]
        if last_start == start:
            hits[-1] = (start, max(end, last_end))
            return
        if start < last_end:
            return
    hits.append((start, end))


def words_of(entries: Iterable[str]) -> frozenset[str]:
    """The canonical single words among ``entries``, for plain set look-ups."""
    return frozenset(token for entry in entries for token in canonical(entry) if len(canonical(entry)) == 1)
