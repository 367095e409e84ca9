"""Sentences of a mail."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linter.sentences import sentences


def cut(text: str) -> list[str]:
    return [text[start:end] for start, end in sentences(text, 0, len(text))]


@pytest.mark.parametrize(
    ("text", "pieces"),
    [
        ("Hi Mike,\n\nAnna is here. Talk!", ["Hi Mike,", "Anna is here.", "Talk!"]),
        ("Ask Dr. Weber or Mr. J. Hale. Soon.", ["Ask Dr. Weber or Mr. J. Hale.", "Soon."]),
        ("Am 3. Mai, z. B. um acht. Gut?", ["Am 3. Mai, z. B. um acht.", "Gut?"]),
        ("I'm copying Ana, cc'd. She knows.", ["I'm copying Ana, cc'd.", "She knows."]),
        ("See line 5. Then go on.", ["See line 5.", "Then go on."]),
        ("- Anna: design\n- Mike: apps", ["- Anna: design", "- Mike: apps"]),
        (
            "This line was broken by the mailer because it is rather long and\ngoes on here.\nThanks",
            ["This line was broken by the mailer because it is rather long and\ngoes on here.", "Thanks"],
        ),
        ("", []),
        ("...", ["..."]),
    ],
)
def test_sentences_end_where_a_reader_would_end_them(text: str, pieces: list[str]) -> None:
    assert cut(text) == pieces


@given(st.text(alphabet=st.sampled_from("ab A.!?\n-;Dr 5’"), max_size=200))
def test_sentences_are_ordered_and_cover_every_letter(text: str) -> None:
    spans = sentences(text, 0, len(text))
    assert all(a[1] <= b[0] for a, b in pairwise(spans))
    assert "".join("".join(text[a:b].split()) for a, b in spans) == "".join(text.split())
