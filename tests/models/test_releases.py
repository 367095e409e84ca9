"""Which releases the learning curve is drawn through."""

import json

import pytest

from models import releases


def test_versions_are_compared_as_numbers(monkeypatch: pytest.MonkeyPatch) -> None:
    versions = {"a1": "1.9.0", "b2": "2.0.0", "c3": "2.0.0", "d4": "10.1.0"}

    def git(command: str, *arguments: str) -> str:
        if command == "log":
            return "\n".join(versions)
        return json.dumps({"version": versions[arguments[0].partition(":")[0]]})

    monkeypatch.setattr(releases, "_git", git)
    assert releases.releases() == {"2.0.0": "b2", "10.1.0": "d4"}
