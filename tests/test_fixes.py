"""Fixes keep everything outside their edits, and mending twice changes nothing more."""

from __future__ import annotations

from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from replylint import Edit, Exchange, Fix, Message, Span, apply_fixes, lint, load_rulebook
from replylint.readers.document import Document

RULEBOOK = load_rulebook()


@st.composite
def text_and_fixes(draw: st.DrawFn) -> tuple[str, list[Fix]]:
    text = draw(st.text(max_size=60))
    fixes = []
    for _ in range(draw(st.integers(0, 5))):
        start = draw(st.integers(0, len(text)))
        end = draw(st.integers(start, len(text)))
        fixes.append(
            Fix("f", (Edit(Span(start, end), draw(st.text(max_size=5))),), draw(st.sampled_from(["safe", "unsafe"])))
        )
    return text, fixes


@given(text_and_fixes())
def test_what_is_outside_the_edits_stays(case: tuple[str, list[Fix]]) -> None:
    text, fixes = case
    fixed = apply_fixes(text, fixes, unsafe=True)
    at, kept = 0, []
    for edit in sorted((e for f in fixed.applied for e in f.edits), key=lambda e: (e.span.start, e.span.end)):
        kept.append(text[at : edit.span.start])
        at = edit.span.end
    kept.append(text[at:])
    rest = fixed.text
    for piece in kept:
        assert piece in rest
        rest = rest[rest.index(piece) + len(piece) :]
    assert len(fixed.applied) + len(fixed.left) == len(fixes)


@given(text_and_fixes())
def test_unsafe_fixes_wait_to_be_asked_for(case: tuple[str, list[Fix]]) -> None:
    text, fixes = case
    assert all(fix.safety == "safe" for fix in apply_fixes(text, fixes).applied)


PIECES = "Hi Jane, | PLEASE READ | this!! | pls | :) | 😊😊😊 | We will call you soon. | What?! | Rest assured, | it is NOT so. | \n\n | Best,\nTom"
DRAFTS = st.lists(st.sampled_from(PIECES.split("|")), min_size=1, max_size=10).map("".join).filter(str.strip)


@settings(max_examples=80, deadline=None)
@given(DRAFTS)
def test_safe_fixes_converge(text: str) -> None:
    def once(draft: str) -> str:
        exchange = Exchange(Message(draft), Message("Where is my order? It is late."))
        return apply_fixes(draft, [f.fix for f in lint(exchange, RULEBOOK).findings if f.fix]).text

    for _ in range(4):
        text, before = once(text), text
    assert text == before


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=200).filter(str.strip), st.none() | st.text(min_size=1, max_size=100).filter(str.strip))
def test_no_text_crashes_the_linter(draft: str, incoming: str | None) -> None:
    exchange = Exchange(Message(draft), Message(incoming) if incoming else None, channel="twitter")
    report = lint(exchange, RULEBOOK)
    assert all(0 <= f.span.start <= f.span.end <= len(draft) for f in report.findings)
    assert 0 <= report.scorecard.score <= 100


@given(st.lists(st.sampled_from(["a", "bc", "\r\n", "\n", "é"]), max_size=20).map("".join), st.data())
def test_documents_keep_their_newlines(raw: str, data: st.DataObject) -> None:
    document = Document("d", raw)
    text = document.text
    at = data.draw(st.integers(0, len(text)))
    edited = document.edited([Edit(Span(at, at), "X")])
    assert edited.text == text[:at] + "X" + text[at:]
    assert edited.raw.replace("X", "", 1) == raw
    assert document.edited([]).encode() == raw.encode()


def test_a_byte_order_mark_and_windows_newlines_survive(tmp_path: Path, replylint) -> None:  # type: ignore[no-untyped-def]
    draft = tmp_path / "draft.txt"
    draft.write_bytes(b"\xef\xbb\xbfHi Jane,\r\n\r\nit works!!\r\n")
    replylint("check", draft, "--fix")
    assert draft.read_bytes() == b"\xef\xbb\xbfHi Jane,\r\n\r\nit works!\r\n"
    replylint("check", draft, "--fix")
    assert draft.read_bytes() == b"\xef\xbb\xbfHi Jane,\r\n\r\nit works!\r\n"
