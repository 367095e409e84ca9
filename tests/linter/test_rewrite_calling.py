"""Whom the draft calls what: titles of the header, vocatives, several in one line, and whose greeting and sign-off it is."""

import pytest

from linter.finding import Certainty, Report, Side, Verdict
from linter.rewrite import Plan, ask_first
from tests.linter.test_rewrite import draft_of, plan_of
from tests.linter.test_rewrite_formality import ends, hellos, plan_from

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


# Whose greeting it is ---------------------------------------------------------------------------------------------------


def test_two_greetings_of_one_are_both_his() -> None:
    body = "Sehr geehrter Herr Vorstand, lieber Sangesbruder,\n\nSie suchen Ziegel. Frau Roth brennt seit Jahren welche und liest mit."
    found = plan("Kurt Hale <vorstand@chor.example>", ROTH, body, "de")
    assert hellos(found)[0] == "Sehr geehrter Herr Vorstand, lieber Sangesbruder,"
    assert hellos(found)[1] == "Sehr geehrte Frau Roth,"
    assert "Herr Vorstand, möchten Sie" in found.connect.body


def test_you_two_on_to_are_not_who_is_on_copy() -> None:
    body = "Hello you two,\n\nthe tent fits. Anna in copy bakes cakes for barns. Anna, they are easier than I am."
    draft = draft_of(f"{body}\n\nMum xx\n", to="Ida Hale <ida@hale.example>, Jon Pell <jon@pell.example>", cc=ROTH)
    ida, jon, anna = draft.recipients
    sides = (Side((ida, jon), False), Side((anna,), False))
    found = ask_first(draft, Report("d1", "en", Verdict.UNANNOUNCED, 0.9, Certainty.LIKELY, draft.recipients, sides=sides))
    asks = {ask.to[0].name: ask.body for ask in found.asks}
    assert asks["Anna Roth"].startswith("Hello Anna,")
    assert "Mum" not in asks["Anna Roth"]
    assert "Mum" in asks["Ida Hale"]


def test_two_clubs_are_greeted_each_by_its_own() -> None:
    body = "Liebes Lehmkollektiv, liebe Brennerei-Crew,\n\ndas Lehmkollektiv hat Lehm, die Brennerei hat Öfen. Redet einmal."
    found = plan("Lehmkollektiv <hallo@lehm.example>, Brennerei Au <crew@brennerei.example>", "", body, "de")
    assert hellos(found) == ["Liebes Lehmkollektiv,", "Liebe Brennerei-Crew,", "Liebes Lehmkollektiv, liebe Brennerei-Crew,"]


# What is called out -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("to", "hello", "mover", "language"),
    [
        ("Kurt Hale <k.hale@web.example>", "Muckel!", "Muckel, möchtest du", "de"),
        ("Linus Hale <linus@hale.example>", "Lieber Cousin,", "Linus, möchtest du", "de"),
        ("Percival Hale <percy.h@hale.example>", "Dobber,", "Dobber, would you", "en"),
    ],
)
def test_who_is_greeted_by_a_pet_name_is_asked_by_it(to: str, hello: str, mover: str, language: str) -> None:
    said = {"de": "du suchst einen Ofen, Anna in Kopie baut welche.", "en": "you wanted a kiln, Anna in copy builds them."}[language]
    assert mover in plan(to, ROTH, f"{hello}\n\n{said}", language).connect.body


def test_who_is_called_out_by_first_name_is_no_sie() -> None:
    body = "Sehr geehrter Herr Hale,\n\nSie suchen Ziegel. Frau Roth in Kopie brennt welche. Anna, es geht um eine Mauer, drei Meter hoch."
    found = plan(HALE, ROTH, body, "de")
    assert hellos(found)[1] == "Liebe Anna,"
    assert "Darf ich dich" in found.asks[1].subject


# Several in one line ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("to", "body", "told"),
    [
        ("Gärwerk Süd <hallo@gaer.example>", "Liebes Gärwerk,\n\nAnna in Kopie hat Lehm, und ihr sucht welchen.", "mit dem Gärwerk Süd"),
        (
            "Tüftelei Ost <post@tueftel.example>",
            "Liebe Tüftelei-Crew,\n\nAnna in Kopie hat Lehm. Die Tüftelei sucht Lehm.",
            "mit der Tüftelei Ost",
        ),
        (
            "Wegebau <wegebau@halle.example>",
            "hallo ihr hammerleute,\n\nanna in kopie hat lehm, und ihr wolltet eh mal was bauen.",
            "mit „Wegebau“",
        ),
    ],
)
def test_a_club_is_several_and_has_the_article_of_the_draft(to: str, body: str, told: str) -> None:
    found = plan(to, ROTH, body, "de")
    assert "Darf ich euch" in found.asks[0].subject
    assert f"{told} bekannt" in found.asks[1].body
    assert "möchtet ihr" in found.connect.body
    assert "hallo Anna" in found.connect.body or "liebe Anna" in found.connect.body


def test_one_whose_name_no_list_has_is_no_club() -> None:
    found = plan(
        "Zdzisiek <zd@oefen.example>", ROTH, "Hallo ihr beiden,\n\nZdzisiek baut Öfen. Anna hat Lehm. Ihr wohnt nebeneinander.", "de"
    )
    assert "Darf ich dich" in found.asks[0].subject


def test_a_couple_of_one_line_is_asked_by_both_names() -> None:
    body = "Hallo Resi, hallo Hans, servus Anna,\n\nResi und Hans haben ein Haus gekauft. Anna baut Öfen. Ihr kennt euch noch nicht."
    found = plan("Resi und Hans <haus@tal.example>", ROTH, body, "de")
    assert "Resi und Hans, möchtet ihr" in found.connect.body


# Signing off ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("body", "end", "signed", "language"),
    [
        (
            "Lieber Mike,\n\ndu suchst einen Ofen. Frau Roth in Kopie baut welche. Liebe Frau Roth, Sie suchen Lehm, Mike hat welchen.",
            "Herzlich\ndein/Ihr Jonas Voss",
            ["Herzlich\ndein Jonas Voss", "Herzlich\nIhr Jonas Voss", "Herzlich\ndein/Ihr Jonas Voss"],
            "de",
        ),
        (
            "Lieber Mike,\n\ndu suchst einen Ofen. Anna in Kopie baut welche.",
            "LG, und lass einmal den Hut zuhause im Kasten\nClara",
            ["LG, und lass einmal den Hut zuhause im Kasten\nClara", "LG\nClara", "LG\nClara"],
            "de",
        ),
        (
            "Dear Mike, dear Anna,\n\nMike wants a kiln. Anna builds kilns. Anna could build you one, Mike.",
            "Love to one and kind regards to the other,\nClara",
            ["Warm wishes\nClara", "Warm wishes\nClara", "Love to one and kind regards to the other,\nClara"],
            "en",
        ),
        (
            "Hi Mike,\n\nyou wanted a kiln. Anna in copy builds them.",
            "Clara\n\n---- Forwarded ----",
            ["Clara", "Clara", "Clara"],
            "en",
        ),
    ],
)
def test_a_sign_off_to_two_apart_is_for_each_their_own(body: str, end: str, signed: list[str], language: str) -> None:
    assert ends(plan(HALE, ROTH, body, language, end)) == signed


@pytest.mark.parametrize(
    ("to", "greeting", "named"),
    [
        ("Bernhard Dotterweich <dotter@mail.example>", "Dotter,", "Bernhard Dotterweich"),
        ("Fenja Hale <fenja@hale.example>", "Liebes Fenjakind,", "Fenja Hale"),
    ],
)
def test_no_pet_name_stands_before_the_family_name_it_comes_from(to: str, greeting: str, named: str) -> None:
    plan = plan_of(
        f"{greeting}\n\ndas ist Anna, die genau solche Öfen baut wie du. Sie wohnt um die Ecke.\n\nClara\n", language="de", to=to
    )
    assert plan.asks[1].subject == f"Darf ich dich mit {named} bekannt machen?"


def test_a_band_that_begins_with_die_is_several() -> None:
    text = "Servus miteinander,\n\nAnna hat einen Saal und ihr habt die Lieder. Das passt.\n\nClara\n"
    plan = plan_of(text, language="de", to="Die Rostigen Nägel <booking@naegel.example>")
    assert plan.asks[0].subject.startswith("Darf ich euch")
    assert "mit „Die Rostigen Nägel“ bekannt machen" in plan.asks[1].body


def test_who_is_greeted_as_herr_is_no_du() -> None:
    said = "der Schlüssel kommt am Montag. Frau Roth, in Kopie, vergoldet Engel und hat im Mai Zeit."
    text = f"Grüß Gott Herr Pfarrer,\n\n{said}\n\nClara Voss\n"
    plan = plan_of(text, language="de", to="Pfarrer Bernd Hale <pfarramt@hale.example>")
    assert plan.asks[0].subject == "Darf ich Sie mit Frau Anna Roth bekannt machen?"
    assert "hatte ich dem Herrn Pfarrer schreiben wollen" in plan.connect.body
