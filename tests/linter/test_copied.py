"""What a German sentence says of the person it copies in."""

from __future__ import annotations

import pytest

from linter.clauses import what_is_said
from linter.language import language

T = "\ue001"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (f"Ich darf Sie an {T} verweisen, einen freien Berater, der in Kopie steht.", [f"{T} ist ein freier Berater"]),
        (f"{T} hab ich mal ins CC gepackt, die hat zwei Betriebe gebaut.", [f"{T} hat zwei Betriebe gebaut"]),
        (f"Die {T}, die du oben findest, handelt mit Stoffen.", [f"{T} handelt mit Stoffen"]),
        (f"Meine Schwägerin, {T}, auf Kopie, hat Fayencen geerbt.", [f"{T} ist meine Schwägerin", f"{T} hat Fayencen geerbt"]),
        (
            f"Die Flagge mag Ihnen der hier in Kopie gesetzte, im Seerecht bewanderte {T} erklären.",
            [f"{T} ist im Seerecht bewandert", f"Die Flagge mag Ihnen {T} erklären"],
        ),
        (
            f"Ich beteilige {T} in Kopie, der erklärt hat, man möge jeden zu ihm schicken.",
            [f"{T} hat erklärt, man möge jeden zu ihm schicken"],
        ),
    ],
)
def test_who_is_copied_in_is_described(text: str, said: list[str]) -> None:
    assert what_is_said(text, language("de")) == said


def test_a_relative_clause_of_something_else_is_not_of_the_person() -> None:
    said = what_is_said(f"{T} hat am Platz eine Leitung, die sie nur halb braucht, und liest in Kopie mit.", language("de"))
    assert all("braucht sie nur halb" not in part for part in said)


def test_a_name_that_stands_only_in_the_bracket_about_the_copy_is_said_nothing_of() -> None:
    assert all("ist" not in part.split() for part in what_is_said(f"Der Ofen zieht nicht ({T} in Kopie).", language("de")))
