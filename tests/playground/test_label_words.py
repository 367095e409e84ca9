"""Every label of a sentence has its word in both languages: a page without one shows nothing."""

from pathlib import Path

import addon.playground
from linter.pipeline import LABELS


def test_every_label_has_a_word_in_both_languages() -> None:
    words = (Path(addon.playground.__file__).parent / "static" / "words.js").read_text(encoding="utf-8")
    assert [name for name in LABELS if words.count(f" k_{name}: ") != 2] == []
