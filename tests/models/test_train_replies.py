"""The same corpus gives the same model of answers, bit by bit."""

from pathlib import Path

import pytest

from models import replies, train_replies


@pytest.mark.slow
def test_training_twice_gives_the_same_file(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(train_replies, "load", lambda: replies.load()[::12])  # enough to be a model, and quick
    made = []
    for name in ("one.npz", "other.npz"):
        monkeypatch.setattr(train_replies, "TARGET", tmp_path / name)
        assert train_replies.main() == 0
        made.append((tmp_path / name).read_bytes())
    assert made[0] == made[1]
