"""A start stays light, and imports run one way."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
HEAVY = (
    "spacy",
    "textstat",
    "emoji",
    "rich.console",
    "rich.text",
    "numpy",
    "holidays",
    "phonenumbers",
    "stdnum",
    "py3langid",
    "yaml",
    "pydantic",
)


def imported(*arguments: str) -> set[str]:
    script = (
        "import sys, os, runpy; real = os._exit\n"
        "def leave(code):\n sys.stderr.write(' '.join(sys.modules)); sys.stderr.flush(); real(0)\n"
        "os._exit = leave\n"
        f"sys.argv = ['replylint', *{list(arguments)!r}]\n"
        "runpy.run_module('replylint', run_name='__main__')\n"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    return set(done.stderr.split())


def test_a_cold_check_imports_nothing_heavy(tmp_path: Path) -> None:
    draft, message = tmp_path / "d.txt", tmp_path / "m.txt"
    draft.write_text("Hi Jane, the lamp is ready. You can pick it up today until six.\n\nBest,\nTom\n", "utf-8")
    message.write_text("Is the lamp ready? Thanks, Jane\n", "utf-8")
    arguments = ("check", str(draft), "-i", str(message), "--isolated")
    imported(*arguments)  # compiles the rulebook into the cache
    assert imported(*arguments).isdisjoint(HEAVY)


LAYERS = [
    "lazy",
    "errors",
    "version",
    "shape",
    "exchange",
    "findings",
    "phrases",
    "models|facts",
    "checks",
    "rulebook",
    "linter",
    "library|baseline|results_cache",
    "proof",
    "config",
    "readers",
    "reporters|schemas",
    "hooks",
    "commands",
]


def layer(module: str) -> int:
    head = module.split(".")[0]
    return next((n for n, names in enumerate(LAYERS) if head in names.split("|")), -1)


@pytest.mark.parametrize(
    "path", sorted((ROOT / "src/replylint").rglob("*.py")), ids=lambda p: p.relative_to(ROOT / "src").as_posix()
)
def test_imports_run_one_way(path: Path) -> None:
    relative = path.relative_to(ROOT / "src/replylint").with_suffix("").parts
    own = layer(".".join(relative))
    package = relative[:-1]
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if not isinstance(node, ast.ImportFrom) or not node.level or own < 0:
            continue
        target = (*package[: len(package) - node.level + 1], *(node.module or "").split("."))
        target = tuple(part for part in target if part)
        names = [target[0]] if target else [alias.name for alias in node.names]
        for name in names:
            assert layer(name) <= own, f"{path.name} imports {'.'.join(target)}"


def test_scorecard_and_fixer_know_only_findings() -> None:
    for name in ("scorecard", "fixer"):
        tree = ast.parse((ROOT / f"src/replylint/{name}.py").read_text("utf-8"))
        local = {node.module for node in ast.walk(tree) if isinstance(node, ast.ImportFrom) and node.level}
        assert local == {"findings", "record"}
