"""Postal addresses of a person: a street with a house number, or what follows “lives at” and the like."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from ..lazy import lazy
from .characters import caseless
from .core import Mark

_STREET_NAMES = tuple(
    "street st avenue ave road rd lane ln drive dr boulevard blvd court ct crescent close square sq terrace place pl way parkway pkwy "
    "highway hwy alley mews gardens grove hill row walk quay nagar marg colony".split()
)
_STREET_SET = frozenset(_STREET_NAMES)
_STREET_WORD = rf"(?:{'|'.join(_STREET_NAMES)})"
_NO_MARKS = str.maketrans({chr(code): " " for code in range(128) if not (chr(code).isalnum() or chr(code) == "_")})
_HOUSE = r"\d{1,5}[a-zA-Z]?(?:[-/]\d{1,4})?"
_WORD = r"[^\W\d_][\w'’.-]*"
_NAME = r"[^\W\d_][\w'’.-]{0,40}"
"""A word of a street's name: its length is bounded, since the pattern begins anew at each word."""
_ENGLISH = lazy(
    rf"(?<![\w.#$€£-])(?<!\d:){_HOUSE}(?:,?[ \t]+{_HOUSE})?,?[ \t]+(?:{_WORD}[ \t]+){{1,4}}?{_STREET_WORD}\b\.?",
    re.IGNORECASE,
)
_PREFIXED = lazy(
    rf"\b(?:rue|via|calle|avenida|av\.|paseo|plaza|pza|piazza|viale|corso|ul\.|ulica|ulice|rua|travessa|largo|chemin|all[ée]e|place|boulevard|quai|strada|bulevardul|jalan|jl\.)[ \t]+(?:{_WORD}[ \t]+){{1,5}}?{_HOUSE}\b"
    rf"|\b{_HOUSE},?[ \t]+(?:rue|chemin|avenue|boulevard|all[ée]e|quai|cours)[ \t]+(?:de|du|des|la|le|d['’])?[ \t]*{_WORD}(?:[ \t]+{_WORD}){{0,3}}",
    re.IGNORECASE,
)
_SUFFIXED = lazy(
    rf"(?<![\w'’.-])(?:{_NAME}[ \t]++){{0,3}}{_NAME}(?:stra(?:ß|ss)e|strasse|str\.|weg|gasse|allee|platz|ring|damm|ufer|gatan|gata|gate|gaten|vej|vejen|veien|vegen|vägen|väg|gränd|katu|tie|kuja|laan|straat|plein|kade|dijk|dreef|singel|braut|túni?|gränden)[ \t]+{_HOUSE}\b"
    rf"|(?<![\w'’.-])(?:{_NAME}[ \t]++){{1,3}}(?:utca|u\.|út|útja|tér|körút|köz)[ \t]+{_HOUSE}\b\.?",
    re.IGNORECASE,
)
_BOX = lazy(
    r"\bP\.?[ ]?O\.?[ ]?Box[ \t]+\d+|\b(?:PSC|Unit)[ \t]+\d{3,5},?[ \t]+Box[ \t]+\d+|\b[ADF]PO[ \t]+A[APE]\b(?:[ \t]+\d{5})?",
    re.IGNORECASE,
)
_CUE = lazy(
    r"\b(?:(?:home|billing|shipping|delivery|postal|mailing|street|his|her|their|your|my|the)[ \t]+address(?:[ \t]+(?:is|of[ \t][\w. ]{2,40}?is))?|address|lives?[ \t]+(?:at|in)|living[ \t]+at|resid(?:es|ing|ence)[ \t](?:at|is)|"
    r"(?:meet[ \t](?:me|you)|drops?[ \t](?:you|me)[ \t]off|arrived|deliver(?:ed|y)?(?:[ \t]it)?|office[ \t]is|stays?|located|restaurant[ \t]is|taxi|sent|send[ \t]it|picked[ \t]up)[ \t](?:at|to)|station[ \t]is[ \t]on)\b[ \t]*:?\s{0,8}",
    re.IGNORECASE,
)
_AFTER_CUE = lazy(
    rf"(?:[^\n.?!]{{0,20}}?\d{{1,6}}[ \t]+(?=[^\W\d_])[^\n?!]{{3,80}}|(?:(?!(?:for|at|on|by|from|in|within|about|after|before|until)\b){_WORD}[ \t]+){{1,3}}{_HOUSE}\b)",
    re.IGNORECASE,
)
_PLACE_WORD = lazy(r"[A-ZÀ-Þ][\w'’-]+")
_ALSO_WORDS = ("place ", "via ", "quai ", "largo ")
_NAMED_STREET = lazy(r"\w+[ \t]+(?:d[aeiou]s?|del|della|des|du|la|le|l['’])?[ \t]*[A-ZÀ-Þ][^.!?]*\d")
"""A street has a name with a capital behind such a word (“place du Marché 4”), unlike “place of 14”."""
_OWN = lazy(r"\b(?:our|we're|we are|us at|visit us|find us|come to)\b[^.?!\n]{0,50}$", re.IGNORECASE)
_NOT_STREETS = lazy(
    r"\b(?:\d+[ \t]+(?:days?|hours?|minutes?|weeks?|months?|years?|miles?|km|times?|people|pages?|stars?|items?|pieces?|euros?|pounds?|dollars?|percent|business|working|more|of|or|and|to|am|pm|from|in|on|for|with|per|by|at|the|is)\b)",
    re.IGNORECASE,
)
_CONTINUES = lazy(
    r"(?:[ \t]*+,?[ \t]*+\n?[ \t>?,]*+(?:(?:apt|suite|flat|unit)\b\.?[ \t]*#?\d+\w?|[A-ZÀ-Þ]{2,}(?:[ \t][A-ZÀ-Þ]{2,})*\b|\d{4,6}\b(?![ \t]*(?:%|euros?|pounds?))))+",
    re.IGNORECASE | re.UNICODE,
)
_LEADING_NUMBER = lazy(r"(?<![\w.#$€£-])\d{2,6}[ \t]+$")


def postal_addresses(text: str) -> Iterator[Mark]:
    """Postal addresses in ``text``, each as one mark over its street, unit, box and postcode."""
    spans: list[tuple[int, int]] = []
    lower = caseless(text)
    patterns = [pattern for pattern, may_match in _STREETS if may_match(lower)]
    for pattern in patterns:
        for match in pattern.finditer(text):
            if pattern is _ENGLISH and (_NOT_STREETS.match(match.group()) or not _plausible(match.group())):
                continue
            if (
                pattern is _PREFIXED
                and match.group().startswith(_ALSO_WORDS)
                and not _NAMED_STREET.match(match.group())
            ):
                continue
            if (
                pattern is _SUFFIXED
                and not _PLACE_WORD.search(match.group())
                and not _CUE.search(text[max(0, match.start() - 40) : match.start()])
            ):
                continue
            spans.append(_grown(text, match.start(), match.end()))
    for cue in _CUE.finditer(text) if _has_one(" ".join(lower.split()), _CUE_WORDS) else ():
        after = _AFTER_CUE.match(text, cue.end())
        if after and _looks_like_place(after.group()):
            spans.append(_grown(text, after.start(), after.end()))
    last = -1
    for start, end in sorted(spans):
        if start >= last and not _OWN.search(text[max(0, start - 60) : start]):
            yield Mark(start, end, "postal_address")
            last = end


def _has_one(lower: str, words: tuple[str, ...]) -> bool:
    return any(word in lower for word in words)


def _names_street(lower: str) -> bool:
    """Whether a word that ends the name of a street stands in the text."""
    if lower.isascii():
        plain = lower.translate(_NO_MARKS)
    else:
        plain = "".join([c if c.isalnum() or c == "_" else " " for c in lower])
    return not _STREET_SET.isdisjoint(plain.split())


def _has_numbered_suffix(lower: str) -> bool:
    """Whether a number stands behind the end of a street's name: looked up before each number, as the pattern tries each word."""
    for number in _SPACED_NUMBER.finditer(lower):
        before = lower[max(0, number.start() - 40) : number.start()].rstrip(" \t")
        if not before or before.endswith(_SUFFIXES):
            return True
    return False


_SPACED_NUMBER = lazy(r"[ \t]\d")
_PREFIXES = tuple(
    "rue via calle avenida av. paseo plaza pza piazza viale corso ul. ulica ulice rua travessa largo chemin allée allee place "
    "boulevard quai strada bulevardul jalan jl. avenue cours".split()
)
_SUFFIXES = tuple(
    "straße strasse str. weg gasse allee platz ring damm ufer gatan gata gate gaten vej vejen veien vegen vägen väg gränd katu tie kuja "
    "laan straat plein kade dijk dreef singel braut tún túni gränden utca u. út útja tér körút köz".split()
)
_CUE_WORDS = (
    "address", "live at", "live in", "lives at", "lives in", "living at", "resid", "meet me", "meet you", "off at", "off to",
    "arrived at", "arrived to", "delivered at", "delivered to", "delivery at", "delivery to", "deliver at", "deliver to", "it at",
    "it to", "is at", "is to", "stay at", "stay to", "stays at", "stays to", "located at", "located to", "taxi at", "taxi to",
    "sent at", "sent to", "up at", "up to", "station is on",
)  # fmt: skip
"""Each cue has one of these, where there is one space between words."""
_STREETS: tuple[tuple[re.Pattern[str], Callable[[str], bool]], ...] = (
    (_ENGLISH, lambda lower: _names_street(lower)),
    (_PREFIXED, lambda lower: _has_one(lower, _PREFIXES)),
    (_SUFFIXED, _has_numbered_suffix),
    (_BOX, lambda lower: _has_one(lower, ("box", "po ", "po\t"))),
)
"""Patterns of streets, each with what the text in small letters must have for it: to look for that takes a hundredth of the time."""


def _plausible(written: str) -> bool:
    """A street's name has a capital somewhere, or it is written all in small letters as names are in chat."""
    words = written.split()[1:]
    return any(word[0].isupper() for word in words[:-1]) and not (
        words[-1].lower() in ("way", "st", "dr", "pl", "hill", "row", "walk", "place", "close")
        and words[-1].islower()
        and not words[0][0].isupper()
    )


def _looks_like_place(written: str) -> bool:
    return not _NOT_STREETS.search(written) and bool(_PLACE_WORD.search(written)) and bool(re.search(r"\d", written))


def _grown(text: str, start: int, end: int) -> tuple[int, int]:
    """With a number before the street and the unit, town and postcode after it."""
    before = _LEADING_NUMBER.search(text, max(0, start - 8), start)
    if before:
        start = before.start()
    for _ in range(3):
        after = _CONTINUES.match(text, end)
        if after is None or after.end() == end:
            break
        end = after.end()
    return start, end
