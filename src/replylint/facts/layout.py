"""The parts of a message: what is prose, where it greets, signs off, quotes; its sentences and words."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence

from ..lazy import lazy
from ..phrases.graph import Hit, except_owner
from ..phrases.tokens import MASK, TERMINATORS, Tokens, parted, tokenize
from .characters import caseless
from .core import Mark, Marks, Reading, message_fact
from .placeholders import placeholders

_TLD = (
    "com|org|net|edu|gov|io|in|co|de|uk|app|care|money|eu|fr|es|it|nl|us|au|ca|info|biz|dev|me|ly|be|gg|tv|ai|example"
)
_NOT_PROSE = lazy(
    r"https?://[^\s<>\"]+|www\.[^\s<>\"]+|(?<![\w.+-])[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,6}"
    rf"|(?<![\w.-])(?:[a-z0-9-]{{1,63}}\.){{1,6}}(?:{_TLD})\b(?:/[^\s<>\"]*)?"
    r"|```[\s\S]*?```|`[^`\n]+`",
    re.IGNORECASE,
)
_MAY_BE_LINK = lazy(r"\.\w|://|@|`|[wW]\.")
_TRAILING = ".,;:!?)]}'\"’”"
_LETTERS = lazy(r"[^\n]")
_QUOTE_LINE = lazy(r"^[ \t]*>.*$", re.MULTILINE)


@message_fact()
def quoted(reading: Reading) -> Marks:
    """Lines that quote another message, with ``>`` before them."""
    if ">" not in reading.text:
        return ()
    return tuple(Mark(m.start(), m.end(), "quote") for m in _QUOTE_LINE.finditer(reading.text))


@message_fact()
def links(reading: Reading) -> Marks:
    """Web and e-mail addresses, and code: what is written for machines."""
    text = reading.text
    if not _MAY_BE_LINK.search(text):
        return ()
    found = []
    for match in _NOT_PROSE.finditer(text):
        written = match.group()
        kind = "code" if written[0] == "`" else "email" if "@" in written and "/" not in written else "url"
        end = match.end() if kind == "code" else match.start() + len(written.rstrip(_TRAILING))
        found.append(Mark(match.start(), end, kind))
    return tuple(found)


@message_fact()
def prose(reading: Reading) -> str:
    """The text with links, code, placeholders and quoted lines masked, character for character."""
    text = reading.text
    pieces: list[str] = []
    at = 0
    for mark in sorted((*quoted(reading), *links(reading), *placeholders(reading)), key=lambda mark: mark.start):
        start = max(mark.start, at)
        if mark.end > start:
            pieces += (text[at:start], _LETTERS.sub(MASK, text[start : mark.end]))
            at = mark.end
    return "".join((*pieces, text[at:])) if pieces else text


@message_fact()
def tokens(reading: Reading) -> Tokens:
    """The canonical tokens of the prose; a greeting is a sentence of its own: what follows on its line opens one."""
    toks = tokenize(prose(reading))
    return parted(toks, greeting(reading)[0].end) if greeting(reading) else toks


_OPENS_SINGLE = lazy(r"(?:^|\W)['‘]")
_QUOTATION = lazy(
    r"(?<!\w)\"[^\"\n]{1,200}\"(?!\w)|“[^”\n]{1,200}”|«[^»\n]{1,200}»|(?<!\w)‘[^’\n]{1,80}’(?!\w)|(?<!\w)'[^'\n]{1,80}'(?!\w)"
)


@message_fact()
def quotations(reading: Reading) -> Marks:
    """Words between quotation marks, within a line."""
    text = reading.text
    if '"' not in text and "“" not in text and "'" not in text and "«" not in text and "‘" not in text:
        return ()
    if '"' not in text and "“" not in text and "«" not in text and not _OPENS_SINGLE.search(text):
        return ()  # only apostrophes
    return tuple(Mark(m.start(), m.end(), "quotation") for m in _QUOTATION.finditer(text))


def phrase_marks(reading: Reading, owner: str) -> Marks:
    """The matches of one owner as places in the text, without those that an exception of the owner covers."""
    known = reading.marks.get(owner)
    if known is None:
        known = reading.marks[owner] = _phrase_marks(reading, owner)
    return known


def lexicon_marks(reading: Reading, name: str) -> Marks:
    """The matches of a lexicon as places in the text, without its exceptions."""
    return phrase_marks(reading, f"lexicon:{name}")


def _phrase_marks(reading: Reading, owner: str) -> Marks:
    found = _hits(reading, owner)
    if not found:
        return ()
    spared = _spared(reading, owner, found)
    toks = tokens(reading)
    return tuple(
        Mark(toks.starts[start], toks.ends[end - 1])
        for start, end in found
        if not any(first < end and start < last for first, last in spared)
    )


def _hits(reading: Reading, owner: str) -> Sequence[Hit]:
    """The matches of an owner, as token numbers; those of the owners that are searched for together come in one pass."""
    known = reading.hits.get(owner)
    if known is not None:
        return known
    search = reading.book.automaton.search(owner, reading.is_draft)
    if search is None:
        return ()
    found = search.find(tokens(reading).words)
    reading.hits |= found
    # Most owners have no match: that is noted for all of them in one step.
    reading.marks |= dict.fromkeys(search.owners - found.keys(), ())
    return found.get(owner, ())


def _spared(reading: Reading, owner: str, found: Sequence[Hit]) -> Sequence[Hit]:
    """The matches of the exceptions of an owner, looked for in the sentences that hold its own: elsewhere they except nothing."""
    exceptions = except_owner(owner)
    search = reading.book.automaton.search(exceptions, reading.is_draft)
    if search is None:
        return ()
    words = tokens(reading).words
    if search.crosses:
        return search.find(words).get(exceptions, ())
    marks = [-1, *(number for number, word in enumerate(words) if word in TERMINATORS)]
    spared: list[Hit] = []
    done = 0
    for start, end in found:
        first, last = marks[bisect_left(marks, start) - 1] + 1, marks[bisect_left(marks, end - 1)] + 1
        if last > done:
            first = max(first, done)
            spared += [(a + first, b + first) for a, b in search.find(words[first:last]).get(exceptions, ())]
            done = last
    return spared


@message_fact()
def sentences(reading: Reading) -> Marks:
    """Sentences, in reading order; a blank line ends one too."""
    toks = tokens(reading)
    words = toks.words
    found: list[Mark] = []
    first: int | None = None
    for number, word in enumerate(words):
        if word in TERMINATORS:
            if first is not None:
                stop = toks.ends[number] if word.strip() else toks.ends[number - 1]
                found.append(Mark(toks.starts[first], stop, word if word.strip() else ""))
                first = None
        elif first is None:
            first = number
    return tuple(found)


def _start(mark: Mark) -> int:
    return mark.start


def sentence_at(reading: Reading, place: int) -> Mark | None:
    """The sentence in which ``place`` stands."""
    found = sentences(reading)
    number = bisect_right(found, place, key=_start) - 1
    return found[number] if number >= 0 and place < max(found[number].end, found[number].start + 1) else None


def holding(reading: Reading, marks: Iterable[Mark]) -> frozenset[int]:
    """The numbers of the sentences in which marks begin."""
    found = sentences(reading)
    placed = ((bisect_right(found, mark.start, key=_start) - 1, mark.start) for mark in marks)
    return frozenset(number for number, start in placed if number >= 0 and start < found[number].end)


def words_within(reading: Reading, start: int, end: int) -> tuple[str, ...]:
    """The canonical tokens, without sentence marks, that start between two places."""
    toks = tokens(reading)
    low, high = bisect_left(toks.starts, start), bisect_left(toks.starts, end)
    return tuple([word for word in toks.words[low:high] if word not in TERMINATORS])


# Greeting -----------------------------------------------------------------------------------------------------------

_HELLO = (
    r"(?:hi|hii+|hello|hey|hiya|heya|howdy|dear|greetings|good\s+(?:morning|afternoon|evening|day)|g'day|namaste|"
    r"hallo|bonjour|bonsoir|hola|buenos\s+d[ií]as|ciao|buongiorno|salut|guten\s+(?:tag|morgen|abend)|moin|servus|gr[uü]ezi|hej|hei|ol[aá]|aloha|"
    r"kia\s+ora|t[eē]n[aā]\s+koe|talofa|bula|salaam|assalam\w*\s+[ao]laikum|namaskar|vanakkam|sat\s+sri\s+akal|shalom|merhaba|sawubona|jambo|"
    r"morning|afternoon|evening|welcome\s+back)"
)
_NAME_WORD = r"[^\W\d_][\w'’.-]*"
_GREETING = lazy(
    rf"\s*[\W_]{{0,4}}(?P<hello>{_HELLO})\b(?:[ \t]+(?P<again>again|there|all|everyone|both))?[ \t]*,?[ \t]*"
    rf"(?P<name>@?{_NAME_WORD}(?:[ \t]+(?:and[ \t]+|&[ \t]+)?{_NAME_WORD}){{0,3}}?)?[ \t]*(?=[,.!?:;\n\u2013\u2014👋🙂😊]|-[ \t]|$)",
    re.IGNORECASE,
)
_GREETING_OPEN = lazy(
    rf"\s*[\W_]{{0,4}}(?P<hello>(?i:{_HELLO}))\b(?:[ \t]+(?P<again>(?i:again|there|all|everyone|both)))?[ \t]*,?"
    rf"(?:[ \t]+(?P<name>@?[^\W\d_a-z][\w'’.-]*(?:[ \t]+[^\W\d_a-z][\w'’.-]*){{0,2}}))?",
)
_VOCATIVE = lazy(r"\s*(?P<name>@?[^\W\d_a-z][\w'’.-]*(?:[ \t]+[^\W\d_a-z][\w'’.-]*)?),[ \t\n]")


@message_fact()
def greeting(reading: Reading) -> Marks:
    """The salutation at the start, with the name in it as its note: ``Hi Jane``, ``Dear Ms Doe``, ``Jane,``."""
    text = reading.text
    match = _says_hello(text) and (_GREETING.match(text) or _GREETING_OPEN.match(text))
    if match:
        start, end = match.start("hello"), match.end()
        name = (match.group("name") or "").strip(" .,-")
        if name[:1].islower() and "," in text[match.end("hello") : match.start("name")]:
            name, end = "", max(match.end("hello"), match.end("again"))  # “Hey, no worries, …”
        return (Mark(start, end, "hello", name),)
    match = _VOCATIVE.match(text)
    if match and match.group("name").lower() not in reading.book.words("openers"):
        return (Mark(match.start("name"), match.end("name"), "vocative", match.group("name")),)
    return ()


def _says_hello(text: str) -> bool:
    """Whether the first letters may begin a word of greeting."""
    first = text.lstrip()
    at = next((at for at, character in enumerate(first[:8]) if character.isalnum()), 0)
    return caseless(first[at : at + 12]).startswith(_HELLO_STARTS)


_HELLO_STARTS = tuple(
    "hi he ho de gr go g'day na ha bo bu ci sa gu mo se ol al ki te tē ta as va sh me ja ev af we".split()
)


def addressee(reading: Reading) -> Mark | None:
    """Where the name in the greeting stands."""
    for mark in greeting(reading):
        if mark.note:
            start = reading.text.find(mark.note, mark.start)
            return Mark(start, start + len(mark.note), mark.kind, mark.note)
    return None


# Sign-off -----------------------------------------------------------------------------------------------------------

_CLOSING = (
    r"(?:(?:with\s+|my\s+)?(?:kind(?:est)?|best|warm(?:est)?|many|friendly)\s+(?:regards|wishes|thanks)|regards|best|all\s+(?:the\s+)?best|"
    r"cheers|thanks(?:\s+(?:again|so\s+much|a\s+lot|in\s+advance))?|thank\s+you(?:\s+again)?|many\s+thanks|sincerely(?:\s+yours)?|"
    r"yours(?:\s+(?:sincerely|truly|faithfully))?|warmly|cordially|respectfully|take\s+care|have\s+a\s+(?:great|good|nice|lovely)\s+\w+|"
    r"speak\s+soon|talk\s+soon|love|bye(?:\s+for\s+now)?|hugs|xo+|best\s+from\s+\w+)"
)
_CLOSING_PARTS = tuple(
    "regards wishes thank best cheers sincerely yours warmly cordially respectfully care have soon love bye hugs xo".split()
)
"""Each closing has one of these."""
_CLOSING_LINE = lazy(rf"^[ \t]*{_CLOSING}[ \t]*[,.!]?[ \t]*(?P<tail>[^\n]*)$", re.IGNORECASE)
_MARK_TAIL = lazy(
    r"(?:^|(?<=[\s.!?)]))(?:[\^~*]|[-\u2013\u2014]{1,2})[ \t]*(?P<name>[^\W\d_][\w'’. ]{0,40}?|[^\W\d_a-z][\w'’. ]{0,40}?(?:,[ \t][^\n.!?]{1,40}|[ \t]\([^\n)]{1,40}\)))[ \t]*[.!]?\s*$"
)
_INLINE_CLOSING = lazy(
    rf"(?:(?<=[.!?…)])|(?<=\n))[ \t]*(?i:{_CLOSING})[ \t]*[,\n][ \t]*(?P<name>[^\W\d_a-z][^\n.!?]{{0,48}}?)[.!]?\s*$"
)
_LAST_PIECE = lazy(
    r"(?:(?<=[.!?…)\]])|(?<=\n)|(?<=[\u2600-\u27bf\ufe0f\U0001f300-\U0001faff]))[ \t]*"
    r"(?P<name>[^\W\d_a-z](?:[^\n.!?…()\[\]\u2600-\u27bf\ufe0f\U0001f300-\U0001faff]|(?:(?<= Dr)|(?<= St)|(?<= Mr)|(?<= Mrs))\.){0,48}?)[ \t]*[.!]?\s*$"
)
_LAST_WORD = lazy(r"(?<=\w,) (?P<name>[^\W\d_a-z][\w'’-]*(?: [^\W\d_a-z][\w'’-]*)?)\s*$")
_KISS = lazy(r"(?<![\d\w])(?<!\d )x{1,3}[ \t]+(?P<name>[^\W\d_a-z][\w'’-]*)\s*$")
"""“x Mel”."""
_SIGNATURE_DELIMITER = lazy(r"^-- ?$", re.MULTILINE)
_I_AM = lazy(
    r"\b(?:I['’]?m|I am|[Mm]y name is|[Tt]his is|[Ii]t['’]s)[ \t]+(?P<name>[A-ZÀ-Ý][\w'’-]+)(?=[ \t]*(?:[,.!\n]|from|here|with|at|and|$))"
)
_SIGNED_BY = lazy(r"(?<!\w)(?P<name>[A-ZÀ-Ý][\w'’-]+)(?: [A-ZÀ-Ý][\w'’-]+)? (?:here|from|at|with) (?:the )?[A-Z]\w+")


@message_fact()
def sign_off(reading: Reading) -> Marks:
    """How the message takes its leave, from the closing word on, with the name that signs as its note."""
    text = reading.text
    body_end = len(text)
    delimiter = _SIGNATURE_DELIMITER.search(text)
    if delimiter:
        body_end = delimiter.start()
        name = next((line.strip() for line in text[delimiter.end() :].splitlines() if line.strip()), "")
        before = _closing_lines(text, body_end)
        return (
            before[0]
            if before and before[0].note
            else Mark(before[0].start if before else body_end, len(text), "signature", name),
        )
    found = _closing_lines(text, body_end)
    if found and (found[0].note or text[found[0].end :].strip() == ""):
        return found
    below = _signed_paragraph(text)
    if below:
        return below
    tail = caseless(text[-200:])
    for pattern, kind, parts in (
        (_MARK_TAIL, "initials", "^~*-\u2013\u2014"),
        (_INLINE_CLOSING, "closing", _CLOSING_PARTS),
        (_KISS, "closing", ("x ",)),
        (_LAST_PIECE, "name", ("",)),
        (_LAST_WORD, "name", (", ",)),
    ):
        if not any(part in tail for part in parts):
            continue  # most drafts end in a name or in nothing
        match = pattern.search(text, max(0, len(text) - 200))
        if match and match.start() > 0 and (kind != "name" or _may_sign(match.group("name"))):
            return (Mark(match.start() + _blank(match.group()), len(text.rstrip()), kind, match.group("name").strip()),)
    return found


_SMALL = frozenset("of the and from at for in with de la van von team".split())


def _may_sign(written: str) -> bool:
    """Whether the last words of a text, with no closing before them, can be a signature: a few capitalised words."""
    words = re.findall(r"[^\W_][\w'’.-]*", re.split(r"[,(]", written)[0])
    if len(words) > 2 and words[0][0].isupper() and words[1] == "from":
        return len(words) <= 5  # “Joost from the mill”
    return 0 < len(words) <= 5 and all(not w[0].islower() or w in _SMALL for w in words)


def _signed_paragraph(text: str) -> Marks:
    """A last paragraph of a few short lines: a leave-taking with a comma and a name below it, or a name and a role."""
    start = text.rstrip().rfind("\n\n") + 2
    lines = [line.strip() for line in text[start:].splitlines() if line.strip()] if start > 1 else []
    if not 1 <= len(lines) <= 4 or any(len(line.split()) > 6 or line[-1] in ".!?:" for line in lines):
        return ()
    name = lines[1] if lines[0].endswith(",") and len(lines) > 1 else lines[0]
    return (Mark(start, len(text.rstrip()), "signature", name),) if _may_sign(name) else ()


def _blank(written: str) -> int:
    return len(written) - len(written.lstrip())


def _closing_lines(text: str, end: int) -> Marks:
    """A closing on a line of its own among the last six, and what stands below it."""
    lines = [(m.start(), m.end()) for m in re.finditer(r"[^\n]+", text[:end]) if not m.group().isspace()]
    for number in range(max(1, len(lines) - 6), len(lines)):
        start, stop = lines[number]
        match = _CLOSING_LINE.match(text[start:stop])
        tail = match.group("tail").strip() if match else ""
        if match is None or len(tail.split()) > 4:
            continue
        below = [text[a:b].strip() for a, b in lines[number + 1 :]]
        if below and len(below[0].split()) > 6:
            continue
        is_name = tail and not tail.endswith(",") and not tail[0].islower()
        name = tail if is_name or not below else below[0]
        return (Mark(start + _blank(text[start:stop]), len(text[:end].rstrip()), "closing", name.strip(" .,-")),)
    return ()


@message_fact()
def body(reading: Reading) -> Marks:
    """The one place between the greeting and the sign-off."""
    start = greeting(reading)[0].end if greeting(reading) else 0
    text = reading.text
    while start < len(text) and text[start] in " ,!.\n\t:;-–—":
        start += 1
    end = sign_off(reading)[0].start if sign_off(reading) else len(text)
    end = max(start, len(text[:end].rstrip()))
    return (Mark(start, end),)


def body_span(reading: Reading) -> Mark:
    """The body as one mark."""
    return body(reading)[0]


# Words --------------------------------------------------------------------------------------------------------------


_UNMASKED_WORD = lazy(r"[^\W_]\S*")
_LETTER = lazy(rf"[^\W_{MASK}]")
_MASKED = lazy(rf"{MASK}+")


def written_words(text: str) -> int:
    """Words as people count them: what stands between spaces and holds a letter or a digit (14:00, 5.2.1, and/or); what is masked is one."""
    if MASK not in text:
        return len(_UNMASKED_WORD.findall(text))
    return sum(1 if _LETTER.search(piece) else len(_MASKED.findall(piece)) for piece in text.split())


def _count(reading: Reading, start: int, end: int) -> int:
    coded = sum(
        _more_words(reading, link) for link in links(reading) if link.kind == "code" and start <= link.start < end
    )
    return max(0, written_words(prose(reading)[start:end]) + coded - len(quoted(reading)))


def _more_words(reading: Reading, code: Mark) -> int:
    """How many words code in a line has beyond the one that it counts as anyway; code on lines of its own is read as one thing."""
    written = reading.text[code.start : code.end]
    return 0 if "\n" in written else max(0, len(written.split()) - 1)


@message_fact()
def words(reading: Reading) -> int:
    """How many words the message has; a link, a placeholder or a block of code counts as one, a quoted line as none."""
    return _count(reading, 0, len(reading.text))


@message_fact()
def body_words(reading: Reading) -> int:
    """How many words stand between greeting and sign-off."""
    span = body_span(reading)
    return _count(reading, span.start, span.end)


@message_fact()
def characters(reading: Reading) -> int:
    """How many characters the message has, spaces and all."""
    return len(reading.text)
