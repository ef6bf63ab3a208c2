"""What may stand in the YAML files of a rulebook: the fields below are their schema and their documentation."""

from __future__ import annotations

from typing import Any, Literal

from ..checks.fixes import FixSpec
from ..findings import Severity
from ..record import record
from ..shape import option


@record
class Example:
    """A case that proves the rule: `bad` yields the rule, `good` does not, `fixed` is what the fix makes of `bad`."""

    bad: str | None = option("a draft that breaks the rule", None)
    good: str | None = option("a draft that keeps it", None)
    fixed: str | None = option("`bad` after the rule's fixes", None)
    incoming: str | None = option("the customer's message", None)
    history: tuple[str, ...] = option("earlier messages: `customer: …` or `agent: …`", ())
    channel: str | None = option("the channel", None)
    visibility: Literal["public", "private"] | None = option("who can read it, if not as usual on the channel", None)
    customer: str | None = option("the customer's name", None)
    timezone: str | None = option("the customer's time zone", None)
    at: str | None = option("when the draft is sent, ISO 8601", None)
    received: str | None = option("when the incoming message came, ISO 8601", None)
    attachments: int | None = option("how many files go with the draft", None)
    accounts: tuple[str, ...] = option("the business's own accounts", ())
    domains: tuple[str, ...] = option("the business's own domains", ())
    date_order: Literal["dmy", "mdy"] | None = option("how the business writes dates", None)
    canned: bool = option("whether the draft is a canned reply", False)
    id: str | None = option("the canned reply's id", None)
    title: str | None = option("the canned reply's title", None)
    locale: str | None = option("the canned reply's language", None)
    library: tuple[dict[str, str], ...] = option("replies before it in the library: text, id, title, locale", ())
    placeholders: tuple[str, ...] = option("the placeholders that the library may use", ())
    suppress: tuple[str, ...] = option("rules that a note in the library silences for it", ())


@record
class Option:
    """A value of the rule that a team may set in its replylint.yaml."""

    default: Any = option("the value unless a config sets another")
    help: str = option("what it does")


@record
class RuleFile:
    """A rule, as it stands in rules/<category>/<id>.yaml."""

    id: str = option("an imperative in kebab-case, the same as the file's name")
    title: str = option("the rule in one line")
    severity: Severity = option("error, warning or suggestion")
    why: str = option("the reason, in a sentence, as it is told to the writer")
    check: Any = option("one check, or a list of checks with their own when, message and fix")
    message: str = option("what a finding says; may show {found}, {customer}, {note} and the values of its kind", "")
    source: str = option("where the advice comes from", "")
    counts: str = option("what counts as a violation", "")
    spares: str = option("what does not", "")
    see_also: str = option("advice next to this rule that no draft can be checked against", "")
    when: dict[str, Any] = option("facts that must hold for the rule to apply", many=dict)
    options: dict[str, Option] = option("values that a config may set, used in the check as $name", many=dict)
    fix: FixSpec | None = option("how findings are mended", None)
    points: float | None = option("points that a finding costs, if not those of its severity", None)
    auto_fail: bool = option("a finding makes the score 0", False)
    private: bool = option("what is found is private: it is never printed", False)
    examples: tuple[Example, ...] = option("cases that prove the rule", ())


@record
class LexiconFile:
    """A named list of wordings, as it stands in rules/lexicons/<name>.yaml."""

    about: str = option("what the wordings have in common")
    phrases: tuple[str, ...] = option("wordings in the phrase language", ())
    entries: dict[str, str] = option("wordings with their twins", many=dict)
    except_: tuple[str, ...] = option("longer wordings in which the phrases mean something else", ())
    find: bool = option("whether texts are searched for the wordings; false for plain word lists", True)


@record
class ChannelFile:
    """A channel, as it stands in channels.yaml."""

    visibility: Literal["public", "private"] = option("who can usually read it")
    reply_within: float | None = option("target time for a reply, in minutes", None)
    limit: int | None = option("the longest message", None)
    counts: Literal["characters", "twitter", "sms"] | None = option("how the limit counts", None)
