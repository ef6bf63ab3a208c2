"""What a cheap test says cannot be there, the costly pattern does not find."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from replylint.facts import acts, addresses, emoticons, layout, names, private, writing
from replylint.facts.characters import caseless, count_digits, has_digit, has_letters
from replylint.phrases.tokens import MASK

FRAGMENTS = (
    " ", " ", " ", "\n", "\t", ",", ".", ":", "(", ")", "/", "-", "!", "?", "…", "’", "'", '"', "1", "22", "2/3", "12345", "x",
    "Hi", "HELLO", "ola", "Jane", "Main", "Street", "straße", "STRASSE", "str.", "Weg", "út", "rue", "RUE", "Allée", "jl.", "P.O. Box",
    "APO", "AE", "lives", "at", "in", "sent", "to", "deliver", "it", "drops", "you", "off", "address", "is", "station", "on", "living",
    "pin", "PIN", "code", "door", "postcode", "password", "was", "one-time", "key", "safe", "I'm", "I am", "my name is", "This is", "from",
    "here", "case", "Re", "ref", "no", "cont", "part", "of", "regards", "thanks", "best", "xD", "XD", "<3", "^_^", ";", "=", "ſ", "ı",
    "İ", "\u212a", "½", "٣", "²", "é", "É", "www.a", "b.com", "a@b.co", "http://", "`c`", MASK, "DON'T", "A",
)  # fmt: skip
TEXTS = st.lists(st.sampled_from(FRAGMENTS), max_size=14).map("".join)

FILTERED: dict[str, tuple[Callable[[str], object], Callable[[str], object]]] = {
    **{
        f"street {number}": (pattern.search, lambda text, may=may: may(caseless(text)))
        for number, (pattern, may) in enumerate(addresses._STREETS)
    },
    "cue": (
        addresses._CUE.search,
        lambda text: addresses._has_one(" ".join(caseless(text).split()), addresses._CUE_WORDS),
    ),
    "secret": (private._SECRET.search, lambda text: private._may_tell_a_secret(caseless(text))),
    "set secret": (private._SET_SECRET.search, lambda text: private._may_tell_a_secret(caseless(text))),
    "link": (layout._NOT_PROSE.search, layout._MAY_BE_LINK.search),
    "greeting": (lambda text: layout._GREETING.match(text) or layout._GREETING_OPEN.match(text), layout._says_hello),
    "closing": (
        layout._INLINE_CLOSING.search,
        lambda text: any(part in caseless(text) for part in layout._CLOSING_PARTS),
    ),
    "case number": (
        acts._CASE_NUMBER.match,
        lambda text: caseless(text.lstrip()[:12]).startswith(acts._CASE_WORDS),
    ),
    "run": (writing._RUN.search, lambda text: any(part in text for part in writing._RUN_PARTS)),
    "emoticon": (emoticons._ASCII.search, lambda text: any(part in text for part in emoticons._PARTS)),
    "introduction": (
        names._INTRODUCTION.search,
        lambda text: any(part in text for part in ("name is", "name's", "his is", "I am", "I'm", "I’m")),
    ),
}


@pytest.mark.parametrize("name", FILTERED)
def test_nothing_is_filtered_that_would_be_found(name: str) -> None:
    pattern, may_match = FILTERED[name]

    @given(TEXTS)
    def holds(text: str) -> None:
        if pattern(text):
            assert may_match(text), text

    holds()


@given(TEXTS)
def test_characters_are_counted_as_python_counts_them(text: str) -> None:
    assert has_digit(text) == any(c.isdigit() for c in text)
    assert count_digits(text) == sum(c.isdigit() for c in text)
    assert has_letters(text, 3) == (sum(c.isalpha() for c in text) >= 3)


@given(TEXTS)
def test_words_are_counted_as_one_slow_pattern_says(text: str) -> None:
    slow = re.compile(rf"\S*[^\W_{MASK}]\S*|{MASK}+")
    for written in (text, text.replace(MASK, "")):
        assert layout.written_words(written) == len(slow.findall(written))
