"""The held folder: every mail that ``send`` reads lies here from its last byte on until it is handed over or dropped.

A mail is two files, ``ID.eml`` with its bytes and ``ID.json`` with what is known of it; both appear whole or not at all. Whoever works on
one holds a lock on ``ID.eml``, which ends with the process, however it ends: what is left unlocked in the middle of something was interrupted.
"""

from __future__ import annotations

import contextlib
import errno
import json
import os
import sys
import time
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import IO, Any, Literal

from ..errors import InputError, ReplylintError, WriteError
from ..record import record, replace

State = Literal["checking", "held", "sending", "refused"]
"""``checking``: not judged yet. ``held``: stopped. ``sending``: given to the command, which has not answered. ``refused``: it answered no."""
CHUNK = 1 << 20


@record
class Entry:
    """What is known of a kept mail. ``why`` says in one line what stopped it; ``hold_until`` is ISO 8601."""

    id: str
    state: State
    at: str
    command: tuple[str, ...] = ()
    folder: str = ""
    why: str = ""
    rules: tuple[str, ...] = ()
    hold_until: str | None = None
    exit_code: int | None = None
    message_id: str | None = None
    options: dict[str, Any] | None = None
    locked: bool = False

    @property
    def is_uncertain(self) -> bool:
        """Whether it may have left, for all that is known."""
        return self.state == "sending"


def state_folder() -> Path:
    """Where the user's programs keep what must outlive a restart."""
    if sys.platform == "linux":
        # What platformdirs says for Linux, without the time that importing it takes.
        base = os.environ.get("XDG_STATE_HOME", "").strip()
        return Path(base if os.path.isabs(base) else os.path.expanduser("~/.local/state")) / "replylint"
    import platformdirs

    return Path(platformdirs.user_state_dir("replylint", appauthor=False))


class Kept:
    """A mail that this process holds the lock of: its entry, its bytes, its open file."""

    def __init__(self, store: Store, entry: Entry, file: int, data: bytes) -> None:
        self._store, self.entry, self.file, self.data = store, entry, file, data

    @property
    def path(self) -> Path:
        """Where its bytes lie."""
        return self._store.path(self.entry.id)

    def become(self, state: State, **known: Any) -> None:
        """Writes what is known of it now; for ``sending`` it is on the disk before this returns. Raises WriteError, and then nothing has changed."""
        entry = replace(self.entry, state=state, **known)
        try:
            self._store.write(entry, sync=state == "sending")
        except OSError as error:
            raise WriteError(f"{self._store.folder}: cannot be written: {error.strerror}") from None
        self.entry = entry

    def rewrite(self, data: bytes) -> None:
        """Puts other bytes in the place of the mail, whole or not at all."""
        name = self.entry.id + ".new"
        try:
            fresh = self._store.new_file(name, data)
            os.replace(self._store.folder / name, self.path)
        except OSError as error:
            with contextlib.suppress(OSError):
                os.unlink(self._store.folder / name)
            raise WriteError(f"{self._store.folder}: cannot be written: {error.strerror}") from None
        os.close(self.file)
        self.file, self.data = fresh, data

    def log(self, event: str, **told: Any) -> bool:
        """Writes a line in the log; false if that cannot be done."""
        try:
            self._store.log(event, self.entry, **told)
        except OSError:
            return False
        return True

    def gone(self, event: str, **told: Any) -> bool:
        """Forgets it, and says in the log why; false if the log, or the forgetting, could not be written."""
        is_told = self.log(event, **told)
        try:
            self._store.forget(self.entry.id)
        except OSError:
            return False
        return is_told

    def know(self, message_id: str | None) -> None:
        """Remembers the Message-ID, until something is written."""
        self.entry = replace(self.entry, message_id=message_id)

    def supersede(self) -> list[str]:
        """Takes older copies of this mail, which has been sent, out of what is due; returns their ids. Never raises: the mail is gone."""
        try:
            return self._store.supersede(self)
        except OSError:
            return []

    def is_unchanged(self) -> bool:
        """Whether the file still holds the bytes that were read."""
        try:
            return self.path.read_bytes() == self.data
        except OSError:
            return False

    def close(self) -> None:
        """Lets go of the lock."""
        with contextlib.suppress(OSError):
            os.close(self.file)


class Store:
    """The held folder of one user."""

    def __init__(self, base: Path) -> None:
        self.folder = base / "held"

    def path(self, id: str) -> Path:
        """Where the bytes of a mail lie."""
        return self.folder / f"{id}.eml"

    # Coming in ---------------------------------------------------------------------------------------------------------

    def _claim(self) -> None:
        """Makes the folder, for nobody but its owner; raises OSError for one that belongs to somebody else, who could change what is sent."""
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        if not hasattr(os, "getuid"):
            return
        status = self.folder.stat()
        if status.st_uid != os.getuid():
            raise PermissionError(1, "it belongs to somebody else")
        if status.st_mode & 0o077:
            self.folder.chmod(0o700)

    def receive(self, source: IO[bytes], command: tuple[str, ...], options: dict[str, Any] | None = None) -> Kept:
        """Reads a mail to its end and keeps it; raises OSError where it cannot be kept, and then nothing is left of it."""
        self._claim()
        while True:
            now = time.time_ns()
            stamp = time.strftime("%Y%m%d-%H%M%S", time.localtime(now // 10**9))
            id = f"{stamp}-{now // 10**6 % 1000:03}{os.urandom(3).hex()}"
            part = self.folder / f"{id}.part"
            try:
                file = os.open(part, os.O_RDWR | os.O_CREAT | os.O_EXCL | getattr(os, "O_CLOEXEC", 0), 0o600)
                break
            except FileExistsError:
                continue
        try:
            _lock(file)
            data = _copied(source, file)
            os.fsync(file)
            entry = Entry(id, "checking", _now(), command, _here(), options=options)
            self.write(entry)
            os.rename(part, self.path(id))
            self._sync_folder()
        except BaseException:
            os.close(file)
            for name in (part, self.folder / f"{id}.json"):
                with contextlib.suppress(OSError):
                    os.unlink(name)
            raise
        return Kept(self, entry, file, data)

    def new_file(self, name: str, data: bytes) -> int:
        """A file of the folder with ``data`` in it, locked."""
        file = os.open(self.folder / name, os.O_RDWR | os.O_CREAT | os.O_TRUNC | getattr(os, "O_CLOEXEC", 0), 0o600)
        _lock(file)
        _write_all(file, data)
        os.fsync(file)
        return file

    def write(self, entry: Entry, *, sync: bool = False) -> None:
        """Writes what is known of a mail."""
        known = {
            name: value
            for name, value in _fields(entry)
            if name not in ("id", "locked") and value not in ("", (), None)
        }
        temporary = self.folder / f"{entry.id}.json.new"
        file = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        try:
            try:
                _write_all(file, json.dumps(known, ensure_ascii=False).encode("utf-8", "surrogateescape"))
                if sync:
                    os.fsync(file)
            finally:
                os.close(file)
            os.replace(temporary, self.folder / f"{entry.id}.json")
        except OSError:
            with contextlib.suppress(OSError):
                temporary.unlink()
            raise
        if sync:
            self._sync_folder()

    def _sync_folder(self) -> None:
        """Names are on the disk only when their folder is; where folders cannot be opened (Windows) there is no such call."""
        with contextlib.suppress(OSError):
            folder = os.open(self.folder, os.O_RDONLY)
            try:
                os.fsync(folder)
            finally:
                os.close(folder)

    # Going out ---------------------------------------------------------------------------------------------------------

    def forget(self, id: str) -> None:
        """Removes a mail: first its bytes, since what is known of no bytes is cleared away unasked."""
        for name in (f"{id}.eml", f"{id}.json"):
            with contextlib.suppress(FileNotFoundError):
                os.unlink(self.folder / name)

    def log(self, event: str, entry: Entry, **told: Any) -> None:
        """A line in the log: what happened to which mail, never what it says or to whom."""
        line = {"at": _now(), "event": event, "id": entry.id, **told}
        if entry.rules and "rules" not in told:
            line["rules"] = list(entry.rules)
        flags = os.O_WRONLY | os.O_CREAT | os.O_APPEND | getattr(os, "O_NOFOLLOW", 0)
        file = os.open(self.folder / "log.jsonl", flags, 0o600)
        try:
            os.write(file, (json.dumps(line, ensure_ascii=False) + "\n").encode("utf-8", "surrogateescape"))
        finally:
            os.close(file)

    # Looking -----------------------------------------------------------------------------------------------------------

    def entries(self) -> Iterator[Entry]:
        """All kept mails, oldest first; raises InputError for a folder that cannot be read."""
        try:
            next(self.folder.iterdir(), None)
        except FileNotFoundError:
            return
        except OSError as error:
            raise InputError(f"{self.folder}: cannot be read: {error.strerror}") from None
        for path in sorted(self.folder.glob("*.eml")):
            try:
                entry = replace(self._known(path.stem), locked=self._is_locked(path)) if _is_own(path) else None
            except OSError:
                continue  # it has just been sent or dropped
            if entry is not None:
                yield entry

    def _known(self, id: str) -> Entry:
        try:
            known = json.loads((self.folder / f"{id}.json").read_bytes().decode("utf-8", "surrogateescape"))
            return _entry(id, known)
        except (OSError, ValueError):
            at = datetime.fromtimestamp(self.path(id).stat().st_mtime).astimezone().isoformat(timespec="seconds")
            return Entry(id, "checking", at)

    def take(self, wanted: str) -> Kept:
        """The mail whose id is, or begins with, ``wanted``, with its lock; raises InputError."""
        names = (
            [path.stem for path in sorted(self.folder.glob("*.eml")) if path.stem.startswith(wanted)] if wanted else []
        )
        if not names:
            raise InputError(f"no mail is held as {wanted!r}: `replylint held list` shows those that are")
        if len(names) > 1 and wanted not in names:
            raise InputError(f"{len(names)} mails are held as {wanted!r}…: write more of the id")
        id = wanted if wanted in names else names[0]
        if not _is_own(self.path(id)) or not _is_own(self.folder):
            raise InputError(f"{self.path(id)}: it belongs to somebody else, or the folder does: not touched")
        file = self._opened(id)
        with os.fdopen(os.dup(file), "rb") as source:
            data = source.read()
        return Kept(self, self._known(id), file, data)

    def _opened(self, id: str) -> int:
        """The file of a mail with its lock; raises InputError. An editor may have put another file in its place meanwhile."""
        for _ in range(3):
            try:
                file = os.open(self.path(id), os.O_RDONLY | getattr(os, "O_CLOEXEC", 0))
            except OSError as error:
                raise InputError(f"{id}: cannot be read: {error.strerror}") from None
            if not _locked_soon(file):
                os.close(file)
                raise InputError(f"{id}: another process is at work on it")
            try:
                if os.path.samestat(os.fstat(file), os.stat(self.path(id))):
                    return file
            except FileNotFoundError:
                os.close(file)
                raise InputError(f"{id}: has just been sent or dropped") from None
            os.close(file)
        raise InputError(f"{id}: another process is at work on it")

    def _is_locked(self, path: Path) -> bool:
        """Whether a process is at work on a mail. The lock that finds out is one that others who only look can have too."""
        try:
            file = os.open(path, os.O_RDONLY | getattr(os, "O_CLOEXEC", 0))
        except OSError:
            return False
        try:
            return not _lock(file, shared=True)
        finally:
            os.close(file)

    def supersede(self, kept: Kept) -> list[str]:
        """Takes older copies of a mail that has now been sent, by Message-ID and command, out of what is due. They are not deleted: a mail
        program may give one Message-ID to two mails."""
        found = []
        for entry in list(self.entries()) if kept.entry.message_id else []:
            is_copy = (entry.message_id, entry.command) == (kept.entry.message_id, kept.entry.command)
            if is_copy and entry.id < kept.entry.id and entry.state in ("held", "refused"):
                with contextlib.suppress(ReplylintError), contextlib.closing(self.take(entry.id)) as old:
                    old.become("held", why=f"a mail with its Message-ID was sent as {kept.entry.id}", hold_until=None)
                    old.log("superseded", by=kept.entry.id)
                    found.append(entry.id)
        return found

    def clear_interrupted(self) -> None:
        """Removes what an interrupted process left half written: its mail program still has all of it."""
        orphans = [path for path in self.folder.glob("*.json") if not path.with_suffix(".eml").exists()]
        for path in (*self.folder.glob("*.part"), *self.folder.glob("*.new"), *orphans):
            with contextlib.suppress(OSError):
                if time.time() - path.stat().st_mtime > 3600 and not self._is_locked(path):
                    path.unlink()


def _now() -> str:
    return datetime.now().astimezone().isoformat(timespec="seconds")


def _here() -> str:
    try:
        return os.getcwd()
    except OSError:
        return ""  # the folder has been deleted


_TEXTS = ("at", "folder", "why", "hold_until", "message_id")
_LISTS = ("command", "rules")


def _entry(id: str, known: Any) -> Entry:
    """What a file says of a mail; raises ValueError unless it is what :meth:`Store.write` writes."""
    if not isinstance(known, dict) or known.get("state") not in ("checking", "held", "sending", "refused"):
        raise ValueError("not an entry")
    texts = {name: known[name] for name in _TEXTS if name in known}
    lists = {name: tuple(known[name]) for name in _LISTS if isinstance(known.get(name), list)}
    if not all(isinstance(text, str) for text in texts.values()):
        raise ValueError("text expected")
    if not all(isinstance(word, str) for words in lists.values() for word in words):
        raise ValueError("words expected")
    if "hold_until" in texts:
        datetime.fromisoformat(texts["hold_until"])
    options, code = known.get("options"), known.get("exit_code")
    if not isinstance(options, dict | None) or not isinstance(code, int | None):
        raise ValueError("options expected")
    return replace(Entry(id, known["state"], "", exit_code=code, options=options), **texts, **lists)


def _fields(entry: Entry) -> Iterator[tuple[str, Any]]:
    from ..record import fields

    return ((f.name, getattr(entry, f.name)) for f in fields(Entry))


def _copied(source: IO[bytes], file: int) -> bytes:
    chunks = []
    while chunk := source.read(CHUNK):
        _write_all(file, chunk)
        chunks.append(chunk)
    return b"".join(chunks)


def _write_all(file: int, data: bytes) -> None:
    view = memoryview(data)
    while view:
        view = view[os.write(file, view) :]


def _is_own(path: Path) -> bool:
    """Whether a file or folder is the user's own: what others could write, they could have sent."""
    try:
        return not hasattr(os, "getuid") or path.lstat().st_uid == os.getuid()
    except OSError:
        return False


def _lock(file: int, *, shared: bool = False) -> bool:
    """Takes the lock of a file, unless another process has it. Where there are no such locks (Windows, some network file systems) every
    mail counts as free."""
    try:
        import fcntl
    except ImportError:
        return True
    try:
        fcntl.flock(file, (fcntl.LOCK_SH if shared else fcntl.LOCK_EX) | fcntl.LOCK_NB)
    except OSError as error:
        return error.errno not in (errno.EWOULDBLOCK, errno.EAGAIN, errno.EACCES)
    return True


def _locked_soon(file: int) -> bool:
    """:func:`_lock`, with patience: whoever lists the folder tries each lock for a moment."""
    for _ in range(5):
        if _lock(file):
            return True
        time.sleep(0.05)
    return False


__all__ = ["Entry", "Kept", "State", "Store", "state_folder"]
