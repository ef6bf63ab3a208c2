"""The parts of the benchmark that do not measure: statistics, made exchanges, hostile texts, tables."""

from __future__ import annotations

import json
import random
from pathlib import Path

import pytest

from bench.corpus import Corpus, sentences_of, write_drafts, write_exchanges
from bench.fuzz import SIMPLE, kind
from bench.measure import BenchError, Command, in_turn
from bench.ratios import quantile, ratio, short
from bench.results import Table
from bench.series.rules import write_rules
from bench.variation import varied
from bench.worker import innermost
from replylint import Exchange, Message, load_rulebook
from replylint.readers.exchanges import raw_lines, read_exchanges


def test_a_ratio_is_of_medians_and_its_spread_of_pairs() -> None:
    found = ratio([2, 4, 100], [1, 2, 4])
    assert (found.median, found.pairs) == (2, 3)
    assert found.low == pytest.approx(2)
    assert found.high == pytest.approx(2 + 0.8 * 23)
    assert str(ratio([1, 1], [2, 2])) == "0.50 (0.50–0.50)"
    with pytest.raises(ValueError, match="pairs"):
        ratio([1], [])


@pytest.mark.parametrize(("share", "value"), [(0, 1), (0.5, 2.5), (1, 4), (0.9, 3.7)])
def test_quantiles_lie_between_neighbours(share: float, value: float) -> None:
    assert quantile([4, 1, 3, 2], share) == pytest.approx(value)


@pytest.mark.parametrize(
    ("value", "written"), [(1234.5, "1,234"), (12.34, "12.3"), (1.234, "1.23"), (0.0123, "0.012"), (0, "0.000")]
)
def test_figures_are_short(value: float, written: str) -> None:
    assert short(value) == written


def test_the_same_seed_makes_the_same_exchanges_and_more_begin_with_fewer() -> None:
    assert list(Corpus(3).exchanges(5)) == list(Corpus(3).exchanges(20))[:5]
    assert list(Corpus(3).exchanges(5)) != list(Corpus(4).exchanges(5))


def test_made_exchanges_are_exchanges_and_seldom_say_the_same(tmp_path: Path) -> None:
    written = write_exchanges(Corpus().exchanges(200), tmp_path / "x.jsonl")
    assert written.distinct / written.sentences > 0.95
    assert 40 < written.words / written.count < 120
    with written.path.open("rb") as source:
        lines = list(read_exchanges(raw_lines(source), "x", Exchange(draft=Message("")), load_rulebook().channels))
    assert [line.error for line in lines if line.error] == []
    assert len(lines) == 200


def test_a_given_file_begins_again_when_it_is_short(tmp_path: Path) -> None:
    path = tmp_path / "given.jsonl"
    path.write_text("".join(json.dumps({"draft": {"text": text}}) + "\n" for text in ("One.", "Two.")), "utf-8")
    assert [x["draft"]["text"] for x in Corpus(given=path).exchanges(3)] == ["One.", "Two.", "One."]
    names = write_drafts(Corpus(given=path).exchanges(2), tmp_path / "drafts")
    assert [(tmp_path / "drafts" / name).read_text("utf-8") for name in names] == ["One.", "Two."]
    path.write_text("\n", "utf-8")
    with pytest.raises(BenchError):
        Corpus(given=path).exchanges(1)


def test_varied_sentences_keep_their_ends_and_their_years() -> None:
    pick = random.Random(1)
    wordings = {varied("Marta's blue lamp came in 2025, order 48213!", pick) for _ in range(50)}
    assert len(wordings) > 45
    assert all(wording.endswith("!") and "2025" in wording for wording in wordings)
    assert sentences_of("One. Two?\n\nThree") == ["One.", "Two?", "Three"]


def test_every_way_makes_a_text_of_about_the_size() -> None:
    lengths = {name: len(make(random.Random(1), 1000)) for name, make in SIMPLE.items()}
    assert {name: length for name, length in lengths.items() if not 900 <= length <= 2100} == {}


def test_hostile_texts_come_again_by_seed_and_number() -> None:
    for number in range(60):
        one = kind(1, number)
        text = one.text(5000)
        assert text == kind(1, number).text(5000)
        assert one.name
        assert text.strip()
        assert len(text.encode()) <= 5000
    assert [kind(1, n).name for n in range(9)] != [kind(2, n).name for n in range(9)]
    assert {kind(1, 2 * n).name for n in range(len(SIMPLE))} == set(SIMPLE)


def test_generated_rules_load(tmp_path: Path) -> None:
    write_rules(tmp_path, Corpus().exchanges(20), 3, seed=1)
    assert len(load_rulebook(tmp_path, default=False).rules) == 3


def test_commands_run_in_turn_and_a_failure_stops(tmp_path: Path) -> None:
    fine = Command("fine", ("true",), tmp_path)
    samples = in_turn([fine], 2)["fine"]
    assert len(samples) == 2
    assert all(sample.wall > 0 and sample.peak > 0 for sample in samples)
    with pytest.raises(BenchError, match="wrong ended with 7: no"):
        in_turn([Command("wrong", ("sh", "-c", "echo no; exit 7"), tmp_path)], 1)
    with pytest.raises(BenchError, match="could not be started"):
        in_turn([Command("none", ("no-such-program",), tmp_path)], 1)


def test_a_table_is_written_for_people_and_for_markdown() -> None:
    table = Table("Title", "What.", ("a", "b"), (("x|y", "1"),), ("A note.",))
    assert "| x\\|y | 1 |\n\n- A note.\n" in table.markdown()
    assert table.plain().splitlines()[2:] == ["  a    b", "  x|y  1", "  - A note."]


def test_where_a_check_was_is_the_innermost_line_of_replylint() -> None:
    trace = 'File "/a/re.py", line 1 in f\n  File "/a/replylint/facts/x.py", line 12 in g\n  File "/a/replylint/linter.py", line 3 in h'
    assert innermost(trace) == "facts/x.py:12 g"
    assert innermost("") == ""
