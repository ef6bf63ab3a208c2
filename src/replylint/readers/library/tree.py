"""Structured files as trees whose texts know their places: what JSON, YAML and tables have in common."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import lru_cache

from ...record import record
from ..sourced import Encode, Sourced


@record
class Text:
    """A string. ``sourced`` decodes it with its places, when somebody wants to know; ``start`` is where it begins."""

    value: str
    start: int
    sourced: Callable[[], Sourced]
    encode: Encode | None = None


@record
class Other:
    """A number (as it is written, where that differs from its value), a truth value, a date as it is written, nothing."""

    value: object
    start: int


@record
class Items:
    """A list."""

    nodes: tuple[Node, ...]
    start: int


@record
class Mapping:
    """Keys and values, in their order."""

    entries: tuple[tuple[str, Node], ...]
    start: int

    def get(self, *names: str) -> Node | None:
        """The value of the first of ``names`` that is there, whatever the case of its letters and what separates its words."""
        for name in map(_plain, names):
            for key, node in self.entries:
                if _plain(key) == name:
                    return node
        return None

    def text(self, *names: str) -> str | None:
        """The string or number under the first of ``names`` that holds one and is not empty."""
        for name in names:
            node = self.get(name)
            if isinstance(node, Text) and node.value.strip():
                return node.value.strip()
            if (
                isinstance(node, Other)
                and isinstance(node.value, str | int | float)
                and not isinstance(node.value, bool)
            ):
                return str(node.value)
        return None


@lru_cache(maxsize=4096)
def _plain(name: str) -> str:
    """A name without what tells ``body_html``, ``body-html``, ``Body HTML`` and ``bodyHtml`` apart."""
    return name.lower().replace("-", "").replace("_", "").replace(" ", "")


Node = Text | Other | Items | Mapping
MAX_DEPTH = 60


def children(node: Node) -> Iterator[tuple[str | None, Node]]:
    """What a node holds, with its key if it has one."""
    if isinstance(node, Items):
        for item in node.nodes:
            yield None, item
    elif isinstance(node, Mapping):
        yield from node.entries
