"""The phrase language, matched on tokens."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from replylint import Business, Message
from replylint.facts.core import Reading
from replylint.facts.layout import phrase_marks
from replylint.phrases.automaton import OFTEN, Automaton
from replylint.phrases.book import Lexicon, Phrasebook, compile_graph
from replylint.phrases.builder import GraphBuilder
from replylint.phrases.grammar import PhraseError, parse
from replylint.phrases.graph import Graph
from replylint.phrases.inflect import forms
from replylint.phrases.steps import Steps
from replylint.phrases.table import Table
from replylint.phrases.tokens import tokenize

CASES: dict[str, Any] = yaml.safe_load((Path(__file__).parent / "cases/phrases.yaml").read_text("utf-8"))
LEXICONS: dict[str, list[str]] = CASES["lexicons"]


def graph_of(*phrases: str) -> Graph:
    """Each phrase is an owner of its own."""
    builder = GraphBuilder(lambda name: LEXICONS[name])
    for phrase in phrases:
        builder.add(phrase, phrase)
    return builder.graph()


def found(phrase: str, text: str) -> list[str]:
    tokens = tokenize(text)
    hits = Automaton(graph_of(phrase)).find(tokens).get(phrase, [])
    return [text[tokens.starts[start] : tokens.ends[end - 1]] for start, end in hits]


@pytest.mark.parametrize(
    ("phrase", "text", "expected"), [(c["phrase"], c["text"], c["found"]) for c in CASES["matches"]]
)
def test_matches(phrase: str, text: str, expected: list[str]) -> None:
    assert found(phrase, text) == expected


@pytest.mark.parametrize(
    ("phrase", "text", "expected"), [(c["phrase"], c["text"], c["found"]) for c in CASES["matches"]]
)
def test_a_table_matches_the_same(phrase: str, text: str, expected: list[str]) -> None:
    tokens = tokenize(text)
    hits = Table(graph_of(phrase), [0]).find(tokens.words).get(0, [])
    assert [text[tokens.starts[start] : tokens.ends[end - 1]] for start, end in hits] == expected


@pytest.mark.parametrize(("phrase", "reason"), [(c["phrase"], c["reason"]) for c in CASES["refused"]])
def test_refused(phrase: str, reason: str) -> None:
    builder = GraphBuilder(lambda name: LEXICONS[name])
    with pytest.raises(PhraseError, match=reason):
        builder.add("it", phrase)


@pytest.mark.parametrize(("verb", "expected"), CASES["forms"].items())
def test_verb_forms(verb: str, expected: str) -> None:
    assert set(expected.split()) == set(forms(verb))


WORDS = st.lists(
    st.sampled_from(["we", "will", "get", "back", "to", "you", "soon", ".", "!", ",", "don't", "I'm"]), max_size=30
).map(" ".join)


PHRASES = (
    "we will",
    "we will .. soon",
    "(get|got) back [to you]",
    "<get> back",
    "you soon",
    "^we",
    "soon $",
    "not",
    "_ soon",
    "soon. we",
)


@given(WORDS)
def test_a_merged_automaton_finds_what_single_ones_find(text: str) -> None:
    tokens = tokenize(text)
    together = Automaton(graph_of(*PHRASES)).find(tokens)
    for phrase in PHRASES:
        spans = [text[tokens.starts[start] : tokens.ends[end - 1]] for start, end in together.get(phrase, [])]
        assert spans == found(phrase, text)


@given(st.lists(WORDS, min_size=1, max_size=5))
def test_a_table_finds_what_steps_find_whatever_it_has_read_before(texts: list[str]) -> None:
    graph = graph_of(*PHRASES)
    numbers = list(range(len(PHRASES)))
    steps, table = Steps(graph, numbers), Table(graph, numbers)
    for text in texts:
        words = tokenize(text).words
        assert table.find(words) == steps.find(words)


def test_a_table_that_has_to_forget_finds_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    graph = graph_of(*PHRASES)
    words = tokenize("We will get back to you soon. We won't. It is now soon.").words
    expected = Table(graph, [0, 1, 2, 7, 8]).find(words)
    monkeypatch.setattr("replylint.phrases.table.MOST_REMEMBERED", 0)
    forgetful = Table(graph, [0, 1, 2, 7, 8])
    assert forgetful.find(words) == forgetful.find(words) == expected != {}


def test_a_search_finds_only_what_belongs_to_its_owners() -> None:
    words = tokenize("We will not get back to you").words
    graph = graph_of("we will", "not", "get back")
    for engine in (Steps(graph, [0, 2]), Table(graph, [0, 2])):
        assert engine.find(words) == {0: [(0, 2)], 2: [(3, 5)]}


def test_searches_are_the_same_for_the_first_text_and_the_hundredth() -> None:
    automaton = Automaton(graph_of(*PHRASES))
    tokens = tokenize("We will get back to you soon.")
    first = automaton.find(tokens)
    for _ in range(2 * OFTEN):
        assert automaton.find(tokens) == first


def test_exceptions_are_searched_by_themselves() -> None:
    automaton = Automaton(graph_of("we", "you", "we!"))
    for everything in (True, False):
        assert automaton.search("we", everything) is automaton.search("you", everything)
        search = automaton.search("we!", everything)
        assert search is not None
        assert search.owners == {"we!"}
        assert automaton.search("nobody", everything) is None


def test_customers_are_not_searched_for_the_large_lexicons_that_drafts_are(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("replylint.phrases.automaton.FEW", 3)
    automaton = Automaton(graph_of("we", "you will not get it back"))
    small, large = (automaton.search(owner, False) for owner in ("we", "you will not get it back"))
    assert small is not None
    assert large is not None
    assert (small.owners, large.owners) == ({"we"}, {"you will not get it back"})
    everything = automaton.search("we", True)
    assert everything is not None
    assert everything.owners == small.owners | large.owners


@given(WORDS)
def test_exceptions_except_in_their_sentence_what_they_except_in_the_text(text: str) -> None:
    lexicon = Lexicon("it", "", ("we", "get back", "you", "soon"), ("we will", "not .. you", "you soon $", "back to"))
    graph = compile_graph({"it": lexicon}, {})
    reading = Reading(Message(text), Phrasebook({"it": lexicon}, graph), Business())
    tokens = tokenize(text)
    found = Automaton(graph).find(tokens)
    spared = found.get("lexicon:it!", [])
    expected = [
        (tokens.starts[a], tokens.ends[b - 1])
        for a, b in found.get("lexicon:it", [])
        if not any(first < b and a < last for first, last in spared)
    ]
    assert [(mark.start, mark.end) for mark in phrase_marks(reading, "lexicon:it")] == expected


def test_exceptions_that_lead_past_a_sentence_mark_are_looked_for_in_the_text() -> None:
    graph = compile_graph({"it": Lexicon("it", "", ("you",), ("sorry. you",))}, {})
    reading = Reading(Message("Sorry. You too. You."), Phrasebook({}, graph), Business())
    assert [mark.start for mark in phrase_marks(reading, "lexicon:it")] == [16]


def test_the_phrases_of_an_owner_come_one_after_another() -> None:
    builder = GraphBuilder(lambda name: LEXICONS[name])
    builder.add("a", "one")
    builder.add("b", "two")
    with pytest.raises(ValueError, match="not together"):
        builder.add("a", "three")


@given(st.text(max_size=200))
def test_tokens_lie_in_the_text_in_order(text: str) -> None:
    tokens = tokenize(text)
    assert all(0 <= a <= b <= len(text) for a, b in zip(tokens.starts, tokens.ends, strict=True))
    assert list(tokens.starts) == sorted(tokens.starts)
    assert tokens.words[-1] == ""


@given(st.text(alphabet='ab (|)[]{}<>_.^$"é', max_size=40))
def test_parsing_refuses_or_succeeds_but_never_crashes(phrase: str) -> None:
    try:
        parse(phrase)
    except PhraseError:
        pass
