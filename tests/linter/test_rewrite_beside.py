"""What stands beside the sentences that introduce: what of it an ask quotes, and what stays behind."""

import re
from dataclasses import replace

import pytest

from linter.check import check
from linter.rewrite import ask_first
from linter.scene import APART
from tests.linter.test_rewrite import draft_of, judged, plan_of, report_of
from tests.linter.test_rewrite_passage import KILN

OFEN = "Wer deinen Ofen gebaut hat, war kein Maurer, und genau da kommt Anna ins Spiel."


def mails_of(text: str, *known: str, language: str = "en", hello: str = "", subject: str = "") -> list[str]:
    """Bodies of all mails from a draft, whose passage is `known`, or else what the shipped reader finds."""
    greeting = hello or ("Hallo Mike," if language == "de" else "Hi Mike,")
    draft = replace(draft_of(f"{greeting}\n\n{text}\n\nClara\n"), subject=subject)
    report = report_of(draft, language=language)
    plan = ask_first(draft, judged(report, *known) if known else report)
    return [mail.body for mail in (*plan.asks, plan.connect)]


@pytest.mark.parametrize(
    ("language", "other"),
    [
        ("en", "Bring your waders, please."),
        ("en", "Saturday at four is fine."),
        ("de", "Bringen Sie bitte die Leiter mit."),
    ],
)
def test_another_matter_before_the_passage_stays_behind(language: str, other: str) -> None:
    kiln = KILN if language == "en" else OFEN
    for body in mails_of(f"{other} {kiln}", language=language):
        assert kiln in body
        assert other not in re.sub(r"\[[^\[\]]*\]", "", body)  # a gap's note is for the connector


@pytest.mark.parametrize(
    ("language", "why"),
    [
        ("en", "You have had smoke in the house since May."),
        ("en", "The wind took your roof."),
        ("de", "Dass euch der Ofensetzer abgesprungen ist, ist ja arg."),
        ("de", "Ihr sagtet, die Hälfte zerspringt beim Brennen."),
    ],
)
def test_what_the_reader_has_or_lacks_comes_along(language: str, why: str) -> None:
    kiln = KILN if language == "en" else OFEN
    assert all(f"{why} {kiln}" in body for body in mails_of(f"{why} {kiln}", language=language))


@pytest.mark.parametrize(
    ("language", "after"),
    [
        ("en", "The skip arrives at noon."),
        ("en", "Right, off to the bath now."),
        ("de", "Der Bagger rollt um zwölf an."),
        ("de", "Ich halte mich ab hier heraus."),
    ],
)
def test_what_is_of_nobody_behind_the_passage_stays_behind(language: str, after: str) -> None:
    kiln = KILN if language == "en" else OFEN
    assert all(after not in body for body in mails_of(f"{kiln} {after}", language=language))


def test_what_goes_on_about_the_other_behind_the_passage_stays() -> None:
    for after in ("She has done eleven in our street.", "The kiln needs somebody with patience."):
        assert all(f"{KILN} {after}" in body for body in mails_of(f"{KILN} {after}"))


@pytest.mark.parametrize(
    ("language", "handing_over"),
    [
        ("en", "Mike, this is Anna. Anna, this is Mike."),
        ("en", "Time you two met."),
        ("en", "I'd love for you to know each other."),
        ("de", "Ich möchte euch beide endlich miteinander bekannt machen."),
        ("de", "Darf ich vorstellen: Mike, Anna – Anna, Mike!"),
        ("de", "Ihr kennt euch noch nicht, und das ändere ich jetzt."),
    ],
)
def test_an_ask_does_not_quote_a_sentence_that_only_introduces(language: str, handing_over: str) -> None:
    both, hello = ("Mike fires pots, and Anna lays bricks for it.", "Hi Mike, hi Anna,")
    if language == "de":
        both, hello = ("Mike brennt Töpfe, und Anna mauert dafür.", "Hallo Mike, hallo Anna,")
    for body in mails_of(f"{handing_over}\n\n{both}", handing_over, both, language=language, hello=hello)[:2]:
        assert handing_over not in body


def test_a_name_that_the_next_sentence_lacks_is_kept() -> None:
    who, more = "Mike, meet Anna.", "Forty years of arches, retired, climbing the walls."
    assert all(f"{who} {more}" in body for body in mails_of(f"{KILN} {who} {more}", KILN, who, more))


@pytest.mark.parametrize(
    ("language", "written", "left"),
    [
        ("en", f"{KILN} Her note below is about exactly that.", "Her note is about exactly that."),
        ("en", "On 3, whoever built your kiln was no mason, and that is where Anna comes in.", KILN),
        ("en", f"Your kiln has cracked again, photo attached. {KILN}", "Your kiln has cracked again."),
        ("de", f"Dein Ofen ist wieder gesprungen, Foto anbei. {OFEN}", "Dein Ofen ist wieder gesprungen."),
        ("de", f"Die nachstehende Frage stammt von Anna, die Öfen mauert. {OFEN}", "Die Frage stammt von Anna"),
        ("de", f"Und Punkt 7, der Ofen von 1911. {OFEN}", "„Der Ofen von 1911."),
    ],
)
def test_what_points_to_what_the_reader_does_not_get_is_cut(language: str, written: str, left: str) -> None:
    for body in mails_of(written, *re.split(r"(?<=[.])\s", written), language=language):
        assert left in body
        assert not any(pointer in body for pointer in ("below", "anbei", "attached", "nachstehende", "Punkt 7", "On 3"))


def test_a_sign_off_in_the_text_is_not_quoted() -> None:
    bodies = mails_of(f"{KILN}\n\nI remain, dear Mike, yours most sincerely,")
    assert all("yours most" not in quoted for body in bodies for quoted in re.findall("“([^”]*)”", body))


def test_a_subject_that_only_introduces_is_not_given() -> None:
    assert all("Connecting" not in body for body in mails_of(KILN, subject="Connecting you two"))
    assert any("Cracked" in body for body in mails_of(KILN, subject="Cracked again"))


@pytest.mark.parametrize("beside", ["The goats are out again, Mike.", "Mike hates cats.", "She owes me a spade."])
def test_what_the_reader_sets_apart_stands_in_no_mail(beside: str) -> None:
    draft = draft_of(f"Hi Mike,\n\n{KILN} {beside}\n\nClara\n")
    plan = ask_first(draft, replace(report_of(draft), passage=(KILN,), quotable=((beside, 0.1),)))
    assert all(KILN in mail.body and beside not in mail.body for mail in (*plan.asks, plan.connect))


@pytest.mark.parametrize(
    ("body", "belongs", "beside"),
    [
        (
            "Hi Mike,\n\nthe goats got into the lettuce again. Anna Roth, in cc, builds clay ovens and could have a look at yours. "
            "The bus leaves at nine on Sunday.\n\nClara\n",
            "builds clay ovens",
            ("lettuce", "bus"),
        ),
        (
            "Hallo Mike,\n\ndie Ziegen waren wieder im Salat. Anna Roth, in Kopie, mauert Lehmöfen und könnte sich deinen ansehen. "
            "Der Bus fährt am Sonntag um neun.\n\nClara\n",
            "mauert Lehmöfen",
            ("Salat", "Bus"),
        ),
    ],
)
def test_the_reader_sets_other_matters_apart(body: str, belongs: str, beside: tuple[str, ...]) -> None:
    draft = replace(draft_of(body), subject="")
    report = check(draft)
    assert report.warns
    assert any(belongs in sentence for sentence in report.passage)
    apart = [sentence for sentence, probability in report.quotable if probability < APART]
    assert not any(belongs in sentence for sentence in apart)
    assert all(word not in mail.body for mail in ask_first(draft, report).asks for word in beside)


@pytest.mark.parametrize(
    ("before", "probability", "stays"),
    [
        ("Your oven smokes again.", 0.5, True),
        ("Your oven smokes again.", 0.02, False),
        ("Your oven smokes again.\n\n", 0.95, True),
        ("Your oven smokes again.\n\n", 0.2, False),
    ],
)
def test_what_may_belong_stays_in_its_paragraph(before: str, probability: float, *, stays: bool) -> None:
    draft = draft_of(f"Hi Mike,\n\nThe train is late. {before} {KILN}\n\nClara\n")
    read = (("The train is late.", 0.02), (before.strip(), probability), (KILN, 0.97))
    plan = ask_first(draft, replace(report_of(draft), passage=(KILN,), quotable=read))
    assert all("train" not in mail.body for mail in plan.asks)
    assert all((before.strip() in re.sub(r"\[[^\[\]]*\]", "", mail.body)) == stays for mail in plan.asks)


@pytest.mark.parametrize("more", ["No, I am wrong, she fires it with oak.", "But she never fires it with coal."])
def test_what_qualifies_the_sentence_before_is_not_set_apart(more: str) -> None:
    draft = draft_of(f"Hi Mike,\n\n{KILN} She fires it with beech. {more}\n\nClara\n")
    plan = ask_first(draft, judged(report_of(draft), KILN, "She fires it with beech.", apart=(more,)))
    assert all(more in mail.body for mail in plan.asks)


def test_a_flat_in_brackets_is_not_given_away() -> None:
    draft = draft_of("Hi Mike,\n\nin cc is Anna Roth (Flat 12, two boys), who builds ovens from clay and could mend yours.\n\nClara\n")
    assert all("Flat 12" not in mail.body for mail in ask_first(draft, report_of(draft)).asks)


@pytest.mark.parametrize(
    ("language", "text", "doors"),
    [
        ("en", "I thought it high time that flat 12 and flat 31 met. Mike plays the cello, and Anna has a piano.", ("12", "31")),
        ("en", "You are numbers 14 and 41, and have never met. Mike plays the cello, and Anna has a piano.", ("14", "41")),
        ("en", "Mike at 41 plays the cello, and Anna from number 8 has a piano.", ("41", "8")),
        ("en", "Mike from #07-112 plays the cello, and Anna (she is in #11-204) has a piano.", ("07-112", "11-204")),
        ("en", "Mike (plot 3) plays the cello, and Anna, flat 17, has a piano.", ("3", "17")),
        ("en", "The new people in flat 12 are Anna's. Mike plays the cello, and Anna has a piano.", ("12",)),
        ("de", "Mike aus der 22 spielt Cello, und Anna von Parzelle 5 hat einen Flügel.", ("22", "5")),
        ("de", "Wohnung 7 und 9 sollten sich kennen. Mike spielt Cello, und Anna hat einen Flügel.", ("7", "9")),
    ],
)
def test_whose_doors_are_named_is_not_given_away(language: str, text: str, doors: tuple[str, ...]) -> None:
    hello = "Hi Mike, hi Anna," if language == "en" else "Hallo Mike, hallo Anna,"
    plan = plan_of(f"{hello}\n\n{text}\n\nClara\n", language=language, apart=())
    assert all(door not in ask.body for ask in plan.asks for door in doors)


@pytest.mark.parametrize(
    "text",
    [
        "Anna at 8 pm plays the cello.",
        "Anna from 3 to 9 May plays the cello.",
        "Anna in 2019 played the cello.",
    ],
)
def test_a_time_or_a_count_is_no_door(text: str) -> None:
    assert text in plan_of(f"Hi Mike, hi Anna,\n\n{text} Mike has a piano.\n\nClara\n", apart=()).asks[0].body


@pytest.mark.parametrize(
    ("behind", "called"), [("You two share a fence.", False), ("You owe her a spade.", True), ("A wet week, too.", False)]
)
def test_nobody_is_called_out_before_what_does_not_speak_to_them(behind: str, called: bool) -> None:
    draft = draft_of(f"Hi both,\n\nMike, sorry for the ambush! {behind} {KILN}\n\nClara\n")
    plan = ask_first(draft, judged(report_of(draft), behind, KILN, apart=("Mike, sorry for the ambush!",)))
    assert any(behind.lower() in mail.body.lower() for mail in plan.asks)
    assert all(("Mike, you owe" in mail.body) == called for mail in plan.asks if "owe" in mail.body)
    assert all("Mike, a wet" not in mail.body and "Mike: A wet" not in mail.body for mail in plan.asks)


def test_the_sentence_that_names_whom_the_next_is_of_stays() -> None:
    draft = draft_of(
        "Hi Anna,\n\nthanks for the jam. Anna, this is Mike. He repairs ovens all over the county, and yours smokes.\n\nClara\n"
    )
    told = "He repairs ovens all over the county, and yours smokes."
    plan = ask_first(
        draft, replace(report_of(draft), passage=(told,), quotable=(("Anna, this is Mike.", 0.2), ("thanks for the jam.", 0.05)))
    )
    assert all("this is Mike. He repairs" in mail.body for mail in plan.asks if "He repairs" in mail.body)


def test_an_inch_is_no_quotation_mark_and_kisses_are_no_part_of_a_passage() -> None:
    draft = draft_of("Hi both,\n\nAnna, in cc, is 5'4\" and fires the tallest kilns in the county, Mike, they would heat your barn xx\n")
    plan = ask_first(draft, report_of(draft))
    assert all("5'4″" in mail.body for mail in plan.asks)
    assert all("heat your barn”" in mail.body for mail in plan.asks)
