"""The compiled rulebook, kept between runs.

Parsing sixty YAML files and merging their phrases takes longer than checking a draft, so the result is kept as JSON in the user's
cache folder, under the digest of all files and of the version. Plain data with a digest of its own: what is damaged, foreign or
of another version is ignored and made anew, and nothing in it is ever executed. Set ``REPLYLINT_NO_CACHE`` to do without.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import stat
import tempfile
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from ..phrases.automaton import Graph
from ..phrases.book import Lexicon
from ..version import __version__
from .loader import Source, check_lexicons, compile_source, read_source, rule_files

FORMAT = 1
MAX_FILES = 12
"""Old compilations are dropped beyond this number."""


def compiled(folders: Iterable[Path]) -> tuple[Source, Graph]:
    """The source and the graph of ``folders``, from the cache when it knows them; raises RuleError."""
    folders = list(folders)
    where = None if os.environ.get("REPLYLINT_NO_CACHE") else _cache_file(_digest(folders))
    if where is not None:
        known = _load(where)
        if known is not None:
            return known
    source = read_source(folders)
    check_lexicons(source)
    graph = compile_source(source)
    for entry in source.rules.values():
        entry["data"] = {key: value for key, value in entry["data"].items() if key != "examples"}
    if where is not None:
        _store(where, source, graph)
    return source, graph


def _digest(folders: list[Path]) -> str:
    """A digest of every file of the folders, of their places, and of the version."""
    digest = hashlib.sha256(f"{FORMAT} {__version__} {_code_stamp()}".encode())
    for folder in folders:
        for path in rule_files(folder):
            try:
                content = path.read_bytes()
            except OSError:
                content = b""
            digest.update(f"\0{path}\0{len(content)}\0".encode("utf-8", "surrogateescape"))
            digest.update(content)
    return digest.hexdigest()


def _code_stamp() -> str:
    """Changes when the code that compiles changes, so that a source tree never reads what an older state of it wrote."""
    package = Path(__file__).parent.parent
    files = [*package.glob("phrases/*.py"), *package.glob("rulebook/*.py"), *package.glob("checks/*.py")]
    return ",".join(str(path.stat().st_mtime_ns) for path in sorted(files))


def _cache_file(digest: str) -> Path | None:
    folder = cache_folder()
    return folder / f"rulebook-{digest[:40]}.json" if folder else None


def cache_folder() -> Path | None:
    """The user's cache folder for replylint; ``None`` where there is none."""
    import platformdirs

    try:
        return Path(platformdirs.user_cache_dir("replylint", appauthor=False))
    except (OSError, RuntimeError):
        return None


def _is_own(path: Path) -> bool:
    """Whether the file is the user's own and nobody else may write it."""
    if not hasattr(os, "getuid"):
        return True
    status = path.lstat()
    return stat.S_ISREG(status.st_mode) and status.st_uid == os.getuid() and not status.st_mode & 0o022


def _load(path: Path) -> tuple[Source, Graph] | None:
    try:
        if not _is_own(path):
            return None
        digest, _, payload = path.read_bytes().partition(b"\n")
        if hashlib.sha256(payload).hexdigest().encode() != digest:
            return None
        data = json.loads(payload)
        lexicons = {name: _lexicon(name, entry) for name, entry in data["lexicons"].items()}
        return Source(data["rules"], lexicons, data["channels"]), Graph(**data["graph"])
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _lexicon(name: str, entry: list[Any]) -> Lexicon:
    about, phrases, exceptions, entries, find = entry
    return Lexicon(name, about, tuple(phrases), tuple(exceptions), entries, find)


def _store(path: Path, source: Source, graph: Graph) -> None:
    """Writes the file whole or not at all; a cache that cannot be written is no error."""
    payload = json.dumps(
        {
            "rules": source.rules,
            "channels": source.channels,
            "lexicons": {n: [x.about, x.phrases, x.exceptions, x.entries, x.find] for n, x in source.lexicons.items()},
            "graph": {name: getattr(graph, name) for name in Graph.__dataclass_fields__},
        },
        ensure_ascii=False,
        separators=(",", ":"),
        default=str,
    ).encode()
    with contextlib.suppress(OSError):
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=path.parent, prefix=".rulebook-", delete=False) as out:
            out.write(hashlib.sha256(payload).hexdigest().encode() + b"\n" + payload)
        os.replace(out.name, path)
        _forget_old(path.parent)


def _forget_old(folder: Path) -> None:
    files = sorted(folder.glob("rulebook-*.json"), key=lambda p: p.stat().st_mtime, reverse=True)
    for path in files[MAX_FILES:]:
        path.unlink(missing_ok=True)
