"""Folders of YAML → a rulebook. Every error reads ``path:line: rule: reason``."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cached_property
from pathlib import Path
from typing import Any

from ..checks import KINDS, Check
from ..checks.core import known_fact
from ..checks.fixes import FixSpec
from ..errors import RuleError
from ..facts import exchange_facts, message_facts
from ..findings import SEVERITIES, Severity
from ..lazy import lazy
from ..phrases.book import Lexicon, Phrasebook, PhraseCompileError, compile_graph
from ..phrases.graph import Graph
from ..record import field, record, replace
from ..scorecard import Price
from ..shape import ShapeError, build, convert, nearest
from .conditions import parse_conditions
from .files import ChannelFile, LexiconFile, RuleFile
from .rule import Clause, Rule
from .templates import COMMON, Template, parse_template
from .yamlfile import Yaml, read_yaml

_ID = lazy(r"[a-z][a-z0-9]*(?:-[a-z0-9]+)*")
_CLAUSE_KEYS = ("when", "message", "fix", "severity")
CATEGORIES = ("tone", "mirroring", "care", "clarity", "completeness", "timing", "privacy", "library")
"""The order in which reports and lists show the default pack's categories; others follow by name."""
LIBRARY = "library"
"""The category of rules on canned replies as parts of a library."""


@record
class Source:
    """What the files of a rulebook say, checked and merged; plain data, fit for a cache."""

    rules: dict[str, Rule] = field(default_factory=dict)
    lexicons: dict[str, Lexicon] = field(default_factory=dict)
    channels: dict[str, dict[str, Any]] = field(default_factory=dict)
    lexicon_paths: dict[str, str] = field(default_factory=dict)


@record
class Override:
    """What a config says of one rule; ``said_at`` is where, as ``path:line``, for messages."""

    off: bool = False
    severity: Severity | None = None
    points: float | None = None
    options: dict[str, Any] = field(default_factory=dict)
    said_at: str = ""


@record
class Rulebook:
    """Rules, the phrasebook behind them, and the channels. Immutable and picklable.

    ``digest`` tells states of it apart, for caches of results; empty when it is not known. ``off`` names the rules that are
    switched off or left out, so that nobody takes them for misspelt.
    """

    rules: tuple[Rule, ...]
    phrasebook: Phrasebook
    channels: dict[str, dict[str, Any]]
    digest: str = ""
    off: frozenset[str] = frozenset()

    @cached_property
    def prices(self) -> dict[str, Price]:
        """What the findings of each rule cost."""
        return {rule.id: Price(rule.file.points, rule.file.auto_fail) for rule in self.rules}

    @cached_property
    def private(self) -> frozenset[str]:
        """The rules that mask what they find."""
        return frozenset(rule.id for rule in self.rules if rule.file.private)

    @cached_property
    def categories(self) -> tuple[str, ...]:
        """The categories of the rules, each once, in their order."""
        return tuple(dict.fromkeys(rule.category for rule in self.rules))

    def rule(self, name: str) -> Rule | None:
        """The rule called ``name``."""
        return next((rule for rule in self.rules if rule.id == name), None)

    def only(self, select: Iterable[str] = (), ignore: Iterable[str] = ()) -> Rulebook:
        """The rulebook with only the rules or categories of ``select`` (all, when empty), less those of ``ignore``."""
        chosen, left = set(select), set(ignore)
        rules = tuple(
            rule
            for rule in self.rules
            if (not chosen or rule.id in chosen or rule.category in chosen)
            and rule.id not in left
            and rule.category not in left
        )
        digest = self.digest and f"{self.digest} {sorted(chosen)} {sorted(left)}"
        off = self.off | {rule.id for rule in self.rules} - {rule.id for rule in rules}
        return Rulebook(rules, self.phrasebook, self.channels, digest, off)


def rule_files(folder: Path) -> list[Path]:
    """The YAML files of a rulebook folder, in a stable order; raises RuleError for a folder that cannot be read."""
    try:
        if not folder.is_dir():
            raise RuleError(f"{folder}:1: no such folder of rules")
        next(folder.iterdir(), None)
        found = sorted(path for pattern in ("*.yaml", "*/*.yaml") for path in folder.glob(pattern))
        for path in folder.iterdir():
            if path.is_dir():
                next(path.iterdir(), None)
    except PermissionError as problem:
        raise RuleError(f"{problem.filename}:1: this folder of rules cannot be read: {problem.strerror}") from None
    return found


def read_source(folders: Iterable[Path]) -> Source:
    """All that the files of ``folders`` say; raises RuleError."""
    source = Source()
    for folder in folders:
        for path in rule_files(folder):
            content = read_yaml(path, RuleError)
            if path.parent.name == "lexicons":
                _add_lexicon(source, path, content)
            elif path.parent == folder and path.name == "channels.yaml":
                _add_channels(source, path, content)
            else:
                _add_rule(source, path, content, path.parent.name if path.parent != folder else "custom")
    return source


def _fail(path: Path, content: Yaml, error: ShapeError, name: str) -> RuleError:
    return RuleError(f"{path}:{content.line(error.path)}: {name}: {error.reason}")


def _add_lexicon(source: Source, path: Path, content: Yaml) -> None:
    name = path.stem
    try:
        if name in source.lexicons:
            raise ShapeError("another lexicon has this name")
        file = build(LexiconFile, content.data)
    except ShapeError as error:
        raise _fail(path, content, error, name) from None
    source.lexicon_paths[name] = str(path)
    source.lexicons[name] = Lexicon(name, file.about, file.phrases, file.except_, dict(file.entries), file.find)


def _add_channels(source: Source, path: Path, content: Yaml) -> None:
    try:
        convert(dict[str, ChannelFile], content.data)
    except ShapeError as error:
        raise _fail(path, content, error, "channels") from None
    for name, channel in content.data.items():
        source.channels[name] = {**source.channels.get(name, {}), **channel}


def _add_rule(source: Source, path: Path, content: Yaml, category: str) -> None:
    data = content.data
    name = str(data.get("id", path.stem)) if isinstance(data, dict) else path.stem
    try:
        file = build(RuleFile, data)
        if not _ID.fullmatch(file.id):
            raise ShapeError(f"{file.id!r} is no id: use small letters, digits and single hyphens", ("id",))
        if file.id != path.stem:
            raise ShapeError(f"the file must be called {file.id}.yaml", ("id",))
        if file.id in source.rules:
            raise ShapeError(f"another rule has this id: {source.rules[file.id].path}", ("id",))
        if file.points is not None and not 0 <= file.points < float("inf"):
            raise ShapeError(f"points is a number of 0 or more, not {file.points:g}", ("points",))
        if file.fix is not None:
            _checked_fix(file.fix.chosen, ("fix",))
        _check_examples(file)
        # Whoever wants the examples reads them from the file: a cached rulebook does without.
        source.rules[file.id] = make_rule(replace(file, examples=()), category, str(path), Override())
    except ShapeError as error:
        raise _fail(path, content, error, name) from None


def _checked_fix(chosen: Any, path: tuple[str | int, ...]) -> None:
    try:
        chosen()
    except ValueError as error:
        raise ShapeError(str(error), path) from None


def _check_examples(file: RuleFile) -> None:
    for number, example in enumerate(file.examples):
        if example.bad is None and example.good is None:
            raise ShapeError("an example needs bad or good", ("examples", number))
        if example.fixed is not None and example.bad is None:
            raise ShapeError("fixed needs bad", ("examples", number))


def check_lexicons(source: Source) -> None:
    """Raises RuleError for a rule that names a lexicon which is not there."""
    for name, rule in source.rules.items():
        for lexicon in (lexicon for clause in rule.clauses for lexicon in clause.check.lexicons()):
            if lexicon not in source.lexicons:
                raise RuleError(
                    f"{rule.path}:1: {name}: no lexicon is called {lexicon!r}{nearest(lexicon, source.lexicons)}"
                )


def compile_source(source: Source) -> Graph:
    """The automaton's graph for a source; raises RuleError for a phrase that does not compile."""
    try:
        return graph_of(source)
    except PhraseCompileError as error:
        raise RuleError(_phrase_place(source, error)) from None


def graph_of(source: Source) -> Graph:
    """The automaton's graph for a source; raises PhraseCompileError."""
    own: dict[str, tuple[Iterable[str], Iterable[str]]] = {}
    for rule in source.rules.values():
        for clause in rule.clauses:
            own[clause.owner] = clause.check.own_phrases()
            for number, phrase in enumerate(getattr(clause.check, "pairs", {})):
                own[f"{clause.owner}.{number}"] = ([phrase], ())
    return compile_graph(source.lexicons, own)


def phrases_of(rule: Rule) -> list[tuple[Any, ...]]:
    """The phrases that the checks of a rule hold themselves: what the graph is made from."""
    return [
        (clause.owner, clause.check.own_phrases(), tuple(getattr(clause.check, "pairs", ()))) for clause in rule.clauses
    ]


def _phrase_place(source: Source, error: PhraseCompileError) -> str:
    """``path:line: name: reason`` for a phrase: the first line of its file that holds it."""
    kind, _, owner = error.owner.rstrip("!").partition(":")
    name = owner.partition("#")[0]
    path = Path(source.lexicon_paths[name] if kind == "lexicon" else source.rules[name].path)
    lines = path.read_text("utf-8-sig").splitlines() if path.exists() else []
    line = next((number for number, text in enumerate(lines, 1) if error.wording in text), 1)
    return f"{path}:{line}: {name}: {error.reason}"


# From data to rules -------------------------------------------------------------------------------------------------


def make_rule(file: RuleFile, category: str, path: str, override: Override) -> Rule:
    """The rule in ``file`` with what a config says of it; raises ShapeError."""
    values = _option_values(file, override)
    known = [*message_facts(), *exchange_facts(), *(f"incoming.{name}" for name in message_facts())]
    parts = file.check if isinstance(file.check, list) else [file.check]
    if not parts:
        raise ShapeError("check is empty", ("check",))
    clauses = []
    for number, part in enumerate(parts):
        keys = ("check", number) if isinstance(file.check, list) else ("check",)
        clauses.append(_clause(file, part, f"rule:{file.id}#{number}", keys, values, known))
    return Rule(
        id=file.id,
        category=category,
        severity=override.severity or file.severity,
        file=file if override.points is None else replace(file, points=override.points),
        path=path,
        clauses=tuple(clauses),
        when=parse_conditions(_resolved(file.when, values, ("when",)), known),
        options=values,
    )


def _option_values(file: RuleFile, override: Override) -> dict[str, Any]:
    values = {name: opt.default for name, opt in file.options.items()}
    for name, value in override.options.items():
        if name not in values:
            raise ShapeError(f"{file.id} has no option {name!r}{nearest(name, values)}", (name,))
        if not _fits(value, values[name]):
            raise ShapeError(f"{name} must be like its default, {values[name]!r}, not {value!r}", (name,))
        values[name] = value
    return values


def _fits(value: Any, default: Any) -> bool:
    if isinstance(default, bool) or isinstance(value, bool):
        return isinstance(value, bool) and isinstance(default, bool)
    if isinstance(default, int | float):
        return isinstance(value, int | float)
    if isinstance(default, list):
        return isinstance(value, list) and all(isinstance(item, str) for item in value)
    return isinstance(value, type(default))


def _resolved(data: Any, values: Mapping[str, Any], path: tuple[str | int, ...]) -> Any:
    """``data`` with ``$name`` replaced by the option's value."""
    if isinstance(data, str) and data.startswith("$"):
        if data[1:] not in values:
            raise ShapeError(f"no option is called {data!r}{nearest(data[1:], values)}", path)
        return values[data[1:]]
    if isinstance(data, Mapping):
        return {key: _resolved(value, values, (*path, key)) for key, value in data.items()}
    if isinstance(data, list):
        return [_resolved(value, values, (*path, number)) for number, value in enumerate(data)]
    return data


def _clause(
    file: RuleFile, part: Any, owner: str, keys: tuple[str | int, ...], values: Mapping[str, Any], known: list[str]
) -> Clause:
    if not isinstance(part, Mapping):
        raise ShapeError("a check is a mapping: a kind and its settings", keys)
    kinds = [key for key in part if key not in _CLAUSE_KEYS]
    if len(kinds) != 1:
        raise ShapeError(f"a check has exactly one kind of {', '.join(KINDS)}, not {', '.join(kinds) or 'none'}", keys)
    (kind,) = kinds
    if kind not in KINDS:
        raise ShapeError(f"no kind of check is called {kind!r}{nearest(kind, KINDS)}", (*keys, kind))
    check = build(KINDS[kind], _resolved(part[kind], values, (*keys, kind)), (*keys, kind))
    _check_check(check, (*keys, kind), known)
    fix = convert(FixSpec | None, part["fix"], (*keys, "fix")) if "fix" in part else file.fix
    if fix is not None:
        _checked_fix(fix.chosen, (*keys, "fix"))
    message = parse_template(part.get("message", file.message) or file.title)
    _check_values(message, check, (*keys, "message") if "message" in part else ("message",))
    for text in fix.templates() if fix is not None else ():
        _check_values(parse_template(text), check, (*keys, "fix") if "fix" in part else ("fix",))
    try:
        when = parse_conditions(_resolved(part.get("when", {}), values, (*keys, "when")), known)
    except ShapeError as error:
        raise ShapeError(error.reason, (*keys, *error.path)) from None
    severity = convert(Severity, part.get("severity", SEVERITIES[0]), (*keys, "severity"))
    return Clause(check, owner, when, message, fix, severity)


def _check_values(template: Template, check: Check, path: tuple[str | int, ...]) -> None:
    """Raises ShapeError for a value that the findings of a check do not have."""
    allowed = sorted(COMMON | check.VALUES)
    for name in template.names:
        if name not in allowed:
            raise ShapeError(f"no value is called {{{name}}}{nearest(name, allowed)}", path)


def _check_check(check: Check, path: tuple[str | int, ...], known: list[str]) -> None:
    try:
        check.validate()
    except ValueError as error:
        raise ShapeError(str(error), path) from None
    for name, kinds in check.facts().items():
        fact = known_fact(name)
        if fact is None:
            raise ShapeError(f"no fact is called {name!r}{nearest(name, known)}", path)
        if fact.kind not in kinds:
            raise ShapeError(f"{name} is {fact.kind}; here a fact must be {' or '.join(kinds)}", path)
