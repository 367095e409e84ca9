"""Contact details are found however they are written, and the final bytes are proved free of them."""

from __future__ import annotations

import base64
from contextlib import suppress
from email.message import EmailMessage

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from linter import from_fields
from linter.draft import Person
from linter.errors import RewriteError
from linter.redact import Secrets, check, has_contact, plain, public_links, secrets

CONTACTS = [
    "anna at 1und1.de",
    "anna@acme.de", "ANNA@ACME.DE", "anna at acme dot com", "anna AT acme DOT com", "anna(at)acme.de", "anna [at] acme [dot] de",
    "anna {at} acme.de", "anna (ät) acme punkt de", "anna_at_acme.de", "anna&#64;acme.de", "anna%40acme.de", "anna＠acme.de",
    "an\u200bna@acme.de", "anna @ acme.de", "+49 (0)30 1234567", "030/123 45 67",
    "(0171) 555-1234", "312-555-0164", "0171 5551234",
    "+1 415 555 2671", "00 49 171 5551234",
    "tel:+4930123456", "mailto:anna@acme.de", "https://calendly.com/anna-roth/30min", "calendly.com/anna",
    "wa.me/491715551234", "https://t.me/annaroth", "telegram: annaroth", "skype: anna.roth", "@annaroth", "BEGIN:VCARD", "anna.vcf",
    "https://acme.example/book/anna", "https://x.example/?m=anna%40acme.de", "ext. 445", "Durchwahl 17", "mobile 0171", "Hauptstraße 17",
]  # fmt: skip
HARMLESS = [
    "Anna knows all about heat pumps.", "She has done this since 1998.", "in 2026, on the 17th at ten", "400 kg for £1,200",
    "https://www.linkedin.com/in/anna-roth", "https://github.com/annaroth", "https://orcid.org/0000-0002", "Er baut seit 30 Jahren Pumpen.",
    "looked at home. Then we left", "Bad punkt", "3 von 4 Kästen", "Wir treffen uns um 14.10 Uhr",
    "She was at 1.42 in spring, is at 0.38 now, and the line is at 0.9.",
]  # fmt: skip


@pytest.mark.parametrize("text", CONTACTS)
def test_contact_details_are_found(text: str) -> None:
    assert has_contact(text)
    assert has_contact(f"You can reach her, {text}, any time.")


@pytest.mark.parametrize("text", HARMLESS)
def test_ordinary_sentences_are_left_alone(text: str) -> None:
    assert not has_contact(text)


def test_public_profiles_are_listed_once() -> None:
    text = "See https://github.com/anna, https://orcid.org/0000 and https://github.com/anna."
    assert public_links(text) == ("https://github.com/anna", "https://orcid.org/0000")


HIDDEN = Secrets(
    frozenset({"anna@acme.de"}), frozenset({"1234567"}), frozenset({"https://calendly.com/anna"}), frozenset({"mike@hale.example"})
)
LEAKS = [
    "Anna at 0und9.de",
    "anna@acme.de",
    "anna (at) acme.de",
    "Anna at Acme dot de",
    "anna%40acme.de",
    "an&#110;a@acme.de",
    "+49 30 123 45 67",
    "https://calendly.com/anna",
]


def mail(text: str, subject: str = "hello") -> EmailMessage:
    message = EmailMessage()
    message["To"] = "mike@hale.example"
    message["Subject"] = subject
    message.set_content(text)
    return message


@pytest.mark.parametrize("leak", LEAKS)
def test_nothing_passes_in_text_subject_html_or_attachment(leak: str) -> None:
    in_html = mail("hello")
    in_html.add_alternative(f"<p>hello <span style='display:none'>{leak}</span></p>", subtype="html")
    attached = mail("hello")
    attached.add_attachment(leak.encode(), maintype="text", subtype="vcard", filename="card.vcf")
    named = mail("hello")
    named.add_attachment(b"x", maintype="text", subtype="plain", filename=f"{leak.replace('/', '_')}.txt" if "/" not in leak else "x.txt")
    for message in [mail(leak), mail("hello", leak), in_html, attached, *([named] if "/" not in leak else [])]:
        with pytest.raises(RewriteError):
            check(message.as_bytes(), HIDDEN)


def test_an_address_torn_apart_by_tags_is_seen() -> None:
    message = mail("hello")
    message.add_alternative("<p>an<b>na@</b>ac<i></i>me.de</p>", subtype="html")
    with pytest.raises(RewriteError):
        check(message.as_bytes(), HIDDEN)


def test_encodings_hide_nothing() -> None:
    data = base64.b64encode(b"write to anna@acme.de")
    raw = b"To: mike@hale.example\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: base64\r\n\r\n" + data
    with pytest.raises(RewriteError):
        check(raw, HIDDEN)


def test_the_readers_own_address_may_be_there() -> None:
    check(mail("Hi Mike, is mike@hale.example still right?").as_bytes(), HIDDEN)


def test_an_address_nobody_knows_is_not_sent_either() -> None:
    with pytest.raises(RewriteError):
        check(mail("or use someone@else.example").as_bytes(), HIDDEN)


def test_what_is_hidden_comes_from_headers_text_and_quotation() -> None:
    draft = from_fields(
        {
            "from": "Clara <clara@voss.example>", "to": ["Mike <mike@hale.example>"], "cc": ["Anna <anna@roth.example>"],
            "body": "Hi Mike, her number is 030 123 45 67.\n\n> Anna wrote from anna(at)home.example\n\n-- \nClara, 0171 999 88 77\n",
        }
    )  # fmt: skip
    found = secrets(draft, [Person("Mike", "mike@hale.example")], "Clara, 0171 999 88 77")
    assert {"anna@roth.example", "anna@home.example"} <= found.addresses
    assert found.numbers == {"1234567"}
    assert found.allowed == {"mike@hale.example", "clara@voss.example"}


@settings(deadline=None)  # a busy machine is no failure
@given(st.text(max_size=300))
def test_any_text_can_be_looked_at(text: str) -> None:
    assert isinstance(has_contact(text), bool)
    assert plain(text) == plain(text).lower()


@settings(deadline=None)  # a busy machine is no failure
@given(st.binary(max_size=400))
def test_any_bytes_can_be_checked(data: bytes) -> None:
    with suppress(RewriteError):  # bytes may spell a number or an address by chance
        check(data, HIDDEN)


@settings(deadline=None)  # a busy machine is no failure
@given(st.binary(max_size=200), st.binary(max_size=200))
def test_an_address_is_found_between_any_bytes(before: bytes, behind: bytes) -> None:
    with pytest.raises(RewriteError):
        check(b"To: mike@hale.example\r\n\r\n" + before + b" anna@acme.de " + behind, HIDDEN)
