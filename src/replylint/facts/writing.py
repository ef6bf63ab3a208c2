"""How a message is written: capitals, punctuation, shorthand, how hard it reads."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path

from ..lazy import lazy
from ..phrases.tokens import MASK
from .core import Mark, Marks, Reading, message_fact
from .layout import addressee, body_span, lexicon_marks, prose, sentences, sign_off, tokens

_CAPS = lazy(r"(?<![\w'’#@&/.-])[A-Z]{2,}(?:['’][A-Z]+)?(?![\w&/]|-\w|\.\w)|(?<=\s)[AI](?=\s)")
_TWO_CAPITALS = lazy("[A-Z][A-Z]")
_DATA = Path(__file__).parent.parent / "data"


@lru_cache(maxsize=1)
def common_words() -> frozenset[str]:
    """English words that people write in lower case, from the word list in ``data/``."""
    return frozenset((_DATA / "words.txt").read_text("utf-8").split())


@message_fact()
def shouted_words(reading: Reading) -> Marks:
    """Ordinary words in capitals: one of three letters or more, or a run of two or more of any length.

    Acronyms, codes, brands and initials are not ordinary words.
    """
    text = prose(reading)
    if not _TWO_CAPITALS.search(text):
        return ()
    candidates = list(_CAPS.finditer(text))
    if not any(len(m.group()) > 1 for m in candidates):
        return ()
    lower = text.lower()
    may_name_code = any(word in lower for word in _CODE_WORDS)
    acronyms = reading.book.words("acronyms") | {word.lower() for word in reading.business.words}
    ordinary = common_words()
    signed = sign_off(reading)[0].start if sign_off(reading) else len(text)
    runs: list[list[re.Match[str]]] = []
    for match in candidates:
        word = match.group().lower().replace("’", "'")
        known = word in ordinary or word.split("'")[0] in ordinary or len(word) == 1
        is_method = text[match.end() : match.end() + 2] == " /"  # GET /items
        is_code = may_name_code and _NAMES_CODE.search(text, max(0, match.start() - 24), match.start()) is not None
        if not known or is_method or is_code or word in acronyms or (match.start() >= signed and len(word) <= 3):
            continue
        if runs and not text[runs[-1][-1].end() : match.start()].strip(" ,!?"):
            runs[-1].append(match)
        else:
            runs.append([match])
    marks = []
    for run in runs:
        while run and len(run[-1].group()) == 1:
            run.pop()
        while run and len(run[0].group()) == 1:
            run.pop(0)
        if len(run) > 1 or (run and len(run[0].group()) >= 3):
            marks.append(Mark(run[0].start(), run[-1].end(), "run" if len(run) > 1 else "word"))
    return tuple(marks)


_NAMES_CODE = lazy(
    r"(?i)\b(?:(?:code|voucher|coupon|password|keyword)(?: is)?:?|(?:press|hit|type|text|key in))[ \t]+[\"“‘']?(?:[A-Z]+ )?$"
)
"""“Your code is WINTER SALE”, “press DELETE”: words that are written so."""
_CODE_WORDS = ("code", "voucher", "coupon", "password", "keyword", "press", "hit", "type", "text", "key in")
_RUN = lazy(r"[!?！？]{2,}|[!?](?: [!?])+|\.{4,}|…{2,}|…\.+|(?<!\.)\.{1,3}…")

_RUN_PARTS = ("!!", "!?", "?!", "??", "! !", "! ?", "? !", "? ?", "....", "…", "！", "？")
"""Each run has one of these."""


@message_fact()
def punctuation_runs(reading: Reading) -> Marks:
    """``!!``, ``??``, ``?!`` or longer, and four or more dots in a row."""
    text = prose(reading)
    if not any(part in text for part in _RUN_PARTS):
        return ()
    return tuple(Mark(m.start(), m.end(), "run") for m in _RUN.finditer(text))


_EXCLAMATION = lazy(r"(?<![!！])[!！]++(?=[\s\"'”’)\]*_~]|$|[^\w\s!?])")


@message_fact()
def exclamations(reading: Reading) -> Marks:
    """Ends of sentences that are marked with ``!``."""
    text = prose(reading)
    if "!" not in text and "！" not in text:
        return ()
    return tuple(Mark(m.start(), m.end()) for m in _EXCLAMATION.finditer(text))


_HOUR = lazy(r"\d\s*$")


@message_fact()
def shorthand(reading: Reading) -> Marks:
    """Chat shorthand (``BTW``, ``pls``, ``gr8``), each with what it stands for as its note."""
    lexicon = reading.book.lexicons.get("shorthand")
    if lexicon is None or not lexicon.words:
        return ()
    text = prose(reading)
    lower = text.lower()
    # Words of letters and digits are looked up, the few others sought.
    if lexicon.entries.keys().isdisjoint(_PLAIN_WORD.findall(lower)) and not any(
        word in lower for word in reading.book.derived("shorthand", _odd_words)
    ):
        return ()
    signed = sign_off(reading)[0].start if sign_off(reading) else len(text)
    called = addressee(reading)
    marks = []
    for match in _WORD.finditer(text):
        written = match.group()
        meaning = lexicon.entries.get(written.lower())
        if meaning is None or (len(written) <= 2 and _HOUR.search(text[max(0, match.start() - 3) : match.start()])):
            continue
        if match.start() >= signed and (written.istitle() or (written.isupper() and len(written) <= 3)):
            continue  # a name or initials that sign
        if called and called.start <= match.start() < called.end:
            continue  # somebody called Wen or Thx
        marks.append(Mark(match.start(), match.end(), match.group().lower(), meaning))
    return tuple(marks)


def _odd_words(entries: Mapping[str, str]) -> tuple[str, ...]:
    return tuple(word for word in entries if not (word.isascii() and word.isalnum()))


_PLAIN_WORD = lazy(r"[a-z0-9]+")
_WORD = lazy(r"(?<![\w@#'’.&/+-])[A-Za-z][A-Za-z0-9]*(?:/[A-Za-z]\b)?(?![\w@'’&+]|\.\w|-\w)")


@message_fact()
def slang(reading: Reading) -> Marks:
    """Casual words (``gonna``, ``no worries``), each with a neutral twin as its note where there is one."""
    return _with_twins(reading, "slang")


@message_fact()
def officialese(reading: Reading) -> Marks:
    """Stiff official wording (``hereby``, ``pursuant to``), each with a plain twin as its note where there is one.

    What plain writers use as well (``as per``, ``facilitate``) counts only beside more of it.
    """
    found = _with_twins(reading, "officialese")
    mild = lexicon_marks(reading, "officialese-mild")
    said = {reading.text[m.start : m.end].lower() for m in mild}
    is_stiff = len(said) > 1 or any(not any(m.start <= f.start < m.end for m in mild) for f in found)
    return found if is_stiff else ()


def _with_twins(reading: Reading, name: str) -> Marks:
    return tuple(
        Mark(mark.start, mark.end, mark.kind, reading.book.twin(name, reading.text[mark.start : mark.end]) or "")
        for mark in lexicon_marks(reading, name)
    )


_HEAVY = tuple(
    "tion tions sion sions ment ments ance ances ence ences able ible ity ities ial ative ary ously ally ively ated ised ized".split()
)
"""Endings of abstract words of Latin origin."""


@message_fact()
def heavy_words(reading: Reading) -> Marks:
    """Long words of officialese in the body: abstract ones (“remuneration”, “applicable”) and those of twelve letters or more.

    Where there are many, those that everybody uses (“information”, “available”) are left out.
    """
    span, toks = body_span(reading), tokens(reading)
    marks = [
        (word, Mark(start, end, "word"))
        for word, start, end in zip(toks.words, toks.starts, toks.ends, strict=True)
        if len(word) >= 8 and (len(word) >= 12 or word.endswith(_HEAVY)) and span.start <= start < span.end
    ]
    if len(marks) < MANY_HEAVY:
        return tuple(mark for _, mark in marks)
    return tuple(mark for word, mark in marks if len(word) >= 12 or word not in common_words())


MANY_HEAVY = 3
"""Fewer decide nothing, and the list of common words is not read for them."""


@message_fact()
def heavy_share(reading: Reading) -> int:
    """How many of a hundred words of the body are heavy."""
    span = body_span(reading)
    size = sum(span.start <= start < span.end for start in tokens(reading).starts)
    return round(100 * len(heavy_words(reading)) / max(1, size))


@message_fact()
def formality(reading: Reading) -> str:
    """The register: ``formal``, ``casual``, or ``plain`` when little tells either way."""
    formal = len(officialese(reading)) + 2 * len(lexicon_marks(reading, "formal-address"))
    casual = len(slang(reading)) + len(shorthand(reading))
    text = reading.text
    if not formal:
        first = next((c for c in text if c.isalpha()), "A")
        casual += first.islower()
        casual += bool(re.search(r"(?<![\w'’])i(?![\w])", text)) + (
            ":" in text and bool(re.search(r"[:;]-?[)(D]", text))
        )
        casual += text.count("lol") > 0
    long = len(tokens(reading)) > 40 and casual == 0 and bool(re.search(r"\b(?:Dear|Yours|Sincerely)\b", text))
    score = formal + 2 * long - casual
    return "formal" if score >= 2 else "casual" if score <= -1 else "plain"


_LETTERS = lazy(r"[^\W_]+")


def _readable(reading: Reading) -> str:
    """The body without links, as prose."""
    span = body_span(reading)
    return prose(reading)[span.start : span.end].replace(MASK, "")


@message_fact("a text in a language with words and sentences")
def reading_grade(reading: Reading) -> float | None:
    """The school grade at which the body reads easily: the Automated Readability Index (Senter and Smith 1967), from counts
    at hand. ``None`` for fewer than 5 words."""
    text = _readable(reading)
    words = text.split()
    if len(words) < 5:
        return None
    span = body_span(reading)
    count = max(1, sum(1 for s in sentences(reading) if s.end > span.start and s.start < span.end))
    grade = 4.71 * len("".join(_LETTERS.findall(text))) / len(words) + 0.5 * len(words) / count - 21.43
    return round(max(grade, 0.0), 1)


@message_fact("a text in a language with words and sentences")
def careful_reading_grade(reading: Reading) -> float | None:
    """The mean of textstat's Automated Readability and Coleman-Liau indices, which weighs what a single formula overrates.
    Importing textstat takes a third of a second: ask for this only where :func:`reading_grade` gives a reason to."""
    if reading_grade(reading) is None:
        return None
    import textstat

    prepared = re.sub(r"([^.!?…\s])[ \t]*\n\s*", r"\1. ", _readable(reading))
    index = (textstat.automated_readability_index(prepared) + textstat.coleman_liau_index(prepared)) / 2
    return round(float(index), 1)


@message_fact()
def longest_sentence(reading: Reading) -> Marks:
    """The sentence of the body with the most characters."""
    span = body_span(reading)
    inside = [s for s in sentences(reading) if s.end > span.start and s.start < span.end]
    return (max(inside, key=lambda s: s.end - s.start),) if inside else ()
