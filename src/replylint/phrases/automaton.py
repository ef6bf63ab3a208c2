"""All phrases of all rules, merged into one automaton over tokens.

Building yields a nondeterministic graph, about as large as the phrases are long: equal endings are shared, words and word lists
are numbered *symbols*, and a text's word knows its symbols. Of each node the graph knows a symbol that every way on from there needs, the
rarest one. Matching drops all nodes whose symbol does not occur in the rest of the sentence: of thousands of phrases that begin with
“we” a handful is left, and only these are followed word by word. So a text costs a few set operations a token, however many phrases there are.

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

Hit = tuple[int, int]
"""A match, as half-open token numbers."""


@record
class Graph:
    """A compiled set of phrases.

    ``owners`` names whom a match belongs to. ``words`` numbers the known words; the symbols of word ``n`` stand in ``symbols`` from
    ``bounds[n]`` to ``bounds[n + 1]``. The edges of a node stand from ``offsets[node]`` to ``offsets[node + 1]``: a symbol in ``labels``
    and, at the same place, the node that it leads to in ``targets``; steps without a word are worked in already. ``accepts[node]``
    lists what ends at a node, each as owner × 2 + 1 if the last token is a sentence mark that does not belong to the match. The
    roots map symbols to the nodes behind the first word of phrases that start anywhere, or at a sentence's start. ``needs[node]`` is a
    symbol that every way from the node to an end takes, or :data:`ANY` where there is none or where a way leads past a sentence mark;
    ``longest`` is the length of the longest phrase in tokens.
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
    needs: Sequence[int]
    longest: int


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
        needs, longest = self._prospects(known, offsets, labels, targets, accepts)
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
            needs=needs,
            longest=longest,
        )

    def _prospects(
        self,
        known: dict[str, list[int]],
        offsets: list[int],
        labels: list[int],
        targets: list[int],
        accepts: dict[str, list[int]],
    ) -> tuple[list[int], int]:
        """What every way on from a node needs within its sentence, and the length of the longest way.

        Targets are laid out before the nodes that lead to them, so one pass in their order is enough.
        """
        # A word that many phrases name is a common word; rare is a symbol whose words are all uncommon.
        common_as = {number: sum(len(known[w]) ** 2 for w in words) for words, number in self._classes.items()}
        marks = {symbol for mark in TERMINATORS for symbol in known[mark]}
        needed: list[frozenset[int]] = []
        depths: list[int] = []
        crosses: list[bool] = []
        for node in range(len(offsets) - 1):
            ways = [(labels[at], targets[at]) for at in range(offsets[node], offsets[node + 1])]
            crosses.append(any(crosses[t] or (label in marks and offsets[t + 1] > offsets[t]) for label, t in ways))
            common: frozenset[int] | None = frozenset() if str(node) in accepts or crosses[node] else None
            for label, target in ways:
                way = needed[target] | ({label} if label != ANY else frozenset())
                common = way if common is None else common & way
            needed.append(common or frozenset())
            depths.append(max((depths[target] + 1 for _, target in ways), default=0))
        rarest = [min(symbols, key=lambda s: (common_as[s], s)) if symbols else ANY for symbols in needed]
        return rarest, max(depths, default=0) + 1

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


class _Start:
    """The nodes behind the first word of phrases: by what they need, and, for words that come often, by where the next word leads."""

    __slots__ = ("ends", "nodes", "seen", "ways")

    def __init__(self, nodes: dict[int, list[int]]) -> None:
        self.nodes = nodes
        self.seen = 0
        self.ends: list[int] = []
        self.ways: dict[int, list[int]] | None = None


OFTEN = 6
"""A first word that comes so often is worth an index of the second ones, which takes as long as a few texts."""


Ways = tuple[tuple[int, int], ...]
"""Symbols, each with a node to which it leads."""


class Automaton:
    """Finds the phrases of a :class:`Graph` in texts. Safe to share between threads: it only ever adds knowledge of the graph."""

    __slots__ = ("_accepts", "_edges", "_graph", "_meanings", "_openings", "_starts")

    def __init__(self, graph: Graph) -> None:
        self._graph = graph
        self._accepts = {int(node): tuple(codes) for node, codes in graph.accepts.items()}
        self._meanings: dict[str, frozenset[int]] = {}
        self._edges: dict[int, Ways] = {}
        self._starts: dict[str, _Start] = {}
        self._openings: dict[str, _Start] = {}

    def __reduce__(self) -> tuple[type[Automaton], tuple[Graph]]:
        return Automaton, (self._graph,)

    def _symbols(self, word: str) -> frozenset[int]:
        """All symbols that ``word`` is an instance of."""
        graph = self._graph
        number = graph.words.get(word)
        named = () if number is None else graph.symbols[graph.bounds[number] : graph.bounds[number + 1]]
        known = frozenset(named) if word in TERMINATORS else frozenset((ANY, *named))
        if number is not None:
            self._meanings[word] = known
        return known

    def _start(self, symbols: frozenset[int], opening: bool) -> _Start:
        roots = (self._graph.anywhere, self._graph.opening) if opening else (self._graph.anywhere,)
        needs = self._graph.needs
        nodes: set[int] = set()
        for symbol in map(str, symbols):
            for root in roots:
                nodes.update(root.get(symbol, ()))
        start: dict[int, list[int]] = {}
        for node in nodes:
            start.setdefault(needs[node], []).append(node)
        return _Start(start)

    def _index(self, start: _Start) -> dict[int, list[int]]:
        """Where the second word leads, by its symbols; and what ends on the first."""
        ways: dict[int, list[int]] = {}
        for nodes in start.nodes.values():
            for node in nodes:
                start.ends += self._accepts.get(node, ())
                for label, target in self._ways(node):
                    ways.setdefault(label, []).append(target)
        start.ways = ways
        return ways

    def _ways(self, node: int) -> Ways:
        """The symbols by which ``node`` is left, each with where it leads."""
        graph = self._graph
        start, end = graph.offsets[node], graph.offsets[node + 1]
        known = self._edges[node] = tuple(zip(graph.labels[start:end], graph.targets[start:end], strict=True))
        return known

    def find(self, tokens: Tokens) -> Mapping[str, list[Hit]]:
        """Matches by owner: leftmost, longest, not overlapping within one owner."""
        words = tokens.words
        known = self._meanings
        meanings = [known.get(word) or self._symbols(word) for word in words]
        needs, size = self._graph.needs, len(words)
        found: dict[int, list[Hit]] = {}
        opening = True
        for first, last, ahead in self._stretches(words, meanings):
            for at in range(first, last):
                word = words[at]
                starts = self._openings if opening else self._starts
                opening = word in TERMINATORS
                start = starts.get(word)
                if start is None:
                    start = self._start(meanings[at], starts is self._openings)
                    if word in known:
                        starts[word] = start
                start.seen += 1
                ways = start.ways
                if ways is None and start.seen > OFTEN:
                    ways = self._index(start)
                if ways is None:
                    hopeful = ahead.intersection(start.nodes)
                    nodes = [node for need in hopeful for node in start.nodes[need]]
                    here = at + 1
                else:
                    for accept in start.ends:
                        _keep(found.setdefault(accept >> 1, []), at, at + 1 - (accept & 1))
                    here = at + 2
                    symbols = meanings[at + 1] if here <= size else frozenset()
                    reached = {node for label in ways.keys() & symbols for node in ways[label]}
                    nodes = [n for n in reached if needs[n] in ahead] if ANY in symbols else list(reached)
                if nodes:
                    self._follow(nodes, at, here, meanings, ahead, found)
        owners = self._graph.owners
        return {owners[number]: hits for number, hits in found.items()}

    def _stretches(
        self, words: tuple[str, ...], meanings: list[frozenset[int]]
    ) -> Iterator[tuple[int, int, frozenset[int]]]:
        """Runs of tokens, each with the symbols of all that a phrase which begins in it can reach.

        A run is a sentence, or so much of a long one as the longest phrase: what it can reach is then this run and the next.
        """
        longest = self._graph.longest
        ends, begun = [], 0
        for at, word in enumerate(words):
            if word in TERMINATORS or at - begun + 1 >= longest:
                ends.append(at + 1)
                begun = at + 1
        runs = [(a, b) for a, b in zip([0, *ends], ends, strict=False)]
        present = [frozenset().union(*meanings[a:b]) for a, b in runs]
        for number, (first, last) in enumerate(runs):
            ahead = present[number] | {ANY}
            if number + 1 < len(runs) and words[last - 1] not in TERMINATORS:
                ahead |= present[number + 1]
            yield first, last, ahead

    def _follow(
        self,
        nodes: list[int],
        at: int,
        here: int,
        meanings: list[frozenset[int]],
        ahead: frozenset[int],
        found: dict[int, list[Hit]],
    ) -> None:
        """Goes on from ``nodes``, before the token ``here``, as long as a phrase that begins at ``at`` can still come true."""
        accepts, edges, needs = self._accepts, self._edges, self._graph.needs
        size = len(meanings)
        is_within = all(ANY in symbols for symbols in meanings[at + 1 : here])
        while True:
            symbols = meanings[here] if here < size else frozenset()
            reached: set[int] = set()
            for node in nodes:
                if node in accepts:
                    for accept in accepts[node]:
                        _keep(found.setdefault(accept >> 1, []), at, here - (accept & 1))
                ways = edges.get(node)
                for label, target in self._ways(node) if ways is None else ways:
                    if label in symbols:
                        reached.add(target)
            # Behind a sentence mark, which is no word, other words lie ahead than those of this sentence.
            is_within = is_within and ANY in symbols
            nodes = [node for node in reached if needs[node] in ahead] if is_within else list(reached)
            if not nodes:
                return
            here += 1


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
