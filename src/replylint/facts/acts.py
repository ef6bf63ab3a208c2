"""What sentences do: apologise, thank, promise, ask, offer, blame. Each is a place in the text.

The wordings stand in the lexicons of the rulebook, in the phrase language; this file says how they combine.
"""

from __future__ import annotations

import re

from ..lazy import lazy
from .characters import caseless
from .core import Mark, Marks, Reading, message_fact
from .dates import time_frames
from .layout import body_span, greeting, lexicon_marks, prose, quotations, sentence_at, sentences


@message_fact()
def apologies(reading: Reading) -> Marks:
    """Apologies and regret, whatever for; “we regret to inform you” is none."""
    return lexicon_marks(reading, "apology")


@message_fact()
def acknowledgements(reading: Reading) -> Marks:
    """What takes up the customer's feelings without apologising: “that must be”, “I can see why”."""
    return lexicon_marks(reading, "acknowledgement")


@message_fact()
def thanks(reading: Reading) -> Marks:
    """Thanks to the customer, for whatever."""
    return lexicon_marks(reading, "thanks")


@message_fact()
def gladness(reading: Reading) -> Marks:
    """Joy at what the customer wrote: “so glad”, “made our day”."""
    return lexicon_marks(reading, "gladness")


@message_fact()
def waiting_thanks(reading: Reading) -> Marks:
    """Thanks for waiting, or for patience."""
    return lexicon_marks(reading, "waiting-thanks")


@message_fact()
def reasons(reading: Reading) -> Marks:
    """Reasons for a delay or a mistake of ours: “because”, “due to”, “it slipped through”, “sorry for the wait: a storm …”."""
    found = lexicon_marks(reading, "reason")
    text = prose(reading)
    for mark in apologies(reading):
        sentence = sentence_at(reading, mark.start)
        match = _EXPLAINED.search(text, mark.end, sentence.end) if sentence else None
        if match:
            found = (*found, Mark(match.start(), match.end(), "reason"))
    return found


_EXPLAINED = lazy(r"(?<=\w)(?::|[ ][–—-])[ ]\w+(?:[ ,]+[\w'’-]+){3,}")
"""What follows an apology behind a colon or a dash, at least four words long."""


@message_fact()
def offers(reading: Reading) -> Marks:
    """Offers of more help, checks whether it helped, invitations to come back."""
    return lexicon_marks(reading, "offer")


@message_fact()
def promises(reading: Reading) -> Marks:
    """What the business says it will do."""
    return lexicon_marks(reading, "promise")


@message_fact()
def requests(reading: Reading) -> Marks:
    """What the customer is asked to send, or where to go: data, a direct message, an email, a form."""
    return lexicon_marks(reading, "request")


@message_fact()
def purposes(reading: Reading) -> Marks:
    """What a request is for: “so that we can”, “to check”, “because”."""
    return lexicon_marks(reading, "purpose")


@message_fact()
def private_ways(reading: Reading) -> Marks:
    """Private ways to write: a direct message, an email, a secure form."""
    return lexicon_marks(reading, "private-way")


@message_fact()
def contact_promises(reading: Reading) -> Marks:
    """Announcements that the business will call, write or be in touch, with no time beside them."""
    return tuple(mark for mark in lexicon_marks(reading, "contact-promise") if not _timed(reading, mark))


@message_fact()
def vague_times(reading: Reading) -> Marks:
    """“Soon”, “shortly”, “at the earliest” for something still to come, with no time frame beside them."""
    return tuple(mark for mark in lexicon_marks(reading, "vague-time") if not _timed(reading, mark))


def _timed(reading: Reading, mark: Mark) -> bool:
    """Whether a time frame stands in the same sentence."""
    sentence = sentence_at(reading, mark.start)
    if sentence is None:
        return False
    return any(sentence.start <= frame.start < sentence.end for frame in time_frames(reading))


_STARRED = lazy(r"(?<!\w)(?:[a-zA-Z]{1,2}[*#@$%!]{2,}[a-zA-Z]{0,4}|[a-zA-Z]{1,3}\*+[a-zA-Z]{1,4})(?![\w*])")


@message_fact()
def profanity(reading: Reading) -> Marks:
    """Swear words, also when starred out."""
    found = list(lexicon_marks(reading, "profanity"))
    if "*" in reading.text or "#" in reading.text or "@" in reading.text:
        found += [Mark(m.start(), m.end(), "starred") for m in _STARRED.finditer(reading.text) if m.group()[-1] != "!"]
    return tuple(sorted(found, key=lambda mark: mark.start))


@message_fact()
def irony_marks(reading: Reading) -> Marks:
    """``/s``, with which people sign irony."""
    if "/s" not in reading.text:
        return ()
    return tuple(Mark(m.start(), m.end(), "irony") for m in _IRONY.finditer(reading.text))


_IRONY = lazy(r"(?<!\S)/s(?=[ \t.!?)]*(?:\n|$))")
"""At the end of a line: what is pressed or where files lie has something behind it."""


@message_fact()
def scare_quotes(reading: Reading) -> Marks:
    """A word for the customer's complaint in quotation marks: your “problem”."""
    complaints = reading.book.words("complaint-words")
    marks = []
    for mark in quotations(reading):
        inner = reading.text[mark.start + 1 : mark.end - 1].strip().lower()
        if 0 < len(inner.split()) <= 2 and inner.split()[-1] in complaints:
            marks.append(mark)
    return tuple(marks)


@message_fact()
def impersonal_greetings(reading: Reading) -> Marks:
    """A greeting that names no person but “customer”, “Sir or Madam”, “user”."""
    words = reading.book.words("impersonal-names")
    found = []
    for mark in greeting(reading):
        match = _IMPERSONAL.match(reading.text, mark.start)
        if match and {w.lower() for w in re.findall(r"[A-Za-z]+", match.group("name"))} & words:
            found.append(Mark(mark.start, match.end("name"), "greeting"))
    return tuple(found)


_IMPERSONAL = lazy(
    r"\w+(?:[ \t]+(?:there|our))?,?[ \t]+(?P<name>(?:valued?[ \t]+|esteemed[ \t]+|[a-z]+[ \t]+(?=[a-z]+[ \t]*[,:!.\n]))?\w+(?:[ \t]*(?:/|or|and|&)[ \t]*\w+)?)"
)
_CASE_WORDS = tuple("re subject case ticket complaint incident claim order query file".split())
"""What a case number, or the word that leads to it, begins with."""
_CASE_NUMBER = lazy(
    r"\s*+(?:(?:re|ref|subject)\s*+:\s*+)?(?P<number>(?:case|ticket|reference|ref|request|complaint|incident|claim|order|query|file)\.?\s*+(?:id|no\.?|nr\.?|number|code)?\s*+[:#]?\s*+(?:[A-Z]{0,5}[-/]?\d[\w/-]*))",
    re.IGNORECASE,
)


@message_fact()
def case_number_opening(reading: Reading) -> Marks:
    """A case number at the very start, where the person should stand."""
    if not caseless(reading.text.lstrip()[:12]).startswith(_CASE_WORDS):
        return ()
    match = _CASE_NUMBER.match(reading.text)
    return (Mark(match.start("number"), match.end("number"), "number"),) if match else ()


@message_fact()
def opening_thanks(reading: Reading) -> Marks:
    """Thanks in the first sentence."""
    first = sentences(reading)[:1]
    return tuple(mark for mark in thanks(reading) if first and mark.start < first[0].end)


_TRAIL = lazy(r"(?:…|\.{3})(?=\s*(?:$|\n|[A-Z]))")


@message_fact()
def trailing_off(reading: Reading) -> Marks:
    """Sentences that end in an ellipsis; not the one at the very end of a text that a platform has cut."""
    text = prose(reading)
    if "…" not in text and "..." not in text:
        return ()
    found = [Mark(m.start(), m.end(), "ellipsis") for m in _TRAIL.finditer(text)]
    return tuple(m for m in found if not (m.end >= len(text.rstrip()) and len(text) >= 340))


_PART = lazy(
    r"(?:^\s*|[(\[\s])(?P<part>[(\[]?[1-9] ?/ ?[1-9][)\]]?|[(\[](?:cont|contd|cont'd|continued|continues|to be continued|tbc|more follows|more to follow|more below)\.?[)\]]|part\s+[1-9]\s+(?:of|/)\s*[1-9])(?:\s*(?:$|(?=\n))|\s+(?=[\^~-]))"
    r"|^\s*(?P<lead>[(\[]?[1-9]/[1-9][)\]]?)\s*[\s:.)-]"
    r"|(?P<named>(?:[(\[]|^\s*)\b(?:part|message|mail|e-?mail|tweet|post|comment|reply|text|sms|letter|answer|half)\s+(?:no\.?\s*)?(?:[1-9]|one|two|three|four)\s+(?:of|/)\s*(?:[1-9]|two|three|four)\b[)\]]?)"
    r"|(?P<bare>[(\[](?:(?:part|message|mail|e-?mail|tweet|post|comment|reply|text)\s+)?(?:[1-9]|one|two|three)\s+(?:of|/)\s*(?:[1-9]|two|three|four)\b[^)\]\n]{0,40}[)\]])"
    r"|(?P<numbered>[(\[](?:part|message|mail|e-?mail|tweet|post|comment)\s+(?:[1-9]|one|two|three)[)\]])",
    re.IGNORECASE,
)
_PART_WORDS = ("/", *"part cont half of tbc more mail message tweet post comment reply text".split())


@message_fact()
def part_marks(reading: Reading) -> Marks:
    """Marks of one part of several: ``1/2`` at the start or the end, ``[part 1]``, ``(mail one of two)``, ``(continues)``."""
    text = prose(reading)
    lower = caseless(text)
    if "/" not in text and not ("(" in text or "[" in text or " of " in lower):
        return ()
    if not any(word in lower for word in _PART_WORDS):
        return ()
    found = []
    for match in _PART.finditer(text):
        name = match.lastgroup or "part"
        found.append(Mark(match.start(name), match.end(name), "part"))
    return tuple(found)


@message_fact()
def closing_sentences(reading: Reading) -> Marks:
    """The last two sentences of the body."""
    span = body_span(reading)
    inside = [s for s in sentences(reading) if s.end > span.start and s.start < span.end]
    return tuple(inside[-2:])
