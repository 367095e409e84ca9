import datetime
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from linter import dates
from linter.language import languages

BERLIN = datetime.timezone(datetime.timedelta(hours=1))
CHICAGO = datetime.timezone(datetime.timedelta(hours=-6))
SENT = datetime.datetime(2026, 11, 12, 9, 0, tzinfo=BERLIN)  # a Thursday


def resolved(text: str, sent: datetime.datetime = SENT) -> str | None:
    """The one date in a text."""
    (found,) = dates.find(text)
    date = dates.resolve(found, sent)
    return date.isoformat() if date else None


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("bis Monatsende", "2026-11-30"),
        ("Ende des Monats", "2026-11-30"),
        ("at the end of the month", "2026-11-30"),
        ("nach Ostern", "2027-03-30"),
        ("after Easter", "2027-03-30"),
        ("KW 3", "2027-01-18"),
        ("week 50", "2026-12-07"),
        ("in January", "2027-01-01"),
        ("im Jänner", "2027-01-01"),
        ("Mitte Januar", "2027-01-15"),
        ("late in February", "2027-02-28"),
        ("nach dem 15.", "2026-11-16"),
        ("after the 15th", "2026-11-16"),
        ("the 3rd", "2026-12-03"),
        ("nächste Woche", "2026-11-16"),
        ("end of next week", "2026-11-20"),
        ("in two weeks", "2026-11-26"),
        ("in a fortnight", "2026-11-26"),
        ("in 6 Wochen", "2026-12-24"),
        ("in einem Monat", "2026-12-12"),
        ("tomorrow", "2026-11-13"),
        ("übermorgen", "2026-11-14"),
        ("Friday", "2026-11-13"),
        ("next Friday", "2026-11-20"),
        ("kommenden Freitag", "2026-11-13"),
        ("Thursday", "2026-11-19"),
        ("15.01.", "2027-01-15"),
        ("am 3.12.2026", "2026-12-03"),
        ("3 December", "2026-12-03"),
        ("Dec 3rd, 2027", "2027-12-03"),
        ("2027-02-01", "2027-02-01"),
        ("Q2", "2027-04-01"),
        ("im zweiten Quartal", "2027-04-01"),
        ("next quarter", "2027-01-01"),
        ("after the summer", "2027-09-01"),
        ("im Frühjahr", "2027-03-01"),
        ("after the weekend", "2026-11-16"),
        ("nach Weihnachten", "2026-12-27"),
        ("after Thanksgiving", "2026-11-27"),
        ("in the new year", "2027-01-01"),
        ("Anfang des Jahres", "2027-01-01"),
        ("zweite Aprilhälfte", "2027-04-16"),
        ("the week of the 23rd", "2026-11-23"),
        ("in 2028", "2028-01-01"),
        ("the week after next", "2026-11-23"),
        ("übernächste Woche", "2026-11-23"),
        ("übernächsten Monat", "2027-01-01"),
        ("in vierzehn Tagen", "2026-11-26"),
        ("nach dem 1. Advent", "2026-11-30"),
        ("after Michaelmas", "2027-09-30"),
        ("nach Allerheiligen", "2027-11-02"),
        ("in einem halben Jahr", "2027-05-12"),
        ("in half a year", "2027-05-12"),
        ("half a year from now", "2027-05-12"),
        ("after a half year", "2027-05-12"),
        ("a half year on Friday", None),
        ("in eighteen months", "2028-05-12"),
        ("a month from now", "2026-12-12"),
        ("drei Wochen ab heute", "2026-12-03"),
        ("give me two weeks", "2026-11-26"),
        ("gib mir noch zwei Wochen", "2026-11-26"),
        ("Wednesday of next week", "2026-11-18"),
        ("next week Wednesday", "2026-11-18"),
        ("Freitag nächster Woche", "2026-11-20"),
        ("nächste Woche am Mittwoch", "2026-11-18"),
        ("Monday week", "2026-11-23"),
        ("the Monday after next", "2026-11-23"),
        ("a fortnight on Saturday", "2026-11-28"),
        ("Montag in zwei Wochen", "2026-11-30"),
        ("a month on Friday", None),
        ("im Herbst nächsten Jahres", "2027-09-01"),
        ("in December of next year", "2027-12-01"),
        ("in spring 2028", "2028-03-01"),
        ("im zweiten Halbjahr 2027", "2027-07-01"),
        ("in the third quarter of next year", "2027-07-01"),
        ("Anfang 2027", "2027-01-01"),
        ("late 2027", "2027-12-31"),
        ("after month-end", "2026-12-01"),
        ("im Advent", "2026-11-29"),
        ("ab Lichtmess", "2027-02-02"),
        ("nach Aschermittwoch", "2027-02-11"),
        ("um Martini", "2027-11-11"),
        ("Pfingstmontag", "2027-05-17"),
        ("nach dem Weißen Sonntag", "2027-04-05"),
        ("nach dem Totensonntag", "2026-11-23"),
        ("nach dem Buß- und Bettag", "2026-11-19"),
        ("nach Nikolaus", "2026-12-07"),
        ("nach Erntedank", "2027-10-04"),
        ("after Memorial Day", "2027-06-01"),
        ("after Victoria Day", "2027-05-25"),
        ("by Candlemas", "2027-02-02"),
        ("nach der Probe am 20.11.", "2026-11-21"),
        ("after the AGM on 27 January", "2027-01-28"),
        ("after my recital (the 28th", "2026-11-29"),
        ("my mail of 3 November", None),
        ("31 June", None),
        ("31.6.", None),
        ("in 2020", None),
        ("in 999 years", None),
        ("this week", None),
    ],
)
def test_a_time_is_resolved(text: str, date: str | None) -> None:
    assert resolved(text) == date


@pytest.mark.parametrize(
    ("text", "sent", "date"),
    [
        ("on 29.2.", "2027-12-01", "2028-02-29"),
        ("am 29.2.", "2028-02-28", "2028-02-29"),
        ("29/2/2028", "2026-12-01", "2028-02-29"),
        ("29.2.2027", "2026-12-01", None),
        ("on 29.2.", "2028-03-01", None),  # the next is four years away: the last was meant
        ("on 29.2.", "2096-03-01", None),  # and here eight, for 2100 has none
    ],
)
def test_a_leap_day_is_looked_for_in_the_years_that_have_it(text: str, sent: str, date: str | None) -> None:
    assert resolved(text, datetime.datetime.fromisoformat(sent).replace(tzinfo=BERLIN)) == date


def test_the_zone_of_the_writer_decides() -> None:
    late = datetime.datetime(2026, 11, 13, 2, 0, tzinfo=datetime.UTC)
    assert resolved("tomorrow", late) == "2026-11-14"
    assert resolved("tomorrow", late.astimezone(CHICAGO)) == "2026-11-13"  # there it is still the evening before
    assert resolved("12/1", SENT) == "2027-01-12"
    assert resolved("12/1", SENT.astimezone(CHICAGO)) == "2026-12-01"


@pytest.mark.parametrize(
    "text",
    [
        "last Friday",
        "since January",
        "if I may",
        "Guten Morgen",
        "two weeks ago",
        "call 0161 496 0000",
        "on Wednesdays",
        "every Monday",
        "jeden Morgen",
        "am Morgen",
        "Bank Holiday Monday",
        "on call 24/7",
        "das tue ich",
        "Frau Martini",
        "2027",
    ],
)
def test_what_is_over_or_no_date_is_not_found(text: str) -> None:
    assert not dates.find(text)


@pytest.mark.parametrize(
    ("text", "time_text"),
    [
        ("Happy to, when I'm back from leave. Not now.", "when I'm back from leave"),
        ("Gern, sobald das Baby da ist, vorher nicht.", "sobald das Baby da ist"),
        ("lieber etwas später", "etwas später"),
    ],
)
def test_a_condition_stays_text(text: str, time_text: str) -> None:
    assert [found.text for found in dates.conditions(text)] == [time_text]
    assert not dates.find(text)


@pytest.mark.parametrize(
    ("text", "event"),
    [
        ("I fly tomorrow. Gladly when I'm back from Oslo.", "when I'm back from Oslo"),
        ("Montag geht es in die Klinik. Nach der Reha sehr gern.", "Nach der Reha sehr gern"),
        ("Friday suits me. When you write, copy Jo.", None),
        ("Not until Thursday. After that, gladly.", None),
        ("In January, please. Once the move is over I have time.", None),
        ("Freitag passt. Wenn Sie Fragen haben, rufen Sie an.", None),
    ],
)
def test_an_event_behind_a_near_day_is_what_is_waited_for(text: str, event: str | None) -> None:
    (time,) = dates.find(text)
    found = dates.event_behind(text, time)
    assert (found.text if found else None) == event


def words() -> st.SearchStrategy[str]:
    """Texts of the words that dates are made of, and of anything else."""
    known = {word for entry in languages() for field in vars(entry.replies.dates).values() for word in field}
    return st.lists(st.sampled_from(sorted(known)) | st.integers(0, 40).map(str) | st.text(max_size=6), max_size=12).map(" ".join)


@settings(max_examples=150, deadline=None)
@given(words(), st.datetimes(timezones=st.timezones() | st.just(datetime.UTC)))
def test_a_date_lies_behind_the_reply_or_is_none(text: str, sent: datetime.datetime) -> None:
    for found in dates.find(text):
        assert text[found.start : found.end] == found.text
        date = dates.resolve(found, sent)
        assert date is None or date > sent.date()
    for condition in dates.conditions(text):
        assert condition.text in text


@pytest.mark.parametrize("piece", ["in ", "nach dem ", "1", "1.", "until ", "the end of the ", "a", "next week ", "\n", "in 2 weeks "])
def test_long_texts_take_bounded_time(piece: str) -> None:
    text = piece * (200_000 // len(piece))
    begun = time.process_time()
    for found in dates.find(text):
        dates.resolve(found, SENT)
    dates.conditions(text)
    assert time.process_time() - begun < 5
