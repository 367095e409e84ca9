"""An ask says who the other is and why as far as the draft does: what a quotation takes along, and what stands in its gaps."""

import re
from dataclasses import replace

import pytest

from linter.finding import Side
from linter.rewrite import ask_first
from tests.linter.test_rewrite import draft_of, judged, plan_of, report_of


@pytest.mark.parametrize(
    ("language", "greeting", "text"),
    [
        (
            "en",
            "Hi Mike,",
            "Whoever built your clock, Anna mends it. She is quick, and when they were rude they apologised. It is a fine clock.",
        ),
        (
            "en",
            "Hi Mike,",
            "Remember you want to learn to knit before the baby comes? Anna, whom I've copied, has taught half of Leeds to knit.",
        ),
        (
            "en",
            "Hi Mike,",
            "You asked me how one keeps a boiler from rattling. Anna, in copy, has silenced three of them. Hers was the loudest.",
        ),
        (
            "de",
            "Hallo Mike,",
            "Bei den Dachluken würde ich Kupfer nehmen. (Anna in Kopie hat früher Luken geschweißt, die weiß alles darüber.)",
        ),
    ],
)
def test_a_paragraph_is_quoted_whole(language: str, greeting: str, text: str) -> None:
    plan = plan_of(f"{greeting}\n\n{text}\n\nClara\n", language=language, apart=())
    for mail in (*plan.asks, plan.connect):
        assert text in mail.body


@pytest.mark.parametrize(
    ("language", "before", "text"),
    [
        (
            "de",
            "Du hast neulich erzählt, dass dir Platz und Tischler fehlen.",
            "Anna (cc) hat beides: eine Halle mit sechs Leuten. Sie mag dich sicher.",
        ),
        (
            "en",
            "You told me you are short of a hall and of joiners.",
            "Anna, in copy, has both. Hers is by the canal. She would gladly show you round.",
        ),
    ],
)
def test_what_the_reader_told_is_quoted_from_the_paragraph_before(language: str, before: str, text: str) -> None:
    plan = plan_of(f"{'Hallo' if language == 'de' else 'Hi'} Mike,\n\n{before}\n\n{text}\n\nClara\n", language=language)
    assert all(before in ask.body for ask in plan.asks)


def test_an_order_to_talk_is_cut_from_what_they_need() -> None:
    text = "As you're short of a baker: Anna baked at sea. Her rye is good. Ring each other, you need help early and she needs work."
    draft = draft_of(f"Hi Mike,\n\n{text}\n\nClara\n")
    for ask in ask_first(draft, judged(report_of(draft), *re.split(r"(?<=\.) ", text))).asks:
        assert "You need help early and she needs work." in ask.body
        assert "Ring each other" not in ask.body


def test_handing_over_is_cut_from_a_sentence_that_says_who() -> None:
    text = "Mike, Anna does the books of small firms like yours and is quick, Anna, Mike has six men and a box of bills, over to you"
    for ask in plan_of(f"{text}\n\nClara\n").asks:
        assert "has six men and a box of bills" in ask.body
        assert "over to you" not in ask.body


@pytest.mark.parametrize(
    ("text", "left"),
    [
        (
            "Nobody should live here without Anna. She's at number 12, was a nurse for years, has a lathe. I mention the lathe on purpose.",
            "She … was a nurse",
        ),
        ("About the loose stairs, Anna lives at no 12 and can mend anything made of oak.", "Anna … can mend anything"),
        (
            "Anna at number 12 had hers mended in May and knows the forms by heart. You are about to fill in the same ones.",
            "Anna had hers mended",
        ),
    ],
)
def test_a_house_number_goes_and_what_stands_beside_it_stays(text: str, left: str) -> None:
    for ask in plan_of(f"Hi Mike,\n\n{text}\n\nClara\n").asks:
        assert left in ask.body
        assert "12" not in ask.body


@pytest.mark.parametrize(
    "text",
    [
        "She's at number 12.",
        "Anna lives at number 12 in the yellow house.",
        "Anna at number 12 Mill Road has a saw.",
        "Anna is at no 12, the one with the hens.",
    ],
)
def test_a_sentence_of_a_house_number_alone_goes_whole(text: str) -> None:
    for ask in plan_of(f"Hi Mike,\n\nAnna carves spoons, and your stall sells them. {text}\n\nClara\n").asks:
        assert "12" not in ask.body
        assert "…" not in ask.body


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "Don't build the oven on your own like I did, it cost me a summer. + Anna who untangled mine in a week."),
        ("en", "My friend Anna, whom you see in copy, moved here with two cellos. She needs somebody with your patience."),
        ("de", "Für den März habt ihr ja noch eine Lücke. In Kopie Anna, die Marmorpapier macht. Sie liebt solche Abende."),
    ],
)
def test_who_the_other_is_is_a_gap_where_only_theirs_is_spoken_of(language: str, text: str) -> None:
    anna = plan_of(f"{'Hallo' if language == 'de' else 'Hi'} Mike,\n\n{text}\n\nClara\n", language=language).asks[1]
    assert any(gap.startswith(("[who Mike is", "[wer Mike ist")) for gap in anna.placeholders)


@pytest.mark.parametrize(
    "text",
    [
        "I heard your talk in Leeds and thought of Anna, in copy, who tunes bells.",
        "Your mill has stood empty since the flood. Anna, in copy, has ground rye for years. Hers is too small.",
    ],
)
def test_no_gap_where_the_draft_says_what_the_other_does(text: str) -> None:
    assert not plan_of(f"Hi Mike,\n\n{text}\n\nClara\n").asks[1].placeholders


def test_a_gap_holds_what_the_draft_says_elsewhere() -> None:
    text = "You're moving to Leeds, splendid. Bring [warm] socks.\n\nDon't do the permit on your own. + Anna who untangled mine in a week."
    draft = draft_of(f"Hi Mike,\n\n{text}\n\nClara\n")
    anna = ask_first(draft, judged(report_of(draft), *text.split("\n\n")[1].split(". "), apart=("Bring [warm] socks.",))).asks[1]
    assert anna.placeholders == ("[who Mike is – you wrote: “You're moving to Leeds, splendid”]",)
    assert anna.placeholders[0] in anna.body


@pytest.mark.parametrize(
    "other",
    [
        "Your parcel is here.",
        "You're on +44 20 7946 0018 still.",
        "You have paid the invoice.",
        "Have you eaten?",
        "I hope you don't mind.",
    ],
)
def test_neither_business_nor_contact_details_stand_in_a_gap(other: str) -> None:
    permit = "Don't do the permit on your own. + Anna who untangled mine in a week."
    anna = plan_of(f"Hi Mike,\n\n{other}\n\n{permit}\n\nClara\n", apart=(other,)).asks[1]
    assert anna.placeholders == ("[who Mike is]",)


def test_what_only_whom_the_draft_greets_has_is_not_told_to_the_other() -> None:
    text = "Anna, in copy, mends cellos. Might be good if you two met, with seven of your uncle's to sell."
    anna = plan_of(f"Hi Mike,\n\n{text}\n\nClara\n").asks[1]
    assert "Here is what I was about to write to Mike" in anna.body


def test_a_portrait_that_speaks_to_the_other_is_quoted_to_both() -> None:
    text = "Mike wants to sell in Spain, and there is no way round you, Anna. Anna has sold looms in Bilbao for years. Mike builds looms."
    for ask in plan_of(f"Hi Mike, hi Anna,\n\n{text}\n\nClara\n").asks:
        assert "Mike wants to sell in Spain" in ask.body


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "You asked me for somebody who can carve. Anna, in copy, carves spoons and bears. She hides from cameras."),
        ("en", "You're short of benches. Anna, in copy, builds such out of barges. She saws at night."),
        ("de", "Du hattest mich nach jemandem gefragt, der schnitzt. Anna in Kopie schnitzt Löffel und Bären. Das Holz holt sie selbst."),
        ("de", "Sie brauchen eine Bank. In Kopie Frau Roth, die sie aus alten Kähnen baut. Das Lager ist voll."),
    ],
)
def test_what_somebody_asked_for_does_not_say_who_they_are(language: str, text: str) -> None:
    anna = plan_of(f"{'Hallo' if language == 'de' else 'Hi'} Mike,\n\n{text}\n\nClara\n", language=language).asks[1]
    assert any(gap.startswith(("[who Mike is", "[wer Mike ist", "[wer Herr Hale ist")) for gap in anna.placeholders)


@pytest.mark.parametrize(
    ("before", "note"),
    [
        ("The owls are back in the tower. Nobody is to feed them. We open at nine.", ""),  # nothing of Mike
        ("Nobody slept, the printer is broken. The bus leaves at noon from the gate.", ""),
        ("Have a look at the moon. Your telescope stands in the hall.", " – you wrote: “Your telescope stands in the hall”"),
        ("The invoice is enclosed. Bring 20 chairs.", ""),
    ],
)
def test_a_gap_holds_what_the_draft_says_to_that_side(before: str, note: str) -> None:
    text = "Anna, whom I have copied, grinds lenses. She keeps the best ones."
    draft = draft_of(f"Hi Mike,\n\n{before}\n\n{text}\n\nClara\n")
    anna = ask_first(draft, judged(report_of(draft), *text.split(" She"), apart=() if note else (before,))).asks[1]
    assert anna.placeholders == (f"[who Mike is{note}]",)


def test_a_gap_points_to_the_mail_below_and_gives_nothing_of_it_away() -> None:
    text = "Anna, in copy, grinds lenses. She keeps the best ones."
    body = f"Hi Mike,\n\n{text}\n\nClara\n\n> On Monday, Mike Hale wrote:\n> My telescope has been dropped from a balloon. Help!\n"
    anna = plan_of(body).asks[1]
    assert anna.placeholders == ("[who Mike is – the mail below your draft says more]",)
    assert "balloon" not in anna.body
    anna = plan_of(body.replace("Hi Mike", "Hallo Mike"), language="de").asks[1]
    assert anna.placeholders[0] == "[wer Mike ist – siehe die Mail unter dem Entwurf]"


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("On the cracks in your dome: Anna, in copy, fills such. She comes by boat.", "On the cracks in your dome"),
        ("Anna (in copy, second floor, sews sails) is from your island. She swims daily.", "sews sails"),
        ("Mike gets his lens ground this way, Anna gets rid of her grit.", "Mike gets his lens ground"),
        ("You were looking for grit. Anna, in copy, has sacks of the finest.", "the observatory"),
    ],
)
def test_what_is_told_says_no_less_than_the_draft(text: str, kept: str) -> None:
    draft = replace(draft_of(f"Hi Mike,\n\n{text}\n\nClara\n"), subject="the observatory")
    mike = ask_first(draft, report_of(draft)).asks[0]
    assert kept in mike.body


@pytest.mark.parametrize("text", ["Anna, be kind, he's my old teacher.", "Anna, they award on the 4th."])
def test_a_gap_holds_what_is_called_out_to_the_reader(text: str) -> None:
    body = f"Hi Mike,\n\nAnna, in copy, grinds lenses. She keeps the best ones.\n\nThe moon is full.\n\n{text}\n\nClara\n"
    anna = plan_of(body, apart=("The moon is full.",)).asks[1]
    assert text.replace("be kind, ", "").rstrip(".") in anna.body


@pytest.mark.parametrize(
    ("call", "gap"),
    [
        ("Mike, in Leeds you asked me who could grind you a lens.", True),
        ("Mike, the invoice is enclosed.", True),
        ("Mike, she can tell you what frost does to a mirror, I can't.", True),
        ("Mike, on copy, keeps a telescope on his roof.", False),
    ],
)
def test_calling_somebody_out_does_not_say_who_they_are(call: str, gap: bool) -> None:
    anna = plan_of(f"Hi Mike, hi Anna,\n\n{call} Anna, on copy, has ground forty lenses for the observatory.\n\nClara\n").asks[1]
    assert any(note.startswith("[who Mike is") for note in anna.placeholders) == gap


@pytest.mark.parametrize(
    ("language", "text", "gap"),
    [
        ("en", "The lady copied stoked your kiln in 1998 and now sells her own glaze.", False),
        ("de", "Meine Schwester hab ich dazugenommen, die brennt nämlich selber, und du willst den Ofen ja loswerden.", False),
        ("en", "See cc, Anna.", True),
        ("en", "Anna said she'd love to.", True),
    ],
)
def test_who_is_told_of_by_their_role_needs_no_gap_and_who_is_only_named_does(language: str, text: str, gap: bool) -> None:
    mike = plan_of(f"{'Hallo' if language == 'de' else 'Hi'} Mike,\n\n{text}\n\nClara\n", language=language, apart=()).asks[0]
    assert any(hole.startswith(("[who Anna", "[wer Anna")) for hole in mike.placeholders) == gap


def test_two_who_are_pointed_at_have_been_presented() -> None:
    draft = draft_of(
        "Dear Mike and Joe,\n\nBecause nobody should live here without a lens, here is Anna. She grinds them.\n\n"
        "Anna dear, these are the two gentlemen with the dome, stargazers both.\n\nClara\n",
        "Mike Hale <mike@hale.example>, Joe Ball <joe@ball.example>",
    )
    sides = (Side(draft.recipients[:2], False), Side(draft.recipients[2:], False))
    anna = ask_first(draft, replace(report_of(draft), sides=sides)).asks[1]
    assert "stargazers" in anna.body
    assert not anna.placeholders


def test_who_is_told_of_by_their_office_needs_no_gap() -> None:
    text = "As promised, here is Anna in copy. She mends paper.\n\nDear Anna, the judge owns a wall of old maps. Two have come loose."
    draft = draft_of(f"Dear Judge Hale,\n\n{text}\n\nClara\n", "Judge Mike Hale <mike@hale.example>")
    assert not ask_first(draft, report_of(draft)).asks[1].placeholders


def test_a_gap_asks_who_mr_hale_is_in_the_nominative() -> None:
    text = "Zum Kuchen sage ich nichts, das wäre eher etwas für Frau Roth, in Kopie, Bäckerin am Wall."
    draft = draft_of(f"Guten Tag Herr Hale,\n\n{text}\n\nClara Voss\n", "Herr Hale <info@hale.example>")
    assert "[wer Herr Hale ist" in ask_first(draft, report_of(draft, language="de")).asks[1].body


def test_who_is_described_in_the_sentence_that_introduces_needs_no_gap() -> None:
    text = "let me introduce you to Anna, who builds pumps and could help you get your greenhouse warm. Anna, Mike grows orchids."
    draft = draft_of(f"Hi Mike,\n\n{text}\n\nI'm sure you two will have a lot to talk about.\n\nClara\n")
    assert not any(ask.placeholders for ask in ask_first(draft, report_of(draft)).asks)


@pytest.mark.parametrize(
    ("language", "hello", "said"),
    [
        ("de", "Sehr geehrte Frau Bürgermeisterin,", "mit Frau Gudrun Maas, der Bürgermeisterin, bekannt"),
        ("de", "Sehr geehrte Frau Vorsitzende,", "mit Frau Gudrun Maas, der Vorsitzenden, bekannt"),
        ("de", "Verehrter Herr Domkapellmeister,", "mit Herrn Gernot Maas, dem Domkapellmeister, bekannt"),
        ("de", "Sehr geehrter Herr Oberkommandant,", "mit Herrn Gernot Maas, dem Oberkommandanten, bekannt"),
        ("de", "Sehr geehrter Herr Landrat Maas,", "mit Herrn Gernot Maas, dem Landrat, bekannt"),
        ("en", "Dear Vicar,", "to Gernot Maas, the vicar, but"),
        ("en", "Dear Madam Mayor,", "to Gudrun Maas, the mayor, but"),
    ],
)
def test_who_is_greeted_by_an_office_is_introduced_with_it(language: str, hello: str, said: str) -> None:
    who = "Gudrun" if re.search("Frau|Madam", hello) else "Gernot"
    text = "In copy is Anna Roth. She tiles towers, and the tower leaks over the bells."
    if language == "de":
        text = "In Kopie ist Anna Roth. Sie deckt Türme, und in den Turm regnet es über den Glocken."
    ask = plan_of(f"{hello}\n\n{text}\n\nClara\n", language=language, to=f"{who} Maas <maas@town.example>").asks[1]
    assert said in ask.body
    assert not any(gap.startswith(("[who", "[wer")) for gap in ask.placeholders)


@pytest.mark.parametrize(
    ("hello", "to"),
    [
        ("Sehr geehrte Frau Direktor,", "Gudrun Maas"),  # no form to decline
        ("Sehr geehrter Herr Kollege,", "Gernot Maas"),
        ("Sehr geehrter Herr Doktor,", "Gernot Maas"),
        ("Sehr geehrter Herr Richter,", "Gernot Richter"),  # a name
        ("Sehr geehrte Frau Rechtsanwältin,", "RAin Gudrun Maas"),  # said already
    ],
)
def test_what_is_no_office_is_not_told_as_one(hello: str, to: str) -> None:
    text = "In Kopie ist Anna Roth. Sie deckt Türme, und in den Turm regnet es über den Glocken."
    ask = plan_of(f"{hello}\n\n{text}\n\nClara\n", language="de", to=f"{to} <m@town.example>").asks[1]
    assert not re.search(rf"{to}, de[mr] ", ask.body)
    assert any(gap.startswith("[wer") for gap in ask.placeholders)


@pytest.mark.parametrize(
    ("language", "greeting", "to", "text", "gap"),
    [
        ("de", "Lieber Opa Bert,", "Opa Bert", "Anna in Kopie stimmt Klaviere. Sie nimmt auch die alten, verstimmten Kästen.", False),
        ("en", "Dear Auntie Bea,", "Auntie Bea", "Anna, in copy, tunes pianos. She takes the old ones, too.", False),
        ("de", "Tach Wehrführer,", "Wehrführer Altdorf", "Anna in Kopie flickt Schläuche. Sie flickt auch die alten.", False),
        ("en", "Dear H.E. Ambassador Maas,", "H.E. Ambassador Maas", "Anna, in copy, tunes pianos. She takes the old ones, too.", False),
        ("de", "Hallo Mike,", "Mike Hale", "Das merkt bei euch in der Werkstatt jeder. Anna in Kopie misst Lärm. Sie kommt oft.", False),
        ("en", "Dear Coach Maas,", "Gernot Maas", "Anna, in copy, tunes pianos. She takes the old ones, too.", False),
        ("de", "Liebe Rehbacher,", "Musikverein Rehbach", "Anna in Kopie druckt Noten. Anna, die Rehbacher sind vierzig Leut.", False),
        ("en", "Dear Mike,", "Mike Hale", "In copy is Anna, who tunes organs. Mike, dear Anna, is a sexton. He is up early.", False),
        ("en", "Dear Mike,", "Mike Hale", "You told me that you used to tune pianos. Anna, in copy, tunes organs. She is quick.", False),
        ("de", "Hallo Mike,", "Mike Hale", "Da Sie im Schichtdienst arbeiten, könnte Anna in Kopie helfen. Sie wohnt unten.", False),
        ("en", "Dear Mike,", "Mike Hale", "Anna, in copy, tunes organs. You two really ought to meet. She is quick.", True),
        ("en", "Dear Mike,", "Mike Hale", "As you are paying so much, here is Anna, in copy, who tunes organs. She is quick.", True),
        ("en", "Hi all,", "Fen Sluice Wardens", "Anna, in copy, casts gates. Anna, this crew are six farmers who work a sluice.", False),
        ("en", "Dear Mike,", "Mike Hale", "Anna, in copy, mends looms. Anna sorry he's our loudest weaver and deaf.", False),
        ("en", "Dear Mike,", "Mike Hale", "Anna, in copy, mends looms. Anna saheb, Warden Sir is fond of silk himself.", False),
        ("en", "Dear Mike,", "Mike Hale", "Since you wanted cork I've copied Anna, who has it, and whose barn you've driven past.", True),
        ("en", "Dear Mike,", "Mike Hale", "He outgrew me. Anna, in copy, teaches jumps. Anna, he is 13 and he jumps far.", True),
        ("de", "Liebe Lena, lieber Udo,", "Mike Hale", "Da ist sie: Anna, das sind die Großeltern von Jo. Anna baut Stelzen.", False),
        ("de", "Servus beinand,", "Bergwacht Ried", "Anna in Kopie schleift Kufen. Anna, die haben drei Schlitten und keine Feile.", False),
        ("de", "Guten Tag,", "Bürgergenossenschaft Ried", "Frau Roth in Kopie plant Dächer. Die Genossenschaft hat neun Häuser.", False),
    ],
)
def test_a_gap_stands_only_where_neither_name_nor_draft_says_who(language: str, greeting: str, to: str, text: str, gap: bool) -> None:
    ask = plan_of(f"{greeting}\n\n{text}\n\nClara\n", language=language, to=f"{to} <to@to.example>", apart=()).asks[1]
    assert any(hole.startswith(("[who", "[wer")) for hole in ask.placeholders) == gap
