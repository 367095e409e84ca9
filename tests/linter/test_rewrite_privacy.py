"""No contact detail of the other side leaves in an ask: corpus and made-up drafts with every kind of detail planted anywhere."""

from __future__ import annotations

import email
import html
import random
import re
import unicodedata
from collections import Counter
from dataclasses import replace
from email.policy import default
from functools import cache

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from linter import from_bytes
from linter.body import split
from linter.draft import Draft, Person
from linter.errors import RewriteError
from linter.finding import Certainty, Report, Side, Verdict
from linter.language import alternation
from linter.language import language as known
from linter.rewrite import Ask, ask_first, to_eml
from models.reports import case
from tests.rewriting import unannounced

# Each form with what must not be found in the squeezed text of an ask; {k} is a random mark.
FORMS = [
    ("zq{k}@vault.example", "zq{k}@vault.example"),
    ("zq{k} at vault dot example", "zq{k}atvaultdotexample"),
    ("zq{k}(at)vault.example", "zq{k}(at)vault.example"),
    ("zq{k} [at] vault [dot] example", "zq{k}[at]vault[dot]example"),
    ("zq{k} ät vault punkt example", "zq{k}ätvaultpunktexample"),
    ("<a href='mailto:zq{k}@vault.example'>", "zq{k}@vault.example"),
    ("zq{k}%40vault.example", "zq{k}%40vault.example"),
    ("zq{k}＠vault.example", "zq{k}@vault.example"),
    ("+49 (0)30 97{k}", "97{k}"),
    ("0171/97{k}", "97{k}"),
    ("tel:+493097{k}", "97{k}"),
    ("https://calendly.com/zq{k}", "calendly.com/zq{k}"),
    ("wa.me/4917197{k}", "97{k}"),
    ("@zq{k}", "@zq{k}"),
    ("BEGIN:VCARD N:zq{k} END:VCARD", "begin:vcard"),
    ("Telegram: zq{k}", "telegram:zq{k}"),
]
SENTENCES = {
    "en": ["You can reach them at {x}.", "Their card: {x}.", "({x})", "Write to {x}, it works best.", "{x}"],
    "de": ["Erreichbar unter {x}.", "Hier die Daten: {x}.", "({x})", "Am besten über {x} melden.", "{x}"],
}
PLACES = ("sentence", "name", "line", "subject", "quote", "signature", "display")
ARRANGEMENTS = st.tuples(
    st.integers(0, 1_000_000),
    st.lists(
        st.tuples(st.sampled_from(range(len(FORMS))), st.sampled_from(PLACES), st.integers(0, 10_000), st.integers(0, 4)),
        min_size=2,
        max_size=4,
    ),
)


@cache
def cases() -> list[tuple[Draft, Report]]:
    return [case(example) for example in unannounced()[0]]


def planted(draft: Draft, language: str, form: str, place: str, where: int, wording: int) -> Draft:
    """The draft with a contact detail of somebody else put in."""
    sentence = SENTENCES[language][wording].format(x=form)
    body = draft.body
    views = split(body)
    until = max(views.new[-1][1] - 60, 40) if views.new else 40  # what stands in the sign-off is the connector's own
    signs = re.finditer(rf"(?im)^(?:{alternation(known(language).sign_offs)})\b", body)
    until = min([until, *(m.start() for m in signs if m.start() > 40), *(start for start, _ in views.signature)])  # as is the signature
    until = min(until, body.rstrip().rfind("\n\n") if "\n\n" in body.strip() else until)
    until = max(min(until, re.split(r"\n+> |\n-- \n", body)[0].rstrip().rfind("\n\n")), 40)
    ends = [m.end() for m in re.finditer(r"[.!?](?=\s)", body[:until])] or [0]
    at = ends[where % len(ends)]
    if place == "sentence":
        return replace(draft, body=f"{body[:at]} {sentence}{body[at:]}")
    if place == "name":
        words = [m.end() for m in re.finditer(r"\b[A-ZÄÖÜ]\w+", body[:until])] or [0]
        at = words[where % len(words)]
        return replace(draft, body=f"{body[:at]} ({form}){body[at:]}")
    if place == "line":
        return replace(draft, body=f"{body[:at]}\n{form}\n{body[at:]}")
    if place == "subject":
        return replace(draft, subject=f"{draft.subject} {form}")
    if place == "quote":
        return replace(draft, body=f"{body}\n\n> {sentence}\n> more\n")
    if place == "signature":
        name = draft.recipients[-1].name if draft.recipients else "Anna"
        return replace(draft, body=f"{body}\n-- \n{name or 'Anna'}, {form}\n")
    last = draft.recipients[-1:]
    return replace(draft, cc=tuple(replace(p, name=f"{p.name} {form}") if p in last else p for p in draft.cc))


def squeezed(ask: Ask, draft: Draft) -> str:
    """Everything a receiver's program could show of an ask, without blanks, in lower case; the reader's own header apart."""
    message = email.message_from_bytes(to_eml(ask, draft.sender), policy=default)
    texts = [str(value) for name, value in message.items() if name != "To"]
    for part in message.walk():
        if not part.is_multipart():
            text = part.get_content()
            texts += [text, html.unescape(re.sub("<[^>]*>", "", text))]
    text = unicodedata.normalize("NFKC", "\n".join(texts)).lower()
    return re.sub(r"\s", "", text)


def digits(text: str) -> str:
    return re.sub(r"[()/.+-]", "", text)


SEEN: Counter[str] = Counter()


def check_arrangement(number: int, plants: list[tuple[int, str, int, int]]) -> None:
    known = cases()
    draft, report = known[number % len(known)]
    before = draft
    marks = []
    for n, (form, place, where, wording) in enumerate(plants):
        key = f"{number % 100_000:05d}"[:4] + str(n)
        text, mark = FORMS[form]
        draft = planted(draft, report.language, text.format(k=key), place, where, wording)
        marks.append(mark.format(k=key))
    people = {p.address: p for p in draft.recipients}
    sides = tuple(Side(tuple(people.get(p.address, p) if p.address else p for p in side.people), side.asked) for side in report.sides)
    changed = replace(report, sides=sides)
    copy = replace(draft)
    try:
        plan = ask_first(draft, changed)
    except RewriteError:
        SEEN["refused"] += 1
        return
    assert draft == copy
    assert before == known[number % len(known)][0]
    for ask in plan.asks:
        text = squeezed(ask, draft)
        own = {p.address.lower() for p in ask.to} | ({draft.sender.address.lower()} if draft.sender else set())
        for person in draft.recipients:
            if person.address and person.address.lower() not in own:
                assert person.address.lower() not in text
        for mark in marks:
            SEEN["cases"] += 1
            assert mark not in text
            assert mark not in digits(text)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(ARRANGEMENTS)
def test_nothing_planted_gets_into_an_ask(arrangement: tuple[int, list[tuple[int, str, int, int]]]) -> None:
    check_arrangement(*arrangement)


@pytest.mark.slow
def test_twenty_thousand_cases() -> None:
    SEEN.clear()
    rng = random.Random(3)
    while SEEN["cases"] < 20_000:
        plants = [
            (rng.randrange(len(FORMS)), rng.choice(PLACES), rng.randrange(10_000), rng.randrange(5)) for _ in range(rng.randint(8, 12))
        ]
        check_arrangement(rng.randrange(1_000_000), plants)
    assert SEEN["refused"] < 0.01 * SEEN["cases"]


def test_hidden_html_and_attachments_stay_behind() -> None:
    raw = (
        "From: Clara <clara@voss.example>\nTo: Mike Hale <mike@hale.example>\nCc: Anna Roth <anna@roth.example>\nSubject: pumps\n"
        'MIME-Version: 1.0\nContent-Type: multipart/mixed; boundary="b"\n\n--b\nContent-Type: text/html; charset=utf-8\n\n'
        "<p>Hi Mike,</p><p>meet Anna, who builds pumps.<span style='display:none'>anna@hidden.example 030 1234567</span> "
        "<a href='mailto:anna@link.example'>Her page</a></p><p>Clara</p>\n"
        "--b\nContent-Type: text/vcard; name=anna.vcf\nContent-Disposition: attachment; filename=anna.vcf\n\n"
        "BEGIN:VCARD\nEMAIL:a@b.example\n--b--\n"
    )
    draft = from_bytes(raw.encode())
    sides = tuple(Side((person,), False) for person in draft.recipients)
    plan = ask_first(draft, Report("", "en", Verdict.UNANNOUNCED, 0.9, Certainty.LIKELY, draft.recipients, sides=sides))
    data = to_eml(plan.asks[0], draft.sender)
    for secret in (b"anna@", b"1234567", b"vcf", b"VCARD"):
        assert secret not in data
    assert b"pumps" in data


def test_a_display_name_with_an_address_in_it_is_left_out() -> None:
    ask = Ask((Person("Mike (or anna@roth.example)", "mike@hale.example"),), (), "hello", "hello\n", (), (), "ask")
    assert b"anna@" not in to_eml(ask, None)
