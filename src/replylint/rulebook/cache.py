"""The compiled rulebook, kept between runs.

Parsing sixty YAML files and merging their phrases takes longer than checking a draft, so the result is kept in the user's
cache folder, under the digest of all files and of the version. Plain data with a digest of its own: what is damaged, foreign or
of another version is ignored and made anew, and nothing in it is ever executed. Set ``REPLYLINT_NO_CACHE`` to do without.
"""

from __future__ import annotations

import contextlib
import json
import os
import stat
import sys
import time
from array import array
from collections.abc import Iterable, Mapping
from importlib.util import source_hash
from pathlib import Path
from typing import Any

from ..checks import KINDS
from ..checks.fixes import FixSpec, Insertion, Wording
from ..errors import ConfigError
from ..packing import pack, unpacker
from ..phrases.book import Lexicon
from ..phrases.graph import Graph
from ..record import replace
from ..version import __version__
from .conditions import Condition
from .files import Option, RuleFile
from .loader import Source, check_lexicons, compile_source, graph_of, phrases_of, read_source
from .rule import Clause, Rule
from .templates import Template
from .yamlfile import Yaml, read_yaml

FORMAT = 3
MAX_FILES = 40
"""Old compilations are dropped beyond this number."""
FRESH = 86_400.0
"""So many seconds after its time was set a file that is read counts as used again."""
SETTLED = 2.0
"""So many seconds after its last change a file's times tell whether it changed again."""


def compiled(folders: Iterable[Path]) -> tuple[Source, Graph, str]:
    """The source, the graph and the digest of ``folders``, from the cache when it knows them; raises RuleError."""
    folders = list(folders)
    digest = ""
    if not os.environ.get("REPLYLINT_NO_CACHE"):
        with contextlib.suppress(OSError):  # what cannot be read is reported by whoever reads it for good
            digest = _digest(folders)
    where = _cache_file(digest) if digest else None
    if where is not None:
        known = _load(where)
        if known is not None:
            return (*known, digest)
    source = read_source(folders)
    check_lexicons(source)
    graph = compile_source(source)
    if where is not None:
        _store(where, source, graph)
    return source, graph, digest


def recompiled(folders: Iterable[Path], rules: Mapping[str, Rule], digest: str) -> Graph:
    """The graph of ``folders`` with other phrases in some rules, as a config sets them; from the cache when it knows them.

    Raises RuleError, and PhraseCompileError for a phrase of theirs.
    """
    phrases = [phrases_of(rule) for rule in rules.values()]
    where = _cache_file(digest_of(f"{digest} {phrases!r}".encode("utf-8", "surrogatepass"))) if digest else None
    known = _load(where) if where is not None else None
    if known is not None:
        return known[1]
    source = read_source(folders)
    changed = replace(source, rules=source.rules | dict(rules))
    graph = graph_of(changed)
    if where is not None:
        _store(where, changed, graph)
    return graph


def read_known_yaml(path: Path) -> Yaml:
    """The YAML of a config, read once and then known by its content: importing a YAML parser takes as long as a check."""
    where = None
    folder = None if os.environ.get("REPLYLINT_NO_CACHE") else cache_folder()
    if folder is not None:
        with contextlib.suppress(OSError):
            where = folder / f"config-{digest_of(path.read_bytes() + __version__.encode())}.cache"
            payload = read_sealed(where)
            if payload is not None:
                data, lines = json.loads(payload)
                return Yaml(data, {tuple(keys): line for keys, line in lines})
    content = read_yaml(path, ConfigError)
    if where is not None:
        payload = json.dumps([content.data, [[list(keys), line] for keys, line in content.lines.items()]]).encode()
        write_sealed(where, payload)
    return content


def _digest(folders: list[Path]) -> str:
    """A digest of every file of the folders, of their places, and of the version.

    Opening hundreds of files takes longer than to look when they were last changed: as long as that is the same, so is the digest.
    """
    state = f"{FORMAT} {__version__} {code_stamp('phrases', 'rulebook', 'checks')}"
    files = [(path, os.stat(path)) for folder in folders for path in _files(os.fspath(folder))]
    times = [(path, s.st_size, s.st_mtime_ns, s.st_ctime_ns, s.st_ino) for path, s in files]
    stamp = digest_of(f"{state} {times!r}".encode("utf-8", "surrogateescape"))
    folder = cache_folder()
    known = read_sealed(folder / f"digest-{stamp}.cache") if folder else None
    if known is not None:
        return known.decode()
    digest = _digest_of_files(state, [path for path, _ in files])
    # What was changed a moment ago may change once more within the same tick of the file system's clock.
    if folder and max((s.st_ctime for _, s in files), default=0.0) < time.time() - SETTLED:
        write_sealed(folder / f"digest-{stamp}.cache", digest.encode())
    return digest


def _digest_of_files(state: str, paths: Iterable[str]) -> str:
    parts = [state.encode()]
    for path in paths:
        with open(path, "rb") as source:
            content = source.read()
        parts += (f"\0{path}\0{len(content)}\0".encode("utf-8", "surrogateescape"), content)
    return digest_of(b"".join(parts))


def digest_of(data: bytes | memoryview) -> str:
    """A digest that tells states of files apart: the one that Python keeps its own compiled files by (SipHash). Importing
    ``hashlib`` costs a start 3 ms, and against whoever may write the user's cache folder no digest would help."""
    return source_hash(data).hex() + f"{len(data):08x}"


def read_sealed(path: Path) -> bytes | None:
    """What :func:`write_sealed` wrote there, if it is the user's own and undamaged."""
    payload = _read_sealed(path)
    return None if payload is None else bytes(payload)


def _read_sealed(path: Path) -> memoryview | None:
    try:
        if not _is_own(path):
            return None
        data = path.read_bytes()
        if path.stat().st_mtime < time.time() - FRESH:
            os.utime(path)  # what is used is kept: the oldest files are dropped first
        return _sealed(data)
    except OSError:
        return None


def _sealed(data: bytes) -> memoryview | None:
    """What :func:`write_sealed` was given, or ``None`` if it was damaged since."""
    end = data.find(b"\n")
    payload = memoryview(data)[end + 1 :]  # not copied: it is some megabytes
    return payload if end >= 0 and digest_of(payload).encode() == data[:end] else None


def _files(folder: str) -> list[str]:
    """The YAML files in ``folder`` and its folders, sorted; scandir, since a start pays for it."""
    found: list[str] = []
    with os.scandir(folder) as entries:
        for entry in entries:
            if entry.name.endswith(".yaml"):
                found.append(entry.path)
            elif entry.is_dir():
                with os.scandir(entry.path) as inner:
                    found += [file.path for file in inner if file.name.endswith(".yaml")]
    return sorted(found)


def code_stamp(*names: str) -> str:
    """Changes when code in these folders of the package changes, so that a source tree never reads what an older state of it wrote."""
    package = os.path.dirname(os.path.dirname(__file__))
    with contextlib.ExitStack() as stack:
        folders = [stack.enter_context(os.scandir(os.path.join(package, name))) for name in names]
        files = sorted((e.path, e.stat().st_mtime_ns) for folder in folders for e in folder if e.is_file())
    return repr(files)


def _cache_file(digest: str) -> Path | None:
    folder = cache_folder()
    return folder / f"rulebook-{digest}.cache" if folder else None


def cache_folder() -> Path | None:
    """The user's cache folder for replylint; ``None`` where there is none."""
    if sys.platform == "linux":
        # What platformdirs says for Linux, without the time that importing it takes.
        base = os.environ.get("XDG_CACHE_HOME", "").strip() or os.path.expanduser("~/.cache")
        return Path(base) / "replylint" if os.path.isabs(base) else None
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
    """What :func:`_store` wrote: the length of the JSON, the JSON, then the numbers of the graph."""
    try:
        payload = _read_sealed(path)
        if payload is None:
            return None
        head = bytes(payload[:_HEAD])
        numbers = payload[_HEAD + int(head) :]
        data = json.loads(str(payload[_HEAD : _HEAD + int(head)], "utf-8"), object_hook=unpacker(_RECORDS))
        lexicons = {name: _lexicon(name, entry) for name, entry in data["lexicons"].items()}
        named = data["graph"]
        for name, size in named.pop("sizes").items():
            named[name] = array("i")
            named[name].frombytes(numbers[: size * _WIDTH])
            numbers = numbers[size * _WIDTH :]
        words = named["words"].split(_WORDS)
        named["words"] = dict(zip(words, range(len(words)), strict=True))
        graph = Graph(**named)
        return Source(data["rules"], lexicons, data["channels"]), graph
    except (OSError, ValueError, KeyError, TypeError):
        return None


_NUMBERS = (
    "firsts", "crossing", "bounds", "symbols", "offsets", "labels", "targets", "ends", "codes", "anywhere_bounds", "anywhere",
    "opening_bounds", "opening", "needs",
)  # fmt: skip
_WIDTH = array("i").itemsize
_HEAD = 12
"""So many digits tell how long the JSON is."""
_WORDS = "\f"
"""Stands between words; a word of the graph may be a line break."""
_PARTS = (Rule, RuleFile, Option, Clause, Condition, Template, FixSpec, Insertion, Wording, *KINDS.values())
_RECORDS: dict[str, type[Any]] = {part.__name__: part for part in _PARTS}
"""What a rule is made of; nothing else is ever made from a cache file."""


def _lexicon(name: str, entry: list[Any]) -> Lexicon:
    about, phrases, entries, find = entry
    return Lexicon(name, about, tuple(phrases.split("\n")) if phrases else (), (), entries, find)


_SYNTAX = frozenset("()[]{}<>|_^$")


def _stored(lexicon: Lexicon) -> list[Any]:
    """A lexicon without the wordings that only the automaton needs: a word that is looked up has no syntax in it."""
    phrases = (
        "" if lexicon.find else "\n".join(phrase for phrase in lexicon.phrases if not _SYNTAX.intersection(phrase))
    )
    return [lexicon.about, phrases, lexicon.entries, lexicon.find]


def _store(path: Path, source: Source, graph: Graph) -> None:
    """Keeps what :func:`_load` reads."""
    named = {name: getattr(graph, name) for name in ("owners", "longest")}
    numbers = {name: array("i", getattr(graph, name)) for name in _NUMBERS}
    text = json.dumps(
        {
            "rules": {name: pack(rule) for name, rule in source.rules.items()},
            "channels": source.channels,
            "lexicons": {name: _stored(lexicon) for name, lexicon in source.lexicons.items()},
            "graph": {
                **named,
                "sizes": {name: len(numbers[name]) for name in _NUMBERS},
                "words": _WORDS.join(graph.words),
            },
        },
        ensure_ascii=False,
        separators=(",", ":"),
    ).encode()
    payload = b"%0*d" % (_HEAD, len(text)) + text + b"".join(part.tobytes() for part in numbers.values())
    write_sealed(path, payload)


def write_sealed(path: Path, payload: bytes) -> None:
    """Writes a file whole or not at all, with its seal; a cache that cannot be written is no error."""
    with contextlib.suppress(OSError):
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        import tempfile

        with tempfile.NamedTemporaryFile(dir=path.parent, prefix=".new-", delete=False) as out:
            out.write(digest_of(payload).encode() + b"\n" + payload)
        os.replace(out.name, path)
        _forget_old(path.parent)


def _forget_old(folder: Path) -> None:
    files = sorted(folder.glob("*.cache"), key=lambda p: p.stat().st_mtime, reverse=True)
    for path in files[MAX_FILES:]:
        path.unlink(missing_ok=True)
