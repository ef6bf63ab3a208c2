"""Mail as it really is: what its writer wrote is the draft, what it quotes is the incoming message, and every byte keeps its place."""

from __future__ import annotations

import base64
import json
import mailbox
import quopri
from collections.abc import Callable
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from conftest import ROOT, Outcome
from replylint import Exchange, Message
from replylint.errors import InputError
from replylint.findings import Edit, Span
from replylint.readers.mail.attribution import origin_of
from replylint.readers.mail.message import read_mail
from replylint.readers.mail.quoting import split_text
from replylint.readers.mail.reply import MailReply, mail_reply

Run = Callable[..., Outcome]
BASE = Exchange(Message(""))
HEADERS = (
    "From: Tom Baker <tom@acme.example>\n"
    "To: Jane Doe <jane@example.org>\n"
    "Subject: Re: parcel\n"
    "Date: Tue, 24 Nov 2026 10:12:00 +0100\n"
    "Message-ID: <r1@acme.example>\n"
    "In-Reply-To: <q1@example.org>\n"
)
BODY = "Hi Jane,\n\nyour parcel left PLEASE today – it will be there on Thursday.\n\nBest,\nTom\n\nOn 23 Nov 2026 at 21:15 +0000, Jane Doe wrote:\n> Where is my parcel?\n"


def mail(body: str = BODY, extra: str = "", headers: str = HEADERS) -> bytes:
    return f"{headers}{extra}\n{body}".encode()


def read(raw: bytes) -> MailReply:
    return mail_reply(raw, "reply.eml", BASE)


# Quotes and signatures ----------------------------------------------------------------------------------------------

CASES: list[dict[str, Any]] = yaml.safe_load((ROOT / "tests/cases/quoting.yaml").read_text("utf-8"))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_who_wrote_which_lines(case: dict[str, Any]) -> None:
    def text_of(kind: str) -> str:
        found = "\n".join(case["text"][s.start : s.end] for s in split_text(case["text"]) if s.kind == kind)
        return "\n".join(line.rstrip() for line in found.split("\n") if line.strip())

    for kind in ("reply", "quote", "signature"):
        wanted = "\n".join(line.rstrip() for line in case.get(kind, "").split("\n") if line.strip())
        assert text_of(kind) == wanted, kind


@given(
    st.lists(
        st.sampled_from(
            ["> a", "", "On 1 May 2026, Jane wrote:", "-- ", "From: a@b.c", "hello", "Sent from my phone", "| x", "---"]
        ),
        max_size=30,
    )
)
def test_every_line_has_one_owner(lines: list[str]) -> None:
    text = "\n".join(lines)
    sections = split_text(text)
    assert [s.start for s in sections] == [0, *(s.end for s in sections)][:-1]
    assert sections[-1].end == len(text)


def test_a_patch_is_set_apart() -> None:
    text = "Fix the parcel page.\n\nSigned-off-by: Tom\n---\n page.c | 2 +-\n\ndiff --git a/page.c b/page.c\n+int x;\n"
    assert [s.kind for s in split_text(text)][-1] == "patch"


@pytest.mark.parametrize(
    ("line", "author", "at"),
    [
        ("On Tue, Nov 24, 2026 at 10:00:00AM +0000, Jane Doe wrote:", "Jane Doe", datetime(2026, 11, 24, 10, tzinfo=UTC)),
        ("On 24 Nov 2026, at 22:05, Jane Doe <jane@example.org> wrote:", "Jane Doe", datetime(2026, 11, 24, 22, 5)),
        ("Am 24. November 2026 um 10:00 schrieb Jane Doe:", "Jane Doe", datetime(2026, 11, 24, 10)),
        ("Le 24 nov. 2026 à 10:00, Jane Doe <jane@example.org> a écrit :", "Jane Doe", datetime(2026, 11, 24, 10)),
        ("From: Jane Doe <jane@example.org> Sent: Tuesday, November 24, 2026 1:30 PM To: Acme Subject: x", "Jane Doe", datetime(2026, 11, 24, 13, 30)),
        ("On 03/04/2026 10:00, jane@example.org wrote:", None, None),
        ("Am 24. November 2026 um 18:20 Uhr schrieb Jane Doe <jane@example.org>:", "Jane Doe", datetime(2026, 11, 24, 18, 20)),
        ("On Tuesday, 24 November 2026 at 06:20:11 PM GMT+1, Jane Doe <jane@example.org> wrote:", "Jane Doe", datetime(2026, 11, 24, 17, 20, tzinfo=UTC)),
        ("24. marrask. 2026 10:00 Jane Doe kirjoitti:", None, None),
        ("", None, None),
    ],
)  # fmt: skip
def test_what_an_introduction_tells(line: str, author: str | None, at: datetime | None) -> None:
    origin = origin_of(line)
    assert (origin.author, origin.at) == (author, at)


# MIME ---------------------------------------------------------------------------------------------------------------


def test_headers_and_quote_make_the_exchange() -> None:
    exchange = read(mail()).exchange
    assert (
        exchange.draft.text == "Hi Jane,\n\nyour parcel left PLEASE today – it will be there on Thursday.\n\nBest,\nTom"
    )
    assert (exchange.draft.author, exchange.customer.name, exchange.title, exchange.channel) == (
        "Tom Baker",
        "Jane Doe",
        "Re: parcel",
        "email",
    )
    assert exchange.draft.at == datetime(2026, 11, 24, 10, 12, tzinfo=timezone(timedelta(hours=1)))
    assert exchange.incoming is not None
    assert (exchange.incoming.text, exchange.incoming.author) == ("Where is my parcel?", "Jane Doe")
    assert exchange.incoming.at == datetime(2026, 11, 23, 21, 15, tzinfo=UTC)
    assert exchange.attachments == 0


def in_parts(*parts: str, kind: str = "mixed") -> bytes:
    body = "".join(f"--B\n{part}\n" for part in parts) + "--B--\n"
    return f'{HEADERS}MIME-Version: 1.0\nContent-Type: multipart/{kind}; boundary="B"\n\n{body}'.encode()


def encoded(encoding: str, newline: str = "\n") -> bytes:
    content = BODY.replace("\n", newline).encode()
    written = {
        "quoted-printable": quopri.encodestring(content),
        "base64": base64.encodebytes(content),
        "8bit": content,
    }[encoding]
    head = f"{HEADERS}MIME-Version: 1.0\nContent-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: {encoding}\n\n"
    return head.replace("\n", newline).encode() + (
        written if encoding == "8bit" else written.replace(b"\r\n", b"\n").replace(b"\n", newline.encode())
    )


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
@pytest.mark.parametrize("encoding", ["8bit", "quoted-printable", "base64"])
def test_an_edit_changes_the_text_and_nothing_else(encoding: str, newline: str) -> None:
    raw = encoded(encoding, newline)
    reply = read(raw)
    start = reply.exchange.draft.text.index("PLEASE")
    after = reply.edited([Edit(Span(start, start + 6), "gefällig")])
    again = read(after)
    assert again.exchange.draft.text == reply.exchange.draft.text.replace("PLEASE", "gefällig")
    assert again.exchange.incoming == reply.exchange.incoming
    assert (
        after.split(b"\n" + (b"\r\n" if newline == "\r\n" else b"\n"))[0]
        == raw.split(b"\n" + (b"\r\n" if newline == "\r\n" else b"\n"))[0]
    )
    if encoding != "base64":
        assert after == raw.replace(b"PLEASE", "gefällig".encode() if encoding == "8bit" else b"gef=C3=A4llig")


def test_places_are_those_of_the_file() -> None:
    raw = encoded("quoted-printable")
    reply = read(raw)
    line, column = reply.places()(reply.exchange.draft.text.index("PLEASE"))
    assert raw.decode().split("\n")[line - 1][column - 1 :].startswith("PLEASE")
    assert [(s.kind, raw.decode().split("\n")[s.start_line - 1][:4]) for s in reply.skipped] == [
        ("attribution", "On 2"),
        ("quote", "> Wh"),
    ]


@given(
    st.text(alphabet="aé€😀 =.\n", min_size=1, max_size=40), st.sampled_from(["8bit", "quoted-printable"]), st.data()
)
def test_places_of_any_text(text: str, encoding: str, data: st.DataObject) -> None:
    content = ("x" + text + "x").encode()
    written = quopri.encodestring(content) if encoding == "quoted-printable" else content
    reply = read(
        f"{HEADERS}Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: {encoding}\n\n".encode()
        + written
    )
    draft = reply.exchange.draft.text
    start = data.draw(st.integers(0, len(draft)))
    end = data.draw(st.integers(start, len(draft)))
    assert (
        read(reply.edited([Edit(Span(start, end), "@@@")])).exchange.draft.text == draft[:start] + "@@@" + draft[end:]
    )


def test_answers_between_quotes_keep_their_places() -> None:
    reply = read(mail("On 23 Nov 2026, Jane Doe wrote:\n> One?\nYes it is NOW.\n> Two?\nNO it is not.\n"))
    text = reply.exchange.draft.text
    assert text == "Yes it is NOW.\nNO it is not."
    edits = [Edit(Span(text.index(word), text.index(word) + len(word)), word.lower()) for word in ("NOW", "NO it")]
    assert b"> One?\nYes it is now.\n> Two?\nno it is not.\n" in reply.edited(edits)
    with pytest.raises(InputError, match="across quoted text"):
        reply.edited([Edit(Span(text.index("NOW"), len(text)), "")])


def test_an_edit_never_goes_into_another_part() -> None:
    note = "Content-Type: text/plain; name=a.txt\nContent-Disposition: attachment\n\nNotes\n\nHi Jane, PLEASE wait. Signed."
    reply = read(in_parts(note, "Content-Type: text/plain\n\nHi Jane, PLEASE wait."))
    after = reply.edited([Edit(Span(9, 15), "please")])
    assert b"Hi Jane, PLEASE wait. Signed." in after
    assert b"\n\nHi Jane, please wait." in after


def test_an_edit_that_a_charset_with_states_would_garble_is_refused() -> None:
    text = "Hi Jane, 日本PLEASE日本."
    raw = f"{HEADERS}Content-Type: text/plain; charset=iso-2022-jp\n\n".encode() + text.encode("iso-2022-jp")
    reply = read(raw)
    assert reply.exchange.draft.text == text
    start = text.index("PLEASE")
    with pytest.raises(InputError, match="cannot be told for sure"):
        reply.edited([Edit(Span(start, start + 6), "please")])


def test_base64_that_is_not_what_it_says_is_left_alone() -> None:
    content = base64.encodebytes("Hi Jane, PLEASE wait €.".encode("cp1252"))
    reply = read(
        f"{HEADERS}Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: base64\n\n".encode() + content
    )
    with pytest.raises(InputError, match="not encoded as it says"):
        reply.edited([Edit(Span(9, 15), "please")])


def test_an_edit_across_two_parts_is_refused() -> None:
    reply = read(in_parts("Content-Type: text/plain\n\nHi Jane.", "Content-Type: text/plain\n\nBye Jane."))
    with pytest.raises(InputError, match="across two parts"):
        reply.edited([Edit(Span(3, 14), "")])


def test_the_plain_form_is_read_and_the_html_form_stops_fixes() -> None:
    plain = f"Content-Type: text/plain; charset=utf-8\n\n{BODY}"
    reply = read(
        in_parts(plain, "Content-Type: text/html\n\n<p>Hi Jane, your parcel left today</p>", kind="alternative")
    )
    assert reply.exchange.draft.text.startswith("Hi Jane,\n\nyour parcel")
    with pytest.raises(InputError, match="HTML says the same"):
        reply.edited([Edit(Span(0, 2), "Hello")])


def test_html_alone_is_read_as_a_person_sees_it() -> None:
    body = "<p>Hi Jane,</p><p>it left today.</p><p>Tom</p><div>On 23 Nov 2026 at 21:15, Jane Doe wrote:</div><blockquote>Where is it?</blockquote>"
    reply = read(mail(body, "Content-Type: text/html; charset=utf-8\n"))
    assert reply.exchange.draft.text == "Hi Jane,\n\nit left today.\n\nTom"
    assert reply.exchange.incoming is not None
    assert reply.exchange.incoming.text == "Where is it?"


def test_what_html_quotes_is_quoted() -> None:
    body = (
        "<div>Yes, it left today.</div><blockquote type=cite><p>Where is it?</p><p>Jane</p></blockquote><div>And the second on Friday.</div>"
        '<div class="gmail_signature">Tom Baker<br>Acme</div>'
    )
    reply = read(mail(body, "Content-Type: text/html; charset=utf-8\n"))
    assert [line for line in reply.exchange.draft.text.split("\n") if line] == [
        "Yes, it left today.",
        "And the second on Friday.",
    ]
    assert reply.exchange.incoming is not None
    assert reply.exchange.incoming.text.split() == ["Where", "is", "it?", "Jane"]
    assert reply.exchange.draft.signature == "Tom Baker\nAcme"


def test_a_plain_form_that_says_nothing_is_not_what_people_read() -> None:
    html = "Content-Type: text/html\n\n<p>Hi Jane, your parcel left our depot today and comes on Friday.</p>"
    reply = read(
        in_parts("Content-Type: text/plain\n\nYour mail program does not show HTML.", html, kind="alternative")
    )
    assert reply.exchange.draft.text.startswith("Hi Jane, your parcel")


def test_every_part_that_is_shown_is_read() -> None:
    reply = read(
        in_parts("Content-Type: text/html\n\n<p>Hi Jane, done.</p>", "Content-Type: text/plain\n\nYou are on the list.")
    )
    assert reply.exchange.draft.text.split("\n")[0] == "Hi Jane, done."
    assert "You are on the list." in reply.exchange.draft.text
    for kind in ("text/markdown", "text/plain; name=reply.txt", "text/enriched"):
        assert read(in_parts(f"Content-Type: {kind}\n\nHi Jane.")).exchange.draft.text == "Hi Jane."


def test_an_introduction_between_the_marks() -> None:
    exchange = read(
        mail("Today.\n\n> On 23 Nov 2026, at 21:15, Jane Doe <jane@example.org> wrote:\n> \n> Where is my parcel?\n")
    ).exchange
    assert exchange.incoming is not None
    assert (exchange.incoming.text, exchange.incoming.author) == ("Where is my parcel?", "Jane Doe")


@pytest.mark.parametrize("how", ["subject", "words"])
def test_who_gets_a_forwarded_mail_did_not_write_it(how: str) -> None:
    below = "---------- Forwarded message ---------\nFrom: Max <max@example.net>\nDate: Mon, 23 Nov 2026 at 10:00\nSubject: x\n\nTERRIBLE service!\n"
    if how == "subject":
        raw = mail("See below.\n\n> TERRIBLE service!\n", headers=HEADERS.replace("Re: parcel", "Fwd: parcel"))
    else:
        raw = mail(f"See below.\n\n{below}")
    exchange = read(raw).exchange
    assert (exchange.draft.text, exchange.incoming) == ("See below.", None)


def test_files_are_counted_and_pictures_of_the_html_are_not() -> None:
    picture = "Content-Type: image/png\nContent-ID: <logo>\nContent-Transfer-Encoding: base64\n\nAAAA"
    pdf = 'Content-Type: application/pdf\nContent-Disposition: attachment; filename="a.pdf"\n\nAAAA'
    reply = read(
        in_parts(
            f"Content-Type: text/plain; charset=utf-8\n\n{BODY}",
            picture,
            pdf,
            "Content-Type: message/rfc822\n\nSubject: x\n\ny",
        )
    )
    assert reply.exchange.attachments == 2


@pytest.mark.parametrize(
    ("charset", "text"),
    [
        ("iso-8859-1", "Grüße"),
        ("windows-1252", "it’s"),
        ("utf-16", "Grüße"),
        ("koi8-r", "привет"),
        ("shift_jis", "こんにちは"),
    ],
)
def test_charsets(charset: str, text: str) -> None:
    raw = (
        f"{HEADERS}Content-Type: text/plain; charset={charset}\nContent-Transfer-Encoding: base64\n\n".encode()
        + base64.encodebytes(f"Hi Jane, {text}.".encode(charset))
    )
    assert read(raw).exchange.draft.text == f"Hi Jane, {text}."


def test_bytes_that_are_not_in_the_charset_are_read_all_the_same() -> None:
    assert read(f"{HEADERS}\n".encode() + b"Gr\xfc\xdfe").exchange.draft.text == "Grüße"
    assert read(f"{HEADERS}Content-Type: text/plain; charset=rot13\n\nHi.".encode()).exchange.draft.text == "Hi."


def test_a_space_before_a_mark_hides_it_in_flowed_text() -> None:
    raw = mail("Press the\n > key.\n", "Content-Type: text/plain; charset=utf-8; format=flowed\n")
    assert read(raw).exchange.draft.text == "Press the\n > key."


def test_encoded_headers() -> None:
    headers = HEADERS.replace("Jane Doe <", "=?utf-8?q?Zo=C3=AB_Doe?= <").replace(
        "Re: parcel", "=?utf-8?b?UmU6IFBha2V0IOKAkyB3bz8=?="
    )
    exchange = read(mail(headers=headers)).exchange
    assert (exchange.customer.name, exchange.title) == ("Zoë Doe", "Re: Paket – wo?")


def test_of_several_recipients_nobody_is_addressed() -> None:
    headers = HEADERS.replace(
        "To: Jane Doe <jane@example.org>", "To: Jane Doe <jane@example.org>, Max Roe <max@example.org>"
    )
    assert read(mail("Hi both, done.\n", headers=headers)).exchange.customer.name is None
    assert read(mail(headers=headers)).exchange.customer.name == "Jane Doe"


@pytest.mark.parametrize(
    ("raw", "reason"),
    [
        (mail("Hi\0there"), "NUL"),
        (mail("x", 'Content-Type: multipart/encrypted; boundary="B"\n'), "encrypted"),
        (mail("AAAA", "Content-Type: application/pkcs7-mime; smime-type=enveloped-data\n"), "encrypted"),
        (mail("-----BEGIN PGP MESSAGE-----\n\nhQEM\n-----END PGP MESSAGE-----\n"), "encrypted"),
        (mail("x", "Content-Type: multipart/mixed\n" * 400), "too many parts"),
        (mail("word " * 200_000), "too long"),
        (HEADERS.encode() + b"X-A: " + b"a" * 3_000_000 + b"\n\nHi", "headers of over"),
    ],
    ids=["NUL", "encrypted", "S/MIME", "PGP", "parts", "long", "headers"],
)
def test_what_is_no_reply_is_refused_in_one_line(raw: bytes, reason: str) -> None:
    with pytest.raises(InputError, match=reason):
        read(raw)


def test_a_large_attachment_is_not_read() -> None:
    pdf = (
        "Content-Type: application/pdf; name=a.pdf\nContent-Transfer-Encoding: base64\n\n"
        + base64.encodebytes(bytes(6_000_000)).decode()
    )
    reply = read(in_parts(f"Content-Type: text/plain; charset=utf-8\n\n{BODY}", pdf))
    assert reply.exchange.attachments == 1
    assert reply.exchange.draft.text.startswith("Hi Jane")


@given(st.binary(max_size=400))
def test_no_bytes_break_the_reader(noise: bytes) -> None:
    for raw in (noise, HEADERS.encode() + b"\n" + noise, HEADERS.encode() + noise):
        try:
            reply = read(raw)
        except InputError:
            continue
        if reply.exchange.draft.text:
            line, column = reply.places()(0)
            assert (line >= 1, column >= 1) == (True, True)
        assert all(part.start_line <= part.end_line for part in reply.skipped)


# Threads ------------------------------------------------------------------------------------------------------------

QUESTION = (
    b"From: Jane Doe <jane@example.org>\nTo: help@acme.example\nSubject: parcel\nDate: Mon, 23 Nov 2026 22:15:00 +0530\n"
    b"Message-ID: <q1@example.org>\n\nWhere is my parcel? I have waited for two weeks.\n"
)
OTHER = b"From: Max <max@example.net>\nTo: help@acme.example\nSubject: lamp\nDate: Mon, 23 Nov 2026 22:15:00 +0100\nMessage-ID: <o@example.net>\n\nThe lamp is broken.\n"


def _maildir(path: Path) -> Path:
    box = mailbox.Maildir(path / "Maildir")
    box.add(QUESTION)
    box.add(OTHER)
    return path / "Maildir"


def _mbox(path: Path) -> Path:
    box = mailbox.mbox(path / "mbox")
    box.add(QUESTION)
    box.add(OTHER)
    box.close()
    return path / "mbox"


def _folder(path: Path) -> Path:
    (path / "mails").mkdir()
    (path / "mails/1.eml").write_bytes(QUESTION)
    (path / "mails/2.eml").write_bytes(OTHER)
    return path / "mails"


@pytest.mark.parametrize("make", [_maildir, _mbox, _folder])
def test_the_thread_gives_the_message_that_is_answered(
    replylint: Run, tmp_path: Path, make: Callable[[Path], Path]
) -> None:
    path = tmp_path / "reply.eml"
    path.write_bytes(mail("Hi Jane, it left today.\n\nTom\n"))
    done = replylint("check", path, "--isolated", "--thread", make(tmp_path), "--format", "json")
    facts = json.loads(done.out)["replies"][0]["facts"]
    assert facts["incoming_words"] == 10
    assert facts["timezone"] == "UTC+05:30 (the Date of their mail)"


def test_a_thread_beside_a_plain_draft(replylint: Run, tmp_path: Path) -> None:
    (tmp_path / "q.eml").write_bytes(QUESTION)
    draft = tmp_path / "draft.txt"
    draft.write_text("Hi Jane, it left today.\n\nTom\n", "utf-8")
    done = replylint(
        "check",
        draft,
        "--isolated",
        "--thread",
        tmp_path / "q.eml",
        "--send-at",
        "2026-11-24T12:00:00+05:30",
        "--format",
        "json",
    )
    assert json.loads(done.out)["replies"][0]["facts"]["incoming_words"] == 10


def test_our_own_mail_in_the_thread_is_no_question(tmp_path: Path) -> None:
    from replylint.readers.mail.thread import read_thread, with_thread

    ours = (
        QUESTION.replace(b"Jane Doe <jane@example.org>", b"Ann <ann@acme.example>")
        .replace(b"<q1@", b"<q0@")
        .replace(b"\n\nWhere", b"\nReferences: <q1@example.org>\n\nWhere")
    )
    (tmp_path / "1.eml").write_bytes(QUESTION)
    (tmp_path / "2.eml").write_bytes(ours)
    draft = read_mail(mail(), "draft")
    exchange = with_thread(BASE, read_thread([str(tmp_path)], draft), ["acme.example"], draft)
    assert [message.role for message in exchange.history] == ["agent"]
    assert exchange.incoming is not None
    assert exchange.incoming.author == "Jane Doe"


@pytest.mark.parametrize("path", ["nowhere", "empty", "text.txt"])
def test_a_thread_that_is_none(replylint: Run, tmp_path: Path, path: str) -> None:
    (tmp_path / "empty").mkdir()
    (tmp_path / "text.txt").write_text("hello", "utf-8")
    (tmp_path / "reply.eml").write_bytes(mail())
    done = replylint("check", tmp_path / "reply.eml", "--thread", tmp_path / path)
    assert done.code == 2
    assert len(done.err.splitlines()) == 1


# check --------------------------------------------------------------------------------------------------------------


def test_check_reads_mail_from_a_file_and_from_standard_input(replylint: Run, tmp_path: Path) -> None:
    path = tmp_path / "reply.eml"
    path.write_bytes(mail())
    from_file = replylint("check", path, "--isolated", "--format", "text")
    assert "no-all-caps “PLEASE”" in from_file.out
    assert replylint("check", "-", "--isolated", "--format", "text", stdin=mail()).out == from_file.out.replace(
        str(path), "<stdin>"
    )


def test_check_fixes_mail_in_place(replylint: Run, tmp_path: Path) -> None:
    path = tmp_path / "reply.eml"
    path.write_bytes(encoded("quoted-printable", "\r\n"))
    assert replylint("check", path, "--isolated", "--diff").code == 1
    replylint("check", path, "--isolated", "--fix")
    assert path.read_bytes() == encoded("quoted-printable", "\r\n").replace(b"PLEASE", b"please")


def test_a_draft_with_a_colon_in_its_first_line_is_no_mail(replylint: Run) -> None:
    done = replylint(
        "check", "-", "--isolated", "--format", "json", stdin=b"Subject: your order\n\nHi Jane, it left today.\n"
    )
    assert json.loads(done.out)["replies"][0]["facts"]["words"] == 8


def test_mail_without_a_word_of_its_own(replylint: Run) -> None:
    done = replylint("check", "-", stdin=mail("> Where is it?\n"))
    assert done.code == 2
    assert done.err == "replylint: <stdin>: no text of the writer's own in this mail: nothing to check\n"


def test_signatures_sign(replylint: Run) -> None:
    signed = mail("Hi Jane, it left today.\n\n-- \nTom Baker\nAcme\n+44 20 7946 0958\n")
    out = json.loads(replylint("check", "-", "--isolated", "--format", "json", stdin=signed).out)["replies"][0]
    assert not [f for f in out["findings"] if f["rule"] in ("sign-as-a-person", "keep-private-private")]
    assert out["skipped"][0]["kind"] == "signature"
