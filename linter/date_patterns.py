"""How times are written, as regular expressions made of the words of the language files."""

from __future__ import annotations

import re
from functools import cache

from linter.language import Dates, alternation, language, languages


def words(code: str) -> Dates:
    """The words of times in a language."""
    return language(code).replies.dates


@cache
def patterns(code: str) -> tuple[tuple[str, re.Pattern[str]], ...]:
    """The kinds of time in a language and their patterns; a group is named by what stands in it. Bounded repeats only."""
    w = words(code)
    article = rf"(?:(?:{alternation(w.article)})\s+)?"
    lead = rf"(?P<lead>(?:(?:{alternation(w.after + w.before)})\s+){{0,3}}){article}"
    part = rf"(?:(?P<part>{alternation(w.early + w.middle + w.end)})(?:\s+|-)(?:(?:{alternation(w.connect)})\s+)?)?"
    turn = rf"(?:(?P<next>{alternation(w.next)})\s+|(?:{alternation(w.this)})\s+)?"
    bare = rf"(?:{alternation(w.months)})\b\.?"
    month = rf"(?P<month>{alternation(w.months)})\b\.?"
    ordinal = rf"(?P<ordinal>{alternation(w.ordinals)})\s+"
    suffix = rf"(?:{alternation(w.day_suffix)})"
    years = alternation(word for word, period in w.periods.items() if period == "year")
    next_year = rf"(?P<next_year>(?:{alternation(w.next)})\s+(?:{years}))"
    year = rf"(?:,?\s+(?:(?:{alternation(w.connect)})\s+)?(?:(?P<year>20\d\d)|{next_year}))?"
    next_week = rf"(?:{alternation(w.next)})\s+(?:{alternation(word for word, period in w.periods.items() if period == 'week')})"
    weekday = rf"(?P<weekday>{alternation(w.weekdays)})"
    counted = rf"(?P<number>\d{{1,3}}|{alternation(w.amounts)})\s+(?P<unit>{alternation(w.units)})"
    amount = rf"(?:{counted}|(?P<span>{alternation(w.spans)}))"
    day_first = rf"\d{{1,2}}{suffix}?\s*(?:of\s+)?{bare}(?:,?\s*20\d\d)?"
    month_first = rf"{bare}\s+\d{{1,2}}{suffix}?(?:,?\s+20\d\d)?"
    unit_of_month = rf"(?:(?P<half>{alternation(w.half)})|(?:{alternation(w.week)}))"
    kinds = {
        "day": rf"(?P<date>20\d\d-\d\d?-\d\d?|{day_first}|{month_first})",
        "numeric": r"(?!24/7)(?P<first>\d{1,2})(?P<mark>[./])\s?(?P<second>\d{1,2})(?:(?P=mark)\s?(?P<year>20\d\d|\d\d)|\.)?(?![\d:])",
        "fraction": rf"{ordinal}{unit_of_month}\s+(?:{alternation(w.connect)})\s+{month}{year}",
        "half_year": rf"{ordinal}(?:{alternation(w.half)})(?:\s+(?:{alternation(w.connect)})\s+(?:{years}))?{year}",
        "month": rf"{part}{turn}{month}{year}",
        "amount": rf"{amount}(?:['’]?s?['’]?\s+time|\s+(?P<hence>{alternation(w.hence)}))?",
        "period": rf"{part}{turn}(?P<period>{alternation(w.periods)})",
        "weekday": rf"{turn}{weekday}",
        "weekday_of_week": rf"{weekday}\s+(?:(?:{alternation(w.connect)})\s+)?{next_week}",
        "week_weekday": rf"{next_week},?\s+(?:(?:{alternation(w.before)})\s+)?{weekday}",
        "weekday_ahead": rf"{weekday}\s+(?:{alternation(w.ahead)})\s+{amount}",
        "week": rf"(?:{alternation(w.week)})\s*\.?\s*(?P<week>\d{{1,2}})(?:\s*/\s*(?P<year>20\d\d))?",
        "week_of": rf"(?:{alternation(w.week_of)})\s+{article}(?P<nth>\d{{1,2}}){suffix}?",
        "quarter": rf"(?:q\s?(?P<quarter>[1-4])|{ordinal}(?:{alternation(w.quarter)})){year}",
        "new_year": rf"{part}(?:{alternation(w.new_year)})",
        "feast": rf"(?P<feast>{alternation(w.holidays)}){year}",
        "after_next": rf"(?P<after_next>{alternation(w.after_next)})",
        "season": rf"{part}{turn}(?P<season>{alternation(w.seasons)}){year}",
        "tomorrow": rf"(?<!am )(?<!heute )(?P<days>{alternation(w.tomorrow)})",
        "nth": rf"(?P<nth>\d{{1,2}}){suffix}",
        "year": rf"{part}(?P<year>20\d\d)",
    }
    if w.week_later:
        kinds["weekday_later"] = rf"{weekday}\s+(?:{alternation(w.week_later)})"
    if w.on:
        kinds["amount_on"] = rf"{amount}\s+(?:{alternation(w.on)})\s+{weekday}"
    if w.compounds:
        kinds["compound"] = rf"(?P<compound>{alternation(w.compounds)})"
    if w.month_parts:
        kinds["part_of_month"] = rf"{ordinal}{_unsuffixed(month)}(?P<month_part>{alternation(w.month_parts)}){year}"
    return tuple((kind, re.compile(rf"(?<![\w@/.-]){lead}{piece}(?![\w@/]|-\w)", re.I)) for kind, piece in kinds.items())


def _unsuffixed(month: str) -> str:
    return month.removesuffix(r"\b\.?")


@cache
def past(code: str) -> tuple[re.Pattern[str], re.Pattern[str]]:
    """What says that a time is over: in front of it, behind it."""
    w = words(code)
    return re.compile(rf"\b(?:{alternation(w.past)})\s+$", re.I), re.compile(rf"\s+(?:{alternation(w.ago)})\b", re.I)


@cache
def after(code: str) -> re.Pattern[str]:
    """The words that put what follows behind the time."""
    return re.compile(rf"\b(?:{alternation(words(code).after)})\b", re.I)


@cache
def after_event(code: str) -> re.Pattern[str]:
    """What stands in front of the day of an event that something comes after: "after the concert on"."""
    w = words(code)
    return re.compile(
        rf"\b(?:{alternation(w.after)})\s+(?:{alternation(w.article)})\s+(?:[\w'’-]{{1,30}}\s+){{1,4}}(?:\((?:[\w'’-]{{1,30}}\s+){{0,2}})?$",
        re.I,
    )


@cache
def condition() -> re.Pattern[str]:
    """How times begin that stay as text, in any language: vague ones (group "vague"), and events."""
    begin = alternation(phrase for entry in languages() for phrase in entry.replies.dates.condition)
    return re.compile(rf"\b(?:(?P<vague>{_vague()})|(?:{begin}))\b", re.I)


@cache
def event() -> re.Pattern[str]:
    """How a condition begins that is an event to wait for, in any language; "after that" and "when you write" are none."""
    begin = alternation(phrase for entry in languages() for phrase in entry.replies.dates.event)
    return re.compile(rf"(?:{begin})\b", re.I)


@cache
def vague() -> re.Pattern[str]:
    """Times that no calendar knows, in any language."""
    return re.compile(rf"\b(?:{_vague()})\b", re.I)


def _vague() -> str:
    return alternation(phrase for entry in languages() for phrase in entry.replies.dates.vague)
