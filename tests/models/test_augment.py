"""How the next round of training is made up."""

from dataclasses import replace

import numpy as np
import pytest

from models.augment import SELDOM, how_often
from models.corpus import judged, load
from models.dataset import blank, encode_example


@pytest.mark.parametrize(("off", "shown"), [(0.0, SELDOM), (0.25, (1 + SELDOM) / 2), (0.5, 1.0), (1.0, 1.0)])
def test_a_draft_is_shown_the_more_often_the_worse_it_was_read(off: float, shown: float) -> None:
    draft = encode_example(load()[0], blank())
    draft = replace(draft, facts=np.array([1, 0, 1, 0, -1], np.float32))
    stated = np.array([[1 - off, 0, 1, 0, 1]], np.float32)
    assert how_often(stated, [draft])[0] == pytest.approx(shown)


def test_judgements_stand_with_their_sentences_in_an_encoded_draft() -> None:
    signs = judged()
    example = next(e for e in load() if {"+", "-"} <= set(signs.get(e.id, "")))
    encoded = encode_example(example, blank(), signs=signs[example.id])
    assert encoded.quotable is not None
    assert encoded.quotable[0] == -1  # the header line
    known = {"+": 1, "-": 0, "o": -1}
    assert [known[sign] for sign in signs[example.id]] == encoded.quotable[1 : len(signs[example.id]) + 1].tolist()
