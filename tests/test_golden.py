"""The reports of the examples, word for word. ``REPLYLINT_UPDATE=1 pytest tests/test_golden.py`` writes them anew."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from conftest import ROOT, Outcome

EXAMPLES = sorted(path.parent.name for path in (ROOT / "examples").glob("*/draft.txt"))
GOLDEN = Path(__file__).parent / "golden"


@pytest.mark.parametrize("format_", ["report", "text", "json"])
@pytest.mark.parametrize("name", EXAMPLES)
def test_report(name: str, format_: str, replylint: Callable[..., Outcome], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT / "examples" / name)
    done = replylint("check", "draft.txt", "--format", format_)
    golden = GOLDEN / f"{name}.{format_}"
    if os.environ.get("REPLYLINT_UPDATE"):
        golden.write_text(done.out, "utf-8")
    assert done.err == ""
    assert done.out == golden.read_text("utf-8")
    assert done.code == (0 if name == "good-reply" else 1)


@pytest.mark.parametrize("name", EXAMPLES)
def test_the_report_fits_80_columns(name: str) -> None:
    assert all(len(line) <= 80 for line in (GOLDEN / f"{name}.report").read_text("utf-8").splitlines())


def test_the_good_reply_scores_100() -> None:
    assert "score 100 of 100" in (GOLDEN / "good-reply.report").read_text("utf-8")


@pytest.mark.parametrize("format_", ["report", "text"])
def test_a_library(format_: str, replylint: Callable[..., Outcome], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT / "examples")
    done = replylint("check", "macros", "--format", format_)
    golden = GOLDEN / f"macros.{format_}"
    if os.environ.get("REPLYLINT_UPDATE"):
        golden.write_text(done.out, "utf-8")
    assert (done.err, done.code) == ("", 1)
    assert done.out == golden.read_text("utf-8")


@pytest.mark.parametrize("format_", ["report", "text", "json"])
def test_a_mail(format_: str, replylint: Callable[..., Outcome], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT / "examples" / "mail")
    done = replylint("check", "reply.eml", "--thread", "thread.mbox", "--format", format_)
    golden = GOLDEN / f"mail.{format_}"
    if os.environ.get("REPLYLINT_UPDATE"):
        golden.write_text(done.out, "utf-8")
    assert (done.err, done.code) == ("", 1)
    assert done.out == golden.read_text("utf-8")
