"""Phrases → the graph that :mod:`.automaton` finds with.

Building yields a nondeterministic graph, about as large as the phrases are long: equal endings are shared, words and word lists
are numbered *symbols*, and a text's word knows its symbols. Of each node the graph knows a symbol that every way on from there needs,
the rarest one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import accumulate, pairwise

from .grammar import Node, PhraseError, parse, verb_forms
from .graph import ANY, FREE, Graph
from .tokens import TERMINATORS

MAX_NODES = 300_000


class GraphBuilder:
    """Collects phrases, each with its owner, and yields the :class:`Graph`.

    ``lexicon`` looks up the entries behind ``{name}``; it raises KeyError for a name that is not known. Phrases are laid out from
    their end: what has the same wording and the same rest is the same node.
    """

    def __init__(self, lexicon: Callable[[str], Iterable[str]]) -> None:
        self._lexicon = lexicon
        self._owners: dict[str, int] = {}
        self._firsts: list[int] = []
        self._classes: dict[frozenset[str], int] = {}
        self._trees: dict[str, list[Node]] = {}
        self._edges: list[list[int]] = []
        self._known: dict[tuple[int, ...], int] = {}
        self._laid: dict[tuple[Node, int, bool], int] = {}
        self._opening = False
        self._accepts: dict[int, int] = {}
        self._roots: tuple[set[int], set[int]] = (set(), set())

    def add(self, owner: str, phrase: str) -> None:
        """Let ``phrase`` belong to ``owner``; raises :class:`PhraseError`. The phrases of one owner come one after another."""
        if owner not in self._owners:
            self._owners[owner] = len(self._owners)
            self._firsts.append(len(self._edges))
        number = self._owners[owner]
        if number != len(self._owners) - 1:
            raise ValueError(f"the phrases of {owner} are not together")
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
        accepts: dict[int, list[int]] = {}
        for node in range(len(self._edges)):
            for reached in self._closure(node):
                if reached in self._accepts:
                    accepts.setdefault(node, []).append(self._accepts[reached])
                for symbol, target in pairs(self._edges[reached]):
                    if symbol != FREE:
                        labels.append(symbol)
                        targets.append(target)
            offsets.append(len(labels))
        needs, longest, crosses = self._prospects(known, offsets, labels, targets, accepts)
        anywhere, opening = self._root(0, known), self._root(1, known)
        firsts = [*self._firsts, len(self._edges)]
        return Graph(
            owners=list(self._owners),
            firsts=firsts,
            crossing=[owner for owner, (first, end) in enumerate(pairwise(firsts)) if any(crosses[first:end])],
            words={word: number for number, word in enumerate(known)},
            bounds=[0, *accumulate(map(len, known.values()))],
            symbols=[symbol for symbols in known.values() for symbol in symbols],
            offsets=offsets,
            labels=labels,
            targets=targets,
            ends=[node for node, codes in accepts.items() for _ in codes],
            codes=[code for codes in accepts.values() for code in codes],
            anywhere_bounds=anywhere[0],
            anywhere=anywhere[1],
            opening_bounds=opening[0],
            opening=opening[1],
            needs=needs,
            longest=longest,
        )

    def _prospects(
        self,
        known: dict[str, list[int]],
        offsets: list[int],
        labels: list[int],
        targets: list[int],
        accepts: dict[int, list[int]],
    ) -> tuple[list[int], int, list[bool]]:
        """What every way on from a node needs within its sentence, the length of the longest way, and which nodes lead past a mark.

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
            common: frozenset[int] | None = frozenset() if node in accepts or crosses[node] else None
            for label, target in ways:
                way = needed[target] | ({label} if label != ANY else frozenset())
                common = way if common is None else common & way
            needed.append(common or frozenset())
            depths.append(max((depths[target] + 1 for _, target in ways), default=0))
        rarest = [min(symbols, key=lambda s: (common_as[s], s)) if symbols else ANY for symbols in needed]
        return rarest, max(depths, default=0) + 1, crosses

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

    def _root(self, which: int, known: dict[str, list[int]]) -> tuple[list[int], list[int]]:
        """Where phrases lead that begin with a word: the bounds of each word's nodes, those of any word first, and the nodes."""
        table: dict[int, set[int]] = {}
        for node in self._roots[which] - self._roots[0] if which else self._roots[0]:
            for reached in self._closure(node):
                for symbol, target in pairs(self._edges[reached]):
                    if symbol != FREE:
                        table.setdefault(symbol, set()).add(target)
        rows = [table.get(ANY, set()), *(set().union(*(table.get(s, ()) for s in known[word])) for word in known)]
        return [0, *accumulate(map(len, rows))], [node for row in rows for node in sorted(row)]

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
