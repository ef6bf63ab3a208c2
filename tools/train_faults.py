"""Trains ``src/replylint/data/faults.bin``, the model of :mod:`replylint.models.faults`.

    python tools/train_faults.py [EXCHANGES LABELS]... [--check | --show]

Learns from the sentences of ``tools/data/faults-*.tsv`` and ``acts-*.tsv`` (``label,label<TAB>sentence``) and from the sentences of the
faultless replies in ``clean.jsonl`` and ``replies*.jsonl``, all written for this purpose, from the examples of the rules, and from the drafts of any files in the exchange and label
formats given besides, as far as their labels know no such fault. Each file has one writer. A threshold is set so that, with the writer's own file left out of training,
:data:`ALARMS` of the faultless sentences are called. ``--check`` prints what share of the faults of each file is found by a model that has not
seen the file, and writes nothing; ``--show`` prints the faultless sentences that sound worst as well.

The features are scaled by how much more often they stand in a fault than elsewhere before a logistic regression sees them (Wang and
Manning 2012, “Baselines and Bigrams”): on unseen writers that found a fifth more than plain logistic regression.
"""

import json
import re
import sys
from pathlib import Path

import numpy as np
from scipy.sparse import diags
from sklearn.linear_model import LogisticRegression

from replylint import load_rulebook
from replylint.models.faults import features
from replylint.models.linear import Class, pack
from replylint.phrases.tokens import TERMINATORS, tokenize
from replylint.rulebook.examples import read_examples

HERE = Path(__file__).parent
RULES = {
    "blame": "no-battling",
    "sarcasm": "no-sarcasm",
    "insult": "no-disrespect",
    "assume": "no-assumptions",
    "nonapology": "own-the-mistake",
    "sell": "no-hard-sell",
    "chase": "no-chasing",
    "cold": "no-ambiguous-wording",
    "cancel": "no-urgent-in-writing",
    "warn": "no-urgent-in-writing",
}
"""The labels, each with the rule that its labelled exchanges name."""
LABELS = tuple(RULES)
NAMES = {"chasing": "chase"}
"""Labels of older files."""
UNSURE = {"urgent"}
"""Labels that do not say which of ours they mean."""
ALARMS = dict.fromkeys(LABELS, 0.0005) | {
    "insult": 0.0001,
    "assume": 0.001,
    "cold": 0.001,
    "sell": 0.0005,
    "cancel": 0.0003,
    "warn": 0.0003,
}
C, SMOOTHING, LEAST = 0.1, 0.3, 2
KEPT = 16_000


def sentences(text):
    return [s for s in re.split(r"(?<=[.!?…])\s+|\n+", text) if len(s.split()) > 1]


def seen(sentence):
    """The features of the first sentence of a text: as much as a linter would read at once."""
    words, mark = [], ""
    for word in tokenize(sentence).words:
        if word not in TERMINATORS:
            words.append(word)
        elif words:
            mark = word.strip()
            if len(words) > 3:
                break
    return features(words, mark) if words else []


def read(pairs):
    """Rows of (labels, features, file, the labels that a faultless reply is known not to have)."""
    rows = []
    for path in sorted([*HERE.glob("data/faults-*.tsv"), *HERE.glob("data/acts-*.tsv")]):
        for line in open(path, encoding="utf-8"):
            label, _, sentence = line.rstrip("\n").partition("\t")
            labels = {NAMES.get(part, part) for part in label.split(",")}
            if not labels & UNSURE and sentence:
                rows.append((labels, seen(sentence), path.name, frozenset()))
    for path in sorted([*HERE.glob("data/replies*.jsonl"), HERE / "data/clean.jsonl"]):
        for line in open(path, encoding="utf-8"):
            for sentence in sentences(json.loads(line)["reply"]):
                rows.append((set(), seen(sentence), path.name, frozenset(LABELS)))
    for rule in load_rulebook().rules:
        own = {label for label, name in RULES.items() if name == rule.id}
        for example in read_examples(rule):
            rows += [
                (set(), seen(sentence), "examples", frozenset(LABELS)) for sentence in sentences(example.good or "")
            ]
            bad = sentences(example.bad or "")
            if len(bad) == 1 or not own:
                rows += [
                    (own if len(own) == 1 else set(), seen(sentence), "examples", frozenset(LABELS) - own)
                    for sentence in bad
                ]
    for texts, labels in pairs:
        drafts = {r["id"]: r["draft"]["text"] for r in map(json.loads, open(texts, encoding="utf-8"))}
        for label in map(json.loads, open(labels, encoding="utf-8")):
            named = {*label["violations"], *label.get("unsure", ())}
            free = frozenset(own for own, rule in RULES.items() if rule not in named)
            rows += [(set(), seen(sentence), texts, free) for sentence in sentences(drafts[label["id"]])]
    return rows


class Space:
    """The features that occur often enough, as columns."""

    def __init__(self, rows):
        counts = {}
        for _, found, *_ in rows:
            for name in set(found):
                counts[name] = counts.get(name, 0) + 1
        self.names = sorted(name for name, count in counts.items() if count >= LEAST)
        self.number = {name: n for n, name in enumerate(self.names)}

    def matrix(self, rows):
        from scipy.sparse import csr_matrix

        ends, columns = [0], []
        for _, found, *_ in rows:
            columns += {self.number[name] for name in found if name in self.number}
            ends.append(len(columns))
        return csr_matrix((np.ones(len(columns)), columns, ends), shape=(len(rows), len(self.names)))


def fit(matrix, is_fault):
    """The weight of each column and the bias."""
    faulty = np.asarray(matrix[is_fault].sum(0)).ravel() + SMOOTHING
    other = np.asarray(matrix[~is_fault].sum(0)).ravel() + SMOOTHING
    ratio = np.log((faulty / faulty.sum()) / (other / other.sum()))
    model = LogisticRegression(C=C, max_iter=400).fit(matrix @ diags(ratio), is_fault)
    return model.coef_.ravel() * ratio, float(model.intercept_[0])


def left_out(rows, matrix, label):
    """How much speaks for a label in each row, by a model that has not seen its file."""
    files = np.array([name for *_, name, _ in rows])
    is_fault = np.array([label in labels for labels, *_ in rows])
    found = np.zeros(len(rows))
    for name in sorted(set(files)):
        test = files == name
        weights, bias = fit(matrix[~test], is_fault[~test])
        found[test] = matrix[test] @ weights + bias
    return found, is_fault, files


def main(arguments):
    files = [a for a in arguments if not a.startswith("--")]
    rows = read(list(zip(files[::2], files[1::2], strict=True)))
    space = Space(rows)
    matrix = space.matrix(rows)
    print(len(rows), "sentences,", len(space.names), "features")
    models = []
    for label in LABELS:
        is_clean = np.array([label in free for *_, free in rows])
        scores, is_fault, files = left_out(rows, matrix, label)
        threshold = float(np.sort(scores[is_clean])[::-1][int(ALARMS[label] * is_clean.sum())])
        if "--show" in arguments:
            for number in np.argsort(-np.where(is_clean, scores, -99))[:12]:
                print(
                    f"    {scores[number]:+.2f} {rows[number][2]} {' '.join(f for f in rows[number][1][1:30] if f[0] != '~')}"
                )
        has_none = np.array([not labels & set(LABELS) and not free for labels, *_, free in rows])
        called = scores > threshold
        by_file = {
            f: called[is_fault & (files == f)].mean()
            for f in sorted(set(files))
            if (is_fault & (files == f)).sum() > 20
        }
        print(
            f"{label:10} threshold {threshold:+.2f} found {called[is_fault].mean():.2f}"
            f" twins called {called[has_none].mean():.4f}  "
            + " ".join(f"{f[:-4]} {share:.2f}" for f, share in by_file.items()),
            flush=True,
        )
        weights, bias = fit(matrix, is_fault)
        models.append((label, weights, bias, threshold))
    if not {"--check", "--show"} & set(arguments):
        write(space, models)


def write(space, models):
    """The features with the strongest weights, each as a byte a class."""
    table = np.array([weights for _, weights, *_ in models])
    strength = (np.abs(table) / np.abs(table).max(1, keepdims=True)).max(0)
    kept = np.argsort(-strength)[:KEPT]
    scales = np.abs(table[:, kept]).max(1) / 127
    classes = [
        Class(label, round(bias, 3), float(f"{scale:.5g}"), round(threshold, 3))
        for (label, _, bias, threshold), scale in zip(models, scales, strict=True)
    ]
    weights = {space.names[n]: [round(float(w)) for w in table[:, n] / scales] for n in sorted(kept)}
    weights = {name: row for name, row in weights.items() if any(row)}
    data = pack(classes, weights)
    (HERE.parent / "src/replylint/data/faults.bin").write_bytes(data)
    print(len(weights), "features,", len(data), "bytes")


if __name__ == "__main__":
    main(sys.argv[1:])
