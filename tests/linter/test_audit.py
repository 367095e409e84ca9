"""An audit reads every form of archive, tells sent mail apart, counts what it should, and tells nobody's name unasked."""

from __future__ import annotations

import bz2
import csv
import gzip
import io
import lzma
import os
import re
import tracemalloc
import zipfile
from collections.abc import Callable
from importlib.resources import files
from itertools import islice, repeat
from pathlib import Path

import pytest
from audit_archive import ANNA, MIKE, OWNER, Run, line, mail, mbox, write
from hypothesis import given
from hypothesis import strategies as st
from lxml import html

from linter.audit.chunks import cut
from linter.audit.headers import read
from linter.audit.page import page
from linter.audit.plots import columns
from linter.language import languages
from linter.raw import Raw, messages, size

MAILS = (
    mail(1, "AMBUSH"),
    mail(2, "MAY I?", to=MIKE, days=1),
    mail(3, "See you."),
    mail(4, "BOTH AGREED", days=40),
    mail(5, "x", sender=MIKE),
)


def zipped(files: dict[str, bytes]) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return packed.getvalue()


def maildir(folder: Path) -> None:
    for number, data in enumerate(MAILS):
        write(folder / "Maildir" / ("cur" if number % 2 else "new") / f"{number}:2,S", data)


def tree(folder: Path) -> None:
    for number, data in enumerate(MAILS):
        write(folder / f"year{number % 2}" / f"{number}.eml", data)


FORMS: dict[str, Callable[[Path], object]] = {
    "mbox": lambda folder: write(folder / "a.mbox", mbox(*MAILS)),
    "gzip": lambda folder: write(folder / "a.mbox.gz", gzip.compress(mbox(*MAILS))),
    "bzip2": lambda folder: write(folder / "a.mbox.bz2", bz2.compress(mbox(*MAILS))),
    "xz": lambda folder: write(folder / "a.mbox.xz", lzma.compress(mbox(*MAILS))),
    "zip": lambda folder: write(folder / "takeout.zip", zipped({"Takeout/Mail/All.mbox": mbox(*MAILS), "Takeout/index.html": b"<p>"})),
    "zip of mails": lambda folder: write(folder / "a.zip", zipped({f"a/{number}.eml": data for number, data in enumerate(MAILS)})),
    "Maildir": maildir,
    "tree": tree,
    "JSON lines": lambda folder: write(folder / "a.jsonl", b"".join(map(line, range(4), ["AMBUSH", "MAY I?", "Hello", "BOTH AGREED"]))),
}


@pytest.mark.parametrize("form", FORMS)
def test_every_form_of_archive_gives_the_same_counts(tmp_path: Path, form: str) -> None:
    FORMS[form](tmp_path / "in")
    run = Run(tmp_path / "out", tmp_path / "in")
    assert run.counts == (1, 1, 1)
    assert (run.json["sent"], run.json["read"], run.json["unread"]) == (4, 4 if form == "JSON lines" else 5, 0)
    assert run.json["asked_first"] == pytest.approx(2 / 3, abs=1e-4)


@pytest.mark.parametrize("folder", ["Sent", "Gesendet", "[Gmail]/Sent Mail", "Maildir/.INBOX.Gesendete Objekte", "Sent-2", "SENT MESSAGES"])
def test_folders_of_sent_mail_are_known_in_both_languages(tmp_path: Path, folder: str) -> None:
    write(tmp_path / folder / "1.eml", mail(1, "AMBUSH"))
    for number in range(2, 9):
        write(tmp_path / "Archive" / f"{number}.eml", mail(number, "AMBUSH", sender=MIKE))
    run = Run(tmp_path / "out", tmp_path)
    assert run.counts == (1, 0, 0)
    assert "clara@voss.example" in run.told[0]


@pytest.mark.parametrize("label", ["Sent", "Gesendet,Archiviert", "=?UTF-8?Q?Wichtig,Gesendet,Ge=C3=B6ffnet?=", '"Sent","Work"'])
def test_labels_of_takeout_tell_sent_mail(tmp_path: Path, label: str) -> None:
    others = [mail(number, "AMBUSH", sender=MIKE, X_Gmail_Labels="Inbox") for number in range(2, 6)]
    box = write(tmp_path / "All mail.mbox", mbox(mail(1, "AMBUSH", X_Gmail_Labels=label), *others))
    assert Run(tmp_path / "out", box).counts == (1, 0, 0)


@pytest.mark.parametrize("label", ["Drafts", "=?UTF-8?Q?Entw=C3=BCrfe?=", "Spam", "Sent,Spam"])
def test_drafts_and_spam_were_never_sent(tmp_path: Path, label: str) -> None:
    box = write(tmp_path / "a.mbox", mbox(mail(1, "AMBUSH", X_Gmail_Labels=label), mail(2, "MAY I?", X_Gmail_Labels="Sent")))
    assert Run(tmp_path / "out", box).counts == (0, 0, 1)
    write(tmp_path / "Entwürfe" / "1.eml", mail(1, "AMBUSH"))
    assert Run(tmp_path / "out2", tmp_path / "Entwürfe", own=("clara@voss.example",)).counts == (0, 0, 0)


def test_without_folders_whoever_wrote_most_is_the_owner(tmp_path: Path) -> None:
    box = write(tmp_path / "a.mbox", mbox(*MAILS, mail(6, "AMBUSH", sender=ANNA)))
    run = Run(tmp_path / "out", box)
    assert run.json["sent"] == 4
    assert run.told == ["taken as yours: clara@voss.example (say otherwise with --own)"]


@pytest.mark.parametrize(("own", "sent"), [("mike@hale.example", 1), ("@hale.example", 1), ("@voss.example", 4), ("nobody@x.example", 0)])
def test_an_address_given_decides_alone(tmp_path: Path, own: str, sent: int) -> None:
    write(tmp_path / "Sent" / "a.mbox", mbox(*MAILS))
    run = Run(tmp_path / "out", tmp_path / "Sent", own=(own,))
    assert (run.json["sent"], run.told) == (sent, [])


def test_a_draft_of_nobody_is_ones_own_and_a_broken_line_an_error(tmp_path: Path) -> None:
    lines = write(tmp_path / "a.jsonl", b'{"to": "a@b.example", "body": "AMBUSH"}\n{"to": 7}\n{\n' + line(1, "AMBUSH"))
    run = Run(tmp_path / "out", lines, own=("mike@hale.example",))
    assert (run.counts, run.json["unread"]) == ((1, 0, 0), 2)


def test_introductions_are_counted_by_month_and_language(tmp_path: Path) -> None:
    box = write(tmp_path / "a.mbox", mbox(*MAILS, mail(6, "Hallo AMBUSH", days=1), mail(7, "Hallo", days=70)))
    run = Run(tmp_path / "out", box)
    months = {row["month"]: (row["sent"], row["unannounced_introduction"], row["permitted_introduction"]) for row in run.json["months"]}
    assert months == {"2025-03": (4, 2, 0), "2025-04": (1, 0, 1), "2025-05": (1, 0, 0)}
    languages = {row["language"]: (row["sent"], row["unannounced_introduction"]) for row in run.json["languages"]}
    assert languages == {"en": (4, 1), "de": (2, 1)}


def test_a_copy_of_a_mail_is_one_introduction(tmp_path: Path) -> None:
    write(tmp_path / "All.mbox", mbox(*MAILS))
    write(tmp_path / "Sent.mbox", mbox(*MAILS[:4]))
    run = Run(tmp_path / "out", tmp_path / "All.mbox", tmp_path / "Sent.mbox", tmp_path / "All.mbox")
    assert run.counts == (1, 1, 1)
    assert run.json["read"] == 9  # a path named twice is read once


def answers(run: Run, verdict: str) -> tuple[int, int, int, float | None]:
    row = next(row for row in run.json["answers"] if row["verdict"] == verdict)
    return row["everybody"], row["somebody"], row["nobody"], row["median_days"]


@pytest.mark.parametrize(
    ("reply", "expected"),
    [
        ({"In_Reply_To": "<1@voss.example>"}, (0, 1, 0, 2.0)),
        ({"References": "<0@voss.example> <1@voss.example> <8@hale.example>"}, (0, 1, 0, 2.0)),
        ({"References": "<1@voss.example> " + " ".join(f"<{n}@x.example>" for n in range(200))}, (0, 1, 0, 2.0)),
        ({"X_GM_THRID": "77"}, (0, 1, 0, 2.0)),
        ({"In_Reply_To": "<2@voss.example>"}, (0, 0, 1, None)),
        ({"In_Reply_To": "<1@voss.example>", "days": -2}, (0, 0, 1, None)),
        ({"In_Reply_To": "<1@voss.example>", "sender": "Eve <eve@x.example>"}, (0, 0, 1, None)),
    ],
)
def test_answers_are_found_by_thread_person_and_time(tmp_path: Path, reply: dict[str, object], expected: object) -> None:
    received = mail(9, "Hi!", **{"sender": MIKE, "to": OWNER, "days": 2, **reply})  # type: ignore[arg-type]
    box = write(tmp_path / "a.mbox", mbox(mail(1, "AMBUSH", X_GM_THRID="77"), received, mail(3, "x"), mail(4, "x")))
    assert answers(Run(tmp_path / "out", box), "unannounced_introduction") == expected


def test_everybody_answered_when_both_sides_did_and_the_first_counts(tmp_path: Path) -> None:
    replies = [mail(9 + n, "Hi!", sender, OWNER, days, In_Reply_To="<1@voss.example>") for n, (sender, days) in
               enumerate([(MIKE, 5), (ANNA, 3), (MIKE, 1)])]  # fmt: skip
    box = write(tmp_path / "a.mbox", mbox(*replies, mail(1, "BOTH AGREED"), *[mail(n, "x") for n in range(20, 24)]))
    assert answers(Run(tmp_path / "out", box), "permitted_introduction") == (1, 0, 0, 1.0)


def test_what_answers_to_requests_say_is_read(tmp_path: Path) -> None:
    reply = mail(9, "Gern!", MIKE, OWNER, 2, In_Reply_To="<2@voss.example>")
    box = write(tmp_path / "a.mbox", mbox(*MAILS, reply))
    run = Run(tmp_path / "out", box, reader=lambda draft: "yes" if "Gern" in draft.body else "unclear")
    assert next(row["said"] for row in run.json["answers"] if row["verdict"] == "permission_request") == {"yes": 1}
    assert "Requests were answered with: yes 1." in run.html
    assert [row["said"] for row in csv.DictReader(io.StringIO(run.csv))] == ["", "yes", ""]


def test_people_are_numbers_and_nothing_else_is_told(tmp_path: Path) -> None:
    secret = write(tmp_path / "secret-folder" / "a.mbox", mbox(*MAILS, mail(6, "AMBUSH secretly", Subject="secret"), mail(7, "UNREADABLE")))
    run = Run(tmp_path / "out", secret)
    assert [(row["number"], row["name"], row["introductions"]) for row in run.json["people"]] == [(1, None, 3), (2, None, 3)]
    kept = (tmp_path / "out" / "state.jsonl").read_text()
    for text in (str(run.json), run.csv, run.html, kept):
        assert not [word for word in ("ike", "anna", "Roth", "hale.example", "lara", "voss", "ecret") if word in text]
    assert "Person 1" in run.html


def test_names_and_files_are_shown_to_those_who_ask(tmp_path: Path) -> None:
    box = write(tmp_path / "a.mbox", mbox(*MAILS, mail(6, "AMBUSH", to=f"{ANNA}, Zoe <zoe@x.example>"), mail(7, "UNREADABLE")))
    run = Run(tmp_path / "out", box, names=True)
    assert [(row["name"], row["introductions"], row["unannounced"]) for row in run.json["people"]] == [
        (ANNA, 3, 2), (MIKE, 2, 1), ("Zoe <zoe@x.example>", 1, 1),
    ]  # fmt: skip
    rows = list(csv.DictReader(io.StringIO(run.csv)))
    assert rows[0]["source"] == f"{box}:1"
    assert rows[1]["people"] == MIKE
    ((error,),) = [run.json["errors"]]
    assert (error["reason"], error["count"], len(error["sources"])) == ("too strange to judge", 1, 1)
    assert ANNA.replace("<", "&lt;").replace(">", "&gt;") in run.html


def test_what_cannot_be_read_is_told_and_counted(tmp_path: Path) -> None:
    write(tmp_path / "in" / "a.mbox", mbox(*MAILS, mail(7, "UNREADABLE")))
    write(tmp_path / "in" / "b.mbox.xz", lzma.compress(mbox(*MAILS) * 99)[:-50])
    write(tmp_path / "in" / "c.zip", b"PK\x03\x04 no zip")
    run = Run(tmp_path / "out", tmp_path / "in", tmp_path / "missing")
    assert run.json["unread"] == 4
    assert [told.rpartition("/")[2].partition(":")[0] for told in run.told[1:]] == ["a.mbox", "b.mbox.xz", "c.zip", "missing"]


def test_the_page_is_whole_in_itself_and_takes_hostile_names_for_text(tmp_path: Path) -> None:
    evil = '"<script>alert(1)</script>\u202e" <evil@x.example>'
    box = write(tmp_path / "a.mbox", mbox(*MAILS, mail(6, "AMBUSH", to=f"{evil}, {MIKE}")))
    run = Run(tmp_path / "out", box, names=True)
    tree = html.document_fromstring(run.html)
    assert not tree.xpath("//script | //link | //img | //iframe | //*[@src] | //*[@href] | //*[@onclick]")
    assert "url(" not in run.html
    assert "\u202e" not in run.html
    assert "<script>" in tree.text_content()
    assert tree.get("lang") == "en"
    assert all(svg.get("role") == "img" and svg.get("aria-label") for svg in tree.xpath("//svg"))
    assert all(row.xpath("th") for row in tree.xpath("//table/tbody/tr") if row.xpath("ancestor::section[@aria-labelledby!='errors']"))


def test_the_page_speaks_german(tmp_path: Path) -> None:
    run = Run(tmp_path / "out", write(tmp_path / "a.mbox", mbox(*MAILS, *[mail(number, "Hallo") for number in range(9, 1_509)])))
    text = html.document_fromstring(page(run.summary, "de", "1", names=False)).text_content()
    assert "67 %" in text
    assert "1.504" in text
    assert "Person 1" in text
    assert not [word for word in ("asked", "introduced", "messages") if word in text]


def test_both_languages_have_the_same_words() -> None:
    assert len({frozenset(entry.audit) for entry in languages()}) == 1
    template = (files("linter.audit") / "page.html").read_text(encoding="utf-8")
    assert set(re.findall(r"words\.(\w+)", template)) <= set(languages()[0].audit)


def test_an_archive_without_introductions_has_a_page_too(tmp_path: Path) -> None:
    run = Run(tmp_path / "out", write(tmp_path / "a.mbox", mbox(mail(1, "Hello"))))
    assert run.json["asked_first"] is None
    assert "No introduction and no permission request" in run.html


@pytest.mark.parametrize("name", ["=HYPERLINK(1)", "+1", "-1", "@x"])
def test_a_name_is_no_formula_in_the_table(tmp_path: Path, name: str) -> None:
    box = write(tmp_path / "a.mbox", mbox(mail(1, "AMBUSH", to=f'"{name}" <x@x.example>')))
    (row,) = csv.DictReader(io.StringIO(Run(tmp_path / "out", box, names=True).csv))
    assert row["people"].startswith(f"'{name}")


@given(st.binary(max_size=400), st.booleans())
def test_any_bytes_have_a_head(data: bytes, is_json: bool) -> None:
    head = read(Raw("a", 1, data, is_json))
    assert head.time is None or head.time.tzinfo
    assert read(Raw("a", 1, b"From: a@b.example\n\n" + data)).sender == "a@b.example"


@given(st.lists(st.integers(0, 60)), st.integers(1, 100))
def test_chunks_hold_every_message_once_and_in_order(sizes: list[int], largest: int) -> None:
    raws = [Raw(f"file{n // 4}", n % 4, bytes(size)) for n, size in enumerate(sizes)]
    chunks = list(cut(iter(raws), b"key", largest))
    assert [raw for chunk in chunks for raw in chunk.messages] == raws
    assert all(chunk.messages for chunk in chunks)
    assert all(len(chunk.messages) == 1 or sum(len(raw.data) for raw in chunk.messages) <= largest for chunk in chunks)
    assert len({chunk.key for chunk in chunks}) == len(chunks)
    assert [chunk.key for chunk in cut(iter(raws), b"other", largest)] != [chunk.key for chunk in chunks] or not raws


@given(st.dictionaries(st.integers(0, 400), st.integers(0, 3_000), min_size=1))
def test_columns_show_every_mail_once(counts: dict[int, int]) -> None:
    months = {f"{2000 + n // 12}-{n % 12 + 1:02d}": {"x": counts.get(n, 0), "y": 1} for n in range(max(counts) + 1)}
    plot = columns(months, ("x", "y"))
    assert sum(box.count for box in plot.boxes) == sum(count["x"] + count["y"] for count in months.values())
    assert len(plot.rows) <= 50
    assert 2 <= len(plot.lines) <= 7
    assert len(plot.labels) <= 16
    assert all(box.y >= 9.9 for box in plot.boxes)


def test_reading_stays_flat_and_tells_how_far_it_is(tmp_path: Path) -> None:
    def peak(number: int) -> int:
        box = tmp_path / "a.mbox"
        with box.open("wb") as file:
            file.writelines(repeat(mbox(mail(1, ("x" * 70 + "\n") * 70)), number))
        seen: list[int] = []
        tracemalloc.start()
        total = sum(len(chunk.messages) for chunk in cut(messages([box], io.BytesIO(), seen.append), b""))
        _, highest = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        assert (total, sum(seen)) == (number, size([tmp_path]))
        return highest

    peak(10)
    assert peak(3_000) < peak(1_000) + 1_000_000


def test_the_first_chunk_does_not_wait_for_the_last(tmp_path: Path) -> None:
    def endless() -> Raw:
        return Raw("a", 1, b"x" * 1_000)

    assert len(list(islice(cut(iter(endless, None), b""), 2))) == 2


def test_what_cannot_be_read_does_not_hide_the_size_of_the_rest(tmp_path: Path) -> None:
    (tmp_path / "a.mbox").write_bytes(b"x" * 7)
    (tmp_path / "gone.mbox").symlink_to(tmp_path / "nowhere")
    (tmp_path / "circle").symlink_to(tmp_path)
    (tmp_path / "linked.mbox").symlink_to(tmp_path / "a.mbox")
    assert size([tmp_path, tmp_path / "nothing"]) == 14


def test_the_size_of_deep_folders_is_told(tmp_path: Path) -> None:
    (tmp_path / "b.mbox").write_bytes(b"x" * 2)
    deepest = tmp_path
    for _ in range(1_500):
        deepest /= "d"
        deepest.mkdir()
    (deepest / "a.mbox").write_bytes(b"x" * 5)
    try:
        assert size([tmp_path]) == 7
    finally:  # here, for pytest would go one call deeper for each folder
        (deepest / "a.mbox").unlink()
        os.removedirs(deepest)
