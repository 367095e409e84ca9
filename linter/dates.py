"""Times of an answer: found in the text, and resolved against the day and zone it was written in.

`dateparser` reads days with a month; what it lacks is here: parts of months, weeks by number, quarters, seasons,
feasts, "the 15th", and what "after" does to all of them. It is imported when first needed: that takes a while.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Mapping
from dataclasses import dataclass

from dateutil.relativedelta import relativedelta

from linter import almanac
from linter.almanac import Interval
from linter.date_patterns import after, after_event, condition, event, past, patterns, vague, words
from linter.language import Dates, languages

MAX_READ = 4_000  # characters looked at
_MAX_YEARS = 10  # what is farther away was not meant
_MAX_CONDITION = 80  # characters
_MAX_EVENT = 80  # characters
_DAYS = ("day", "numeric", "nth", "weekday")
_NEAR = ("tomorrow", "weekday", "nth")
_MAX_AHEAD = datetime.timedelta(305)  # a day of the month without a year that is farther away has just passed: "your mail of 3 May"
_UNITS = {
    "day": relativedelta(days=1),
    "week": relativedelta(weeks=1),
    "fortnight": relativedelta(weeks=2),
    "month": relativedelta(months=1),
    "half_year": relativedelta(months=6),
    "year": relativedelta(years=1),
}
_CLAUSE_END = re.compile(r"[.!?;,\n:()–—]|\s-\s|\s(?:then|dann|but|aber|please|bitte)\b", re.I)
_SENTENCE_END = re.compile(r"[.!?;\n]")
_AMERICA = (datetime.timedelta(hours=-10), datetime.timedelta(hours=-3))  # zones in which 12/1 is the 1st of December


@dataclass(frozen=True)
class Time:
    """A time in a text: its span (start, end) in characters, and what was recognised in it. `kind` is "" if it stays text."""

    start: int
    end: int
    text: str
    kind: str = ""
    language: str = ""
    groups: Mapping[str, str] | None = None


def find(text: str) -> list[Time]:
    """The times of the calendar in the first `MAX_READ` characters, in order, the longest where they overlap."""
    text = text[:MAX_READ]
    found = [
        _time(match, text, kind, entry.code)
        for entry in languages()
        for kind, pattern in patterns(entry.code)
        for match in pattern.finditer(text)
        if not _over(match, text, kind, entry.code)
    ]
    found += [Time(match.start(), match.end(), match.group()) for match in vague().finditer(text)]
    kept: list[Time] = []
    for time in sorted(found, key=lambda t: (t.start - t.end, t.kind in _DAYS)):
        if all(time.end <= other.start or time.start >= other.end for other in kept):
            kept.append(time)
    return sorted((time for time in kept if time.kind), key=lambda t: t.start)


def _time(match: re.Match[str], text: str, kind: str, code: str) -> Time:
    """What was recognised; a day begins with the event it dates, "after the concert on", which is what it stands behind."""
    start, groups = match.start(), {k: v.lower() for k, v in match.groupdict().items() if v}
    begun = kind in _DAYS and after_event(code).search(text, max(0, start - _MAX_EVENT), start)
    if begun:
        start, groups["lead"] = begun.start(), begun.group().lower()
    return Time(start, match.end(), text[start : match.end()], kind, code, groups)


def conditions(text: str) -> list[Time]:
    """Times that stay as text: "when I'm back from leave", "later in the year"; up to the end of the clause."""
    text = text[:MAX_READ]
    found: list[Time] = []
    for match in condition().finditer(text):
        end = match.end()
        if match["vague"] is None:
            limit = min(end + _MAX_CONDITION, len(text))
            stop = _CLAUSE_END.search(text, end, limit)
            end = stop.start() if stop else limit
            if not text[match.end() : end].strip():
                continue
        if not found or match.start() >= found[-1].end:
            found.append(Time(match.start(), end, text[match.start() : end].strip()))
    return found


def event_behind(text: str, time: Time) -> Time | None:
    """The event that a later sentence waits for, where the time is a near day: what keeps the person busy until then.

    "I fly tomorrow. Gladly when I'm back" is the return, not tomorrow; a month would be what is meant.
    """
    if time.kind not in _NEAR:
        return None
    return next(
        (found for found in conditions(text) if event().match(found.text) and _SENTENCE_END.search(text, time.end, found.start)), None
    )


def resolve(time: Time, sent: datetime.datetime) -> datetime.date | None:
    """The first day of a time, behind the day in whose zone it was written; None where it can't be told."""
    today = sent.date()
    groups = time.groups or {}
    over = time.kind != "amount" and after(time.language).search(groups.get("lead", ""))
    try:
        interval = _interval(time, groups, sent)
        if interval is None:
            return None
        date = interval[1] + datetime.timedelta(1) if over else interval[0]
    except (ValueError, OverflowError):  # a 31st of June, a year beyond the calendar
        return None
    if time.kind in ("day", "numeric") and not re.search(r"20\d\d", time.text) and date > today + _MAX_AHEAD:
        return None
    return date if today < date and date.year <= today.year + _MAX_YEARS else None


def _over(match: re.Match[str], text: str, kind: str, code: str) -> bool:
    """Whether the time lies in the past, or is an everyday word or number by chance."""
    before, behind = past(code)
    if before.search(text, max(0, match.start() - 20), match.start()) or behind.match(text, match.end()):
        return True
    groups = match.groupdict()
    bare = not match["lead"] and not (groups.get("hence") or (kind == "year" and groups["part"]))
    if kind in ("amount", "year", "nth") and bare:
        return not (kind == "nth" and match.group().lower().startswith("the"))
    return bare and match.group().lower().strip(".") in words(code).ambiguous


def _interval(time: Time, groups: Mapping[str, str], sent: datetime.datetime) -> Interval | None:
    """The first and last day of what is named, without what stands in front of it."""
    w, today = words(time.language), sent.date()
    year = int(groups.get("year", 0))
    year += 2000 if 0 < year < 100 else 0
    year = today.year + 1 if "next_year" in groups else year
    match time.kind:
        case "day":
            return _parsed(groups["date"], time.language, sent)
        case "numeric":
            return _numeric(int(groups["first"]), int(groups["second"]), year, groups["mark"], sent)
        case "amount":
            return almanac.day(today + _amount(groups, w))
        case "weekday_later" | "weekday_ahead" | "amount_on":
            return _weeks_later(groups, w, today)
        case "weekday_of_week" | "week_weekday":
            return almanac.weekday(w.weekdays[groups["weekday"]], today, True)
        case "tomorrow":
            return almanac.day(today + datetime.timedelta(w.tomorrow[groups["days"]]))
        case "month" | "fraction" | "part_of_month":
            return _month(time.kind, groups, year, time.language, today)
        case "period":
            return _piece(_part_name(groups, w), w.periods[groups["period"]], "next" in groups, today)
        case "compound":
            name, period = w.compounds[groups["compound"]].split()
            return _piece(name, period, False, today)
        case "after_next":
            return _period(w.after_next[groups["after_next"]], 2, today)
        case "weekday":
            return almanac.weekday(w.weekdays[groups["weekday"]], today, "next" in groups and not _is_coming(groups["next"]))
        case "week":
            return almanac.week_number(int(groups["week"]), year, today)
        case "week_of":
            return almanac.week(almanac.day_of_month(int(groups["nth"]), today)[0])
        case "nth":
            return almanac.day_of_month(int(groups["nth"]), today)
        case "quarter":
            number = int(groups.get("quarter") or w.ordinals[groups["ordinal"]])
            return _yearly(lambda y: almanac.months(y, 3 * number - 2, 3), year, today)
        case "half_year":
            return almanac.half(w.ordinals[groups["ordinal"]], almanac.months(year or today.year, 1, 12))
        case "new_year":
            return almanac.coming(almanac.FEASTS["new_year"], today)
        case "year":
            return _part(groups, almanac.months(year, 1, 12), time.language)
        case "feast":
            return _yearly(almanac.FEASTS[w.holidays[groups["feast"]]], year, today)
        case _:  # season
            number = w.seasons[groups["season"]]
            season = _yearly(lambda y: almanac.months(y, number, 3), year, today)
            if season[0] <= today and "next" in groups:
                season = almanac.months(season[0].year + 1, number, 3)
            return _part(groups, season, time.language)


def _amount(groups: Mapping[str, str], w: Dates) -> relativedelta:
    """A span of time; months and years by the calendar."""
    if "span" in groups:
        return _UNITS[w.spans[groups["span"]]]
    number = w.amounts.get(groups["number"]) or int(groups["number"])
    unit = w.units[groups["unit"]]
    return _UNITS[unit] * number


def _weeks_later(groups: Mapping[str, str], w: Dates, today: datetime.date) -> Interval | None:
    """The next such weekday, so many weeks on; None for "a month on Friday"."""
    span = _amount(groups, w) if groups.keys() & {"unit", "span"} else _UNITS["week"]
    first = almanac.weekday(w.weekdays[groups["weekday"]], today, False)[0]
    return almanac.day(first + span) if span.days and span.days % 7 == 0 else None


def _is_coming(word: str) -> bool:
    """ "Coming Friday" is the next one there is; "next Friday" is that of the next week."""
    return word.startswith(("coming", "komm"))


def _yearly(make: almanac.Yearly, year: int, today: datetime.date) -> Interval:
    return make(year) if year else almanac.coming(make, today)


def _part_name(groups: Mapping[str, str], w: Dates) -> str:
    name = groups.get("part")
    return "" if name is None else "early" if name in w.early else "middle" if name in w.middle else "end"


def _part(groups: Mapping[str, str], interval: Interval, code: str) -> Interval:
    """The early, middle or end of an interval, if the text says so."""
    name = _part_name(groups, words(code))
    return almanac.part(name, interval) if name else interval


def _piece(name: str, period: str, following: bool, today: datetime.date) -> Interval:
    """A period or its early, middle or end; of the following one where that of the current one has passed."""
    interval = _period(period, following, today)
    if not name:
        return interval
    piece = almanac.part(name, interval)
    return piece if piece[0] > today else almanac.part(name, _period(period, True, today))


def _month(kind: str, groups: Mapping[str, str], year: int, code: str, today: datetime.date) -> Interval:
    """A month or a piece of one; the next that begins behind today, or the current one where its piece does."""
    w = words(code)
    number = w.months[groups["month"]]

    def make(of_year: int) -> Interval:
        whole = almanac.month(of_year, number)
        if kind == "month":
            return _part(groups, whole, code)
        nth = w.ordinals[groups["ordinal"]]
        halved = groups.get("half") or w.month_parts.get(groups.get("month_part", "")) == "half"
        return almanac.half(nth, whole) if halved else almanac.week_of_month(nth, whole)

    return _yearly(make, year, today)


def _period(name: str, following: int, today: datetime.date) -> Interval:
    """The week, month, quarter or year that comes so many after the current one."""
    if name in ("week", "weekend"):
        monday, sunday = almanac.week(today + datetime.timedelta(7 * following))
        return (monday, sunday) if name == "week" else (sunday - datetime.timedelta(1), sunday)
    if name == "month":
        return almanac.month(today.year, today.month + following)
    if name == "quarter":
        return almanac.months(today.year, 3 * (almanac.quarter_of(today) + following) - 2, 3)
    return almanac.months(today.year + following, 1, 12)


def _numeric(first: int, second: int, year: int, mark: str, sent: datetime.datetime) -> Interval | None:
    """Day and month, in the order of the writer's zone where a slash leaves it open."""
    offset = sent.utcoffset()
    american = mark == "/" and offset is not None and _AMERICA[0] <= offset <= _AMERICA[1]
    day, month = (second, first) if (american and first <= 12) or second > 12 else (first, second)
    if not (1 <= month <= 12 and 1 <= day <= 31):
        return None
    return _yearly(lambda y: almanac.day(datetime.date(y, month, day)), year, sent.date())


def _parsed(text: str, code: str, sent: datetime.datetime) -> Interval | None:
    """What dateparser makes of a day or a span of time."""
    import dateparser

    settings = {"RELATIVE_BASE": sent.replace(tzinfo=None), "PREFER_DATES_FROM": "future", "PREFER_DAY_OF_MONTH": "current"}
    found = dateparser.parse(" ".join(text.split()).rstrip("."), languages=[code], settings=settings)
    return almanac.day(found.date()) if found else None
