"""What of a paragraph stays behind when an ask quotes it, and that nothing stands loose where it was cut."""

from dataclasses import replace

import pytest

from linter.finding import Side
from linter.language import language as load
from linter.rewrite import ask_first
from linter.sentences import whole_sentences
from linter.tidy import tidied
from linter.unquoted import is_unquotable, without_excuses
from tests.linter.test_rewrite import ANNA, draft_of, judged, plan_of, report_of
from tests.linter.test_rewrite_quoting import KILN, OFEN, quoted


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Have at each other, then.", "en"),
        ("Right, off with the two of you!", "en"),
        ("Sort the dates out between yourselves.", "en"),
        ("Kindly do the needful and connect at the earliest.", "en"),
        ("Anna, Mike, grab a coffee.", "en"),
        ("Throw him a bone.", "en"),
        ("I shall now retreat to the greenhouse.", "en"),
        ("Well, I just couldnt resist!", "en"),
        ("Sorry for barging in on a Sunday.", "en"),
        ("Please don't be cross with me.", "en"),
        ("He'll ring you on Thursday.", "en"),
        ("He is best contacted via the number below.", "en"),
        ("Mike, the above is Anna.", "en"),
        ("Macht des unter eich aus, i muass los.", "de"),
        ("Lueged, dass ihr zämechömed.", "de"),
        ("Redets halt miteinand.", "de"),
        ("Bitte rufen Sie ihn einfach an.", "de"),
        ("Ask her about the glaze before you fire the lot.", "en"),
        ("Anna, do write to him about the tiles, they are Dutch.", "en"),
        ("So I leave it with you both to choose a day.", "en"),
        ("Here she is, so that you can settle the rest directly.", "en"),
        ("Fragen Sie ihn nur gleich, ehe der Frost kommt.", "de"),
        ("Zeig ihr doch deine Risse, ehe der Frost kommt.", "de"),
        ("Sie liest mit, sodass Sie sich direkt verständigen können.", "de"),
        ("Einfach übernehmen :)", "de"),
        ("Ab hier seid ihr dran.", "de"),
        ("Seids ma ned bös, dass ich euch da reinzieh.", "de"),
        ("I han eifach nöd andersch chöne.", "de"),
        ("Anna, du weißt noch gar nichts von deinem Glück.", "de"),
        ("Die Nummer steht unten in der Signatur.", "de"),
        ("Er ist unter der obigen Adresse zu erreichen unter anderem.", "de"),
        ("so machts das unter euch aus, wer wo geht", "de"),
        ("machts euch des aus, i bin im Holz", "de"),
        ("Klärt das bitte unter euch.", "de"),
        ("sort this out between you", "en"),
        ("so I leave it with the two of you to fix a morning", "en"),
    ],
)
def test_handing_over_excuses_and_pointing_away_are_no_words_to_quote(text: str, language: str) -> None:
    assert is_unquotable(text, load(language))


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Send me your worst pots.", "en"),
        ("She sends her apprentices to Leeds.", "en"),
        ("Call him Peg, everybody does.", "en"),
        ("Mail her cousins print goes out on Fridays.", "en"),
        ("Tut ihr auch Honig in den Teig, wie Anna?", "de"),
        ("You two should meet.", "en"),
        ("Anna runs the opt-in list of the choir.", "en"),
        ("He will retire in May and has the drawings.", "en"),
        ("You have the numbers and she has the model.", "en"),
        ("Ihr sitzt am selben Problem und wisst nichts voneinander.", "de"),
        ("Anna redet druckreif und ist mit unserem Hause nicht verbunden.", "de"),
        ("Die untere Leiste ist lose.", "de"),
        ("Er schreibt Chorsätze und ruft nie jemanden an.", "de"),
    ],
)
def test_what_only_looks_like_it_is_quoted(text: str, language: str) -> None:
    assert not is_unquotable(text, load(language))


@pytest.mark.parametrize("end", ["Have at it.", "Talk to each other.", "Consider it done!", "Off you go, the pair of you."])
def test_nothing_stays_of_a_sentence_that_hands_over(end: str) -> None:
    assert quoted(f"{KILN} {end}") == KILN
    assert quoted(f"{KILN} {end} She fires with ash, and you have tonnes of it.").startswith(f"{KILN} She fires")


@pytest.mark.parametrize(
    ("text", "stays", "language"),
    [
        (f"{KILN} Show her the crack in the arch, she reads them daily.", f"{KILN} She reads them daily.", "en"),
        (f"{KILN[:-1]}, have at it.", KILN, "en"),
        (f"{KILN[:-1]}, so I leave it with the two of you to find a day.", KILN, "en"),
        (f"{OFEN} Macht euch was aus, ihr heizt ja beide mit Buche.", f"{OFEN} Ihr heizt ja beide mit Buche.", "de"),
        (f"{OFEN[:-1]}, mauert doch zusammen.", OFEN, "de"),
        (f"{KILN} Anna, also copied, fires with ash.", f"{KILN} Anna fires with ash.", "en"),
        (f"{OFEN} Die Anna, auch im cc, heizt mit Buche.", f"{OFEN} Die Anna heizt mit Buche.", "de"),
    ],
)
def test_of_a_sentence_that_also_hands_over_the_rest_stays(text: str, stays: str, language: str) -> None:
    assert quoted(text, greeting="Hi Mike," if language == "en" else "Hallo Mike,", language=language, apart=()) == stays


def test_an_excuse_before_or_behind_what_is_said_is_cut() -> None:
    assert "Anna, du hast mal gesagt, dass du Asche sammelst." in quoted(
        f"{OFEN}\n\nAnna, du weißt noch nix von deinem Glück, aber du hast mal gesagt, dass du Asche sammelst.",
        greeting="Hallo Mike,",
        language="de",
        apart=(),
    )
    assert quoted(f"{KILN[:-1]}, Mike don't hate me.", apart=()) == KILN
    put = "I hope you won't bite my head off, but I thought I would put you together."
    assert "together" not in quoted(f"{KILN} {put}", apart=())
    whole = "As Anna has fired with ash for thirty years and wrote the book on it, I could not resist."
    assert "thirty years" not in quoted(f"{KILN} {whole}", apart=())  # half of it would be no sentence


@pytest.mark.parametrize(
    ("line", "cut", "language"),
    [
        ("Well Anna - ambush! - this is Mike.", "Well Anna, this is Mike.", "en"),
        ("Anna throws pots the size of sheep (sorry Anna, you know it).", "Anna throws pots the size of sheep.", "en"),
        ("Mike, whose address is up there, scarfs masts.", "Mike scarfs masts.", "en"),
        ("Anna – verzeih mir – brennt mit Asche.", "Anna brennt mit Asche.", "de"),
        (
            "Anna hab ich gefragt, die hat nichts dagegen, im Gegenteil.",
            "Anna hab ich gefragt, die hat nichts dagegen, im Gegenteil.",
            "de",
        ),
        ("Anna (two kilns, one cat) fires with ash.", "Anna (two kilns, one cat) fires with ash.", "en"),
    ],
)
def test_asides_that_are_manners_are_cut_whole(line: str, cut: str, language: str) -> None:
    assert without_excuses(line, load(language)) == cut


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("I opened her new box (the red one?? I cried) and you have just what goes with it.", 1),
        ("So Anna - wait for it! - this is Mike. He bakes.", 2),
        ("(Anna - Mike bakes. Mike - Anna fires pots.) The lorry comes on Monday.", 3),
        ("Anna fires pots (with ash; with wood). Mike bakes.", 3),
        ("Lieber Mike, Frau MMag. Roth brennt mit Asche.", 1),
    ],
)
def test_no_sentence_is_cut_within_its_brackets(text: str, count: int) -> None:
    assert len(whole_sentences(text)) == count


@pytest.mark.parametrize(
    ("text", "mended"),
    [
        ("She has the time. .", "She has the time."),
        ("I was asked. ! She fires pots.", "I was asked. She fires pots."),
        ("She fires pots, .", "She fires pots."),
        ("Wait . . . what", "Wait . . . what"),
        ("Ash – no, clay.", "Ash – no, clay."),
    ],
)
def test_no_mark_stands_alone_but_where_the_draft_has_it(text: str, mended: str) -> None:
    assert tidied(text, "Wait . . . what") == mended


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Anna excuse the ambush! Mike fires on Sundays, and your ash would change his glazes.", "Anna, Mike fires"),
        ("Anna, forgive me. I never asked you. Mike fires on Sundays, and your ash would change his glazes.", "Anna, Mike fires"),
        ("Anna, forgive the ambush. Sundays are for firing, and your ash would change his glazes.", "Anna: Sundays are"),
        ("Anna, forgive the ambush. The two of you both fire on Sundays with ash.", "The two of you both"),
    ],
)
def test_whom_a_cut_sentence_called_out_is_called_out_by_the_next(text: str, words: str) -> None:
    assert words in quoted(f"{KILN}\n\n{text}")


def test_both_of_a_couple_are_called_out() -> None:
    couple = (ANNA, "Lars Roth <lars@roth.example>")
    text = "Anna, Lars, forgive me for not ringing. Mike fires on Sundays, and your ash would change his glazes."
    draft = replace(draft_of(f"Hi Mike,\n\n{KILN}\n\n{text}\n\nClara\n"), cc=draft_of("", *couple).recipients)
    report = report_of(draft)
    sides = (report.sides[0], Side(tuple(side.people[0] for side in report.sides[1:]), False))
    assert all("Anna, Lars, Mike fires on Sundays" in ask.body for ask in ask_first(draft, replace(report, sides=sides)).asks)


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("P.S. Mike, your wellies are in my hall.", "en"),
        ("PS Mike, you owe me a tenner", "en"),
        ("Mike, the bakery shuts at noon now.", "en"),
        ("PS: Mike, dein Schirm hängt noch bei uns.", "de"),
        ("Mike, die Heizung im Vereinsheim spinnt, der Klempner weiß Bescheid.", "de"),
    ],
)
def test_other_business_behind_the_passage_stays_behind(text: str, language: str) -> None:
    passage, greeting = (KILN, "Hi Mike,") if language == "en" else (OFEN, "Hallo Mike,")
    more = "You both fire on Sundays." if language == "en" else "Ihr brennt beide am Sonntag."
    draft = draft_of(f"{greeting}\n\n{passage} {more}\n\n{text}\n\nClara\n")
    body = ask_first(draft, report_of(draft, language=language)).asks[0].body
    assert text not in body
    assert f"{passage} {more}{'”' if language == 'en' else '“'}\n\n" in body


def test_a_postscript_of_the_other_comes_along() -> None:
    assert "Anna has a cat, and it bites." in quoted(f"{KILN}\n\nP.S. Mike, Anna has a cat, and it bites.")


@pytest.mark.parametrize(
    ("before", "text", "language"),
    [
        ("The lease will reach you under separate cover.", KILN, "en"),
        ("You can collect the signed form from Pam at any time.", KILN, "en"),
        ("Der Mietvertrag geht Ihnen noch gesondert zu.", OFEN.replace("deinen", "Ihren"), "de"),
        ("Sie müssen nur noch den Antrag unterschreiben.", OFEN.replace("deinen", "Ihren"), "de"),
    ],
)
def test_other_business_in_the_paragraph_before_stays_behind(before: str, text: str, language: str) -> None:
    greeting = "Hello both," if language == "en" else "Guten Tag Ihnen beiden,"
    assert quoted(f"{before}\n\n{text}", greeting=greeting, language=language).startswith(text[:20])


@pytest.mark.parametrize(
    ("lead", "language"),
    [
        ("Now for something completely different: ", "en"),
        ("On a happier note, ", "en"),
        ("So, changing the subject: ", "en"),
        ("So, und jetzt zu was anderem: ", "de"),
        ("Ach und: ", "de"),
        ("Ganz anderes Thema: ", "de"),
    ],
)
def test_words_that_turn_to_another_matter_begin_the_passage_and_are_cut(lead: str, language: str) -> None:
    passage, greeting = (KILN, "Hi Mike,") if language == "en" else (OFEN, "Hallo Mike,")
    before = "The hall is not free, the scouts have it." if language == "en" else "Der Saal ist nicht frei, den haben die Pfadfinder."
    text = f"{lead}{passage[0].lower()}{passage[1:]}"
    for between in ("\n\n", " "):
        draft = draft_of(f"{greeting}\n\n{before}{between}{text}\n\nClara\n")
        body = ask_first(draft, judged(report_of(draft, language=language), text, apart=(before,))).asks[0].body
        assert passage in body
        assert before not in body
        assert lead.strip() not in body


@pytest.mark.parametrize(
    ("text", "greeting", "language", "begins"),
    [
        (
            "Gran brings the jelly. And tell Dad to oil the gate, it screams, and because you said the kiln smokes: Anna builds flues.",
            "Hi Mike,",
            "en",
            "Because you said the kiln smokes: Anna builds flues.",
        ),
        (
            "Die Oma bringt den Salat. Und sag Papa, er soll das Tor ölen, und weil du gesagt hast, dass er raucht: Anna baut Kamine.",
            "Hallo Mike,",
            "de",
            "Weil du gesagt hast, dass er raucht: Anna baut Kamine.",
        ),
    ],
)
def test_a_sentence_that_begins_with_another_matter_is_quoted_from_what_you_said(
    text: str, greeting: str, language: str, begins: str
) -> None:
    assert quoted(
        f"{text} Sie macht auch Bögen." if language == "de" else f"{text} She vaults, too.", greeting=greeting, language=language
    ).startswith(begins)


def test_names_said_twice_are_quoted_whole_or_not_at_all() -> None:
    assert (
        "Mike, Anna. Anna, Mike. She fires with ash"
        in plan_of("Hi both,\n\nMike, Anna. Anna, Mike. She fires with ash.\n\nClara\n").asks[0].body
    )
    assert quoted(f"{KILN} Anna, Mike. Mike, Anna.") == KILN
    halves = "Mike, Anna - Anna, Mike. The one has a swarm in the shutter, the other keeps bees."
    body = plan_of(f"{halves} Clara\n").asks[0].body
    assert "“The one has a swarm" in body


def test_the_greeting_keeps_its_mark_where_it_says_who_you_is() -> None:
    body = (
        plan_of("Mike!\n\nYou need a lodger who washes up. Anna washes up.\n\nHi Anna, that's Mike, who is loud but sweet.\n\nClara\n")
        .asks[1]
        .body
    )
    assert "“Mike!\n\nYou need a lodger" in body


def test_a_subject_of_several_matters_is_not_named_for_the_other_one() -> None:
    draft = replace(draft_of(f"Hi Mike,\n\n{KILN} You both fire on Sundays.\n\nClara\n"), subject="Rent arrears and your kiln")
    assert "arrears" not in ask_first(draft, report_of(draft)).asks[1].body


@pytest.mark.parametrize(("line", "signed"), [("Have at it.", False), ("Talk soon,", True)])
def test_a_sign_off_that_hands_over_is_for_the_mail_to_all(line: str, signed: bool) -> None:
    plan = plan_of(f"Hi both,\n\n{KILN} You both fire on Sundays.\n\n{line}\nClara\n")
    assert (line in plan.asks[0].body) == signed
