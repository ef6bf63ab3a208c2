"""The customer's questions and what they wrote about, held against the draft: is each taken up?"""

from __future__ import annotations

import re
from itertools import pairwise

from ..lazy import lazy
from .acts import apologies, purposes, thanks
from .characters import has_digit
from .content import stem, topic_stems, with_concepts
from .core import Conversation, Mark, Marks, Reading, exchange_fact
from .dates import time_frames
from .language import language
from .layout import body_span, holding, lexicon_marks, links, sentences, words_within
from .mentions import mentions
from .mood import mood
from .questions import questions
from .steps import next_steps


@exchange_fact()
def incoming_questions(conversation: Conversation) -> Marks | None:
    """The genuine questions of the incoming message."""
    return questions(conversation.incoming) if conversation.incoming else None


@exchange_fact()
def asked_about_buying(conversation: Conversation) -> bool | None:
    """Whether the customer asks about prices, plans, offers, or buying."""
    if conversation.incoming is None:
        return None
    return bool(lexicon_marks(conversation.incoming, "buying"))


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
    if not asked or _differ(language(incoming), language(draft)) or lexicon_marks(draft, "private-way"):
        return ()
    if len(asked) == 1 and (
        lexicon_marks(draft, "moves-on") or (_asks_for_deed(incoming, asked[0]) and lexicon_marks(draft, "done"))
    ):
        return ()
    topics = _topics_of_questions(incoming, asked)
    courtesies = _courtesies(draft)
    shared = [found for found in _shared_words(draft, topics) if found[0] not in courtesies]
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
    is_telling = len(left) < len(asked) or _is_off_topic(conversation) or not next_steps(conversation)
    return tuple(left) if is_telling else ()


def _differ(theirs: str | None, ours: str | None) -> bool:
    """Whether two languages are known and differ: then no word of a question can come back in its answer."""
    return theirs is not None and ours is not None and theirs != ours


def _asks_for_deed(incoming: Reading, question: Mark) -> bool:
    """Whether a question asks us to do something: “can you put us on the later one?”."""
    return any(pair in _DEEDS for pair in pairwise(words_within(incoming, question.start, question.end)[:6]))


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


def _courtesies(draft: Reading) -> frozenset[Mark]:
    """The sentences that greet, thank, apologise or take their leave in a few words, and so answer nothing."""
    span = body_span(draft)
    regrets = [mark for mark in (*apologies(draft), *thanks(draft)) if span.start <= mark.start < span.end]
    polite = holding(draft, regrets)

    def is_courtesy(number: int, sentence: Mark) -> bool:
        if sentence.end <= span.start or sentence.start >= span.end:
            return True
        start, end = max(sentence.start, span.start), min(sentence.end, span.end)
        return number in polite and len(words_within(draft, start, end)) <= LONGEST_COURTESY

    return frozenset(sentence for number, sentence in enumerate(sentences(draft)) if is_courtesy(number, sentence))


COURTESY = 25
"""A sentence that says sorry or thanks within so many characters opens on no answer."""
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
    answers = (
        *lexicon_marks(draft, "plain-answer"),
        *(mark for mark in lexicon_marks(draft, "moves-on") if mark.start not in aims),
    )
    regrets = (*apologies(draft), *thanks(draft))
    opening = next((sentence for sentence, _ in shared), None)
    start = max(opening.start, body_span(draft).start) if opening else 0
    if any(start <= mark.start < start + COURTESY for mark in regrets):
        opening = None
    answering = {sentences(draft)[number] for number in holding(draft, answers)}
    return sum(
        sentence in answering or (sentence is opening and _opens_on_answer(draft))
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
