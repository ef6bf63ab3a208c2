"""Trees → replies: what help desks export, and whatever else has texts under the names that replies go by.

A mapping is a reply when it holds a text under one of :data:`BODIES`; what names it, its title, its language and its channel are looked for
beside it, and around it. A mapping of keys to sentences, and a list of sentences, are replies too.
"""

from __future__ import annotations

from collections.abc import Iterator

from ...lazy import lazy
from ...record import record, replace
from ..html_text import html_text, looks_like_html
from .reply import CannedReply, parse_suppression
from .tree import Items, Mapping, Node, Other, Text, children

BODIES = (
    "comment_value_html", "comment_value", "content_html", "body_html", "html_body", "message_html", "html", "content", "body", "text", "reply", "response",
    "reply_text", "message", "replace", "answer", "template", "canned_response", "snippet", "markdown", "plain_text", "body_text", "description_html",
)  # fmt: skip
"""Names of fields that hold a reply, the version that is sent first."""
IDS = (
    "id",
    "key",
    "uuid",
    "slug",
    "short_code",
    "shortcut",
    "shortcode",
    "trigger",
    "keywords",
    "code",
    "identifier",
    "regex",
)
TITLES = ("title", "name", "label", "subject", "topic", "summary", "heading", "question", "short_code", "trigger")
LOCALES = ("locale", "language", "lang", "locale_id", "locale_code")
CHANNELS = ("channel", "channel_type")
LEAST_WORDS_BARE = 5
"""A text without a telling name is taken for a reply when it has so many words and ends as sentences do."""


_UNSPACED = lazy(r"[\u0e00-\u0e7f\u3040-\u30ff\u3400-\u9fff]")
"""Letters of Thai, Japanese and Chinese, which set no spaces between words."""


@record
class Fields:
    """Which fields hold what, where a config says so; the usual names else."""

    reply: tuple[str, ...] = ()
    id: str | None = None
    title: str | None = None
    locale: str | None = None
    channel: str | None = None


@record
class _Around:
    """What the nodes round a reply say of it."""

    id: str | None = None
    title: str | None = None
    locale: str | None = None
    path: str | None = None
    """The keys and numbers that lead here, from the last node on that has an id of its own."""


def replies_in(root: Node, fields: Fields) -> Iterator[CannedReply]:
    """The replies in a tree, in the order of the file."""
    if fields.reply:
        yield from _named(root, fields, _Around())
    else:
        yield from _walk(root, _Around(), fields)


def _named(node: Node, fields: Fields, around: _Around) -> Iterator[CannedReply]:
    """Replies under the field names that a config gives, and nothing else."""
    if isinstance(node, Mapping):
        found = _body(node, fields.reply)
        if found is not None:
            yield _reply(found, node, around, fields)
            return
    for key, child in children(node):
        yield from _named(child, fields, replace(around, id=key or around.id))


def _walk(node: Node, around: _Around, fields: Fields) -> Iterator[CannedReply]:
    if isinstance(node, Mapping):
        for product in (_zendesk_actions, _gorgias_actions, _zendesk_variants):
            special = product(node, around, fields)
            if special is not None:
                yield from special
                return
        body = _body(node)
        if body is not None:
            yield _reply(body, node, around, fields)
            return
        title = node.text(*TITLES) or around.title
        prefix = node.text(*IDS) or around.path
        for key, child in node.entries:
            path = f"{prefix}.{key}" if prefix else key
            if isinstance(child, Items | Mapping):
                yield from _walk(child, _Around(path, title, around.locale, path), fields)
            elif isinstance(child, Text) and key.lower() not in _NOT_REPLIES and _reads_like_a_reply(child.value):
                yield _made(child, path, None, around.locale, None)
    elif isinstance(node, Items):
        texts = [item for item in node.nodes if isinstance(item, Text)]
        if texts and len(texts) == len(node.nodes):
            if sum(_reads_like_a_reply(text.value) for text in texts) * 2 > len(texts):
                for number, text in enumerate(texts, 1):
                    yield _made(text, f"{around.id} {number}" if around.id else None, around.title, around.locale, None)
            return
        for number, item in enumerate(node.nodes, 1):
            here = f"{around.path}.{number}" if around.path else str(number)
            yield from _walk(item, replace(around, id=None, path=here if len(node.nodes) > 1 else around.path), fields)
    elif isinstance(node, Text) and _reads_like_a_reply(node.value):
        yield _made(node, around.id, around.title, around.locale, None)


def _body(node: Mapping, names: tuple[str, ...] = BODIES) -> Text | None:
    """The text that a record is sent with."""
    for name in names:
        found = node.get(name)
        if isinstance(found, Text) and found.value.strip():
            return found
    return None


_NOT_REPLIES = frozenset(
    "description title name label subject summary homepage url about note notes comment author license copyright help hint tooltip "
    "placeholder example instructions purpose usage when source internal_note cmd command script run regex pattern query sql".split()
)


def _reads_like_a_reply(text: str) -> bool:
    if len(text.split()) < LEAST_WORDS_BARE and len(_UNSPACED.findall(text)) < 2 * LEAST_WORDS_BARE:
        return False
    return text.rstrip()[-1:] in ".!?…\"'”’)>🙂😊👋}。！？」।؟" or "\n" in text.strip()


def _reply(body: Text, node: Mapping, around: _Around, fields: Fields) -> CannedReply:
    identity = node.text(*([fields.id] if fields.id else IDS)) or _first_of(node.get("triggers")) or around.id
    title = node.text(*([fields.title] if fields.title else TITLES)) or around.title
    locale = node.text(*([fields.locale] if fields.locale else LOCALES)) or around.locale
    channel = node.text(*([fields.channel] if fields.channel else CHANNELS))
    made = _made(body, identity, title, locale, channel)
    silenced = node.text("replylint", "replylint_ignore")
    return replace(made, suppressions=(parse_suppression(silenced),)) if silenced else made


def _first_of(node: Node | None) -> str | None:
    """The first text of a list: espanso has several triggers for one text."""
    return (
        next((item.value for item in node.nodes if isinstance(item, Text)), None) if isinstance(node, Items) else None
    )


def _made(body: Text, identity: str | None, title: str | None, locale: str | None, channel: str | None) -> CannedReply:
    written = body.sourced()
    if looks_like_html(body.value):
        return CannedReply(html_text(written.text).within(written), identity, title, locale, channel)
    return CannedReply(written.stripped(), identity, title, locale, channel, body.encode)


# Products -----------------------------------------------------------------------------------------------------------


def _zendesk_actions(node: Mapping, around: _Around, fields: Fields) -> list[CannedReply] | None:
    """A Zendesk macro: ``actions`` of which one or two set the comment; the HTML version is the one that is sent. Internal notes are no replies."""
    actions = [action for action in _actions(node) if action.text("field")]
    if not actions:
        return None
    said: dict[str, Text] = {}
    for action in actions:
        text = _last_text(action.get("value"))
        if text is not None and text.value.strip():
            said[action.text("field") or ""] = text
    is_internal = any(
        action.text("field") == "comment_mode_is_public" and _is_false(action.get("value")) for action in actions
    )
    body = None if is_internal else said.get("comment_value_html") or said.get("comment_value")
    return [_reply(body, node, around, fields)] if body else []


def _is_false(node: Node | None) -> bool:
    return (isinstance(node, Other) and node.value is False) or (isinstance(node, Text) and node.value == "false")


def _gorgias_actions(node: Mapping, around: _Around, fields: Fields) -> list[CannedReply] | None:
    """A Gorgias macro: ``actions`` with ``arguments``, of which one sets the text."""
    arguments = [found for action in _actions(node) if isinstance(found := action.get("arguments"), Mapping)]
    bodies = [body for found in arguments if (body := _body(found, ("body_html", "body_text"))) is not None]
    return [_reply(body, node, around, fields) for body in bodies] if arguments else None


def _actions(node: Mapping) -> list[Mapping]:
    actions = node.get("actions")
    return [action for action in actions.nodes if isinstance(action, Mapping)] if isinstance(actions, Items) else []


def _last_text(node: Node | None) -> Text | None:
    """A comment's value: a text, or a list of a channel and a text."""
    if isinstance(node, Text):
        return node
    texts = [item for item in node.nodes if isinstance(item, Text)] if isinstance(node, Items) else []
    return texts[-1] if texts else None


def _zendesk_variants(node: Mapping, around: _Around, fields: Fields) -> list[CannedReply] | None:
    """Dynamic content and the like: one item in several languages, each a reply."""
    variants = node.get("variants", "translations", "locales")
    if variants is None:
        return None
    found = []
    identity, title = node.text(*IDS) or around.id, node.text(*TITLES) or around.title
    for key, variant in children(variants):
        if isinstance(variant, Text) and variant.value.strip() and key:
            found.append(_made(variant, identity, title, key, None))
        elif isinstance(variant, Mapping):
            body = _body(variant)
            if body is not None:
                locale = variant.text(*LOCALES) or key
                found.append(_made(body, identity or variant.text("id"), title, locale, None))
    return found or None


__all__ = ["BODIES", "Fields", "replies_in"]
