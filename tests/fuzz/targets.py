"""What is fuzzed: functions from hostile bytes to nothing, which raise only for a fault of ours.

The first four take a mail as RFC 5322 bytes or nearly so; a draft is read from a short form, `From:`, `To:`, `Cc:` and
`Subject:` lines, a blank line, the text, so that mutations reach the people and the text and not only the parser of mails.
"""

from __future__ import annotations

import json
import tempfile
from collections.abc import Callable, Mapping
from email.message import EmailMessage
from email.policy import SMTP
from io import BytesIO
from pathlib import Path

from linter import redact
from linter.archive import items
from linter.body import split
from linter.compose_mail import to_eml
from linter.draft import MAX_JUDGED, Draft, Person, from_fields
from linter.errors import InputError, RewriteError
from linter.finding import Certainty, Report, Side, Verdict
from linter.language import detect, language
from linter.mime import from_bytes
from linter.people import cast, is_role_address, name_words, organisation
from linter.rewrite import ask_first, plan_to_json

_SUFFIXES = ("", ".mbox", ".jsonl", ".emlx", ".eml", ".zip", ".gz", ".bz2", ".xz", ".mbox.gz")
_OTHER = Person("Anna Roth", "anna.q@zweite.example")
_READER = Person("Mike Hale", "mike@hale.example")
_SECRET = redact.Secrets(frozenset({_OTHER.address}), frozenset({"7654321"}), frozenset(), frozenset({_READER.address}))


def mail(data: bytes) -> None:
    """A message becomes a sound draft, or InputError."""
    try:
        draft = from_bytes(data)
    except InputError:
        return
    _sound(draft)


def archive(data: bytes) -> None:
    """A file of any sort (its first byte picks the suffix) and the same on standard input: every item has a draft or an error."""
    if not data:
        return
    kind, content = _SUFFIXES[data[0] % len(_SUFFIXES)], data[1:]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"mail{kind}"
        path.write_bytes(content)
        for item in items([path, "-"], BytesIO(content)):
            assert (item.draft is None) == bool(item.error)
            assert "\n" not in item.error
            if item.draft:
                _sound(item.draft)


def people(data: bytes) -> None:
    """Who is on a draft: the cast holds sender and recipients once each, and mentions lie in the text."""
    draft = _draft(data)
    if draft is None:
        return
    views = split(draft.body, draft.quoted)
    _apart(views.new, draft.body)
    _apart(views.quoted, draft.body)
    _apart(views.signature, draft.body)
    found = cast(draft, views)
    assert 0 <= found.greeting_end <= len(draft.body)
    assert [p.place for p in found.people].count("from") == (draft.sender is not None)
    on_headers = [participant for participant in found.people if participant.place in ("to", "cc", "bcc")]
    assert len(on_headers) == len(draft.recipients)
    for start, end in views.new:
        for mention in found.mentions(draft.body, start, end):
            assert start <= mention.start < mention.end <= end
            assert 0 <= mention.who < len(found.people)
    for participant in found.people:
        assert isinstance(is_role_address(participant.person), bool)
        assert organisation(participant.person) == organisation(participant.person).lower()
        assert all(name_words(participant.person))
    detect(draft.body)


def rewrite(data: bytes) -> None:
    """A draft becomes asks that hold no address of the other side, in their bytes or their text; or RewriteError."""
    draft = _draft(data[1:])
    if draft is None or not 2 <= len(draft.recipients) <= 12:
        return
    code = "de" if data[0] & 1 else "en"
    named, heads_up = bool(data[0] & 2), bool(data[0] & 4)
    sides = tuple(Side((person,), bool(data[0] >> 3 & 1) and i == 0) for i, person in enumerate(draft.recipients))
    missing = tuple(person for side in sides if not side.asked for person in side.people)
    report = Report(draft.id, code, Verdict.UNANNOUNCED, 0.9, Certainty.LIKELY, missing, sides=sides)
    language(code)
    try:
        plan = ask_first(draft, report, named=named, heads_up=heads_up)
    except RewriteError:
        return
    json.dumps(plan_to_json(plan), ensure_ascii=False).encode("utf-8", "surrogatepass")
    to_eml(plan.connect, draft.sender)
    for ask in plan.asks:
        told = ask.body.lower() + to_eml(ask, draft.sender).decode("utf-8", "replace").lower()
        known = {p.address.lower() for p in (*ask.to, *((draft.sender,) if draft.sender else ()))}
        for person in draft.recipients:
            address = person.address.lower()
            if address and not any(address in other for other in known) and len(address.partition("@")[0]) > 2:
                assert address not in told, "an ask tells the other side's address"
        assert all(placeholder in ask.body for placeholder in ask.placeholders)


def redaction(data: bytes) -> None:
    """Contact details are found whatever stands around them, and a mail that holds one is never passed."""
    text = data.decode("utf-8", "replace")
    redact.has_contact(text)
    redact.public_links(text)
    inside = f"{text} {_OTHER.address} "
    assert redact.has_contact(inside)
    half = text[: len(text) // 2]
    for said in (inside, f"{half} {_OTHER.address} {text[len(half) :]}", f"{half}\n+49 30 7654321\n{text[len(half) :]}"):
        assert _refused(said), "contact details passed the proof"
    hidden = redact.secrets(Draft(text, text, None, (_READER,), (_OTHER,)), (_READER,), half)
    assert _OTHER.address in hidden.addresses
    assert _READER.address not in hidden.addresses


def _refused(text: str) -> bool:
    message = EmailMessage(policy=SMTP)
    message["To"] = str(_READER)
    message.set_content(
        "".join(c for c in text if c in "\t\n" or (c >= " " and not "\x7f" <= c <= "\x9f" and not "\ud800" <= c <= "\udfff"))
    )
    try:
        redact.check(message.as_bytes(), _SECRET)
    except RewriteError:
        return True
    return False


def _draft(data: bytes) -> Draft | None:
    head, _, body = data.decode("utf-8", "replace").partition("\n\n")
    fields: dict[str, str] = {"body": body}
    for line in head.split("\n"):
        name, _, value = line.partition(":")
        if name.lower() in ("from", "to", "cc", "bcc", "subject"):
            fields[name.lower()] = value.strip()
    try:
        return from_fields(fields)
    except InputError:
        return None


def _sound(draft: Draft) -> None:
    _apart(draft.quoted, draft.body)
    for text in (draft.body, draft.subject, draft.id, *(f"{person.name}{person.address}" for person in draft.recipients)):
        text.encode("utf-8")
    assert len(draft.body.encode()) <= MAX_JUDGED
    assert draft.unjudged >= 0
    assert all(person.name or person.address for person in draft.recipients)


def _apart(spans: tuple[tuple[int, int], ...], text: str) -> None:
    position = 0
    for start, end in spans:
        assert position <= start <= end <= len(text)
        position = end


TARGETS: Mapping[str, Callable[[bytes], None]] = {
    "mail": mail,
    "archive": archive,
    "people": people,
    "rewrite": rewrite,
    "redaction": redaction,
}
