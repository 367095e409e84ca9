"""The words of the interface: gettext catalogues, chosen by the locale of the event. English is the text in the code."""

from __future__ import annotations

import io
from dataclasses import dataclass
from datetime import UTC, date, datetime, tzinfo
from functools import cache
from gettext import GNUTranslations, NullTranslations
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from babel.core import Locale, UnknownLocaleError
from babel.dates import format_date, format_datetime
from babel.lists import format_list
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

CATALOGUES = Path(__file__).parent / "catalogues"
ENGLISH = "en"


@dataclass(frozen=True)
class Words:
    """Says things in one language. Call it with the English text; `{name}` in it is replaced."""

    locale: Locale
    zone: tzinfo
    translations: NullTranslations

    def __call__(self, text: str, **values: object) -> str:
        """The text in this language."""
        return self.translations.gettext(text).format(**values)

    def plural(self, one: str, many: str, number: int, **values: object) -> str:
        """The text for this number, which is `{number}` in it."""
        return self.translations.ngettext(one, many, number).format(number=number, **values)

    def moment(self, when: datetime) -> str:
        """Day and time of day, in the zone of the person."""
        return format_datetime(when, "short", tzinfo=self.zone, locale=self.locale)

    def day(self, when: date) -> str:
        """A day."""
        return format_date(when, "medium", locale=self.locale)

    def listed(self, items: list[str], style: str = "standard") -> str:
        """The items with commas and an "and" ("or" with style "or")."""
        return format_list(items, style, locale=self.locale)  # type: ignore[arg-type]


def words(locale: str, timezone: str = "") -> Words:
    """The words for a locale such as `de-AT`; English where we have no catalogue."""
    language = locale.replace("_", "-").split("-")[0].lower()
    if language not in languages():
        language = ENGLISH
    return Words(_locale(locale, language), _zone(timezone), _translations(language))


@cache
def languages() -> tuple[str, ...]:
    """The languages of the interface."""
    return (ENGLISH, *sorted(path.stem for path in CATALOGUES.glob("*.po")))


@cache
def _translations(language: str) -> NullTranslations:
    """The catalogue, compiled when it is first needed: no binary file to forget to renew."""
    file = CATALOGUES / f"{language}.po"
    if language == ENGLISH:
        return NullTranslations()
    with file.open("rb") as stream:
        catalogue = read_po(stream, locale=language)
    compiled = io.BytesIO()
    write_mo(compiled, catalogue)
    compiled.seek(0)
    return GNUTranslations(compiled)


def _locale(locale: str, language: str) -> Locale:
    try:
        parsed = Locale.parse(locale, sep="-" if "-" in locale else "_")
    except (UnknownLocaleError, ValueError):
        return Locale(language)
    return parsed if parsed.language == language else Locale(language)


def _zone(name: str) -> tzinfo:
    try:
        return ZoneInfo(name) if name else UTC
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return UTC
