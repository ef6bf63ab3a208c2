"""replylint.yaml → settings: found upward from the draft, extended, checked."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any, Literal, TypeVar

from .errors import ConfigError
from .exchange import Business, Visibility
from .findings import Severity
from .record import field, fields, record, replace
from .rulebook.cache import read_known_yaml
from .rulebook.loader import Override
from .rulebook.yamlfile import Yaml
from .shape import ShapeError, build, nearest, option

NAME = "replylint.yaml"
MAX_EXTENDS = 10
T = TypeVar("T")
_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


@record
class Context:
    """The circumstances of the drafts here, unless the command line or the exchange says otherwise."""

    channel: str | None = option("the channel, one of channels.yaml", None)
    visibility: Visibility | None = option("public or private, if not as usual on the channel", None)
    customer_name: str | None = option("the customer's name", None)
    timezone: str | None = option("the customer's time zone, such as Europe/Paris", None)
    received_at: str | None = option("when the incoming message came, ISO 8601", None)
    send_at: str | None = option("when the draft goes out, ISO 8601", None)
    incoming: str | None = option("file with the message that the draft answers", None)
    history: str | None = option("JSON Lines file of earlier messages: role, text, at", None)


@record
class RulebookSection:
    """Which rules there are."""

    default: bool = option("whether the default pack is in", True)
    folders: tuple[str, ...] = option("folders of your own rules, relative to this file", ())


@record
class BusinessSection:
    """What the business says of itself."""

    name: str | None = option("its name", None)
    domains: tuple[str, ...] = option("its own e-mail and web domains", ())
    contacts: tuple[str, ...] = option("its published phone numbers and e-mail addresses", ())
    accounts: tuple[str, ...] = option("its own accounts, such as @acme", ())
    words: tuple[str, ...] = option("product names and other words that may stand in capitals", ())
    timezone: str | None = option("its time zone, for customers whose own is not known", None)
    hours: dict[str, str] = option("when customers may be written to: `mon-fri: 08:00-21:00`, `sun: closed`", many=dict)
    country: str | None = option("ISO 3166 code whose public holidays are closed", None)
    subdivision: str | None = option("state or province, for its holidays", None)
    date_order: Literal["dmy", "mdy", "ymd"] | None = option("how it writes numeric dates", None)


@record
class ChannelSection:
    """What to change of a channel, or a channel of your own."""

    visibility: Visibility | None = option("who can usually read it", None)
    reply_within: float | None = option("target time for a reply, in minutes", None)
    limit: int | None = option("the longest message", None)
    counts: Literal["characters", "twitter", "sms"] | None = option("how the limit counts", None)


CannedFormat = Literal[
    "text", "markdown", "yaml", "json", "ndjson", "csv", "tsv", "html", "eml", "otrs-xml", "otrs-sql"
]
"""The formats of canned replies, as :mod:`replylint.readers.library` reads them."""


@record
class LibrarySection:
    """How to read files of canned replies."""

    files: str | tuple[str, ...] = option("which files: patterns such as macros/*.csv, relative to this file")
    as_: CannedFormat | None = option("their format, if their content does not tell", None)
    reply: str | tuple[str, ...] = option("the field that holds the reply, if it has an unusual name", ())
    id: str | None = option("the field that holds the id", None)
    title: str | None = option("the field that holds the title", None)
    locale: str | None = option("the field that holds the language", None)
    channel: str | None = option("the field that holds the channel", None)
    placeholders: tuple[str, ...] = option("the placeholders that the help desk knows; any, when none is given", ())


@record
class Policy:
    """What holds when mail is sent; see ``replylint send``. Where nobody says otherwise, mail is held."""

    internal_domains: tuple[str, ...] = ()
    allow_override: bool = True
    on_failure: Literal["hold", "send"] | None = None
    off_hours: Literal["hold", "schedule"] | None = None
    hooks_path: Path | None = None


@record
class ConfigFile:
    """All that may stand in a replylint.yaml."""

    extends: str | tuple[str, ...] = option("configs to start from, relative to this file", ())
    rulebook: RulebookSection = option("which rules there are", RulebookSection())
    rules: dict[str, Any] = option(
        "by rule id: off, a severity, or severity, points and options of the rule", many=dict
    )
    select: tuple[str, ...] = option("only these rules or categories", ())
    ignore: tuple[str, ...] = option("all but these rules or categories", ())
    context: Context = option("the circumstances of the drafts here", Context())
    business: BusinessSection = option("what the business says of itself", BusinessSection())
    channels: dict[str, ChannelSection] = option("what to change of channels", many=dict)
    libraries: tuple[LibrarySection, ...] = option("how to read files of canned replies", ())
    per_file_ignores: dict[str, str | tuple[str, ...]] = option(
        "by pattern of files: rules or categories to leave out", many=dict
    )
    fail_on: Severity | None = option("least severity that fails the check", None)
    min_score: float | None = option("a lower score fails the check", None)
    internal_domains: tuple[str, ...] = option("domains of colleagues, to whom mail is sent unchecked", ())
    allow_override: bool | None = option("whether send --no-verify may send what breaks the rules", None)
    on_failure: Literal["hold", "send"] | None = option("what send does when replylint itself fails", None)
    off_hours: Literal["hold", "schedule"] | None = option(
        "mail that only comes at the wrong hour: hold it, or take it and let `held send --due` send it", None
    )
    hooks_path: str | None = option("folder of hooks, instead of .replylint/hooks", None)


@record
class Library:
    """How to read some files of canned replies; ``files`` are absolute patterns."""

    files: tuple[str, ...]
    format: str | None
    reply: tuple[str, ...]
    id: str | None
    title: str | None
    locale: str | None
    channel: str | None
    placeholders: tuple[str, ...]


@record
class Settings:
    """A config, resolved: absolute folders, parsed hours, overrides by rule."""

    path: Path | None = None
    folders: tuple[Path, ...] = ()
    default_rules: bool | Literal["lexicons"] = True
    overrides: dict[str, Override] = field(default_factory=dict)
    channels: dict[str, dict[str, Any]] = field(default_factory=dict)
    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    context: Context = Context()
    business: Business = Business()
    libraries: tuple[Library, ...] = ()
    per_file_ignores: tuple[tuple[str, tuple[str, ...]], ...] = ()
    fail_on: Severity | None = None
    min_score: float | None = None
    mail: Policy = Policy()


def find_config(start: Path) -> Path | None:
    """The replylint.yaml in ``start`` or the nearest folder above it."""
    start = start.absolute()
    for folder in (start, *start.parents):
        path = folder / NAME
        if path.is_file():
            return path
        if path.is_dir():
            raise ConfigError(f"{path}:1: a folder, not a config file")
    return None


def configs_above(start: Path) -> list[Path]:
    """Every replylint.yaml in ``start`` and the folders above it, the nearest first."""
    found: list[Path] = []
    path = find_config(start)
    while path is not None:
        found.append(path)
        above = path.parent.parent
        path = find_config(above) if above != path.parent else None
    return found


def load_settings(path: Path | None) -> Settings:
    """The settings in ``path`` (the defaults for ``None``); raises ConfigError."""
    if path is None:
        return Settings()
    return _settings(path.absolute(), ())


def _settings(path: Path, seen: tuple[Path, ...]) -> Settings:
    if path in seen or len(seen) >= MAX_EXTENDS:
        raise ConfigError(
            f"{path}:1: extends: {'a circle' if path in seen else 'too many levels'}: {seen[-1].name} extends it"
        )
    content = read_known_yaml(path)
    try:
        file = build(ConfigFile, content.data if content.data is not None else {})
        bases = [file.extends] if isinstance(file.extends, str) else list(file.extends)
        settings = Settings()
        for base in bases:
            settings = _over(settings, _settings((path.parent / base).absolute(), (*seen, path)))
        return _over(settings, _own(file, path, content))
    except ShapeError as error:
        raise ConfigError(_placed(path, content, error)) from None


def _placed(path: Path, content: Yaml, error: ShapeError) -> str:
    keys = ".".join(str(key) for key in error.path)
    return f"{path}:{content.line(error.path)}: {keys + ': ' if keys else ''}{error.reason}"


def _own(file: ConfigFile, path: Path, content: Yaml) -> Settings:
    section = file.business
    context = file.context
    context = replace(
        context,
        history=str(path.parent / context.history) if context.history else None,
        incoming=str(path.parent / context.incoming) if context.incoming else None,
    )
    check_timezone(section.timezone, ("business", "timezone"))
    check_timezone(context.timezone, ("context", "timezone"))
    if section.country:
        _check_country(section)
    return Settings(
        path=path,
        folders=tuple(path.parent / folder for folder in file.rulebook.folders),
        default_rules=file.rulebook.default or "lexicons",
        overrides={
            name: replace(_override(name, value), said_at=f"{path}:{content.line(('rules', name))}")
            for name, value in file.rules.items()
        },
        channels={
            name: {f.name: getattr(c, f.name) for f in fields(c) if getattr(c, f.name) is not None}
            for name, c in file.channels.items()
        },
        select=file.select,
        ignore=file.ignore,
        context=context,
        business=Business(
            **{f.name: getattr(section, f.name) for f in fields(section) if f.name != "hours"},
            hours=_hours(section.hours),
        ),
        libraries=tuple(_library(section, path) for section in file.libraries),
        per_file_ignores=tuple(
            (_pattern_in(path.parent, pattern), (names,) if isinstance(names, str) else names)
            for pattern, names in file.per_file_ignores.items()
        ),
        fail_on=file.fail_on,
        min_score=file.min_score,
        mail=Policy(
            internal_domains=tuple(domain.lower().lstrip("@") for domain in file.internal_domains),
            allow_override=file.allow_override is not False,
            on_failure=file.on_failure,
            off_hours=file.off_hours,
            hooks_path=path.parent / Path(file.hooks_path).expanduser() if file.hooks_path else None,
        ),
    )


def _pattern_in(folder: Path, pattern: str) -> str:
    """A pattern of files below a folder, whose own name is no pattern."""
    return os.path.join(re.sub(r"([*?[])", r"[\1]", str(folder)), pattern)


def _library(section: LibrarySection, path: Path) -> Library:
    files = (section.files,) if isinstance(section.files, str) else section.files
    return Library(
        files=tuple(_pattern_in(path.parent, pattern) for pattern in files),
        format=section.as_,
        reply=(section.reply,) if isinstance(section.reply, str) else section.reply,
        id=section.id,
        title=section.title,
        locale=section.locale,
        channel=section.channel,
        placeholders=section.placeholders,
    )


def _laid_over(below: Override | None, above: Override) -> Override:
    """What two configs say of a rule, as one: what the upper one leaves open stays as the lower one has it."""
    if below is None or above.off:
        return above
    return replace(
        above,
        severity=above.severity or below.severity,
        points=above.points if above.points is not None else below.points,
        options={**below.options, **above.options},
    )


def _over(below: Settings, above: Settings) -> Settings:
    """``above`` laid over ``below``: what is given wins, mappings and folders are merged."""
    return replace(
        above,
        folders=(*below.folders, *above.folders),
        default_rules=True if (below.default_rules, above.default_rules) == (True, True) else "lexicons",
        overrides={
            **below.overrides,
            **{name: _laid_over(below.overrides.get(name), o) for name, o in above.overrides.items()},
        },
        channels={
            **below.channels,
            **{name: {**below.channels.get(name, {}), **channel} for name, channel in above.channels.items()},
        },
        select=above.select or below.select,
        ignore=(*below.ignore, *above.ignore),
        context=_merged(below.context, above.context),
        business=_merged(below.business, above.business),
        libraries=(*above.libraries, *below.libraries),
        per_file_ignores=(*below.per_file_ignores, *above.per_file_ignores),
        fail_on=above.fail_on or below.fail_on,
        min_score=above.min_score if above.min_score is not None else below.min_score,
        mail=stricter(below.mail, above.mail),
    )


def stricter(below: Policy, above: Policy) -> Policy:
    """Two policies as one: what one of them forbids stays forbidden, and where one says to hold mail it is held."""
    failures, hours = (below.on_failure, above.on_failure), (below.off_hours, above.off_hours)
    return Policy(
        internal_domains=tuple(dict.fromkeys((*below.internal_domains, *above.internal_domains))),
        allow_override=below.allow_override and above.allow_override,
        on_failure="hold" if "hold" in failures else below.on_failure or above.on_failure,
        off_hours="hold" if "hold" in hours else below.off_hours or above.off_hours,
        hooks_path=above.hooks_path or below.hooks_path,
    )


def prohibitions(policy: Policy) -> Policy:
    """What a policy forbids or holds, and nothing that it allows."""
    return Policy(
        allow_override=policy.allow_override,
        on_failure="hold" if policy.on_failure == "hold" else None,
        off_hours="hold" if policy.off_hours == "hold" else None,
    )


def _merged(below: T, above: T) -> T:
    given = {f.name: getattr(above, f.name) for f in fields(above) if getattr(above, f.name)}
    return replace(below, **given)


def _override(name: str, value: Any) -> Override:
    """``off``, a severity, or a mapping with severity, points and options."""
    if value is False or value == "off":
        return Override(off=True)
    if value is True or value == "on":
        return Override()
    if isinstance(value, str):
        value = {"severity": value}
    if not isinstance(value, Mapping):
        raise ShapeError("expected off, a severity, or a mapping", ("rules", name))
    rest = dict(value)
    severity, points = rest.pop("severity", None), rest.pop("points", None)
    if severity is False or severity == "off":
        return Override(off=True)
    if severity not in (None, "error", "warning", "suggestion"):
        raise ShapeError(f"expected off, error, warning or suggestion, not {severity!r}", ("rules", name))
    if points is not None and (
        not isinstance(points, int | float) or isinstance(points, bool) or not 0 <= points < float("inf")
    ):
        raise ShapeError("points is a number of 0 or more", ("rules", name, "points"))
    return Override(severity=severity, points=points, options=rest)


def _hours(data: Mapping[str, str]) -> dict[int, tuple[tuple[int, int], ...]]:
    """The spans of each weekday, in minutes after midnight, in order; a span over midnight ends on the next day."""
    hours: dict[int, list[tuple[int, int]]] = {}
    for days, written in data.items():
        path = ("business", "hours", days)
        numbers = _days(days, path)
        for number in numbers:
            hours.setdefault(number, [])
        for part in [] if written.strip() == "closed" else written.split(","):
            opening, closing = _span(part, written, path)
            for number in numbers:
                if opening < closing:
                    hours[number].append((opening, closing))
                else:
                    hours[number].append((opening, _DAY))
                    hours.setdefault((number + 1) % 7, []).append((0, closing))
    return {number: tuple(sorted(spans)) for number, spans in hours.items()}


_DAY = 24 * 60


def _days(written: str, path: tuple[str, ...]) -> list[int]:
    """The weekdays that “mon-fri” or “mon, wed” names, from 0 on; raises ShapeError."""
    found: list[int] = []
    for part in written.lower().split(","):
        ends = [
            next(
                (n for n, name in enumerate(_WEEKDAYS) if len(day.strip()) >= 3 and name.startswith(day.strip())), None
            )
            for day in part.split("-")
        ]
        first, last = ends[0], ends[-1]
        if len(ends) > 2 or first is None or last is None:
            raise ShapeError(f"{written!r} is no weekday: write mon, tue … or mon-fri", path)
        found += [(first + ahead) % 7 for ahead in range((last - first) % 7 + 1)]
    return found


def _span(part: str, written: str, path: tuple[str, ...]) -> tuple[int, int]:
    from .checks.schedule import minutes

    opening, dash, closing = part.strip().partition("-")
    try:
        span = minutes(opening.strip()), minutes(closing.strip())
    except ValueError as error:
        raise ShapeError(
            f"{error}, as in 08:00-21:00" if dash else f"{written!r} is no span: write 08:00-21:00", path
        ) from None
    if span[0] == span[1]:
        raise ShapeError(f"{part.strip()!r} begins when it ends; write 00:00-24:00 for the whole day", path)
    return span


def check_timezone(name: str | None, path: tuple[str, ...]) -> None:
    """Raises ShapeError for a name that is no time zone."""
    if not name:
        return
    from .facts.circumstances import zone_named

    try:
        zone_named(name)
    except (KeyError, ValueError, OSError):
        from zoneinfo import available_timezones

        raise ShapeError(f"no time zone is called {name!r}{nearest(name, available_timezones())}", path) from None


def _check_country(section: BusinessSection) -> None:
    from datetime import date

    from .checks.schedule import holiday_name

    try:
        holiday_name(date(2026, 1, 1), section.country or "", section.subdivision)
    except NotImplementedError as error:
        raise ShapeError(str(error).splitlines()[0], ("business", "country")) from None


def parse_time(written: str) -> datetime:
    """A moment from ISO 8601; raises ValueError."""
    try:
        return datetime.fromisoformat(written.strip())
    except ValueError:
        raise ValueError(f"{written!r} is no time: write it as 2026-03-02T22:10:00+01:00") from None
