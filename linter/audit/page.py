"""The report as one HTML file: no script, nothing loaded from elsewhere, plots as SVG, for light and dark screens."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from functools import partial
from importlib.resources import files
from typing import Any

from jinja2 import Environment, StrictUndefined

from linter.audit import plots
from linter.audit.summary import KINDS, Introduced, Summary
from linter.finding import Verdict
from linter.language import language, languages
from linter.report import visible
from linter.rules import BY_CODE

MOST_PEOPLE = 15
_KINDS = [kind.value for kind in KINDS]
_OUTCOMES = ["everybody", "somebody", "nobody"]


def page(summary: Summary, code: str, version: str, names: bool) -> str:
    """The report in the language with this code. With `names`, people and files are named as far as the summary knows them."""
    words = language(code).audit
    environment = Environment(autoescape=True, trim_blocks=True, lstrip_blocks=True, undefined=StrictUndefined)
    environment.filters["number"] = partial(number, words=words)
    environment.filters["percent"] = partial(_percent, words=words)
    template = environment.from_string((files("linter.audit") / "page.html").read_text(encoding="utf-8"))
    months = summary.months()
    shown = summary.people()
    people = [(label(person, words), person) for person in shown[:MOST_PEOPLE]]
    return template.render(
        words=words, code=code, version=version, summary=summary, names=names, kinds=_KINDS, outcomes=_OUTCOMES,
        first=min(months, default=""), last=max(months, default=""), columns=plots.columns(months, _KINDS), plots=plots,
        undated=sum(not case.event.month for case in summary.cases), unannounced=len(summary.of(Verdict.UNANNOUNCED)),
        languages=_languages(summary, words), answers=_answers(summary), said=_said(summary, words), people=people,
        further=len(shown) - len(people), findings=sorted(summary.findings.items()), rules=BY_CODE, errors=_errors(summary),
    )  # fmt: skip


def label(person: Introduced, words: Mapping[str, str]) -> str:
    """What a report calls somebody: the name, or the number where it is not to be shown."""
    return visible(person.name) if person.name else words["person"].format(number=person.number)


def number(value: float, words: Mapping[str, str], places: int = 0) -> str:
    """A number as it is written in the language of the words."""
    return f"{value:,.{places}f}".translate(str.maketrans(",.", words["group"] + words["decimal"]))


def _percent(share: float, words: Mapping[str, str]) -> str:
    return words["percent"].format(number=number(100 * share, words))


def _languages(summary: Summary, words: Mapping[str, str]) -> list[tuple[str, int, Counter[str]]]:
    """Name, sent mail and cases of each language."""
    known = {entry.code: entry.name for entry in languages()}
    return [(known.get(code, words["other_language"]), summary.sent_by_language[code], c) for code, c in summary.languages().items()]


def _answers(summary: Summary) -> list[tuple[str, Any, dict[str, int]]]:
    """Kind, outcome and its counts, for the kinds that can be followed."""
    found = []
    for kind in KINDS:
        outcome = summary.outcome(kind)
        if outcome.count:
            counts = {"everybody": outcome.everybody, "somebody": outcome.somebody, "nobody": outcome.nobody}
            found.append((kind.value, outcome, counts))
    return found


def _said(summary: Summary, words: Mapping[str, str]) -> str:
    said = summary.outcome(Verdict.REQUEST).said
    return ", ".join(f"{words[answer]} {number(said[answer], words)}" for answer in ("yes", "later", "no", "unclear") if said.get(answer))


def _errors(summary: Summary) -> list[tuple[str, int, list[str]]]:
    """Reason, count and files of what could not be read, the most frequent first."""
    return [
        (visible(reason), count, [visible(summary.sources[place]) for place in summary.places[reason] if place in summary.sources])
        for reason, count in sorted(summary.errors.items(), key=lambda entry: (-entry[1], entry[0]))
    ]
