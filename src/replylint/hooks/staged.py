"""What is staged, laid out in a folder of its own: commits are checked for what they hold, not for what the work tree holds."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fnmatch import fnmatchcase
from pathlib import Path

from ..config import Settings, find_config, load_settings
from ..readers.libraries import section_for
from .githook import git, top_of

CONFIG = "replylint.yaml"
_YAML = (".yaml", ".yml")
_FILES = ("100644", "100755")
"""Modes of files; links and submodules have others."""


class Staged:
    """The index of the repository at ``here``, as far as it is laid out in ``folder``."""

    def __init__(self, here: Path, folder: Path) -> None:
        self._top, self._folder = top_of(here), folder
        self._settings: dict[Path | None, Settings] = {}

    def lay_out(self, patterns: Sequence[str]) -> list[str]:
        """Writes the staged files that are canned replies, with the configs and rules of the index; returns their names.

        Those are what ``patterns`` name, else what ``libraries:`` of their config does. Files that are deleted have no content to check.
        """
        tracked = [name for name in _names(git(self._top, "ls-files", "-z")) if name.endswith(_YAML)]
        self._check_out(tracked)
        if not (self._folder / CONFIG).is_file():
            # The search for a config ends here: what lies outside of the repository is not part of the commit.
            (self._folder / CONFIG).write_bytes(b"")
        wanted = [name for name in self._changed() if self._is_wanted(name, patterns)]
        self._check_out(name for name in wanted if not (self._folder / name).exists())
        for settings in self._settings.values():
            self._check_out_context(settings)
        return wanted

    @property
    def knows_libraries(self) -> bool:
        """Whether a config of the staged files says which files are canned replies."""
        return any(settings.libraries for settings in self._settings.values())

    def _changed(self) -> list[str]:
        """Names of the files that the commit adds or changes; a renamed one by its new name."""
        said = git(self._top, "diff", "--cached", "--raw", "-z", "--no-renames", "--no-ext-diff", "--diff-filter=d")
        fields = said.split(b"\0")
        return [
            _name(name)
            for status, name in zip(fields[::2], fields[1::2], strict=False)
            if status.split(b" ")[1].decode() in _FILES
        ]

    def _is_wanted(self, name: str, patterns: Sequence[str]) -> bool:
        settings = self._settings_of(name)
        if patterns:
            return any(fnmatchcase(name, pattern.rstrip("/") + end) for pattern in patterns for end in ("", "/*"))
        return section_for(self._folder / name, settings.libraries) is not None

    def _settings_of(self, name: str) -> Settings:
        config = find_config((self._folder / name).parent)
        if config not in self._settings:
            self._settings[config] = load_settings(config)
        return self._settings[config]

    def _check_out_context(self, settings: Settings) -> None:
        """The files that a config's ``context:`` names."""
        for written in (settings.context.history, settings.context.incoming):
            path = Path(written) if written else self._folder
            if path.is_relative_to(self._folder) and not path.exists():
                name = path.relative_to(self._folder).as_posix()
                self._check_out(_names(git(self._top, "ls-files", "-z", "--", f":(top,literal){name}")))

    def _check_out(self, names: Iterable[str]) -> None:
        listed = b"".join(name.encode("utf-8", "surrogateescape") + b"\0" for name in names)
        if listed:
            git(self._top, "checkout-index", "-q", "-z", "--stdin", f"--prefix={self._folder}/", data=listed)


def _names(said: bytes) -> list[str]:
    return [_name(name) for name in said.split(b"\0") if name]


def _name(name: bytes) -> str:
    return name.decode("utf-8", "surrogateescape")


__all__ = ["Staged"]
