"""replylint.yaml: what it is taken to say."""

from __future__ import annotations

from pathlib import Path

import pytest

from replylint.config import load_settings
from replylint.errors import ConfigError


def settings_of(folder: Path, text: str, name: str = "replylint.yaml") -> Path:
    path = folder / name
    path.write_text(text, "utf-8")
    return path


@pytest.mark.parametrize(
    ("hours", "expected"),
    [
        ("{mon: '13:00-17:00, 08:00-12:00'}", {0: ((480, 720), (780, 1020))}),
        ("{'mon, wed': 09:00-17:00}", {0: ((540, 1020),), 2: ((540, 1020),)}),
        ("{Sat-Sun: 10:00-24:00}", {5: ((600, 1440),), 6: ((600, 1440),)}),
        ("{sun: '20:00-02:00'}", {6: ((1200, 1440),), 0: ((0, 120),)}),
        ("{sun: closed}", {6: ()}),
    ],
)
def test_hours(tmp_path: Path, hours: str, expected: dict[int, tuple[tuple[int, int], ...]]) -> None:
    assert load_settings(settings_of(tmp_path, f"business: {{hours: {hours}}}\n")).business.hours == expected


@pytest.mark.parametrize(
    "hours", ["{monster: 09:00-17:00}", "{mon: 09:00-24:59}", "{mon: 9 to 5}", "{mon: 09:00-09:00}"]
)
def test_hours_that_nobody_keeps(tmp_path: Path, hours: str) -> None:
    with pytest.raises(ConfigError, match=r"replylint.yaml:1: business.hours"):
        load_settings(settings_of(tmp_path, f"business: {{hours: {hours}}}\n"))


def test_what_extends_leaves_open_stays(tmp_path: Path) -> None:
    settings_of(
        tmp_path,
        "rules: {limited-emoticons: {severity: error}, greet: off}\nchannels: {chat: {limit: 500}}\n",
        "base.yaml",
    )
    path = settings_of(
        tmp_path,
        "extends: base.yaml\nrules: {limited-emoticons: {most: 3}, greet: suggestion}\nchannels: {chat: {reply_within: 3}}\n",
    )
    settings = load_settings(path)
    merged = settings.overrides["limited-emoticons"]
    assert (merged.severity, merged.options) == ("error", {"most": 3})
    assert settings.overrides["greet"].off is False
    assert settings.channels["chat"] == {"limit": 500, "reply_within": 3}
