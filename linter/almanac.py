"""Intervals of the calendar: weeks, months, quarters, seasons and feasts, each as (first day, last day)."""

from __future__ import annotations

import calendar
import datetime
from collections.abc import Callable
from contextlib import suppress

from dateutil.easter import easter

Interval = tuple[datetime.date, datetime.date]
Yearly = Callable[[int], Interval]  # the interval of a year

_DAY = datetime.timedelta(1)


def day(date: datetime.date) -> Interval:
    """One day."""
    return date, date


def week(date: datetime.date) -> Interval:
    """The week, Monday to Sunday, that a day is in."""
    monday = date - date.weekday() * _DAY
    return monday, monday + 6 * _DAY


def week_number(number: int, year: int, today: datetime.date) -> Interval:
    """A week of ISO 8601; `year` 0 means the next week of that number."""
    monday = datetime.date.fromisocalendar(year or today.isocalendar().year, number, 1)
    if not year and monday <= today:
        monday = datetime.date.fromisocalendar(today.isocalendar().year + 1, number, 1)
    return week(monday)


def month(year: int, number: int) -> Interval:
    """A month; numbers beyond 12 count on into the next year."""
    year, number = year + (number - 1) // 12, (number - 1) % 12 + 1
    return datetime.date(year, number, 1), datetime.date(year, number, calendar.monthrange(year, number)[1])


def months(year: int, number: int, length: int) -> Interval:
    """Several months from a month on: a quarter, a season, a year."""
    return month(year, number)[0], month(year, number + length - 1)[1]


def coming(make: Yearly, today: datetime.date) -> Interval:
    """The first of the yearly intervals that is not over yet; it may have begun. ValueError if no year has one."""
    for year in range(today.year - 1, today.year + 9):
        with suppress(ValueError):  # a year without a 29 February; there are up to seven in a row
            interval = make(year)
            if interval[1] > today:
                return interval
    raise ValueError("no such day in any year")


def quarter_of(date: datetime.date) -> int:
    """The quarter a day is in, 1 to 4."""
    return (date.month - 1) // 3 + 1


def weekday(number: int, today: datetime.date, next_week: bool) -> Interval:
    """The next such weekday (Monday is 0) behind today, or that of the next week."""
    if next_week:
        return day(week(today)[1] + (number + 1) * _DAY)
    return day(today + ((number - today.weekday() - 1) % 7 + 1) * _DAY)


def day_of_month(number: int, today: datetime.date) -> Interval:
    """The next day of that number, such as "the 15th", behind today. ValueError if there is none within two months."""
    for ahead in range(3):
        first, last = month(today.year, today.month + ahead)
        if number <= last.day and first.replace(day=number) > today:
            return day(first.replace(day=number))
    raise ValueError("no such day")


def part(name: str, interval: Interval) -> Interval:
    """The "early", "middle" or "end" of an interval, as one day. The working week ends on Friday."""
    first, last = interval
    length = (last - first).days
    if name == "early":
        return day(first)
    if name == "middle":
        return day(
            first + 2 * _DAY
            if length == 6
            else first + 14 * _DAY
            if length < 31
            else month(first.year, first.month + (length + 1) // 61)[0]
        )
    return day(last - 2 * _DAY if length == 6 else last)


def half(number: int, interval: Interval) -> Interval:
    """The first or second half of a month or of a longer time."""
    first, last = interval
    middle = first + 15 * _DAY if (last - first).days < 31 else month(first.year, first.month + 6)[0]
    return (first, middle - _DAY) if number == 1 else (middle, last)


def week_of_month(number: int, interval: Interval) -> Interval:
    """A numbered week of a month: that of its n-th Monday."""
    first = interval[0]
    return week(_nth_weekday(first.year, first.month, 0, number)[0])


def _nth_weekday(year: int, number: int, weekday_: int, nth: int) -> Interval:
    first = datetime.date(year, number, 1)
    return day(first + ((weekday_ - first.weekday()) % 7 + 7 * (nth - 1)) * _DAY)


def _weekday_until(last: datetime.date, weekday_: int) -> Interval:
    """The last such weekday up to a day, that day included."""
    return day(last - (last.weekday() - weekday_) % 7 * _DAY)


def _from_easter(begin: int, end: int) -> Yearly:
    return lambda year: (easter(year) + begin * _DAY, easter(year) + end * _DAY)


def _from_advent(days: int) -> Yearly:
    return lambda year: day(_advent(year)[0] + days * _DAY)


def _fixed(number: int, first: int, last: int) -> Yearly:
    return lambda year: (datetime.date(year, number, first), datetime.date(year, number, last))


def _advent(year: int) -> Interval:
    """The first Sunday of Advent, the fourth before Christmas."""
    christmas = datetime.date(year, 12, 25)
    return day(christmas - (christmas.weekday() + 22) * _DAY)


FEASTS: dict[str, Yearly] = {
    "shrove_tuesday": _from_easter(-47, -47),
    "ash_wednesday": _from_easter(-46, -46),
    "mothering_sunday": _from_easter(-21, -21),
    "palm_sunday": _from_easter(-7, -7),
    "easter": _from_easter(0, 1),
    "easter_monday": _from_easter(1, 1),
    "low_sunday": _from_easter(7, 7),
    "good_friday": _from_easter(-2, -2),
    "ascension": _from_easter(39, 39),
    "pentecost": _from_easter(49, 50),
    "whit_monday": _from_easter(50, 50),
    "corpus_christi": _from_easter(60, 60),
    "carnival": _from_easter(-48, -47),
    "christmas_eve": _fixed(12, 24, 24),
    "christmas": _fixed(12, 25, 26),
    "boxing_day": _fixed(12, 26, 26),
    "new_year_eve": _fixed(12, 31, 31),
    "new_year": _fixed(1, 1, 1),
    "advent": lambda year: (_advent(year)[0], datetime.date(year, 12, 24)),
    "first_advent": _advent,
    "repentance": _from_advent(-11),
    "last_sunday": _from_advent(-7),
    "candlemas": _fixed(2, 2, 2),
    "canada_day": _fixed(7, 1, 1),
    "lammas": _fixed(8, 1, 1),
    "german_unity": _fixed(10, 3, 3),
    "martinmas": _fixed(11, 11, 11),
    "st_nicholas": _fixed(12, 6, 6),
    "harvest": lambda year: _nth_weekday(year, 10, 6, 1),
    "memorial_day": lambda year: _weekday_until(datetime.date(year, 5, 31), 0),
    "victoria_day": lambda year: _weekday_until(datetime.date(year, 5, 24), 0),
    "epiphany": _fixed(1, 6, 6),
    "michaelmas": _fixed(9, 29, 29),
    "halloween": _fixed(10, 31, 31),
    "all_saints": _fixed(11, 1, 1),
    "thanksgiving": lambda year: _nth_weekday(year, 11, 3, 4),
    "labor_day": lambda year: _nth_weekday(year, 9, 0, 1),
}
