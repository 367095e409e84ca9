"""What each side learns of the other: told both ways, whole sentences, reasons for both, and nothing that cannot stand alone."""

import re

import pytest

from tests.linter.test_rewrite import plan_of

MIKE_AND_ANNA = "Hi Mike, hi Anna"


def asks(text: str, language: str = "en", greeting: str = "", **kwargs: str) -> tuple[str, str]:
    """The asks to Mike (about Anna) and to Anna (about Mike)."""
    hello, end = ("Hallo Mike,", "Viele Grüße\nClara") if language == "de" else ("Hi Mike,", "Best,\nClara")
    plan = plan_of(f"{greeting or hello}\n\n{text}\n\n{end}\n", language=language, **kwargs)
    return without_quotation(plan.asks[0].body), without_quotation(plan.asks[1].body)


def without_quotation(body: str) -> str:
    """The body without the passage of the draft that it quotes: what is told in its own right."""
    return re.sub(r"(?s)[“„].*[“”]\n", "\n", body)


# Who the draft speaks to is described to the other -------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("You build boats and repair old engines. Anna welds.", "Mike builds boats and repairs old engines."),
        ("Anna could do wonders with your greenhouse.", "You could do wonders with Mike's greenhouse."),
        ("Anna, who restores clocks, is copied. She has parts for your old regulator.", "You have parts for Mike's old regulator."),
        ("Anna moans that nobody can prune, and you prune for a living.", "You moan that nobody can prune, and Mike prunes for a living."),
        ("You were looking for somebody who can weld. Anna (cc) welds.", "Mike was looking for somebody who can weld."),
        ("As to your leaking roof, Anna from Leeds sorts that sort of thing.", "As to Mike's leaking roof, you sort that sort of thing."),
    ],
)
def test_what_is_said_to_one_is_told_to_the_other(text: str, told: str) -> None:
    _, to_anna = asks(text)
    assert told in to_anna
    assert "[who Mike is]" not in to_anna


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Deine Heizungsfrage klärt Anna in zehn Minuten.", "Mikes Heizungsfrage klärst du in zehn Minuten."),
        ("Anna kann dir bei der Pumpe helfen und kennt jedes Ventil.", "Du kannst Mike bei der Pumpe helfen und kennst jedes Ventil."),
        ("Da du Imker bist, habe ich Anna in Kopie genommen.", "Mike ist Imker."),
        ("Anna forscht zu denselben Mooren wie du.", "Du forschst zu denselben Mooren wie Mike."),
        (
            "Anna (Kopie) baut Pumpen. Mit ihr hast du in einer Stunde mehr gelernt als sonst.",
            "Mit dir hat Mike in einer Stunde mehr gelernt",
        ),
    ],
)
def test_german_is_told_both_ways(text: str, told: str) -> None:
    _, to_anna = asks(text, "de")
    assert told in to_anna


def test_sie_is_told_both_ways() -> None:
    text = "Sehr geehrter Herr Hale,\n\nFrau Roth (cc) kennt jede Pumpe. Ihre Umsatzsteuerfrage klärt sie in zehn Minuten.\n\nClara Voss\n"
    plan = plan_of(text, language="de")
    assert "Herrn Hales Umsatzsteuerfrage klären Sie in zehn Minuten." in plan.asks[1].body


def test_a_vocative_without_a_comma_and_two_in_a_sentence() -> None:
    to_mike, to_anna = asks("Mike you've got a barn and no horse, Anna you've got a horse and no barn.", greeting=MIKE_AND_ANNA + ",")
    assert "Anna has got a horse and no barn." in to_mike
    assert "Mike has got a barn and no horse." in to_anna


# Descriptions become sentences ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Anna, my younger sister, fixes computers.", "Anna is my younger sister and fixes computers."),
        ("Anna (cc'd), who is a vet, runs a clinic.", "Anna is a vet and runs a clinic."),
        ("Anna: twenty years of darkroom work, mad about bees.", "Anna has twenty years of darkroom work and is mad about bees."),
        ("I am copying Anna, owner of three mills.", "Anna is owner of three mills."),
        ("In cc is Anna, seventy-four, tuned race bikes in Ghent.", "Anna is seventy-four and tuned race bikes in Ghent."),
        ("Anna, cc'd, one of our volunteers, wrote her thesis on mills.", "Anna is one of our volunteers and wrote her thesis on mills."),
        ("Anna has moved here. Two seasons on a J/80.", "She has two seasons on a J/80."),
        ("Anna, whom I copy, chaired the audit of two mills.", "Anna chaired the audit of two mills."),
        ("Anna gets a copy. Anna, for the record, is the woman who built the mill.", "Anna is the woman who built the mill."),
    ],
)
def test_a_description_becomes_a_sentence(text: str, told: str) -> None:
    to_mike, _ = asks(text)
    assert told in to_mike


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (
            "In Kopie ist Anna, zehn Jahre Plattformbetrieb, sucht etwas Neues.",
            "Anna hat zehn Jahre Plattformbetrieb hinter sich und sucht etwas Neues.",
        ),
        ("Im CC ist Anna, Elektromeisterin aus Graz.", "Anna ist Elektromeisterin aus Graz."),
        ("Anna: früher Lehrerin, backt Brot.", "Anna war früher Lehrerin und backt Brot."),
        ("Anna, die den Chor leitet, liest hier mit.", "Anna leitet den Chor."),
        ("Anna führt den Leseclub und steht hier in Kopie.", "Anna führt den Leseclub."),
        ("Anna aus dem 3. Stock sucht eine Pumpe.", "Anna aus dem 3. Stock sucht eine Pumpe."),
    ],
)
def test_a_german_description_becomes_a_sentence(text: str, told: str) -> None:
    to_mike, _ = asks(text, "de")
    assert told in to_mike


# Reasons for both ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("You both sell to the same twelve shops.", "You and Anna both sell to the same twelve shops."),
        ("Between you there's a book, or a very long lunch.", "Between you and Anna there's a book, or a very long lunch."),
        ("You're the only two people here who came from teaching.", "You and Anna are the only two people here who came from teaching."),
        ("I can see the pair of you painting that wall.", "I can see you and Anna painting that wall."),
    ],
)
def test_a_reason_for_both_is_kept_for_each(text: str, reason: str) -> None:
    to_mike, to_anna = asks(text, greeting=MIKE_AND_ANNA + ",")
    assert reason in to_mike
    assert reason.replace("Anna", "Mike") in to_anna
    assert "[why" not in to_mike + to_anna


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("Ihr beide sucht einen Proberaum.", "Du und Anna sucht einen Proberaum."),
        ("Ihr habt beide einen Workshop eingereicht.", "Du und Anna habt beide einen Workshop eingereicht."),
    ],
)
def test_a_german_reason_for_both_is_kept_for_each(text: str, reason: str) -> None:
    to_mike, to_anna = asks(text, "de", greeting="Hallo Mike, hallo Anna,")
    assert reason in to_mike
    assert reason.replace("Anna", "Mike") in to_anna


def test_sie_beide_is_declined() -> None:
    text = "Sehr geehrter Herr Hale, sehr geehrte Frau Roth,\n\nunser Programm hat Sie beide ausgewählt.\n\nClara Voss\n"
    plan = plan_of(text, language="de")
    assert "Sie und Frau Roth ausgewählt" in plan.asks[0].body
    assert "Sie und Herrn Hale ausgewählt" in plan.asks[1].body


def test_that_somebody_asked_to_meet_the_reader_is_a_reason() -> None:
    to_mike, _ = asks("Anna begged me to put her in touch with you after your talk.")
    assert "Anna begged me to put her in touch with you after your talk." in to_mike
    to_mike, _ = asks("Anna hat mich gebeten, sie mit dir bekannt zu machen.", "de")
    assert "Anna hat mich gebeten, sie mit dir bekannt zu machen." in to_mike


# Nothing that is not certain -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "never"),
    [
        ("Mike, 1,800 words is fine. Anna takes spreadsheets apart.", "1,800 words"),
        ("I have taught Igor all I can. Twice a month with Anna and the title is his.", "title is his"),
        ("Anna has the vans and he has the roads.", "he has the roads"),
        ("Claim is paid, check your account. Anna keeps a sourdough.", "Claim is paid"),
        ("Anna is in copy. She replaced theirs last year.", "theirs"),
        ("Anna (cc). Run it past her before you order.", "Run it past"),
        ("Any day but Wednesday suits her. Anna bakes.", "Wednesday"),
    ],
)
def test_a_sentence_that_cannot_stand_alone_stays_behind(text: str, never: str) -> None:
    assert never not in "".join(asks(text))


def test_a_reader_is_not_described_to_itself() -> None:
    to_mike, to_anna = asks(
        "Anna, for Mike's benefit, designed the puzzle. Mike, for Anna's benefit, runs a school.", greeting=MIKE_AND_ANNA + ","
    )
    assert "Anna designed the puzzle." in to_mike
    assert "puzzle" not in to_anna
    assert "Mike runs a school." in to_anna
    assert "school" not in to_mike


def test_hers_may_be_yours_and_is_not_told() -> None:
    text = "Hallo Herr Hale,\n\nFrau Roth liest hier mit. Ihr Büro hat schon manches Haus vermessen.\n\nClara Voss\n"
    plan = plan_of(text, language="de")
    assert "Hales Büro" not in plan.asks[1].body


def test_a_sentence_that_hangs_on_one_of_the_reader_takes_it_along() -> None:
    to_mike, _ = asks("Mike spent a year with the eel fishers. Anna grew up in one of their huts.", greeting=MIKE_AND_ANNA + ",")
    assert "You spent a year with the eel fishers. Anna grew up in one of their huts." in to_mike


def test_the_part_that_hangs_on_something_is_cut() -> None:
    to_mike, _ = asks("Anna retired in 2009 and carries it all with her.")
    assert "Anna retired in 2009." in to_mike
    assert "carries it" not in to_mike


# Greeting, sign-off, connecting mail ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("greeting", "to_mike"),
    [("Prof,", "Prof,\n"), ("Oh no Mike!", "Hi Mike,"), ("Dear Mike, and hello Anna,", "Dear Mike,\n")],
)
def test_the_greeting_is_a_greeting(greeting: str, to_mike: str) -> None:
    assert asks("Anna bakes bread.", greeting=greeting)[0].startswith(to_mike)


def test_and_is_no_greeting() -> None:
    assert asks("Anna bakes bread.", greeting="Dear Mike, and hello Anna,")[1].startswith("Hello Anna,")


@pytest.mark.parametrize("end", ["x Steph (Monty's mum)", "Many greetings from the lake,\nSteph"])
def test_the_sign_off_stays(end: str) -> None:
    plan = plan_of(f"Hi Mike,\n\nAnna bakes bread.\n\n{end}\n")
    assert plan.asks[1].body.endswith(f"\n\n{end}\n")


def test_several_write_as_several() -> None:
    to_mike, _ = asks("Our committee has met. We keep Anna, who bakes bread, in copy.")
    assert "We would like to introduce you" in to_mike


def test_who_asked_takes_the_next_step_and_a_fact_is_told_once() -> None:
    plan = plan_of("Hi Mike,\n\nAnna begged me for you. She could do wonders with your roof.\n\nBest,\nClara\n", asked=(False, True))
    assert "Anna, would you take the next step" in plan.connect.body
    assert plan.connect.body.count("roof") == 1


def test_the_connecting_mail_is_not_stale() -> None:
    plan = plan_of("Hi Mike,\n\nlast Thursday you asked for a baker. Anna bakes.\n\nBest,\nClara\n")
    assert "Mike, you asked for a baker." in plan.connect.body
    assert "Thursday" not in plan.connect.body


@pytest.mark.parametrize(
    ("text", "never"),
    [
        ("Cc'd is Anna, two thirds of your roof are her work.", "Anna has two thirds"),
        ("Anna, the commander signs for eleven ships.", "Anna is the commander"),
        ("Anna took him aside. If I ever saw Anna of the lift game I was to drag her to you.", "saw you was"),
    ],
)
def test_a_clause_of_its_own_is_no_description(text: str, never: str) -> None:
    assert never not in "".join(asks(text))
