"""The draft held against the message that it answers."""

from __future__ import annotations

import re

from ..lazy import lazy
from .acts import acknowledgements, apologies, gladness, offers, promises, purposes, reasons, requests, thanks
from .characters import has_digit
from .content import content_stems, stem, topic_stems, with_concepts
from .core import Conversation, Mark, Marks, Reading, exchange_fact
from .dates import time_frames
from .layout import body_span, links, phrase_marks, sentence_at, sentences, words_within
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

    A question is taken up when the draft uses one of its content words, answers yes or no, gives the kind of thing that is
    asked for (a time for “when”, a number for “how much”), asks back, or moves the matter to where it will be answered.
    """
    incoming = conversation.incoming
    if incoming is None:
        return None
    asked = [part for mark in questions(incoming) for part in _parts(incoming, mark)]
    if not asked:
        return ()
    draft = conversation.draft
    if _moves_on(draft):
        return ()
    said = with_concepts(content_stems(draft), draft)
    left = []
    for mark in asked:
        words = words_within(incoming, mark.start, mark.end)
        about = _about(words, incoming)
        if (with_concepts(about, incoming) - _TIMES) & said or _gives_kind(words, draft):
            continue
        if len(about) < LEAST_TO_TELL and not _wants_kind(words):
            continue
        left.append(mark)
    left = left[max(0, _plain_answers(draft) - (len(asked) - len(left))) :]
    return tuple(left) if len(left) < len(asked) or _is_off_topic(conversation) else ()


LEAST_TO_TELL = 2
"""A question with fewer content words may be answered in words of its own: “do they come up big?”, “they are roomy”."""
_ASKS_AGAIN = lazy(
    r"(?i)[,;]?[ \t]+(?:and|or|also|plus)[ \t]+(?:also[ \t]+|if (?:so|not),?[ \t]+)?"
    r"(?=(?:do|does|did|is|are|was|were|can|could|shall|should|will|would|may|must|have|has|how|what|when|where|which|who|why)[ \t]+"
    r"(?:\w+[ \t]+){0,2}(?:i|we|you|somebody|someone|anybody|anyone|it|they|he|she|there|the|my|our|your|this|that|these|a|an|much|many|long|far|soon)\b)"
)


def _parts(incoming: Reading, mark: Mark) -> tuple[Mark, ...]:
    """The questions that one sentence asks: “are the results in yet, and should I keep giving the tablets?” asks two."""
    starts = [mark.start]
    starts += [m.end() for m in _ASKS_AGAIN.finditer(incoming.text, mark.start, mark.end)]
    return tuple(Mark(start, end, mark.kind) for start, end in zip(starts, [*starts[1:], mark.end], strict=True))


def _about(words: tuple[str, ...], reading: Reading) -> frozenset[str]:
    empty = reading.book.words("function-words")
    return frozenset(stem(word) for word in words if word not in empty and len(word) > 2 and not word.isdigit())


def _moves_on(draft: Reading) -> bool:
    """Whether the draft moves the matter elsewhere, or promises to look into it."""
    return bool(_of(draft, "moves-on") or _of(draft, "private-way"))


def _plain_answers(draft: Reading) -> int:
    return len(_of(draft, "plain-answer"))


_KINDS = {
    "when": "time",
    "long": "time",
    "time": "time",
    "much": "number",
    "many": "number",
    "number": "number",
    "where": "place",
}


_TIMES = frozenset({"=day"})
"""Concepts that name no matter: both sides speak of days."""


def _wants_kind(words: tuple[str, ...]) -> bool:
    """Whether a question asks for a time, a number or a place: “when will it be here?”."""
    return any(word in _KINDS for word in words)


def _gives_kind(words: tuple[str, ...], draft: Reading) -> bool:
    wanted = {_KINDS[word] for word in words if word in _KINDS}
    if "time" in wanted and time_frames(draft):
        return True
    if "number" in wanted and has_digit(draft.text):
        return True
    return "place" in wanted and bool(links(draft) or _NAMES_PLACE.search(draft.text))


_NAMES_PLACE = lazy(
    r"(?:\b(?:is|are|was|were|been|sits|lies|waits)|['’]s|['’]re)[ \t]+(?:(?:now|still|already|currently|just|right|back)[ \t]+)?(?:(?:in|at|with|near|behind|under|inside|outside|opposite|next to|on)[ \t]+"
    r"(?!(?:it|this|that|fact|case|time|order|touch|stock|progress|monday|tuesday|wednesday|thursday|friday|saturday|sunday)\b)|(?:here|there|upstairs|downstairs)\b)"
    r"|\bon (?:its|the|their) way\b",
    re.IGNORECASE,
)
"""“It is in Lyon”, “they are with the carrier”: what a question that begins with “where” wants to know."""


def _is_off_topic(conversation: Conversation) -> bool:
    """Whether the draft shares nothing with the incoming message at all."""
    assert conversation.incoming is not None
    return not (topic_stems(conversation.draft) & topic_stems(conversation.incoming))


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
    return bool(with_concepts(topics, incoming) & said) or _answers_at_once(draft)


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
    """What moves the matter on: answers, instructions, links, questions, promises, requests, facts with numbers."""
    draft = conversation.draft
    marks = [
        *promises(draft),
        *requests(draft),
        *links(draft),
        *_of(draft, "instruction"),
        *_of(draft, "plain-answer"),
        *_of(draft, "done"),
    ]
    marks += [*_of(draft, "contact-promise"), *_of(draft, "redirect"), *_of(draft, "moves-on"), *time_frames(draft)]
    marks += [s for s in sentences(draft) if s.kind == "?"]
    span = body_span(draft)
    idle = [m.start for fact in (apologies, acknowledgements, thanks, gladness, offers) for m in fact(draft)]
    idle += [m.start for m in _of(draft, "self-praise")]
    for sentence in sentences(draft):
        if sentence.end <= span.start or sentence.start >= span.end:
            continue
        busy = any(sentence.start <= start < sentence.end for start in idle)
        if (
            not busy
            and len(words_within(draft, sentence.start, sentence.end)) >= 6
            and _informs(draft, sentence, conversation)
        ):
            marks.append(sentence)
    return tuple(sorted(marks, key=lambda mark: mark.start))


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
    spans = sentences(draft)
    marks: list[Mark] = []
    for mark in requests(draft):
        if _of_if(draft, mark):
            continue
        number = next((n for n, s in enumerate(spans) if s.start <= mark.start < s.end), None)
        near = spans[max(0, (number or 0) - 1) : (number or 0) + 2]
        explained = any(
            s.start <= p.start < s.end for p in (*purposes(draft), *reasons(draft), *promises(draft)) for s in near
        )
        if not explained and not (marks and sentence_at(draft, marks[-1].start) == sentence_at(draft, mark.start)):
            marks.append(mark)
    return tuple(marks)


def _of_if(draft: Reading, mark: Mark) -> bool:
    """Whether a request holds only in some case: “if 1 is no good, reply with …”, “post a picture if it doesn't”."""
    sentence = sentence_at(draft, mark.start)
    said = words_within(draft, sentence.start, sentence.end) if sentence else ()
    return "if" in said or "unless" in said or said[:1] == ("should",)


@exchange_fact()
def public_requests(conversation: Conversation) -> Marks:
    """Requests for private data in the draft that name no private way to send it."""
    draft = conversation.draft
    if _of(draft, "private-way") or any(link.kind in ("url", "email") for link in links(draft)):
        return ()
    asking = [*requests(draft)] + [s for s in sentences(draft) if s.kind == "?"]
    asked = [sentence_at(draft, mark.start) for mark in asking]
    return tuple(mark for mark in _of(draft, "data-request") if sentence_at(draft, mark.start) in asked)


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
    return _of(draft, "redirect")


@exchange_fact()
def announces_call(conversation: Conversation) -> bool:
    """Whether the draft says that somebody calls, or has called."""
    return bool(_of(conversation.draft, "call-announced"))
