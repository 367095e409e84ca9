"""New text, quotation and signature."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linter.body import split


def new(text: str) -> str:
    return "".join(text[start:end] for start, end in split(text).new).strip()


@pytest.mark.parametrize(
    "below",
    [
        "On Tue, 3 Nov 2026 at 10:12, Anna Roth <anna@roth.example> wrote:\n> Sounds good.\n",
        "On Tue, 3 Nov 2026 at 10:12, Anna Roth\n<anna@roth.example> wrote:\n\n> Sounds good.\n",
        "Am 03.11.2026 um 10:12 schrieb Anna Roth:\n> Klingt gut.\n",
        "Am Di., 3. Nov. 2026 um 10:12 Uhr schrieb Anna Roth <anna@roth.example>:\n\nKlingt gut.\n",
        "-----Original Message-----\nFrom: Anna\nSent: Tuesday\nTo: Clara\n\nSounds good.\n",
        "-----Ursprüngliche Nachricht-----\nVon: Anna\nGesendet: Dienstag\nAn: Clara\n\nKlingt gut.\n",
        "Von: Anna Roth\nGesendet: Dienstag, 3. November 2026 10:12\nAn: Clara Voss\nBetreff: Pumpe\n\nKlingt gut.\n",
        "From: Anna Roth\nSent: Tuesday, November 3, 2026 10:12 AM\nTo: Clara Voss\n\nSounds good.\n",
        "---------- Forwarded message ---------\nFrom: Anna\n\nSounds good.\n",
        "Begin forwarded message:\n\nSounds good.\n",
        "> Sounds good.\n> See you.\n",
    ],
)
def test_split_leaves_out_what_is_quoted_below(below: str) -> None:
    assert new("See you on Friday!\n\n" + below) == "See you on Friday!"


def test_split_keeps_answers_between_quoted_lines() -> None:
    text = "On Monday Anna wrote:\n> Shall we meet?\nYes.\n> On Friday?\nBetter Saturday.\n"
    assert new(text) == "Yes.\nBetter Saturday."


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("Hello\n\n-- \nClara Voss\nTel. 030 123456\n", "Hello"),
        ("Hello\n\nSent from my iPhone\n", "Hello"),
        ("Hallo\n\nVon meinem iPhone gesendet\n", "Hallo"),
        ("Hello\n\nBest regards,\nClara\nVoss Garden Ltd\n+44 113 496 0000\nwww.voss.example\n", "Hello\n\nBest regards,\nClara"),
        ("Hallo\n\nViele Grüße\nClara\n", "Hallo\n\nViele Grüße\nClara"),
    ],
)
def test_split_leaves_out_the_signature(text: str, kept: str) -> None:
    assert new(text) == kept


def test_split_takes_spans_known_from_markup() -> None:
    text = "Fine.\nquoted by markup\nBye."
    views = split(text, ((6, 22),))
    assert views.quoted == ((6, 22),)
    assert [text[start:end].strip() for start, end in views.new] == ["Fine.", "Bye."]


LINES = st.sampled_from(
    "> quoted|Hi Mike,|On Monday Anna wrote:|Am 3.11. schrieb Anna:|-- |From: a|To: b|Best,|Clara|Tel. 030 123456||text".split("|")
)


@given(st.one_of(st.text(max_size=300), st.lists(LINES, max_size=15).map("\n".join)))
def test_split_gives_ordered_spans_that_never_overlap_and_lose_nothing_but_space(text: str) -> None:
    views = split(text)
    spans = sorted(views.new + views.quoted + views.signature)
    assert all(0 <= start < end <= len(text) for start, end in spans)
    assert all(before[1] <= after[0] for before, after in pairwise(spans))
    covered = {i for start, end in spans for i in range(start, end)}
    assert not "".join(c for i, c in enumerate(text) if i not in covered).strip()


@pytest.mark.parametrize("mark", ["PS:", "P.S.", "ps", "PPS –"])
def test_a_postscript_with_a_link_is_no_signature(mark: str) -> None:
    body = f"Hi Mike, see you on Friday.\n\nBest,\nClara\n\n{mark} Meet Anna (cc'd), who runs www.pumps.example - you two should talk!\n"
    assert "Meet Anna" in "".join(body[start:end] for start, end in split(body).new)
