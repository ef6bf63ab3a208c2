"""What the README tells teams to put into their CI does what it says: the pre-commit hook, the GitHub action."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from conftest import ROOT

HOOK = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text("utf-8"))[0]
ACTION = yaml.safe_load((ROOT / "action.yml").read_text("utf-8"))


def run(folder: Path, *command: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)


@pytest.fixture
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A repository with two canned replies, and the hook as pre-commit runs it, with the replylint that is installed here."""
    monkeypatch.setenv("PRE_COMMIT_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("PATH", f"{Path(sys.executable).parent}:{Path('/usr/bin')}:{Path('/bin')}")
    folder = tmp_path / "repository"
    (folder / "macros").mkdir(parents=True)
    (folder / "macros/old.md").write_text("Your parcel comes soon.\n", "utf-8")
    local = {**HOOK, "language": "system", "files": "^macros/"}
    config = {"repos": [{"repo": "local", "hooks": [local]}]}
    (folder / ".pre-commit-config.yaml").write_text(yaml.safe_dump(config), "utf-8")
    for command in (
        ["git", "init", "-q"],
        ["git", "config", "user.email", "a@example.com"],
        ["git", "config", "user.name", "A"],
        ["git", "add", "-A"],
        ["git", "commit", "-qm", "start"],
        ["pre-commit", "install"],
    ):
        done = run(folder, *command)
        assert done.returncode == 0, done.stderr
    return folder


@pytest.mark.skipif(not shutil.which("git"), reason="git is not installed")
def test_pre_commit_checks_the_files_that_a_commit_changes(repository: Path) -> None:
    (repository / "macros/new.md").write_text("Hi {{name}}, your parcel comes shortly!!\n", "utf-8")
    run(repository, "git", "add", "-A")
    done = run(repository, "git", "commit", "-m", "bad")
    said = done.stdout + done.stderr
    assert done.returncode == 1
    assert "macros/new.md:1:" in said
    assert "no-vague-timing" in said
    assert "macros/old.md" not in said
    assert "no-unfilled-placeholders" not in said  # canned replies have placeholders

    (repository / "macros/new.md").write_text("Your parcel comes on Friday.\n", "utf-8")
    run(repository, "git", "add", "-A")
    done = run(repository, "git", "commit", "-m", "good")
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.skipif(not shutil.which("git"), reason="git is not installed")
def test_pre_commit_checks_what_is_staged(repository: Path) -> None:
    (repository / "macros/new.md").write_text("Your parcel comes shortly!!\n", "utf-8")
    run(repository, "git", "add", "-A")
    (repository / "macros/new.md").write_text("Your parcel comes on Friday.\n", "utf-8")
    assert run(repository, "git", "commit", "-m", "staged is bad").returncode == 1


def test_the_hook_takes_the_files_that_replies_live_in() -> None:
    import re

    pattern = re.compile(HOOK["files"])
    assert all(pattern.search(f"macros/a{suffix}") for suffix in (".md", ".yaml", ".json", ".csv", ".txt", ".html"))
    assert not pattern.search("src/a.py")


def test_the_action_s_script_runs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    script = next(step["run"] for step in ACTION["runs"]["steps"] if "replylint check" in step.get("run", ""))
    (tmp_path / "macros").mkdir()
    (tmp_path / "macros/a.md").write_text("Your parcel comes soon.\n", "utf-8")
    summary = tmp_path / "summary.md"
    given = {
        "LIBRARY": "macros", "ARGUMENTS": "--statistics", "CHANGED_ONLY": "false", "SARIF": "out.sarif", "BASE": "",
        "RUNNER_TEMP": str(tmp_path), "GITHUB_STEP_SUMMARY": str(summary),
    }  # fmt: skip
    for name, value in given.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setenv("PATH", f"{Path(sys.executable).parent}:/usr/bin:/bin")
    done = run(tmp_path, "bash", "-eu", "-c", script)
    assert done.returncode == 1, done.stderr
    assert "::warning file=macros/a.md,line=1" in done.stdout
    assert "no-vague-timing" in summary.read_text("utf-8")
    assert (tmp_path / "out.sarif").exists()
