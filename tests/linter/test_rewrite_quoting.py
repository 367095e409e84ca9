"""What a quotation begins with, what of a sentence stays out of it, and when a side reads the passage rather than a part of it."""

import re
from dataclasses import replace

import pytest

from linter.finding import Side
from linter.rewrite import ask_first
from tests.linter.test_rewrite import ANNA, draft_of, plan_of, report_of

JOE = "Joe Ball <joe@ball.example>"

KILN = "Whoever built your kiln was no mason, and that is where Anna comes in."
OFEN = "Wer deinen Ofen gebaut hat, war kein Maurer, und genau da kommt Anna ins Spiel."


def quoted(text: str, *, greeting: str = "Hi Mike,", language: str = "en", apart: tuple[str, ...] | None = None) -> str:
    """What the first ask quotes of a mail."""
    body = plan_of(f"{greeting}\n\n{text}\n\nClara\n", language=language, apart=apart).asks[0].body
    left, right = ("“", "”") if language == "en" else ("„", "“")
    return body[body.index(left) + 1 : body.rindex(right)]


@pytest.mark.parametrize(
    ("lead", "language"),
    [
        ("Oh, and before I forget, ", "en"),
        ("By the way: ", "en"),
        ("Whatever they decide, ", "en"),
        ("Ach ja, ", "de"),
        ("Und eh ichs vergess: ", "de"),
    ],
)
def test_words_that_lead_over_are_no_beginning(lead: str, language: str) -> None:
    text, greeting = (KILN, "Hi Mike,") if language == "en" else (OFEN, "Hallo Mike,")
    assert quoted(f"{lead}{text[0].lower()}{text[1:]}", greeting=greeting, language=language).startswith(text)


def test_what_comes_further_begins_with_its_subject() -> None:
    words = quoted(
        "Der Termin steht: Dienstag.\n\nAußerdem liest Anna mit, die dir besser als ich sagen kann, was der Rat zu Öfen sagt.",
        greeting="Hallo Mike,",
        language="de",
    )
    assert words == "Anna liest mit, die dir besser als ich sagen kann, was der Rat zu Öfen sagt."


@pytest.mark.parametrize(
    "before", ["Da du über neue Brenner nachdenkst,", "Damit du nicht bei null anfängst,", "Dann finde ich, ihr zwei müsst reden, denn"]
)
def test_a_clause_of_its_own_does_not_lean(before: str) -> None:
    words = quoted(f"Die Karte liegt im Laden.\n\n{before} {OFEN[0].lower()}{OFEN[1:]}", greeting="Hallo Mike,", language="de")
    assert "Karte" not in words


def test_a_question_of_leave_takes_its_answer_along() -> None:
    assert quoted(f"Would you mind if I introduced you two? Oh well, now I have. {KILN}") == KILN


def test_he_is_named_where_the_sentence_that_named_him_stays_behind() -> None:
    words = quoted(f"{KILN} I took the liberty of writing to Anna. She fires with ash and keeps every glaze book since 1970.")
    assert words == f"{KILN} Anna fires with ash and keeps every glaze book since 1970."


def test_who_was_called_out_in_a_sentence_that_stays_behind_still_is() -> None:
    words = quoted(f"{KILN}\n\nAnna, forgive the ambush. Mike fires on Sundays, and your ash would change his glazes.")
    assert "Anna, Mike fires on Sundays, and your ash would change his glazes." in words


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (f"{KILN[:-1]}, see below.", KILN),
        (f"{KILN[:-1]} (the address is above).", KILN),
        (f"{KILN[:-1]}, so do call her.", KILN),
        (f"{KILN[:-1]}, consider it done.", KILN),
        (f"({KILN[:-1]}; your customers would love it, so do say hello to each other.)", f"{KILN[:-1]}; your customers would love it."),
    ],
)
def test_what_points_to_nothing_or_presumes_is_cut(text: str, words: str) -> None:
    assert quoted(text).startswith(words)


@pytest.mark.parametrize(
    "sentence", ["Ich setze dein Einverständnis voraus.", "Sei mir nicht böse.", "Ich habe auf dein Verständnis gebaut."]
)
def test_presuming_sentences_are_not_quoted(sentence: str) -> None:
    assert quoted(f"{OFEN} {sentence}", greeting="Hallo Mike,", language="de") == OFEN


def test_an_entry_alone_has_no_bullet_and_brackets_close() -> None:
    assert "- " not in quoted(f"{KILN}\n\n- Anna: she fires with ash and you have (sadly none of it")
    assert "(" not in quoted(f"{KILN}\n\n- Anna: she fires with ash and you have (sadly none of it")


def test_the_reader_reads_what_is_half_of_the_reason() -> None:
    text = "Mike has nineteen hens and needs a henhouse, Anna has a shed full of oak boards and old doors."
    body = plan_of(f"Hi Mike, hi Anna,\n\n{text}\n\nClara\n").asks[1].body
    assert f"“{text}”" in body


def test_what_is_said_of_the_reader_alone_is_quoted_where_the_subject_says_why() -> None:
    body = plan_of("Hi Mike,\n\nAnna (cc) runs a foundry and has one standing idle, so talk to her.\n\nClara\n").asks[1].body
    assert "[who Mike is]" in body


def test_he_is_not_one_of_several_others() -> None:
    text = "Mike, Anna and Joe lived by the kiln for years. So if you could take him through a firing, we would all sleep better."
    draft = draft_of(f"Hi all,\n\n{text}\n\nClara\n", cc=f"{ANNA}, {JOE}")
    mike, anna, joe = draft.recipients
    sides = (Side((mike,), False), Side((anna, joe), False))
    report = replace(report_of(draft), sides=sides)
    body = ask_first(draft, report).asks[0].body
    assert "through a firing" not in body or text in body


def test_a_quotation_that_says_nothing_of_the_other_shows_a_gap() -> None:
    text = "The hard part is a roof. Anna, whom I have copied, has slates for three barns. She keeps them from builders."
    anna = plan_of(f"Hi Mike,\n\n{text}\n\nClara\n").asks[1]
    assert "“" in anna.body
    assert anna.placeholders == ("[who Mike is]",)


def test_a_quotation_that_says_what_somebody_has_shows_none() -> None:
    text = "Your kiln was built by no mason. Anna, whom I have copied, builds kilns. She hides from potters."
    assert not any(ask.placeholders for ask in plan_of(f"Hi Mike,\n\n{text}\n\nClara\n").asks)


def test_one_person_is_not_several_for_a_word() -> None:
    asks = plan_of("Hi Mike,\n\nour boiler died, and they are boarding us now. Anna mends boilers and I am copying her.\n\nClara\n").asks
    assert all("We would like" not in ask.body for ask in asks)


def test_a_house_number_is_no_matter_for_an_ask() -> None:
    for ask in plan_of("Hi Mike,\n\nAnna builds kilns for potters. She lives at number 9. She hides from builders.\n\nClara\n").asks:
        assert "number 9" not in ask.body


def test_a_verb_at_the_end_of_a_sentence_is_no_title() -> None:
    plan = plan_of("Hallo Mike,\n\nhier ist jemand, die ich sehr mag. Anna baut Öfen und sucht ein Dach.\n\nClara\n", language="de")
    assert all("Mag. Anna" not in ask.subject + ask.body for ask in plan.asks)


@pytest.mark.parametrize(
    ("pressing", "language"),
    [
        ("I've told her nothing yet.", "en"),
        ("She will need two tonnes of sand from you by Monday.", "en"),
        ("You two need to talk.", "en"),
        ("Run with it, both of you.", "en"),
        ("I was so sorry to hear about Edgar.", "en"),
        ("Ich gehe davon aus, dass dies in deinem Sinn ist.", "de"),
        ("Ihr müsst reden!", "de"),
        ("Ich habe ihr noch nichts erzählt.", "de"),
        ("Sie braucht von dir zwei Tonnen Sand bis Montag.", "de"),
    ],
)
def test_what_presses_or_presumes_is_neither_quoted_nor_told(pressing: str, language: str) -> None:
    kiln, hello = (KILN, "Hi Mike,") if language == "en" else (OFEN, "Hallo Mike,")
    more = "She has mended eleven in our street." if language == "en" else "Sie hat in unserer Straße elf gerichtet."
    plan = plan_of(f"{hello}\n\n{kiln} {pressing} {more}\n\nClara\n", language=language)
    for mail in (*plan.asks, plan.connect):
        assert kiln in mail.body
        assert more in mail.body
        assert pressing.rstrip(".!") not in mail.body


@pytest.mark.parametrize(
    ("trimmed", "stays"),
    [
        ("Whoever built your kiln was no mason but Anna is, expect her call, she'll have it drawing by May.", "is, she'll have"),
        ("Whoever built your kiln was no mason but Anna is, so do tell her what you told me.", "but Anna is."),
        ("Whoever built your kiln was no mason but Anna is, that's half the battle.", "but Anna is."),
        ("Below from a mason who has cured nine kilns like yours, Anna.", "A mason who"),
    ],
)
def test_a_part_that_presses_or_points_to_what_is_not_there_is_cut(trimmed: str, stays: str) -> None:
    body = plan_of(f"Hi Mike,\n\n{trimmed}\n\nClara\n").asks[1].body
    assert stays in body
    assert not any(words in body for words in ("expect", "tell her", "battle", "Below"))


@pytest.mark.parametrize(
    ("line", "language"),
    [
        ("May I introduce you to each other.", "en"),
        ("Just a quick note to introduce you.", "en"),
        ("It is my great pleasure to introduce you to each other.", "en"),
        ("One more thing.", "en"),
        ("Und dann noch dies.", "de"),
        ("Nur kurze Zeilen, um euch einander vorzustellen.", "de"),
        ("Es ist mir eine Freude, euch miteinander bekannt zu machen!", "de"),
        ("Ich möchte euch beide miteinander bekannt machen.", "de"),
    ],
)
def test_a_sentence_that_only_announces_is_not_quoted(line: str, language: str) -> None:
    kiln, hello = (KILN, "Hi Mike, hi Anna,") if language == "en" else (OFEN, "Hallo Mike, hallo Anna,")
    assert quoted(f"{line} {kiln}", greeting=hello, language=language) == kiln


def test_what_stands_before_another_matter_is_announced_stays_behind() -> None:
    words = quoted(f"Was noch ohne Namen dasteht, fliegt raus. Und noch was. {OFEN}", greeting="Hallo Mike,", language="de")
    assert words == OFEN


def test_a_reply_to_another_question_is_no_occasion() -> None:
    words = quoted(f"Klar, du kannst den Platz vor der Werkstatt haben.\n\n{OFEN}", greeting="Hallo Mike,", language="de")
    assert words == OFEN


def test_with_behind_a_verb_stays_with_what_it_stands_by() -> None:
    body = plan_of("Hi Mike,\n\nAnna, copied, built the shed at the school, with a bench for your pots.\n\nClara\n").asks[0].body
    assert "has a bench" not in body


def test_a_draft_without_capitals_is_quoted_line_by_line() -> None:
    body = "mike das ist anna, maurerin aus bonn, baut öfen aus lehm\nanna das ist mike, hat einen ofen, der raucht\n"
    for ask in plan_of(body, language="de").asks:
        assert "bist du" not in ask.body
        assert "öfen aus lehm anna" not in ask.body


def test_a_second_greeting_line_without_a_comma_greets() -> None:
    plan = plan_of(f"Lieber Mike\nLiebe Anna\n\n{OFEN}\n\nClara\n", language="de")
    assert plan.connect.body.startswith("Lieber Mike, liebe Anna,\n")
    assert "hatte ich euch schreiben wollen" in plan.connect.body
    assert all("Liebe Anna\n\nWer" not in ask.body for ask in plan.asks)


def test_a_first_paragraph_in_lower_case_behind_the_greeting_is_read_over_its_line_breaks() -> None:
    text = "der Ofen raucht, und wer ihn dir gesetzt hat, war gewiss\nkein Maurer, und genau da kommt Anna ins Spiel."
    plan = plan_of(f"Hallo Mike,\n\n{text}\n\nClara\n", language="de")
    for mail in (*plan.asks, plan.connect):
        assert "war gewiss kein Maurer" in mail.body


def test_the_line_that_turns_to_the_other_side_is_quoted() -> None:
    text = (
        "Dear Mr. Hale,\n\nPlease allow me to introduce Ms. Roth, copied here. Ms. Roth builds kilns.\n\nDear Ms. Roth,\n\n"
        "Mr. Hale runs the pottery. I believe he could use somebody with your hands.\n\nClara\n"
    )
    plan = plan_of(text)
    for mail in (*plan.asks, plan.connect):
        assert "“Ms. Roth builds kilns.\n\nDear Ms. Roth,\n\nMr. Hale runs" in mail.body
    assert "to write to you both:" in plan.connect.body


def test_a_draft_that_turns_to_each_in_turn_is_written_to_both() -> None:
    text = (
        "Mike, meet Anna. Whoever built that kiln was no mason, and that is where Anna comes in.\n\n"
        "Anna, meet Mike. Mike throws pots and is sick of gas.\n\nYou see where I am going with this.\n\nClara\n"
    )
    assert "to write to you both:" in plan_of(text).connect.body


def test_he_and_she_in_one_sentence_are_not_one_person() -> None:
    text = "Mike meet Anna, Anna meet Mike - he's got a van with no stove and she's got a stove with no van!\n"
    for ask in plan_of(text).asks:
        assert "is got" not in ask.body
        assert re.search(r"(?m)^Mike has", ask.body) is None
    alone = plan_of("Anna, meet Mike - he's got a van with no stove.\n")
    assert "Mike is got" not in alone.connect.body + alone.asks[1].body


@pytest.mark.parametrize(
    ("lead", "language"),
    [
        ("Unrelated to the tiles: ", "en"),
        ("While I have you both here, ", "en"),
        ("Und wo ich euch schon in einer Mail habe: ", "de"),
    ],
)
def test_words_that_lead_over_from_another_matter_are_no_beginning(lead: str, language: str) -> None:
    text, greeting = (KILN, "Hi Mike,") if language == "en" else (OFEN, "Hallo Mike,")
    assert quoted(f"{lead}{text[0].lower()}{text[1:]}", greeting=greeting, language=language).startswith(text)


@pytest.mark.parametrize(
    ("text", "expected", "language"),
    [
        (f"On your other question, nobody knows kilns like Anna. {KILN}", "On your question, nobody knows kilns like Anna.", "en"),
        (f"{KILN} Anna, read below, then think of the bricks he lost.", f"{KILN} Anna, think of the bricks he lost.", "en"),
        ("Zu Ihrer Mail: Anna kennt Öfen. Auf deine andere Frage weiß nur Anna Rat.", "Auf deine Frage weiß nur Anna Rat.", "de"),
        (f"Ich leite dir unten eine Bitte von Anna weiter. {OFEN}", "Ich leite dir eine Bitte von Anna weiter.", "de"),
    ],
)
def test_no_word_points_to_what_is_not_there(text: str, expected: str, language: str) -> None:
    assert expected in quoted(text, greeting="Hi Mike," if language == "en" else "Hallo Mike,", language=language, apart=())


def test_a_question_that_the_connector_cannot_answer_is_quoted() -> None:
    text = "No idea whether the guild's policy covers your kiln. Anna sold us that policy, and that is where she comes in."
    assert quoted(text) == text


def test_what_you_need_know_of_her_is_quoted_behind_her() -> None:
    text = f"{OFEN}\n\nFranzösisch brauchst du dafür keins, denn sie redet Platt."
    assert quoted(text, greeting="Hallo Mike,", language="de") == text


def test_a_greeting_stays_where_the_passage_is_a_letter_to_each() -> None:
    text = "your talk on glazes would not leave my head.\n\n{}Anna, Mike fires with wood, and that is where you come in."
    assert quoted(text.format("Dear "), greeting="Dear Mike,") == f"Dear Mike,\n\n{text.format('Dear ')}"
    assert quoted(text.format(""), greeting="Dear Mike,") == text.format("").replace("your", "Your", 1)  # "to you, with Anna on copy"
    connect = plan_of(f"Dear Mike,\n\n{text.format('')}\n\nClara\n").connect.body
    assert "what I had wanted to write to Mike:\n\n“Your talk" in connect


def test_a_name_that_only_its_owner_knows_stays_before_what_is_said_to_him() -> None:
    draft = replace(draft_of("Skipper, this is Anna, she patches the same sails as you.\n\nClara\n"), cc=(), to=draft_of("").recipients)
    plan = ask_first(draft, report_of(draft))
    assert "“Skipper, this is Anna, she patches the same sails as you.”" in plan.asks[1].body


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        (
            "Mike meet Anna, Anna meet Mike, one of you has a boat and the other has a mooring.",
            "One of you has a boat and the other has a mooring.",
        ),
        (f"{KILN} Mike, Anna - Anna, Mike. Anna fires with ash.", f"{KILN} Anna fires with ash."),
    ],
)
def test_names_that_only_introduce_are_not_quoted_by_half(text: str, shown: str) -> None:
    greeted = "" if text.startswith("Mike") else "Hi Mike,\n\n"
    assert f"“{shown}”" in plan_of(f"{greeted}{text}\n\nClara\n").asks[0].body


def test_with_two_greetings_of_one_who_alone_is_not_on_copy_a_mail_is_written_to_him() -> None:
    text = "Ihr Probenraum hallt. Frau Roth misst seit Jahren Hall. Was sie in Gera erreicht hat, täte auch Ihrem Haus gut."
    plan = plan_of(f"Sehr geehrter Herr Direktor, lieber Sangesbruder,\n\n{text}\n\nClara Voss\n", language="de")
    assert "Das hier wollte ich Ihnen gerade schreiben, mit Frau Roth in Kopie:" in plan.asks[0].body
    assert "mit Ihnen in Kopie:" in plan.asks[1].body


def test_a_name_in_brackets_stays_where_it_is_said_nowhere_else() -> None:
    words = quoted(
        "Wer deinen Ofen gebaut hat, war kein Maurer, aber die Mama von Jule (Anna, cc) ist einer.", greeting="Hallo Mike,", language="de"
    )
    assert "die Mama von Jule (Anna) ist einer" in words


def test_the_number_of_a_point_is_no_beginning() -> None:
    words = quoted(f"Points 1 and 3 are easy.\n\nFor point 2, you wanted the name of a mason who dares. {KILN}")
    assert words.startswith("You wanted the name of a mason")


@pytest.mark.parametrize(("subject", "shown"), [("Happy birthday, belatedly", False), ("Glazes and moths", True)])
def test_a_subject_of_good_wishes_is_not_quoted(subject: str, shown: bool) -> None:
    draft = replace(draft_of(f"Hi Mike,\n\n{KILN}\n\nClara\n"), subject=subject)
    body = ask_first(draft, report_of(draft)).asks[0].body
    assert KILN in body
    assert (subject in body) == shown


def test_a_passage_that_speaks_to_one_and_then_to_the_other_begins_with_its_greeting() -> None:
    text = (
        "Sehr geehrter Herr Hale,\n\nwie mit Ihnen besprochen, stelle ich den Kontakt zu Frau Roth her. Sie baut Öfen aus Ton.\n\n"
        "Sehr geehrte Frau Roth, Herr Hale sucht einen Ofen. Er brennt sonntags.\n\nMit freundlichen Grüßen\nClara Voss\n"
    )
    plan = plan_of(text, language="de", apart=())
    for mail in (*plan.asks, plan.connect):
        assert "„Sehr geehrter Herr Hale,\n\nwie mit Ihnen besprochen" in mail.body
    assert "Ihnen beiden schreiben wollen" in plan.connect.body


@pytest.mark.parametrize(
    ("text", "shown", "language"),
    [
        (f"Would you mind? Mike, this is Anna. She built the kiln of our school. {KILN}", "Mike, this is Anna. She built", "en"),
        (f"Ist dir das recht? Mike, das ist Anna. Sie hat den Ofen der Schule gebaut. {OFEN}", "Mike, das ist Anna. Sie hat", "de"),
    ],
)
def test_a_sentence_that_only_introduces_stays_where_the_next_says_she(text: str, shown: str, language: str) -> None:
    assert shown in quoted(text, greeting="Hi Mike," if language == "en" else "Hallo Mike,", language=language)


def test_see_below_between_two_sentences_is_cut_with_its_comma() -> None:
    assert ". it's your kiln" in quoted(f"{KILN} See below, it's your kiln she's after.")


@pytest.mark.parametrize(
    ("text", "left", "language"),
    [
        (f"{KILN}\n\nThere, now you've got each other's email.", "each other's", "en"),
        (f"{OFEN}\n\nLiebe Anna, wie gewünscht haben Sie damit den Kontakt zur Gemeinde.", "den Kontakt zur", "de"),
    ],
)
def test_what_hands_over_is_not_quoted(text: str, left: str, language: str) -> None:
    assert left not in quoted(text, greeting="Hi Mike," if language == "en" else "Hallo Mike,", language=language)


@pytest.mark.parametrize(
    ("text", "end", "language"),
    [(KILN, "Must dash, the cat is in the piano.", "en"), (OFEN, "Muss los, der Hund frisst die Noten.", "de")],
)
def test_a_last_line_that_breaks_off_is_not_quoted(text: str, end: str, language: str) -> None:
    assert quoted(f"{text}\n\n{end}", greeting="Hi Mike," if language == "en" else "Hallo Mike,", language=language) == text


def test_who_somebody_is_to_the_connector_is_no_gap_behind_a_nickname() -> None:
    draft = draft_of("Spud,\n\nyour bike! Anna mends gears. Anna, spud is my flatmate and rides in third gear.\n\nClara\n")
    plan = ask_first(replace(draft, cc=(), to=draft.recipients), report_of(draft))
    assert "is my flatmate" in plan.asks[1].body
    assert "[who" not in plan.asks[1].body


@pytest.mark.parametrize(
    ("said", "quoted"),
    [
        ('and says "I bake by night". You know better', "says ‘I bake by night’."),
        ("and says “I'm at it by three”. You know better", "says ‘I'm at it by three’."),
        ("und sagt „ich backe um drei“. Du weißt besser", "sagt ‚ich backe um drei‘."),
    ],
)
def test_a_quotation_in_a_quotation_has_marks_of_its_own(said: str, quoted: str) -> None:
    english = said.startswith("and")
    begun, ended = (
        ("Hi Mike,\n\nAnna is on cc. She bakes,", "than I do what became of your oven.")
        if english
        else ("Hallo Mike,\n\nAnna liest mit. Sie bäckt", "als ich, was aus deinem Ofen wurde.")
    )
    asks = plan_of(f"{begun} {said} {ended}\n\nClara\n", language="en" if english else "de", apart=()).asks
    assert quoted in asks[1].body  # the first is told it


def test_what_goes_on_behind_a_semicolon_is_quoted_with_it() -> None:
    found = (("Anna, in copy, turns bowls.", 0.97), ("Your fair sells plastic;", 0.97), ("hers would be the real thing.", 0.2))
    draft = draft_of(f"Hi Mike,\n\n{' '.join(text for text, _ in found)}\n\nClara\n")
    for ask in ask_first(draft, replace(report_of(draft), passage=(), quotable=found)).asks:
        assert "plastic; hers would be the real thing.”" in ask.body


def test_the_end_of_another_entry_and_a_word_alone_are_not_quoted() -> None:
    entries = "- The roof is done. It may still leak.\n- Anna (cc) turns bowls out of your old plum trees. She wants all of them."
    assert "leak" not in plan_of(f"Hi Mike,\n\n{entries}\n\nClara\n", apart=("The roof is done.",)).asks[0].body
    assert "Weather" not in quoted(f"{KILN} She lays bricks. Weather.", apart=())


def test_a_letter_above_the_signature_is_no_sentence_of_the_passage() -> None:
    body = f"Hi Mike,\n\n{KILN} She lays bricks.\n\nC.\n\nClara Lindt\nMason of the Chapter | answers before noon\n"
    assert "C." not in plan_of(body, apart=("Clara Lindt", "Mason of the Chapter")).asks[0].body.split("bricks")[1].split("Would")[0]


@pytest.mark.parametrize(
    ("text", "begins", "apart"),
    [
        (
            "Mike, Ihr Ofen ist bezahlt. Außerdem hatten Sie einen Maurer gesucht. Anna in Kopie ist einer.",
            "Mike, Sie hatten einen",
            "bezahlt.",
        ),
        ("Der Ofen ist bezahlt.\n\nFerner: Anna in Kopie mauert Öfen und hat Zeit. Sie mag den Ihren.", "Anna in Kopie mauert", "bezahlt."),
    ],
)
def test_a_quotation_does_not_begin_by_adding_to_what_stays_behind(text: str, begins: str, apart: str) -> None:
    body = plan_of(f"Guten Tag zusammen,\n\n{text}\n\nClara\n", language="de", apart=(apart,)).asks[1].body
    assert f"„{begins}" in body or f"\n{begins}" in body


def test_a_quotation_does_not_begin_with_the_reason_for_writing() -> None:
    text = "Der eigentliche Grund meiner Mail ist aber, dass ich Sie beide zusammenbringen möchte. Anna mauert Öfen. Mike mag sie."
    assert "Grund" not in plan_of(f"Guten Tag zusammen,\n\n{text}\n\nClara\n", language="de", apart=()).asks[0].body


def test_who_is_called_out_within_a_sentence_is_not_told() -> None:
    text = "Anna (cc) mended the clock in Leeds for the price of lunch, Anna, Coach has one that thinks it is noon."
    body = plan_of(f"Coach, {text}\n\nClara\n", to="Coach Dunn <coach@dunn.example>", apart=()).asks[0].body
    assert "“Coach, Anna mended" in body
    assert "[why" not in body
