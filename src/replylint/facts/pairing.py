"""The draft held against the message that it answers."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable
from itertools import groupby, pairwise

from ..lazy import lazy
from .acts import acknowledgements, apologies, gladness, offers, promises, purposes, reasons, requests, thanks
from .characters import has_digit
from .content import content_stems, stem, topic_stems, with_concepts
from .core import Conversation, Mark, Marks, Reading, exchange_fact
from .dates import time_frames
from .language import language
from .layout import body_span, links, phrase_marks, sentence_at, sentences, tokens, words_within
from .mentions import mentions
from .mood import mood
from .questions import questions


def _of(reading: Reading, lexicon: str) -> Marks:
    return phrase_marks(reading, f"lexicon:{lexicon}")


@exchange_fact()
def incoming_questions(conversation: Conversation) -> Marks | None:
    """The genuine questions of the incoming message."""
    return questions(conversation.incoming) if conversation.incoming else None


@exchange_fact("the channel")
def is_email(conversation: Conversation) -> bool:
    """Whether the channel is email; where it is not known, it is not."""
    return conversation.exchange.channel == "email"


@exchange_fact()
def asked_about_buying(conversation: Conversation) -> bool | None:
    """Whether the customer asks about prices, plans, offers, or buying."""
    if conversation.incoming is None:
        return None
    return bool(_of(conversation.incoming, "buying"))


# Questions ----------------------------------------------------------------------------------------------------------


@exchange_fact()
def open_questions(conversation: Conversation) -> Marks | None:
    """Questions of the incoming message that the draft does not take up.

    A question is taken up when the draft uses one of its content words in a sentence that is not rather about another of the
    questions, answers yes or no, gives the kind of thing that is asked for (a time for “when”, a sum for “what does it
    cost”), asks back, or moves the matter to where it will be answered.
    """
    incoming, draft = conversation.incoming, conversation.draft
    if incoming is None:
        return None
    asked = [part for mark in questions(incoming)[:MOST_ASKED] for part in _parts(incoming, mark)][:MOST_ASKED]
    if (
        not asked
        or _differ(language(incoming), language(draft))
        or _of(draft, "private-way")
        or (len(asked) == 1 and _of(draft, "moves-on"))
    ):
        return ()
    topics = _topics_of_questions(incoming, asked)
    shared = [found for found in _shared_words(draft, topics) if not _is_courtesy(draft, found[0])]
    is_all_said = len(asked) > 1 and all(any(common) or sentence.kind == "?" for sentence, common in shared)
    left = []
    for number, mark in enumerate(asked):
        words = words_within(incoming, mark.start, mark.end)
        if _gives_kind(words, draft) or any(_is_about(sentence, number, topics) for sentence in shared):
            continue
        if len(topics[number]) < LEAST_TO_TELL and not _wants_kind(words) and not is_all_said:
            continue  # nobody can tell, unless no sentence is left that could answer it
        left.append(mark)
    left = left[_answers_of_their_own(draft, shared) :]
    if len(asked) == 1 and _asks_for_deed(words_within(incoming, asked[0].start, asked[0].end)) and _of(draft, "done"):
        return ()
    is_telling = len(left) < len(asked) or _is_off_topic(conversation) or not next_steps(conversation)
    return tuple(left) if is_telling else ()


def _differ(theirs: str | None, ours: str | None) -> bool:
    """Whether two languages are known and differ: then no word of a question can come back in its answer."""
    return theirs is not None and ours is not None and theirs != ours


def _asks_for_deed(words: tuple[str, ...]) -> bool:
    """Whether a question asks us to do something: “can you put us on the later one?”."""
    return any(pair in _DEEDS for pair in pairwise(words[:6]))


_DEEDS = frozenset((verb, "you") for verb in ("can", "could", "will", "would"))
MOST_ASKED = 40
"""So many questions of a message are followed up: each is held against each sentence of the draft, and nobody asks more."""
LEAST_TO_TELL = 2
"""A question with fewer content words may be answered in words of its own: “do they come up big?”, “they are roomy”."""
_ASKS_AGAIN = lazy(
    r"(?i)(?P<link>,|(?:[,;][ \t]++|(?<![ \t,;])[ \t]++)(?:and|also|plus))[ \t]++(?:also[ \t]+|if (?:so|not),?[ \t]+)?"
    r"(?=(?:do|does|did|is|are|was|were|can|could|shall|should|will|would|may|must|have|has|how|what|whats|when|where|which|who|why|whether)[ \t]+"
    r"(?:\w+[ \t]+){0,2}(?:i|we|you|somebody|someone|anybody|anyone|it|they|he|she|there|the|my|our|your|this|that|these|a|an|much|many|long|far|soon)\b"
    r"[ \t]+\w+"
    r"|(?<=and )(?:do|does|did|are|is|were|was|will|would|can|could|should)[ \t]+(?!(?:not|so|too|very|also|still|always|never|now|then|there|all|just)\b)[a-z]+[ \t]+\w+"
    r"|(?<=and )(?:who|what)[ \t]+(?:is|are|was|will|would|can|should|has|does|do|happens|pays|counts)[ \t]+\w+)"
)


def _parts(incoming: Reading, mark: Mark) -> tuple[Mark, ...]:
    """The questions that one sentence asks: “are the results in yet, and should I keep giving the tablets?” asks two.

    What stands before a comma asks nothing by itself: “my fan is loud, is that normal?”.
    """
    again = list(_ASKS_AGAIN.finditer(incoming.text, mark.start, mark.end))
    starts = [mark.start, *(m.end() for m in again)]
    parts = [Mark(start, end, mark.kind) for start, end in zip(starts, [*starts[1:], mark.end], strict=True)]
    is_lead = bool(again) and again[0].group("link") == "," and not _asks(incoming, parts[0])
    return tuple(parts[is_lead:])


def _asks(incoming: Reading, part: Mark) -> bool:
    """Whether a part of a sentence begins as a question does."""
    words = words_within(incoming, part.start, part.end)
    return next((word for word in words if word not in _BEFORE_OPENERS), "") in _OPENERS


_BEFORE_OPENERS = frozenset(
    "and but or so also then just please hi hello hey ok okay well quick question sorry".split()
)
_OPENERS = frozenset(
    "do does did is are was were can could shall should will would may must have has how what when where which who why whether any".split()
)


def _topics_of_questions(incoming: Reading, asked: list[Mark]) -> list[frozenset[str]]:
    """The content stems of each question, without what the rest of the message speaks of as well: that tells none of them apart."""
    names = {stem(word) for mark in mentions(incoming) for word in words_within(incoming, mark.start, mark.end)}
    topics = [_about(words_within(incoming, mark.start, mark.end), incoming) - names for mark in asked]
    if len(asked) < 2:
        return topics
    rest = _about(words_within(incoming, 0, asked[0].start), incoming) | frozenset.intersection(*topics)
    return [topic - rest if len(topic - rest) >= LEAST_TO_TELL else topic for topic in topics]


def _about(words: tuple[str, ...], reading: Reading) -> frozenset[str]:
    empty = reading.book.words_of("function-words", "question-words")
    return frozenset(
        stem(word) for word in words if word not in empty and len(word) > (LONGEST_COMMON if word.isdigit() else 1)
    )


LONGEST_COMMON = 2
"""Numbers of so many digits are hours, dates and counts; longer ones name a sum, a model or an order."""


def _is_courtesy(draft: Reading, sentence: Mark) -> bool:
    """Whether a sentence greets, thanks, apologises or takes its leave in a few words, and so answers nothing."""
    span = body_span(draft)
    if sentence.end <= span.start or sentence.start >= span.end:
        return True
    start, end = max(sentence.start, span.start), min(sentence.end, span.end)
    return len(words_within(draft, start, end)) <= LONGEST_COURTESY and any(
        start <= mark.start < end for mark in (*apologies(draft), *thanks(draft))
    )


LONGEST_COURTESY = 7
"""“Sorry about the ceiling.”, “thank you for asking, Margaret.”: longer sentences may say more."""


def _shared_words(draft: Reading, topics: list[frozenset[str]]) -> list[tuple[Mark, list[int]]]:
    """Each sentence of the draft, with how many words of each question it takes up, as they are or by their concept."""
    wanted = [[{word} | (with_concepts(frozenset({word}), draft) - _TIMES) for word in topic] for topic in topics]
    found = []
    for sentence in sentences(draft):
        said = with_concepts(_about(words_within(draft, sentence.start, sentence.end), draft), draft)
        found.append((sentence, [sum(not said.isdisjoint(word) for word in topic) for topic in wanted]))
    return found


def _is_about(sentence: tuple[Mark, list[int]], number: int, topics: list[frozenset[str]]) -> bool:
    """Whether a sentence takes up a question: it shares as much with it as with any other, or half of its words, or two."""
    _, shared = sentence
    own = shared[number]
    return own >= min(2, max(shared)) > 0 or (own > 0 and own * 2 >= len(topics[number]))


def _answers_of_their_own(draft: Reading, shared: list[tuple[Mark, list[int]]]) -> int:
    """How many sentences answer, or move on, without a word of any of the questions: “yes”, “no”, “I'll find out”."""
    aims = {mark.start for mark in purposes(draft)}
    answers = (*_of(draft, "plain-answer"), *(mark for mark in _of(draft, "moves-on") if mark.start not in aims))
    regrets = (*apologies(draft), *thanks(draft))
    opening = next((sentence for sentence, _ in shared), None)
    start = max(opening.start, body_span(draft).start) if opening else 0
    if any(start <= mark.start < start + LEAD for mark in regrets):
        opening = None
    return sum(
        any(sentence.start <= mark.start < sentence.end for mark in answers)
        or (sentence is opening and _opens_on_answer(draft))
        for sentence, common in shared
        if not any(common)
    )


_KINDS = {
    "when": "time",
    "today": "time",
    "tomorrow": "time",
    "long": "time",
    "planned": "time",
    "due": "time",
    "time": "time",
    "much": "number",
    "many": "number",
    "number": "number",
    "cost": "sum",
    "price": "sum",
    "discount": "sum",
    "fee": "sum",
    "fees": "sum",
    "charge": "sum",
    "surcharge": "sum",
    "where": "place",
}


_TIMES = frozenset({"=day"})
"""Concepts that name no matter: both sides speak of days."""


def _wants_kind(words: tuple[str, ...]) -> bool:
    """Whether a question asks for a time, a number, a sum or a place: “when will it be here?”."""
    return any(word in _KINDS for word in words)


def _gives_kind(words: tuple[str, ...], draft: Reading) -> bool:
    wanted = {_KINDS[word] for word in words if word in _KINDS and "included" not in words}
    if "time" in wanted and time_frames(draft):
        return True
    if "number" in wanted and has_digit(draft.text):
        return True
    if "sum" in wanted and _NAMES_SUM.search(draft.text):
        return True
    return "place" in wanted and bool(links(draft) or _NAMES_PLACE.search(draft.text))


_NAMES_SUM = lazy(
    r"[€$£¥₹₦₱]|\b(?:no|extra|small|one-off|flat) (?:fees?|charges?|costs?)|\b(?:euros?|pounds?|quid|dollars?|cents?|pence|rupees?|rs|francs?|kroner|free|nothing|included|no charge|(?-i:[A-Z]{3}) ?\d)\b|\d ?%",
    re.IGNORECASE,
)
"""“18 euros”, “it is free”: what a question after the price wants to know."""
_NAMES_PLACE = lazy(
    r"(?:\b(?:is|are|was|were|been|sits|lies|waits)|['’]s|['’]re)[ \t]+(?:(?:now|still|already|currently|just|right|back)[ \t]+)?(?:(?:in|at|with|near|behind|under|inside|outside|opposite|next to|on)[ \t]+"
    r"(?!(?:it|this|that|fact|case|time|order|touch|stock|progress|monday|tuesday|wednesday|thursday|friday|saturday|sunday)\b)|(?:here|there|upstairs|downstairs)\b)"
    r"|\bon (?:its|the|their) way\b",
    re.IGNORECASE,
)
"""“It is in Lyon”, “they are with the carrier”: what a question that begins with “where” wants to know."""


def _is_off_topic(conversation: Conversation) -> bool:
    """Whether the draft shares nothing with the incoming message at all, and does not open on an answer either."""
    assert conversation.incoming is not None
    draft = conversation.draft
    return not (topic_stems(draft) & topic_stems(conversation.incoming)) and not _opens_on_answer(draft)


def _opens_on_answer(draft: Reading) -> bool:
    """Whether the body opens in the way of somebody who answers: “it is, Ana”, “just some ID”, “six until Friday”."""
    span = body_span(draft)
    opening = (words_within(draft, max(s.start, span.start), s.end) for s in sentences(draft) if s.end > span.start)
    first = next((words for words in opening if len(words) > 1), ())
    if first and first[0] not in draft.book.words("reply-openers"):
        return True
    return first[:1] in (("we",), ("i",), ("you",)) and _SHORT_ANSWER.match(draft.text, span.start) is not None


_SHORT_ANSWER = lazy(
    r"(?:we|i|you)[ ](?:sure[ ]|certainly[ ]|always[ ])?(?:do|did|can|could|would|will|are|am|have|were|should)(?:n['’]t|[ ]not)?[ ]?[,.!:;–-]",
    re.IGNORECASE,
)
"""“We do, every day”, “I wouldn't.”: an answer that is all verb."""


# Need ---------------------------------------------------------------------------------------------------------------


@exchange_fact()
def need_named(conversation: Conversation) -> bool | None:
    """Whether the draft names something of what the customer wrote about; true when there is nothing concrete to name."""
    incoming = conversation.incoming
    if incoming is None:
        return None
    topics = topic_stems(incoming)
    if len(topics) < 2 or mood(incoming) == "pleased":
        return True
    draft = conversation.draft
    said = with_concepts(topic_stems(draft), draft) - _TIMES
    return (
        bool(with_concepts(topics, incoming) & said)
        or _answers_at_once(draft)
        or (bool(questions(incoming)) and _opens_on_answer(draft))
        or not _numbers(draft).isdisjoint(_numbers(incoming))
    )


_COUNTED = {word: str(number) for number, word in enumerate(
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen".split()
)} | {word: str(10 * tens) for tens, word in enumerate("twenty thirty forty fifty sixty seventy eighty ninety".split(), 2)}  # fmt: skip


def _numbers(reading: Reading) -> frozenset[str]:
    """The numbers of the body above nine, in figures: smaller ones say little."""
    span = body_span(reading)
    found = (_COUNTED.get(word, word) for word in words_within(reading, span.start, span.end))
    return frozenset(number for number in found if number.isdigit() and len(number) > 1)


def _answers_at_once(draft: Reading) -> bool:
    """Whether the body opens on yes or no: such an answer names its question by standing under it."""
    span = body_span(draft)
    return words_within(draft, span.start, span.end)[:1] in (
        ("yes",),
        ("yep",),
        ("yeah",),
        ("no",),
        ("nope",),
        ("nah",),
    )


@exchange_fact()
def asks_for_help(conversation: Conversation) -> bool | None:
    """Whether the incoming message asks for help or reports a problem."""
    incoming = conversation.incoming
    if incoming is None:
        return None
    feels = mood(incoming)
    if feels == "pleased":
        return False
    return bool(feels == "upset" or questions(incoming) or _of(incoming, "problem") or _of(incoming, "asking"))


@exchange_fact()
def next_steps(conversation: Conversation) -> Marks:
    """What moves the matter on: instructions, links, questions, promises, requests, what is done or being done, and information.

    Information is an answer to a question; who asked nothing but reports a problem is helped by no more of it than a day to wait for,
    or why it is so.
    """
    draft, incoming = conversation.draft, conversation.incoming
    marks = [*promises(draft), *requests(draft), *links(draft)]
    for lexicon in ("instruction", "done", "at-work", "contact-promise", "redirect", "moves-on"):
        marks += _of(draft, lexicon)
    marks += [s for s in sentences(draft) if s.kind == "?"]
    if incoming is None or questions(incoming):
        marks += [*_of(draft, "plain-answer"), *time_frames(draft), *_informing_sentences(conversation)]
    else:
        theirs = frozenset(words_within(incoming, 0, len(incoming.text)))
        telling = [*reasons(draft), *(frame for frame in time_frames(draft) if _is_ahead(frame, draft, theirs))]
        marks += [s for s in _informing_sentences(conversation) if any(s.start <= m.start < s.end for m in telling)]
    return tuple(sorted(marks, key=lambda mark: mark.start))


_LEADS_AHEAD = frozenset("from by on until till within before at after next".split())


def _is_ahead(frame: Mark, draft: Reading, theirs: frozenset[str]) -> bool:
    """Whether a time is one to wait for, and not one that the customer has named: “from Friday”, “on 6 May”."""
    sentence = sentence_at(draft, frame.start)
    before = words_within(draft, sentence.start, frame.start)[-2:] if sentence else ()
    named = words_within(draft, frame.start, frame.end)
    leads = bool(_LEADS_AHEAD.intersection((*before, *named[:1]))) or named[:1] == ("in",)
    return leads and not (set(named[-2:]) - _UNITS) & theirs


_UNITS = frozenset(
    "minute minutes hour hours day days week weeks month months year years am pm morning afternoon evening".split()
)


def _informing_sentences(conversation: Conversation) -> Marks:
    """Sentences of the body that do nothing but inform: no apology, no thanks, no praise of ourselves."""
    draft = conversation.draft
    span = body_span(draft)
    idle = [m.start for fact in (apologies, acknowledgements, thanks, gladness, offers) for m in fact(draft)]
    idle += [m.start for m in _of(draft, "self-praise")]
    return tuple(
        sentence
        for sentence in sentences(draft)
        if span.start < sentence.end
        and sentence.start < span.end
        and not any(sentence.start <= start < sentence.end for start in idle)
        and len(words_within(draft, sentence.start, sentence.end)) >= 6
        and _informs(draft, sentence, conversation)
    )


def _informs(draft: Reading, sentence: Mark, conversation: Conversation) -> bool:
    """A sentence that says something of its own: content words that the incoming message does not have."""
    empty = draft.book.words("function-words")
    said = {stem(w) for w in words_within(draft, sentence.start, sentence.end) if w not in empty and len(w) > 3}
    theirs = content_stems(conversation.incoming) if conversation.incoming else frozenset()
    return len(said - theirs) >= 2


@exchange_fact()
def gives_answer(conversation: Conversation) -> bool | None:
    """Whether the draft answers something or reports it done, rather than only asking back."""
    incoming = conversation.incoming
    if incoming is None:
        return None
    if not asks_for_help(conversation):
        return False
    draft = conversation.draft
    if any(s.kind == "?" for s in sentences(draft)) and not _of(draft, "done"):
        return False
    if _of(draft, "instruction") or _of(draft, "plain-answer") or _of(draft, "done") or links(draft) or promises(draft):
        return True
    return any(step.kind == "." for step in next_steps(conversation))


@exchange_fact()
def deserves_thanks(conversation: Conversation) -> bool | None:
    """Whether the incoming message praises or thanks, or reports something that helps us."""
    incoming = conversation.incoming
    if incoming is None:
        return None
    return mood(incoming) == "pleased" or bool(_of(incoming, "helpful-report"))


@exchange_fact()
def answers_something_new(conversation: Conversation) -> bool:
    """Whether the customer has written since the business's last message."""
    from .circumstances import follows_own_message

    return not follows_own_message(conversation)


# Asking and sending -------------------------------------------------------------------------------------------------


@exchange_fact()
def unexplained_requests(conversation: Conversation) -> Marks:
    """Requests of the draft with no purpose in their sentence or the ones beside it."""
    draft = conversation.draft
    explained = _explained_sentences(draft)
    marks: list[Mark] = []
    judged = -1
    for mark in requests(draft):
        sentence = sentence_at(draft, mark.start)
        if sentence is None or sentence.start == judged:
            continue  # the same holds for all requests of a sentence
        judged = sentence.start
        if sentence.start not in explained and not _is_optional(draft, sentence):
            marks.append(mark)
    return tuple(marks)


def _explained_sentences(draft: Reading) -> set[int]:
    """Where the sentences start that a purpose explains: one in them, one at the head of the sentence before, or before it what we want to
    look into, or behind it, within two sentences, what we do then."""
    starts = [sentence.start for sentence in sentences(draft)]
    if not starts:
        return set()

    def numbers(marks: Iterable[Mark]) -> set[int]:
        return {bisect_right(starts, mark.start) - 1 for mark in marks}

    leads = (mark for mark in purposes(draft) if mark.start < starts[bisect_right(starts, mark.start) - 1] + LEAD)
    others = {mark.start for mark in _of(draft, "contact-promise") if not _is_ours(draft, mark)}
    then = numbers(mark for mark in promises(draft) if mark.start not in others)
    heads = numbers(mark for mark in leads if words_within(draft, mark.start, mark.end)[0] not in ("and", "then"))
    found = numbers((*purposes(draft), *reasons(draft), *promises(draft))) | {number - 1 for number in heads}
    found |= {number + 1 for number in heads | numbers(_of(draft, "moves-on"))}
    found |= {number - back for number in then for back in (1, 2)}
    return {starts[number] for number in found if 0 <= number < len(starts)}


def _is_ours(draft: Reading, mark: Mark) -> bool:
    """Whether we say that we do it ourselves: “we shall connect with you”, not “you will hear from them”."""
    return words_within(draft, mark.start, mark.end)[0] in ("we", "i", "our")


LEAD = 25
"""A purpose stands at the head of a sentence when it begins within so many characters: “And so that we can find it: …”."""


def _is_optional(draft: Reading, sentence: Mark | None) -> bool:
    """Whether a request in a sentence holds only in some case, or is one way of several: “if 1 is no good, reply with …”, “you can also call us”."""
    said = words_within(draft, sentence.start, sentence.end) if sentence else ()
    is_one_way = "also" in said and not {"can", "could", "may"}.isdisjoint(said)
    return "if" in said or "unless" in said or said[:1] == ("should",) or is_one_way


@exchange_fact()
def public_requests(conversation: Conversation) -> Marks:
    """Requests for private data in the draft that name no private way to send it."""
    draft = conversation.draft
    if _of(draft, "private-way"):
        return ()
    asked = _of(draft, "data-request")
    if any(link.kind in ("url", "email") for link in links(draft)):
        asked = tuple(mark for mark in asked if _IN_PUBLIC.search(_sentence_text(draft, mark)))
    return asked


_IN_PUBLIC = lazy(r"(?i)\b(?:here|below|comments?|repl(?:y|ies)|tweet|thread|under this|post (?:it|them|your)|wall)\b")


def _sentence_text(reading: Reading, mark: Mark) -> str:
    sentence = sentence_at(reading, mark.start)
    return reading.text[sentence.start : sentence.end] if sentence else ""


@exchange_fact()
def needless_redirects(conversation: Conversation) -> Marks | None:
    """Where the draft sends the customer to another medium that they did not ask for, with nothing private at stake."""
    incoming = conversation.incoming
    if incoming is None:
        return None
    if _of(incoming, "channel-request"):
        return ()
    draft = conversation.draft
    if _of(draft, "data-request") or _of(draft, "private-words"):
        return ()
    return (*_of(draft, "redirect"), *_addresses_to_use(draft))


_USE = lazy(
    r"\b(?:e-?mail|mail|write|drop|reach|contact|message)\b(?:[ \t]+[\w'’-]+){0,4}[ \t]*:?[ \t]*$",
    re.IGNORECASE,
)
"""What stands before an address that the customer is to write to."""
_DIAL = lazy(
    r"(?<!by )\b(?:ring|call|phone|dial|telephone)\b(?![ \t]+me\b)(?:[ \t]++\w++){0,3}?[ \t]*+:?[ \t]*+\+?\(?\d[\d ()/-]{5,}\d",
    re.IGNORECASE,
)


_DIALLING = frozenset("ring call phone dial telephone".split())


def _addresses_to_use(draft: Reading) -> Marks:
    """Mail addresses to write to and numbers to call, with the verb that says so."""
    text, span = draft.text, body_span(draft)
    found = []
    for link in links(draft):
        verb = _USE.search(text, max(span.start, link.start - 60), link.start) if link.kind == "email" else None
        if verb:
            found.append(Mark(verb.start(), link.end))
    if has_digit(text) and not _DIALLING.isdisjoint(tokens(draft).words):
        found += [Mark(m.start(), m.end()) for m in _DIAL.finditer(text, span.start, span.end)]
    return tuple(
        mark
        for sentence, marks in groupby(found, key=lambda mark: sentence_at(draft, mark.start))
        if not _is_optional(draft, sentence)
        for mark in marks
        if _is_asked(draft, mark, sentence)
    )


_DOERS = frozenset(
    "we i they he she will shall would tried to your the an our that sent courier driver colleague technician team have has".split()
)
"""Words before a verb or a noun that say that somebody else writes or calls, or that a mail is a thing."""


def _is_asked(draft: Reading, mark: Mark, sentence: Mark | None) -> bool:
    """Whether it is the customer who is to write or call there."""
    said = words_within(draft, max(sentence.start if sentence else 0, mark.start - 40), mark.start)
    if not {"you", "him", "her"}.isdisjoint(words_within(draft, mark.start, mark.end)[1:3]):
        return False
    if said[-1:] in (("can",), ("could",), ("may",)):
        return said[-2:-1] == ("you",)
    return not said or said[-1] not in _DOERS


@exchange_fact()
def announces_call(conversation: Conversation) -> bool:
    """Whether the draft says that somebody calls, or has called."""
    return bool(_of(conversation.draft, "call-announced"))
