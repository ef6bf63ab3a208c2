"""Mail templates: ``.eml`` files, as Outlook, Thunderbird and Gmail save them."""

from __future__ import annotations

from collections.abc import Iterator
from email import message_from_string, policy

from .html_text import html_text
from .reply import CannedReply
from .sourced import Sourced, verbatim


def read_mail(source: str) -> Iterator[CannedReply]:
    """The body of a mail; places are exact where it is written out, else they point at where the body begins."""
    message = message_from_string(source, policy=policy.default)
    part = message.get_body(("html", "plain"))
    if part is None:
        return
    try:
        content = part.get_content()
    except (LookupError, KeyError, ValueError) as error:
        raise ValueError(f"a body that cannot be decoded: {error}") from None
    content = content.replace("\r\n", "\n")
    at = source.find(content.rstrip("\n")) if content.strip() else -1
    start = at if at >= 0 else _body_start(source)
    whole = verbatim(source, start, start + len(content.rstrip("\n"))) if at >= 0 else _all_at(content, start)
    body = html_text(content).within(whole) if part.get_content_subtype() == "html" else whole.stripped()
    if body.text:
        yield CannedReply(body, title=str(message["Subject"]).strip() if message["Subject"] else None, channel="email")


def _body_start(source: str) -> int:
    ends = [at + size for mark, size in (("\r\n\r\n", 4), ("\n\n", 2)) if (at := source.find(mark)) >= 0]
    return min(ends, default=0)


def _all_at(text: str, start: int) -> Sourced:
    return Sourced(text, [start] * (len(text) + 1), [start] * len(text))
