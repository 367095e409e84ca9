"""Short names of the draft, and how the connector signs."""

from dataclasses import replace

import pytest

from linter import from_fields
from linter.finding import Side
from linter.rewrite import ask_first
from tests.linter.test_rewrite import ANNA, CLARA, draft_of, plan_of, report_of
from tests.linter.test_rewrite_formality import KILN, OFEN, ends, hellos, plan_from

LATE = "Whoever built your kiln was no mason, and that is where Anna Roth comes in. She has mended worse."


@pytest.mark.parametrize(
    ("long", "short"), [("Charlotte", "Lotte"), ("Katarzyna", "Kasia"), ("Babajide", "Jide"), ("Robert", "Röbi"), ("Gerlinde", "Linde")]
)
def test_a_person_is_called_by_the_short_name_of_the_draft(long: str, short: str) -> None:
    text = f"Lieber Mike,\n\ndu suchst einen Ofen, und {short} in Kopie baut Öfen aus Ton. {short} brennt sonntags.\n\nGruß\nClara\n"
    plan = plan_of(text, language="de", cc=f"{long} Roth <roth@ofen.example>")
    for mail in (*plan.asks, plan.connect):
        assert long not in mail.body
        assert f"[wer {short}" not in mail.body
    assert f"mit {short} Roth bekannt" in plan.asks[0].body
    assert all(short in hello for hello in hellos(plan)[1:])


def test_a_noun_that_ends_a_name_is_nobody() -> None:
    text = "Lieber Mike,\n\nder Gang ist lang. In Kopie ist Herr Roth, er baut Öfen.\n\nGruß\nClara\n"
    assert "Gang Roth" not in plan_of(text, language="de", cc="Wolfgang Roth <roth@ofen.example>").asks[0].body


def test_who_is_greeted_by_a_kin_word_takes_the_next_step_by_it() -> None:
    plan = plan_of(f"Liebe Gotte\n\n{OFEN}\n\nGruss\nClara\n", language="de", to="Marlies Hale <m@hale.example>")
    assert "Gotte, möchtest du" in plan.connect.body


def test_a_title_with_both_names_keeps_the_family_name_alone() -> None:
    text = "Sehr geehrter Herr Hale,\n\ngestatten Sie, dass ich Ihnen Herrn Almir Roth vorstelle. Er baut Öfen.\n\nGruß\nClara\n"
    plan = plan_of(text, language="de", cc="Almir Roth <almir@roth.example>")
    assert "geehrter Herr Roth," in hellos(plan)[2]


def test_each_of_a_side_is_greeted_in_the_mail_to_all() -> None:
    text = (
        "Sehr geehrter Herr Hale,\n\nIhnen möchte ich zwei Töpfer vorstellen, die Öfen bauen.\n\n"
        "Liebe Frau Roth, Herr Hale sammelt Ton.\n\nGruß\nClara\n"
    )
    plan = plan_of(text, language="de")
    assert "Frau Roth" in hellos(plan)[2]
    assert "Herr Hale" in hellos(plan)[2]


def test_a_swiss_draft_gets_phrases_without_the_sharp_s() -> None:
    plan = plan_from(draft_of(f"Liebe Anna, lieber Mike\n\n{OFEN} Draussen ist es heiss.\n\nBussi an Anna\nClara\n"), "de")
    assert all("ß" not in mail.body for mail in (*plan.asks, plan.connect))


def test_a_draft_from_a_swiss_address_gets_them_too() -> None:
    draft = draft_of(f"Liebe Anna\n\n{OFEN}\n\nBussi\nClara\n", sender="Clara Voss <clara@bluewin.example>")
    assert all("ß" not in mail.body for mail in plan_from(draft, "de").asks)


def test_a_name_with_a_sharp_s_stays() -> None:
    plan = plan_of(f"Liebe Anna, lieber Mike\n\n{OFEN} Draussen ist es heiss.\n\nClara\n", language="de", cc="Anna Voß <a@voss.example>")
    assert "Anna Voß" in plan.asks[0].body


def test_an_initial_becomes_the_name_for_who_is_addressed_formally() -> None:
    plan = plan_from(draft_of("Mike, du suchst einen Ofen.\n\nFrau Roth in Kopie baut Öfen. Frau Roth, Ihre Öfen sind gut.\n\nC.\n"), "de")
    assert [end.split("\n")[-1] for end in ends(plan)[:2]] == ["C.", "Clara Voss"]


def test_a_single_writer_who_signs_with_an_initial_is_no_we() -> None:
    text = "Mike, Sonntag um sieben, dann sind wir durch.\n\nIn Cc ist Anna Roth, sie baut Öfen.\n\nJ\n"
    plan = plan_from(draft_of(text, sender="Jorin <jorin.k@see.example>"), "de")
    assert plan.asks[0].subject.startswith("Darf ich")


def test_a_sign_off_below_a_postscript_is_found() -> None:
    plan = plan_from(draft_of(f"Lieber Mike,\n\nbis Sonntag.\n\nPS: Anna in Cc ist neu hier. {OFEN}\n\nKuss\nClärchen\n"), "de")
    assert ends(plan)[0] == "Kuss\nClärchen"


@pytest.mark.parametrize(("last", "language"), [("ulrike (zwischen tür und angel)", "de"), ("ulrike", "de"), ("G. Tranter", "en")])
def test_a_name_behind_the_last_sentence_signs(last: str, language: str) -> None:
    text = "anna, mike – ihr wollt beide öfen. teilt euch den ton." if language == "de" else "Mike, Anna has kilns. Talk to each other."
    plan = plan_from(draft_of(f"{text} {last}\n", sender=""), language)
    assert set(ends(plan)) == {last}


def test_a_line_for_each_of_two_in_lower_case_stays_a_line() -> None:
    text = (
        "mike das ist anna, töpferin in 4. generation, aus dem tal am see\nanna das ist mike, hat einen ofen und viel ton\nsamstag 5 uhr?\n"
    )
    body = plan_from(draft_of(text), "de").asks[0].body
    assert "see anna das" not in body
    assert "Anna das bist du" not in body


def test_a_title_stands_before_the_family_name_alone() -> None:
    plan = plan_of(
        "Dear Councilwoman Hale and Dr. Roth:\n\nDr. Roth builds kilns. Councilwoman Hale has clay.\n\nRespectfully,\nClara Voss\n",
        to="Councilwoman Yvette Hale <y@hale.example>",
        cc="Dr. Anna Roth <anna@roth.example>",
    )
    assert "Councilwoman Hale, would you" in plan.connect.body


def test_a_short_title_keeps_its_name() -> None:
    text = "Sgt. Hale and Anna, good morning:\n\nSgt. Hale wants a kiln. Anna builds kilns.\n\nClara\n"
    assert hellos(plan_of(text, to="Sgt. Hale <hale@town.example>"))[0].startswith("Sgt. Hale")


def test_somebody_of_titles_alone_is_asked_for_too() -> None:
    plan = plan_of("Hi Mike,\n\ncopied is the doctor, who builds kilns.\n\nClara\n", cc="Mrs. Dr. <kb@kilns.example>")
    assert "Mrs. Dr." in plan.asks[0].body


def test_who_is_known_by_both_names_alone_is_greeted_by_the_first_beside_a_title() -> None:
    text = f"Father Mike,\n\n{KILN}\n\nClara\n"
    plan = plan_of(text, cc="Anna Roth <anna@roth.example>", to="Father Mike Hale <mike@hale.example>")
    assert hellos(plan)[1:] == ["Anna,", "Father Mike, Anna,"]
    assert hellos(plan_of(f"Hi Mr. Hale,\n\n{KILN}\n\nClara\n"))[1] == "Hi Anna,"


def test_several_who_are_greeted_by_their_office_are_greeted_so() -> None:
    text = f"Dear Trustees,\n\n{LATE}\n\nClara\n"
    draft = from_fields(
        {
            "id": "d1",
            "from": CLARA,
            "to": ["Mr Mike Hale <mike@hale.example>", "Mrs Ada Penn <ada@penn.example>"],
            "cc": [ANNA],
            "subject": "hello",
            "body": text,
        }
    )
    report = replace(report_of(draft), sides=(Side(draft.to, False), Side(draft.cc, False)))
    plan = ask_first(draft, report)
    assert hellos(plan)[0] == "Dear Trustees,"
    assert "write to Mr Hale and Mrs Penn" in plan.connect.body


def test_who_is_greeted_by_an_office_is_not_called_by_the_first_name() -> None:
    plan = plan_of(f"Reverend,\n\n{LATE}\n\nClara\n")
    assert "write to Mike Hale" in plan.asks[1].body
    assert "Reverend, would you" in plan.connect.body


def test_a_title_that_is_not_the_header_s_is_somebody_else_s() -> None:
    text = f"Dear Mike,\n\n{KILN}\n\nAnna, Miss Hale the elder taught me.\n\nClara\n"
    plan = plan_of(text, to="Ms Mike Hale <mike@hale.example>", apart=())
    assert "Miss Ms" not in plan.asks[1].body
    assert "write to Mike" in plan.asks[1].body


def test_a_name_keeps_the_small_letters_of_its_header() -> None:
    text = f"Dear Professor al-Amin,\n\n{KILN}\n\nClara\n"
    plan = plan_of(text, to="Prof. Nour al-Amin <nour@amin.example>")
    assert "Al-Amin" not in plan.asks[1].body + plan.connect.body


@pytest.mark.parametrize(
    ("hello", "name", "greeted"),
    [
        ("Mr. and Mrs. Hale,", "Mr. and Mrs. Hale", "Mr. and Mrs. Hale,"),
        ("Hello doctor,", "Dr Mike Hale", "Hello doctor,"),
        ("Hi both,", "Old Mike Hale", "Hi Mike,"),
        ("Hi both,", "Old Man Hale", "Hi Old Man Hale,"),
    ],
)
def test_what_stands_beside_a_name_is_no_first_name(hello: str, name: str, greeted: str) -> None:
    assert hellos(plan_of(f"{hello}\n\n{LATE}\n\nClara\n", to=f"{name} <mike@hale.example>"))[0] == greeted


def test_who_is_cited_by_both_names_is_greeted_by_one() -> None:
    plan = plan_of("Anna Roth, cc'd. She mended worse kilns than yours.\n\nClara\n")
    assert hellos(plan)[1] == "Anna,"


def test_a_word_that_begins_like_a_name_is_no_short_form() -> None:
    text = "Lieber Mike,\n\nNuno in Kopie baut Öfen aus Ton. Nuno brennt sonntags. Nun denn, ruf ihn an.\n\nGruß\nClara\n"
    assert "mit Nuno Roth bekannt" in plan_of(text, language="de", cc="Nuno Roth <roth@ofen.example>").asks[0].body


def test_a_title_is_sought_as_a_word() -> None:
    text = "Lieber Herr Hale,\n\nSie suchen einen Ofen. Frau Roth in Kopie baut Öfen aus Ton.\n\nGruß\nClara\n"
    assert "mit Frau Frauke Roth bekannt" in plan_of(text, language="de", cc="Frauke Roth <roth@ofen.example>").asks[0].body


def test_a_firm_of_the_same_name_is_not_the_person() -> None:
    text = "Hi Mike,\n\nAnna Roth is on this email: she builds kilns at Brooks Roth and would mend yours.\n\nClara\n"
    plan = plan_of(text, cc="Anna Roth <anna@roth.example>")
    assert "with Anna on copy" in plan.asks[0].body
    assert hellos(plan)[1:] == ["Hi Anna,", "Hi Mike, hi Anna,"]


def test_a_middle_name_that_the_draft_greets_by_is_no_surname() -> None:
    text = "Hi Aisyah,\n\nlooping in Anna Roth from Roth Kilns. She builds kilns and can mend yours.\n\nClara\n"
    plan = plan_of(text, cc="Anna Roth <anna@roth.example>", to="Nurul Aisyah Rahman <nar@pots.example>")
    assert "Nurul" not in plan.connect.body


def test_an_office_that_the_draft_names_stays_with_the_name() -> None:
    text = "Dear Mike,\n\nI have copied Chef Anna Roth. She builds kilns and can mend yours.\n\nRegards,\nClara\n"
    assert hellos(plan_of(text, cc="Chef Anna Roth <anna@roth.example>"))[1] == "Dear Chef Anna Roth,"


def test_a_couple_shares_the_title() -> None:
    text = (
        "Sehr geehrte Frau Hale, sehr geehrter Herr Hale,\n\nSie suchen einen Ofen. Frau Roth in Kopie baut Öfen aus Ton.\n\nGruß\nClara\n"
    )
    draft = draft_of(text, "Peter Hale <p@hale.example>, Monika Hale <m@hale.example>", ANNA)
    plan = ask_first(draft, replace(report_of(draft, language="de"), sides=(Side(draft.to, False), Side(draft.cc, False))))
    assert "Herrn und Frau Hale" in plan.connect.body


def test_no_bare_name_stands_before_a_greeting() -> None:
    plan = plan_of(f"Mensch Mike,\n\n{OFEN}\n\nGruß\nClara\n", language="de")
    assert hellos(plan)[2] == "Mensch Mike, hallo Anna,"


def test_who_is_told_of_behind_the_comma_is_not_greeted() -> None:
    text = "Liebe Monika, Anna (Cc) baut die schönsten Öfen weit und breit, redet doch mal miteinander – Gruß, Clara"
    plan = plan_of(text, language="de", to="Monika Hale <m@hale.example>")
    assert hellos(plan)[2] == "Liebe Monika, liebe Anna,"
    assert "Anna baut die schönsten Öfen weit und breit" in plan.asks[0].body
    assert ends(plan) == ["Gruß, Clara"] * 3


@pytest.mark.parametrize(
    ("language", "hello", "body", "end", "others"),
    [
        ("en", "Mike,", KILN, "Thanks again for sticking with us,\nClara", "Best\nClara"),
        ("de", "Lieber Mike,", OFEN, "Danke fürs Durchhalten\nClara", "Viele Grüße\nClara"),
    ],
)
def test_thanks_for_something_are_for_whom_the_draft_greets(language: str, hello: str, body: str, end: str, others: str) -> None:
    assert ends(plan_of(f"{hello}\n\n{body}\n\n{end}\n", language=language)) == [end, others, others]


def test_greetings_to_two_places_are_for_nobody_alone() -> None:
    text = f"Lieber Mike,\n\n{OFEN}\n\nBeste Grüße nach Lübeck und Bern\nClara\n"
    assert ends(plan_of(text, language="de"))[:2] == ["Beste Grüße\nClara"] * 2


def test_who_signs_as_ihr_says_sie() -> None:
    text = "Liebe Anna, lieber Mike,\n\nSie beide sollten sich kennenlernen. Anna baut Öfen. Mike brennt Ton.\n\nIhre Clara Voss\n"
    for mail in (plan := plan_of(text, language="de")).asks:
        assert "ich würde Sie gern" in mail.body
    assert ends(plan) == ["Ihre Clara Voss"] * 3


def test_a_name_of_two_words_that_the_draft_never_shortens_stays_whole() -> None:
    text = "Hi Xin Yi, hi Anna,\n\nXin Yi fires pots. Anna builds kilns.\n\nAnna could mend yours, Xin Yi.\n\nClara\n"
    assert "Xin Yi, would you" in plan_of(text, to="Xin Yi <xin@pots.example>").connect.body
