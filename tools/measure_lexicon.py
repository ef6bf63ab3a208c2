"""How well a lexicon generalises: recall and precision on labelled sentences, false alarms on faultless replies.

    python tools/measure_lexicon.py LEXICON[,LEXICON] LABEL[,LABEL] [--show N]

Reads ``rules/lexicons`` and the sentences in ``tools/data``. Two thirds of the sentences are for working with: those that are
missed and those found in error are shown. One third, and the writers whose number is given as ``--held N``, are held out: only their
figures are printed, so that a phrase made to fit one sentence does not pay.
"""

import argparse
import hashlib
import json
import re
from pathlib import Path

from replylint import Business, Message
from replylint.errors import RuleError
from replylint.facts.core import Reading
from replylint.facts.layout import phrase_marks
from replylint.phrases.book import Lexicon, Phrasebook, compile_graph, lexicon_owner
from replylint.rulebook.files import LexiconFile
from replylint.rulebook.yamlfile import read_yaml
from replylint.shape import build

HERE = Path(__file__).parent


def phrasebook(names):
    """The lexicons of ``rules/lexicons``; only ``names`` are searched for."""
    lexicons = {}
    for path in sorted((HERE.parent / "rules/lexicons").glob("*.yaml")):
        file = build(LexiconFile, read_yaml(path, RuleError).data)
        find = file.find and path.stem in names
        lexicons[path.stem] = Lexicon(path.stem, file.about, file.phrases, file.except_, dict(file.entries), find)
    return Phrasebook(lexicons, compile_graph(lexicons, {}))


def sentences(labels):
    """(whether it has one of ``labels``, the sentence, its file); ``None`` for sentences of faultless replies."""
    for path in sorted((HERE / "data").glob("*.tsv")):
        rows = [line.partition("\t") for line in path.read_text("utf-8").splitlines()]
        known = {label for written, _, _ in rows for label in written.split(",")}
        if not known & labels:
            continue
        for written, _, sentence in rows:
            yield bool(set(written.split(",")) & labels), sentence, path.stem
    replies = [line for name in ("clean", "replies") for line in (HERE / f"data/{name}.jsonl").open(encoding="utf-8")]
    for line in replies:
        for sentence in re.split(r"(?<=[.!?])\s+|\n+", json.loads(line)["reply"]):
            if len(sentence.split()) > 2:
                yield None, sentence, "clean"


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("lexicons")
    parser.add_argument("labels")
    parser.add_argument("--show", type=int, default=25)
    parser.add_argument("--held", default="6", help="file faults-N is held out as a whole")
    given = parser.parse_args()
    names, labels = given.lexicons.split(","), set(given.labels.split(","))
    book = phrasebook(names)
    counts, shown = {}, {"MISS": [], "FALSE": [], "CLEAN": []}
    for wanted, sentence, source in sentences(labels):
        reading = Reading(Message(sentence), book, Business())
        found = [sentence[m.start : m.end] for name in names for m in phrase_marks(reading, lexicon_owner(name))]
        is_held = source == f"faults-{given.held}" or int(hashlib.md5(sentence.encode()).hexdigest(), 16) % 3 == 0
        part = (
            "clean"
            if wanted is None
            else "held writer"
            if source == f"faults-{given.held}"
            else "held"
            if is_held
            else "work"
        )
        right, missed, false, silent = counts.setdefault(part, [0, 0, 0, 0])
        counts[part] = [
            right + bool(wanted and found),
            missed + bool(wanted and not found),
            false + bool(not wanted and found),
            silent + bool(not wanted and not found),
        ]
        if part == "clean" and found:
            shown["CLEAN"].append(f"{found} {sentence}")
        if part == "work" and wanted and not found:
            shown["MISS"].append(sentence)
        if part == "work" and not wanted and found:
            shown["FALSE"].append(f"{found} {sentence}")
    for kind, lines in shown.items():
        for line in lines[: given.show]:
            print(kind, line)
    for part, (right, missed, false, silent) in sorted(counts.items()):
        recall, precision = right / max(1, right + missed), right / max(1, right + false)
        print(
            f"{part}: right {right} missed {missed} false {false} silent {silent}  recall {recall:.2f} precision {precision:.2f}"
        )


if __name__ == "__main__":
    main()
