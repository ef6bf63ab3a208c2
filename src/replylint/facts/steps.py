"""What moves the matter on, and whether the draft gives it."""

from __future__ import annotations

from .acts import acknowledgements, apologies, gladness, offers, promises, reasons, requests, thanks
from .content import content_stems, stem
from .core import Conversation, Mark, Marks, Reading, exchange_fact
from .dates import time_frames
from .layout import body_span, lexicon_marks, links, sentence_at, sentences, words_within
from .mood import mood
from .questions import questions


@exchange_fact()
def asks_for_help(conversation: Conversation) -> bool | None:
    """Whether the incoming message asks for help or reports a problem."""
    incoming = conversation.incoming
    if incoming is None:
        return None
    feels = mood(incoming)
    if feels == "pleased":
        return False
    return bool(
        feels == "upset"
        or questions(incoming)
        or lexicon_marks(incoming, "problem")
        or lexicon_marks(incoming, "asking")
    )


@exchange_fact()
def next_steps(conversation: Conversation) -> Marks:
    """What moves the matter on: instructions, links, questions, promises, requests, what is done or being done, and information.

    Information is an answer to a question; who asked nothing but reports a problem is helped by no more of it than a day to wait for,
    or why it is so.
    """
    draft, incoming = conversation.draft, conversation.incoming
    marks = [*promises(draft), *requests(draft), *links(draft)]
    for lexicon in ("instruction", "done", "at-work", "contact-promise", "redirect", "moves-on"):
        marks += lexicon_marks(draft, lexicon)
    marks += [s for s in sentences(draft) if s.kind == "?"]
    if incoming is None or questions(incoming):
        marks += [*lexicon_marks(draft, "plain-answer"), *time_frames(draft), *_informing_sentences(conversation)]
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
    idle += [m.start for m in lexicon_marks(draft, "self-praise")]
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
    if any(s.kind == "?" for s in sentences(draft)) and not lexicon_marks(draft, "done"):
        return False
    if (
        lexicon_marks(draft, "instruction")
        or lexicon_marks(draft, "plain-answer")
        or lexicon_marks(draft, "done")
        or links(draft)
        or promises(draft)
    ):
        return True
    return any(step.kind == "." for step in next_steps(conversation))


@exchange_fact()
def deserves_thanks(conversation: Conversation) -> bool | None:
    """Whether the incoming message praises or thanks, or reports something that helps us."""
    incoming = conversation.incoming
    if incoming is None:
        return None
    return mood(incoming) == "pleased" or bool(lexicon_marks(incoming, "helpful-report"))
