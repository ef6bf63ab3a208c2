"""``avoid``: wordings or places that should not be there."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from typing import Literal

from ..facts.core import Conversation, Mark, Marks, Reading
from ..facts.faults import heard_faults
from ..facts.layout import body_span, phrase_marks, quotations, quoted
from ..facts.scored import is_doubtful
from ..models.faults import KINDS
from ..phrases.book import lexicon_owner, tokens_of
from ..record import record
from ..shape import option
from .core import Breach, Check, Unknown, marks_of
from .patterns import pattern_marks, validate_patterns
from .tokens import TokenPattern, token_marks, validate_token_patterns


@record
class Avoid(Check):
    """Phrases, patterns, token patterns, lexicons or the places of a fact that should not be in the draft."""

    phrases: tuple[str, ...] = option("wordings in the phrase language", ())
    lexicon: str | tuple[str, ...] = option("lexicons whose wordings are avoided", ())
    patterns: tuple[str, ...] = option("regular expressions (RE2)", ())
    tokens: tuple[tuple[TokenPattern, ...], ...] = option("spaCy Matcher patterns", ())
    fact: str | tuple[str, ...] = option("facts whose places are avoided", ())
    kinds: tuple[str, ...] = option("only these kinds of the fact's places", ())
    heard_as: Literal[
        "", "blame", "sarcasm", "insult", "assume", "nonapology", "sell", "chase", "cold", "cancel", "warn"
    ] = option(
        "a kind of fault on which the sentence model has a say: it adds what it hears itself, and spares wordings in sentences "
        "that it is sure hold none",
        "",
    )
    except_: tuple[str, ...] = option("longer wordings in which the phrases mean something else", ())
    allow: tuple[str, ...] = option("written forms that are always allowed", ())
    unless: Literal["", "shared", "written_alike", "mirrored", "quoted"] = option(
        "`shared`: what the customer has used is allowed; `written_alike`: only with the same capitals; `mirrored`: the same, but "
        "a draft without a message to answer is judged too; `quoted`: so is what stands in quotation marks",
        "",
    )
    within: Literal["text", "body", "closing"] = option(
        "where to look; `closing` is the last sentence of the body", "text"
    )

    def validate(self) -> None:
        if not (self.phrases or self.lexicon or self.patterns or self.tokens or self.fact or self.heard_as):
            raise ValueError("avoid needs phrases, lexicon, patterns, tokens, fact or heard_as")
        validate_patterns(self.patterns)
        validate_token_patterns(self.tokens)

    def own_phrases(self) -> tuple[tuple[str, ...], tuple[str, ...]]:
        return self.phrases, self.except_

    def facts(self) -> Mapping[str, tuple[str, ...]]:
        return dict.fromkeys((self.fact,) if isinstance(self.fact, str) else self.fact, ("places",))

    def lexicons(self) -> tuple[str, ...]:
        return (self.lexicon,) if isinstance(self.lexicon, str) else self.lexicon

    def finds_by(self) -> tuple[str, ...]:
        if not self.heard_as:
            return ()
        return (
            *(f"wordings of the lexicon “{name}”" for name in self.lexicons()),
            *(f"places of the fact “{name}”" for name in self.facts()),
            f"what the sentence model hears as “{self.heard_as}”; where it is sure that the words round a wording hold none, that is spared",
        )

    @cached_property
    def _owners(self) -> tuple[str, ...]:
        return tuple(map(lexicon_owner, self.lexicons()))

    @cached_property
    def _facts(self) -> tuple[str, ...]:
        return tuple(self.facts())

    def run(self, conversation: Conversation, owner: str) -> Iterable[Breach]:
        if self.unless in ("shared", "written_alike") and conversation.incoming is None:
            raise Unknown("the incoming message")
        found = self._marks(conversation, owner)
        return self._breaches(conversation, found) if found else ()

    def _breaches(self, conversation: Conversation, found: list[Mark]) -> Iterator[Breach]:
        draft = conversation.draft
        allowed = {tokens_of(form) for form in self.allow}
        taken_to = -1
        for mark in sorted(found, key=lambda m: (m.start, -m.end)):
            written = draft.text[mark.start : mark.end]
            if mark.start < taken_to or tokens_of(written) in allowed or self._is_spared(conversation, mark, written):
                continue
            taken_to = mark.end
            yield Breach(mark)

    def _marks(self, conversation: Conversation, owner: str) -> list[Mark]:
        draft = conversation.draft
        found: list[Mark] = []
        if self.phrases:
            found += phrase_marks(draft, owner)
        for lexicon in self._owners:
            found += phrase_marks(draft, lexicon)
        for name in self._facts:
            found += self._of_kinds(marks_of(conversation, name))
        if self.patterns:
            found += pattern_marks(draft, self.patterns)
        if self.tokens:
            found += token_marks(draft, self.tokens)
        return self._with_model(draft, found) if self.heard_as else found

    def _with_model(self, draft: Reading, found: list[Mark]) -> list[Mark]:
        number = KINDS.index(self.heard_as)
        kept = [mark for mark in found if not is_doubtful(draft, mark, number)]
        return kept + [mark for mark in heard_faults(draft) if mark.kind == self.heard_as]

    def _of_kinds(self, marks: Marks) -> Marks:
        return tuple(m for m in marks if m.kind in self.kinds) if self.kinds else marks

    def _is_spared(self, conversation: Conversation, mark: Mark, written: str) -> bool:
        draft = conversation.draft
        if _inside(quoted(draft), mark):
            return True
        if self.within != "text" and not _within(draft, mark, self.within):
            return True
        if self.unless == "quoted":
            return _inside(quotations(draft), mark)
        if self.unless == "written_alike":
            return shared(conversation, written, alike=True)
        return self.unless in ("shared", "mirrored") and shared(conversation, written)


def _inside(places: Marks, mark: Mark) -> bool:
    """Whether a mark lies in one of some places, which come in order and apart from one another."""
    at = bisect_right(places, mark.start, key=_start) - 1
    return at >= 0 and mark.end <= places[at].end


def _start(mark: Mark) -> int:
    return mark.start


def _within(draft: Reading, mark: Mark, where: str) -> bool:
    span = body_span(draft)
    if where == "body":
        return span.start <= mark.start < span.end
    from ..facts.layout import sentences

    last = [s for s in sentences(draft) if s.start < span.end]
    return bool(last) and mark.start >= last[-1].start


def shared(conversation: Conversation, written: str, alike: bool = False) -> bool:
    """Whether the customer has written the same, in the incoming message or before; ``alike`` asks for the same capitals."""
    sources = [conversation.incoming, *conversation.history]
    texts = (reading.text for reading in sources if reading is not None and reading.message.role == "customer")
    return any(_has_word(text, written) if alike else _has_word(text.lower(), written.lower()) for text in texts)


def _has_word(text: str, word: str) -> bool:
    at = text.find(word)
    while at >= 0:
        end = at + len(word)
        if not (at and text[at - 1].isalnum() and word[0].isalnum()) and not (
            text[end : end + 1].isalnum() and word[-1].isalnum()
        ):
            return True
        at = text.find(word, at + 1)
    return False
