import datetime
import io
import json
import sys
import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from linter.cli import main
from linter.draft import Draft
from linter.mime import from_bytes
from linter.redirect_patterns import by_pattern
from linter.reply import Answer, Reply, When, new_text, read_reply, reply_to_json
from linter.reply_features import Ground, ground

BERLIN = datetime.timezone(datetime.timedelta(hours=1))
SENT = datetime.datetime(2026, 11, 12, 9, 0, tzinfo=BERLIN)


def read(text: str) -> Reply:
    return read_reply(Draft(text), SENT)


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("Yes, happy to. Please introduce us.", Answer.YES),
        ("No problem, go ahead!", Answer.YES),
        ("Ja, sehr gern, stell uns vor.", Answer.YES),
        ("Kein Problem, Sie dürfen meine Adresse weitergeben.", Answer.YES),
        ("Maybe another time.", Answer.NO),
        ("Eher nicht.", Answer.NO),
        ("Ja, das ist leider nichts für mich.", Answer.NO),
        ("Thanks for thinking of me, but I'd rather not.", Answer.NO),
        ("Passt gerade gar nicht, gern im Januar.", Answer.LATER),
        ("Not now, but after Easter I'd be glad to.", Answer.LATER),
        ("Who is that?", Answer.UNCLEAR),
        ("Worum geht es denn?", Answer.UNCLEAR),
        ("Thanks, will read it tonight.", Answer.UNCLEAR),
        ("", Answer.UNCLEAR),
    ],
)
def test_plain_answers(text: str, answer: Answer) -> None:
    assert read(text).answer is answer


def test_only_the_new_text_is_judged() -> None:
    quoted = "No, thank you.\n\nBest,\nBea\n\nOn Wed, 11 Nov 2026 at 18:02, Clara <clara@voss.example> wrote:\n> Yes, go ahead!\n> Sure!\n"
    assert read(quoted).answer is Answer.NO
    assert "ahead" not in new_text(Draft(quoted))


def test_greeting_and_sign_off_are_no_answer_but_a_bare_thanks_stays() -> None:
    assert new_text(Draft("Hi Tom,\n\nRather not.\n\nBest,\nHarriet\n")) == "Rather not."
    assert new_text(Draft("Thanks")) == "Thanks"


def test_a_later_has_its_time_and_nothing_else_has() -> None:
    assert read("Nicht jetzt, aber nach Ostern gern.").when == When("nach Ostern", datetime.date(2027, 3, 30))
    assert read("Not now. Gladly when I'm back from leave.").when == When("when I'm back from leave", None)
    assert read("I fly out tomorrow. Not now, but gladly when I'm back from leave.").when == When("when I'm back from leave", None)
    assert read("Sure, go ahead, next Tuesday is fine for a call.").when is None


def test_without_a_date_of_its_own_nothing_is_resolved() -> None:
    reply = read_reply(Draft("Not now, but in January, gladly."))
    assert reply.when == When("in January", None)


def test_the_date_header_counts() -> None:
    mail = b"From: a@x.example\nDate: Thu, 12 Nov 2026 23:30:00 -0600\n\nNot now, ask me again tomorrow please.\n"
    assert read_reply(from_bytes(mail)).when == When("tomorrow", datetime.date(2026, 11, 13))


@pytest.mark.parametrize("header", [b"", b"Date: soon\n", b"Date: Thu, 99 Nov 99999 10:00:00 +9999\n", b"Date: " + b"1 " * 40_000 + b"\n"])
def test_a_broken_date_header_is_none(header: bytes) -> None:
    assert from_bytes(b"From: a@x.example\n" + header + b"\nHello\n").sent is None


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Not me. Please ask Petra Klein, she does that now.", "Petra Klein"),
        ("You could also include my colleague Aisha.", "my colleague Aisha"),
        ("Bitte wenden Sie sich an Frau Seidel.", "Frau Seidel"),
        ("Frag doch Hanne, die kennt sich aus.", "Hanne"),
        ("Jasper is a better person for that than me.", "Jasper"),
        ("That sits with Imogen de Vries these days.", "Imogen de Vries"),
        ("Someone in accounts would know.", "Someone in accounts"),
        ("You'd have more luck with our head of sales.", "our head of sales"),
        ("Our treasurer handles all of these.", "Our treasurer"),
        ("Darum kümmert sich meine Kollegin Wiebke.", "meine Kollegin Wiebke"),
        ("Da bist du bei Ottilie goldrichtig.", "Ottilie"),
        ("Solche Anfragen landen alle bei Herrn Dr. Quast.", "Herrn Dr. Quast"),
        ("Meine Nachfolgerin heißt Rieke.", "Meine Nachfolgerin"),
        ("I'll ask Dave and let you know.", ""),
        ("I'd be happy to talk to Ms Duarte.", ""),
        ("January might be better.", ""),
        ("My back is better now, so yes.", ""),
        ("I'm the one who decides.", ""),
        ("Zeit ist das Einzige, was ich nicht habe.", ""),
        ("Yes, please introduce us.", ""),
        ("Ja, gern. Was macht sie denn?", ""),
    ],
)
def test_the_pattern_that_readings_are_told_of(text: str, name: str) -> None:
    span = by_pattern(text)
    assert (text[span[0] : span[1]] if span else "") == name


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Yes, go ahead.", Ground.CLEAR),
        ("Kein Problem, nur zu.", Ground.CLEAR),
        ("Yes, but ask my colleague Petra first.", Ground.DOUBTFUL),
        ("Sorry for the delay. Yes, go ahead.", Ground.DOUBTFUL),
        ("Please don't give her my number.", Ground.MISSING),
        ("Ja? Wer hat das gesagt?", Ground.MISSING),
        ("What a lovely idea.", Ground.MISSING),
        ("", Ground.MISSING),
    ],
)
def test_what_a_yes_would_rest_on(text: str, expected: Ground) -> None:
    assert ground(text) is expected


def test_json_form() -> None:
    reply = Reply(Answer.LATER, When("bis Monatsende", datetime.date(2026, 11, 30)), 0.9)
    when = {"text": "bis Monatsende", "date": "2026-11-30"}
    assert reply_to_json(reply) == {"version": 1, "answer": "later", "when": when, "confidence": 0.9, "redirect": ""}
    assert reply_to_json(Reply(Answer.NO, None, 0.5, "Bea")) == {
        "version": 1,
        "answer": "no",
        "when": None,
        "confidence": 0.5,
        "redirect": "Bea",
    }


@settings(max_examples=100, deadline=None)
@given(st.text(max_size=300), st.none() | st.datetimes(timezones=st.timezones()))
def test_any_text_can_be_read(text: str, sent: datetime.datetime | None) -> None:
    reply = read_reply(Draft(text), sent)
    assert 0 <= reply.confidence <= 1
    assert reply.when is None or reply.answer is Answer.LATER
    json.dumps(reply_to_json(reply))


@pytest.mark.parametrize(
    "piece",
    ["yes ", "no, ", "?", "ask Petra ", "\n> ", "Best,\n", "aber ", "x", "frag doch bitte mal ", "Hab ich heute ", "Anna Bert, he's "],
)
def test_long_replies_take_bounded_time(piece: str) -> None:
    begun = time.process_time()
    read(piece * (200_000 // len(piece)))
    assert time.process_time() - begun < 5


def run(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    code = main(["reply", *arguments])
    out, err = capsys.readouterr()
    return code, out, err


def test_the_command(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    mail = tmp_path / "answer.eml"
    mail.write_text("From: b@x.example\nDate: Thu, 12 Nov 2026 09:00:00 +0100\n\nJetzt nicht, aber ab KW 3 gern.\n", encoding="utf-8")
    code, out, err = run(capsys, str(mail), "--format", "json")
    assert (code, err) == (0, "")
    found = json.loads(out)
    assert (found["answer"], found["when"]) == ("later", {"text": "ab KW 3", "date": "2027-01-18"})
    code, out, _ = run(capsys, str(mail))
    assert code == 0
    assert out.startswith("later (how sure: ")
    assert "“ab KW 3” = 2027-01-18" in out


def test_the_command_reads_standard_input(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"From: b@x.example\n\nRather not.\n")))
    code, out, _ = run(capsys, "-")
    assert code == 0
    assert out.startswith("no ")


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("empty.eml", b"", "the message is empty"),
        ("junk.eml", bytes(range(256)) * 8, "not a mail: binary data without a header"),
        ("silent.eml", b"From: b@x.example\nTo: c@x.example\n\n\n", "there is no text in this mail"),
        ("two.mbox", b"From a Thu Nov 12 09:00:00 2026\n\nYes\n\nFrom b Thu Nov 12 09:00:00 2026\n\nNo\n", "holds several mails"),
    ],
)
def test_what_cannot_be_read_is_one_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], name: str, content: bytes, message: str
) -> None:
    (tmp_path / name).write_bytes(content)
    code, out, err = run(capsys, str(tmp_path / name))
    assert (code, out, err.count("\n")) == (2, "", 1)
    assert message in err


def test_a_missing_file_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, _, err = run(capsys, str(tmp_path / "nowhere.eml"))
    assert code == 2
    assert "nowhere.eml" in err


@pytest.mark.parametrize("text", ["Yes, please do, I would love to talk to him.", "Sure, happy to speak to her."])
def test_wanting_to_talk_to_the_other_points_to_nobody_else(text: str) -> None:
    assert read(text).answer is Answer.YES
    assert ground(text) is Ground.CLEAR


def test_telling_to_talk_to_somebody_still_casts_doubt_on_a_yes() -> None:
    assert ground("Yes, but better talk to my colleague Petra.") is Ground.DOUBTFUL
