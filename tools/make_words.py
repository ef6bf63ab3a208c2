"""Makes ``src/replylint/data/words.txt``: English words that people write in lower case.

    python tools/make_words.py TEXT... > src/replylint/data/words.txt

TEXT are files with one text a line; of tab-separated lines the first column, of JSON lines ``text``. The shipped list was made
from GoEmotions (Apache-2.0) and the texts in ``tools/data``.
"""

import json
import re
import sys
from collections import Counter

LEAST = 3
WORD = re.compile(r"[A-Za-z]+(?:'[a-z]+)?")


def texts(path):
    for line in open(path, encoding="utf-8"):
        if path.endswith(".jsonl"):
            record = json.loads(line)
            yield " ".join(str(record.get(key, "")) for key in ("text", "incoming", "reply"))
        else:
            columns = line.rstrip("\n").split("\t")
            yield columns[1] if path.split("/")[-1].startswith("acts") else columns[0]


def main(paths):
    lower, capital = Counter(), Counter()
    for path in paths:
        for text in texts(path):
            for place, word in enumerate(WORD.findall(text)):
                if word.islower():
                    lower[word] += 1
                elif place and word[1:].islower():
                    capital[word.lower()] += 1
    kept = sorted(w for w, n in lower.items() if n >= LEAST and n > 2 * capital[w] and len(w) > 1)
    print("\n".join(kept))


if __name__ == "__main__":
    main(sys.argv[1:])
