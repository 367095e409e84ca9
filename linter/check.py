"""Check a draft: split it, read it, apply the policy, leave out what the person does not want to hear."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from linter.body import split
from linter.classify import careful, compose, gate_of, pipeline, thresholds, turn
from linter.config import Config
from linter.dismissal import Dismissals
from linter.draft import Draft, Person
from linter.finding import Finding, Report, Severity
from linter.judge import Case, Ledger, judge, no_ledger, ordinary
from linter.language import detect, language
from linter.people import cast

if TYPE_CHECKING:
    from spacy.language import Language

_NO_CONFIG = Config()
_NO_DISMISSALS = Dismissals()


def check(
    draft: Draft,
    config: Config = _NO_CONFIG,
    dismissals: Dismissals = _NO_DISMISSALS,
    ledger: Ledger = no_ledger,
    nlp: Language | None = None,
) -> Report:
    """The report on a draft. Raises ModelError when the trained pipeline cannot be loaded.

    `nlp` is another trained pipeline than the shipped one. Words of the draft leave memory with the call.
    """
    report = examine(draft, config, ledger, nlp or pipeline())
    return _wanted(report, draft, config, dismissals)


def examine(draft: Draft, config: Config, ledger: Ledger, nlp: Language, warn_from: float | None = None) -> Report:
    """The report with all findings; `warn_from` is another least probability than the pipeline's from which is warned."""
    views = split(draft.body, draft.quoted)
    composed = compose(draft, views)
    code = detect("".join(draft.body[start:end] for start, end in views.new))  # without the words we put in front
    limits = thresholds(nlp)
    with turn(nlp):
        doc = nlp.make_doc(composed.text)
        gate = gate_of(doc, nlp)
        if gate < limits["gate"] or not composed.pieces:
            return ordinary(draft, code, 1 - gate * limits["gate_miss"])
        people = cast(draft, views, config.own_domains)
        reading = careful(draft, views, people, doc, composed, nlp, thorough=config.thorough)
    limit = limits["warn"] if warn_from is None else warn_from
    return judge(Case(draft, views, people, reading, code, language(code), limit, ledger))


def _wanted(report: Report, draft: Draft, config: Config, dismissals: Dismissals) -> Report:
    """The report without findings that configuration or a dismissal switches off."""
    if not report.findings:
        return report
    findings = tuple(
        replace(finding, severity=severity)
        for finding in report.findings
        if (severity := config.severity.get(finding.code, finding.severity)) is not Severity.OFF
        and (not config.languages or report.language in config.languages)
        and not _never(finding, config)
        and not dismissals.hides(finding, draft)
    )
    return replace(report, findings=findings)


def _never(finding: Finding, config: Config) -> bool:
    """Whether everybody the finding is about is on the list of people never warned about."""
    return bool(finding.people) and all(_listed(person, config.never_warn) for person in finding.people)


def _listed(person: Person, never_warn: frozenset[str]) -> bool:
    return person.address.lower() in never_warn or f"@{person.domain}" in never_warn
