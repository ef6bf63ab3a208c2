"""What several commands need: the rulebook that holds in the current folder."""

from __future__ import annotations

from pathlib import Path

from ..config import Settings, find_config, load_settings
from ..errors import ConfigError
from ..record import replace
from ..rulebook import Rulebook, load_rulebook


def settings_here(config: str | None) -> Settings:
    """The settings of ``config``, else of the replylint.yaml here or above."""
    if config is not None and not Path(config).is_file():
        raise ConfigError(f"{config}: no such config file")
    return load_settings(Path(config) if config else find_config(Path.cwd()))


def rulebook_here(config: str | None) -> Rulebook:
    """The rulebook of those settings; rules that they switch off are left out."""
    settings = settings_here(config)
    return load_rulebook(
        *settings.folders, default=settings.default_rules, overrides=settings.overrides, channels=settings.channels
    )


def whole_rulebook(settings: Settings) -> Rulebook:
    """The rulebook of some settings, with the rules that they switch off."""
    overrides = {name: replace(override, off=False) for name, override in settings.overrides.items()}
    return load_rulebook(
        *settings.folders, default=settings.default_rules, overrides=overrides, channels=settings.channels
    )
