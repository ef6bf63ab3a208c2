"""What is checked: exchanges in replylint's own format, given or made from the sentences in ``tools/data``.

Made ones are as long as the replies and messages that they are made from, and the same for the same seed.
"""

from __future__ import annotations

import json
import random
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import cycle, islice
from pathlib import Path
from typing import Any

from .measure import BenchError
from .variation import NAMES, SURNAMES, varied

DATA = Path(__file__).resolve().parents[2] / "tools/data"
_SENTENCE = re.compile(r"(?<=[.!?])\s+|\n+")
_FAULTY = 0.15
"""The share of the sentences that are from the collections of faults and acts, where about every second one is at fault."""
_KNOWN = frozenset("email chat sms dm twitter facebook instagram linkedin review forum".split())
_GREETINGS = ("Hi {0},", "Hello {0},", "Dear {0},", "Dear {0} {1},", "Hi there,", "Good morning {0},")
_CLOSINGS = ("Best,\n{0}", "Kind regards,\n{0} {1}", "Thanks,\n{0}", "Best wishes,\n{0} {1}")

Exchange = dict[str, Any]
"""An exchange as a line of the file has it."""


@dataclass(frozen=True)
class Stock:
    """Sentences and lengths to make exchanges from."""

    ordinary: tuple[str, ...]
    faulty: tuple[str, ...]
    messages: tuple[tuple[str, str], ...]
    lengths: tuple[int, ...]

    def exchange(self, seed: int, number: int) -> Exchange:
        """The exchange with this number: always the same one, whatever was made before it."""
        pick = random.Random(f"{seed} {number}")
        asked, channel = pick.choice(self.messages)
        name, surname, writer = pick.choice(NAMES), pick.choice(SURNAMES), pick.choice(NAMES)
        body = " ".join(self.sentences(pick, pick.choice(self.lengths)))
        long = channel in ("email", "review", "forum")
        greeting = pick.choice(_GREETINGS).format(name, surname)
        closing = pick.choice(_CLOSINGS).format(writer, pick.choice(SURNAMES))
        draft = f"{greeting}\n\n{body}\n\n{closing}\n" if long else f"Hi {name}, {body}"
        incoming = " ".join(varied(s, pick) for s in sentences_of(asked))
        minute, later = pick.randint(0, 59), pick.randint(1, 9)
        return {
            "id": f"x-{number}",
            "channel": channel,
            "incoming": {"text": incoming, "at": f"2026-03-{pick.randint(10, 20)}T09:{minute:02}:00+00:00"},
            "draft": {"text": draft, "at": f"2026-03-2{later}T15:{minute:02}:00+00:00"},
            "customer": {"name": f"{name} {surname}", "timezone": "Europe/London"},
        }

    def sentences(self, pick: random.Random, words: int) -> Iterator[str]:
        """Sentences until they have so many words."""
        while words > 0:
            sentence = varied(pick.choice(self.faulty if pick.random() < _FAULTY else self.ordinary), pick)
            words -= len(sentence.split())
            yield sentence

    def text(self, pick: random.Random, size: int) -> str:
        """An ordinary text of ``size`` characters, in paragraphs."""
        parts: list[str] = []
        length = 0
        while length < size:
            paragraph = " ".join(self.sentences(pick, pick.choice(self.lengths))) + "\n\n"
            parts.append(paragraph)
            length += len(paragraph)
        return "".join(parts)[:size]


def read_stock(folder: Path = DATA) -> Stock:
    """The sentences of ``tools/data``."""
    clean, replies = _json_lines(folder / "clean.jsonl"), _json_lines(folder / "replies.jsonl")
    whole = [line["reply"] for line in (*clean, *replies)]
    tables = [*sorted(folder.glob("acts-*.tsv")), *sorted(folder.glob("faults-*.tsv"))]
    faulty = [line.partition("\t")[2] for path in tables for line in path.read_text("utf-8").splitlines()]
    messages = [(line["text"], line.get("channel")) for line in _json_lines(folder / "messages.jsonl")]
    return Stock(
        ordinary=tuple(s for text in whole for s in sentences_of(text) if len(s.split()) > 3),
        faulty=tuple(s for s in faulty if s.strip()),
        messages=tuple((text, channel if channel in _KNOWN else "email") for text, channel in messages),
        lengths=tuple(len(text.split()) for text in whole),
    )


def sentences_of(text: str) -> list[str]:
    """The sentences, by what ends them; near enough to count them."""
    return [part.strip() for part in _SENTENCE.split(text) if part.strip()]


@dataclass(frozen=True)
class Corpus:
    """A source of exchanges: a file, or the stock with a seed."""

    seed: int = 1
    given: Path | None = None

    def exchanges(self, count: int) -> Iterator[Exchange]:
        """The first ``count`` exchanges; a file that has fewer begins again."""
        if self.given is None:
            return (self.stock.exchange(self.seed, number) for number in range(count))
        lines = _json_lines(self.given)
        if not lines:
            raise BenchError(f"{self.given.name} holds no exchange")
        return islice(cycle(lines), count)

    @cached_property
    def stock(self) -> Stock:
        """What ordinary texts are made from."""
        return read_stock()

    @property
    def source(self) -> str:
        """Where the exchanges come from, in words."""
        return f"made from tools/data with seed {self.seed}" if self.given is None else f"given, {self.given.name}"


@dataclass(frozen=True)
class Written:
    """A file of exchanges, with what there is to say of it."""

    path: Path
    count: int
    draft_bytes: int
    incoming_bytes: int
    words: int
    sentences: int
    distinct: int

    def __str__(self) -> str:
        return (
            f"{self.count:,} exchanges, {self.draft_bytes:,} bytes of drafts ({self.words / self.count:.0f} words each) and "
            f"{self.incoming_bytes:,} bytes of incoming messages; of {self.sentences:,} sentences of four words and more in the drafts {self.distinct:,} "
            f"({self.distinct / max(1, self.sentences):.0%}) are distinct"
        )


def write_exchanges(exchanges: Iterable[Exchange], path: Path) -> Written:
    """Writes a file of exchanges, one by one, and counts what is in it."""
    count = draft_bytes = incoming_bytes = words = sentences = 0
    distinct: set[int] = set()
    with path.open("w", encoding="utf-8") as out:
        for exchange in exchanges:
            draft, incoming = draft_of(exchange), _text(exchange.get("incoming"))
            out.write(json.dumps(exchange, ensure_ascii=False) + "\n")
            said = [sentence for sentence in sentences_of(draft) if len(sentence.split()) > 3]  # no greetings
            distinct.update(map(hash, said))
            count += 1
            draft_bytes += len(draft.encode())
            incoming_bytes += len(incoming.encode())
            words += len(draft.split())
            sentences += len(said)
    return Written(path, count, draft_bytes, incoming_bytes, words, sentences, len(distinct))


def write_text(exchanges: Iterable[Exchange], path: Path) -> None:
    """Writes all drafts into one file, one after the other."""
    with path.open("w", encoding="utf-8") as out:
        out.writelines(f"{draft_of(exchange)}\n" for exchange in exchanges)


def write_drafts(exchanges: Iterable[Exchange], folder: Path) -> list[str]:
    """Writes each draft into a file of its own, and returns their names."""
    folder.mkdir(parents=True, exist_ok=True)
    names = []
    for number, exchange in enumerate(exchanges):
        names.append(f"reply-{number:05}.txt")
        (folder / names[-1]).write_text(draft_of(exchange), "utf-8")
    return names


def draft_of(exchange: Exchange) -> str:
    """The text of the draft."""
    return _text(exchange["draft"])


def _text(message: Any) -> str:
    return message if isinstance(message, str) else (message or {}).get("text", "")


def _json_lines(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text("utf-8").splitlines() if line.strip()]
