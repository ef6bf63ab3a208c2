"""Files are written whole or not at all."""

import os
import stat
import threading

import pytest

from replylint.atomic import replacing, write_whole
from replylint.errors import WriteError


def test_an_interrupted_write_leaves_the_old_file_and_nothing_beside_it(tmp_path):
    path = tmp_path / "report.txt"
    path.write_text("old", "utf-8")
    with pytest.raises(KeyboardInterrupt):
        _interrupted_write(path)
    assert path.read_text("utf-8") == "old"
    assert list(tmp_path.iterdir()) == [path]


def _interrupted_write(path):
    with replacing(path) as out:
        out.write(b"half of the n")
        raise KeyboardInterrupt


def test_mode_and_link_outlive_a_write(tmp_path):
    real, link = tmp_path / "real", tmp_path / "link"
    real.write_bytes(b"old")
    real.chmod(0o640)
    link.symlink_to(real)
    write_whole(link, b"new")
    assert link.is_symlink()
    assert real.read_bytes() == b"new"
    assert stat.S_IMODE(real.stat().st_mode) == 0o640


def test_what_is_no_file_is_written_to_and_stays_what_it_is(tmp_path):
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    read = []
    reader = threading.Thread(target=lambda: read.append(pipe.read_bytes()))
    reader.start()
    write_whole(pipe, b"through")
    reader.join(10)
    assert read == [b"through"]
    assert stat.S_ISFIFO(pipe.stat().st_mode)


def test_a_folder_is_one_clear_line(tmp_path):
    with pytest.raises(WriteError, match="left as it was"):
        write_whole(tmp_path, b"")
