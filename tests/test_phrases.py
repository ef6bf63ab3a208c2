"""The phrase language, matched on tokens."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from replylint.phrases.automaton import Automaton, GraphBuilder
from replylint.phrases.grammar import PhraseError, parse
from replylint.phrases.inflect import forms
from replylint.phrases.tokens import tokenize

CASES: dict[str, Any] = yaml.safe_load((Path(__file__).parent / "cases/phrases.yaml").read_text("utf-8"))
LEXICONS: dict[str, list[str]] = CASES["lexicons"]


def found(phrase: str, text: str) -> list[str]:
    builder = GraphBuilder(lambda name: LEXICONS[name])
    builder.add("it", phrase)
    tokens = tokenize(text)
    hits = Automaton(builder.graph()).find(tokens).get("it", [])
    return [text[tokens.starts[start] : tokens.ends[end - 1]] for start, end in hits]


@pytest.mark.parametrize(
    ("phrase", "text", "expected"), [(c["phrase"], c["text"], c["found"]) for c in CASES["matches"]]
)
def test_matches(phrase: str, text: str, expected: list[str]) -> None:
    assert found(phrase, text) == expected


@pytest.mark.parametrize(("phrase", "reason"), [(c["phrase"], c["reason"]) for c in CASES["refused"]])
def test_refused(phrase: str, reason: str) -> None:
    builder = GraphBuilder(lambda name: LEXICONS[name])
    with pytest.raises(PhraseError, match=reason):
        builder.add("it", phrase)


@pytest.mark.parametrize(("verb", "expected"), CASES["forms"].items())
def test_verb_forms(verb: str, expected: str) -> None:
    assert set(expected.split()) <= set(forms(verb))


WORDS = st.lists(
    st.sampled_from(["we", "will", "get", "back", "to", "you", "soon", ".", "!", ",", "don't", "I'm"]), max_size=30
).map(" ".join)


@given(WORDS)
def test_a_merged_automaton_finds_what_single_ones_find(text: str) -> None:
    phrases = [
        "we will",
        "we will .. soon",
        "(get|got) back [to you]",
        "<get> back",
        "you soon",
        "^we",
        "soon $",
        "not",
    ]
    builder = GraphBuilder(lambda name: LEXICONS[name])
    for phrase in phrases:
        builder.add(phrase, phrase)
    tokens = tokenize(text)
    together = Automaton(builder.graph()).find(tokens)
    for phrase in phrases:
        spans = [text[tokens.starts[start] : tokens.ends[end - 1]] for start, end in together.get(phrase, [])]
        assert spans == found(phrase, text)


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
