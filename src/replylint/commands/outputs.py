"""Where reports go: the screen, or files that are written whole or not at all."""

from __future__ import annotations

import io
import os
from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import IO

from ..atomic import replacing
from ..config import NAME as CONFIG_NAME
from ..errors import ConfigError, WriteError
from ..reporters import REPORTERS, Reporter, Reporters, make_reporter
from ..shape import nearest


def split_format(written: str) -> tuple[str, str | None]:
    """``sarif=out.sarif`` → ``sarif``, ``out.sarif``; raises ConfigError for a format that is not there."""
    name, equals, path = written.partition("=")
    if name not in REPORTERS:
        raise ConfigError(f"--format: no format is called {name!r}{nearest(name, REPORTERS)}")
    if equals and not path:
        raise ConfigError(f"--format {name}=: which file?")
    return name, path if equals else None


@contextmanager
def opened_reporters(
    formats: Sequence[str], output_file: str | None, screen: IO[str], inputs: Iterable[str]
) -> Iterator[Reporter]:
    """The reporters of a run. One format at most goes to the screen, or to ``output_file``; ``report`` when none is given.

    Raises ConfigError for a report that would take the place of one of ``inputs``, what the run reads.
    """
    wanted = [split_format(written) for written in formats]
    unnamed = [name for name, path in wanted if path is None]
    if len(unnamed) > 1:
        raise ConfigError(
            f"--format: only one of {', '.join(unnamed)} can go to the screen: write the others as FORMAT=FILE"
        )
    paths = [path for _, path in wanted if path is not None] + ([output_file] if output_file else [])
    if len({os.path.realpath(path) for path in paths}) < len(paths):
        raise ConfigError("--format: two reports cannot go to one file")
    read = {os.path.realpath(path) for path in inputs}
    for target in paths:
        if os.path.realpath(target) in read or os.path.basename(target) == CONFIG_NAME:
            raise ConfigError(f"{target}: is read in this run, so no report can go there")
    with ExitStack() as stack:
        made = []
        for name, path in wanted or [("report", None)]:
            where = path or output_file
            made.append(make_reporter(name, stack.enter_context(_written(Path(where))) if where else screen))
        yield made[0] if len(made) == 1 else Reporters(made)


@contextmanager
def _written(path: Path) -> Iterator[IO[str]]:
    """A text file that takes the place of ``path`` when all of it is written; raises WriteError."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise WriteError(f"{path}: cannot be written: {error.strerror}") from None
    with replacing(path, 0o666 & ~_umask()) as raw:
        out = io.TextIOWrapper(raw, encoding="utf-8", errors="backslashreplace", write_through=True)
        yield out
        out.detach()


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


__all__ = ["opened_reporters", "split_format"]
