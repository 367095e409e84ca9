"""Finding the draft on the screen. Gmail does not say which it is, and saves it some seconds after the last key."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from addon.errors import MailboxError, Trouble
from addon.event import Event
from addon.gmail import Stored
from addon.settings import Experiment
from addon.visit import Visit
from linter.draft import Draft, Person, addresses
from linter.errors import InputError
from linter.mime import from_bytes

PASTED = "pasted"  # the form field for a text that we may not read ourselves
_WAITS = (1.0, 1.5)  # seconds between looks
_KEEP = 4.0  # seconds that have to be left for the rest of the answer
_HEADERS = ("to", "cc", "bcc")


@dataclass(frozen=True)
class Source:
    """What is checked, and what it is known by. `saved` and `raw` are empty for a pasted text, `id` as well."""

    draft: Draft
    key: str
    id: str = ""
    saved: datetime | None = None
    raw: bytes = b""

    @property
    def pasted(self) -> bool:
        """Whether the person pasted the text."""
        return not self.id


def current(visit: Visit) -> Source | None:
    """The draft this visit is about; None if there is none (yet). Raises MailboxError, InputError on a draft we cannot read.

    A pasted text comes first; then the draft that the event's recipients point to; then the one the button names.
    """
    text = visit.event.text(PASTED)
    if text.strip():
        return _pasted(visit, text)
    if not visit.can_read:
        return None
    named = visit.parameter("draft")
    if named and not visit.event.recipients:
        return opened(visit, named)
    if Experiment.EVENT_DRAFT in visit.settings.experiments and visit.event.draft_id:
        return opened(visit, visit.event.draft_id)
    found = find(visit)
    return opened(visit, found) if found else None


def opened(visit: Visit, identifier: str) -> Source:
    """A draft with its text. Raises MailboxError, InputError."""
    stored = visit.mailbox.draft(identifier, raw=True)
    return Source(from_bytes(stored.raw), visit.keys.draft(visit.user, stored.draft), stored.draft, stored.saved, stored.raw)


def find(visit: Visit) -> str:
    """The id of the draft on the screen, or "". Looks again a few times, because the newest words may not be saved yet."""
    for wait in (*_WAITS, None):
        drafts = newest(visit)
        found = best(visit.event, drafts)
        if found or wait is None or not visit.budget.wait(wait, _KEEP):
            return found
    return ""


def newest(visit: Visit) -> list[Stored]:
    """The newest drafts with their headers, as many as there is time for."""
    return list(_looked_at(visit, raw=False))


def with_text(visit: Visit) -> Iterator[Stored]:
    """The newest drafts with their text, as long as there is time."""
    return _looked_at(visit, raw=True)


def _looked_at(visit: Visit, raw: bool) -> Iterator[Stored]:
    for number, identifier in enumerate(visit.mailbox.drafts(visit.settings.drafts_looked_at)):
        if number and visit.budget.left < _KEEP:
            return
        try:
            yield visit.mailbox.draft(identifier, raw)
        except MailboxError as error:
            if error.trouble is not Trouble.MISSING:  # sent or deleted a moment ago
                raise


def best(event: Event, drafts: list[Stored]) -> str:
    """The id of the draft that fits: by recipients, then thread, then time. "" if the recipients fit none."""
    wanted = _set(event.recipients)
    ranked = [
        (_overlap(wanted, _set(_recipients(stored.headers))), _same_thread(event, stored), stored.saved, stored.draft) for stored in drafts
    ]
    fitting = [entry for entry in ranked if entry[0] > 0 or not wanted]
    return max(fitting)[3] if fitting else ""


def _overlap(wanted: set[str], there: set[str]) -> float:
    """1 for the same people, less for fewer (Jaccard); 0 where the event names nobody."""
    return len(wanted & there) / len(wanted | there) if wanted and there else 0.0


def _same_thread(event: Event, stored: Stored) -> bool:
    """Whether a reply's draft is in the thread on the screen; the event writes the number in decimal, the API in hexadecimal."""
    number = event.thread_id.removeprefix("thread-f:")
    same = {event.thread_id} | ({f"{int(number):x}"} if number.isascii() and number.isdigit() and len(number) < 30 else set())
    return bool(event.thread_id) and stored.thread in same


def _recipients(headers: Mapping[str, str]) -> tuple[Person, ...]:
    try:
        return addresses([headers[name] for name in _HEADERS if name in headers])
    except InputError:
        return ()


def _set(people: tuple[Person, ...]) -> set[str]:
    return {(person.address or person.name).lower() for person in people}


def _pasted(visit: Visit, text: str) -> Source:
    event = visit.event
    draft = Draft(body=text, to=event.to, cc=event.cc, bcc=event.bcc)
    return Source(draft, visit.keys.draft(visit.user, "pasted", text, *sorted(_set(event.recipients))))
