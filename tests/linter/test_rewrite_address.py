"""Whom the mails speak to: namesakes, titles, warm sign-offs, and what one reader would take for themselves."""

import pytest

from linter.finding import Certainty, Report, Side, Verdict
from linter.rewrite import Plan, ask_first
from tests.linter.test_rewrite import ANNA, MIKE, draft_of, plan_of, report_of
from tests.linter.test_rewrite_formality import OFEN, ends, hellos, plan_from

KILN = "You are after a kiln, and Anna, in copy, builds kilns from clay."


def bodies(plan: Plan) -> list[str]:
    return [*(ask.body for ask in plan.asks), plan.connect.body]


def mails_ending(end: str, language: str) -> list[str]:
    """The mails made of a draft to Mike whose text ends so."""
    text = "Anna in Kopie baut Öfen aus Ton und sucht einen Platz" if language == "de" else f"{KILN} She needs a shed"
    hello = "Lieber Mike," if language == "de" else "Dear Mike,"
    return bodies(plan_of(f"{hello}\n\n{text}{end}\n\nClara\n", language=language))


def family(body: str, names: tuple[str, str], language: str) -> Plan:
    """A draft to two people of one side, with Mike on the other."""
    first, other = (f"{name} <{name.split()[0].lower()}@familie.example>" for name in names)
    draft = draft_of(body, to=f"{first}, {other}", cc=MIKE)
    one, two, mike = draft.recipients
    sides = (Side((one, two), False), Side((mike,), False))
    return ask_first(draft, Report("d1", language, Verdict.UNANNOUNCED, 0.9, Certainty.LIKELY, draft.recipients, sides=sides))


# Names and titles ----------------------------------------------------------------------------------------------------


def test_brothers_keep_both_names_and_their_titles() -> None:
    text = "Ihr Ofen raucht. In Kopie finden Sie Herrn Hale, der Kamine kehrt."
    plan = family(f"Sehr geehrte Herren Brock,\n\n{text}\n\nMit freundlichen Grüßen\nClara Voss\n", ("Anton Brock", "Matthias Brock"), "de")
    assert plan.asks[1].subject.endswith("mit Herrn Anton Brock und Herrn Matthias Brock bekannt machen?")
    assert "Herr Anton Brock und Herr Matthias Brock, möchten Sie" in plan.connect.body


def test_a_title_goes_with_the_first_name() -> None:
    text = "Ihr Ofen raucht. In Kopie finden Sie Herrn Hale, der Kamine kehrt."
    hello = "Sehr geehrte Frau Brock, sehr geehrter Herr Brock,"
    plan = family(f"{hello}\n\n{text}\n\nClara Voss\n", ("Bernd Brock", "Simone Brock"), "de")
    assert plan.asks[1].subject.endswith("mit Herrn Bernd Brock und Frau Simone Brock bekannt machen?")
    assert hellos(plan)[0] == hello
    assert "Ihnen allen" not in plan.asks[0].body


def test_a_family_name_behind_two_first_names_is_of_both() -> None:
    text = "Ida and Zayn Moss, brother and sister, bind books in a shed and are after somebody with a press."
    plan = family(f"Dear Mike,\n\n{text}\n\nBest\nClara\n", ("Ida Moss", "Zayn Moss"), "en")
    assert all("Zayn Ida" not in body for body in bodies(plan))


@pytest.mark.parametrize(
    ("hello", "name", "language", "called"),
    [
        ("Sehr geehrter Graf Hale,", "Ferdinand Graf Hale", "de", "Graf Hale, möchten Sie"),
        ("Sehr geehrter Herr Hofrat,", "Dr. Walter Hale", "de", "Herr Hofrat, möchten Sie"),
        ("Dear Dame Winifred,", "Dame Winifred Hale", "en", "Dame Winifred, would you"),
        ("Dear Signora Hale,", "Signora Hale", "en", "Signora Hale, would you"),
    ],
)
def test_who_takes_the_next_step_is_called_as_greeted(hello: str, name: str, language: str, called: str) -> None:
    text = "Frau Roth in Kopie baut Öfen. Ihr Kamin raucht." if language == "de" else KILN
    plan = plan_of(f"{hello}\n\n{text}\n\nClara Voss\n", language=language, to=f'"{name}" <hale@hale.example>')
    assert called in plan.connect.body


def test_an_academic_is_called_out_without_the_first_name() -> None:
    text = "Sehr geehrte Frau Roth,\n\nin Kopie ist der Ofenbauer. Ihr Kamin raucht.\n\nMit freundlichen Grüßen\nClara Voss\n"
    plan = plan_of(text, language="de", to='"Anna Roth" <anna@roth.example>', cc='"Dr. Walter Hale" <walter@hale.example>')
    assert hellos(plan)[1] == "Sehr geehrter Herr Dr. Hale,"
    assert "mit Herrn Dr. Walter Hale bekannt" in plan.asks[0].body


def test_a_colleague_is_no_bare_family_name() -> None:
    text = "Lieber Kollege Hale,\n\nFrau Roth in Kopie baut Öfen. Ihr Kamin raucht.\n\nClara Voss\n"
    plan = plan_of(text, language="de", to='"Walter Hale" <walter@hale.example>')
    assert "wollte ich Walter Hale gerade schreiben" in plan.asks[1].body


def test_here_is_no_possessive() -> None:
    text = "look who is on here its MR HALE he did our kiln, he said put him on a mail"
    plan = plan_of(f"hi anna\n\n{text}\n\nclara\n", to="Anna Roth <anna@roth.example>", cc="Mr Hale <bookings@hale.example>")
    assert hellos(plan)[1] == "Hi Mr Hale,"


# Greetings -----------------------------------------------------------------------------------------------------------


def test_each_of_two_is_lieb_by_their_sex() -> None:
    text = "Lieber Mike,\n\nIda und Onno, beide in Kopie, bauen Öfen und suchen Ton. Ton hast du genug.\n\nClara\n"
    draft = draft_of(text, cc="Ida Brock <ida@brock.example>, Onno Lind <onno@lind.example>")
    mike, ida, onno = draft.recipients
    sides = (Side((mike,), False), Side((ida, onno), False))
    plan = ask_first(draft, Report("d1", "de", Verdict.UNANNOUNCED, 0.9, Certainty.LIKELY, draft.recipients, sides=sides))
    assert hellos(plan)[1:] == ["Liebe Ida, lieber Onno,", "Lieber Mike, liebe Ida, lieber Onno,"]


def test_ihr_lieben_stays_for_a_couple() -> None:
    text = "danke für die Birnen. Mike, hier in Kopie, kocht Mus und nimmt, was ihr nicht schafft."
    plan = family(f"Ihr Lieben,\n\n{text}\n\nClara\n", ("Gesa Brock", "Onno Brock"), "de")
    assert hellos(plan)[0] == "Ihr Lieben,"


def test_who_has_no_title_is_not_sehr_geehrter() -> None:
    text = "Sehr geehrte Frau Roth,\n\nXorik Hale in Kopie baut Öfen, und er kennt Ihren Kamin.\n\nMit freundlichen Grüßen\nClara Voss\n"
    plan = plan_of(text, language="de", to='"Anna Roth" <anna@roth.example>', cc='"Xorik Hale" <werkstatt@hale.example>')
    assert not hellos(plan)[1].startswith("Sehr geehrter Xorik")


def test_a_name_with_its_title_in_the_header_is_sehr_geehrt() -> None:
    text = "Sehr geehrte Frau Roth,\n\nHerr Hale in Kopie kehrt Kamine. Ihr Ofen raucht.\n\nMit freundlichen Grüßen\nClara Voss\n"
    plan = plan_of(text, language="de", to='"Frau Roth" <roth@roth.example>', cc='"Herr Hale" <hale@hale.example>')
    assert hellos(plan)[2] == "Sehr geehrte Frau Roth, sehr geehrter Herr Hale,"


def test_beside_mr_hale_nobody_is_greeted_by_both_names() -> None:
    text = "Mr Hale,\n\ncopied is Anna Roth, who builds kilns from clay and is after a yard.\n\nRegards,\nC. Voss\n"
    assert hellos(plan_of(text))[1] == "Anna,"


# Sign-offs -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("hello", "end", "to_mike", "to_anna", "to_both"),
    [
        ("Dearest Mike,", "All my love,\nClara", "All my love,\nClara", "Warm wishes\nClara", "Warm wishes\nClara"),
        ("Dear Mike, dear Anna,", "With love and regards respectively,\nClara", "Warm wishes\nClara", "Warm wishes\nClara", None),
        ("Dear Mike,", "With much affection,\nClara", None, None, None),
        ("Dear Mike,", "Yours, as always,\nClara", None, None, None),
        ("Dear Mike, dear Anna,", "Believe me, both of you, most sincerely yours,\nClara", *["Most sincerely yours,\nClara"] * 2, None),
        ("Dear Mike,", "I remain, dear Mike, yours most sincerely,\nClara", None, *["Yours most sincerely,\nClara"] * 2),
        ("Dear Mike,", "Cheers\nClara\nsent from the truck", *["Cheers\nClara"] * 3),
    ],
)
def test_a_sign_off_stays_as_warm_as_its_reader_may_have_it(
    hello: str, end: str, to_mike: str | None, to_anna: str | None, to_both: str | None
) -> None:
    plan = plan_from(draft_of(f"{hello}\n\n{KILN}\n\n{end}\n"), "en")
    assert ends(plan) == [to_mike or end, to_anna or end, to_both or end]


def test_a_line_of_the_phone_before_the_name_goes() -> None:
    plan = plan_of(f"Lieber Mike,\n\n{OFEN}\n\nGesendet vom Mobiltelefon, C. Voss\n", language="de")
    assert all(end == "C. Voss" for end in ends(plan))


@pytest.mark.parametrize(
    ("end", "to_one"),
    [
        ("Alles Gute euch\nClara", "Alles Gute\nClara"),
        ("Eure Hebamme Clara", "Deine Hebamme Clara"),
        ("Ich trete hiermit ab.\nClara", "Clara"),
        ("Liebe Grüße vom Handy\nClara", "Liebe Grüße\nClara"),
    ],
)
def test_a_sign_off_to_both_is_said_to_one(end: str, to_one: str) -> None:
    assert ends(plan_of(f"Lieber Mike, liebe Anna,\n\n{OFEN}\n\n{end}\n", language="de"))[0] == to_one


def test_a_line_of_a_mail_program_is_no_signature() -> None:
    plan = plan_of(f"Hi Mike,\n\n{KILN}\n\nClara\n\nSent from Outlook for Android\n")
    assert all("Outlook" not in body for body in bodies(plan))


def test_initials_are_for_whom_they_were_written() -> None:
    text = "Lieber Mike,\n\nin Kopie ist Frau Roth, sie baut Öfen, frag sie.\n\ncv\n"
    assert ends(plan_of(text, language="de"))[1] == "Mit freundlichen Grüßen\nClara Voss"


@pytest.mark.parametrize("name", ["Warwick", "Xorika"])
def test_who_signs_with_one_name_is_one(name: str) -> None:
    plan = plan_from(draft_of(f"Mike, Anna\n\n{KILN} She is our club's potter.\n\n{name}\n", sender=""), "en")
    assert all(" we " not in body and "We " not in body for body in bodies(plan))


# What a reader would take for themselves, and what presses -----------------------------------------------------------


def test_all_who_read_the_connecting_mail_are_you() -> None:
    text = "Putting you two together. Anna designs kilns. Mike has a yard full of clay and chairs the club."
    plan = plan_from(draft_of(f"Heyo Mike, heyo Anna\n\n{text}\n\nClara\n"), "en")
    assert "write to Mike and Anna" not in plan.connect.body


def test_her_is_not_the_reader_in_a_sentence_about_two() -> None:
    text = "Anna is a potter, new in town. Ida and Jost coach our juniors and could use her on how to glaze."
    draft = draft_of(f"Ida, Jost, Anna\n\n{text}\n\nClara\n", to="Ida Brock <i@brock.example>, Jost Lind <j@lind.example>")
    ida, jost, anna = draft.recipients
    sides = (Side((ida, jost), False), Side((anna,), False))
    plan = ask_first(draft, Report("d1", "en", Verdict.UNANNOUNCED, 0.9, Certainty.LIKELY, draft.recipients, sides=sides))
    assert "\n\nIda and Jost coach" not in plan.asks[1].body


def test_a_word_that_calls_out_is_not_turned() -> None:
    text = "Anna has kept bees for years, and Mike, dear Anna, has written of them. You two should meet."
    assert all("dear you" not in body for body in bodies(plan_of(f"Dear Mike, dear Anna,\n\n{text}\n\nClara\n")))


@pytest.mark.parametrize(
    ("pressing", "language"),
    [
        ("Give her a bell, Mike, or Anna, ring him, number's on his truck.", "en"),
        ("You were looking lonely out there Sunday.", "en"),
        ("I am afraid that we cannot publish your pamphlet.", "en"),
        ("Speak to her, dear boy.", "en"),
        ("Leider müssen wir deine Bewerbung ablehnen.", "de"),
        ("Du wirktest am Sonntag so einsam da draußen.", "de"),
    ],
)
def test_what_presses_or_hurts_is_not_quoted(pressing: str, language: str) -> None:
    assert all(pressing not in body for body in mails_ending(f". {pressing}", language))


@pytest.mark.parametrize(
    ("tail", "language"),
    [
        (", and I have not the heart to make her wait", "en"),
        (" so get a wriggle on", "en"),
        (", so you have no excuse", "en"),
        (", give her a ring", "en"),
        (", und ich bringe es nicht übers Herz, sie warten zu lassen", "de"),
        (", ihre Nummer steht auf dem Lieferwagen", "de"),
    ],
)
def test_a_pressing_tail_is_cut(tail: str, language: str) -> None:
    assert all(tail.strip(" ,") not in body for body in mails_ending(f"{tail}.", language))


# Couples, teams, and to whom the draft was written -------------------------------------------------------------------

HOF = "Sie suchen jemanden für die Hecke. Frau Roth liest hier mit, sie pflanzt Hecken im ganzen Kreis."
HECKE = "ihr sucht jemanden für die Hecke. Anna liest hier mit, sie pflanzt Hecken im ganzen Kreis."


@pytest.mark.parametrize(
    ("name", "introduced"),
    [
        ("Familie Brock", "mit Familie Brock bekannt"),
        ("Eheleute Brock", "mit Eheleute Brock bekannt"),
        ("Ehepaar Brock", "mit dem Ehepaar Brock bekannt"),
        ("Gesangverein Au", "mit dem Gesangverein Au bekannt"),
        ("Bücherei Au", "mit der Bücherei Au bekannt"),
        ("Hofladen Au-Team", "mit dem Hofladen Au-Team bekannt"),
        ("Die Au-Eltern", "mit „Die Au-Eltern“ bekannt"),
    ],
)
def test_a_team_is_named_with_its_article(name: str, introduced: str) -> None:
    plan = plan_of(f"Hallo zusammen,\n\n{HECKE}\n\nClara\n", language="de", to=f'"{name}" <post@brock.example>')
    assert introduced in plan.asks[1].subject
    assert f"„{name}“" not in plan.asks[1].body or "„" in introduced


@pytest.mark.parametrize(
    ("hello", "name", "to_them", "written_to"),
    [
        ("Liebe Gesa, lieber Onno,", "Gesa und Onno Brock", "", "Gesa und Onno"),
        ("Guten Tag Frau Brock, guten Tag Herr Brock,", "Gesa und Onno Brock", "", "Frau und Herrn Brock"),
        ("Sehr geehrte Frau Brock, sehr geehrter Herr Brock,", "Familie Brock", "", "Familie Brock"),
        ("Sehr geehrte Damen und Herren,\nliebes Team der Pflege,", "Team Pflege", "Liebes Team der Pflege,", "dem Team Pflege"),
    ],
)
def test_who_reads_a_copy_is_told_to_whom_it_was_written(hello: str, name: str, to_them: str, written_to: str) -> None:
    text = HOF if "Sie" in hello or "Herr" in hello else HECKE
    plan = plan_of(f"{hello}\n\n{text}\n\nClara Voss\n", language="de", to=f'"{name}" <post@brock.example>')
    assert hellos(plan)[0] == (to_them or hello)
    assert f"wollte ich {written_to} gerade schreiben" in plan.asks[1].body


@pytest.mark.parametrize(
    ("name", "hello", "to_them"),
    [
        ("Gesa und Onno Brock", "Lieber Mike,", "Liebe Gesa, lieber Onno,"),
        ("Gesa und Onno Brock", "Hallo Mike,", "Hallo Gesa und Onno,"),
        ("Familie Brock", "Lieber Mike,", "Liebe Familie Brock,"),
        ("Dale and Misty Brock", "Dear Mike,", "Dear Dale and Misty,"),
    ],
)
def test_both_of_a_couple_are_greeted(name: str, hello: str, to_them: str) -> None:
    language = "en" if "Dear" in hello else "de"
    text = (
        "You need a wall. Copied are my neighbours, who lay bricks."
        if language == "en"
        else "Du brauchst eine Mauer. In Kopie sind meine Nachbarn, die mauern."
    )
    plan = plan_of(f"{hello}\n\n{text}\n\nClara\n", language=language, cc=f'"{name}" <post@brock.example>')
    assert hellos(plan)[1] == to_them


def test_a_couple_is_greeted_by_its_titles() -> None:
    text = "Sie brauchen eine Mauer. In Kopie sind Herr und Frau Brock, die mauern."
    plan = plan_of(
        f"Sehr geehrter Herr Hale,\n\n{text}\n\nMit freundlichen Grüßen\nClara Voss\n",
        language="de",
        cc='"Ehepaar Brock" <post@brock.example>',
    )
    assert hellos(plan)[1] == "Sehr geehrter Herr Brock, sehr geehrte Frau Brock,"


def test_a_mail_to_du_and_sie_says_neither_to_both() -> None:
    text = "Mike sucht einen Ofen. Sie, Frau Roth, bauen Öfen, und er hat Platz. Du kennst das, Mike."
    plan = plan_of(f"Lieber Mike, liebe Frau Roth,\n\n{text}\n\nClara Voss\n", language="de")
    assert "vielen Dank, dass ich den Kontakt herstellen darf." in plan.connect.body
    assert "Ab hier darf ich gern ins Bcc." in plan.connect.body
    assert "Das hier hatte ich schreiben wollen" in plan.connect.body or "„" not in plan.connect.body


def test_what_turns_to_the_other_was_written_to_both() -> None:
    text = "You limped past the kiln.\n\nAnna, this is Mike. Mike, Anna mends ankles and has Mondays free, and your ankle is no joke."
    plan = plan_of(f"Mike, you daft thing,\n\n{text}\n\nClara\n", to=f"{MIKE}, {ANNA}", cc="")
    assert "Mike, Anna mends ankles" in plan.connect.body


def test_a_firm_with_two_names_is_no_second_of_two() -> None:
    plan = plan_of("Hi Mike,\n\nhere are the girls of Moss & Fern, they grow flowers.\n\nClara\n", cc="Moss & Fern <studio@moss.example>")
    assert "put you in touch" in plan.asks[0].body


# How the draft addresses each ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("hello", "language", "to_mike", "to_anna"),
    [
        ("Gut Holz Mike,", "de", "Gut Holz Mike,", "Gut Holz Anna,"),
        ("Berg heil, Leute!", "de", "Berg heil, Mike,", "Berg heil, Anna,"),
        ("Na Mike,", "de", "Na Mike,", "Hallo Anna,"),
        ("Respected Mike sir,", "en", "Respected Mike sir,", "Dear Anna,"),
    ],
)
def test_a_greeting_of_ones_own_is_kept(hello: str, language: str, to_mike: str, to_anna: str) -> None:
    text = "Anna in Kopie baut Öfen aus Ton." if language == "de" else KILN
    plan = plan_of(f"{hello}\n\n{text}\n\nClara\n", language=language)
    assert hellos(plan)[:2] == [to_mike, to_anna]


@pytest.mark.parametrize(
    ("hello", "to_mike", "to_anna", "to_both", "language"),
    [
        ("Bula vinaka Mike,", "Bula vinaka Mike,", "Bula vinaka Anna,", "Bula vinaka Mike, bula vinaka Anna,", "en"),
        ("Wotcher Mike and Anna,", "Wotcher Mike,", "Wotcher Anna,", "Wotcher Mike and Anna,", "en"),
        ("Shwmae Mike ac Anna,", "Shwmae Mike,", "Shwmae Anna,", "Shwmae Mike ac Anna,", "en"),
        ("Goeiemôre Mike, dumela Anna,", "Goeiemôre Mike,", "Dumela Anna,", "Goeiemôre Mike, dumela Anna,", "en"),
        ("Goeiemôre Mike,\nDumela Anna,", "Goeiemôre Mike,", "Dumela Anna,", None, "en"),
        ("Aye aye gang,", "Aye aye Mike,", "Aye aye Anna,", "Aye aye gang,", "en"),
        ("Hi gals,", "Hi Mike,", "Hi Anna,", None, "en"),
        ("Now then Mike,", "Now then Mike,", "Now then Anna,", "Now then Mike, now then Anna,", "en"),
        ("Esteemed colleague,", "Esteemed colleague,", "Dear Anna,", "Esteemed colleague, dear Anna,", "en"),
        ("Mike, Anna. Anna, Mike.", "Mike,", "Anna,", "Mike, Anna,", "en"),
        ("Mike's kiln, Anna's clay.", "Hi Mike,", "Hi Anna,", "Hi Mike, hi Anna,", "en"),
        ("Copper: low again.", "Hi Mike,", "Hi Anna,", "Hi Mike, hi Anna,", "en"),
        ("Yerra both,", "Yerra Mike,", "Yerra Anna,", "Yerra both,", "en"),
        ("Good evening to you both,", "Good evening Mike,", "Good evening Anna,", "Good evening to you both,", "en"),
        ("Now Mike,", "Now Mike,", "Now Anna,", "Now Mike, now Anna,", "en"),
        ("Mike, mo stór,", "Mike, mo stór,", "Anna,", "Mike, mo stór, Anna,", "en"),
        ("Caro Mike,", "Caro Mike,", "Hi Anna,", "Caro Mike, hi Anna,", "en"),  # "Cara"?
        ("Big Mike,", "Big Mike,", "Anna,", "Big Mike, Anna,", "en"),  # no greeting but what he is called
        ("Cdr Hale,", "Cdr Hale,", "Hi Anna,", "Cdr Hale, hi Anna,", "en"),
        ("Welcome back Mike,", "Hi Mike,", "Hi Anna,", "Hi Mike, hi Anna,", "en"),
        ("Nice one Mike,", "Hi Mike,", "Hi Anna,", "Hi Mike, hi Anna,", "en"),
        ("Mike, two things,", "Mike,", "Anna,", "Mike, Anna,", "en"),
        ("Over to Mike,", "Hi Mike,", "Hi Anna,", "Hi Mike, hi Anna,", "en"),
        ("Serwas ihr zwoa,", "Serwas Mike,", "Serwas Anna,", "Serwas ihr zwoa,", "de"),
        ("Sali zäme", "Sali Mike,", "Sali Anna,", "Sali zäme,", "de"),
        ("Ei guude Mike,", "Ei guude Mike,", "Ei guude Anna,", "Ei guude Mike, ei guude Anna,", "de"),
        ("Bester Mike,", "Bester Mike,", "Beste Anna,", "Bester Mike, beste Anna,", "de"),
        ("Mensch Mike,", "Mensch Mike,", "Hallo Anna,", "Mensch Mike, hallo Anna,", "de"),
    ],
)
def test_a_greeting_that_no_list_knows_is_known_by_its_place(
    hello: str, to_mike: str, to_anna: str, to_both: str | None, language: str
) -> None:
    text = KILN if language == "en" else "du suchst einen Ofen, und Anna Roth baut Öfen."
    found = hellos(plan_of(f"{hello}\n\n{text}\n\nClara\n", language=language))
    assert found == [to_mike, to_anna, to_both or found[2]]


@pytest.mark.parametrize(
    ("hello", "to", "to_them", "to_all"),
    [
        ("Ladies,", "Wherry Masters crew <crew@row.example>", "Ladies,", "Ladies, Anna,"),
        ("Morena everyone,", "Members <members@hive.example>", "Morena everyone,", "Morena everyone, morena Anna,"),
        ("Comrades,", "Iris Pell <iris@pell.example>, Bo Lund <bo@lund.example>", "Comrades,", "Comrades, Anna,"),
    ],
)
def test_a_group_is_greeted_word_for_word(hello: str, to: str, to_them: str, to_all: str) -> None:
    draft = draft_of(f"{hello}\n\nAnna Roth, in copy, builds kilns from clay.\n\nClara\n", to=to)
    sides = (Side(draft.to, False), Side(draft.cc, False))
    found = hellos(ask_first(draft, Report("d1", "en", Verdict.UNANNOUNCED, 0.9, Certainty.LIKELY, draft.recipients, sides=sides)))
    assert (found[0], found[2]) == (to_them, to_all)


def test_a_greeting_to_all_stays_in_the_mail_to_all() -> None:
    plan = plan_of(f"Hi gals,\n\nMike, Anna. {KILN}\n\nClara\n", to=f"{MIKE}, {ANNA}", cc="")
    assert hellos(plan) == ["Hi Mike,", "Hi Anna,", "Hi gals,"]


def test_a_word_for_all_is_for_nobody_alone() -> None:
    plan = plan_of("Leude,\n\nMike, Anna baut Öfen.\n\nClara\n", language="de", to=f"{MIKE}, {ANNA}", cc="")
    assert hellos(plan) == ["Mike,", "Anna,", "Leude,"]


def test_an_honour_is_for_whom_it_was_written() -> None:
    plan = plan_of("Hochwürdiger Herr Hale,\n\nin Kopie ist Herr Roth, er baut Öfen. Er kennt Sie.\n\nClara Voss\n", language="de")
    assert hellos(plan)[:2] == ["Hochwürdiger Herr Hale,", "Guten Tag Herr Roth,"]


def test_a_lord_is_not_greeted_like_a_friend() -> None:
    plan = plan_of("Noo Mike,\n\nDr Roth builds kilns, and you were after one.\n\nClara\n")
    assert hellos(plan)[1:] == ["Dear Dr Roth,", "Noo Mike, dear Dr Roth,"]


@pytest.mark.parametrize(
    ("called", "name", "to_anna", "mover"),
    [
        ("{name} didi, Mike needs a kiln, and you have two.", "Anna Roth", "Dear Anna didi,", "Anna didi"),
        ("Mama Anna, Mike needs a kiln. Mama Anna knows.", "Annabel Roth", "Dear Mama Anna,", "Mama Anna"),
        ("Ann, Mike needs a kiln, and you have two.", "Annabel Roth", "Dear Ann,", "Ann"),
        ("Anna, as promised.", "Dr Anna Roth", "Dear Anna,", "Anna"),
    ],
)
def test_who_is_called_out_is_greeted_so(called: str, name: str, to_anna: str, mover: str) -> None:
    text = f"{'Dr Anna Roth' if 'Dr' in name else called.format(name='Anna').partition(',')[0]}, in copy, builds kilns from clay."
    draft = draft_of(f"Dear Mr Hale,\n\n{text}\n\n{called.format(name='Anna')}\n\nClara Voss\n", cc=f"{name} <anna@roth.example>")
    plan = ask_first(draft, report_of(draft, (False, False)))
    assert hellos(plan)[1] == to_anna
    assert ask_first(draft, report_of(draft, (False, True))).connect.body.count(f"{mover}, would you") == 1


def test_a_pet_name_that_is_the_address_is_used_of_her_too() -> None:
    text = "The man in copy is Mike, who has written a novel. Mike, Lina runs the bookshop and knows every critic."
    plan = plan_of(f"Linchen,\n\n{text}\n\nClara\n", to="Carolina Roth <lina@books.example>", cc=MIKE)
    assert plan.asks[1].subject == "May I introduce you to Lina Roth?"
    assert "Linchen, would you" in plan.connect.body


def test_a_nun_s_title_stands_once() -> None:
    text = "copied is Sister Perpetua, who keeps the registers of the clinic. You need registers."
    plan = plan_of(f"Dear Mike,\n\n{text}\n\nClara\n", cc="Sr. Perpetua Roth <sr.perpetua@clinic.example>")
    assert plan.asks[0].subject == "May I introduce you to Sister Perpetua Roth?"


def test_a_nun_is_greeted_by_her_first_name() -> None:
    text = "copied is Sister Perpetua Roth of the clinic, who keeps the registers. You need registers."
    plan = plan_of(f"Dear Mike,\n\n{text}\n\nClara\n", cc="Perpetua Roth <sr.perpetua@clinic.example>")
    assert hellos(plan)[1] == "Dear Sister Perpetua,"
    assert "introduce you to Sister Perpetua Roth," not in plan.asks[1].body
    assert plan.asks[0].subject == "May I introduce you to Sister Perpetua Roth?"


def test_ones_own_niece_is_no_frau() -> None:
    text = "Sie suchen einen Alt. In Kopie ist meine Nichte, Frau Roth, die singt. Anna kennt die Passion."
    plan = plan_of(f"Verehrter Herr Kantor,\n\n{text}\n\nIhre\nClara Voss\n", language="de", to="Jan-Hinnerk Hale <kantor@dom.example>")
    assert hellos(plan)[1] == "Liebe Anna,"
    assert "wollte dich aber vorher fragen" in plan.asks[1].body
    assert plan.asks[1].subject == "Darf ich dich mit Herrn Jan-Hinnerk Hale bekannt machen?"


@pytest.mark.parametrize(
    ("hello", "name", "to_them", "of_them"),
    [
        ("Sehr geehrte gnädige Frau,", "Xenobia Hale", "Sehr geehrte gnädige Frau,", "mit Frau Xenobia Hale"),
        (
            "Sehr geehrter Herr Direktor Hale,",
            "Dir. Mag. Jan Hale",
            "Sehr geehrter Herr Direktor Hale,",
            "mit Herrn Direktor Mag. Jan Hale",
        ),
        ("Lieber Herr Pastor Hale,", "Pastor i. R. Jan Hale", "Lieber Herr Pastor Hale,", "mit Herrn Pastor i. R. Jan Hale"),
        ("Moin Wehrleiter,", "Wehrleiter Hale", "Moin Wehrleiter,", "mit Wehrleiter Hale"),
    ],
)
def test_titles_and_offices_are_kept(hello: str, name: str, to_them: str, of_them: str) -> None:
    text = "Ihr Kamin raucht. Frau Roth in Kopie kehrt Kamine." if "Moin" not in hello else "Anna in Kopie kehrt Kamine, frag sie."
    plan = plan_of(f"{hello}\n\n{text}\n\nClara Voss\n", language="de", to=f'"{name}" <post@hale.example>')
    assert hellos(plan)[0] == to_them
    assert f"{of_them} bekannt machen?" in plan.asks[1].subject
    assert "Das hier wollte ich Wehrleiter gerade" not in plan.asks[1].body


def test_two_offices_are_greeted_each_by_their_own() -> None:
    text = "Herr Direktor Hale führt die Schule. Frau Ing. Roth von der Roth Technik hat fünf Lehrstellen frei."
    hello = "Sehr geehrter Herr Direktor, sehr geehrte Frau Ingenieur!"
    to = '"Dir. Jan Hale" <d@schule.example>, "Ing. Anna Roth" <a@roth.example>'
    plan = plan_of(f"{hello}\n\n{text}\n\nMit besten Grüßen\nClara Voss\n", language="de", to=to, cc="")
    assert [text.rstrip(",!") for text in hellos(plan)] == [
        "Sehr geehrter Herr Direktor",
        "Sehr geehrte Frau Ingenieur",
        "Sehr geehrter Herr Direktor, sehr geehrte Frau Ingenieur",
    ]


def test_a_director_keeps_the_title_beside_mr() -> None:
    plan = plan_of(
        "Dear Director Hale,\n\nMr Jan Roth, in copy, rigs ships. Your brig is rotten.\n\nClara Voss\n", cc="Jan Roth <j@roth.example>"
    )
    assert plan.asks[1].subject == "May I introduce you to Director Mike Hale?"
