"""The same replies give the same weights, to the byte."""

from __future__ import annotations

from pathlib import Path
from types import ModuleType

import pytest

from models import replies, train_redirects, train_replies


@pytest.mark.slow
@pytest.mark.parametrize("training", [train_replies, train_redirects], ids=lambda module: module.__name__)
def test_training_twice_gives_the_same_file(training: ModuleType, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(training, "load", lambda: replies.load()[::12])  # enough to be a model, and quick
    made = []
    for name in ("one.npz", "other.npz"):
        monkeypatch.setattr(training, "TARGET", tmp_path / name)
        assert training.main() == 0
        made.append((tmp_path / name).read_bytes())
    assert made[0] == made[1]
