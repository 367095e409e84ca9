"""Evidence: the sentences that made the linter think so, who they speak of, and the contact data they contain."""

from __future__ import annotations

import re
from dataclasses import dataclass

from linter.body import Views
from linter.classify import Reading, Sentence
from linter.draft import Draft, Person
from linter.finding import Evidence
from linter.people import Cast, is_role_address, same_organisation

SHOWN = 0.5  # probability from which a label is shown as evidence
INTRODUCING = ("introduce", "describe", "reason", "consent_you", "consent_them", "consent_both")  # labels of what a rewrite needs
MOST = 6  # pieces of evidence shown with one finding

_EMAIL = re.compile(r"[\w.+-]{1,64}(?:@|\s?\((?:at|ät)\)\s?|\s?\[(?:at|ät)\]\s?)[\w-]{1,63}(?:\.[\w-]{1,63}){1,5}", re.I)
_PHONE = re.compile(r"(?<![\w/.-])(?:\+|00|\(?0)\d(?:[ ()/.-]{0,3}\d){5,14}(?![\w-])|(?<![\w/.-])\d{3}[-. ]\d{3}[-. ]\d{4}(?!\w)")


@dataclass(frozen=True)
class Contact:
    """A mail address or phone number in the text, (start, end) in the body."""

    start: int
    end: int
    text: str

    @property
    def is_address(self) -> bool:
        """Whether it is a mail address rather than a number."""
        return "@" in self.text or "at" in self.text.lower()


def labelled(draft: Draft, reading: Reading, *kinds: str) -> tuple[Evidence, ...]:
    """The sentences with one of the labels, the likeliest first, at most `MOST`, in the order of the text."""
    found = [
        (probability, sentence, kind)
        for sentence in reading.sentences
        for kind, probability in sentence.labels.items()
        if kind in kinds and probability >= SHOWN
    ]
    best = sorted(found, key=lambda item: -item[0])[:MOST]
    return tuple(quote(draft, kind, s.start, s.end) for _, s, kind in sorted(best, key=lambda item: item[1].start))


def passage(draft: Draft, reading: Reading) -> tuple[str, ...]:
    """The sentences that introduce, describe somebody, give a reason, or show consent."""
    introducing = [s for s in reading.sentences if any(s.labels[kind] >= SHOWN for kind in INTRODUCING)]
    return tuple(draft.body[s.start : s.end] for s in introducing)


def quotable(draft: Draft, reading: Reading) -> tuple[tuple[str, float], ...]:
    """The sentences, each with the probability that a private question may quote it: that it is no other matter, excuse or handing over."""
    return tuple((draft.body[s.start : s.end], s.quotable) for s in reading.sentences)


def quote(draft: Draft, kind: str, start: int, end: int) -> Evidence:
    """A piece of the body as evidence."""
    return Evidence(kind, start, end, draft.body[start:end])


def likeliest(draft: Draft, reading: Reading, kind: str) -> tuple[Evidence, ...]:
    """The one sentence that most probably has the label: what is shown when none is beyond doubt."""
    if not reading.sentences:
        return ()
    best = max(reading.sentences, key=lambda sentence: sentence.labels[kind])
    return (quote(draft, kind, best.start, best.end),)


def has(reading: Reading, *kinds: str) -> bool:
    """Whether any sentence bears one of the labels."""
    return any(sentence.labels[kind] >= SHOWN for sentence in reading.sentences for kind in kinds)


def named_in(draft: Draft, people: Cast, sentence: Sentence) -> set[int]:
    """The participants (indices) a sentence names."""
    return {mention.who for mention in people.mentions(draft.body, sentence.start, sentence.end)}


def quoted_agreement(draft: Draft, reading: Reading) -> tuple[Evidence, ...]:
    """The sentences of the quoted mails in which somebody agrees to meet the other, or asks to."""
    found = [s for s in reading.quoted if max(s.labels["first_asked"], s.labels["others_asked"]) >= SHOWN]
    return tuple(quote(draft, "quoted_agreement", s.start, s.end) for s in found[:MOST])


def contacts(draft: Draft, views: Views) -> list[Contact]:
    """Mail addresses and phone numbers in the new text."""
    return [
        Contact(match.start(), match.end(), match.group())
        for start, end in views.new
        for pattern in (_EMAIL, _PHONE)
        for match in pattern.finditer(draft.body, start, end)
    ]


def of_a_third_person(contact: Contact, draft: Draft) -> bool:
    """Whether an address in the text may belong to somebody who is neither the connector, a colleague of theirs, an
    office, nor on the mail already. Numbers cannot be told apart; the sentence's label decides there."""
    if not contact.is_address:
        return True
    found = Person("", re.sub(r"\s?[(\[](?:at|ät)[)\]]\s?", "@", contact.text, flags=re.I))
    known = {person.address.lower() for person in (*draft.recipients, *([draft.sender] if draft.sender else []))}
    own = draft.sender is not None and same_organisation(found, draft.sender)
    return not (found.address.lower() in known or own or is_role_address(found))
