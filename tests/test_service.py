"""A linter that lives long: the same reports from many threads, from processes, from a copy."""

from __future__ import annotations

import io
import json
import multiprocessing
import pickle
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from conftest import Outcome
from replylint import Exchange, Linter, Message, Report, Rulebook, lint
from replylint.bulk import chunks, in_order
from replylint.readers.exchanges import raw_lines

Run = Callable[..., Outcome]
DRAFTS = [
    "Hi Jane, it is fixed now!!",
    "We will get back to you soon.",
    "PLEASE read the manual.",
    "Your parcel left today and comes on Friday.",
    "Dear customer, we apologize for any inconvenience.",
]
EXCHANGES = [
    Exchange(Message(f"{draft} {n}"), Message("Where is my parcel? Jane")) for n in range(40) for draft in DRAFTS
]


@pytest.fixture(scope="module")
def linter(rulebook: Rulebook) -> Linter:
    return Linter(rulebook).warm()


@pytest.fixture(scope="module")
def wanted(rulebook: Rulebook) -> list[Report]:
    return [lint(exchange, rulebook) for exchange in EXCHANGES]


def test_many_threads(linter: Linter, wanted: list[Report]) -> None:
    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(linter.lint, EXCHANGES)) == wanted


@pytest.mark.parametrize("jobs", [1, 2, 3])
def test_processes_keep_the_order(linter: Linter, wanted: list[Report], jobs: int) -> None:
    assert list(linter.lint_all(iter(EXCHANGES), jobs=jobs)) == wanted


def test_a_pickled_copy(linter: Linter, wanted: list[Report]) -> None:
    assert list(pickle.loads(pickle.dumps(linter)).lint_all(EXCHANGES)) == wanted


@pytest.mark.skipif("fork" not in multiprocessing.get_all_start_methods(), reason="no fork on this system")
def test_a_forked_child(linter: Linter, wanted: list[Report]) -> None:
    with multiprocessing.get_context("fork").Pool(1) as pool:
        assert pool.apply(linter.lint, (EXCHANGES[0],)) == wanted[0]


def test_pieces_are_read_no_faster_than_they_are_worked_on() -> None:
    read = 0

    def pieces() -> object:
        nonlocal read
        for number in range(1000):
            read += 1
            yield number

    results = in_order(_double, 2, pieces(), 2)  # type: ignore[arg-type]
    assert next(results) == 0
    assert read < 20
    assert list(results) == [2 * n for n in range(1, 1000)]


def _double(state: int, number: int) -> int:
    return state * number


def test_chunks() -> None:
    assert list(chunks(iter("abcde"), 2)) == [["a", "b"], ["c", "d"], ["e"]]


def test_a_long_line_is_read_in_part_and_the_next_one_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("replylint.readers.exchanges.MAX_LINE", 10)
    lines = list(raw_lines(io.BytesIO(b"short\n" + b"x" * 35 + b"\nnext\n" + b"y" * 12)))
    assert lines == [(1, b"short\n"), (2, b"x" * 11), (3, b"next\n"), (4, b"y" * 11)]


@pytest.mark.parametrize("format_", ["jsonl", "text", "json", "github"])
def test_check_with_processes_prints_the_same(replylint: Run, tmp_path: Path, format_: str) -> None:
    path = tmp_path / "exchanges.jsonl"
    lines = [json.dumps({"id": str(n), "draft": {"text": x.draft.text}}) for n, x in enumerate(EXCHANGES * 2)]
    lines[300] = "{broken"
    path.write_text("\n".join(lines), "utf-8")
    alone = replylint("check", path, "--isolated", "--format", format_, "--jobs", "1")
    assert alone.code == 2
    assert alone.err.splitlines() == [
        f"replylint: {path}:301: not JSON: Expecting property name enclosed in double quotes at column 2"
    ]
    assert replylint("check", path, "--isolated", "--format", format_, "--jobs", "2") == alone


def test_exchanges_that_come_slowly_are_answered_at_once(replylint: Run) -> None:
    lines = b"".join(b'{"draft": {"text": "Hi!!"}}\n' for _ in range(3))
    assert (
        len(replylint("check", "-", "--stdin-filename", "x.jsonl", "--format", "jsonl", stdin=lines).out.splitlines())
        == 3
    )
