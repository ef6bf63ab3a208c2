"""The README tells the truth: its commands run, its rule works, its picture is of a real run."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from conftest import ROOT

README = (ROOT / "README.md").read_text("utf-8")
PICTURE = ROOT / "examples" / "report.svg"


def blocks(language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```$", README, re.MULTILINE | re.DOTALL)


COMMANDS = [
    line
    for block in blocks("console")
    for line in block.splitlines()
    if line.startswith("replylint ") and "|" not in line and "my-" not in line
]


@pytest.mark.parametrize("command", COMMANDS)
def test_commands_run(command: str, tmp_path: Path) -> None:
    arguments = shlex.split(command)[1:]
    cwd = tmp_path if arguments[0] == "init" else ROOT
    done = subprocess.run(
        [sys.executable, "-m", "replylint", *arguments], capture_output=True, text=True, check=False, cwd=cwd
    )
    assert done.returncode in (0, 1), done.stderr
    assert done.stdout


def test_the_first_example_has_findings_on_five_rules() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "replylint", "check", "examples/late-parcel/draft.txt", "--format", "text"],
        capture_output=True,
        text=True,
        check=False,
        cwd=ROOT,
    )
    assert done.returncode == 1
    assert len({line.split()[2] for line in done.stdout.splitlines()}) >= 5


def test_python_example_runs(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.chdir(ROOT)
    for block in blocks("python"):
        exec(compile(block, "README.md", "exec"), {})
    assert capsys.readouterr().out


def test_the_team_rule_proves_itself(tmp_path: Path) -> None:
    rule = next(block for block in blocks("yaml") if block.startswith("# our-rules/"))
    name = re.match(r"# our-rules/(\S+)", rule)
    assert name
    (tmp_path / name[1]).write_text(rule, "utf-8")
    done = subprocess.run(
        [sys.executable, "-m", "replylint", "rules", "test", str(tmp_path)], capture_output=True, text=True, check=False
    )
    assert done.stdout == "1 rules, 0 failures\n"


def test_the_config_example_loads(tmp_path: Path) -> None:
    from replylint.config import load_settings

    config = next(block for block in blocks("yaml") if block.startswith("# replylint.yaml"))
    (tmp_path / "replylint.yaml").write_text(config, "utf-8")
    assert load_settings(tmp_path / "replylint.yaml").overrides


def test_the_picture_is_of_a_real_run() -> None:
    from replylint_picture import picture

    assert PICTURE.read_text("utf-8") == picture()


def test_options_in_the_table_exist() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "replylint", "check", "--help"], capture_output=True, text=True, check=True
    )
    table = set(re.findall(r"^\| `(--[a-z-]+)", README, re.MULTILINE))
    offered = set(re.findall(r"(--[a-z][a-z-]+)", done.stdout)) - {
        "--help",
        "--install-completion",
        "--show-completion",
        "--output-format",
    }
    assert table == offered


def test_a_mail_is_handed_on_as_the_readme_says(tmp_path: Path) -> None:
    mail = (ROOT / "examples/mail/reply.eml").read_bytes()
    env = {**os.environ, "XDG_STATE_HOME": str(tmp_path), "HOME": str(tmp_path)}
    for given, code, out in (
        (mail.replace(b"DO keep the receipt in the box!!", b"Please keep the receipt."), 0, True),
        (mail, 65, False),
    ):
        done = subprocess.run(
            [sys.executable, "-m", "replylint", "send", "--", "cat"],
            input=given,
            capture_output=True,
            env=env,
            check=False,
        )
        assert (done.returncode, done.stdout) == (code, given if out else b"")
