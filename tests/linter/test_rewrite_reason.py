"""Why an ask is made: what stands in the subject, in another paragraph, or in no sentence that can be told."""

from dataclasses import replace

import pytest

from linter.draft import Draft
from linter.rewrite import Plan, ask_first
from tests.linter.test_rewrite import draft_of, judged, plan_of, report_of
from tests.linter.test_rewrite_passage import KILN


def plan_under(subject: str, body: str, language: str = "en") -> Plan:
    draft: Draft = replace(draft_of(body), subject=subject)
    return ask_first(draft, report_of(draft, (), language))


def test_what_is_said_to_all_before_the_portraits_is_the_reason() -> None:
    text = "You keep the last two looms in the valley and have never spoken.\n\nAnna weaves wool. Mike weaves flax for the Monday market."
    for mail in (*(plan := plan_of(f"Dear Mike and Anna,\n\n{text}\n\nClara\n")).asks, plan.connect):
        assert "the last two looms in the valley" in mail.body


def test_what_is_announced_as_another_matter_stands_alone() -> None:
    text = "As for the oven: Anna, whom I have copied, builds them. She is no mason."
    plan = plan_under("The bakehouse roof", f"Hi Mike,\n\nThe bakehouse roof is done.\n\n{text}\n\nClara\n")
    assert all("roof is done" not in mail.body for mail in (*plan.asks, plan.connect))


@pytest.mark.parametrize(
    ("text", "language", "gap"),
    [
        ("Whoever built the kiln was no mason, and that is where Anna comes in. You two ought to talk.", "en", "[who Mike is]"),
        ("Whoever built the kiln was no mason, as Anna says. One of you has a kiln, the other has clay.", "en", ""),
        ("Wer den Ofen gebaut hat, war kein Maurer, und da kommt Anna ins Spiel. Macht gemeinsam was draus.", "de", "[wer Mike ist]"),
        ("Wer den Ofen gebaut hat, war kein Maurer, und da kommt Anna ins Spiel. Dein Ofen raucht.", "de", ""),
    ],
)
def test_a_call_to_both_does_not_say_who_the_other_is(text: str, language: str, gap: str) -> None:
    hello = "Hi" if language == "en" else "Hallo"
    anna = plan_of(f"{hello} Mike,\n\n{text}\n\nClara\n", language=language).asks[1]
    assert [*anna.placeholders] == [gap] * bool(gap)


def test_where_nothing_can_be_told_the_draft_is_quoted_with_its_gaps() -> None:
    text = "Because of the oven that smoked us out last year (Anna in cc mends them for half the county) nothing else will do."
    anna = plan_of(f"Hi Mike,\n\n{text}\n\nClara\n").asks[1]
    assert "smoked us out" in anna.body
    assert anna.placeholders[:1] == ("[who Mike is]",)


def test_one_sentence_that_needs_the_subject_is_quoted_below_it() -> None:
    text = "You wanted to be put on to a slater. Anna, copied, has slated three barns."
    anna = plan_under("your chapel", f"Hi Mike,\n\n{text}\n\nClara\n").asks[1]
    assert f"under the subject “your chapel”, with you on copy:\n\n“{text}”" in anna.body
    mike = plan_under("quick question", f"Hi Mike,\n\n{text}\n\nClara\n").asks[0]
    assert "You wanted to be put on to a slater. Anna has slated three barns." in mike.body


def test_a_reason_beside_the_portraits_is_not_lost() -> None:
    reason = "For Anna there is a whole chapel to be slated in March, and I could introduce her to no better man."
    text = f"Anna runs a yard in Leeds. Mike wrote the book on slate.\n\n{reason}"
    for ask in plan_of(f"Hi Mike and Anna,\n\n{text}\n\nClara\n").asks:
        assert "chapel" in ask.body


@pytest.mark.parametrize(
    "sentence",
    [
        "Consider yourselves introduced.",
        "I leave the date and the dinner to the two of you.",
        "I'm keeping well out of it.",
        "One of you please telephone the other.",
        "Ring each other before dark.",
        "You now have each other's addresses.",
    ],
)
def test_what_hands_over_is_not_quoted(sentence: str) -> None:
    plan = plan_of(f"Hi Mike,\n\n{KILN} You both fire on Sundays. {sentence}\n\nClara\n")
    for mail in (*plan.asks, plan.connect):
        assert "You both fire on Sundays." in mail.body
        assert sentence.rstrip(".") not in mail.body


@pytest.mark.parametrize(
    ("end", "language", "kept"),
    [
        (", please ring each other before dark.", "en", "."),
        (", and you now have each other's numbers.", "en", "."),
        (", so you should speak to her.", "en", ", so you should speak to her."),
        (", na also, redet doch mal miteinander!", "de", "!"),
        (", ratscht euch das aus.", "de", "."),
        (", er sagt, du sollst dich nur melden bei ihr.", "de", ", er sagt, du sollst dich nur melden bei ihr."),
    ],
)
def test_a_call_at_the_end_is_cut_but_no_half_sentence_is_left(end: str, language: str, kept: str) -> None:
    german = "Wer deinen Ofen gebaut hat, war kein Maurer, und genau da kommt Anna ins Spiel"
    text = {"en": KILN.rstrip("."), "de": german}[language]
    hello = {"en": "Hi Mike", "de": "Hallo Mike"}[language]
    plan = plan_of(f"{hello},\n\n{text}{end}\n\nClara\n", language=language, apart=())
    assert any(f"{text}{kept}" in mail.body for mail in (*plan.asks, plan.connect))


def test_other_entries_of_a_list_stay_behind() -> None:
    body = (
        "Hi Mike,\n\nThree things:\n\n- The gate is shut. It swings in the wind.\n"
        "- The forge has no coal (Anna on copy sells it by the cart and is no mason).\n- I owe you a bucket.\n\nClara\n"
    )
    for ask in plan_of(body, apart=("Three things", "The gate", "It swings", "I owe you")).asks:
        assert "The forge has no coal" in ask.body
        assert "in the wind" not in ask.body


def test_the_line_above_a_list_is_no_entry_of_it() -> None:
    entries = "   - Anna has coal, no forge\n   - Mike has a forge, no coal"
    body = f"Hi both,\n\n1. You have never met, and both of you should have:\n{entries}\n\nClara\n"
    assert "“You have never met, and both of you should have:\n- Anna has coal" in plan_of(body).connect.body


def test_a_dash_below_the_greeting_belongs_to_the_list() -> None:
    body = "Meine Lieben,\n\n- die Anna: Kohle, keine Esse\n- der Mike: Esse, keine Kohle\n\nMacht was draus, ihr zwei.\n\nClara\n"
    assert "„- die Anna: Kohle" in plan_of(body, language="de").connect.body


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("Meet Anna, who shoes horses. She asked me to put her in touch with you. You both keep ponies.", "Anna"),
        ("Meet Anna, who shoes horses. She says she would love to hear from you. You both keep ponies.", "Mike"),
    ],
)
def test_who_is_waited_for_takes_the_next_step(text: str, first: str) -> None:
    plan = plan_of(f"Hi Mike,\n\n{text}\n\nClara\n", asked=(False, True))
    assert f"{first}, would you take the next step" in plan.connect.body


def test_a_relative_of_the_same_name_is_somebody_else() -> None:
    text = "Anna buys old anvils. Anna, Paul Hale forged for the navy, and Mike has his anvils."
    plan = plan_of(f"Dear Mike,\n\n{text}\n\nClara\n")
    assert all("to Paul Hale" not in mail.body for mail in (*plan.asks, plan.connect))


def test_kin_is_not_told_to_the_reader_as_kin() -> None:
    anna = plan_of("Hi Mike,\n\nYou will see that I have copied my sister Anna, a farrier who reads your book on hoofs.\n\nClara\n").asks[1]
    assert "sister you" not in anna.body
    assert "will see that" not in anna.body


def test_ihr_is_not_turned_into_one_of_them() -> None:
    text = "Anna (cc) beschlägt Pferde. Du hast über Hufe promoviert, und ihr habt noch nie ein Wort gewechselt."
    assert "dir habt" not in plan_of(f"Hallo Mike,\n\n{text}\n\nClara\n", language="de").asks[1].body


def test_what_is_somebodys_is_theirs() -> None:
    mike, anna = plan_of("Hi both,\n\nThe forge is Mike's, the coal lies with Anna.\n\nClara\n").asks
    assert "The forge is yours, the coal lies with Anna." in mike.body
    assert "The forge is Mike's, the coal lies with you." in anna.body


def test_a_family_called_by_its_name_is_named() -> None:
    text = "The wind took your roof. The Roths (copied; slaters since 1810) got theirs done by noon."
    mike = plan_of(f"Hi Mike,\n\n{text}\n\nClara\n").asks[0]
    assert not mike.placeholders


@pytest.mark.parametrize(
    "lead",
    [
        "While I was up there I looked at the chimney. Soot has eaten the joints.",
        "You looked pleased with the loom on Friday.",
    ],
)
def test_the_paragraph_that_introduces_is_quoted_from_its_first_sentence(lead: str) -> None:
    text = "I have copied Anna, who mends such things by hand. She could tell you in an hour whether it will last."
    anna = plan_under("Hall, October", f"Hi Mike,\n\nThe hall is yours all October.\n\n{lead} {text}\n\nClara\n").asks[1]
    quoted = lead.removeprefix("While")
    assert f"{quoted} {text}”" in anna.body
    assert "\n\n“The hall is yours" not in anna.body


def test_small_talk_before_the_introduction_stays_behind() -> None:
    text = "You told me the loft is full of bats. Anna, whom I have copied, moves them for the county."
    anna = plan_under("choir", f"Hi Mike,\n\nI have read the accounts, page 2 is too good to be true. {text}\n\nClara\n").asks[1]
    assert "page 2" not in anna.body
    assert text in anna.body


def test_why_somebody_is_copied_is_quoted_with_the_liberty_taken() -> None:
    text = "Took the liberty of cc'ing my cousin Anna since you were wondering about the heating. She has fitted two chapels."
    assert text in plan_under("bolts", f"Hi Mike,\n\nThe bolts are in.\n\n{text}\n\nClara\n").asks[1].body


def test_what_is_to_be_seen_below_is_no_half_sentence() -> None:
    text = "Anna Roth is copied above. She finds beds for guests. As you can see below, she would be glad to hear from you."
    assert "As you can, " not in plan_under("beds", f"Hi Mike,\n\n{text}\n\nClara\n").connect.body


@pytest.mark.parametrize(
    ("said", "note"),
    [
        ("Thank you again for your talk, 80 people was a record.", "Thank you again for your talk, 80 people was a record"),
        ("If the bank is slow, send me what you have.", ""),
    ],
)
def test_a_note_says_something_of_its_side(said: str, note: str) -> None:
    text = "I have copied Anna Roth, who audits grants for a living. She was at Kelby before."
    draft = replace(draft_of(f"Hi Mike,\n\n{said}\n\n{text}\n\nClara\n"), subject="forms")
    anna = ask_first(draft, judged(report_of(draft), *text.split(" She"))).asks[1]
    assert any(note and note in gap for gap in anna.placeholders) == bool(note)


@pytest.mark.parametrize(
    ("language", "chatter"),
    [
        ("en", "The new tariff applies from the first."),
        ("en", "The fare, I won't charge you."),
        ("en", "In short: the parade went off as planned."),
        ("de", "Der neue Tarif gilt ab dem Ersten."),
        ("de", "Das Porto berechne ich Ihnen nicht."),
        ("de", "Zur Durchsicht sehen wir uns im Herbst."),
    ],
)
@pytest.mark.parametrize("before", [True, False])
def test_a_gap_without_a_note_rather_than_with_chatter(language: str, chatter: str, before: bool) -> None:
    text, hello, gap = ("Anna, whom I have copied, grinds lenses. She keeps the best ones.", "Hi Mike,", "[who Mike is]")
    if language == "de":
        text, hello, gap = ("Anna steht in Kopie und schleift Linsen. Sie behält die besten.", "Hallo Mike,", "[wer Mike ist]")
    body = f"{chatter}\n\n{text}" if before else f"{text}\n\n{chatter}"
    draft = draft_of(f"{hello}\n\n{body}\n\nClara\n")
    assert ask_first(draft, report_of(draft, language=language)).asks[1].placeholders == (gap,)


def test_a_note_holds_nothing_that_only_lacks_something() -> None:
    text = "It is the mirror, and that is nothing we may open.\n\nAnna, whom I have copied, grinds lenses. She keeps the best ones."
    anna = plan_under("", f"Hi Mike,\n\n{text}\n\nClara\n").asks[1]
    assert anna.placeholders == ("[who Mike is]",)


@pytest.mark.parametrize(
    ("language", "said", "gap"),
    [
        ("en", "Your tripod, has anybody ever levelled it?", True),
        ("en", "As you two asked on Monday, I'm finding somebody for the dome.", True),
        ("en", "On your worry about moths, she has caught more than you'd think.", True),
        ("en", "Since your school has run a dome for years, I expect much of a talk.", False),
        ("en", "I liked the recording of your webinar on comets.", False),
        ("de", "Dein Stativ ist doch noch nicht geeicht, oder?", True),
        ("de", "Wegen deiner Sorge, die Kuppel ziehe Motten an, lohnt ein Gespräch.", True),
        ("de", "Da deine Schule seit Jahren eine Kuppel betreibt, verspreche ich mir viel davon.", False),
        ("de", "Mir hat die Aufnahme von deinem Webinar über Kometen gefallen.", False),
    ],
)
def test_a_question_or_a_worry_does_not_say_who_somebody_is(language: str, said: str, gap: bool) -> None:
    text = f"{said} Anna, whom I have copied, grinds lenses." if language == "en" else f"{said} Anna steht in Kopie und schleift Linsen."
    draft = draft_of(f"{'Hi' if language == 'en' else 'Hallo'} Mike,\n\n{text}\n\nClara\n")
    anna = ask_first(draft, report_of(draft, language=language)).asks[1]
    assert any(note.startswith(("[who Mike", "[wer Mike")) for note in anna.placeholders) == gap


def test_telling_somebody_to_ask_does_not_say_who_the_other_is() -> None:
    text = "+ Anna, who grinds lenses of exactly this awkward sort. Anna, look closely, then ask him about the coating."
    assert any(note.startswith("[who Mike is") for note in plan_under("", f"Hi Mike,\n\n{text}\n\nClara\n").asks[1].placeholders)
