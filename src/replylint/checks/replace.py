"""``replace``: like avoid, with the better wording at hand."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from ..facts.core import Conversation, Mark
from ..facts.layout import phrase_marks, quoted
from ..phrases.book import lexicon_owner
from ..record import record
from ..shape import option
from .avoid import shared
from .core import Breach, Check, Unknown


@record
class Replace(Check):
    """Wordings with the wording to put in their place, which the rule's fix uses."""

    pairs: dict[str, str] = option("wording (in the phrase language) → replacement; empty means drop it", many=dict)
    lexicon: str | tuple[str, ...] = option("lexicons whose wordings have twins", ())
    except_: tuple[str, ...] = option("longer wordings in which the phrases mean something else", ())
    unless: Literal["", "shared"] = option("`shared`: what the customer has used is allowed", "")

    VALUES = frozenset({"instead"})

    def validate(self) -> None:
        if not (self.pairs or self.lexicon):
            raise ValueError("replace needs pairs or lexicon")

    def own_phrases(self) -> tuple[tuple[str, ...], tuple[str, ...]]:
        return (), self.except_

    def lexicons(self) -> tuple[str, ...]:
        return (self.lexicon,) if isinstance(self.lexicon, str) else self.lexicon

    def run(self, conversation: Conversation, owner: str) -> Iterator[Breach]:
        if self.unless == "shared" and conversation.incoming is None:
            raise Unknown("the incoming message")
        draft = conversation.draft
        spared = phrase_marks(draft, f"{owner}!")
        taken_to = -1
        for mark in sorted(self._marks(conversation, owner), key=lambda m: (m.start, -m.end)):
            written = draft.text[mark.start : mark.end]
            if mark.start < taken_to or any(
                s.start < mark.end and mark.start < s.end for s in (*spared, *quoted(draft))
            ):
                continue
            if self.unless == "shared" and shared(conversation, written):
                continue
            taken_to = mark.end
            yield Breach(mark, {"instead": mark.note})

    def _marks(self, conversation: Conversation, owner: str) -> Iterator[Mark]:
        draft = conversation.draft
        for number, instead in enumerate(self.pairs.values()):
            for mark in phrase_marks(draft, f"{owner}.{number}"):
                yield Mark(mark.start, mark.end, "pair", instead)
        for name in self.lexicons():
            for mark in phrase_marks(draft, lexicon_owner(name)):
                twin = conversation.book.twin(name, draft.text[mark.start : mark.end])
                yield Mark(mark.start, mark.end, "twin", twin or "")
