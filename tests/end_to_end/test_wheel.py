"""The wheel works where nothing of the repository is: the trained pipeline travels inside."""

import subprocess
import sys
import venv
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SAMPLE = (ROOT / "docs" / "sample.eml").read_bytes()


def run(*command: str | Path, cwd: Path, stdin: bytes = b"") -> subprocess.CompletedProcess[bytes]:
    return subprocess.run([str(part) for part in command], cwd=cwd, input=stdin, capture_output=True, check=False, timeout=500)


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    built = run(sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", folder, ROOT, cwd=folder)
    assert built.returncode == 0, built.stderr.decode()[-2000:]
    return next(folder.glob("askfirst-*.whl"))


@pytest.mark.slow
def test_the_wheel_holds_what_it_should_and_nothing_else(wheel: Path) -> None:
    names = zipfile.ZipFile(wheel).namelist()
    assert {name.split("/")[0] for name in names if ".dist-info" not in name} == {"linter", "addon", "models"}
    assert "models/pipeline/askfirst_reader/arrays.npz" in names
    assert "models/replies.npz" in names
    assert "models/redirect.npz" in names
    assert {"linter/languages/de.toml", "linter/audit/page.html"} <= set(names)
    assert not [name for name in names if "corpus/" in name or "replies/" in name or "test" in name]
    pipeline = sum(info.file_size for info in zipfile.ZipFile(wheel).infolist() if info.filename.startswith("models/pipeline/"))
    assert pipeline <= 10_000_000


@pytest.mark.slow
def test_the_wheel_checks_a_draft_from_another_folder_in_an_empty_environment(wheel: Path, tmp_path: Path) -> None:
    venv.create(tmp_path / "venv", with_pip=True)
    python = tmp_path / "venv" / "bin" / "python"
    installed = run(python, "-m", "pip", "install", "-q", wheel, cwd=tmp_path)
    assert installed.returncode == 0, installed.stderr.decode()[-2000:]
    (tmp_path / "draft.eml").write_bytes(SAMPLE)
    result = run(tmp_path / "venv" / "bin" / "askfirst", "check", "draft.eml", cwd=tmp_path)
    assert result.returncode == 1, result.stderr.decode()
    assert b"AF101" in result.stdout
