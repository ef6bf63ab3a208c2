"""The rulebook: YAML files in folders → rules that judge a conversation."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any, Literal

from ..errors import ConfigError, RuleError
from ..phrases.book import Phrasebook, PhraseCompileError
from ..record import replace
from ..shape import ShapeError, nearest
from .cache import compiled, recompiled
from .loader import CATEGORIES, Override, Rulebook, Source, make_rule, phrases_of
from .rule import Rule


@lru_cache(maxsize=1)
def default_folder() -> Path:
    """The folder of the default pack: inside the installed package, or at the top of the source tree."""
    package = Path(__file__).parent.parent
    installed = package / "rules"
    return installed if installed.is_dir() else package.parent.parent / "rules"


def load_rulebook(
    *folders: str | Path,
    default: bool | Literal["lexicons"] = True,
    overrides: Mapping[str, Override] | None = None,
    channels: Mapping[str, Mapping[str, Any]] | None = None,
) -> Rulebook:
    """The default pack (unless ``default`` is false) and the rules in ``folders``.

    With ``default="lexicons"`` the pack gives its lexicons, which facts stand on, and no rules.
    ``overrides`` says what to change of rules, by id; ``channels`` what to change of channels, by name. Raises RuleError for
    files that are not well-formed and ConfigError for overrides of rules or options that are not there.
    """
    pack = default_folder()
    paths = [pack / "lexicons" if default == "lexicons" else pack] if default else []
    paths += [Path(folder) for folder in folders]
    source, graph, digest = compiled(paths)
    overrides = overrides or {}
    for name in overrides:
        if name not in source.rules:
            raise ConfigError(_said(overrides[name], f"no rule is called {name!r}{nearest(name, source.rules)}"))
    off = frozenset(name for name, override in overrides.items() if override.off)
    changed = {name: _changed(source, name, override) for name, override in overrides.items() if not override.off}
    rules = [changed.get(name, rule) for name, rule in source.rules.items() if name not in off]
    rephrased = {name: rule for name, rule in changed.items() if phrases_of(rule) != phrases_of(source.rules[name])}
    if rephrased:
        try:
            graph = recompiled(paths, rephrased, digest)
        except PhraseCompileError as error:
            name = error.owner.partition(":")[2].partition("#")[0]
            raise ConfigError(_said(overrides[name], f"rules: {name}: {error.reason}")) from None
    merged = {name: dict(channel) for name, channel in source.channels.items()}
    for name, channel in (channels or {}).items():
        merged[name] = {**merged.get(name, {}), **channel}
    plain = {name: replace(override, said_at="") for name, override in overrides.items()}
    state = f"{digest} {default} {plain!r} {merged!r}" if digest else ""
    return Rulebook(tuple(sorted(rules, key=_order)), Phrasebook(source.lexicons, graph), merged, state, off)


def _changed(source: Source, name: str, override: Override) -> Rule:
    """A rule with what a config says of it; raises ConfigError."""
    rule = source.rules[name]
    try:
        made = make_rule(rule.file, rule.category, rule.path, override)
    except ShapeError as error:
        raise ConfigError(_said(override, f"rules: {name}: {error.reason}")) from None
    for lexicon in (lexicon for clause in made.clauses for lexicon in clause.check.lexicons()):
        if lexicon not in source.lexicons:
            reason = f"rules: {name}: no lexicon is called {lexicon!r}{nearest(lexicon, source.lexicons)}"
            raise ConfigError(_said(override, reason))
    return made


def _said(override: Override, reason: str) -> str:
    return f"{override.said_at}: {reason}" if override.said_at else reason


def _order(rule: Rule) -> tuple[int, str, str]:
    known = CATEGORIES.index(rule.category) if rule.category in CATEGORIES else len(CATEGORIES)
    return known, rule.category, rule.id


__all__ = ["CATEGORIES", "Iterable", "Override", "Rule", "RuleError", "Rulebook", "default_folder", "load_rulebook"]
