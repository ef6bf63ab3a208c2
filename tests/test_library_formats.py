"""Libraries of canned replies: what each product exports, where each character stands, and what is refused or left alone."""

from __future__ import annotations

import base64
import csv
import html
import io
import json
import os
import quopri
import subprocess
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from conftest import Outcome
from replylint.config import Library
from replylint.errors import InputError
from replylint.findings import Edit, Span
from replylint.readers.libraries import Source, edited, library_files, read_library
from replylint.readers.library import CannedReply, Fields, format_named, looks_like_html

Run = Callable[..., Outcome]
Row = tuple[str | None, str | None, str | None, str | None, str]
"""What a person would write down of a reply: id, title, locale, channel, text."""


def rows(replies: Sequence[CannedReply]) -> list[Row]:
    return [(r.id, r.title, r.locale, r.channel, r.body.text) for r in replies]


def read(folder: Path, name: str, content: str | bytes, *libraries: Library, wanted: str | None = None) -> Source:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content.encode("utf-8") if isinstance(content, str) else content)
    return read_library(path, str(path), libraries, wanted)


# What products export -----------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Sample:
    """A file as a product writes it, and the replies in it."""

    name: str
    content: str
    replies: list[Row]


ZENDESK_MACROS = {
    "macros": [
        {
            "url": "https://acme.zendesk.com/api/v2/macros/25.json", "id": 25, "title": "Refund::Sent", "active": True, "position": 1,
            "description": "Use it when the refund was sent. Never before.", "restriction": None,
            "actions": [
                {"field": "status", "value": "solved"},
                {"field": "current_tags", "value": "refund sent"},
                {"field": "comment_value", "value": ["channel:all", "Hello {{ticket.requester.first_name}},\n\nthe refund is on its way."]},
            ],
        },
        {
            "id": 26, "title": "Both ways", "actions": [
                {"field": "comment_value", "value": "Plain words."},
                {"field": "comment_value_html", "value": "<p>Rich &amp; warm words.</p>"},
            ],
        },
        {"id": 27, "title": "Close", "actions": [{"field": "status", "value": "closed"}, {"field": "subject", "value": "We have closed this one for you."}]},
        {
            "id": 28, "title": "Note", "actions": [
                {"field": "comment_value", "value": "Escalated to tier two, see the other ticket."},
                {"field": "comment_mode_is_public", "value": "false"},
            ],
        },
    ],
    "next_page": None, "previous_page": None, "count": 4,
}  # fmt: skip
ZENDESK_CONTENT = {
    "items": [
        {
            "id": 47, "name": "Signature", "placeholder": "{{dc.signature}}", "default_locale_id": 1, "outdated": False,
            "variants": [
                {"id": 1, "content": "Your Acme team", "locale_id": 1, "active": True, "default": True},
                {"id": 2, "content": "Votre équipe Acme", "locale_id": 16, "active": True, "default": False},
            ],
        }
    ],
    "count": 1,
}  # fmt: skip
FRONT = {
    "_pagination": {"next": None}, "_links": {"self": "https://api2.frontapp.com/message_templates"},
    "_results": [
        {
            "id": "rsp_1", "name": "Invoice", "subject": "Your invoice", "body": "<div>Hello {{recipient.first_name}},</div><div>your invoice is ready.</div>",
            "attachments": [{"filename": "a.pdf", "url": "https://api2.frontapp.com/a", "content_type": "application/pdf"}], "is_available_for_all_inboxes": True,
        }
    ],
}  # fmt: skip
INTERCOM = {
    "type": "list",
    "data": [
        {
            "type": "macro", "id": "123", "name": "On its way", "body": '<p>Hi <attribute key="user.name" default="there"/>, it is on its way.</p>',
            "body_text": 'Hi {{user.name|fallback:"there"}}, it is on its way.', "visible_to": "everyone", "available_on": ["inbox", "messenger"],
        }
    ],
    "pages": {"type": "pages", "per_page": 50, "next": None},
}  # fmt: skip
FRESHDESK = [
    {"id": 6, "title": "Hours", "folder_id": 2, "content": "We open at 9.", "content_html": "<p>We open at&nbsp;9.</p>", "attachments": []},
    {"id": 7, "title": "Closed", "folder_id": 2, "content": "We are closed.", "content_html": None, "attachments": []},
]  # fmt: skip
GORGIAS = {
    "data": [
        {
            "id": 9, "name": "Order status", "intent": "shipping/status", "language": "en", "usage": 4,
            "actions": [
                {"name": "addTags", "title": "Add tags", "type": "user", "arguments": {"tags": "question, order"}},
                {
                    "name": "setResponseText", "title": "Add response text", "type": "user",
                    "arguments": {"body_html": "<div>It has <b>left</b>.</div>", "body_text": "It has left."},
                },
            ],
        }
    ]
}  # fmt: skip
CHATWOOT = [
    {"id": 1, "account_id": 2, "short_code": "hours", "content": "We open at 9.\nSee you then!", "created_at": "2024-01-01T00:00:00Z"},
    {"id": 2, "account_id": 2, "short_code": "bye", "content": "Bye!", "created_at": "2024-01-01T00:00:00Z"},
]  # fmt: skip
ZAMMAD = [{"id": 3, "name": "Thanks", "keywords": "thx", "content": "<div>Thank you, #{ticket.customer.firstname}!</div>", "note": "Only for sales. Please.", "active": True}]  # fmt: skip
OTRS_XML = """<?xml version="1.0" encoding="utf-8" ?>
<database Name="otrs">
    <Insert Table="valid">
        <Data Key="name" Type="Quote">A sentence that is not a reply at all.</Data>
    </Insert>
    <Insert Table="standard_template">
        <Data Key="id" Type="AutoIncrement">1</Data>
        <Data Key="name" Type="Quote">empty answer</Data>
        <Data Key="text" Type="Quote"></Data>
    </Insert>
    <Insert Table="standard_template">
        <Data Key="id" Type="AutoIncrement">2</Data>
        <Data Key="name" Type="Quote">refund</Data>
        <Data Key="text" Type="Quote">Tom &amp; Zo&#233; say: it&apos;s <![CDATA[1 < 2]]>.</Data>
        <Data Key="comments" Type="Quote">For refunds. Not for exchanges.</Data>
    </Insert>
</database>
"""
OTRS_SQL = r"""-- a dump
CREATE TABLE `auto_response` (
  `id` smallint(6) NOT NULL AUTO_INCREMENT,
  `name` varchar(200) NOT NULL,
  `text0` text,
  `text1` text,
  PRIMARY KEY (`id`)
) ENGINE=InnoDB;
INSERT INTO `auto_response` VALUES (1,'new','Hello,\r\n\r\nit\'s here: C:\\logs','RE: it');
INSERT INTO standard_template (id, name, create_time, text, valid_id) VALUES
  (4, 'one', NOW(), 'It''s on its way.', 1),
  (5, 'two', to_date('2020-01-01', 'YYYY'), '<p>Bye,<br/>Acme</p>', 1);
INSERT INTO valid (name) VALUES ('This is not a reply at all.');
"""
GITHUB_FENCES = """# Saved replies

Copy them from here. They are for maintainers.

## Needs a test

Use it for changes without tests.

```markdown
Thanks! Could you add a test?

- see `tests/`
```

## Duplicate

```
This is a duplicate of #.
```

```bash
gh issue close 1
```
"""
GITHUB_QUOTES = """## Stale

> Closing, as nothing happened.
>
> Reopen it at any time.

## Hello

> Hello!

> Good morning!
"""
GITHUB_PLAIN = """# Replies

These are our saved replies. Keep them short.

## Needs a test

Thanks! Could you add a test?

## Duplicate ##

This is a duplicate of #.
"""
ESPANSO = """# espanso
global_vars:
  - name: greet
    type: shell
    params:
      cmd: "echo 'Hello from the shell.'"
matches:
  - trigger: ":refund"
    label: Refund sent
    replace: "Your refund is on its way."
  - triggers: [":bye", ":cu"]
    replace: |
      Bye,
      $|$ and thanks!
  - regex: ":hi(?P<person>.*)\\\\."
    replace: "Hi {{person}}, good morning."
    vars: [{name: x, type: date, params: {format: "%m is the month of the year."}}]
"""

SAMPLES = [
    Sample("zendesk.json", json.dumps(ZENDESK_MACROS), [
        ("25", "Refund::Sent", None, None, "Hello {{ticket.requester.first_name}},\n\nthe refund is on its way."),
        ("26", "Both ways", None, None, "Rich & warm words."),
    ]),
    Sample("dynamic-content.json", json.dumps(ZENDESK_CONTENT, indent=2), [
        ("47", "Signature", "1", None, "Your Acme team"),
        ("47", "Signature", "16", None, "Votre équipe Acme"),
    ]),
    Sample("helpscout.csv", 'name,text\r\nRefund,"<p>Hi {%customer.firstName,fallback=there%},</p><p>it is ""on its way"".</p>"\r\nBye,Bye!\r\n', [
        (None, "Refund", None, None, 'Hi {%customer.firstName,fallback=there%},\n\nit is "on its way".'),
        (None, "Bye", None, None, "Bye!"),
    ]),
    Sample("front.json", json.dumps(FRONT), [("rsp_1", "Invoice", None, None, "Hello {{recipient.first_name}},\nyour invoice is ready.")]),
    Sample("intercom.json", json.dumps(INTERCOM), [("123", "On its way", None, None, 'Hi {{ user.name | fallback: "there" }}, it is on its way.')]),
    Sample("freshdesk.json", json.dumps(FRESHDESK), [("6", "Hours", None, None, "We open at 9."), ("7", "Closed", None, None, "We are closed.")]),
    Sample("gorgias.json", json.dumps(GORGIAS), [("9", "Order status", "en", None, "It has left.")]),
    Sample("chatwoot.json", json.dumps(CHATWOOT), [("1", "hours", None, None, "We open at 9.\nSee you then!"), ("2", "bye", None, None, "Bye!")]),
    Sample("chatwoot.ndjson", "\n".join(map(json.dumps, CHATWOOT)) + "\n", [("1", "hours", None, None, "We open at 9.\nSee you then!"), ("2", "bye", None, None, "Bye!")]),
    Sample("zammad.json", json.dumps(ZAMMAD), [("3", "Thanks", None, None, "Thank you, #{ticket.customer.firstname}!")]),
    Sample("zammad.csv", 'id;name;keywords;content;note;active\n3;Thanks;thx;"Thank you;\nreally!";"Only for sales. Please.";true\n', [
        ("3", "Thanks", None, None, "Thank you;\nreally!"),
    ]),
    Sample("premade.yaml", "#\n# Canned responses\n---\n- isenabled: 1\n  title: Welcome (sample)\n  response: |\n    Hello %{ticket.name.first},\n\n    welcome!\n  notes: |\n    This is a sample. Change it.\n", [
        (None, "Welcome (sample)", None, None, "Hello %{ticket.name.first},\n\nwelcome!"),
    ]),
    Sample("otrs.xml", OTRS_XML, [("2", "refund", None, None, "Tom & Zoé say: it's 1 < 2.")]),
    Sample("otrs.sql", OTRS_SQL, [
        ("1", "new", None, None, "Hello,\n\nit's here: C:\\logs"),
        ("4", "one", None, None, "It's on its way."),
        ("5", "two", None, None, "Bye,\nAcme"),
    ]),
    Sample("wordpress.json", json.dumps({"a1": {"label": "Logs", "content": "Please send us\nthe log."}, "b2": {"label": "Bye", "content": "Bye!"}}), [
        ("a1", "Logs", None, None, "Please send us\nthe log."),
        ("b2", "Bye", None, None, "Bye!"),
    ]),
    Sample("saved.yml", "- title: Test\n  body: >-\n    Could you\n    add a test?\n- title: Dup\n  body: 'It''s a duplicate.'\n", [
        (None, "Test", None, None, "Could you add a test?"),
        (None, "Dup", None, None, "It's a duplicate."),
    ]),
    Sample("saved.json", '[{"title": "Test", "body": "Could you add a test?"}]', [(None, "Test", None, None, "Could you add a test?")]),
    Sample("fences.md", GITHUB_FENCES, [
        (None, "Needs a test", None, None, "Thanks! Could you add a test?\n\n- see `tests/`"),
        (None, "Duplicate", None, None, "This is a duplicate of #."),
    ]),
    Sample("quotes.md", GITHUB_QUOTES, [
        (None, "Stale", None, None, "Closing, as nothing happened.\n\nReopen it at any time."),
        (None, "Hello (1)", None, None, "Hello!"),
        (None, "Hello (2)", None, None, "Good morning!"),
    ]),
    Sample("plain.md", GITHUB_PLAIN, [
        (None, "Needs a test", None, None, "Thanks! Could you add a test?"),
        (None, "Duplicate", None, None, "This is a duplicate of #."),
    ]),
    Sample("html-fence.md", "## Refund\n\n```html\n<p>Hi,</p>\n<p>it is &lt;here&gt;.</p>\n```\n", [(None, "Refund", None, None, "Hi,\n\nit is <here>.")]),
    Sample("one-of-many.md", "# Our replies\n\n## Refund\n\nIt is on its way.\n", [(None, "Refund", None, None, "It is on its way.")]),
    Sample("headings-inside.md", "Hi Jane,\n\n## What to do\n\nTurn it off.\n", [(None, "headings-inside", None, None, "Hi Jane,\n\n## What to do\n\nTurn it off.")]),
    Sample("front-matter.md", "---\nid: r1\ntitle: Refund\nlocale: en-GB\nchannel: email\n---\n\nIt is on its way.\n", [("r1", "Refund", "en-GB", "email", "It is on its way.")]),
    Sample("ruled.txt", "---\nHello Jane\n---\nThe offer ends on Friday.\n", [(None, "ruled", None, None, "---\nHello Jane\n---\nThe offer ends on Friday.")]),
    Sample("placeholder-first.txt", "{{customer.name}}, thank you for your call.\n", [(None, "placeholder-first", None, None, "{{customer.name}}, thank you for your call.")]),
    Sample("mdx.mdx", 'import { Tip } from "../tip"\n\nExport your data\nfrom "Settings".\n', [(None, "mdx", None, None, 'Export your data\nfrom "Settings".')]),
    Sample("espanso.yml", ESPANSO, [
        (":refund", "Refund sent", None, None, "Your refund is on its way."),
        (":bye", None, None, None, "Bye,\n$|$ and thanks!"),
        (":hi(?P<person>.*)\\.", None, None, None, "Hi {{person}}, good morning."),
    ]),
    Sample("norwegian.yaml", "- {key: bye, locale: no, text: Ha det bra!}\n- {key: 007, locale: en, text: Bye!}\n", [
        ("bye", None, "no", None, "Ha det bra!"),
        ("007", None, "en", None, "Bye!"),
    ]),
    Sample("sentences.yaml", "refund: Your refund is on its way.\ndescription: What we say about refunds, always.\nversion: 2\nja: 返金の手続きが完了いたしました。\n", [
        ("refund", None, None, None, "Your refund is on its way."),
        ("ja", None, None, None, "返金の手続きが完了いたしました。"),
    ]),
    Sample("nested.yaml", "en:\n  bye: {text: Bye!}\n  late: We are sorry for the wait.\nde:\n  bye: {text: Tschüs!}\n  late: Bitte entschuldigen Sie die Wartezeit.\n", [
        ("en.bye", None, None, None, "Bye!"),
        ("en.late", None, None, None, "We are sorry for the wait."),
        ("de.bye", None, None, None, "Tschüs!"),
        ("de.late", None, None, None, "Bitte entschuldigen Sie die Wartezeit."),
    ]),
    Sample("excel.csv", 'sep=;\r\nTitel;Canned Response\r\nA;"Guten Tag, Jane.\r\nBis bald!"\r\n', [(None, "excel", None, None, "Guten Tag, Jane.\nBis bald!")]),
    Sample("camel.json", '[{"id": 1, "shortCode": "hi", "bodyHtml": "<p>Hello</p>", "bodyText": "Hello!"}]', [("1", "hi", None, None, "Hello")]),
    Sample("ruled.md", "# Replies\n\n---\n\n## A\n\nHi.\n\n---\n\n## B\n\nBye.\n", [(None, "A", None, None, "Hi."), (None, "B", None, None, "Bye.")]),
    Sample("list.json", '["Your refund is on its way.", "We have sent it to you today.", "Bye!"]', [
        (None, "list 1", None, None, "Your refund is on its way."),
        (None, "list 2", None, None, "We have sent it to you today."),
        (None, "list 3", None, None, "Bye!"),
    ]),
    Sample("translations.yaml", "hello:\n  title: Hello\n  translations:\n    en: Hello!\n    de: {content: Hallo!}\n", [
        ("hello", "Hello", "en", None, "Hello!"),
        ("hello", "Hello", "de", None, "Hallo!"),
    ]),
    Sample("template.html", "<!DOCTYPE html>\n<html><head><title>Your &amp; order</title><style>p { color: red; }</style></head>\n<body><p>Hello&nbsp;Jane,<br>R&amp;D</p><ul><li>one</li><li>two</li></ul></body></html>\n", [
        (None, "Your & order", None, None, "Hello Jane,\nR&D\n\n- one\n- two"),
    ]),
]  # fmt: skip


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda sample: sample.name)
def test_every_reply_of_an_export_and_nothing_else(tmp_path: Path, sample: Sample) -> None:
    found = rows(read(tmp_path, sample.name, sample.content).replies)
    expected = [(i, t if (i or t) else Path(sample.name).stem, *rest) for i, t, *rest in sample.replies]
    assert found == expected


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda sample: sample.name)
def test_an_export_reads_the_same_with_other_line_ends_and_a_mark_at_its_start(tmp_path: Path, sample: Sample) -> None:
    as_it_is = rows(read(tmp_path, sample.name, sample.content).replies)
    crlf = "\ufeff" + sample.content.replace("\r\n", "\n").replace("\n", "\r\n")
    assert rows(read(tmp_path, sample.name, crlf).replies) == as_it_is
    assert rows(read(tmp_path, sample.name, crlf.encode("utf-16-le")).replies) == as_it_is


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda sample: sample.name)
def test_offsets_only_go_forward_and_stay_in_the_file(tmp_path: Path, sample: Sample) -> None:
    for content in (sample.content, sample.content.replace("\r\n", "\n").replace("\n", "\r\n")):
        source = read(tmp_path, sample.name, content)
        for reply in source.replies:
            assert_in_order(source.text, reply)


def assert_in_order(source: str, reply: CannedReply) -> None:
    body = reply.body
    assert len(body.offsets) == len(body.text) + 1
    assert len(body.ends) == len(body.text)
    assert list(body.offsets) == sorted(body.offsets)
    assert all(0 <= start <= end <= len(source) for start, end in zip(body.offsets, body.ends, strict=False))


NOT_REPLIES = {
    "package.json": '{"name": "macros", "description": "All of our macros, in one place.", "scripts": {"test": "replylint check macros && echo it is fine."}}',
    "settings.json": '{"locales": ["en", "fr"], "theme": {"color": "red"}, "macros": {"enabled": true}}',
    "workflow.yml": "on: [push]\njobs:\n  test:\n    runs-on: ubuntu-latest\n    steps:\n      - run: echo 'This is not a reply at all.'\n",
    "README.de.md": "Das ist keine Antwort.\n",
    "LICENSE-MIT": "Permission is hereby granted, free of charge.\n",
    "requirements.txt": "replylint\n",
    "_manifest.yml": 'name: "macros"\ndescription: What we say to customers, in one place.\n',
    "schema.sql": "INSERT INTO valid (name) VALUES ('This is not a reply at all.');\n",
    "pom.xml": "<project><description>This is not a reply at all.</description></project>\n",
    "contacts.csv": "name,phone\nJane,555\n",
    "photo.png": "\0\1\2",
    ".hidden.md": "This is not a reply at all.\n",
    "node_modules/x/reply.md": "This is not a reply at all.\n",
}


def test_manifests_settings_and_readmes_give_no_replies(tmp_path: Path, replylint: Run) -> None:
    for name, content in NOT_REPLIES.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content, "utf-8")
    done = replylint("check", tmp_path)
    assert (done.code, done.out) == (2, "")
    assert "no reply was found in" in done.err
    assert done.err.count("\n") == 1


@pytest.mark.parametrize(
    "name",
    ["notice-of-delay.md", "changes-to-your-order.txt", "security-alert.md", "source-of-funds.txt", "authors-copy.md"],
)
def test_a_reply_may_be_called_nearly_like_a_readme(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_text("Your order is on its way.\n", "utf-8")
    assert [path.name for path in library_files(tmp_path, ())] == [name]


def test_pipes_are_no_files_and_hang_nothing(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.txt")
    assert list(library_files(tmp_path, ())) == []


def library(**fields: object) -> Library:
    named = {
        "files": ("*",),
        "format": None,
        "reply": (),
        "id": None,
        "title": None,
        "locale": None,
        "channel": None,
        "placeholders": (),
    }
    return Library(**{**named, **fields})  # type: ignore[arg-type]


def test_a_config_names_the_fields_of_an_unusual_file(tmp_path: Path) -> None:
    config = library(reply=("antwort", "Kurz-Antwort"), id="nr", title="betreff", locale="sprache", channel="kanal")
    table = "nr;betreff;sprache;kanal;antwort;kurz antwort;text\n1;Eins;de;chat;Guten Tag!;;nein\n2;Zwei;de;email;;Hallo!;nein\n"
    assert rows(read(tmp_path, "a.csv", table, config).replies) == [
        ("1", "Eins", "de", "chat", "Guten Tag!"),
        ("2", "Zwei", "de", "email", "Hallo!"),
    ]


# Mail ---------------------------------------------------------------------------------------------------------------

LETTER = "Hello Jane,\n\nyour café order № 5 = done 👋. It is a long line that quoted-printable has to break somewhere in the middle.\n"
PAGE = f"<html><body><p>{LETTER.replace(chr(10) * 2, '</p><p>').strip()}</p></body></html>\n"


def mail(kind: str, encoding: str, content: str, newline: str = "\n") -> str:
    if encoding == "quoted-printable":
        content = quopri.encodestring(content.encode()).decode()
    elif encoding == "base64":
        content = base64.encodebytes(content.encode()).decode()
    head = f"Subject: =?utf-8?q?Your_caf=C3=A9_order?=\nMIME-Version: 1.0\nContent-Type: text/{kind}; charset=utf-8\nContent-Transfer-Encoding: {encoding}\n\n"
    return (head + content).replace("\n", newline)


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
@pytest.mark.parametrize("encoding", ["8bit", "quoted-printable", "base64"])
@pytest.mark.parametrize("kind", ["plain", "html"])
def test_a_mail_template(tmp_path: Path, kind: str, encoding: str, newline: str) -> None:
    source = read(tmp_path, "a.eml", mail(kind, encoding, PAGE if kind == "html" else LETTER, newline))
    assert rows(source.replies) == [(None, "Your café order", None, "email", LETTER.strip())]
    reply = source.replies[0]
    assert_in_order(source.text, reply)
    if encoding != "base64":
        written = {reply.body.text[n]: source.text[reply.body.offsets[n]] for n in range(len(reply.body.text))}
        assert all(written[c] in (c, "=") for c in written if not c.isspace())
        assert (
            source.places(reply)(reply.body.text.index("Jane"))[0]
            == source.text[: source.text.index("Jane")].count("\n") + 1
        )


def test_a_mail_in_several_parts_is_its_html_once(tmp_path: Path) -> None:
    parts = "\n".join(
        ("--x", "Content-Type: text/plain; charset=utf-8", "", "Hi", "--x", "Content-Type: text/html; charset=utf-8", "Content-Transfer-Encoding: quoted-printable", "",
         "<p>Hi =3D <b>h=\n=C3=A9</b></p>", "--x--", ""))  # fmt: skip
    source = read(
        tmp_path, "a.eml", f'Subject: Hi\nX-Unsent: 1\nContent-Type: multipart/alternative; boundary="x"\n\n{parts}'
    )
    assert rows(source.replies) == [(None, "Hi", None, "email", "Hi = hé")]
    body = source.replies[0].body
    assert source.text[body.offsets[0] : body.ends[-1]] == "Hi =3D <b>h=\n=C3=A9"


def test_a_short_mail_is_not_looked_for_in_its_header(tmp_path: Path) -> None:
    source = read(tmp_path, "a.eml", "Subject: Hi\n\nHi\n")
    assert source.places(source.replies[0])(0) == (3, 1)


def test_a_mail_in_an_unknown_charset_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="not eml that can be read: a body that cannot be decoded"):
        read(tmp_path, "a.eml", mail("plain", "quoted-printable", LETTER).replace("utf-8\n", "klingon-1\n"))


# Where each character stands ----------------------------------------------------------------------------------------

PIECES = (
    "Hi there", "Zoë", "\n", "\n\n", " ", "  ", "\t", '"', "'", "\\", "👋", "\u00a0", "#", " #", ": ", "- ", "<", "&", "{{x}}", "…", "a", "b.", "%", "|",
    ">", "@", "`", "[", "]", "{", "}", ",", "!", "?", "\\n", "1", "---", "\x85", "\u2028", "it''s", '""', "* ", "R&D", "&amp;", "https://x.example/?a=1&b=2",
)  # fmt: skip
awkward = st.lists(st.sampled_from(PIECES), min_size=1, max_size=12).map("".join)
awkward = awkward.filter(lambda text: bool(text.strip()) and not looks_like_html(text))
quick = settings(max_examples=250, deadline=None, suppress_health_check=list(HealthCheck))


def assert_reads(known: str, source: str, wanted: str, escapes: str) -> None:
    """The one reply in ``source`` says ``wanted``, and each of its characters stands where it says it does, or is escaped there."""
    (reply,) = format_named(known).read(source, Fields())
    assert reply.body.text == wanted.strip()
    assert_in_order(source, reply)
    for character, start in zip(reply.body.text, reply.body.offsets, strict=False):
        assert character.isspace() or source[start] == character or source[start] in escapes


@quick
@given(awkward, st.booleans(), st.sampled_from([None, 1]))
def test_json_reads_as_the_standard_library_does(text: str, ascii_only: bool, indent: int | None) -> None:
    source = json.dumps([{"id": 1, "body": text}], ensure_ascii=ascii_only, indent=indent)
    assert_reads("json", source, json.loads(source)[0]["body"], "\\")
    assert_reads("ndjson", json.dumps({"body": text}, ensure_ascii=ascii_only) + "\n", text, "\\")


@settings(quick, max_examples=700)
@given(
    awkward,
    st.sampled_from([None, "|", ">", '"', "'"]),
    st.sampled_from([10, 30, 80, 1000]),
    st.booleans(),
    st.booleans(),
)
def test_yaml_reads_as_pyyaml_does(text: str, style: str | None, width: int, unicode: bool, crlf: bool) -> None:
    source = yaml.safe_dump([{"title": "T", "body": text}], default_style=style, width=width, allow_unicode=unicode)
    source = source.replace("\n", "\r\n") if crlf else source
    assert_reads("yaml", source, yaml.safe_load(source)[0]["body"], "\\'")


YAML_BY_HAND = [
    "body: hello\n  there\n\n\n  you 'x' #1\n",
    "{body: hello\n   there, title: x}\n",
    "body: |\n  one\n   two\n\n  three\n# a comment\ntitle: x\n",
    "body: |2-\n    one\n   two\n\n  three\n",
    "body: | # a comment\n  one\n  two",
    "body: |+\n\n\n  one\n\n\ntitle: x\n",
    "body: >\n  one\n  two\n\n  three\n   indented\n   more\n\n  four\n\n\n",
    "body: >-\n\n  one\n  two",
    'body: "one\\\n   \\  two\\\n\n   three\n   four \\u00e9\\x41\\U0001F44B\\t\\\\ "\n',
    "body: 'it''s\n\n  one\n  two '\n",
    "body: &a |\n  one\n  two\n",
    "body: !!str 'one two'\n",
    "body: !!str &b one two\n",
]


@pytest.mark.parametrize("source", YAML_BY_HAND)
@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_yaml_as_people_write_it(source: str, newline: str) -> None:
    source = source.replace("\n", newline)
    assert_reads("yaml", source, yaml.safe_load(source)["body"], "\\'")


@quick
@given(
    awkward,
    st.sampled_from([csv.QUOTE_ALL, csv.QUOTE_MINIMAL, csv.QUOTE_NONNUMERIC]),
    st.sampled_from(",;\t|"),
    st.sampled_from(["\n", "\r\n"]),
)
def test_csv_reads_as_the_standard_library_does(text: str, quoting: int, delimiter: str, newline: str) -> None:
    out = io.StringIO(newline="")
    csv.writer(out, quoting=quoting, delimiter=delimiter, lineterminator=newline).writerows(
        [("name", "text"), ("T", text)]
    )
    assert_reads("csv", out.getvalue(), text, "")


@quick
@given(awkward, st.booleans())
def test_html_reads_as_it_is_unescaped(text: str, numbers: bool) -> None:
    escaped = (
        "".join(f"&#{ord(c)};" if ord(c) > 126 else c for c in html.escape(text)) if numbers else html.escape(text)
    )
    source = f"<div><p>{escaped}</p></div>"
    (reply,) = format_named("html").read(source, Fields()) or ()
    assert reply.body.text.split() == html.unescape(escaped).split()
    assert_in_order(source, reply)
    for character, start in zip(reply.body.text, reply.body.offsets, strict=False):
        assert character.isspace() or source[start] in (character, "&")


@quick
@given(awkward, st.booleans(), st.booleans())
def test_xml_reads_as_a_parser_does(text: str, cdata: bool, crlf: bool) -> None:
    split = text.replace("]]>", "]]]]><![CDATA[>")
    written = f"<![CDATA[{split}]]>" if cdata else html.escape(text).replace("é", "&#233;")
    source = f'<d><Insert Table="standard_template"><Data Key="name">ä👋</Data><Data Key="text">{written}</Data></Insert></d>'
    source = source.replace("\n", "\r\n") if crlf else source
    wanted = ElementTree.fromstring(source.encode()).findall(".//Data")[1].text or ""
    assert_reads("otrs-xml", source, wanted, "&")


@quick
@given(awkward, st.booleans(), st.booleans())
def test_sql_reads_as_a_database_does(text: str, doubled: bool, escaped: bool) -> None:
    written = text.replace("\\", "\\\\").replace("'", "''" if doubled else "\\'")
    written = written.replace("\n", "\\r\\n") if escaped else written
    source = f"INSERT INTO standard_template (name, created, text) VALUES ('ä''', now(1, (2)), '{written}'), ('b', NULL, '');"
    assert_reads("otrs-sql", source, text, "\\'")


MARKED_UP = [
    ("<p>a <b>bold</b>  word</p>\n<p>next</p>", "a bold word\n\nnext"),
    ("one<br>two<br/>three", "one\ntwo\nthree"),
    ("<ol><li>a</li><li>b<ul><li>c</li></ul></li></ol>", "1. a\n2. b\n- c"),
    ("<table><tr><td>a</td><td>b</td></tr></table>", "a b"),
    ("<pre>a\n  b</pre>", "a\n  b"),
    ("<p>x &lt; y &amp;&amp; z&nbsp;&copy; &#x1F44B; R&D</p>", "x < y && z © 👋 R&D"),
    ('<p>Hi<!-- note --> there<script>var a = "b";</script> <img src="x" alt="our logo"></p>', "Hi there our logo"),
    ("<p>a", "a"),
    ("<p>AT&T", "AT&T"),
    ("<p>1 <", "1 <"),
    ("<p>Hi<![if !supportEmptyParas]>&nbsp;<![endif]>Jane<![ odd]>!</p>", "Hi Jane!"),
]  # fmt: skip


@pytest.mark.parametrize(("source", "text"), MARKED_UP)
def test_html_as_a_person_sees_it(source: str, text: str) -> None:
    (reply,) = format_named("html").read(source, Fields())
    assert reply.body.text == text
    assert_in_order(source, reply)
    (nested,) = format_named("json").read(json.dumps({"body": f"<div>{source}</div>"}), Fields())
    assert nested.body.text == text


# Fixes --------------------------------------------------------------------------------------------------------------

SHOUT = "We have sent it!! Thank you."
CALM = "We have sent it! Thank you."
FIXABLE = {
    "a.txt": f"\nHello  Jane,\t\n\n{SHOUT}  \n\n",
    "a.md": f"<!-- kept -->\n# Sent\n\nHello {{{{name}}}},\n\n{SHOUT}\n\n# Bye\n\n* Good bye.\n",
    "fence.md": f"# Sent\n\n~~~text\n{SHOUT}\n~~~\n\n# Quote\n\nNo reply.\n",
    "quote.md": f"# Sent\n\n> Hello,\n>\n>{SHOUT}\n",
    "block.yaml": f"# kept\n- title:   Sent\n  body: |\n    Hello,\n\n     {SHOUT}\n    Bye   # no comment\n- {{title: Bye, body: Good bye.}}\n",
    "plain.yaml": f"- title: Sent\n  body:   {SHOUT}  # kept\n",
    "single.yaml": f"body: 'It''s done. {SHOUT}'\n",
    "double.yaml": f'body: "It\\u2019s \\"done\\". {SHOUT}"\n',
    "quoted.csv": f'name,text\nSent,"It is ""done"". {SHOUT}\nBye"\nBye,Good bye\n',
    "plain.csv": f"name;text\nSent;{SHOUT}\nBye;Good bye\n",
    "a.tsv": f"name\ttext\nSent\t{SHOUT}\n",
    "a.json": f'[{{"title" :"Sent","body":"Caf\\u00e9\\n\\"it\\"\\/ {SHOUT}"  }}]',
    "a.ndjson": f'{{"title": "Sent", "body": "{SHOUT}"}}\n{{"title": "Bye", "body": "Good bye."}}\n',
}
ONLY = ("--isolated", "--select", "no-punctuation-overload", "--no-cache")


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
@pytest.mark.parametrize("name", FIXABLE)
def test_a_fix_changes_nothing_but_what_it_mends(
    tmp_path: Path, replylint: Run, name: str, mark: str, newline: str
) -> None:
    folder = tmp_path / "macros"
    folder.mkdir()
    before = (mark + FIXABLE[name].replace("\n", newline)).encode()
    (folder / name).write_bytes(before)
    shown = replylint("check", folder, *ONLY, "--diff")
    assert (folder / name).read_bytes() == before
    assert shown.code == 1
    assert sum(line.startswith("+") for line in shown.out.splitlines()) == 2
    done = replylint("check", folder, *ONLY, "--fix", "--format", "text")
    after = (folder / name).read_bytes()
    assert after == before.replace(SHOUT.encode(), CALM.encode())
    assert (done.code, "left" in done.err) == (0, False)
    again = replylint("check", folder, *ONLY, "--fix", "--format", "text")
    assert (again.code, again.err, (folder / name).read_bytes()) == (0, "", after)


UNFIXABLE = {
    "a.html": f"<p>{SHOUT}</p>\n".encode(),
    "nested.json": json.dumps({"body": f"<p>{SHOUT}</p>"}).encode(),
    "folded.yaml": f"body: >\n  Hello there.\n  {SHOUT}\n".encode(),
    "lines.yaml": f"body: Hello\n  there. {SHOUT}\n".encode(),
    "a.csv": f'name,text\nSent,"<b>{SHOUT}</b>"\n'.encode(),
    "a.eml": f"Subject: Sent\n\n{SHOUT}\n".encode(),
    "a.xml": f'<d><Insert Table="standard_template"><Data Key="text">It&apos;s done. {SHOUT}</Data></Insert></d>'.encode(),
    "a.txt": f"{SHOUT}\n".encode("utf-16"),
    "alias.yaml": f"- body: &same {SHOUT}\n- body: *same\n".encode(),
}


@pytest.mark.parametrize("name", UNFIXABLE)
def test_what_does_not_map_is_left_and_said(tmp_path: Path, replylint: Run, name: str) -> None:
    folder = tmp_path / "macros"
    folder.mkdir()
    (folder / name).write_bytes(UNFIXABLE[name])
    done = replylint("check", folder, *ONLY, "--fix", "--format", "text")
    assert (folder / name).read_bytes() == UNFIXABLE[name]
    assert done.code == 1
    assert all("does not map to it one to one" in line for line in done.err.splitlines())
    assert done.err.startswith(f"{folder / name}:")


def test_of_two_replies_the_one_that_maps_is_mended(tmp_path: Path, replylint: Run) -> None:
    path = tmp_path / "a.json"
    path.write_text(json.dumps([{"body": SHOUT}, {"body": f"<p>{SHOUT}</p>"}]), "utf-8")
    done = replylint("check", path, *ONLY, "--fix")
    assert json.loads(path.read_text("utf-8")) == [{"body": CALM}, {"body": f"<p>{SHOUT}</p>"}]
    assert done.err.count("left") == 1


@settings(quick, max_examples=300)
@given(awkward, awkward, st.sampled_from(["json", "yaml", "yaml|", "yaml'", 'yaml"', "csv"]), st.data())
def test_an_edit_is_read_back_as_it_was_meant_or_not_made(text: str, new: str, kind: str, data: st.DataObject) -> None:
    known, style = (kind[:4], kind[4:] or None) if kind.startswith("yaml") else (kind, None)
    if known == "yaml":
        written = yaml.safe_dump([{"body": text}, {"body": "Bye."}], default_style=style, allow_unicode=True)
    elif known == "json":
        written = json.dumps([{"body": text}, {"body": "Bye."}])
    else:
        out = io.StringIO(newline="")
        csv.writer(out).writerows([("text",), (text,), ("Bye.",)])
        written = out.getvalue()
    form = format_named(known)
    source = Source("a", written, "utf-8", form, Fields(), tuple(form.read(written, Fields())))
    before = source.replies[0].body.text
    start = data.draw(st.integers(0, len(before)))
    end = data.draw(st.integers(start, len(before)))
    wanted = (before[:start] + new + before[end:]).strip()
    after, left = edited(source, {0: [Edit(Span(start, end), new)]})
    again = [reply.body.text for reply in form.read(after, Fields())]
    assert again == ([before, "Bye."] if left else [wanted, "Bye."])
    assert left in ((), (0,))


# Bad input ----------------------------------------------------------------------------------------------------------

GOOD = "Your order is on its way.\n"
BAD = {
    "cut.json": (b'[{"body": "Hello"', "not json that can be read"),
    "deep.json": (b"[" * 100_000, "too deep"),
    "deep.ndjson": (b'{"a": 1}\n' + b'{"a": ' + b"[" * 100_000 + b"\n", "too deep"),
    "extra.ndjson": (b'{"body": "Hello"}\n{"body": "Hello"} x\n', "extra.ndjson:2: not ndjson that can be read"),
    "bad.yaml": (b"a: 1\nb: [1\nc: 2\n", "not yaml that can be read"),
    "tabs.yaml": (b"a:\n\tb: 1\n", "tabs.yaml:2: not yaml that can be read"),
    "bomb.yaml": (b"a: &a [x, x]\n" + b"".join(b"%c: &%c [%s]\n" % (c, c, b", ".join([b"*%c" % (c - 1)] * 9)) for c in range(98, 106)), "too many aliases"),
    "open.csv": (b'name,text\nA,"Hello\nB,Bye\n', "open.csv:2: not csv that can be read"),
    "front.md": (b"---\ntitle: [\n---\nHello\n", "not markdown that can be read: front matter"),
    "cp1252.txt": ("First\nCafé".encode("cp1252"), "cp1252.txt:2: not UTF-8 (byte 0xe9): save it as UTF-8"),
    "binary.csv": (b"name,text\nA,\0\1\2\n", "binary.csv:2: holds NUL bytes: not a text file"),
    "odd.txt": (b"\xff\xfea", "begins as UTF-16 does, and is not"),
    "bad.otrs": (b'<otrs><Insert Table="standard_template"><Data>', "not otrs-xml that can be read"),
    "entities.otrs": (b'<!DOCTYPE d [<!ENTITY a "b">]><d><Insert Table="standard_template"/></d>', "entities of its own"),
}  # fmt: skip


@pytest.mark.parametrize("name", BAD)
def test_bad_input_is_one_line_and_the_rest_is_checked(tmp_path: Path, replylint: Run, name: str) -> None:
    (tmp_path / "good.md").write_text("WE HAVE SENT IT TODAY AND IT IS NEAR!!\n", "utf-8")
    content, said = BAD[name]
    (tmp_path / name).write_bytes(content)
    done = replylint("check", tmp_path, "--format", "text", "--jobs", "1")
    assert done.code == 2
    assert done.err.count("\n") == 1
    assert f"{tmp_path / name}" in done.err
    assert said in done.err
    assert f"{tmp_path / 'good.md'}:1:" in done.out


def test_links_that_lead_nowhere_or_round_and_round(tmp_path: Path, replylint: Run) -> None:
    (tmp_path / "good.md").write_text(GOOD, "utf-8")
    (tmp_path / "folder").mkdir()
    (tmp_path / "folder" / "up").symlink_to(tmp_path)
    (tmp_path / "self.md").symlink_to(tmp_path / "self.md")
    (tmp_path / "gone.md").symlink_to(tmp_path / "nothing.md")
    done = replylint("check", tmp_path, "--format", "text")
    assert done.code == 2
    assert [line.split(str(tmp_path))[1].split(":")[0] for line in done.err.splitlines()] == ["/gone.md", "/self.md"]
    assert all("cannot be read" in line for line in done.err.splitlines())


def test_a_file_that_is_too_large(tmp_path: Path, replylint: Run) -> None:
    (tmp_path / "good.md").write_text(GOOD, "utf-8")
    with (tmp_path / "big.csv").open("wb") as big:
        big.write(b"name,text\n")
        big.truncate(40 * 1024 * 1024)
    done = replylint("check", tmp_path, "--format", "text")
    assert done.code == 2
    assert "40 MiB are too many for a library: 32 at most" in done.err
    assert done.err.count("\n") == 1


@pytest.mark.skipif(os.geteuid() == 0, reason="root reads everything")
def test_files_and_folders_that_may_not_be_read(tmp_path: Path, replylint: Run) -> None:
    (tmp_path / "good.md").write_text(GOOD, "utf-8")
    (tmp_path / "mine.md").write_text(GOOD, "utf-8")
    (tmp_path / "mine.md").chmod(0)
    (tmp_path / "closed").mkdir(mode=0)
    done = replylint("check", tmp_path, "--format", "text")
    (tmp_path / "closed").chmod(0o700)
    assert done.code == 2
    assert [line.endswith("cannot be read: Permission denied") for line in done.err.splitlines()] == [True, True]


@pytest.mark.parametrize(
    "content",
    [{}, {"README.md": GOOD}, {"a.json": "{}"}, {"a.md": " \n"}, {"a.csv": "text\n"}, {"a.yaml": "# nothing\n"}],
)
def test_a_folder_without_replies(tmp_path: Path, replylint: Run, content: dict[str, str]) -> None:
    for name, text in content.items():
        (tmp_path / name).write_text(text, "utf-8")
    done = replylint("check", tmp_path)
    assert (done.code, done.out, done.err.count("\n")) == (2, "", 1)
    assert f"{tmp_path}: no reply was found in" in done.err


def test_unknown_names_are_refused(tmp_path: Path, replylint: Run) -> None:
    (tmp_path / "a.md").write_text(GOOD, "utf-8")
    assert "no format is called 'cvs'" in replylint("check", tmp_path, "--as", "cvs").err
    assert "--changed-since: git" not in replylint("check", tmp_path, "--changed-since", "HEAD").out
    assert replylint("check", tmp_path, "--changed-since", "--output=x").code == 2


# Suppressions -------------------------------------------------------------------------------------------------------

LOUD = "We have sent it!!"
NOTE = "replylint: ignore no-punctuation-overload -- our way"
SILENCED = {
    "before.md": f"<!-- {NOTE} -->\n{LOUD}\n",
    "after.md": f"{LOUD}\n\n<!-- {NOTE} -->\n",
    "section.md": f"# A\n\n<!-- {NOTE} -->\n{LOUD}\n\n# B\n\nBye.\n",
    "heading.md": f"# A\n\nBye.\n\n<!-- {NOTE} -->\n# B\n\n{LOUD}\n",
    "bare.md": f"<!-- replylint: ignore -->\n{LOUD}\n",
    "two.md": f"<!-- replylint: ignore no-all-caps,no-punctuation-overload -->\n{LOUD} PLEASE READ THIS NOW.\n",
    "file.md": f"<!-- replylint: ignore-file no-punctuation-overload -->\n# A\n\n{LOUD} Bye.\n\n# B\n\nThank you!! {LOUD}\n",
    "front.md": f"---\ntitle: A\nreplylint: no-punctuation-overload -- our way\n---\n{LOUD}\n",
    "a.html": f"<!-- {NOTE} -->\n<p>{LOUD}</p>\n",
    "above.yaml": f"- title: A\n  # {NOTE}\n  body: {LOUD}\n- title: B\n  body: Bye.\n",
    "line.yaml": f"- title: A\n  body: '{LOUD}'  # {NOTE}\n- title: B\n  body: Bye.\n",
    "short.yaml": f"- title: A\n  body: '{LOUD}'  # replylint: ignore no-punctuation-overload\n",
    "key.yaml": f"- title: A\n  replylint: no-punctuation-overload -- our way\n  body: {LOUD}\n",
    "key.json": json.dumps([{"title": "A", "body": LOUD, "replylint": "no-punctuation-overload -- our way"}]),
    "column.csv": f"title,text,replylint\nA,{LOUD},no-punctuation-overload -- our way\nB,Bye.,\n",
}  # fmt: skip
LIBRARY_ONLY = (
    "--isolated",
    "--select",
    "no-punctuation-overload,no-all-caps,no-idle-suppressions",
    "--fail-on",
    "suggestion",
)


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
@pytest.mark.parametrize("name", SILENCED)
def test_a_suppression_silences_where_it_stands(tmp_path: Path, replylint: Run, name: str, newline: str) -> None:
    content = SILENCED[name].replace("\n", newline)
    (tmp_path / name).write_bytes(content.encode())
    assert (done := replylint("check", tmp_path, *LIBRARY_ONLY, "--format", "text")).code == 0, done.out
    calm = content.replace("!!", "!").replace("PLEASE READ THIS NOW", "Please read")
    (tmp_path / name).write_bytes(calm.encode())
    idle = replylint("check", tmp_path, *LIBRARY_ONLY, "--format", "text")
    assert idle.code == 1
    assert all("no-idle-suppressions" in line for line in idle.out.splitlines() if line.startswith(str(tmp_path)))


def test_a_suppression_silences_only_what_it_names(tmp_path: Path, replylint: Run) -> None:
    (tmp_path / "a.md").write_text(f"<!-- replylint: ignore no-all-caps -->\n{LOUD}\n", "utf-8")
    done = replylint("check", tmp_path, *LIBRARY_ONLY, "--format", "text")
    assert "no-punctuation-overload" in done.out
    assert "Nothing to silence: no-all-caps" in done.out


def test_a_note_for_all_rules_holds_beside_an_idle_one(tmp_path: Path, replylint: Run) -> None:
    (tmp_path / "a.md").write_text(
        f"<!-- replylint: ignore -->\n<!-- replylint: ignore no-all-caps -->\n{LOUD}\n", "utf-8"
    )
    done = replylint("check", tmp_path, *LIBRARY_ONLY, "--format", "text")
    assert "no-idle-suppressions" in done.out
    assert "no-punctuation-overload" not in done.out


def test_per_file_ignores_hold_for_their_files_alone_also_from_the_cache(tmp_path: Path, replylint: Run) -> None:
    config = tmp_path / "replylint.yaml"
    config.write_text("select: [no-punctuation-overload]\nper_file_ignores:\n  a/*: [tone]\n", "utf-8")
    for folder in ("a", "b"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "x.csv").write_text(f"title,text\nT,{LOUD}\n", "utf-8")
    for _ in range(2):
        done = replylint("check", tmp_path, "--format", "text")
        assert f"{tmp_path / 'a'}" not in done.out
        assert f"{tmp_path / 'b'}" in done.out
    config.write_text("select: [no-punctuation-overload]\n", "utf-8")
    assert f"{tmp_path / 'a'}" in replylint("check", tmp_path, "--format", "text").out


def test_known_placeholders_hold_for_the_files_of_their_section(tmp_path: Path, replylint: Run) -> None:
    (tmp_path / "replylint.yaml").write_text(
        "select: [known-placeholders]\nlibraries:\n  - files: a/*\n    placeholders: [name]\n", "utf-8"
    )
    for folder in ("a", "b"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "x.md").write_text("Hello {{nmae}}, good morning.\n", "utf-8")
    done = replylint("check", tmp_path, "--format", "text")
    assert f"{tmp_path / 'a' / 'x.md'}:1:7: error known-placeholders" in done.out
    assert f"{tmp_path / 'b'}" not in done.out


# Baselines ----------------------------------------------------------------------------------------------------------


@pytest.fixture
def macros(tmp_path: Path) -> Path:
    folder = tmp_path / "macros"
    folder.mkdir()
    (folder / "a.md").write_text(f"# A\n\n{LOUD}\n\n# B\n\nThank you!!\n", "utf-8")
    (folder / "b.csv").write_text(f"title,text\nA,{LOUD}\nC,All is well.\n", "utf-8")
    return folder


def test_a_baseline_lets_only_new_findings_fail_and_only_shrinks(macros: Path, replylint: Run) -> None:
    kept = macros.parent / "baseline.json"

    def check(*more: object) -> Outcome:
        return replylint(
            "check",
            macros,
            "--isolated",
            "--select",
            "no-punctuation-overload",
            "--format",
            "text",
            "--baseline",
            kept,
            *more,
        )

    assert "no such baseline" in check().err
    assert "3 findings written" in check("--write-baseline").err
    assert (done := check()).code == 0, done.out
    assert done.err == ""

    (macros / "a.md").write_text(f"# New\n\nGood morning.\n\n# A\n\n\n\n{LOUD}\n\n# B\n\nThank you!!\n", "utf-8")
    assert check().code == 0

    (macros / "a.md").write_text(f"# A\n\n{LOUD} {LOUD}\n\n# B\n\nThank you!!\n", "utf-8")
    assert (done := check()).code == 1
    assert done.out.count("no-punctuation-overload") == 1
    before = kept.read_text("utf-8")
    check("--write-baseline")
    assert kept.read_text("utf-8") == before

    (macros / "a.md").write_text("# A\n\nAll is well.\n", "utf-8")
    assert "2 entries are no longer needed" in check().err
    assert "2 dropped or smaller" in check("--write-baseline").err
    assert len(json.loads(kept.read_text("utf-8"))["findings"]) == 1
    assert check().code == 0


def test_a_baseline_keeps_what_a_run_did_not_look_at(macros: Path, replylint: Run) -> None:
    kept = macros.parent / "baseline.json"
    always = ("--isolated", "--baseline", kept, "--format", "text")
    replylint("check", macros, "--select", "no-punctuation-overload", *always, "--write-baseline")
    before = kept.read_text("utf-8")
    assert replylint("check", macros / "b.csv", "--select", "no-punctuation-overload", *always).err == ""
    assert replylint("check", macros, "--select", "no-all-caps", *always).err == ""
    replylint("check", macros / "b.csv", *always, "--write-baseline")
    assert kept.read_text("utf-8") == before
    (macros / "b.csv").unlink()
    assert (
        "1 entry is no longer needed" in replylint("check", macros, "--select", "no-punctuation-overload", *always).err
    )


@pytest.mark.parametrize(
    "content", ["", "[]", '{"version": 2, "findings": []}', '{"version": 1, "findings": [{"key": 1}]}']
)
def test_a_damaged_baseline_is_refused_in_one_line(macros: Path, replylint: Run, content: str) -> None:
    kept = macros.parent / "baseline.json"
    kept.write_text(content, "utf-8")
    done = replylint("check", macros, "--baseline", kept)
    assert (done.code, done.err.count("\n")) == (2, 1)
    assert "not a baseline of replylint" in done.err


# What has changed, what is known, and several processes -------------------------------------------------------------


def test_changed_since_checks_what_git_says_has_changed(macros: Path, replylint: Run) -> None:
    def git(*arguments: str) -> None:
        subprocess.run(
            ["git", "-c", "user.name=x", "-c", "user.email=x@x.example", *arguments],
            cwd=macros.parent,
            check=True,
            capture_output=True,
        )

    git("init", "-q")
    git("add", ".")
    git("commit", "-qm", "macros")
    (macros / "Zoë neu.md").write_text(f"{LOUD}\n", "utf-8")
    done = replylint("check", macros, *LIBRARY_ONLY, "--format", "text", "--changed-since", "HEAD")
    assert {line.split(":")[0] for line in done.out.splitlines() if line.startswith(str(macros))} == {
        str(macros / "Zoë neu.md")
    }
    (macros / "b.csv").write_text("title,text\nA,Thank you!!\n", "utf-8")
    git("add", ".")
    done = replylint("check", macros, *LIBRARY_ONLY, "--format", "text", "--changed-since", "HEAD")
    assert str(macros / "a.md") not in done.out
    assert str(macros / "b.csv") in done.out
    git("commit", "-qm", "more")
    done = replylint("check", macros, *LIBRARY_ONLY, "--format", "text", "--changed-since", "HEAD")
    assert (done.code, str(macros) in done.out) == (0, False)
    done = replylint("check", macros, "--changed-since", "nothing")
    assert (done.code, done.err.count("\n")) == (2, 1)


def test_the_cache_changes_no_output(macros: Path, replylint: Run) -> None:
    command = ("check", macros, "--isolated", "--format", "json")
    first = replylint(*command, "--no-cache")
    assert [replylint(*command), replylint(*command)] == [first, first]
    (macros / "a.md").write_text("# A\n\nWHERE IS IT??\n", "utf-8")
    changed = replylint(*command)
    assert changed.out != first.out
    assert changed == replylint(*command, "--no-cache")


def test_several_processes_change_no_output(tmp_path: Path, replylint: Run) -> None:
    replies = [
        {"title": f"R{n}", "body": f"Order number {n} {'is late!!' if n % 3 else 'has left.'}"} for n in range(150)
    ]
    (tmp_path / "a.json").write_text(json.dumps(replies), "utf-8")
    command = ("check", tmp_path, *LIBRARY_ONLY, "--no-cache", "--format", "text")
    one = replylint(*command, "--jobs", "1")
    assert one.code == 1
    assert replylint(*command, "--jobs", "2") == one


def test_files_of_one_name_in_several_folders_are_no_duplicates(tmp_path: Path, replylint: Run) -> None:
    for name, text in {
        "en/refund.md": "Your refund is sent.",
        "de/refund.md": "Ihr Geld ist unterwegs.",
        "de/1.txt": "Bis bald!",
        "de/2.txt": "Guten Tag!",
    }.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text + "\n", "utf-8")
    (tmp_path / "a.yaml").write_text("- Your parcel is on its way.\n- The invoice is in your account.\n", "utf-8")
    done = replylint(
        "check", tmp_path, "--isolated", "--select", "library", "--fail-on", "suggestion", "--format", "json"
    )
    assert done.code == 0, done.out
    assert [reply["title"] for reply in json.loads(done.out)["replies"]] == [
        "a 1",
        "a 2",
        "de/1",
        "de/2",
        "de/refund",
        "en/refund",
    ]


@pytest.mark.parametrize(
    ("content", "bodies"),
    [
        ("# A\n\nIt is here.\n\n# B\n\n> It left.\n", ["It is here.", "It left."]),
        ("# A\n\nIt is here.\n\n# B\n\nIt left.\n\n# C\n\nRun this:\n\n```\nls\n```\n", ["It is here.", "It left.", "Run this:\n\n```\nls\n```"]),
        ("# How\n\nCopy one.\n\n# A\n\n```\nIt is here.\n```\n\n# B\n\n```\nIt left.\n```\n", ["It is here.", "It left."]),
    ],
)  # fmt: skip
def test_few_blocks_hide_no_other_section(tmp_path: Path, content: str, bodies: list[str]) -> None:
    assert [reply.body.text for reply in read(tmp_path, "a.md", content).replies] == bodies


def test_a_column_that_is_not_there_is_told(tmp_path: Path) -> None:
    section = Library((str(tmp_path / "*.csv"),), "csv", ("antwrot",), None, None, None, None, ())
    with pytest.raises(InputError, match="no reply stands under antwrot"):
        read(tmp_path, "a.csv", "nr,antwort\n1,It is here.\n", section)


def test_copies_are_duplicates_however_many(tmp_path: Path, replylint: Run) -> None:
    (tmp_path / "lib").mkdir()
    for number in range(80):
        (tmp_path / f"lib/{number:02}.txt").write_text(
            "The parcel left our warehouse on Friday and is on its way.\n", "utf-8"
        )
    done = replylint("check", tmp_path / "lib", "--format", "text", "--select", "no-near-duplicates")
    assert done.out.count("no-near-duplicates") == 79


def test_a_baseline_is_safe_from_runs_in_other_folders(
    tmp_path: Path, replylint: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "macros").mkdir()
    (tmp_path / "macros/a.md").write_text("# A\n\nIt is NOT here!!\n", "utf-8")
    (tmp_path / "macros/b.md").write_text("# B\n\nCalm down, please!!\n", "utf-8")
    monkeypatch.chdir(tmp_path)
    replylint("check", "macros", "--baseline", "b.json", "--write-baseline")
    before = (tmp_path / "b.json").read_text("utf-8")
    monkeypatch.chdir(tmp_path / "macros")
    replylint("check", "a.md", "--as", "auto", "--baseline", "../b.json", "--write-baseline")
    assert (tmp_path / "b.json").read_text("utf-8") == before
