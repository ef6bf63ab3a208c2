"""Text → tokens in a canonical spelling, with their places.

Phrases are matched on tokens, so they hold across line wraps, double spaces, curly quotes and
contractions: ``we'll``, ``we’ll`` and ``we will`` are the same two tokens.
"""

from __future__ import annotations

import re
from bisect import bisect_left

from ..lazy import lazy
from ..record import record

TERMINATORS = frozenset(".!?…\n") | {""}
"""Tokens that end a sentence. The empty one closes every text."""

_TOKEN = re.compile(
    r"[^\W_]+(?:['’ʼ][^\W_]+)*|(?<![.!?…])[.!?…]++(?=[\s\"'”’)\]*_~]|$)|[!?…](?=\w)|\n[ \t\r]*\n\s*|\ufffc", re.UNICODE
)
MASK = "\ufffc"
"""Stands for anything that is not prose (a link, a placeholder, code), one per character."""

_IRREGULAR = {
    "won't": ("will", "not"),
    "wont": ("will", "not"),
    "can't": ("can", "not"),
    "cant": ("can", "not"),
    "cannot": ("can", "not"),
    "shan't": ("shall", "not"),
    "ain't": ("is", "not"),
    "let's": ("let", "us"),
    "lets": ("let", "us"),
    "i'm": ("i", "am"),
    "im": ("i", "am"),
    "ive": ("i", "have"),
    "youre": ("you", "are"),
    "youve": ("you", "have"),
    "youll": ("you", "will"),
    "theyre": ("they", "are"),
    "weve": ("we", "have"),
    "thats": ("that", "is"),
    "whats": ("what", "is"),
    "wheres": ("where", "is"),
    "hows": ("how", "is"),
    "theres": ("there", "is"),
    "y'all": ("you", "all"),
    "gonna": ("going", "to"),
    "wanna": ("want", "to"),
    "gotta": ("got", "to"),
    "dunno": ("do", "not", "know"),
    "lemme": ("let", "me"),
    "gimme": ("give", "me"),
    "u": ("you",),
    "ur": ("your",),
    "r": ("are",),
    "pls": ("please",),
    "plz": ("please",),
    "plzz": ("please",),
    "pl": ("please",),
    "thx": ("thanks",),
    "thnx": ("thanks",),
    "tks": ("thanks",),
    "thankyou": ("thank", "you"),
    "ty": ("thanks",),
    "cuz": ("because",),
    "coz": ("because",),
    "bcoz": ("because",),
    "bcz": ("because",),
    "cos": ("because",),
    "dat": ("that",),
    "dis": ("this",),
    "wat": ("what",),
    "msg": ("message",),
    "acc": ("account",),
    "acct": ("account",),
    "info": ("information",),
    "e-mail": ("email",),
    "wifi": ("wi", "fi"),
}
for _stem in "do does did is are was were has have had could would should must need".split():
    _IRREGULAR[f"{_stem}n't"] = (_stem, "not")
    if _stem not in ("were", "need"):
        _IRREGULAR[f"{_stem}nt"] = (_stem, "not")

_CLITICS = {"ll": "will", "re": "are", "ve": "have", "m": "am", "d": "would"}
_S_IS_IS = frozenset("he she it that this what who where when how there here everything nothing something".split())
_ABBREVIATIONS = frozenset("mr mrs ms dr prof st no vs etc approx inc ltd co dept ext tel jr sr".split())
_IZE = lazy(r"(?<=[a-z]{3}[^aeiou])is(e|es|ed|ing|ation|ations|er|ers)$")

_plain: dict[str, str] = {}
"""Written words that are one token and no mark: most of a text. Filled and emptied along with the other."""
_canon: dict[str, tuple[str, ...]] = {}
_CANON_LIMIT = 50_000


def canonical(word: str) -> tuple[str, ...]:
    """The canonical tokens of one written word: lower case, contractions opened, -ise as -ize."""
    known = _canon.get(word)
    if known is None:
        if len(_canon) >= _CANON_LIMIT:
            _canon.clear()
            _plain.clear()
        known = _canon[word] = _canonical(word)
        if len(known) == 1 and word[0].isalnum():
            _plain[word] = known[0]
    return known


def _canonical(word: str) -> tuple[str, ...]:
    if word[0] in ".!?…":
        return ("?",) if "?" in word else ("!",) if "!" in word else ("…",) if "…" in word or ".." in word else (".",)
    if word[0] == "\n":
        return ("\n",)
    lower = word.lower().replace("’", "'").replace("ʼ", "'")
    if lower in _IRREGULAR:
        return _IRREGULAR[lower]
    if "'" in lower:
        stem, _, tail = lower.rpartition("'")
        if tail in _CLITICS:
            return (*_canonical(stem), _CLITICS[tail]) if stem else (_CLITICS[tail],)
        if tail == "s":
            return (stem, "is") if stem in _S_IS_IS else (stem, "'s")
        return tuple(lower.split("'")) if stem and tail else (lower,)
    return (_IZE.sub(r"iz\1", lower) if "is" in lower else lower,)


@record
class Tokens:
    """Parallel tuples: canonical ``words``, and the ``starts`` and ``ends`` of what was written.

    The last token is always the empty terminator at the end of the text.
    """

    words: tuple[str, ...]
    starts: tuple[int, ...]
    ends: tuple[int, ...]

    def __len__(self) -> int:
        return len(self.words)


def tokenize(text: str) -> Tokens:
    """Canonical tokens of ``text``. Linear in its length."""
    words: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    plain = _plain.get
    masked_to = -1
    for match in _TOKEN.finditer(text):
        raw = match.group()
        start, end = match.span()
        word = plain(raw)
        if word is not None:
            words.append(word)
            starts.append(start)
            ends.append(end)
            continue
        if raw == MASK:
            if start != masked_to:
                words.append(MASK)
                starts.append(start)
                ends.append(end)
            else:
                ends[-1] = end
            masked_to = end
            continue
        tokens = canonical(raw)
        if tokens[0] == "." and words and (words[-1] in _ABBREVIATIONS or _is_initial(words, starts, ends, start)):
            continue
        for token in tokens:
            words.append(token)
            starts.append(start)
            ends.append(end)
    words.append("")
    starts.append(len(text))
    ends.append(len(text))
    return Tokens(tuple(words), tuple(starts), tuple(ends))


def parted(toks: Tokens, place: int) -> Tokens:
    """The tokens with the end of a sentence at a place, unless one ends there anyway."""
    at = bisect_left(toks.starts, place)
    if not 0 < at < len(toks) or toks.words[at] in TERMINATORS or toks.words[at - 1] in TERMINATORS:
        return toks
    return Tokens(
        (*toks.words[:at], "\n", *toks.words[at:]),
        (*toks.starts[:at], place, *toks.starts[at:]),
        (*toks.ends[:at], place, *toks.ends[at:]),
    )


def _is_initial(words: list[str], starts: list[int], ends: list[int], dot: int) -> bool:
    """``e.g.``, ``i.e.``, ``J. Smith``: a full stop after a lone letter closes no sentence."""
    return ends[-1] == dot and dot - starts[-1] == 1 and words[-1].isalpha() and words[-1] != "i"
