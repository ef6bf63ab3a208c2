"""``require``: something that should be there."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Literal

from ..facts.core import Conversation, Mark
from ..facts.layout import body_span, phrase_marks, sentences
from ..phrases.book import lexicon_owner
from ..record import record
from ..shape import option
from .core import PLACES, Breach, Check, known_value, place


@record
class Require(Check):
    """At least one of some wordings or facts, anywhere or in one place of the draft."""

    phrases: tuple[str, ...] = option("wordings in the phrase language, of which one must be there", ())
    lexicon: str | tuple[str, ...] = option("lexicons of which one wording must be there", ())
    facts_: str | tuple[str, ...] = option("facts of which one must hold (true, or at least one place)", ())
    within: Literal["text", "opening", "closing"] = option(
        "`opening`: first two sentences; `closing`: last two of the body", "text"
    )
    place: Literal["start", "body_start", "before_sign_off", "end"] = option(
        "where the finding points", "before_sign_off"
    )

    def validate(self) -> None:
        if not (self.phrases or self.lexicon or self.facts_):
            raise ValueError("require needs phrases, lexicon or facts")
        assert self.place in PLACES

    def own_phrases(self) -> tuple[tuple[str, ...], tuple[str, ...]]:
        return self.phrases, ()

    def facts(self) -> Mapping[str, tuple[str, ...]]:
        names = (self.facts_,) if isinstance(self.facts_, str) else self.facts_
        return dict.fromkeys(names, ("places", "true or false", "a word", "words"))

    def lexicons(self) -> tuple[str, ...]:
        return (self.lexicon,) if isinstance(self.lexicon, str) else self.lexicon

    def run(self, conversation: Conversation, owner: str) -> Iterator[Breach]:
        values = [known_value(conversation, name) for name in self.facts()]
        if any(self._holds(conversation, value) for value in values):
            return
        draft = conversation.draft
        for source in (owner, *map(lexicon_owner, self.lexicons())):
            if any(self._counts(conversation, mark) for mark in phrase_marks(draft, source)):
                return
        yield Breach(place(draft, self.place))

    def _holds(self, conversation: Conversation, value: object) -> bool:
        if isinstance(value, tuple):
            return any(self._counts(conversation, mark) if isinstance(mark, Mark) else True for mark in value)
        return bool(value)

    def _counts(self, conversation: Conversation, mark: Mark) -> bool:
        if self.within == "text":
            return True
        span = body_span(conversation.draft)
        inside = [s for s in sentences(conversation.draft) if s.end > span.start and s.start < span.end]
        if not inside:
            return True
        return mark.start < inside[:2][-1].end if self.within == "opening" else mark.end > inside[-2:][0].start
