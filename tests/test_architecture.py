"""The house rules: who may import whom, and what is kept out."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
ROOMS = ("linter", "addon", "models")


def imported(path: Path) -> set[str]:
    """The rooms a module imports from."""
    names: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            names.add(node.module)
    return {name.split(".")[0] for name in names} & set(ROOMS)


@pytest.mark.parametrize("path", sorted((ROOT / "linter").rglob("*.py")), ids=lambda path: path.name)
def test_linter_imports_nothing_of_ours(path: Path) -> None:
    assert imported(path) <= {"linter"}


@pytest.mark.parametrize("path", sorted((ROOT / "models").glob("*.py")), ids=lambda path: path.name)
def test_models_import_only_linter(path: Path) -> None:
    assert imported(path) <= {"linter", "models"}


@pytest.mark.parametrize("room", ROOMS)
def test_modules_stay_small(room: str) -> None:
    for path in (ROOT / room).rglob("*.py"):
        assert len(path.read_text(encoding="utf-8").splitlines()) <= 300, path.name


def test_no_word_of_network_in_the_linter() -> None:
    modules = {"socket", "http", "urllib", "requests", "ssl"}
    for path in (ROOT / "linter").rglob("*.py"):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        found = {alias.name.split(".")[0] for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names}
        assert not found & modules, path.name


@pytest.mark.parametrize("arguments", [["--help"], ["--version"], ["rule"], ["rule", "AF101"], ["check", "nowhere.eml"]])
def test_the_command_answers_without_spacy(arguments: list[str], tmp_path: Path) -> None:
    code = f"""
import sys
from linter.cli import main
try:
    main({arguments!r})
except SystemExit:
    pass
assert "spacy" not in sys.modules
"""
    result = subprocess.run([sys.executable, "-c", code], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert result.returncode == 0, result.stderr
