"""Labels of an example as the report they stand for."""

import pytest

from linter.finding import Side
from models.corpus import Example
from models.corpus import Side as Labelled
from models.dataset import to_draft
from models.reports import report_of


def _example(sides: tuple[tuple[str, ...], ...], **headers: str) -> Example:
    labelled = tuple(Labelled(names, False) for names in sides)
    body = "Hi Mike, hi Anna,\n\nyou two should meet.\n\nClara\n"
    return Example(
        "en-x-001",
        "en",
        "x",
        "club / two",
        "unannounced_introduction",
        ("AF101",),
        labelled,
        {"from": "Clara <c@voss.example>", **headers},
        body,
        (),
    )


@pytest.mark.parametrize(
    ("sides", "cc", "expected"),
    [
        ((("Mike and Mo Hale",), ("Ada and Ben Roth",)), "Ada Roth <ada@roth.example>, Ben Roth <ben@roth.example>", [1, 2]),
        ((("Mike and Mo Hale",), ("Ada Roth", "Ben Roth")), "Ada Roth <ada@roth.example>, Ben Roth <ben@roth.example>", [1, 2]),
        ((("Mike and Mo Hale",), ("Ada and Ben Roth",)), "Ada and Ben Roth <roths@roth.example>", [1, 1]),
        ((("Mo",), ("Roth",)), "Ada Roth <ada@roth.example>", [1, 1]),
    ],
)
def test_the_people_of_a_side_are_those_of_the_header(sides: tuple[tuple[str, ...], ...], cc: str, expected: list[int]) -> None:
    example = _example(sides, to="Mike and Mo Hale <hales@hale.example>", cc=cc)
    draft = to_draft(example)
    found: tuple[Side, ...] = report_of(example, draft).sides
    assert [len(side.people) for side in found] == expected
    assert found[0].people == draft.to
    assert found[1].people == draft.cc
