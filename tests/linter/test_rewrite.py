"""From an unannounced introduction to private asks."""

import email
import json
import re
import time
from dataclasses import replace
from email.policy import default
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from inscriptis import get_text

from linter import from_fields
from linter.cli import main
from linter.draft import Draft, Person
from linter.errors import RewriteError
from linter.finding import Certainty, Report, Side, Verdict
from linter.rewrite import Plan, ask_first, plan_to_json, to_eml
from linter.sentences import sentences
from models.reports import read

MIKE = "Mike Hale <mike@hale.example>"
ANNA = "Anna Roth <anna@roth.example>"
CLARA = "Clara Voss <clara@voss.example>"


def draft_of(body: str, to: str = MIKE, cc: str = ANNA, sender: str = CLARA) -> Draft:
    return from_fields({"id": "d1", "from": sender, "to": [to], "cc": [cc] if cc else [], "subject": "hello", "body": body})


def report_of(draft: Draft, asked: tuple[bool, ...] = (), language: str = "en") -> Report:
    """A report by hand: everybody on the mail is a side; which sentences introduce, the shipped reader says."""
    sides = tuple(Side((person,), i < len(asked) and asked[i]) for i, person in enumerate(draft.recipients))
    missing = tuple(person for side in sides if not side.asked for person in side.people)
    return read(draft, Report(draft.id, language, Verdict.UNANNOUNCED, 0.9, Certainty.LIKELY, missing, sides=sides))


def judged(report: Report, *belong: str, apart: tuple[str, ...] = ()) -> Report:
    """The report as if the reader had found that these sentences belong to the passage, and that those do not."""
    quotable = (*((sentence, 0.97) for sentence in belong), *((sentence, 0.02) for sentence in apart))
    return replace(report, passage=belong, quotable=quotable)


def but(report: Report, draft: Draft, *apart: str) -> Report:
    """The report as if the reader had found that every sentence of the draft belongs to the passage, except those."""
    found = [draft.body[start:end] for start, end in sentences(draft.body, 0, len(draft.body))]
    return replace(
        report, passage=(), quotable=tuple((text, 0.02 if any(a in text or text in a for a in apart) else 0.97) for text in found)
    )


def plan_of(
    body: str, asked: tuple[bool, ...] = (), language: str = "en", to: str = MIKE, cc: str = ANNA, apart: tuple[str, ...] | None = None
) -> Plan:
    """What becomes of a draft, read by the shipped reader, or with `apart` as if all but those sentences belonged to the passage."""
    draft = draft_of(body, to, cc)
    report = report_of(draft, asked, language)
    return ask_first(draft, report if apart is None else but(report, draft, *apart))


def test_each_side_is_asked_about_the_other() -> None:
    plan = plan_of("Hi Mike,\n\nmeet Anna, who knows pumps.\n\nClara\n")
    assert [[p.name for p in ask.to] for ask in plan.asks] == [["Mike Hale"], ["Anna Roth"]]
    assert [[p.name for p in ask.about] for ask in plan.asks] == [["Anna Roth"], ["Mike Hale"]]
    assert all(ask.kind == "ask" for ask in plan.asks)


def test_nothing_is_asked_where_nothing_was_introduced() -> None:
    draft = draft_of("Hi Mike,\n\nthanks.\n")
    report = Report("d1", "en", Verdict.OTHER, 0.9, Certainty.LIKELY)
    with pytest.raises(RewriteError):
        ask_first(draft, report)


def test_the_plan_is_json() -> None:
    data = json.loads(json.dumps(plan_to_json(plan_of("Hi Mike,\n\nmeet Anna, who knows pumps.\n\nClara\n"))))
    assert data["version"] == 1
    assert data["asks"][0]["to"] == [{"name": "Mike Hale", "address": "mike@hale.example"}]
    assert {"to", "subject", "body", "placeholders"} <= data["connect"].keys()


def test_the_draft_opens_for_editing() -> None:
    ask = plan_of("Hi Mike,\n\nmeet Anna, who knows pumps.\n\nClara\n").asks[0]
    data = to_eml(ask, Person("Clara Voss", "clara@voss.example"))
    assert b"X-Unsent: 1" in data
    assert b"anna@roth.example" not in data


# What the connector said, turned to the reader -----------------------------------------------------------------------


def bodies(body: str, language: str = "en", **kwargs: str) -> tuple[str, str]:
    """The asks to Mike (about Anna) and to Anna (about Mike)."""
    plan = plan_of(body, language=language, **kwargs)
    return plan.asks[0].body, plan.asks[1].body


@pytest.mark.parametrize(
    ("sentence", "told"),
    [
        ("Anna leads design at Acme.", "Anna leads design at Acme."),
        ("I'm copying Anna, who knows all about heat pumps.", "Anna knows all about heat pumps."),
        ("Meet Anna, who builds boats.", "Anna builds boats."),
        ("Anna (cc'd) runs a small workshop.", "Anna runs a small workshop."),
        ("In copy you find Anna, a carpenter from Leeds.", "Anna is a carpenter from Leeds."),
        ("Anna is in cc, she repairs clocks.", "Anna repairs clocks."),
        ("This is my neighbour Anna.", "Anna is my neighbour."),
        ("Cc'ing Anna. She restores pianos.", "Anna restores pianos."),
        ("You were looking for a carpenter, so I'm adding Anna.", "You were looking for a carpenter."),
    ],
)
def test_english_sentences_are_told_to_the_reader(sentence: str, told: str) -> None:
    to_mike, _ = bodies(f"Hi Mike,\n\n{sentence}\n\nBest,\nClara\n")
    assert told in to_mike


@pytest.mark.parametrize(
    ("sentence", "told"),
    [
        ("In Kopie ist Anna, die seit Jahren Wärmepumpen baut.", "Anna baut seit Jahren Wärmepumpen."),
        ("Das ist Anna, die sich mit Pumpen auskennt.", "Anna kennt sich mit Pumpen aus."),
        ("Anna (cc) repariert Uhren.", "Anna repariert Uhren."),
        ("Hier ist Anna, die schon zehn Pumpen gesetzt hat.", "Anna hat schon zehn Pumpen gesetzt."),
        ("Du suchst doch jemanden für die Heizung. Anna baut Pumpen.", "Du suchst doch jemanden für die Heizung. Anna baut Pumpen."),
    ],
)
def test_german_sentences_are_told_to_the_reader(sentence: str, told: str) -> None:
    to_mike, _ = bodies(f"Hallo Mike,\n\n{sentence}\n\nViele Grüße\nClara\n", "de")
    assert told in to_mike


@pytest.mark.parametrize(
    ("sentence", "told"),
    [
        ("You are looking for a carpenter and Anna has time.", None),
        ("You asked for a carpenter. Anna has time.", "Mike asked for a carpenter."),
        ("Your greenhouse needs a pump. Anna has one.", "Mike's greenhouse needs a pump."),
        ("You've run the choir for years and you need an alto. Anna sings.", "Mike has run the choir for years and he needs an alto."),
    ],
)
def test_what_was_said_to_the_other_is_told_of_them(sentence: str, told: str | None) -> None:
    _, to_anna = bodies(f"Hi Mike,\n\n{sentence}\n\nBest,\nClara\n")
    if told:
        assert told in to_anna
    assert "You asked" not in to_anna


@pytest.mark.parametrize(
    ("sentence", "told"),
    [
        ("Du suchst eine Tischlerin. Anna baut Tische.", "Mike sucht eine Tischlerin."),
        ("Dein Gewächshaus braucht eine Pumpe. Anna hat eine.", "Mikes Gewächshaus braucht eine Pumpe."),
        ("Du hattest nach Pumpen gefragt. Anna baut welche.", "Mike hatte nach Pumpen gefragt."),
        ("Du interessierst dich für Hühner. Anna züchtet welche.", "Mike interessiert sich für Hühner."),
    ],
)
def test_du_is_told_of_them(sentence: str, told: str) -> None:
    _, to_anna = bodies(f"Hallo Mike,\n\n{sentence}\n\nViele Grüße\nClara\n", "de")
    assert told in to_anna


def test_sie_is_told_of_them_and_herr_is_declined() -> None:
    text = "Sie suchen seit Jahren eine Pumpe. Frau Roth (in Kopie) baut welche."
    body = f"Sehr geehrter Herr Hale,\n\n{text}\n\nMit freundlichen Grüßen\nClara Voss\n"
    plan = plan_of(body, language="de")
    assert "Herr Hale sucht seit Jahren eine Pumpe." in plan.asks[1].body
    assert "mit Herrn Mike Hale" in plan.asks[1].subject
    assert plan.asks[0].body.startswith("Sehr geehrter Herr Hale,\n\nich würde Sie gern mit Frau Anna Roth bekannt machen")
    assert plan.asks[1].body.startswith("Sehr geehrte Frau Roth,")
    assert plan.asks[1].body.endswith("Mit freundlichen Grüßen\nClara Voss\n")


@pytest.mark.parametrize(
    "sentence",
    [
        "I hope you don't mind me connecting you.",
        "I'll let you two take it from here.",
        "You two should talk.",
        "Please drop her a line.",
        "Anna doesn't know I'm writing this.",
        "See the thread below.",
        "Her number is 0171 5551234.",
        "Write to anna at roth dot example.",
    ],
)
def test_what_concerns_the_mail_or_the_meeting_is_not_told(sentence: str) -> None:
    for text in bodies(f"Hi Mike,\n\nAnna builds pumps. {sentence}\n\nBest,\nClara\n"):
        assert sentence not in text


def test_a_gap_is_shown_where_the_draft_says_nothing() -> None:
    ask = plan_of("Hi Mike,\n\nAnna builds pumps.\n\nClara\n").asks[1]
    assert ask.placeholders == ("[who Mike is]", "[why this could interest Anna]")
    assert all(gap in ask.body for gap in ask.placeholders)


def test_a_complete_ask_has_no_gap() -> None:
    ask = plan_of("Hi Mike,\n\nyou need a pump. Anna builds pumps.\n\nClara\n").asks[0]
    assert ask.placeholders == ()
    assert "You need a pump. Anna builds pumps." in ask.body


def test_every_ask_asks_once_and_leaves_a_way_out() -> None:
    known = {
        "en": ("Anna builds pumps.", "Would it be all right", "A no is perfectly fine"),
        "de": ("Anna baut Pumpen.", "Wäre es dir recht", "Ein Nein ist völlig"),
    }
    for language, (sentence, question, way_out) in known.items():
        for text in bodies(f"Hi Mike,\n\n{sentence}\n\nClara\n", language):
            assert text.count("?") == 1
            assert question in text
            assert way_out in text


# Who is asked, and how they are spoken to ----------------------------------------------------------------------------


def test_a_side_that_agreed_is_not_asked_but_may_get_a_heads_up() -> None:
    draft = draft_of("Hi Mike,\n\nas promised, Anna. She builds pumps.\n\nClara\n")
    report = report_of(draft, (True, False))
    assert [ask.to[0].name for ask in ask_first(draft, report).asks] == ["Anna Roth"]
    both = ask_first(draft, report, heads_up=True).asks
    assert [(ask.kind, ask.to[0].name) for ask in both] == [("heads_up", "Mike Hale"), ("ask", "Anna Roth")]
    assert "Anna Roth" in both[0].body


def test_three_people_are_asked_one_by_one_about_the_others() -> None:
    body = "Hi Mike, hi Anna, hi Joe,\n\nMike builds pumps, Anna sells pumps and Joe repairs pumps.\n\nClara\n"
    draft = draft_of(body, "Mike Hale <mike@hale.example>, Anna Roth <anna@roth.example>, Joe Ball <joe@ball.example>", "")
    plan = ask_first(draft, report_of(draft))
    assert len(plan.asks) == 3
    assert plan.asks[1].subject == "May I introduce you to Mike Hale and Joe Ball?"
    assert "“Mike builds pumps, Anna sells pumps and Joe repairs pumps.”" in plan.asks[1].body
    assert plan.asks[1].body.startswith("Hi Anna,")
    assert "two of you" not in plan.asks[1].body


def test_a_team_is_spoken_to_as_several() -> None:
    draft = draft_of("Hallo zusammen,\n\nAnna baut Pumpen. Fragt sie ruhig!\n\nClara\n", "Technik-Team <technik-team@hale.example>")
    ask = ask_first(draft, report_of(draft, language="de")).asks[0]
    assert ask.body.startswith("Hallo zusammen,\n\nich würde euch gern mit Anna Roth bekannt machen")


def test_a_pasted_draft_works_without_headers() -> None:
    draft = from_fields({"body": "Hi Mike, hi Anna,\n\nAnna builds pumps.\n\nClara"})
    sides = (Side((Person("Mike"),), False), Side((Person("Anna"),), False))
    plan = ask_first(draft, Report("", "en", Verdict.UNANNOUNCED, 0.9, Certainty.LIKELY, (), sides=sides))
    assert "Anna builds pumps." in plan.asks[0].body
    assert b"X-Unsent" in to_eml(plan.asks[0], None)


def test_the_quoted_mail_is_not_carried_along() -> None:
    plan = plan_of("Hi Mike,\n\nAnna builds pumps.\n\nClara\n\nOn Monday Mike Hale wrote:\n> my secret is a greenhouse\n")
    assert all("secret" not in ask.body for ask in plan.asks)
    assert "secret" not in plan.connect.body


def test_the_signature_follows() -> None:
    plan = plan_of("Hi Mike,\n\nAnna builds pumps.\n\nBest,\nClara\n\n-- \nClara Voss, Voss Garden\n0113 496 0000\n")
    assert all(ask.body.endswith("Best,\nClara\n\n-- \nClara Voss, Voss Garden\n0113 496 0000\n") for ask in plan.asks)


def test_without_the_name_nobody_is_named() -> None:
    draft = draft_of("Hi Mike,\n\nAnna leads design at Acme. She sings with Anna's sister.\n\nClara\n")
    ask = ask_first(draft, report_of(draft), named=False).asks[0]
    assert "Anna" not in ask.subject + ask.body
    assert "Roth" not in ask.subject + ask.body
    assert "This person leads design at Acme." in ask.body


def test_the_blurb_is_what_is_said_of_the_other() -> None:
    assert plan_of("Hi Mike,\n\nmeet Anna, who builds pumps.\n\nClara\n").asks[0].blurb == "Anna builds pumps."


def test_public_profiles_stay_and_are_listed() -> None:
    ask = plan_of("Hi Mike,\n\nAnna builds pumps, see https://www.linkedin.com/in/anna-roth.\n\nClara\n").asks[0]
    assert ask.links == ("https://www.linkedin.com/in/anna-roth",)
    assert "https://www.linkedin.com/in/anna-roth" in ask.body


# The connecting mail and the bytes -----------------------------------------------------------------------------------


def test_the_connecting_mail_tells_each_of_the_other() -> None:
    connect = plan_of("Hi Mike, hi Anna,\n\nAnna builds pumps. Mike grows orchids.\n\nClara\n").connect
    assert [person.name for person in connect.to] == ["Mike Hale", "Anna Roth"]
    assert "Mike, Anna builds pumps." in connect.body
    assert "Anna, Mike grows orchids." in connect.body
    assert "Bcc" in connect.body
    assert connect.body.startswith("Hi Mike, hi Anna,")


def test_plain_text_and_html_say_the_same() -> None:
    ask = plan_of("Hi Mike,\n\nAnna builds <b>pumps</b> & boats.\n\nClara\n").asks[0]
    message = email.message_from_bytes(to_eml(ask, Person("Clara Voss", "clara@voss.example")), policy=default)
    plain, markup = (message.get_body((kind,)) for kind in ("plain", "html"))
    assert plain is not None
    assert markup is not None
    assert message.get_content_type() == "multipart/alternative"
    assert get_text(markup.get_content()).split() == plain.get_content().split()
    assert message["From"] == "Clara Voss <clara@voss.example>"
    assert message["Subject"] == ask.subject


@settings(deadline=None)
@given(st.text(max_size=400), st.sampled_from(["en", "de"]), st.booleans(), st.booleans())
def test_any_text_can_be_rewritten(body: str, language: str, named: bool, heads_up: bool) -> None:
    draft = draft_of(body)
    try:
        plan = ask_first(draft, report_of(draft, (True, False), language), named=named, heads_up=heads_up)
    except RewriteError:
        return
    for ask in plan.asks:
        assert email.message_from_bytes(to_eml(ask, draft.sender))["X-Unsent"] == "1"
        assert set(ask.placeholders) <= set(re.findall(r"\[[^\]]+\]", ask.body))


# The command ---------------------------------------------------------------------------------------------------------

SAMPLE = str(Path(__file__).parents[2] / "docs" / "sample.eml")


def test_the_command_prints_the_asks(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["ask", SAMPLE, "--blurb"]) == 0
    shown = capsys.readouterr().out
    assert "Subject: May I introduce you to Anna Roth?" in shown
    assert "Anna runs a small workshop for heat pumps and has done this for half the valley." in shown
    assert "Mike is the friend with the orchids I told you about." in shown


def test_the_command_prints_json(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["ask", SAMPLE, "--format", "json"]) == 0
    data = json.loads(capsys.readouterr().out)
    assert [ask["to"][0]["address"] for ask in data["asks"]] == ["mike.hale@gmail.example", "a.roth@roth-pumps.example"]
    assert "roth-pumps" not in json.dumps(data["asks"][0])


def test_the_command_writes_drafts_and_overwrites_none(tmp_path: Path) -> None:
    assert main(["ask", SAMPLE, "--out", str(tmp_path)]) == 0
    assert sorted(path.name for path in tmp_path.iterdir()) == ["ask-1.eml", "ask-2.eml", "connect.eml"]
    assert b"roth-pumps" not in (tmp_path / "ask-1.eml").read_bytes()
    assert main(["ask", SAMPLE, "--out", str(tmp_path)]) == 2


def test_the_command_writes_what_it_would_print(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "bare.eml"
    path.write_text(
        f"From: {CLARA}\nTo: {MIKE}\nCc: {ANNA}\n\nHi Mike,\n\nI'd like to introduce you to Anna. Anna runs a design studio in Leeds. "
        "I'll let you two take it from here.\n\nBest,\nClara\n"
    )
    asks = json.loads(_printed(capsys, "ask", str(path), "--format", "json"))["asks"]
    assert any(ask["placeholders"] for ask in asks)
    lines = _printed(capsys, "ask", str(path), "--blurb", "--out", str(tmp_path / "out")).splitlines()
    for number, ask in enumerate(asks, start=1):
        told = f"  to fill in: {', '.join(ask['placeholders'])}" if ask["placeholders"] else ""
        assert f"{tmp_path / 'out' / f'ask-{number}.eml'}{told}" in lines
        about = tmp_path / "out" / f"about-{number}.txt"
        assert (about.read_text("utf-8").strip() if about.exists() else "") == ask["blurb"].strip()
        assert (str(about) in lines) == bool(ask["blurb"])


def _printed(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    assert main(list(arguments)) == 0
    return capsys.readouterr().out


def test_the_command_says_when_there_is_nothing_to_ask(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "plain.eml"
    path.write_text("From: a@b.example\nTo: c@d.example\n\nSee you at eight!\n")
    assert main(["ask", str(path)]) == 0
    assert "no unannounced introduction" in capsys.readouterr().err


def test_the_command_takes_one_draft(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "two.jsonl"
    path.write_text('{"body": "hi"}\n{"body": "ho"}\n')
    assert main(["ask", str(path)]) == 2
    assert "several drafts" in capsys.readouterr().err


def test_an_address_of_an_international_domain_is_kept() -> None:
    draft = draft_of("Hi Mike,\n\nAnna (cc) builds kilns and could mend yours.\n\nClara\n", to="Mike Hale <mike@häle.example>")
    asks = ask_first(draft, report_of(draft)).asks
    assert [email.message_from_bytes(to_eml(ask, draft.sender), policy=default)["To"].addresses[0].domain for ask in asks] == [
        "xn--hle-qla.example",
        "roth.example",
    ]


@pytest.mark.parametrize("hidden", ["\u202e", "\u200b", "\x1b[31m", "\x07", "\u2066"])
def test_marks_nobody_sees_are_not_carried_into_a_mail(hidden: str) -> None:
    draft = draft_of(f"Hi Mike,\n\nAnna (cc) builds {hidden}kilns and could mend yours.\n\nClara\n")
    for ask in ask_first(draft, report_of(draft)).asks:
        parts = [part.get_content() for part in email.message_from_bytes(to_eml(ask, draft.sender), policy=default).iter_parts()]
        assert not any(hidden in part or "31m" in part for part in parts)


def test_a_draft_full_of_names_takes_bounded_time() -> None:
    draft = draft_of(f"Hi Mike,\n\nAnna sews sails and you build boats. {'Anna and Mike met. ' * 2000}\n\nBest,\nClara\n")
    report = report_of(draft)
    begun = time.process_time()
    ask_first(draft, report)
    assert time.process_time() - begun < 10


def test_who_could_be_taken_for_somebody_else_is_not_told_of() -> None:
    crowd = ", ".join(["Anna Roth <anna@roth.example>", *(f"Zed{n} Person{n} <p{n}@zed.example>" for n in range(270))])
    body = "Hi Mike,\n\nmeet Anna. You build boats. Anna's workshop is in Leeds.\n\nBest,\nClara\n"
    draft = from_fields({"id": "d1", "from": CLARA, "to": [MIKE], "cc": crowd.split(", "), "subject": "hello", "body": body})
    sides = (Side(draft.to, False), Side(draft.cc, False))
    report = Report(draft.id, "en", Verdict.UNANNOUNCED, 0.9, Certainty.LIKELY, draft.recipients, sides=sides)
    with pytest.raises(RewriteError, match="more than 256 people"):
        ask_first(draft, report)
    few = replace(draft, cc=draft.cc[:50])
    blurb = ask_first(few, replace(report, sides=(sides[0], Side(few.cc, False)))).asks[0].blurb
    assert "Anna's workshop" in blurb
