"""What characters a text has, asked in C rather than in a loop: most texts lack what a pattern would look for."""

from __future__ import annotations

_DIGITS = "0123456789"
_DIGIT_SET = frozenset(_DIGITS)
_SAME_LETTERS = str.maketrans({"ſ": "s", "ı": "i"})


def has_digit(text: str) -> bool:
    """Whether a digit of any script is in the text."""
    return not _DIGIT_SET.isdisjoint(text) or (not text.isascii() and any(c.isdigit() for c in text))


def count_digits(text: str) -> int:
    """How many digits of any script are in the text."""
    return sum(map(text.count, _DIGITS)) if text.isascii() else sum(c.isdigit() for c in text)


def has_letters(text: str, least: int) -> bool:
    """Whether at least so many letters are in the text; seldom more than its first words are looked at."""
    for character in text:
        if character.isalpha():
            least -= 1
            if least <= 0:
                return True
    return False


def caseless(text: str) -> str:
    """The text in small letters, as patterns that ignore case compare them."""
    lower = text.lower()
    return lower if lower.isascii() else lower.translate(_SAME_LETTERS)
