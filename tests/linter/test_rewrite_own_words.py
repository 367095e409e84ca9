"""The draft's own words for people: names as it writes them, how it turns to each, and how it ends."""

import pytest

from linter import from_fields
from linter.finding import Certainty, Report, Side, Verdict
from linter.language import language
from linter.rewrite import Plan, ask_first
from linter.voice import listed
from tests.linter.test_rewrite import CLARA, MIKE, plan_of
from tests.linter.test_rewrite_formality import ends, hellos

KILN = "I am copying {name}, who builds kilns from clay and has mended half of the ones in the valley."


def to_two(hello: str, text: str, one: str, two: str, cc: str, language: str = "en") -> Plan:
    """What becomes of a draft to two of one side, or of one and a group, with somebody on copy."""
    draft = from_fields({"id": "d1", "from": CLARA, "to": [one, two], "cc": [cc], "body": f"{hello}\n\n{text}\n\nClara\n"})
    first, second, other = draft.recipients
    sides = (Side((first, second), False), Side((other,), False))
    return ask_first(draft, Report("d1", language, Verdict.UNANNOUNCED, 0.9, Certainty.LIKELY, (), sides=sides))


@pytest.mark.parametrize(
    ("cc", "text", "hello", "whole"),
    [
        ("Ines Solar <isolar@faro.example>", "Inés Solar in copy builds kilns.", "Hi Inés", "Inés Solar"),
        ("Dean Marsh <deanmarsh@post.example>", "Dean in copy builds kilns. Dean, Mike has clay.", "Hi Dean", "Dean Marsh"),
        ("Engr. Bayo Okoro <bayo@kilns.example>", "Engineer Bayo Okoro builds kilns. Bayo, Mike has clay.", "Hi Bayo", "Engr. Bayo Okoro"),
        ("Luc Morel <luc@fours.example>", "M. Morel in copy builds kilns. M. Morel, Mike has clay.", "Hi M. Morel", "Luc Morel"),
        ("Max Morel <max@fours.example>", "M. Morel in copy builds kilns. M. Morel, Mike has clay.", "", "Max Morel"),
    ],
)
def test_a_name_is_as_the_draft_has_it(cc: str, text: str, hello: str, whole: str) -> None:
    plan = plan_of(f"Hi Mike,\n\n{text}\n\nClara\n", cc=cc)
    assert f"introduce you to {whole}," in plan.asks[0].body
    assert not hello or hellos(plan)[1].startswith(f"{hello},")
    assert "Hi M. Morel" not in hellos(plan)[1] or "Luc" in cc  # an initial is no title


@pytest.mark.parametrize(
    ("hello", "language", "to", "name"),
    [
        ("Al,", "en", "Alistair Hale <hale@mill.example>", "Alistair Hale"),
        ("Moin JO,", "de", "Jan Ole Hale <hale@mill.example>", "Jan Ole Hale"),
        ("Liebs Vreneli", "de", "Vreni Hauser <vh@hof.example>", "Vreni Hauser"),
    ],
)
def test_a_pet_name_of_the_greeting_is_nobodys_whole_name(hello: str, language: str, to: str, name: str) -> None:
    text = "Anna in Kopie baut Öfen aus Lehm, und du suchst doch einen." if language == "de" else KILN.format(name="Anna")
    plan = plan_of(f"{hello}\n\n{text}\n\nClara\n", to=to, language=language)
    assert hellos(plan)[0] == f"{hello.rstrip(',')},"
    assert name in plan.asks[1].subject


def test_two_are_greeted_as_the_draft_turns_to_them() -> None:
    draft = "Dear Sister Oduya,\n\nmeet Dr. Falk and Ms. Ray. They build kilns.\n\nJonas and Ivy, Sister Oduya fires bricks.\n\nClara\n"
    mail = from_fields(
        {
            "id": "d1",
            "from": CLARA,
            "to": ["Sister Ann Oduya <ann@brick.example>"],
            "cc": ["Dr. Jonas Falk <jf@x.example>", "Ivy Ray <ivy@x.example>"],
            "body": draft,
        }
    )
    sister, *two = mail.recipients
    sides = (Side((sister,), False), Side(tuple(two), False))
    plan = ask_first(mail, Report("d1", "en", Verdict.UNANNOUNCED, 0.9, Certainty.LIKELY, (), sides=sides))
    assert hellos(plan)[1] == "Dear Jonas and Ivy,"


def test_a_greeting_without_names_is_for_all_it_is_written_to() -> None:
    plan = to_two(
        "Hey heroes of the allotment,", KILN.format(name="Anna"), MIKE, "Zoe Lund <zoe@lund.example>", "Anna Roth <anna@roth.example>"
    )
    assert hellos(plan)[0] == "Hey heroes of the allotment,"


def test_a_group_has_its_whole_name_where_it_is_called_out() -> None:
    plan = to_two(
        "Morning Piet, morning all in the loft,", KILN.format(name="Anna"),
        "Loft Team Kestrel <loft@kestrel.example>", "Piet Maas <piet@kestrel.example>", "Anna Roth <anna@roth.example>",
    )  # fmt: skip
    assert "Loft and Piet" not in plan.connect.body


@pytest.mark.parametrize(
    ("names", "called"),
    [
        (("Jean Marie Kern", "Bele Kern"), "Jean Marie und Bele Kern"),
        (("Frau Resi Kern", "Herr Max Kern"), "Frau Resi Kern und Herr Max Kern"),
    ],
)
def test_two_of_one_name_have_it_once(names: tuple[str, str], called: str) -> None:
    assert listed(list(names), language("de")) == called


@pytest.mark.parametrize(
    ("end", "first", "second"),
    [
        ("Adore you both to the moon,\nClara", "Adore you to the moon,\nClara", "Adore you to the moon,\nClara"),
        ("I remain, with gratitude,\nClara", "I remain, with gratitude,\nClara", "With gratitude,\nClara"),
        (
            "With all good cheer,\nClara\n\nClara Voss\nPartner\nVoss & Lund, Sir John Quay",
            None,
            "With all good cheer,\nClara\nClara Voss\nPartner",
        ),
        ("The shed is dry. Hugs always,\nClara", "Hugs always,\nClara", None),
        ("C.\n\nClara Voss\nReader in Ceramics", "C.\nClara Voss\nReader in Ceramics", None),
    ],
)
def test_the_drafts_own_sign_off_stays(end: str, first: str | None, second: str | None) -> None:
    mike, anna, _ = ends(plan_of(f"Dear Mike,\n\n{KILN.format(name='Anna')}\n\n{end}\n"))
    assert first is None or mike == first
    assert second is None or anna == second


def test_who_is_du_gets_the_short_signature() -> None:
    text = "Sehr geehrter Herr Hale,\n\nin Kopie ist Frau Roth. Liebe Anna, Herr Hale sucht einen Ofen, und du magst doch Lehm.\n\n"
    draft = from_fields(
        {"id": "d1", "from": "Dr. Clara Voss <clara@voss.example>", "to": [MIKE], "cc": ["Anna Roth <anna@roth.example>"],
         "body": f"{text}Mit freundlichen Grüßen\nDr. Clara Voss\n2. Vorsitzende\n"}
    )  # fmt: skip
    sides = tuple(Side((person,), False) for person in draft.recipients)
    plan = ask_first(draft, Report("d1", "de", Verdict.UNANNOUNCED, 0.9, Certainty.LIKELY, (), sides=sides))
    assert ends(plan)[:2] == ["Mit freundlichen Grüßen\nDr. Clara Voss\n2. Vorsitzende", "Viele Grüße\nClara"]


def test_a_man_in_spain_is_no_sister() -> None:
    plan = plan_of(
        "Hi Mike,\n\nSenhor Tomás, in copy, mends roofs. Sr. Tomás, Mike has a leak.\n\nClara\n", cc="Tomas Reis <tomas@reis.example>"
    )
    assert hellos(plan)[1].endswith("Senhor Tomás,")


@pytest.mark.parametrize(("you", "opens"), [("Dir", "ich würde Dich gern mit Anna Roth"), ("dir", "ich würde dich gern mit Anna Roth")])
def test_du_has_a_capital_where_the_draft_gives_it_one(you: str, opens: str) -> None:
    text = f"Lieber Mike,\n\nAnna Roth in Kopie baut Öfen, und ich habe {you} von ihr erzählt. Sie kann {you} helfen.\n\nClara\n"
    body = plan_of(text, language="de").asks[0].body
    assert opens in body
    assert f"Wäre es {you} recht" in body


@pytest.mark.parametrize(
    ("aunt", "language", "told"),
    [
        ("Frau Roth, meine Tante hat einen Ofen.", "de", "mit meiner Tante Resi bekannt"),
        ("Frau Roth, Tante Resi hat einen Ofen.", "de", "mit Tante Resi bekannt"),
        ("Ms Roth, my aunt has a kiln.", "en", "introduce you to my aunt Resi,"),
        ("Ms Roth, she has a kiln.", "en", "introduce you to Aunt Resi,"),
    ],
)
def test_kin_are_the_writers_where_the_draft_says_so(aunt: str, language: str, told: str) -> None:
    kin, dear = ("Tante", "Liebe") if language == "de" else ("Aunt", "Dear")
    copied = "Frau Roth in Kopie baut Öfen." if language == "de" else "Ms Roth in copy builds kilns."
    plan = plan_of(f"{dear} {kin} Resi,\n\n{copied} {aunt}\n\nClara\n", to=f"{kin} Resi <resi@hof.example>", language=language)
    assert told in plan.asks[1].body


def test_a_title_without_a_name_greets_whom_the_draft_turns_to_with_it() -> None:
    text = "Sehr geehrter Herr Hale,\n\nmeine Nachbarin liest mit. Sehr geehrte Frau Professor, Herr Hale sammelt Öfen.\n\nClara Voss\n"
    assert hellos(plan_of(text, cc="Prof. Anna Roth <roth@ofen.example>", language="de"))[1] == "Sehr geehrte Frau Professor,"


def test_a_freifrau_is_no_frau_freifrau() -> None:
    text = "Sehr geehrte Frau von Au,\n\nin Kopie ist Herr Roth, der Öfen baut. Herr Roth, Frau von Au sammelt Öfen.\n\nClara Voss\n"
    plan = plan_of(text, to="Ida Freifrau von Au <au@gut.example>", cc="Max Roth <max@roth.example>", language="de")
    assert "mit Ida Freifrau von Au bekannt" in plan.asks[1].body


@pytest.mark.parametrize(("end", "opens"), [("Beste Grüße\nClara Voss", "Darf ich Sie"), ("Liebe Grüße\nClara", "Darf ich euch")])
def test_a_family_is_addressed_as_the_draft_signs_to_it(end: str, opens: str) -> None:
    text = f"Liebe Familie Hale,\n\nder Ofen ist fertig. Ich hole Anna dazu. Anna, schau dir den Ofen an, er zieht nicht.\n\n{end}\n"
    assert plan_of(text, to="Familie Hale <hale@post.example>", language="de").asks[0].subject.startswith(opens)


def test_who_has_the_name_of_their_mailbox_is_an_office() -> None:
    text = "Guten Tag,\n\nin Kopie steht Max Roth, der Öfen baut und Ihnen die Rechnung schreibt.\n\nClara Voss\n"
    plan = plan_of(text, to="Buchhaltung Hale <buchhaltung@hale.example>", cc="Max Roth <max@roth.example>", language="de")
    assert all(f"mit {name}" not in plan.asks[1].body for name in ("Buchhaltung", "Frau", "Herrn"))


def test_an_order_before_a_name_that_is_an_honour_elsewhere_is_no_name() -> None:
    text = "you asked for somebody who knows heat pumps. Meet Anna (cc'd), who has fitted them for twenty years. Anna, Mike restores barns."
    assert not any("Hi Meet" in mail.body for mail in plan_of(f"Hi Mike,\n\n{text}\n\nBest,\nClara\n").asks)
