"""The phrase language: what rules and lexicons write between quotes.

======================  ==================================================================
``did you get it``      words, in any case, spacing, wrapping; contractions are opened
``<send>``              any form of a verb: send, sends, sent, sending
``(calm|cool) down``    one of several wordings
``[very] sorry``        may be there or not
``{feelings}``          any entry of the lexicon ``feelings``
``_``                   exactly one word, whichever
``..`` ``...``          up to three words, up to six words, within the sentence
``^sorry``              at the start of a sentence
``fine.`` ``right?``    a sentence mark counts when the phrase writes it
``sorry $``             at the end of a sentence, whatever the mark
======================  ==================================================================

Parsing yields a tree of :class:`Node`; :mod:`.builder` merges the trees of all phrases.
"""

from __future__ import annotations

from typing import Literal

from ..lazy import lazy
from ..record import record
from .inflect import forms
from .tokens import canonical

Kind = Literal["word", "verb", "class", "any", "gap", "start", "end", "sequence", "choice", "option"]

_PIECE = lazy(
    r"\s*(?:(?P<verb><[a-z]+>)|(?P<class>\{[a-z0-9-]+\})|(?P<gap>\.\.\.?(?=[\s)\]|]|$))|(?P<mark>[()\[\]|^$])"
    r"|(?P<stop>[.!?…]+)|(?P<any>_(?=[\s)\]|]|$))|(?P<word>[^\W_]+(?:['’][^\W_]+)*)|(?P<skip>[-,;:/\"“”]))"
)
GAPS = {"..": 3, "...": 6}
MAX_LENGTH = 600


class PhraseError(ValueError):
    """A phrase that is not well-formed; the message says where it stops making sense."""


@record
class Node:
    """A piece of a phrase: its kind, its word or name, its parts, the width of a gap."""

    kind: Kind
    value: str = ""
    parts: tuple[Node, ...] = ()
    width: int = 0


def parse(phrase: str) -> Node:
    """The tree of ``phrase``; raises :class:`PhraseError`."""
    if len(phrase) > MAX_LENGTH:
        raise PhraseError(f"a phrase may have {MAX_LENGTH} characters, this one has {len(phrase)}")
    pieces = _pieces(phrase)
    node, rest = _choice(pieces, 0)
    if rest != len(pieces):
        raise PhraseError(f"unexpected {pieces[rest][1]!r} in {phrase!r}")
    if node.kind == "sequence" and not node.parts:
        raise PhraseError(f"no word in {phrase!r}")
    if _can_be_empty(node):
        raise PhraseError(f"{phrase!r} would match anywhere: it needs a word that must be there")
    return node


def _pieces(phrase: str) -> list[tuple[str, str]]:
    pieces: list[tuple[str, str]] = []
    at = 0
    end = len(phrase.rstrip())
    while at < end:
        match = _PIECE.match(phrase, at)
        if match is None or match.lastgroup is None:
            raise PhraseError(f"unexpected {phrase[at:].strip()[:12]!r} in {phrase!r}")
        if match.lastgroup != "skip":
            pieces.append((match.lastgroup, match.group(match.lastgroup)))
        at = match.end()
    return pieces


def _choice(pieces: list[tuple[str, str]], at: int) -> tuple[Node, int]:
    options = []
    while True:
        node, at = _sequence(pieces, at)
        options.append(node)
        if at >= len(pieces) or pieces[at][1] != "|":
            break
        at += 1
    return (options[0] if len(options) == 1 else Node("choice", parts=tuple(options))), at


def _sequence(pieces: list[tuple[str, str]], at: int) -> tuple[Node, int]:
    parts: list[Node] = []
    while at < len(pieces):
        kind, value = pieces[at]
        if kind == "mark" and value in ")]|":
            break
        at += 1
        if kind == "mark" and value in "([":
            node, at = _choice(pieces, at)
            closing = ")" if value == "(" else "]"
            if at >= len(pieces) or pieces[at][1] != closing:
                raise PhraseError(f"{value!r} is not closed")
            at += 1
            parts.append(node if value == "(" else Node("option", parts=(node,)))
        else:
            parts.extend(_leaf(kind, value))
    return Node("sequence", parts=tuple(parts)), at


def _leaf(kind: str, value: str) -> list[Node]:
    match kind:
        case "verb":
            return [Node("verb", value[1:-1])]
        case "class":
            return [Node("class", value[1:-1])]
        case "gap":
            return [Node("gap", width=GAPS[value])]
        case "any":
            return [Node("any")]
        case "mark":
            return [Node("start" if value == "^" else "end")]
        case _:
            return [Node("word", token) for token in canonical(value)]


def _can_be_empty(node: Node) -> bool:
    match node.kind:
        case "sequence":
            return all(map(_can_be_empty, node.parts))
        case "choice":
            return any(map(_can_be_empty, node.parts))
        case "option" | "gap" | "start" | "end" | "any":
            return True
        case _:
            return False


def verb_forms(verb: str) -> tuple[str, ...]:
    """The canonical spellings of all forms of ``verb``."""
    return tuple(dict.fromkeys(token for form in forms(verb) for token in canonical(form)))
