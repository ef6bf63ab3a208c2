"""How often a mail is split as a quote-parsing library's own tests say.

    python tools/measure_quotes.py FIXTURES.jsonl … [--show N]

A line of a file is one fixture: ``{"id": …, "text": the mail's text, "reply": what is left of it}``. White space does not count. Libraries do not
agree about two things, and either answer is right: a signature may be a part of the reply or not, and lines with ``>`` that a library leaves in a
reply are quoted all the same. What stands below a closing (“Regards, John”) belongs to the reply here: rules look at it.
"""

from __future__ import annotations

import argparse
import json
import quopri
from collections.abc import Iterator
from itertools import product
from pathlib import Path
from typing import Any

from replylint.readers.mail.quoting import Section, split_text


def squeezed(text: str) -> str:
    return " ".join(text.split())


def written(text: str, sections: list[Section]) -> str:
    return squeezed("\n".join(text[s.start : s.end] for s in sections))


def readings(text: str) -> Iterator[str]:
    """The reply with and without each of its signatures."""
    sections = split_text(text)
    signatures = [s for s in sections if s.kind == "signature"][:4]
    for kept in product((True, False), repeat=len(signatures)):
        left_out = {s.start for s, keep in zip(signatures, kept, strict=True) if not keep}
        own = [s for s in sections if s.kind in ("reply", "signature") and s.start not in left_out]
        yield written(text, own)


def text_of(fixture: dict[str, Any]) -> str:
    text = str(fixture["text"]).replace("\r\n", "\n")
    return quopri.decodestring(text.encode()).decode("utf-8", "replace") if "=C3=" in text or "=20\n" in text else text


def is_right(fixture: dict[str, Any]) -> bool:
    reply = str(fixture["reply"])
    if any(line.startswith(">") for line in reply.split("\n")):
        reply = written(reply, [s for s in split_text(reply) if s.kind in ("reply", "signature")])
    return squeezed(reply) in set(readings(text_of(fixture)))


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("files", nargs="+", type=Path)
    parser.add_argument("--show", type=int, default=0, help="print so many of the misses")
    wanted = parser.parse_args()
    for file in wanted.files:
        fixtures = [json.loads(line) for line in file.read_text("utf-8").splitlines()]
        fixtures = [fixture for fixture in fixtures if fixture.get("reply") is not None]
        missed = [fixture for fixture in fixtures if not is_right(fixture)]
        right = len(fixtures) - len(missed)
        print(
            f"{file.stem}: {right} of {len(fixtures)} right, {right / max(1, len(fixtures)):.1%}; missed: {', '.join(f['id'] for f in missed) or 'none'}"
        )
        for fixture in missed[: wanted.show]:
            print(
                f"--- {fixture['id']}\nwanted: {fixture['reply'][-300:]!r}\ngot:    {next(readings(text_of(fixture)))[-300:]!r}"
            )


if __name__ == "__main__":
    main()
