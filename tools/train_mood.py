"""Trains ``src/replylint/data/mood.bin``.

    python tools/train_mood.py [--reviews REVIEWS] [EXCHANGES LABELS]... [--check]

Learns from ``tools/data/messages*.jsonl`` and the incoming messages of ``tools/data/clean.jsonl``, all written for this purpose, from the reviews
that ``tools/data/review-moods.tsv`` labels (read one by one; the texts themselves are looked up in REVIEWS, JSON Lines with a ``text``, by the start of
their SHA-256), and from any pairs of files in the exchange and label formats given besides. ``--check`` prints cross-validated figures and writes nothing.
"""

import hashlib
import json
import sys
from collections import Counter
from pathlib import Path

import numpy as np
from sklearn.feature_extraction import DictVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import StratifiedKFold

from replylint import Business, Message, load_rulebook
from replylint.facts.core import Reading
from replylint.models.linear import Class, pack
from replylint.models.mood import MOODS, features

HERE = Path(__file__).parent
C, WORDS, EXTRA_WEIGHT, UNSURE = 1.0, 0.8, 3.0, 0.5
"""Regularisation; the scale of word features beside cues, which are trusted more; the weight of other labelled files, and of labels in doubt."""
KEPT = 7000


def read(reviews, pairs):
    """Rows of (text, mood, weight, where it comes from)."""
    rows = []
    for path in sorted(HERE.glob("data/messages*.jsonl")):
        for record in map(json.loads, open(path, encoding="utf-8")):
            rows.append((record["text"], record["mood"], 1.0 if record.get("sure", True) else UNSURE, "messages"))
    for record in map(json.loads, open(HERE / "data/clean.jsonl", encoding="utf-8")):
        rows.append((record["incoming"], record["mood"], 1.0, "messages"))
    labels = dict(line.rstrip("\n").split("\t", 1) for line in open(HERE / "data/review-moods.tsv", encoding="utf-8"))
    for record in map(json.loads, open(reviews, encoding="utf-8")) if reviews else ():
        label = labels.pop(hashlib.sha256(record["text"].encode()).hexdigest()[:16], None)
        if label:
            mood, sure = label.split("\t")
            rows.append((record["text"], mood, 1.0 if sure == "sure" else UNSURE, "reviews"))
    for texts, moods in pairs:
        incoming = {r["id"]: r["incoming"]["text"] for r in map(json.loads, open(texts, encoding="utf-8"))}
        for label in map(json.loads, open(moods, encoding="utf-8")):
            weight = EXTRA_WEIGHT if label.get("mood_sure", True) else UNSURE
            rows.append((incoming[label["id"]], label["mood"], weight, "other files"))
    return rows


def scaled(found):
    """Word features are shrunk before training, so that cues are believed first; the shipped weights undo it."""
    return {f: v * (1.0 if f[0] in "@#" else WORDS) for f, v in Counter(found).items()}


def fit(matrix, moods, weights):
    return LogisticRegression(C=C, max_iter=2000).fit(matrix, moods, sample_weight=weights)


def main(arguments):
    check = "--check" in arguments
    files = [a for a in arguments if a != "--check"]
    reviews = files.pop(files.index("--reviews") + 1) if "--reviews" in files else None
    files = [a for a in files if a != "--reviews"]
    rows = read(reviews, list(zip(files[::2], files[1::2], strict=True)))
    book = load_rulebook().phrasebook
    vectorizer = DictVectorizer()
    found = [scaled(features(Reading(Message(text), book, Business()))) for text, *_ in rows]
    counts = {}
    for one in found:
        for feature in one:
            counts[feature] = counts.get(feature, 0) + 1
    found = [{f: v for f, v in one.items() if counts[f] >= 2} for one in found]
    matrix = vectorizer.fit_transform(found)
    moods = np.array([MOODS.index(mood) for _, mood, *_ in rows])
    weights = np.array([weight for *_, weight, _ in rows])
    sources = np.array([source for *_, source in rows])
    if check:
        report(matrix, moods, weights, sources)
        return
    model = fit(matrix, moods, weights)
    names = vectorizer.get_feature_names_out()
    strength = np.abs(model.coef_ - model.coef_.mean(0)).max(0)
    kept = np.argsort(-strength)[:KEPT]
    weights = model.coef_ * np.array([1.0 if name[0] in "@#" else WORDS for name in names])
    scale = float(f"{np.abs(weights[:, kept]).max() / 127:.5g}")
    classes = [
        Class(mood, round(float(bias), 4), scale, 0.0) for mood, bias in zip(MOODS, model.intercept_, strict=True)
    ]
    data = pack(classes, {names[n]: [round(float(w)) for w in weights[:, n] / scale] for n in kept})
    (HERE.parent / "src/replylint/data/mood.bin").write_bytes(data)
    print(len(kept), "features,", len(data), "bytes")


def report(matrix, moods, weights, sources):
    """Prints the share of moods that a model gets right that has not seen them: in turn, and all of a source at once."""
    guessed, alone = np.zeros(len(moods), int), np.zeros(len(moods), int)
    names = sorted(set(sources))
    strata = moods * len(names) + np.searchsorted(names, sources)
    for train, test in StratifiedKFold(6, shuffle=True, random_state=1).split(matrix, strata):
        guessed[test] = fit(matrix[train], moods[train], weights[train]).predict(matrix[test])
    for name in names if len(names) > 1 else ():
        test = sources == name
        alone[test] = fit(matrix[~test], moods[~test], weights[~test]).predict(matrix[test])
    for name in names:
        sure = (sources == name) & (weights != UNSURE)
        print(
            f"{name:12} {sure.sum():5} sure of {(sources == name).sum()}: {(guessed == moods)[sure].mean():.3f}", end=""
        )
        print(f"  with none of them in training {(alone == moods)[sure].mean():.3f}" if len(names) > 1 else "")


if __name__ == "__main__":
    main(sys.argv[1:])
