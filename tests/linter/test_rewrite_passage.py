"""The passage that an ask quotes where not all of it can be told to its reader, and what is told of who is copied."""

import pytest

from linter import from_fields
from linter.rewrite import ask_first
from tests.linter.test_rewrite import ANNA, CLARA, MIKE, draft_of, plan_of, report_of

KILN = "Whoever built your kiln was no mason, and that is where Anna comes in."


def test_what_cannot_be_told_is_quoted_and_says_to_whom_it_was_written() -> None:
    mike, anna = plan_of(f"Hi Mike,\n\n{KILN} You both fire on Sundays.\n\nClara\n").asks
    assert f"Here is what I was about to write to you, with Anna on copy:\n\n“{KILN} You both fire on Sundays.”\n\n" in mike.body
    assert f"Here is what I was about to write to Mike, with you on copy:\n\n“{KILN} You both fire on Sundays.”\n\n" in anna.body
    assert not mike.placeholders
    assert not anna.placeholders


def test_a_draft_to_both_is_quoted_as_one_to_both() -> None:
    plan = plan_of("Mike, Anna. He cuts films, she does sound.\n\nClara\n")
    for ask in plan.asks:
        assert "Here is what I was about to write to you both:\n\n“Mike, Anna. He cuts films, she does sound.”" in ask.body


@pytest.mark.parametrize(
    ("greeting", "name", "pronoun", "other", "whose"),
    [
        ("Hallo Mike,", "Anna", "dir", "Mike", "deinen"),
        ("Sehr geehrter Herr Hale,", "Frau Roth", "Ihnen", "Herrn Hale", "Ihren"),
    ],
)
def test_german_quotes_in_german(greeting: str, name: str, pronoun: str, other: str, whose: str) -> None:
    text = f"Wer {whose} Ofen gebaut hat, war kein Maurer, und genau da kommt {name} ins Spiel."
    plan = plan_of(f"{greeting}\n\n{text}\n\nClara\n", language="de")
    assert f"Das hier wollte ich {pronoun} gerade schreiben, mit {name} in Kopie:\n\n„{text}“" in plan.asks[0].body
    assert f"Das hier wollte ich {other} gerade schreiben, mit {pronoun} in Kopie:\n\n„{text}“" in plan.asks[1].body


@pytest.mark.parametrize(
    "sentence",
    [
        "I hope you don't mind me copying her.",
        "She doesn't know I'm writing this to you.",
        "Call her on +44 20 7946 0018.",
        "Write to anna at roth dot example.",
        "I'll leave you two to it.",
        "Mike, I didn't ask her first.",
        "You two should talk.",
    ],
)
def test_neither_contact_details_nor_manners_are_quoted(sentence: str) -> None:
    plan = plan_of(f"Hi Mike,\n\n{KILN} {sentence}\n\nClara\n")
    for mail in (*plan.asks, plan.connect):
        assert sentence not in mail.body


def test_halves_of_an_address_are_not_quoted() -> None:
    plan = plan_of(f"Hi Mike,\n\n{KILN} Her box is anna. At roth dot example.\n\nClara\n")
    assert all("Her box" not in ask.body and "dot example" not in ask.body for ask in plan.asks)


def test_other_business_stays_behind() -> None:
    plan = plan_of(f"Hi Mike,\n\nThe invoice for the clay is attached, please pay by Friday.\n\n{KILN}\n\nThe car is washed.\n\nClara\n")
    for ask in plan.asks:
        assert f"“{KILN}”" in ask.body


def test_a_passage_has_an_end_and_quotes_within_are_single() -> None:
    long = 'For the [big] "kiln" Anna will tell you ' + "and tell you again " * 150 + "which bricks."
    body = plan_of(f"Hi Mike,\n\n{long}\n\nClara\n").asks[0].body
    quotation = body[body.index("“") : body.index("”") + 1]
    assert 1000 < len(quotation) < 1510
    assert quotation.endswith(" …”")
    assert "the (big) ‘kiln’ Anna" in quotation


def test_without_names_nothing_is_quoted() -> None:
    draft = draft_of(f"Hi Mike,\n\n{KILN}\n\nClara\n")
    plan = ask_first(draft, report_of(draft), named=False)
    assert "about to write" not in "".join(ask.body for ask in plan.asks)


def test_the_connecting_mail_is_built_on_the_passage() -> None:
    connect = plan_of(f"Hi Mike,\n\n{KILN} You both fire on Sundays.\n\nClara\n").connect
    assert f"\n\nThis is what I had wanted to write to Mike:\n\n“{KILN} You both fire on Sundays.”\n\n" in connect.body
    assert not connect.placeholders


def test_small_print_is_no_sign_off() -> None:
    plan = plan_of(f"Hi Mike,\n\n{KILN}\n\nCV\n\nThis e-mail is confidential and intended for the addressee.\n")
    assert plan.asks[0].body.endswith("later works too.\n\nCV\n")


def test_a_subject_that_says_more_is_named() -> None:
    draft = from_fields(
        {"from": CLARA, "to": [MIKE], "cc": [ANNA], "subject": "Re: six ponies to Aberdeen", "body": f"Hi Mike,\n\n{KILN}\n\nClara\n"}
    )
    asks = ask_first(draft, report_of(draft)).asks
    assert "to you under the subject “six ponies to Aberdeen”, with Anna on copy:" in asks[0].body


def test_short_titles_are_spelt_out_within_sentences() -> None:
    plan = plan_of("hr. hale,\n\nfr. roth (cc) baut öfen für die halbe stadt, reden sie mal mit ihr.\n\nclara\n", language="de")
    assert plan.asks[0].subject == "Darf ich Sie mit Frau Anna Roth bekannt machen?"
    assert plan.asks[1].subject == "Darf ich Sie mit Herrn Mike Hale bekannt machen?"


def test_the_reader_learns_their_own_half_of_the_reason() -> None:
    mike, anna = (ask.body for ask in plan_of("Hi both,\n\nMike has a kiln with no door. Anna has a door with no kiln.\n\nClara\n").asks)
    assert "You have a kiln with no door. Anna has a door with no kiln." in mike
    assert "Mike has a kiln with no door. You have a door with no kiln." in anna


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("The lady in the copy line is Anna, our new head of kilns.", "Anna is our new head of kilns."),
        ("So here instead is Anna, who mends bronze in Bath.", "Anna mends bronze in Bath."),
        ("Anna is the kiln woman and is in cc.", "Anna is the kiln woman."),
        ("Anna (up top) builds kilns.", "Anna builds kilns."),
        ("I've slipped in my old friend Anna on the copy, who's from Leeds.", "My old friend Anna is from Leeds."),
    ],
)
def test_who_is_copied_is_described(text: str, told: str) -> None:
    assert told in plan_of(f"Hi Mike,\n\n{text}\n\nClara\n").asks[0].body


def test_titles_and_doubled_names_are_kept() -> None:
    plan = plan_of("Dear Tommy Lee,\n\nDr Anna Roth is in copy, she builds kilns.\n\nClara\n", to="Tommy Lee Vance <vance@gas.example>")
    assert plan.asks[0].body.startswith("Dear Tommy Lee,")
    assert plan.asks[1].body.startswith("Dear Dr Roth,")
    assert plan.connect.body.startswith("Dear Tommy Lee, dear Dr Roth,")


def test_other_business_in_the_same_paragraph_stays_behind() -> None:
    plan = plan_of(
        f"Hi Mike,\n\nThe invoice for the roof is enclosed. {KILN} The rent is paid. She fires on Sundays, as you do.\n\nClara\n"
    )
    for mail in (*plan.asks, plan.connect):
        assert f"“{KILN} She fires on Sundays, as you do.”" in mail.body


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("Your kilns smoke.", "For that reason Anna is on copy: she is no mason, and knows each of them by name."),
        ("There are forty kilns in our yard.", "The kilns belong to Anna, who is no mason and would let you have two of them."),
    ],
)
def test_a_passage_takes_along_what_its_first_words_lean_on(before: str, after: str) -> None:
    ask = plan_of(f"Hi Mike,\n\n{before}\n\n{after} She fires on Sundays. You both like it hot.\n\nClara\n").asks[1]
    assert f"“{before}\n\n{after}" in ask.body


def test_a_postscript_introduces_and_the_sign_off_above_it_stays() -> None:
    ask = plan_of(f"Hi Mike,\n\nThe car is washed.\n\nKind regards,\nClara\n\nPS: {KILN} You both fire on Sundays.\n").asks[0]
    assert f"“{KILN} You both fire on Sundays.”" in ask.body
    assert ask.body.endswith("\n\nKind regards,\nClara\n")


@pytest.mark.parametrize(
    ("body", "hello"),
    [
        ("Hallo lieber Mike,\n\nAnna baut Öfen.\n\nKlara\n", "Hallo Anna,"),
        ("Sehr geehrter Herr Hale,\n\nIhr Ofen raucht. Liebe Anna, Herr Hale braucht einen Maurer.\n\nKlara\n", "Liebe Anna,"),
        ("Hallo Mike,\n\nLiebe Grüße auch von Anna, die Öfen baut. Ihr solltet reden.\n\nKlara\n", "Hallo Anna,"),
        ("Ihr Lieben,\n\nMike mauert, Anna baut Öfen.\n\nKlara\n", "Liebe Anna,"),
    ],
)
def test_everybody_is_greeted_as_the_draft_does(body: str, hello: str) -> None:
    assert plan_of(body, language="de").asks[1].body.startswith(hello)


def test_two_words_of_greeting_for_one_are_one_greeting() -> None:
    body = f"Hallo lieber Mike,\n\n{KILN} Ihr brennt beide sonntags.\n\nKlara\n"
    assert "Das hier wollte ich dir gerade schreiben" in plan_of(body, language="de").asks[0].body


@pytest.mark.parametrize(
    ("end", "kept"),
    [
        ("With warm wishes to you both,\nClara", "With warm wishes,\nClara"),
        ("Kind regards to Phyllis,\nClara", "Kind regards,\nClara"),
        ("Greetings from a very wet Swansea\nClara", "Greetings from a very wet Swansea\nClara"),
    ],
)
def test_a_sign_off_is_kept_for_each_reader(end: str, kept: str) -> None:
    for ask in plan_of(f"Hi Mike,\n\n{KILN} You both fire on Sundays.\n\n{end}\n").asks[1:]:
        assert ask.body.endswith(f"\n\n{kept}\n")
