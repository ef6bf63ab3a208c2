"""Files that are written whole or not at all."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO

from .errors import WriteError


def write_whole(path: Path, data: bytes, mode: int = 0o644) -> None:
    """Puts ``data`` in the place of the file at ``path``; see :func:`replacing`, which also says what is raised."""
    with replacing(path, mode) as out:
        out.write(data)


@contextmanager
def replacing(path: Path, mode: int = 0o644) -> Iterator[IO[bytes]]:
    """A file that takes the place of the one at ``path``, with that one's mode and owner, once all of it is written.

    ``mode`` is that of a file that is not there yet. Raises WriteError, and then the old one stands as it was. What is no file
    (``/dev/null``, a pipe) is written to as it is: nothing may take its place.
    """
    before = _present(path)
    if before is not None and not stat.S_ISREG(before.st_mode):
        try:
            with open(path, "wb", buffering=0) as device:
                yield device
        except OSError as error:
            raise _unwritten(path, error) from None
        return
    out = _beside(path)
    try:
        yield out
        try:
            out.flush()
            os.fsync(out.fileno())
            out.close()
            _keep_owner(out.name, before)
            os.chmod(out.name, mode if before is None else stat.S_IMODE(before.st_mode))
            os.replace(out.name, os.path.realpath(path))
        except OSError as error:
            raise _unwritten(path, error) from None
    except BaseException:
        with suppress(OSError):
            out.close()
        os.unlink(out.name)
        raise


def _present(path: Path) -> os.stat_result | None:
    """What is known of the file at ``path``, if there is one; raises WriteError where nobody could write."""
    try:
        before = path.stat() if path.exists() else None
        if before is not None and not os.access(path, os.W_OK):
            raise PermissionError(13, "Permission denied")
        if before is None and os.path.islink(os.path.realpath(path)):
            raise OSError(40, "Too many levels of symbolic links")
    except (OSError, ValueError) as error:
        raise _unwritten(path, error) from None
    return before


def _beside(path: Path) -> IO[bytes]:
    """An open file beside the one at ``path``; raises WriteError."""
    import tempfile

    real = Path(os.path.realpath(path))
    try:
        handle, name = tempfile.mkstemp(dir=real.parent, prefix=f".{real.name}.")
    except (OSError, ValueError) as error:
        raise _unwritten(path, error) from None
    os.close(handle)
    return open(name, "wb")


def _unwritten(path: Path, error: OSError | ValueError) -> WriteError:
    reason = error.strerror if isinstance(error, OSError) else "not a name for a file"
    return WriteError(f"{path}: cannot be written, left as it was: {reason}")


def _keep_owner(name: str, before: os.stat_result | None) -> None:
    """Gives a file the owner and group of the one that it replaces, as far as the person running may."""
    made = os.stat(name)
    if before is not None and (made.st_uid, made.st_gid) != (before.st_uid, before.st_gid):
        with suppress(PermissionError):
            os.chown(name, before.st_uid, before.st_gid)
