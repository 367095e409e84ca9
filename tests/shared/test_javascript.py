"""The JavaScript of the mail clients: its own tests (node's runner), and its types (against Microsoft's)."""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path

import pytest

from addon.outlook_files import files

ROOT = Path(__file__).parents[2]


@pytest.mark.slow
def test_node_runs_its_tests_green(tmp_path: Path) -> None:
    bundle = tmp_path / "launchevent.js"
    bundle.write_bytes(files("https://askfirst.example/x")["launchevent.js"])
    environment = os.environ | {"ASKFIRST_BUNDLE": str(bundle)}
    done = subprocess.run(["npm", "test"], cwd=ROOT, capture_output=True, text=True, env=environment, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "# fail 0" in done.stdout or "ℹ fail 0" in done.stdout
    assert "# pass 0" not in done.stdout


@pytest.mark.slow
def test_the_types_are_right() -> None:
    done = subprocess.run(["npm", "run", "types"], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout


def test_versions_are_pinned_and_no_registry_is_named() -> None:
    package = json.loads((ROOT / "package.json").read_text("utf-8"))
    assert all(version[0].isdigit() for version in package["devDependencies"].values())
    lock = json.loads((ROOT / "package-lock.json").read_text("utf-8"))
    assert not any("resolved" in entry for entry in lock["packages"].values())
    assert all("integrity" in entry for name, entry in lock["packages"].items() if name)
