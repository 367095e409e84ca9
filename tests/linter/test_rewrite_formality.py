"""Greeting, names, du or Sie, and sign-off: as the draft has them, as far as they suit the reader."""

import re

import pytest

from linter.draft import Draft
from linter.finding import Certainty, Report, Side, Verdict
from linter.rewrite import Plan, ask_first
from tests.linter.test_rewrite import ANNA, CLARA, MIKE, draft_of, plan_of, report_of

KILN = "You were after a kiln, and Anna Roth builds kilns. You both fire on Sundays."
OFEN = "Du suchst einen Ofen, und Anna Roth baut Öfen. Ihr brennt beide sonntags."


def plan_from(draft: Draft, language: str) -> Plan:
    return ask_first(draft, report_of(draft, language=language))


def hellos(plan: Plan) -> list[str]:
    """The first line of each ask and of the connecting mail."""
    return [mail.body.split("\n")[0] for mail in (*plan.asks, plan.connect)]


def ends(plan: Plan) -> list[str]:
    """What stands below the last paragraph of each ask and of the connecting mail."""
    return [mail.body.rstrip().split("\n\n")[-1] for mail in (*plan.asks, plan.connect)]


# The sign-off is found -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("last", "signed", "sender", "language"),
    [
        ("They will tell you all. lg clara", "lg clara", CLARA, "de"),
        ("Merkt ihr selber 😄 Gruß Clara", "Gruß Clara", CLARA, "de"),
        ("Die Adressen stehen oben, Clara", "Clara", CLARA, "de"),
        ("Muss los, Zug. Tschüss, Mona", "Tschüss, Mona", "", "de"),
        ("Battery dying xx Kerry", "xx Kerry", "", "en"),
        ("\n\nGodspeed, Wilmer", "Godspeed, Wilmer", "", "en"),
        ("Talk about this :-) K.", "K.", "", "en"),
        ("My train is boarding just now, K.", "K.", "", "en"),
        ("\n\nKerry, beekeepers", "Kerry, beekeepers", "", "en"),
        ("\n\nBaba\ndie, die noch schläft", "Baba\ndie, die noch schläft", "", "de"),
        ("Talk to each other! Cheers, Clara", "Cheers, Clara", CLARA, "en"),
    ],
)
def test_a_sign_off_in_the_line_of_the_last_sentence_is_one(last: str, signed: str, sender: str, language: str) -> None:
    text = KILN if language == "en" else OFEN
    plan = plan_from(draft_of(f"Hi Mike, hi Anna,\n\n{text} {last}\n", sender=sender), language)
    for mail in (*plan.asks, plan.connect):
        assert mail.body.endswith(f"\n\n{signed}\n")
        assert mail.body.count(signed) == 1


@pytest.mark.parametrize("last", ["Ask my plumber about Anna", "So Mike, do write to Anna", "The better baker of the two is Anna"])
def test_a_name_in_the_last_sentence_is_no_sign_off(last: str) -> None:
    plan = plan_of(f"Hi Mike,\n\n{KILN} {last}\n")
    assert plan.asks[0].body.endswith("\n\nClara\n")


def test_a_sign_off_may_have_an_aside_behind_it() -> None:
    end = "Warmly, Hugo (from the library, not the other Hugo)"
    assert ends(plan_from(draft_of(f"Hi Mike, hi Anna,\n\n{KILN}\n\n{end}\n", sender=""), "en"))[0] == end


@pytest.mark.parametrize(
    ("end", "kept"),
    [
        ("Kind regards and sorry about the typos, my new glasses come on Friday\nClara Voss", "Kind regards\nClara Voss"),
        ("Hugs, must run, school play\nClara", "Hugs\nClara"),
        ("Kind regards, Clara Voss, treasurer", "Kind regards, Clara Voss, treasurer"),
    ],
)
def test_a_sign_off_that_goes_on_is_cut(end: str, kept: str) -> None:
    assert set(ends(plan_of(f"Hi Mike,\n\n{KILN}\n\n{end}\n"))) == {kept}


@pytest.mark.parametrize("end", ["go talk", "muting myself now", "xx", "Best wishes,"])
def test_every_mail_ends_with_a_name(end: str) -> None:
    assert all(end.endswith("Clara") for end in ends(plan_of(f"Hi Mike,\n\n{KILN}\n\n{end}\n")))


# The sign-off suits the reader ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("hello", "end", "to_mike", "to_anna", "to_both"),
    [
        ("Lieber Mike,", "Sei umarmt\nClara", "Sei umarmt\nClara", "Liebe Grüße\nClara", "Liebe Grüße\nClara"),
        ("Lieber Mike,", "Deine Clara", "Deine Clara", "Viele Grüße\nClara", "Viele Grüße\nClara"),
        ("Lieber Mike,", "Herzlich, deine Clara", "Herzlich, deine Clara", "Herzlich, Clara", "Herzlich, Clara"),
        ("Lieber Mike, liebe Anna,", "Eure Clara", "Deine Clara", "Deine Clara", "Eure Clara"),
        ("Lieber Mike, liebe Anna,", "Drückt euch\nClara", "Drückt dich\nClara", "Drückt dich\nClara", "Drückt euch\nClara"),
        ("Lieber Mike,", "Seid beide umarmt\nClara", "Sei umarmt\nClara", "Sei umarmt\nClara", "Seid beide umarmt\nClara"),
        (
            "Lieber Mike,",
            "Herzliche Grüße an beide\nClara",
            "Herzliche Grüße\nClara",
            "Herzliche Grüße\nClara",
            "Herzliche Grüße an beide\nClara",
        ),
        (
            "Lieber Mike, liebe Anna,",
            "Viel Freude miteinander\nClara",
            "Viele Grüße\nClara",
            "Viele Grüße\nClara",
            "Viel Freude miteinander\nClara",
        ),
        ("Lieber Mike,", "Schmatz\nClara", "Schmatz\nClara", "Liebe Grüße\nClara", "Schmatz\nClara"),
        ("Lieber Mike,", "Bis bald im Garten\nClara", "Bis bald im Garten\nClara", "Viele Grüße\nClara", "Viele Grüße\nClara"),
        ("Lieber Mike,", "Mit herzlichem Gruß von 0171 5550123\nClara", *["Mit herzlichem Gruß\nClara"] * 3),
        ("Lieber Mike,", "Eure Clara", "Deine Clara", "Deine Clara", "Eure Clara"),
        ("Lieber Mike, liebe Anna,", "Eure Kassierin\nClara", "Viele Grüße\nClara", "Viele Grüße\nClara", "Eure Kassierin\nClara"),
        ("Lieber Mike, liebe Anna,", "Viel Spaß\nClara", "Viele Grüße\nClara", "Viele Grüße\nClara", "Viel Spaß\nClara"),
        ("Lieber Mike,", "Bis Montag am Steg\nClara", "Bis Montag am Steg\nClara", "Viele Grüße\nClara", "Viele Grüße\nClara"),
        ("Lieber Mike,", "Baci\nClara", "Baci\nClara", "Viele Grüße\nClara", "Baci\nClara"),
        ("Lieber Mike,", "Gruß, auch an deine Mutter\nClara", "Gruß, auch an deine Mutter\nClara", "Gruß\nClara", "Gruß\nClara"),
        ("Lieber Mike, liebe Anna,", "Nix zu danken. Clara", "Viele Grüße\nClara", "Viele Grüße\nClara", "Nix zu danken. Clara"),
        ("Lieber Mike,", "Pfiat euch\nClara", "Pfiat di\nClara", "Pfiat di\nClara", "Pfiat euch\nClara"),
        ("Lieber Mike, liebe Anna,", "Ich drücke euch beide\nClara", *["Ich drücke dich\nClara"] * 2, "Ich drücke euch beide\nClara"),
        ("Lieber Mike,", "Passt gut auf euch auf\nClara", *["Pass gut auf dich auf\nClara"] * 2, "Passt gut auf euch auf\nClara"),
        ("Lieber Mike,", "Berg heil\nClara", *["Berg heil\nClara"] * 3),
        ("Lieber Mike,", "Gott zur Ehr\nDeine Clara", "Gott zur Ehr\nDeine Clara", *["Gott zur Ehr\nClara"] * 2),
        ("Lieber Mike,", "Grüß mir die Ida\nClara", "Grüß mir die Ida\nClara", *["Viele Grüße\nClara"] * 2),
        ("Lieber Mike,", "Mit sportlichen und sehr herzlichen Grüßen\nClara", *["Mit sportlichen und sehr herzlichen Grüßen\nClara"] * 3),
        (
            "Lieber Mike,",
            "Deine Clara\n(alias die Töpferin)",
            "Deine Clara\n(alias die Töpferin)",
            *["Viele Grüße\nClara\n(alias die Töpferin)"] * 2,
        ),
        ("Lieber Mike,", "Seid geknuddelt\nClara", "Sei geknuddelt\nClara", "Sei geknuddelt\nClara", "Seid geknuddelt\nClara"),
        ("Lieber Mike,", "Macht et jut\nClara", "Mach et jut\nClara", "Mach et jut\nClara", "Macht et jut\nClara"),
        ("Lieber Mike,", "Habt einen ruhigen Advent\nClara", *["Hab einen ruhigen Advent\nClara"] * 2, "Habt einen ruhigen Advent\nClara"),
        ("Lieber Mike,", "Gehabt euch wohl\nClara", *["Gehab dich wohl\nClara"] * 2, "Gehabt euch wohl\nClara"),
        ("Lieber Mike,", "Bis neulich\nClara", *["Bis neulich\nClara"] * 3),
        (
            "Lieber Mike,",
            "Redet ihr mal!\nFetten Drücker\nClara",
            *["Fetten Drücker\nClara", "Liebe Grüße\nClara"],
            "Fetten Drücker\nClara",
        ),
        ("Lieber Mike,", "Gummistiefel bitte mitbringen\nClara", *["Clara"] * 3),
        ("Lieber Mike,", "Keine Ausreden\nClara", *["Clara"] * 3),
        ("Lieber Mike,", "Liebe Grüße\nOnkel Bert", "Liebe Grüße\nOnkel Bert", "Liebe Grüße\nClara", "Liebe Grüße\nOnkel Bert"),
        (
            "Lieber Mike, liebe Anna,",
            "Sonnigen Sonntag in beide Täler\nClara",
            *["Sonnigen Sonntag\nClara"] * 2,
            "Sonnigen Sonntag in beide Täler\nClara",
        ),
        ("Lieber Mike,", "Herzliche Grüße von nebenan\nClara", "Herzliche Grüße von nebenan\nClara", *["Herzliche Grüße\nClara"] * 2),
        ("Lieber Mike,", "Pfiat di\nClara", "Pfiat di\nClara", "Pfiat di\nClara", "Viele Grüße\nClara"),
        ("Lieber Mike, liebe Anna,", "Sprechts es unter euch ab\nClara", *["Viele Grüße\nClara"] * 2, "Sprechts es unter euch ab\nClara"),
        ("Lieber Mike,", "Mit herzlichen imkerlichen Grüßen\nDr. Clara Voss", *["Mit herzlichen imkerlichen Grüßen\nDr. Clara Voss"] * 3),
        ("Lieber Mike,", "Liebe Grüße\nMama", "Liebe Grüße\nMama", "Liebe Grüße\nClara", "Liebe Grüße\nClara"),
    ],
)
def test_a_german_sign_off_speaks_to_its_reader(hello: str, end: str, to_mike: str, to_anna: str, to_both: str) -> None:
    assert ends(plan_of(f"{hello}\n\n{OFEN}\n\n{end}\n", language="de")) == [to_mike, to_anna, to_both]


@pytest.mark.parametrize(
    ("hello", "end", "to_anna"),
    [
        ("Dear Mike,", "Your librarian\nClara", "Best\nClara"),
        ("My Lord,", "Your obedient forester,\nClara Voss", "Kind regards\nClara Voss"),
        ("Hi Mike, hi Anna,", "Have fun\nClara", "Best\nClara"),
        ("Hi Mike, hi Anna,", "Much love,\nClara", "Much love,\nClara"),
        ("Hi Mike,", "Much love,\nClara", "Much love,\nClara"),
        ("Hi Mike,", "Clara xx", "Clara"),
        ("Hi Mike,", "xx Clara", "Clara"),
        ("Hi Mike,", "With all our love, and the plums are yours,\nClara", "With all our love,\nClara"),
        ("Hi Mike,", "Best wishes from across the yard,\nClara", "Best wishes,\nClara"),
        ("Hi Mike,", "Keep well, all of you\nClara", "Keep well\nClara"),
        ("Hi Mike,", "Kind regards,\nClara Voss\n" + "Warden of the Lower Allotments, Orchards and the Bee House, since 1998", None),
        ("Dear Mike, dear Anna,", "Lots of love from us both,\nClara & Tom", "Lots of love from us both,\nClara & Tom"),
        ("Hi Mike,", "88\nClara", "88\nClara"),
        ("Hi Mike, hi Anna,", "Happy Easter, both!\nClara", "Happy Easter!\nClara"),
        ("Hi Mike,", "wk 1 survey\nwk 2 walls\nwk 3 cake\nClara", "Clara"),
        ("Hi Mike,", "Go safely\nClara", "Go safely\nClara"),
        ("Hi Mike,", "Beannachtaí ón gcósta thiar,\nClara", "Beannachtaí ón gcósta thiar,\nClara"),
        ("Hi Mike,", "Look after yourselves,\nClara", "Look after yourself,\nClara"),
        ("Hi Mike, hi Anna,", "Bless the pair of ye,\nClara", "Bless,\nClara"),
        ("Hi Mike,", "don't quibble\n\nClara", "Clara"),
        ("Hi Mike,", "tell nobody about the cake\n\nClara", "Clara"),
        ("Hi Mike,", "Bring wellies please\nClara", "Clara"),
        ("Hi Mike,", "C x", "Best\nClara"),
        ("Hi Mike,", "Hei hei\nClara", "Hei hei\nClara"),
        ("Hi Mike,", "Un abrazo,\nClara", "Un abrazo,\nClara"),
        ("Hi Mike,", "See you Sunday\nClara", "Best\nClara"),
        ("Hi Mike,", "Thanking you,\nClara Voss", "Thanking you,\nClara Voss"),
        ("Dear Mike,", "I remain, Sir, etc.,\n\nClara Voss", "Best\nClara Voss"),
        ("Dear Mike,", "I beg to remain, etc.,\n\nClara Voss\nTreasurer", "I beg to remain, etc.,\nClara Voss\nTreasurer"),
        ("Hi Mike, hi Anna,", "Go forth and talk.\nClara", "Clara"),
        ("Hi Mike, hi Anna,", "With love to all three,\nClara", "With love,\nClara"),
        ("Mike!! Anna!!", "mwah\nClara", "mwah\nClara"),
        ("Hey Mike!! and hi Anna :)", "Clara xx", "Clara xx"),
        ("Hi Mike,", "Hei hei\nClara\n\nPS Mike, your hat is here", "Hei hei\nClara"),
        ("Hi Mike,", "Clara\nPS dues are due", "Clara"),
        ("Hi Mike,", "Love to all,\nClara", "Love,\nClara"),
        ("Dear Mike,", "I now withdraw and remain, with best regards, yours,\nClara Voss", "With best regards, yours,\nClara Voss"),
        ("Dear Mike,", "Very truly yours,\nClara Voss", "Very truly yours,\nClara Voss"),
    ],
)
def test_an_english_sign_off_speaks_to_its_reader(hello: str, end: str, to_anna: str | None) -> None:
    text = KILN.replace("Anna Roth", "Mrs Roth") if hello == "My Lord," else KILN
    assert ends(plan_of(f"{hello}\n\n{text}\n\n{end}\n"))[1] == (to_anna or end)


@pytest.mark.parametrize(("end", "to_both"), [("Clara xx", "Clara xx"), ("Love,\nClara", "Love,\nClara"), ("Mind yourselves\nClara", None)])
def test_the_mail_to_all_ends_as_the_draft_did(end: str, to_both: str | None) -> None:
    assert ends(plan_of(f"Hi Mike,\n\n{KILN}\n\n{end}\n"))[2] == (to_both or end)


def test_what_presses_gives_way_to_a_greeting_where_the_draft_says_sie() -> None:
    plan = plan_of("Lieber Herr Hale,\n\nFrau Roth baut Öfen, wie Sie einen suchen.\n\nBitte melden!\nClara Voss\n", language="de")
    assert ends(plan)[0] == "Mit freundlichen Grüßen\nClara Voss"


@pytest.mark.parametrize(
    ("below", "kept"),
    [
        ("Best,\nClara\n\nVoss Kilns Ltd\nThis message may contain privileged information.\n", "Best,\nClara\n\nVoss Kilns Ltd"),
        ("Best,\nClara\n\nThis e-mail and its attachments are confidential.\n", "Best,\nClara"),
    ],
)
def test_small_print_hides_no_sign_off(below: str, kept: str) -> None:
    for mail in (plan := plan_of(f"Hi Mike, hi Anna,\n\n{KILN}\n\n{below}")).asks:
        assert mail.body.rstrip().endswith("\n".join(kept.split("\n\n")))
    assert plan.connect.body.count("Best,") == 1


def test_a_request_above_the_sign_off_is_no_small_print() -> None:
    text = f"Lieber Mike,\n\n{OFEN}\n\nBitte denken Sie an den Schlüssel.\n\nViele Grüße\nClara\n"
    assert set(ends(plan_of(text, language="de"))) == {"Viele Grüße\nClara"}


def test_who_says_sie_signs_with_both_names() -> None:
    body = f"Lieber Mike,\n\n{OFEN.replace('Anna', 'Frau')}\n\nClara\n"
    assert ends(plan_of(body, language="de"))[:2] == ["Clara", "Mit freundlichen Grüßen\nClara Voss"]


def test_the_name_the_writer_goes_by_is_kept() -> None:
    plan = plan_from(draft_of(f"Mike,\n{OFEN} Viel Glück, Klärchen\n", sender="Clara Voss <klärchen@voss.example>"), "de")
    assert ends(plan)[0] == "Viele Grüße\nKlärchen"


def test_initial_and_kisses_are_a_sign_off() -> None:
    assert ends(plan_from(draft_of(f"Mike, Anna - {KILN} M x\n", sender=""), "en")) == ["M x"] * 3


# Du or Sie -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("hello", "text", "manners"),
    [
        ("Liebe Frau Roth, lieber Mike,", "ich möchte Sie beide bekannt machen. Frau Roth baut Öfen.", ("dich", "Sie")),
        ("Moin Mike, guten Tag Frau Roth,", "- Mike: sucht einen Ofen\n- Frau Roth: baut Öfen", ("dich", "Sie")),
        ("Lieber Mike,", "in Kopie ist Frau Roth, sie baut Öfen, frag sie. Anna, er zahlt bar.", ("dich", "dich")),
        ("Lieber Mike,", "das Fräulein Roth baut dir den Ofen.", ("dich", "Sie")),
        ("Lieber Mike,", "Schwester Anna baut dir den Ofen.", ("dich", "Sie")),
        ("Lieber Mike, liebe Anna,", "Sie beide brennen sonntags. Ich möchte Sie bekannt machen.", ("Sie", "Sie")),
    ],
)
def test_each_is_said_du_or_sie_to_as_they_are_called(hello: str, text: str, manners: tuple[str, str]) -> None:
    plan = plan_of(f"{hello}\n\n{text}\n\nClara Voss\n", language="de")
    assert tuple(ask.subject.split()[2] for ask in plan.asks) == manners
    for ask, manner in zip(plan.asks, manners, strict=True):
        own = ask.body.replace(text, "")
        assert ("Wäre es dir recht" in own) == (manner == "dich")
        assert ("Wäre es Ihnen recht" in own) == (manner == "Sie")


def test_a_family_greeted_by_one_name_is_ihr() -> None:
    plan = plan_of(
        "Hallo ihr Hales, hallo Anna,\n\nihr sucht Öfen, die Anna baut welche.\n\nClara\n", language="de", to="Hales <x@hale.example>"
    )
    assert plan.asks[0].subject.startswith("Darf ich euch mit")


@pytest.mark.parametrize(
    ("body", "language", "named"),
    [
        ("Dear Professor Roth, dear Mike,\n\nProfessor Roth builds kilns.\n\nClara\n", "en", "Professor Anna Roth"),
        ("Liebe Frau Dr. Roth,\n\nMike Hale braucht einen Ofen, Sie bauen sie.\n\nClara Voss\n", "de", "Frau Dr. Anna Roth"),
        ("Lieber Mike,\n\nMadame Roth baut dir den Ofen.\n\nClara Voss\n", "de", "Madame Anna Roth"),
        ("Hi Mike,\n\nAnna Roth builds kilns, and dr Anna is kind.\n\nClara\n", "en", "Anna Roth"),
    ],
)
def test_a_full_name_keeps_the_title_the_draft_gives(body: str, language: str, named: str) -> None:
    plan = plan_of(body, language=language)
    assert any(re.search(rf"(?:dich|Sie) mit {named} bekannt|to {named}\?", ask.subject) for ask in plan.asks)


# The greeting --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("hello", "to_mike", "to_anna", "to_both", "language"),
    [
        ("Salve Mike", "Salve Mike,", "Salve Anna,", "Salve Mike, salve Anna,", "de"),
        ("Grüß dich Mike,", "Grüß dich Mike,", "Grüß dich Anna,", "Grüß dich Mike, grüß dich Anna,", "de"),
        ("huhu mike,", "Huhu Mike,", "Huhu Anna,", "Huhu Mike, huhu Anna,", "de"),
        ("Mein liebes Mikchen, liebe Anna,", "Mein liebes Mikchen,", "Liebe Anna,", "Mein liebes Mikchen, liebe Anna,", "de"),
        ("Hallo ihr zwei,", "Hallo Mike,", "Hallo Anna,", "Hallo ihr zwei,", "de"),
        ("Ha, feel your pain.", "Hi Mike,", "Hi Anna,", "Hi Mike, hi Anna,", "en"),
        ("Anna, Mike,", "Mike,", "Anna,", "Mike, Anna,", "en"),
        ("Dear Anna and Mike,", "Dear Mike,", "Dear Anna,", "Dear Anna and Mike,", "en"),
        ("Griaß enk Mike und Anna,", "Griaß dich Mike,", "Griaß dich Anna,", "Griaß enk Mike und Anna,", "de"),
        ("Liebster Mike,", "Liebster Mike,", "Liebe Anna,", "Liebster Mike, liebe Anna,", "de"),
        ("Herr Major, lieber Mike,", "Lieber Mike,", "Liebe Anna,", "Lieber Mike, liebe Anna,", "de"),
        ("Dearest Mike,", "Dearest Mike,", "Dear Anna,", "Dearest Mike, dear Anna,", "en"),
        ("Looping Anna,", "Hi Mike,", "Hi Anna,", "Hi Mike, hi Anna,", "en"),
        ("Griaß eich Mike,", "Griaß dich Mike,", "Griaß dich Anna,", "Griaß dich Mike, griaß dich Anna,", "de"),
        ("Anna. Mike. Redet!", "Mike,", "Anna,", "Mike, Anna,", "de"),
        ("Kia ora Mike and Anna,", "Kia ora Mike,", "Kia ora Anna,", "Kia ora Mike and Anna,", "en"),
        ("Mike, my dear,", "Mike, my dear,", "Anna,", "Mike, my dear, Anna,", "en"),
    ],
)
def test_each_is_greeted_in_the_manner_of_the_draft(hello: str, to_mike: str, to_anna: str, to_both: str, language: str) -> None:
    text = KILN if language == "en" else OFEN
    assert hellos(plan_of(f"{hello}\n\n{text}\n\nClara\n", language=language)) == [to_mike, to_anna, to_both]


def couple(body: str, language: str) -> Plan:
    """Mike on one side, Anna and Urs Roth on the other."""
    draft = draft_of(body, cc=f"{ANNA}, Urs Roth <urs@roth.example>")
    mike, anna, urs = draft.recipients
    sides = (Side((mike,), False), Side((anna, urs), False))
    return ask_first(draft, Report("d1", language, Verdict.UNANNOUNCED, 0.9, Certainty.LIKELY, draft.recipients, sides=sides))


def test_two_of_one_side_are_greeted_in_one_breath() -> None:
    plan = couple(f"Dear Mike, dear Urs and Anna,\n\n{KILN}\n\nClara\n", "en")
    assert hellos(plan) == ["Dear Mike,", "Dear Urs and Anna,", "Dear Mike, dear Urs and Anna,"]


def test_two_are_greeted_as_two() -> None:
    plan = couple("Grüß dich Mike,\n\nAnna und Urs lesen mit, sie bauen Öfen und suchen Ton.\n\nClara\n", "de")
    assert hellos(plan)[1] == "Grüß euch Anna und Urs,"


def test_ihr_lieben_to_a_couple_is_ihr() -> None:
    text = "Anna und Urs Roth bauen seit 1974 Öfen. Wenn Ihr Ofen raucht, fragen Sie die beiden. Ihr Lieben, Herr Hale sucht Ton."
    plan = couple(f"Lieber Herr Hale,\n\nIhre Wohnung ist fertig. {text}\n\nHerzlich\nClara Voss\n", "de")
    assert "Ich würde Sie gern mit Anna" in plan.asks[0].body.replace("ich würde", "Ich würde")
    assert "ich würde euch gern mit Herrn Mike Hale bekannt machen" in plan.asks[1].body


def test_husband_and_wife_both_have_their_title() -> None:
    text = "Ihr Notar hat geschrieben. Herr Hale baut Öfen und kennt jede Siedlung."
    draft = draft_of(
        f"Liebe Frau Roth, lieber Herr Roth,\n\n{text}\n\nClara Voss\n", to=f"{ANNA}, Peter Roth <peter@roth.example>", cc=MIKE
    )
    anna, peter, mike = draft.recipients
    sides = (Side((anna, peter), False), Side((mike,), False))
    plan = ask_first(draft, Report("d1", "de", Verdict.UNANNOUNCED, 0.9, Certainty.LIKELY, draft.recipients, sides=sides))
    assert plan.asks[1].subject == "Darf ich Sie mit Frau Anna Roth und Herrn Peter Roth bekannt machen?"


def test_a_list_is_many_and_has_no_name_to_call_out() -> None:
    body = "Ihr Lieben,\n\nder Kassenbericht hängt dran. Anna Roth wohnt um die Ecke und baut Öfen.\n\nClara\n"
    plan = plan_of(body, language="de", to="Chorliste Querbeet <alle@chor.example>")
    assert plan.asks[0].body.startswith("Ihr Lieben,\n\nich würde euch gern mit")
    assert plan.asks[1].body.startswith("Liebe Anna,")
    assert "Anna, möchtest du den nächsten Schritt" in plan.connect.body
    assert " dich " not in plan.asks[0].body + plan.connect.body


def test_who_is_said_sie_to_is_herr() -> None:
    body = "Sehr geehrte Frau Roth,\n\nUrsin Caduff, den Sie im Cc sehen, baut Öfen. Bei Ihnen steht einer an.\n\nClara Voss\n"
    plan = plan_of(body, language="de", to=ANNA, cc="Ursin Caduff <ursin@caduff-bau.example>")
    assert hellos(plan)[1:] == ["Sehr geehrter Herr Caduff,", "Sehr geehrte Frau Roth, sehr geehrter Herr Caduff,"]


def test_a_short_first_name_is_no_title() -> None:
    plan = plan_of("Dear Anna,\n\nhe is Bart Osei. Bart builds kilns.\n\nClara\n", to=ANNA, cc="Bartholomew Osei <b@osei.example>")
    assert hellos(plan)[1:] == ["Dear Bart,", "Dear Anna, dear Bart,"]


def test_who_is_called_by_the_first_name_is_greeted_by_it() -> None:
    text = "You were after a kiln, and Sister Nolan has one. Bridget, Anna fires on Sundays."
    plan = plan_of(f"Dear Anna,\n\n{text}\n\nClara\n", to=ANNA, cc="Sister Bridget Nolan <b@nolan.example>")
    assert hellos(plan)[1] == "Dear Bridget,"
    assert plan.asks[0].subject == "May I introduce you to Sister Bridget Nolan?"


def test_the_connecting_mail_greets_once() -> None:
    plan = plan_of(f"Hi Mike, hi Anna,\n\n{KILN} He glazes, she fires.\n\nClara\n")
    assert plan.connect.body.lower().count("hi mike, hi anna") == 1


def test_a_pet_name_is_known_by_the_address_and_by_the_first_name() -> None:
    text = "Die Burgl sucht einen Ofen, und die Anna baut welche."
    plan = plan_of(f"Liebe Burgl, liebe Anna,\n\n{text}\n\nClara\n", language="de", to="Notburga Hale <burgl@hale.example>")
    assert hellos(plan) == ["Liebe Burgl,", "Liebe Anna,", "Liebe Burgl, liebe Anna,"]
    assert "Burgl, möchtest du" in plan.connect.body or "Anna, möchtest du" in plan.connect.body
    assert "Notburga," not in plan.connect.body
    other = plan_of(f"Hi Lachie,\n\n{KILN}\n\nClara\n", to="Lachlan Hale <x@hale.example>")
    assert "Lachie, you were" in other.connect.body
    assert "Lachlan," not in other.connect.body


def test_a_title_by_itself_is_for_whom_the_draft_does_not_speak_of() -> None:
    plan = plan_of("Coach,\n\nMike Hale has four boats. Mike stopped me at the dock.\n\nClara\n", cc=ANNA)
    assert hellos(plan) == ["Mike,", "Coach,", "Mike, Coach,"]


def test_a_pet_name_that_nothing_gives_away_is_called_out_as_greeted() -> None:
    plan = plan_of(f"Lieber Schorsch,\n\n{OFEN}\n\nClara\n", language="de")
    assert hellos(plan)[0] == "Lieber Schorsch,"
    assert "Schorsch, möchtest du" in plan.connect.body


def test_firms_are_many_and_keep_their_names() -> None:
    body = "Guten Tag zusammen,\n\nMorgenrot braucht einen Boiler, Alpenblick hat zwei. Regelt das untereinander.\n\nClara\n"
    plan = plan_of(body, language="de", to="Café Morgenrot <m@m.example>", cc="Hotel Alpenblick <a@a.example>")
    assert hellos(plan)[1:] == ["Hallo Hotel Alpenblick,", "Guten Tag zusammen,"]
    assert all("Darf ich euch mit" in ask.subject for ask in plan.asks)


def test_two_people_under_one_address_are_ihr() -> None:
    body = "Hallo ihr Hales,\n\nAnna Roth baut Öfen, fragt sie.\n\nClara\n"
    plan = plan_of(body, language="de", to="Tina und Marc Hale <hale.family@web.example>")
    assert plan.asks[0].subject.startswith("Darf ich euch mit")


def test_who_is_on_copy_is_herr_where_the_draft_says_sie() -> None:
    body = "Sehr geehrte Frau Roth,\n\nJonas Kiepe hier im Cc baut Öfen. Bei Ihnen steht einer an, rufen Sie ihn an.\n\nClara Voss\n"
    plan = plan_of(body, language="de", to=ANNA, cc="Jonas Kiepe <j@kiepe.example>")
    assert "mit Herrn Jonas Kiepe bekannt" in plan.asks[0].body
    assert "mit Jonas Kiepe in Kopie" not in plan.asks[0].body


def test_a_mail_ends_with_the_name_behind_a_sign_off_for_another() -> None:
    for end, language, signed in (("Bussi K", "de", "Liebe Grüße\nK"), ("K x", "en", "Best\nK")):
        text = KILN if language == "en" else OFEN
        assert ends(plan_from(draft_of(f"Mike, {text}\n\n{end}\n", sender=""), language))[1] == signed


def test_a_greeting_of_two_lines_greets_both() -> None:
    plan = plan_of(f"Liebe Anna,\nlieber Mike,\n\n{OFEN}\n\nClara\n", language="de")
    assert hellos(plan) == ["Lieber Mike,", "Liebe Anna,", "Liebe Anna, lieber Mike,"]


def test_a_name_called_out_again_is_no_part_of_the_greeting() -> None:
    plan = plan_of(f"Hi Mike, hi Anna, Mike, you want a kiln. {KILN}\n\nClara\n")
    assert hellos(plan) == ["Hi Mike,", "Hi Anna,", "Hi Mike, hi Anna,"]


@pytest.mark.parametrize("cry", ["Ouch.", "Zounds."])
def test_a_cry_is_no_greeting(cry: str) -> None:
    assert hellos(plan_of(f"{cry} Ours was worse.\n\n{KILN}\n\nClara\n"))[0] == "Hi Mike,"


def test_moin_is_for_whom_one_says_du_to() -> None:
    plan = plan_of("Moin Mike,\n\ndu suchst einen Ofen. Frau Roth baut Öfen.\n\nClara\n", language="de")
    assert hellos(plan) == ["Moin Mike,", "Guten Tag Frau Roth,", "Moin Mike, guten Tag Frau Roth,"]


def test_one_person_writes_as_one() -> None:
    body = f"Lieber Mike,\n\n{OFEN} Anna Roth ist unsere Ofenbauerin.\n\nClara\n"
    assert all(mail.body.count("wir") == 0 for mail in plan_from(draft_of(body, sender="Clara <clara@voss.example>"), "de").asks)


@pytest.mark.parametrize("said", ["der Ofen gehört der Xorika", "der Ofen gehört der Xorike, die Öfen baut"])
def test_der_is_no_proof_of_a_man(said: str) -> None:
    name = said.split()[4].strip(",")
    plan = plan_of(f"Lieber Mike,\n\n{said}.\n\nClara\n", language="de", cc=f"{name} Bell <x@bell.example>")
    assert hellos(plan)[1] == f"Hallo {name},"


def test_an_honorary_title_is_one() -> None:
    body = (
        "Sehr geehrte Frau Kommerzialrätin, lieber Mike,\n\nFrau Kommerzialrätin Roth gehört das Eckhaus, Mike sucht eins.\n\nClara Voss\n"
    )
    plan = plan_of(body, language="de", cc='"KommR Anna Roth" <anna@roth.example>')
    assert plan.asks[0].subject == "Darf ich dich mit Frau KommR Anna Roth bekannt machen?"
    assert "Frau Kommerzialrätin Roth, möchten Sie" in plan.connect.body or "Mike, möchtest du" in plan.connect.body


def test_two_who_are_said_ihr_to_stay_so_beside_a_sie() -> None:
    body = (
        "Lieber Mike, lieber Tom,\n\nihr habt erzählt, dass ihr einen Saal sucht. Ich nehme Frau Roth dazu, ihr Saal steht leer. "
        "Frau Roth, die zwei spielen so, dass Sie sie hören sollten.\n\nClara Voss\n"
    )
    draft = draft_of(body, to=f"{MIKE}, Tom Hale <tom@hale.example>")
    mike, tom, anna = draft.recipients
    sides = (Side((mike, tom), False), Side((anna,), False))
    report = Report("d1", "de", Verdict.UNANNOUNCED, 0.9, Certainty.LIKELY, draft.recipients, sides=sides)
    asks = ask_first(draft, report).asks
    assert [ask.subject.split()[2] for ask in asks] == ["euch", "Sie"]


def test_whose_your_is_in_a_sentence_to_both_is_not_guessed() -> None:
    plan = plan_of(
        "Hi Mike,\n\nthe harp is here.\n\nAnna mends harps. It might be good if you two met, with more of your aunt's to sell.\n\nClara\n"
    )
    assert "you and Mike" not in plan.asks[1].body


def test_a_blind_copy_is_called_one_where_the_draft_speaks_of_it() -> None:
    body = "Hi Mike,\n\nyour piano weeps. In blind copy sits Anna, who has tuned pianos for thirty years and lives next door.\n\nClara\n"
    plan = plan_of(body)
    for ask in plan.asks:
        assert "on copy" not in ask.body


def test_a_list_is_not_handed_over_in_a_quotation() -> None:
    body = "Hi all,\n\nAnna Roth wrote the logger that most stations run and has seen all this. Anna, the list; list, Anna.\n\nClara\n"
    plan = plan_of(body, to="pump-dev <pump-dev@lists.example>")
    assert all("the list" not in mail.body for mail in (*plan.asks, plan.connect))
    assert "Anna, would you take the next step" in plan.connect.body


@pytest.mark.parametrize(
    ("last", "other", "language"),
    [
        ("God bless,", "God bless,", "en"),
        ("All best", "All best", "en"),
        ("Best wishes across the lake,", "Best wishes,", "en"),
        ("With sincere regret and good wishes,", "With good wishes,", "en"),
        ("Liebe Grüße über den Fluss", "Liebe Grüße", "de"),
        ("Herzliche Grüße nach Meran", "Herzliche Grüße", "de"),
        ("Mit Bedauern und herzlichen Grüßen", "Mit herzlichen Grüßen", "de"),
        ("Liebe Grüße aus dem Garten", "Liebe Grüße aus dem Garten", "de"),
    ],
)
def test_a_sign_off_stays_without_what_is_for_one_reader(last: str, other: str, language: str) -> None:
    text = f"Dear Mike,\n\n{KILN}" if language == "en" else f"Lieber Mike,\n\n{OFEN}"
    plan = plan_of(f"{text}\n\n{last}\nClara\n", language=language)
    assert ends(plan) == [f"{last}\nClara", f"{other}\nClara", f"{other}\nClara"]


def test_a_signature_stays_without_an_aside_to_one_reader() -> None:
    draft = draft_of(f"Mike, Anna, morning both.\n\n{KILN}\n\nDoro (no relation, Anna, they all ask)\n", sender="")
    assert ends(plan_from(draft, "en")) == ["Doro"] * 3
