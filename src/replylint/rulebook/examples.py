"""A rule's own examples, read from its file: they are not kept in the cache."""

from __future__ import annotations

from pathlib import Path

from ..errors import RuleError
from ..shape import ShapeError, build
from .files import Example, RuleFile
from .rule import Rule
from .yamlfile import read_yaml


def read_examples(rule: Rule) -> tuple[Example, ...]:
    """The examples in the file of ``rule``."""
    path = Path(rule.path)
    content = read_yaml(path, RuleError)
    try:
        return build(RuleFile, content.data).examples
    except ShapeError as error:
        raise RuleError(f"{path}:{content.line(error.path)}: {rule.id}: {error.reason}") from None
