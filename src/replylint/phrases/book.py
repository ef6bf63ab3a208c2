"""The phrasebook: the lexicons of a rulebook and the automaton that finds their phrases."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import cached_property
from typing import Any, TypeVar

from ..record import field, record
from .automaton import Automaton
from .graph import Graph, except_owner
from .tokens import canonical

T = TypeVar("T")


@record
class Lexicon:
    """A named list of wordings. ``entries`` gives the twin of each wording where there is one.

    ``exceptions`` are longer wordings in which a phrase of this lexicon means something else. With ``find`` off it is a
    plain list to look words up in: the automaton does not search for its wordings.
    """

    name: str
    about: str
    phrases: tuple[str, ...] = ()
    exceptions: tuple[str, ...] = ()
    entries: dict[str, str] = field(default_factory=dict)
    find: bool = True

    @property
    def wordings(self) -> tuple[str, ...]:
        """All wordings, those with a twin included."""
        return (*self.phrases, *self.entries)

    @cached_property
    def words(self) -> frozenset[str]:
        """The wordings that are a single word, in canonical spelling."""
        return words_of(self.wordings)

    @cached_property
    def twins(self) -> dict[tuple[str, ...], str]:
        """The twin of each wording, by its canonical tokens."""
        return {tokens_of(wording): twin for wording, twin in self.entries.items()}


def tokens_of(wording: str) -> tuple[str, ...]:
    """Canonical tokens of a plain wording (no phrase syntax)."""
    words = (word.strip(",;:") for word in wording.replace("-", " ").split())
    return tuple(token for word in words if word for token in canonical(word))


def words_of(entries: Iterable[str]) -> frozenset[str]:
    """The canonical single words among ``entries``, for plain set look-ups."""
    return frozenset([tokens[0] for tokens in map(canonical, entries) if len(tokens) == 1])


def lexicon_owner(name: str) -> str:
    """Whom the matches of a lexicon belong to in the automaton."""
    return f"lexicon:{name}"


class Phrasebook:
    """Lexicons and their automaton, ready for use. Immutable; safe to share between threads and to pickle."""

    __slots__ = ("_derived", "_unions", "automaton", "graph", "lexicons")

    def __init__(self, lexicons: Mapping[str, Lexicon], graph: Graph) -> None:
        self.lexicons = dict(lexicons)
        self.graph = graph
        self.automaton = Automaton(graph)
        self._derived: dict[tuple[str, Any], Any] = {}
        self._unions: dict[tuple[str, ...], frozenset[str]] = {}

    def __reduce__(self) -> tuple[type[Phrasebook], tuple[dict[str, Lexicon], Graph]]:
        return Phrasebook, (self.lexicons, self.graph)

    def words(self, name: str) -> frozenset[str]:
        """The single words of lexicon ``name``; empty if there is none."""
        lexicon = self.lexicons.get(name)
        return lexicon.words if lexicon else frozenset()

    def words_of(self, *names: str) -> frozenset[str]:
        """The single words of several lexicons."""
        known = self._unions.get(names)
        if known is None:
            known = self._unions[names] = frozenset().union(*map(self.words, names))
        return known

    def derived(self, name: str, make: Callable[[Mapping[str, str]], T]) -> T:
        """What ``make`` makes of the entries of lexicon ``name``, or of none if it is not there; made once."""
        key = (name, make)
        if key not in self._derived:
            lexicon = self.lexicons.get(name)
            self._derived[key] = make(lexicon.entries if lexicon else {})
        made: T = self._derived[key]
        return made

    def twin(self, name: str, written: str) -> str | None:
        """What lexicon ``name`` puts in the place of ``written``."""
        lexicon = self.lexicons.get(name)
        return lexicon.twins.get(tokens_of(written)) if lexicon else None


def compile_graph(lexicons: Mapping[str, Lexicon], own: Mapping[str, tuple[Iterable[str], Iterable[str]]]) -> Graph:
    """One graph for all lexicons and for the phrases that rules hold themselves, as owner → (phrases, exceptions).

    Raises :class:`PhraseCompileError`, which names the owner, for the first phrase that is not well-formed.
    """
    # Whoever finds the graph in the cache needs neither of them.
    from .builder import GraphBuilder
    from .grammar import PhraseError

    builder = GraphBuilder(lambda name: lexicons[name].wordings)
    books = {
        lexicon_owner(name): (lexicon.wordings, lexicon.exceptions)
        for name, lexicon in lexicons.items()
        if lexicon.find
    }
    for owner, (phrases, exceptions) in {**books, **own}.items():
        for target, wordings in ((owner, phrases), (except_owner(owner), exceptions)):
            for wording in wordings:
                try:
                    builder.add(target, wording)
                except PhraseError as error:
                    raise PhraseCompileError(owner, wording, str(error)) from None
    return builder.graph()


class PhraseCompileError(ValueError):
    """A phrase that does not compile: its owner, its wording, and why."""

    def __init__(self, owner: str, wording: str, reason: str) -> None:
        super().__init__(reason)
        self.owner, self.wording, self.reason = owner, wording, reason


__all__ = [
    "Lexicon",
    "PhraseCompileError",
    "Phrasebook",
    "compile_graph",
    "except_owner",
    "lexicon_owner",
    "tokens_of",
]
