"""Who the customer is: personal names, their short forms, and whether the draft uses them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping

from ..lazy import lazy
from ..phrases.book import Phrasebook
from .core import Conversation, Mark, Marks, Reading, exchange_fact, message_fact
from .layout import addressee, greeting, sign_off

_NAME_PART = lazy(r"[^\W\d_][^\W\d_'’-]*(?:['’-][^\W\d_]+)*")
_TITLES = frozenset(
    "mr mrs ms miss mx dr prof professor sir madam dame lord lady herr frau monsieur madame senor senora don dona shri smt".split()
)
_INTRODUCTION = lazy(
    r"\b(?:[Mm]y name is|[Mm]y name's|[Tt]his is|I am|I'm|I’m)[ \t]+(?P<name>[A-ZÀ-Þ][\w'’-]+(?:[ \t]+[A-ZÀ-Þ][\w'’-]+)?)(?=[ \t]*(?:[,.!;\n]|and|from|here|$))"
)


def fold(name: str) -> str:
    """Lower case without diacritics: ``Zoë`` and ``zoe`` are one name."""
    if name.isascii():
        return name.lower()
    plain = name.translate(_LETTERS)
    decomposed = unicodedata.normalize("NFKD", plain)
    return "".join(c for c in decomposed if not unicodedata.combining(c)).lower().replace("’", "'")


_LETTERS = str.maketrans(
    {"ß": "ss", "ø": "o", "Ø": "O", "ł": "l", "Ł": "L", "đ": "d", "Đ": "D", "æ": "ae", "Æ": "AE", "ı": "i"}
)


def personal_name(written: str | None, book: Phrasebook) -> tuple[str, ...]:
    """The parts of a plausible personal name; empty for handles, companies, ``A Google user``."""
    if not written or len(written) > 80 or any(c.isdigit() or c in "@_#/<>[]{}&" for c in written):
        return ()
    parts = [p for p in _NAME_PART.findall(written) if fold(p) not in _TITLES]
    if not parts or len(parts) > 5:
        return ()
    if any(fold(part) in book.words("not-names") for part in parts):
        return ()
    return tuple(parts) if any(len(p) > 1 for p in parts) else ()


@exchange_fact("the customer's name")
def customer_names(conversation: Conversation) -> tuple[str, ...] | None:
    """The parts of the customer's personal name: as given, else as the customer signed or introduced themselves."""
    exchange = conversation.exchange
    book = conversation.book
    given = exchange.customer.name
    if given:
        names = () if _is_handle(given, conversation) else personal_name(given, book)
        signed = personal_name(own_name(conversation.incoming), book) if conversation.incoming else ()
        if names and {fold(name) for name in names} & {fold(name) for name in signed}:
            names = tuple(dict.fromkeys((*names, *signed)))
        return names or None
    sources = [
        r for r in (conversation.incoming, *reversed(conversation.history)) if r and r.message.role == "customer"
    ]
    for reading in sources:
        names = personal_name(reading.message.author, book) or personal_name(own_name(reading), book)
        if names:
            return names
    return None


_HANDLE_CHANNELS = frozenset({"forum", "twitter", "instagram"})
"""Where people go by names that they made up, in small letters."""
_HANDLE = lazy(r"[a-z]+(?P<joined>[._][a-z._]+)?")


def _is_handle(given: str, conversation: Conversation) -> bool:
    """Whether a name in small letters is made up: “mia.bakes”; on a forum “gardenmole”, unless it is a first name that is known."""
    made_up = _HANDLE.fullmatch(given)
    if not made_up or made_up.group("joined"):
        return made_up is not None
    forms = conversation.book.derived("short-names", _short_forms)
    is_known = given in forms or any(given in fulls for fulls in forms.values())
    return conversation.exchange.channel in _HANDLE_CHANNELS and len(given) >= LEAST_HANDLE and not is_known


LEAST_HANDLE = 6
"""Shorter words in small letters are taken for names: “anna”, “joost”."""


@message_fact()
def own_name(reading: Reading) -> str | None:
    """How the writer of this message calls themselves: ``this is Anna``, or the name below the closing."""
    text = reading.text
    may_say = any(part in text for part in ("name is", "name's", "his is", "I am", "I'm", "I’m"))
    match = _INTRODUCTION.search(text) if may_say else None
    if match and fold(match.group("name").split()[0]) not in reading.book.words("openers"):
        return match.group("name")
    for mark in sign_off(reading):
        note = mark.note.partition(" (")[0]
        words = note.split()
        if len(words) == 1 and mark.kind == "name" and _is_remark(words[0], reading.text):
            continue
        if words and len(words) <= 3 and mark.kind != "initials" and all(w[:1].isupper() for w in words):
            return note
    return None


def _is_remark(word: str, text: str) -> bool:
    """Whether a last word with a full stop says something rather than signs it: “Useless.”, “Uninstalling.”"""
    if not text.rstrip().endswith("."):
        return False
    from .writing import common_words

    return fold(word) in common_words() or (word.endswith("ing") and len(word) >= LEAST_DOING)


LEAST_DOING = 8
"""Shorter words in -ing are names as well: “Ming”, “Fleming”."""


@exchange_fact("the customer's name")
def customer(conversation: Conversation) -> str | None:
    """What to call the customer: the first name, with a capital."""
    names = customer_names(conversation)
    if not names:
        return None
    first = next((n for n in names if len(n) > 1), names[0])
    return first if not (first.islower() or first.isupper()) else first.capitalize()


def _short_forms(entries: Mapping[str, str]) -> dict[str, frozenset[str]]:
    """Short form → the full names it may stand for."""
    table: dict[str, set[str]] = {}
    for full, shorts in entries.items():
        for short in shorts.split():
            table.setdefault(short, set()).add(full)
    return {short: frozenset(fulls) for short, fulls in table.items()}


def same_name(written: str, name: str, book: Phrasebook) -> bool:
    """Whether ``written`` is ``name``, a short form of it, its initial, or the other way round."""
    a, b = fold(written), fold(name)
    if a == b or (len(a) == 1 and b.startswith(a)) or a.replace("'", "") == b.replace("'", ""):
        return True
    short, full = sorted((a, b), key=len)
    if len(short) >= 3 and full.startswith(short):
        return True
    forms = book.derived("short-names", _short_forms)
    return bool(
        b in forms.get(a, ()) or a in forms.get(b, ()) or (forms.get(a, frozenset()) & forms.get(b, frozenset()))
    )


@exchange_fact("the customer's name")
def customer_named(conversation: Conversation) -> bool | None:
    """Whether the draft calls the customer by name, or by an evident short form."""
    names = customer_names(conversation)
    if not names:
        return None
    written = set(_NAME_PART.findall(conversation.draft.text))
    folded = {fold(w) for w in written}
    if any(fold(name) in folded for name in names):
        return True
    for mark in greeting(conversation.draft):
        if any(same_name(w, n, conversation.book) for w in _NAME_PART.findall(mark.note) for n in names):
            return True
    capitalised = [w for w in written if w[0].isupper() and len(w) >= 3]
    return any(same_name(w, n, conversation.book) for w in capitalised for n in names if len(n) >= 3)


@exchange_fact("the customer's name")
def wrong_names(conversation: Conversation) -> Marks | None:
    """The name in the greeting when it is not the customer's; the note is the right one."""
    names = customer_names(conversation)
    if not names:
        return None
    mark = addressee(conversation.draft) or _called_in_passing(conversation.draft)
    if mark is None or (mark.kind == "vocative" and not _reads_as_name(mark.note.split())):
        return ()
    if mark.kind == "vocative" and (mark.note.isupper() or customer_named(conversation)):
        return ()  # “UTC, always.”, “Obrigada, Zane!”
    parts = [p for p in _NAME_PART.findall(mark.note) if fold(p) not in _TITLES]
    book = conversation.book
    words = [w.strip(".,") for w in mark.note.split() if fold(w.strip(".,")) not in _TITLES]
    generic = book.words_of("not-names", "openers", "impersonal-names")
    if not words or any(fold(w) in generic for w in words):
        return ()
    if any(w.islower() for w in words) and not _reads_as_name(words):
        return ()
    if any(same_name(p, n, book) for p in parts for n in names) or _joined(parts, names):
        return ()
    if any(_is_latin(n) for n in names) != any(_is_latin(p) for p in parts or words):
        return ()  # one of them is in another script: nothing to compare
    return (Mark(mark.start, mark.end, "name", customer(conversation) or ""),)


_IN_PASSING = lazy(
    r"\s*(?i:(?:many |big |huge |so many )?(?:thanks|thank you|sorry|apologies|good news|great news|welcome|congratulations|well done|yes|no))"
    r"\b[^,.!?\n]{0,40},[ \t]+(?P<name>[A-ZÀ-Ý][\w'’-]+)[!.,]"
)


def _called_in_passing(reading: Reading) -> Mark | None:
    """A name in the first sentence, though not at its start: “Thanks so much, Marco!”."""
    match = _IN_PASSING.match(reading.text)
    return Mark(match.start("name"), match.end("name"), "vocative", match.group("name")) if match else None


def _is_latin(name: str) -> bool:
    return all(ord(c) < 0x250 or not c.isalpha() for c in name)


def _joined(parts: list[str], names: tuple[str, ...]) -> bool:
    """Names run together: ``MaryAnn`` for Mary Ann."""
    return fold("".join(parts)) == fold("".join(names)) or any(fold("".join(parts)) == fold(n) for n in names)


def _reads_as_name(words: list[str]) -> bool:
    from .writing import common_words

    return len(words) <= 2 and not any(fold(w) in common_words() for w in words)


@message_fact()
def signed_by_person(reading: Reading) -> bool:
    """Whether a personal name or initials sign the message; a team's name alone does not."""
    called = addressee(reading)
    if reading.message.signature and _is_person(reading.message.signature.partition("\n")[0], "signature", reading):
        return True
    for mark in sign_off(reading):
        if _is_person(mark.note, mark.kind, reading) and not (
            called and same_name(mark.note, called.note, reading.book)
        ):
            return True
    from .layout import _I_AM, _SIGNED_BY

    team = reading.book.words_of("team-words", "openers", "not-names")
    text = reading.text
    found: list[str] = []
    if any(part in text for part in ("I'm", "I’m", "Im", "I am", "name is", "his is", "t's", "t’s")):
        found += [m.group("name") for m in _I_AM.finditer(text)]
    if any(part in text for part in (" here ", " from ", " at ", " with ")):
        found += [m.group("name") for m in _SIGNED_BY.finditer(text)]
    return any(fold(name) not in team and not _is_business(name, reading) for name in found)


def _is_business(name: str, reading: Reading) -> bool:
    return bool(reading.business.name) and fold(name) in fold(reading.business.name or "").split()


_CAMEL = lazy(
    r"(?!Ma?c[A-Z]|De[A-Z]|Di[A-Z]|La[A-Z]|Le[A-Z]|Van[A-Z]|Fitz[A-Z]|Mary|Jo[A-Z]|Lu[A-Z]|Lou[A-Z]|Rae[A-Z]|Ann[A-Z]|Sue[A-Z])[A-Z][a-z]+[A-Z][a-z]{2,}\w*"
)


def _is_brand(word: str, reading: Reading) -> bool:
    """Whether a capitalised word names a business rather than a person: it has a capital inside, or the text speaks of being at or with it."""
    if len(word) < 3:
        return False
    if _CAMEL.fullmatch(word):
        return True
    place = re.search(rf"\b(?:from|at|with|choosing|using) {re.escape(word)}\b", reading.text)
    signed = sign_off(reading)
    return place is not None and (not signed or place.start() < signed[0].start)


def _is_person(note: str, kind: str, reading: Reading) -> bool:
    first_part = re.split(r"[,|/–—(]| - | from | at ", note.lstrip(" .^~*–—-"))[0].strip(" .^~*-")
    words = [w for w in re.split(r"[\s.]+", first_part) if w]
    if not words or len(words) > 4 or any(c.isdigit() for c in first_part):
        return False
    from .writing import common_words

    team = reading.book.words_of("team-words", "not-names")
    if any(fold(w) in team or _is_business(w, reading) or _is_brand(w, reading) for w in words):
        return False
    if kind in ("initials", "closing", "signature"):
        return (
            len(words) <= 3
            and words[0][0].isalpha()
            and not (len(words) > 1 and words[1][0].islower() and all(fold(w) in common_words() for w in words[:2]))
        )
    # A last word that stands alone is a name even where it is a word as well (Joy, Grant, Blessing); two may be a phrase.
    return all(w[0].isupper() for w in words) and (len(words) == 1 or not all(fold(w) in common_words() for w in words))
