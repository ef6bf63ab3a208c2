"""Files that are written whole or not at all."""

from __future__ import annotations

import os
import stat
from pathlib import Path

from .errors import WriteError


def write_whole(path: Path, data: bytes) -> None:
    """Puts ``data`` in the place of the file at ``path``, with that file's mode; raises WriteError, and then it stands as it was."""
    import tempfile

    real = Path(os.path.realpath(path))
    try:
        mode = stat.S_IMODE(real.stat().st_mode) if real.exists() else None
        if mode is not None and not os.access(real, os.W_OK):
            raise PermissionError(13, "Permission denied")
        handle, name = tempfile.mkstemp(dir=real.parent, prefix=f".{real.name}.")
        try:
            with os.fdopen(handle, "wb") as out:
                out.write(data)
                out.flush()
                os.fsync(out.fileno())
            os.chmod(name, mode if mode is not None else 0o644)
            os.replace(name, real)
        except BaseException:
            os.unlink(name)
            raise
    except OSError as error:
        raise WriteError(f"{path}: cannot be written, left as it was: {error.strerror}") from None
