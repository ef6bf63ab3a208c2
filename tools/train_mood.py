"""Trains ``src/replylint/data/mood.json``.

    python tools/train_mood.py [EXCHANGES LABELS]... [--check]

Learns from ``tools/data/messages.jsonl`` and the incoming messages of ``tools/data/clean.jsonl``, both written for this purpose, and from
any pairs of files in the exchange and label formats given besides. ``--check`` prints cross-validated figures and writes nothing.
"""

import json
import sys
from pathlib import Path

import numpy as np
from sklearn.feature_extraction import DictVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import StratifiedKFold

from replylint import Business, Message, load_rulebook
from replylint.facts.core import Reading
from replylint.models.mood import MOODS, features

HERE = Path(__file__).parent
C, WORDS, EXTRA_WEIGHT = 0.5, 0.7, 2.0
"""Regularisation; the scale of word features beside cues, which are trusted more; the weight of other labelled files."""
KEPT = 4500


def read(pairs):
    rows = []
    for line in open(HERE / "data/messages.jsonl", encoding="utf-8"):
        record = json.loads(line)
        rows.append((record["text"], record["mood"], 1.0))
    for line in open(HERE / "data/clean.jsonl", encoding="utf-8"):
        record = json.loads(line)
        rows.append((record["incoming"], record["mood"], 1.0))
    for texts, labels in pairs:
        incoming = {r["id"]: r["incoming"]["text"] for r in map(json.loads, open(texts, encoding="utf-8"))}
        for label in map(json.loads, open(labels, encoding="utf-8")):
            rows.append((incoming[label["id"]], label["mood"], EXTRA_WEIGHT if label.get("mood_sure", True) else 0.5))
    return rows


def scaled(found):
    """Word features are shrunk before training, so that cues are believed first; the shipped weights undo it."""
    return {f: v * (1.0 if f[0] in "@#" else WORDS) for f, v in found.items()}


def fit(matrix, moods, weights):
    return LogisticRegression(C=C, max_iter=2000).fit(matrix, moods, sample_weight=weights)


def main(arguments):
    check = "--check" in arguments
    files = [a for a in arguments if a != "--check"]
    rows = read(list(zip(files[::2], files[1::2], strict=True)))
    book = load_rulebook().phrasebook
    vectorizer = DictVectorizer()
    found = [scaled(features(Reading(Message(text), book, Business()))) for text, _, _ in rows]
    counts = {}
    for one in found:
        for feature in one:
            counts[feature] = counts.get(feature, 0) + 1
    found = [{f: v for f, v in one.items() if counts[f] >= 2} for one in found]
    matrix = vectorizer.fit_transform(found)
    moods = np.array([MOODS.index(mood) for _, mood, _ in rows])
    weights = np.array([weight for *_, weight in rows])
    if check:
        extra = weights != 1.0
        guessed = np.zeros(len(rows), int)
        for train, test in StratifiedKFold(6, shuffle=True, random_state=1).split(matrix, moods * 2 + extra):
            guessed[test] = fit(matrix[train], moods[train], weights[train]).predict(matrix[test])
        right = guessed == moods
        sure = weights != 0.5
        print(
            f"own texts {right[~extra].mean():.3f}",
            f"other files {right[extra & sure].mean():.3f}" if extra.any() else "",
        )
        if extra.any():
            alone = fit(matrix[~extra], moods[~extra], weights[~extra]).predict(matrix[extra])
            print(f"other files, not trained on {(alone == moods[extra])[sure[extra]].mean():.3f}")
        return
    model = fit(matrix, moods, weights)
    names = vectorizer.get_feature_names_out()
    table = {}
    strength = np.abs(model.coef_ - model.coef_.mean(0)).max(0)
    for number in np.argsort(-strength)[:KEPT]:
        name = names[number]
        scale = 1.0 if name[0] in "@#" else WORDS
        table[name] = [round(float(w) * scale, 2) for w in model.coef_[:, number]]
    table = {name: w for name, w in sorted(table.items()) if any(abs(x) >= 0.03 for x in w)}
    # Whole numbers, in thousandths: a start reads them in a third of the time.
    lines = ",\n".join(
        f"{json.dumps(name, ensure_ascii=False)}:[{','.join(str(round(w * 1000)) for w in weights)}]"
        for name, weights in table.items()
    )
    bias = json.dumps([round(float(b) * 1000) for b in model.intercept_])
    text = f'{{"classes":{json.dumps(list(MOODS))},"bias":{bias},"weights":{{\n{lines}\n}}}}\n'
    (HERE.parent / "src/replylint/data/mood.json").write_text(text, encoding="utf-8")
    print(len(table), "features,", len(text), "bytes")


if __name__ == "__main__":
    main(sys.argv[1:])
