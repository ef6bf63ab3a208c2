"""Libraries of canned replies: one small file a format. ``FORMATS`` is the table of ``--as``.

A reader takes the text of a file and yields its replies, each with the place of every character. Which reader a file needs is
seen from its content, with its name as a hint; a config may say.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from ...lazy import lazy
from ...record import record
from ..html_text import html_text, looks_like_html
from ..sourced import Sourced, verbatim
from .reply import CannedReply, Suppression
from .shapes import Fields, replies_in

_STARTS_AS_JSON = lazy(r'\{\s*(?:"(?:[^"\\\n]|\\.)*"\s*:|\}\s*\Z)|\[\s*(?:\{\s*"|"|\]\s*\Z)')
_STARTS_AS_HTML = lazy(r"(?i)<(?:!doctype html|html|p|div|table|body)\b")


class UnknownFormat(ValueError):
    """A file that no reader takes; the message says what was looked for."""


def _json(source: str, fields: Fields) -> Iterator[CannedReply]:
    from .json_tree import read_json

    return replies_in(read_json(source), fields)


def _ndjson(source: str, fields: Fields) -> Iterator[CannedReply]:
    from .json_tree import read_ndjson

    return replies_in(read_ndjson(source), fields)


def _yaml(source: str, fields: Fields) -> Iterator[CannedReply]:
    from .yaml_tree import read_yaml_tree

    return replies_in(read_yaml_tree(source), fields)


def _table(delimiter: str | None) -> Callable[[str, Fields], Iterator[CannedReply]]:
    def read(source: str, fields: Fields) -> Iterator[CannedReply]:
        from .table import read_table

        return replies_in(read_table(source, delimiter), fields)

    return read


def _markdown(source: str, fields: Fields) -> Iterator[CannedReply]:
    from .markdown import read_markdown

    return read_markdown(source)


def _text(source: str, fields: Fields) -> Iterator[CannedReply]:
    from .markdown import read_text

    return read_text(source)


def _html(source: str, fields: Fields) -> Iterator[CannedReply]:
    body = html_text(source)
    if body.text:
        yield CannedReply(body, title=_title_of(source))


def _title_of(source: str) -> str | None:
    import html
    import re

    match = re.search(r"(?is)<title[^>]*>([^<]*)</title>", source)
    return html.unescape(match.group(1)).strip() or None if match else None


def _mail(source: str, fields: Fields) -> Iterator[CannedReply]:
    from .mail import read_mail

    return read_mail(source)


def _otrs_xml(source: str, fields: Fields) -> Iterator[CannedReply]:
    from .otrs import read_otrs_xml

    return read_otrs_xml(source)


def _otrs_sql(source: str, fields: Fields) -> Iterator[CannedReply]:
    from .otrs import read_otrs_sql

    return read_otrs_sql(source)


@record
class Format:
    """A format: how it is called, which file names suggest it, and who reads it."""

    name: str
    suffixes: tuple[str, ...]
    read: Callable[[str, Fields], Iterator[CannedReply]]


FORMATS: tuple[Format, ...] = (
    Format("text", (".txt", ".text", ".tpl", ".template", ""), _text),
    Format("markdown", (".md", ".mdx", ".markdown", ".mdown"), _markdown),
    Format("yaml", (".yaml", ".yml"), _yaml),
    Format("json", (".json",), _json),
    Format("ndjson", (".ndjson", ".jsonl"), _ndjson),
    Format("csv", (".csv",), _table(None)),
    Format("tsv", (".tsv", ".tab"), _table("\t")),
    Format("html", (".html", ".htm"), _html),
    Format("eml", (".eml",), _mail),
    Format("otrs-xml", (".xml", ".otrs"), _otrs_xml),
    Format("otrs-sql", (".sql",), _otrs_sql),
)
NAMES = tuple(known.name for known in FORMATS)


def format_named(name: str) -> Format:
    """The format called ``name``; raises KeyError."""
    return next(known for known in FORMATS if known.name == name)


def recognise(source: str, suffix: str) -> Format:
    """The format of a file from its content, with its suffix as a hint; raises :class:`UnknownFormat`."""
    by_suffix = next((known for known in FORMATS if suffix.lower() in known.suffixes), None)
    start = source[:4000].lstrip("\ufeff \t\r\n")
    if by_suffix is not None and by_suffix.name in ("json", "ndjson") and start[:1] in ("{", "["):
        return format_named("ndjson") if _is_ndjson(source) else format_named("json")
    if by_suffix is not None and by_suffix.name not in ("text", "otrs-xml", "otrs-sql"):
        return by_suffix
    if _STARTS_AS_JSON.match(start):
        return format_named("ndjson") if _is_ndjson(source) else format_named("json")
    if _STARTS_AS_HTML.match(start):
        return format_named("html")
    from .otrs import is_otrs

    if is_otrs(source):
        return format_named("otrs-sql" if "insert into" in source.lower() else "otrs-xml")
    if by_suffix is not None:
        return by_suffix
    raise UnknownFormat(f"not one of {', '.join(NAMES)}, by its content or its name; say which with --as")


def _is_ndjson(source: str) -> bool:
    """Whether every line that is not empty is a value of its own, and there are two or more."""
    lines = [line for line in source.split("\n") if line.strip()]
    return (
        len(lines) > 1
        and lines[0].lstrip()[:1] == "{"
        and lines[0].rstrip()[-1:] == "}"
        and lines[1].lstrip()[:1] == "{"
    )


__all__ = [
    "FORMATS",
    "NAMES",
    "CannedReply",
    "Fields",
    "Format",
    "Sourced",
    "Suppression",
    "UnknownFormat",
    "format_named",
    "looks_like_html",
    "recognise",
    "verbatim",
]
