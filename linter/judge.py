"""The policy, applied: from what was read to verdict and findings. `docs/policy.md` is its specification."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from linter.body import Views
from linter.classify import Reading
from linter.draft import Draft, Person
from linter.evidence import contacts, has, labelled, likeliest, named_in, of_a_third_person, passage, quotable, quoted_agreement
from linter.finding import Certainty, Evidence, Finding, Report, Role, Severity, Side, Verdict
from linter.language import Language
from linter.people import Cast, organisation
from linter.rules import BY_CODE

# Whether a person has agreed, in askfirst's own record of answers, to meet the others.
Ledger = Callable[[Person, tuple[Person, ...]], bool]

_CONSENT = ("consent_you", "consent_them", "consent_both")
_HALF = 0.5


@dataclass(frozen=True)
class Case:
    """Everything the judgement rests on."""

    draft: Draft
    views: Views
    people: Cast
    reading: Reading
    code: str  # of the language the draft is in, "und" where it cannot be told
    language: Language
    warn_from: float  # least calibrated probability of an unannounced introduction that is reported
    ledger: Ledger

    def fact(self, name: str) -> float:
        """The calibrated probability of a fact; 0 where the draft was not read."""
        return self.reading.facts.get(name, 0.0)


def no_ledger(person: Person, others: tuple[Person, ...]) -> bool:
    """The ledger of somebody who never used askfirst before."""
    return False


def ordinary(draft: Draft, code: str, confidence: float) -> Report:
    """The report on a draft the gate lets pass."""
    place = {id(draft.sender): "connector"}
    people = (*([draft.sender] if draft.sender else []), *draft.recipients)
    roles = tuple(Role(person.name, person.address, place.get(id(person), "recipient")) for person in people)
    return Report(draft.id, code, Verdict.OTHER, confidence, Certainty.of(confidence), people=roles, unjudged=draft.unjudged)


def judge(case: Case) -> Report:
    """The policy. Each line below is a paragraph of `docs/policy.md`; everything else in this module serves it."""
    sides, asked = _sides_and_consent(case)
    touch = case.fact("puts_in_touch") if _two_sides_can_meet(case) else 0.0  # Verdicts: both sides are on the mail
    everybody_asked = _all(asked)  # Consent 1: it takes both sides
    unannounced = touch * (1 - everybody_asked)
    request = case.fact("asks_permission")

    if unannounced >= case.warn_from:  # Consent 5: a question comes too late in a mail that shows both sides
        not_asked = [i for side, p in zip(sides, asked, strict=True) if p < _HALF for i in side]
        if not any(p < _HALF for p in asked):  # doubts on every side: name the one least certain to have been asked
            not_asked = list(sides[asked.index(min(asked))])
        one_side = any(p >= _HALF for p in asked)
        code = "AF102" if one_side else "AF101"
        findings = [_introduction(case, code, not_asked, unannounced)]
        report = _report(case, Verdict.UNANNOUNCED, unannounced, sides, asked, findings, not_asked)
        return replace(report, passage=passage(case.draft, case.reading), quotable=quotable(case.draft, case.reading))
    permitted, other = touch * everybody_asked, (1 - touch) * (1 - request)
    if touch >= _HALF and touch >= request and permitted >= other:  # below the limit, the likeliest of the others
        findings = [] if has(case.reading, "reason") else [_finding(case, "AF301", touch, labelled(case.draft, case.reading, "introduce"))]
        return _report(case, Verdict.PERMITTED, permitted, sides, asked, findings)
    if request >= _HALF:
        return _report(case, Verdict.REQUEST, request, sides, asked, _request_findings(case, request))
    return _report(case, Verdict.OTHER, other, sides, asked, _handouts(case))


def _two_sides_can_meet(case: Case) -> bool:
    """With headers, two people other than the connector; without, the reader of the text decides."""
    return len(case.draft.recipients) != 1


def _all(asked: list[float]) -> float:
    product = 1.0
    for probability in asked:
        product *= probability
    return product if asked else 0.0


def _sides_and_consent(case: Case) -> tuple[list[tuple[int, ...]], list[float]]:
    """The sides, as indices into the people, and for each the probability that it was asked."""
    sides = _sides(case)
    sides += [()] * (2 - len(sides))  # an introduction has two sides even where a pasted draft does not name them
    first, others = case.fact("first_asked"), case.fact("others_asked")
    if len(sides) == 2:
        asked = [first, others]
    else:  # each of several is asked if all are, or if a sentence of consent names them
        named = _named_with_consent(case)
        asked = [first] + [max(others, max((named.get(i, 0.0) for i in side), default=0.0)) for side in sides[1:]]
    return sides, _with_ledger(case, sides, asked)


def _with_ledger(case: Case, sides: list[tuple[int, ...]], asked: list[float]) -> list[float]:
    """Consent 7: what the ledger knows counts as consent."""
    if case.ledger is no_ledger:  # a side for each of thousands of people, and nothing to look up
        return asked
    everybody = tuple(_person(case, i) for side in sides for i in side)
    known, begin = [], 0
    for side, probability in zip(sides, asked, strict=True):
        end = begin + len(side)
        others = everybody[:begin] + everybody[end:]
        known.append(1.0 if side and others and all(case.ledger(person, others) for person in everybody[begin:end]) else probability)
        begin = end
    return known


def _sides(case: Case) -> list[tuple[int, ...]]:
    """Who is introduced to whom: the first recipient's side first, then the others."""
    people = case.people.people
    everybody = [i for i, p in enumerate(people) if p.place != "from"]
    if len(everybody) <= 2:
        return [(i,) for i in everybody]
    first = everybody[0]
    named = _named(case)
    addressed = [i for i in everybody if people[i].addressed]
    if 0 < len(addressed) < len(everybody):
        leading = addressed if first in addressed else [first, *addressed]
        rest = sorted(set(everybody).difference(leading))
        spoken_of = [i for i in rest if i in named] or rest
        joined = [i for i in sorted(set(rest).difference(spoken_of)) if _colleagues(case, i, leading[0])]
        return _grouped(case, [*leading, *joined], spoken_of) if len(leading) == 1 or spoken_of else [tuple(leading)]
    return _by_organisation(case, [i for i in everybody if i in named or people[i].place == "to"] or everybody)


def _grouped(case: Case, leading: list[int], spoken_of: list[int]) -> list[tuple[int, ...]]:
    """The readers as one side; those spoken of as one side for each organisation, or one by one."""
    return [tuple(leading), *_by_organisation(case, spoken_of)]


def _by_organisation(case: Case, indices: list[int]) -> list[tuple[int, ...]]:
    groups: dict[str, list[int]] = {}
    for i in indices:
        groups.setdefault(organisation(_person(case, i)) or f"#{i}", []).append(i)
    return [tuple(group) for group in groups.values()]


def _colleagues(case: Case, one: int, other: int) -> bool:
    return bool(organisation(_person(case, one))) and organisation(_person(case, one)) == organisation(_person(case, other))


def _named_with_consent(case: Case) -> dict[int, float]:
    """The participants whom a sentence of consent names, with its probability."""
    found: dict[int, float] = {}
    for sentence in case.reading.sentences:
        probability = max(sentence.labels[kind] for kind in _CONSENT)
        if probability >= _HALF:
            for who in named_in(case.draft, case.people, sentence):
                found[who] = max(found.get(who, 0.0), probability)
    return found


def _introduction(case: Case, code: str, not_asked: list[int], confidence: float) -> Finding:
    said = _CONSENT if code == "AF102" else ()  # where nobody was asked, what looks like consent is to something else
    evidence = labelled(case.draft, case.reading, "introduce", "presume", "leave", *said)
    names = [case.people.people[i].label for i in not_asked]
    form = f"{code}_nameless" if not names else f"{code}_several" if code == "AF102" and len(names) > 1 else code
    people = [_person(case, i) for i in not_asked]
    return _finding(case, code, confidence, evidence or likeliest(case.draft, case.reading, "introduce"), people, form, names)


def _request_findings(case: Case, confidence: float) -> list[Finding]:
    """What a permission request should have and must not have."""
    findings: list[Finding] = []
    exposed = _third_on_the_mail(case)
    strangers = [c for c in contacts(case.draft, case.views) if of_a_third_person(c, case.draft)]
    handed = [c for c in strangers if c.is_address or _handing_over(case, c.start) >= _HALF]
    if exposed:
        people = [_person(case, i) for i in exposed]
        names = [case.people.people[i].label for i in exposed]
        findings.append(_finding(case, "AF201", confidence, labelled(case.draft, case.reading, "ask"), people, "AF201", names))
    elif handed:
        evidence = tuple(Evidence("contact", c.start, c.end, c.text) for c in handed)
        findings.append(_finding(case, "AF201", confidence, evidence, form="AF201_text"))
    if not has(case.reading, "describe", "reason"):
        findings.append(_finding(case, "AF202", confidence, labelled(case.draft, case.reading, "ask")))
    if not has(case.reading, "way_out"):
        findings.append(_finding(case, "AF203", confidence, labelled(case.draft, case.reading, "ask")))
    return findings


def _third_on_the_mail(case: Case) -> list[int]:
    """The people on the mail whom a permission request speaks of instead of to."""
    named = _named(case)
    return [i for i, p in enumerate(case.people.people) if p.place in ("to", "cc") and not p.addressed and i in named]


def _named(case: Case) -> set[int]:
    """The participants whom the new text names; found once, for the text is long where the people are many."""
    return {m.who for start, end in case.views.new for m in case.people.mentions(case.draft.body, start, end)}


def _handing_over(case: Case, at: int) -> float:
    """The probability that what stands at an offset is handed over: by its sentence, or by the draft as a whole."""
    sentence = max((s.labels["contact"] for s in case.reading.sentences if s.start <= at < s.end), default=0.0)
    return max(sentence, case.fact("hands_out_contact"))


def _handouts(case: Case) -> list[Finding]:
    """AF103: contact details of somebody who is not on the mail are handed over, and nothing shows that they agreed."""
    if has(case.reading, "consent_them", "consent_both"):
        return []
    strangers = [c for c in contacts(case.draft, case.views) if of_a_third_person(c, case.draft)]
    handed = [(c, p) for c in strangers if (p := _handing_over(case, c.start)) >= _HALF]
    evidence = tuple(Evidence("contact", c.start, c.end, c.text) for c, _ in handed)
    return [_finding(case, "AF103", max(p for _, p in handed), evidence)] if handed else []


def _finding(
    case: Case, code: str, confidence: float, evidence: tuple[Evidence, ...], people: list[Person] | None = None, form: str = "",
    names: list[str] | None = None,
) -> Finding:  # fmt: skip
    rule = BY_CODE[code]
    message = case.language.messages[form or code].format(people=_listed(names or [], case.language.messages["and"]))
    return Finding(code, rule.name, rule.severity, message, confidence, evidence, tuple(people or ()))


def _listed(names: list[str], conjunction: str) -> str:
    if len(names) > 4:
        names = [*names[:3], f"{len(names) - 3} …"]
    return f"{', '.join(names[:-1])} {conjunction} {names[-1]}" if len(names) > 1 else "".join(names)


def _person(case: Case, index: int) -> Person:
    return case.people.people[index].person


def _report(
    case: Case, verdict: Verdict, confidence: float, sides: list[tuple[int, ...]], asked: list[float], findings: list[Finding],
    not_asked: list[int] | None = None,
) -> Report:  # fmt: skip
    introduces = verdict in (Verdict.UNANNOUNCED, Verdict.PERMITTED)
    missing = set(not_asked or ())
    if introduces:
        quoted = quoted_agreement(case.draft, case.reading)
        findings = [_also(finding, quoted) for finding in findings]
    known = [p >= _HALF if verdict is Verdict.PERMITTED else not missing.intersection(side) for side, p in zip(sides, asked, strict=True)]
    shown = [Side(tuple(_person(case, i) for i in side), said) for side, said in zip(sides, known, strict=True) if side and introduces]
    involved = {i for side in sides for i in side} if introduces else set()
    roles = tuple(
        Role(p.person.name, p.person.address, "connector" if p.place == "from" else "introducee" if i in involved else "recipient")
        for i, p in enumerate(case.people.people)
    )
    return Report(
        case.draft.id, case.code, verdict, confidence, Certainty.of(confidence), tuple(_person(case, i) for i in not_asked or ()),
        tuple(findings), roles, tuple(shown), case.draft.unjudged,
    )  # fmt: skip


def _also(finding: Finding, evidence: tuple[Evidence, ...]) -> Finding:
    return replace(finding, evidence=finding.evidence + evidence) if finding.severity is not Severity.OFF else finding
