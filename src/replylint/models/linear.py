"""Linear models over hashed features: small, the same everywhere, and open about what decided.

A file of weights holds, for each feature that matters, the hash of its name and a field of two bytes a class, as they are added up. Nothing is parsed when it is
loaded, and a feature costs one look-up for all classes together: their weights stand side by side in one whole number.
"""

from __future__ import annotations

import json
import sys
from array import array
from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from zlib import crc32

from ..record import record

FIELD = 16
"""Bits for the sum of one class."""
AT_ONCE = 257
"""So many weights of 255 at most fit into a field when they are added up."""
ZERO = 128
"""The byte that stands for a weight of nothing."""
LONGEST_NAME = 60
"""Longer names are looked up each time: they come but once."""
MOST_REMEMBERED = 20_000
"""So many names of features are remembered with their weights, about 3 MB; then they are looked up anew."""
OFTEN = 40
"""From so many texts on the file is unpacked, which takes as long as some ten of them take without."""


@record
class Class:
    """What a model tells apart: ``scale`` is one step of a weight byte, in log-odds; from ``threshold`` on it is so."""

    name: str
    bias: float
    scale: float
    threshold: float


class Linear:
    """A model as it was read from its file. Safe to share between threads: it only ever remembers."""

    __slots__ = ("_bytes", "_hashes", "_known", "_rows", "_size", "_texts", "classes")

    def __init__(self, data: bytes) -> None:
        """Reads what :func:`pack` wrote; raises ValueError for anything else."""
        head, _, rest = data.partition(b"\n")
        try:
            header = json.loads(head)
            self.classes = tuple(Class(*row) for row in header["classes"])
            count = int(header["features"])
        except (KeyError, TypeError) as error:
            raise ValueError("these are no weights") from error
        self._hashes = array("I")
        self._hashes.frombytes(rest[: 4 * count])
        if sys.byteorder == "big":
            self._hashes.byteswap()
        self._bytes = rest[4 * count :]
        self._size = len(self.classes) * FIELD // 8
        if len(self._hashes) != count or len(self._bytes) != count * self._size:
            raise ValueError("these are no weights")
        self._known: dict[str, int] = {}
        self._rows: dict[int, int] | None = None
        self._texts = 0

    def scores(self, features: Iterable[str]) -> tuple[float, ...]:
        """How much speaks for each class, in log-odds, given the names of the features that are there."""
        self._texts += 1
        if self._texts >= OFTEN and self._rows is None:
            self._rows = {code: self._row(number) for number, code in enumerate(self._hashes)}
        weights = self._weights(features)
        shifts = range(0, FIELD * len(self.classes), FIELD)
        sums = [-ZERO * len(weights)] * len(self.classes)
        for first in range(0, len(weights), AT_ONCE):
            total = sum(weights[first : first + AT_ONCE])
            sums = [known + (total >> shift & 0xFFFF) for known, shift in zip(sums, shifts, strict=True)]
        return tuple(kind.bias + kind.scale * known for kind, known in zip(self.classes, sums, strict=True))

    def weight(self, feature: str, number: int) -> float:
        """How much one feature speaks for class ``number``, in log-odds."""
        packed = self._weight(feature)
        return self.classes[number].scale * ((packed >> FIELD * number & 0xFFFF) - ZERO) if packed else 0.0

    def _weights(self, features: Iterable[str]) -> list[int]:
        """The weights of the features that matter, those of all classes in one number each."""
        names = list(features)
        found = list(map(self._known.get, names))
        if None in found:
            found = [
                self._weight(name) if packed is None else packed for name, packed in zip(names, found, strict=True)
            ]
        return [packed for packed in found if packed]

    def _weight(self, name: str) -> int:
        if len(self._known) > MOST_REMEMBERED:
            self._known.clear()
        wanted = crc32(name.encode("utf-8", "surrogatepass"))
        if self._rows is not None:
            packed = self._rows.get(wanted, 0)
        else:
            number = bisect_left(self._hashes, wanted)
            packed = self._row(number) if number < len(self._hashes) and self._hashes[number] == wanted else 0
        if len(name) <= LONGEST_NAME:
            self._known[name] = packed
        return packed

    def _row(self, number: int) -> int:
        """The weights that stand at a number, side by side."""
        return int.from_bytes(self._bytes[number * self._size : (number + 1) * self._size], "little")


def pack(classes: Sequence[Class], weights: Mapping[str, Sequence[int]]) -> bytes:
    """The bytes of a model: for each feature one whole number from -127 to 127 a class."""
    rows = sorted((crc32(name.encode()), row) for name, row in weights.items())
    head = {"classes": [[c.name, c.bias, c.scale, c.threshold] for c in classes], "features": len(rows)}
    hashes = b"".join(code.to_bytes(4, "little") for code, _ in rows)
    fields = b"".join((weight + ZERO).to_bytes(FIELD // 8, "little") for _, row in rows for weight in row)
    return json.dumps(head).encode() + b"\n" + hashes + fields


def load(name: str) -> Linear:
    """The model ``name`` of the package."""
    return Linear((Path(__file__).parent.parent / "data" / f"{name}.bin").read_bytes())
