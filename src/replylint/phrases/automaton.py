"""All phrases of all rules, merged into one automaton over tokens.

The automaton is a trie of words whose branches are shared where phrases begin alike; gaps, classes and choices make
it nondeterministic, so matching keeps a small set of live nodes. A text of *n* tokens costs at most *n* × the
length of the longest phrase × the live nodes, and a text without the first word of any phrase costs one look-up a
token: the number of rules hardly matters.

The graph is plain lists and dicts, so that it can be stored as JSON. A node is widened for matching when a text first
reaches it: a cold start pays only for the nodes that its text needs.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from .grammar import Node, PhraseError, parse, verb_forms
from .tokens import TERMINATORS, Tokens, canonical

MAX_LIVE_NODES = 400
"""A phrase that would keep more nodes alive at once is refused: it has too many choices and gaps."""

RawNode = tuple[dict[str, list[int]], list[list[Any]], list[int], list[int]]
"""Edges by word; edges by class as [class, target]; edges for any word; what ends here, as owner × 2 + at_end."""

_Wide = tuple[dict[str, tuple[int, ...]], tuple[int, ...], tuple[int, ...]]


@dataclass(frozen=True, slots=True)
class Graph:
    """A compiled set of phrases. ``owners`` names whom a match belongs to; node 0 starts anywhere, node 1 a sentence."""

    owners: list[str]
    classes: dict[str, list[str]]
    nodes: list[RawNode]


class GraphBuilder:
    """Collects phrases, each with its owner, and yields the :class:`Graph`.

    ``lexicon`` looks up the entries behind ``{name}``; it raises KeyError for a name that is not known.
    """

    def __init__(self, lexicon: Callable[[str], Iterable[str]]) -> None:
        self._lexicon = lexicon
        self._owners: dict[str, int] = {}
        self._classes: dict[str, list[str]] = {}
        self._trees: dict[str, list[Node]] = {}
        self._nodes: list[RawNode] = [({}, [], [], []), ({}, [], [], [])]
        self._shared: set[int] = set()

    def add(self, owner: str, phrase: str) -> None:
        """Let ``phrase`` belong to ``owner``; raises :class:`PhraseError`."""
        number = self._owners.setdefault(owner, len(self._owners))
        tree = parse(phrase)
        begins = tree.kind == "sequence" and tree.parts[0].kind == "start"
        ends = self._extend({1 if begins else 0}, tree, frozenset())
        for node, at_end in ends.items():
            accept = number * 2 + at_end
            if accept not in self._nodes[node][3]:
                self._nodes[node][3].append(accept)

    def graph(self) -> Graph:
        """What has been added so far."""
        return Graph(list(self._owners), self._classes, self._nodes)

    def _extend(self, heads: set[int], node: Node, within: frozenset[str]) -> dict[int, int]:
        """Where a match stands after ``node``, from ``heads``: node → 1 if its last token was a sentence end."""
        if len(heads) > MAX_LIVE_NODES:
            raise PhraseError("too many choices and gaps in one phrase")
        match node.kind:
            case "sequence":
                ends = dict.fromkeys(heads, 0)
                for part in node.parts:
                    ends = self._extend(set(ends), part, within)
                return ends
            case "choice":
                return {k: v for part in node.parts for k, v in self._extend(heads, part, within).items()}
            case "option":
                return dict.fromkeys(heads, 0) | self._extend(heads, node.parts[0], within)
            case "start":
                return dict.fromkeys(heads, 0)
            case "end":
                target = self._class_step(heads, "$", sorted(TERMINATORS))
                return dict.fromkeys(target, 1)
            case "any":
                return dict.fromkeys(self._any_step(heads), 0)
            case "gap":
                return dict.fromkeys(self._gap(heads, node.width), 0)
            case "verb":
                return dict.fromkeys(self._class_step(heads, f"<{node.value}>", verb_forms(node.value)), 0)
            case "class":
                return dict.fromkeys(self._lexicon_step(heads, node.value, within), 0)
            case _:
                return dict.fromkeys(self._word_step(heads, node.value), 0)

    def _new(self) -> int:
        if len(self._nodes) > 200_000:
            raise PhraseError("too many phrases")
        self._nodes.append(({}, [], [], []))
        return len(self._nodes) - 1

    def _word_step(self, heads: set[int], word: str) -> set[int]:
        if len(heads) > 1:
            target = self._new()
            self._shared.add(target)
            for head in heads:
                self._nodes[head][0].setdefault(word, []).append(target)
            return {target}
        (head,) = heads
        targets = self._nodes[head][0].setdefault(word, [])
        for known in targets:
            if known not in self._shared:
                return {known}
        targets.append(self._new())
        return {targets[-1]}

    def _class_step(self, heads: set[int], name: str, words: Iterable[str]) -> set[int]:
        if name not in self._classes:
            self._classes[name] = sorted(set(words))
        if len(heads) == 1:
            (head,) = heads
            for known, node in self._nodes[head][1]:
                if known == name and node not in self._shared:
                    return {node}
        target = self._new()
        if len(heads) > 1:
            self._shared.add(target)
        for head in heads:
            self._nodes[head][1].append([name, target])
        return {target}

    def _any_step(self, heads: set[int]) -> set[int]:
        target = self._new()
        self._shared.add(target)
        for head in heads:
            self._nodes[head][2].append(target)
        return {target}

    def _gap(self, heads: set[int], width: int) -> set[int]:
        ends = set(heads)
        for _ in range(width):
            heads = self._any_step(heads)
            ends |= heads
        return ends

    def _lexicon_step(self, heads: set[int], name: str, within: frozenset[str]) -> set[int]:
        """Plain single words share one edge; longer entries, and those with syntax, are laid out as choices."""
        if name in within:
            raise PhraseError(f"{{{name}}} refers to itself")
        try:
            trees = self._trees.get(name) or [parse(entry) for entry in self._lexicon(name)]
        except KeyError:
            raise PhraseError(f"no lexicon named {{{name}}}") from None
        self._trees[name] = trees
        words = [t.parts[0].value for t in trees if len(t.parts) == 1 and t.parts[0].kind == "word"]
        ends = self._class_step(heads, f"{{{name}}}", words) if words else set()
        for tree in trees:
            if not (len(tree.parts) == 1 and tree.parts[0].kind == "word"):
                ends |= set(self._extend(heads, tree, within | {name}))
        return ends


@dataclass(frozen=True, slots=True)
class Hit:
    """A match, as half-open token numbers."""

    start: int
    end: int


class Automaton:
    """Finds the phrases of a :class:`Graph` in texts. Safe to share between threads: it only ever adds knowledge."""

    __slots__ = ("_classes", "_graph", "_memo", "_owners")

    def __init__(self, graph: Graph) -> None:
        self._graph = graph
        self._owners = graph.owners
        self._classes = graph.classes
        self._memo: dict[int, _Wide] = {}

    def __reduce__(self) -> tuple[type[Automaton], tuple[Graph]]:
        return Automaton, (self._graph,)

    def _widen(self, number: int) -> _Wide:
        words, classes, anything, accepts = self._graph.nodes[number]
        edges = {word: tuple(targets) for word, targets in words.items()}
        for name, target in classes:
            for word in self._classes[name]:
                edges[word] = (*edges.get(word, ()), target)
        wide = self._memo[number] = (edges, tuple(anything), tuple(accepts))
        return wide

    def find(self, tokens: Tokens) -> Mapping[str, list[Hit]]:
        """Matches by owner: leftmost, longest, not overlapping within one owner."""
        words = tokens.words
        memo, widen = self._memo, self._widen
        anywhere = (memo.get(0) or widen(0))[0].get
        sentence = (memo.get(1) or widen(1))[0].get
        found: dict[int, list[Hit]] = {}
        size = len(words)
        opening = True
        for at, word in enumerate(words):
            live = anywhere(word)
            if opening:
                first = sentence(word)
                if first is not None:
                    live = first if live is None else live + first
            opening = word in TERMINATORS
            if live is not None:
                self._follow(words, at, size, live, found)
        owners = self._owners
        return {owners[number]: hits for number, hits in found.items()}

    def _follow(
        self, words: tuple[str, ...], at: int, size: int, live: tuple[int, ...], found: dict[int, list[Hit]]
    ) -> None:
        memo, widen = self._memo, self._widen
        here = at + 1
        while True:
            word = words[here] if here < size else None
            following: tuple[int, ...] | list[int] = ()
            for number in live:
                edges, anything, accepts = memo.get(number) or widen(number)
                for accept in accepts:
                    _keep(found.setdefault(accept >> 1, []), at, here - (accept & 1))
                if word is None:
                    continue
                targets = edges.get(word)
                if targets is not None:
                    following = (*following, *targets) if following else targets
                if anything and word not in TERMINATORS:
                    following = (*following, *anything)
            if not following:
                return
            live = tuple(set(following)) if len(following) > 1 else tuple(following)
            here += 1


def _keep(hits: list[Hit], start: int, end: int) -> None:
    """Matches come by rising start, then by rising end: a longer one takes the place of the one it begins with."""
    if hits:
        last = hits[-1]
        if last.start == start:
            hits[-1] = Hit(start, end)
            return
        if start < last.end:
            return
    hits.append(Hit(start, end))


def words_of(entries: Iterable[str]) -> frozenset[str]:
    """The canonical single words among ``entries``, for plain set look-ups."""
    return frozenset(token for entry in entries for token in canonical(entry) if len(canonical(entry)) == 1)
