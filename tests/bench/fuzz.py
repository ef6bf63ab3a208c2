"""Hostile texts: a numbered kind each, always the same for the same seed and number.

The first kinds are each one way to make a text slow; all others are compositions, drawn by the seed: two to five of these ways side by
side, nested, shuffled or cut up, with pieces of other lengths.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

Generator = Callable[[random.Random, int], str]
"""Makes a text of about so many characters."""

_EMOJI = "👍😀🎉🙏🏽❤️🔥👩‍👩‍👧‍👦🏳️‍🌈👨🏿‍🚀🇫🇷🇬🇧"
_SCRIPTS = (
    "привет мир",
    "γειά σου",
    "שלום עולם",
    "مرحبا بالعالم",
    "नमस्ते दुनिया",
    "你好世界",
    "こんにちは",
    "안녕하세요",
    "สวัสดี",
    "Grüße",
    "naïve",
)
_NEAR = (
    "you should have you should have you should", "we are sorry that you feel we are sorry that you", "as soon as possible as soon as as soon",
    "do not hesitate to do not hesitate", "sorry for any sorry for any sorry for", "please be advised that please be advised",
    "we will get back to we will get back", "as I already as I already as per my last", "to the best of our to the best of our",
    "if you had only if you had only", "can not can not do can not", "thank you for your thank you for", "we understand how we understand how you must",
    "at your earliest at your earliest", "it is not our it is not our it is", "your satisfaction is your satisfaction is our",
)  # fmt: skip
_UNITS: dict[str, Sequence[str]] = {
    "letters": ("a", "Z", "aA", "ß", "İ", "ſ"),
    "words": ("we ", "HELLO ", "no no ", "I'm ", "you ", "sorry ", "the ", "a a ", "not "),
    "dots": ("a.", "a.a.", "...", "… ", ". ", "e.g. ", "U.S.A. ", "Mr. "),
    "marks": ("!", "?", "!?", "?!!", "! ", "?\n", "¿?", "‽", "!!1!"),
    "brackets": ("(", "[", "{", "((", "[(", "( ", "(a ", "[[", "{{", "{%", "<", "«", "“"),
    "closers": (")", "]", "}}", "%}", "])", ">", "”", ") ", "a) "),
    "placeholders": ("{{a", "{{ a | ", "{% if x %}", "{% endif %}", "%{name", "[NAME", "[NAME] ", "<<name>>", "${a}", "{{#if", "{{name}}{{", "__NAME__ "),
    "html": ("<a href='", "<p>", "<div ", "</p>", "&amp;", "&#x", "<!--", "<![CDATA[", "<br/>", "<a <a ", '<img alt="', "&nbsp", "<script>"),
    "markdown": ("**", "__a", "`", "```\n", "> ", "> > ", "[a](", "![", "# ", "- ", "* a\n", "|a|", "~~", "1. a\n", "---\n", "\n> "),
    "emoticons": (":) ", ":)", ":-(", ";-)", ":D :D", ":-", ":::", "^_^ ", "<3", "xD", ":'(", ":-)))))", "¯\\_(ツ)_/¯ "),
    "emoji": ("👍", "👍\u200d", "👩\u200d", "🏽", "🇫", "❤\ufe0f", "👍🏽\u200d", "\u20e3", "1\ufe0f\u20e3", "🏴\U000e0067", "👨\u200d👩\u200d"),
    "invisible": ("\u200b", "\u200c", "\u200d", "\ufeff", "a\u200b", "\u00ad", "\u2060", "\u202e", "\u2066a", "a\u00ad", "\u180e", "\u3164"),
    "combining": ("\u0301", "a\u0301", "e\u0301\u0302\u0303", "a" + "\u0489" * 20, "\u0345", "क्", "\u1160", "n\u0303 "),
    "digits": ("1", "1-", "1.", "1,", "1 ", "1/", "1:", "12 34 ", "1-1-", "(1)", "+1", "00", "1'000", "1_", "٣", "½", "1e5"),
    "money": ("£1", "$1,", "1 €", "€1.", "$$", "£ 1,000.", "USD 1", "1.000,00 "),
    "dates": ("1/2/", "01/02/03 ", "1 May ", "Monday ", "May 1, ", "2026-01-", "10:00 ", "10.30 to ", "at 5 ", "tomorrow ", "1st ", "12th of "),
    "phones": ("+44 ", "+44 20 7946 0", "(555) ", "555-0100 ", "0800 ", "+1-555-", "00 44 ", "1 800 ", "07700 900 "),
    "cards": ("4111 ", "4111 1111 1111 1111 ", "4111-", "GB82 WEST 1234 5698 ", "GB82", "DE89 3704 ", "1234567890123", "DE", "4242"),
    "emails": ("a@", "@a", "@@@", "x@y.", "x@y.z ", "a.b.c@", "a+b@c.d,", "@a.b@", "a@a@", "mailto:", "x@[", '"a"@', "a@b-"),
    "urls": ("http://", "www.", "http://a.b/", "a.com/", "//", "https://a@", "a.co.uk.", "http://[", "?a=b&", "#a", "www.a.", "%20", "://a"),
    "addresses": ("1 High Street, ", "12 a Road ", "SW1A ", "SW1A 1AA ", "Flat 2, ", "PO Box 1 ", "10115 Berlin ", "NY 10001 ", "Street ", "1 a b c "),
    "names": ("Hi ", "Dear ", "Dear Jane, ", "Mr ", "Jane Doe ", "A. B. ", "O'Neil-", "Mc", "Best, ", "Jane\n", "Regards,\nJane\n", "@Jane "),
    "secrets": ("password: ", "token=", "PIN 1", "my password is ", "api_key: a", "pass", "code: 1", "secret = "),
    "quotes": ('"', '"a ', "'", "'a", "“a", "‘", "''", "> \n", "'tis ", '" "', "a'b'", "’s "),
    "blanks": (" ", "\n", "\t", "\r\n", "\r", "\u00a0", "\u2003", " \n", "\n\n", "\x0b", "\x0c", "\u2028", "\x00", "\x1b["),
    "hyphens": ("-", "a-", "—", "- ", "--", "–a", "a-a-a", "_", "a_", "/", "a/", "\\", "&", "+", "=", "~", "^", "*a"),
    "questions": ("why? ", "Can you? ", "what is it ", "Is it? Is it ", "how do I ", "or? ", "Where is my order? ", "? a "),
    "lists": ("- a\n", "1. ", "a) ", "• ", "* * ", "1.1.1.", "\n-", "(i) "),
    "abbreviations": ("pls ", "u r ", "ASAP ", "A.S.A.P.", "FYI", "ur ", "thx ", "b4 ", "TL;DR ", "NASA'S "),
    "stretched": ("soooo ", "nooooo", "aaah", "hmmmm ", "!!!11", "yesss", "hahaha", "heheh "),
    "replies": ("On Monday, Jane wrote:\n> ", "From: a@b.c\n", "-----Original Message-----\n", "Re: ", "Sent from my iPhone\n", "-- \n"),
}  # fmt: skip
"""What is said again and again, by name."""


def _repeat(unit: str, _pick: random.Random, size: int) -> str:
    return (unit * (size // len(unit) + 1))[:size]


def _mixed(units: Sequence[str], pick: random.Random, size: int) -> str:
    """The units of a kind in any order."""
    return "".join(pick.choices(units, k=size // min(map(len, units)) + 1))[:size]


def _nested(opening: str, closing: str, _pick: random.Random, size: int) -> str:
    many = size // (len(opening) + len(closing))
    return opening * many + closing * many


def _near(pick: random.Random, size: int) -> str:
    """Phrases that lexicons know, begun again and again and not ended, with words from elsewhere between them."""
    words = " ".join(_NEAR).split()
    parts: list[str] = []
    length = 0
    while length < size:
        part = pick.choice(_NEAR) if pick.random() < 0.5 else " ".join(pick.choices(words, k=pick.randint(1, 6)))
        parts.append(part + pick.choice((" ", " ", ", ", "\n", ". ", "-", "\u200b")))
        length += len(parts[-1])
    return "".join(parts)[:size]


def _scripts(pick: random.Random, size: int) -> str:
    """Letters of many scripts, also in one word."""
    letters = "".join(_SCRIPTS)
    parts = (
        "".join(pick.choices(letters, k=pick.randint(1, 12))) if pick.random() < 0.5 else pick.choice(_SCRIPTS)
        for _ in range(size // 4 + 1)
    )
    return " ".join(parts)[:size]


def _joined(pick: random.Random, size: int) -> str:
    """Emoji that are joined or not, coloured or not."""
    glue = ("\u200d", "\ufe0f", "🏽", "", "", " ")
    return "".join(pick.choice(_EMOJI) + pick.choice(glue) for _ in range(size))[:size]


def _noise(low: int, high: int, pick: random.Random, size: int) -> str:
    """Any characters of a range, without halves of surrogate pairs."""
    return "".join(chr(c) for c in (pick.randint(low, high) for _ in range(size)) if not 0xD800 <= c <= 0xDFFF)


def _long_words(pick: random.Random, size: int) -> str:
    letters = "etaoinshrdlu"
    parts = ("".join(pick.choices(letters, k=pick.choice((1, 50, 500, 5000)))) for _ in range(size // 1000 + 2))
    return " ".join(parts).ljust(size, "e")[:size]


def _distinct_words(pick: random.Random, size: int) -> str:
    """Words of which no two are the same: nothing that is remembered by word helps."""
    return " ".join(f"{pick.choice('bcdfgh')}{number:x}{pick.choice('aeiou')}" for number in range(size // 5))[:size]


def _simple() -> dict[str, Generator]:
    kinds: dict[str, Generator] = {}
    for name, units in _UNITS.items():
        kinds[f"{name}, mixed"] = partial(_mixed, units)
        for unit in units:
            kinds[f"{name} {unit!r}"] = partial(_repeat, unit)
    for opening, closing in (
        "()",
        "[]",
        "{}",
        ("{{", "}}"),
        ("<b>", "</b>"),
        "“”",
        "«»",
        "<>",
        ("{% if a %}", "{% endif %}"),
        ("[a](", ")"),
    ):
        kinds[f"nested {opening!r} {closing!r}"] = partial(_nested, opening, closing)
    return kinds | {
        "near-matches": _near,
        "mixed scripts": _scripts,
        "joined emoji": _joined,
        "any characters": partial(_noise, 1, 0x10FFFF),
        "any ASCII": partial(_noise, 1, 126),
        "any of the first 12,000": partial(_noise, 1, 0x2FFF),
        "long words": _long_words,
        "distinct words": _distinct_words,
    }


SIMPLE = _simple()
"""The ways to make a text slow, by name."""


@dataclass(frozen=True)
class Kind:
    """One kind of hostile text: its seed and number say all, its name what it is made of."""

    seed: int
    number: int
    name: str

    def text(self, size: int) -> str:
        """The text of this kind, of ``size`` bytes in UTF-8 to a character; never blank, as no draft is."""
        made = _make(self.seed, self.number)[1](random.Random(f"{self.seed} {self.number} text"), size)
        text = made.encode()[:size].decode("utf-8", "ignore")
        return text if text.strip() else text[:-1] + "x"


def kind(seed: int, number: int) -> Kind:
    """The kind with this number."""
    return Kind(seed, number, _make(seed, number)[0])


def _make(seed: int, number: int) -> tuple[str, Generator]:
    order = sorted(SIMPLE)
    random.Random(seed).shuffle(order)  # so that a short run meets some of all kinds, and other ones with another seed
    singles = len(order)
    # Every second one is a composition, until the ways themselves are used up.
    if number % 2 == 0 and number // 2 < singles:
        return order[number // 2], SIMPLE[order[number // 2]]
    return _composed(random.Random(f"{seed} {number}"), order)


def _composed(pick: random.Random, order: Sequence[str]) -> tuple[str, Generator]:
    names = pick.sample(order, pick.randint(2, 5))
    how = pick.choice(sorted(_COMPOSE))
    return f"{how}: {' + '.join(names)}", partial(_COMPOSE[how], [SIMPLE[name] for name in names])


def _side_by_side(parts: Sequence[Generator], pick: random.Random, size: int) -> str:
    return "".join(part(pick, size // len(parts) + 1) for part in parts)


def _alternating(parts: Sequence[Generator], pick: random.Random, size: int) -> str:
    """Short pieces in turn, the same again and again."""
    lengths = [pick.choice((1, 2, 3, 5, 8, 20)) for _ in parts]
    unit = "".join(part(pick, length)[:length] for part, length in zip(parts, lengths, strict=True)) or "a"
    return _repeat(unit, pick, size)


def _shuffled(parts: Sequence[Generator], pick: random.Random, size: int) -> str:
    """Pieces of any length in any order."""
    stock = [part(pick, 2000) for part in parts]
    pieces: list[str] = []
    length = 0
    while length < size:
        source, many = pick.choice(stock), pick.choice((1, 2, 4, 10, 40, 200))
        start = pick.randrange(max(1, len(source)))
        pieces.append(source[start : start + many] or "a")
        length += len(pieces[-1])
    return "".join(pieces)


def _by_line(parts: Sequence[Generator], pick: random.Random, size: int) -> str:
    """A line of the one, a line of the other."""
    line = pick.choice((10, 60, 300))
    lines = [part(pick, line).replace("\n", " ") for part in parts]
    return _repeat("\n".join(lines) + "\n", pick, size)


_COMPOSE: dict[str, Callable[[Sequence[Generator], random.Random, int], str]] = {
    "side by side": _side_by_side,
    "alternating": _alternating,
    "shuffled": _shuffled,
    "by line": _by_line,
}
