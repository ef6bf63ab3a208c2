"""spaCy token patterns from rules.

spaCy takes half a second to import, so it is imported only when every word that a pattern needs is in the text.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from ..facts.core import Mark, Marks, Reading
from ..facts.layout import prose

TokenPattern = dict[str, Any]
_MAX_TOKENS = 20


def validate_token_patterns(patterns: tuple[tuple[TokenPattern, ...], ...]) -> None:
    """Raises ValueError for patterns that spaCy would refuse or that name no word to look for first."""
    for pattern in patterns:
        if not pattern or len(pattern) > _MAX_TOKENS:
            raise ValueError(f"a token pattern has 1 to {_MAX_TOKENS} tokens")
        if _uses_regex(pattern):
            raise ValueError("REGEX is not allowed in token patterns, as it may take exponential time: use `patterns`")
        if not needed_words(pattern):
            raise ValueError("a token pattern must name a word: give one token LOWER, or LOWER with IN")
    if patterns:
        _matcher(frozen(patterns))


def _uses_regex(value: Any) -> bool:
    if isinstance(value, dict):
        return any(key == "REGEX" or _uses_regex(inner) for key, inner in value.items())
    return isinstance(value, list | tuple) and any(map(_uses_regex, value))


def needed_words(pattern: tuple[TokenPattern, ...]) -> tuple[frozenset[str], ...]:
    """For each token that must be there and names its word: the words of which one must be in the text."""
    needed = []
    for token in pattern:
        wanted = token.get("LOWER")
        if token.get("OP", "1") in ("?", "*", "!") or wanted is None:
            continue
        if isinstance(wanted, str):
            needed.append(frozenset({wanted}))
        elif isinstance(wanted, dict) and isinstance(wanted.get("IN"), list | tuple):
            needed.append(frozenset(wanted["IN"]))
    return tuple(needed)


def token_marks(reading: Reading, patterns: tuple[tuple[TokenPattern, ...], ...]) -> Marks:
    """Where spaCy token patterns match the prose of a message."""
    text = prose(reading)
    lower = text.lower()
    present = tuple(p for p in patterns if all(any(w in lower for w in words) for words in needed_words(p)))
    if not present:
        return ()
    doc = _language().make_doc(text)
    found = _matcher(frozen(present))(doc, as_spans=True)
    return tuple(Mark(span.start_char, span.end_char) for span in found)


def frozen(value: Any) -> Any:
    """``value`` with lists as tuples and mappings as sorted pairs, so that it can key a cache."""
    if isinstance(value, dict):
        return ("{}", *sorted((k, frozen(v)) for k, v in value.items()))
    return tuple(map(frozen, value)) if isinstance(value, list | tuple) else value


def _thawed(value: Any) -> Any:
    if isinstance(value, tuple):
        return {k: _thawed(v) for k, v in value[1:]} if value[:1] == ("{}",) else [_thawed(v) for v in value]
    return value


@lru_cache(maxsize=1)
def _language() -> Any:
    import spacy

    return spacy.blank("en")


@lru_cache(maxsize=256)
def _matcher(patterns: Any) -> Any:
    from spacy.errors import MatchPatternError
    from spacy.matcher import Matcher

    matcher = Matcher(_language().vocab, validate=True)
    try:
        matcher.add("pattern", _thawed(patterns), greedy="LONGEST")
    except (MatchPatternError, ValueError, KeyError) as error:
        raise ValueError(f"not a token pattern that spaCy takes: {str(error).splitlines()[-1].strip()}") from None
    return matcher
