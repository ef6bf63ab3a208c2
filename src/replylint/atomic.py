"""Files that are written whole or not at all."""

from __future__ import annotations

import os
import stat
from contextlib import suppress
from pathlib import Path

from .errors import WriteError


def write_whole(path: Path, data: bytes, mode: int = 0o644) -> None:
    """Puts ``data`` in the place of the file at ``path``, with that file's mode and owner; raises WriteError, and then it stands as it was.

    ``mode`` is that of a file that is not there yet.
    """
    import tempfile

    real = Path(os.path.realpath(path))
    try:
        before = real.stat() if real.exists() else None
        if before is not None and not os.access(real, os.W_OK):
            raise PermissionError(13, "Permission denied")
        handle, name = tempfile.mkstemp(dir=real.parent, prefix=f".{real.name}.")
        try:
            with os.fdopen(handle, "wb") as out:
                out.write(data)
                out.flush()
                os.fsync(out.fileno())
            _keep_owner(name, before)
            os.chmod(name, mode if before is None else stat.S_IMODE(before.st_mode))
            os.replace(name, real)
        except BaseException:
            os.unlink(name)
            raise
    except OSError as error:
        raise WriteError(f"{path}: cannot be written, left as it was: {error.strerror}") from None


def _keep_owner(name: str, before: os.stat_result | None) -> None:
    """Gives a file the owner and group of the one that it replaces, as far as the person running may."""
    made = os.stat(name)
    if before is not None and (made.st_uid, made.st_gid) != (before.st_uid, before.st_gid):
        with suppress(PermissionError):
            os.chown(name, before.st_uid, before.st_gid)
