"""Whom the draft calls what: titles of the header, vocatives, several in one line, and whose greeting and sign-off it is."""

import pytest

from linter.rewrite import Plan
from tests.linter.test_rewrite import draft_of
from tests.linter.test_rewrite_formality import hellos, plan_from

ROTH = "Anna Roth <anna@roth.example>"
HALE = "Mike Hale <mike@hale.example>"


def plan(to: str, cc: str, body: str, language: str = "en", end: str = "") -> Plan:
    end = end or f"{'Grüße' if language == 'de' else 'Best'}\nClara"
    return plan_from(draft_of(f"{body}\n\n{end}\n", to=to, cc=cc), language)


# Titles ----------------------------------------------------------------------------------------------------------------

LEHM = "Sehr geehrte Frau Roth,\n\nSie suchen jemanden für Lehm. {} in Kopie brennt seit zwanzig Jahren Ziegel."


@pytest.mark.parametrize(
    ("name", "called", "told", "hello"),
    [
        ("DI Egon Kofler <kofler@lehm.example>", "Herr DI Kofler", "Herrn DI Egon Kofler", "Sehr geehrter Herr DI Kofler,"),
        ("OStR Ida Kofler <kofler@lehm.example>", "Frau OStR Kofler", "Frau OStR Ida Kofler", "Sehr geehrte Frau OStR Kofler,"),
        ("HR Dr. Ida Kofler <ida@lehm.example>", "Ida Kofler", "Frau HR Dr. Ida Kofler", "Sehr geehrte Frau HR Dr. Kofler,"),
    ],
)
def test_a_title_that_no_list_has_stays_with_the_name(name: str, called: str, told: str, hello: str) -> None:
    found = plan(ROTH, name, LEHM.format(called), "de")
    assert f"mit {told} bekannt" in found.asks[0].body
    assert hellos(found)[1] == hello


def test_who_is_greeted_by_an_office_alone_keeps_frau_and_title() -> None:
    body = "Sehr geehrte Frau Primaria,\n\nSie suchen Ziegel. Frau Roth in Kopie brennt seit zwanzig Jahren welche. Man lobt sie sehr."
    found = plan("Prim. Dr. Ida Kofler <ida.kofler@lehm.example>", ROTH, body, "de")
    assert "mit Frau Prim. Dr. Ida Kofler" in found.asks[1].body


@pytest.mark.parametrize(
    ("to", "cc", "body", "expected"),
    [
        (
            "Rev. Ines Pell <vicar@mill.example>",
            HALE,
            "Dear Vicar,\n\nthe tower is damp. Mike (copied, mends lime) could tell you why in a morning.",
            ("Dear Vicar,", "Dear Mike,", "introduce you to Rev. Ines Pell"),
        ),
        (
            "Ida Kern <ida.kern@ward.example>",
            HALE,
            "Dear Mike,\n\nmay I present Sister Ida Kern, copied. She runs the ward. Sister Kern, Mike counts better than anyone.",
            ("Dear Sister Kern,", "Dear Mike,", "introduce you to Mike"),
        ),
        (
            "Councillor Pell <pell@town.example>",
            HALE,
            "Dear Councillor Pell,\n\nI'd like you to meet Mike Hale, who's copied in. Mike Hale makes cider from windfalls in a shed.",
            ("Dear Councillor Pell,", "Dear Mike,", "introduce you to Councillor Pell"),
        ),
        (
            "Dr Whitlow <whitlow@rehab.example>",
            "Ms Okoro <ada.okoro@hands.example>",
            "Dear Dr Whitlow,\n\nyour list is long. Ms Ada Okoro in copy is a hand therapist and might take a weekly list for you.",
            ("Dear Dr Whitlow,", "Dear Ms Okoro,", "introduce you to Dr Whitlow"),
        ),
    ],
)
def test_a_title_is_as_the_draft_has_it(to: str, cc: str, body: str, expected: tuple[str, str, str]) -> None:
    found = plan(to, cc, body)
    assert set(expected[:2]) == set(hellos(found)[:2])
    assert any(expected[2] in ask.body for ask in found.asks)
