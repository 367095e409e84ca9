"""What the tests of the audit share: small archives, and a judge that goes by a word in the text."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from email.utils import format_datetime
from pathlib import Path
from typing import Any

from linter.audit.engine import Engine, one_process
from linter.audit.page import page
from linter.audit.run import Wishes, audit
from linter.audit.state import FILE, State
from linter.audit.tables import as_csv, as_json
from linter.config import Config
from linter.dismissal import Dismissals
from linter.draft import Draft
from linter.errors import InputError
from linter.finding import Certainty, Finding, Report, Severity, Side, Verdict
from linter.raw import Progress

OWNER = "Clara Voss <clara@voss.example>"
MIKE = "Mike Hale <mike@hale.example>"
ANNA = "Anna Roth <anna@roth.example>"
START = datetime(2025, 3, 1, 9, tzinfo=UTC)
SEPARATOR = b"From - Mon Oct  5 09:12:00 2026\n"


def judge(draft: Draft, config: Config, dismissals: Dismissals) -> Report:
    """Stands in for the trained pipeline, so that these tests are about the audit alone."""
    if "UNREADABLE" in draft.body:
        raise InputError("too strange to judge")
    kinds = {"AMBUSH": Verdict.UNANNOUNCED, "BOTH AGREED": Verdict.PERMITTED, "MAY I": Verdict.REQUEST}
    verdict = next((kind for word, kind in kinds.items() if word in draft.body), Verdict.OTHER)
    code = "de" if "Hallo" in draft.body else "en"
    introduces = verdict in (Verdict.UNANNOUNCED, Verdict.PERMITTED)
    sides = tuple(Side((person,), verdict is Verdict.PERMITTED) for person in draft.recipients) if introduces else ()
    findings = (Finding("AF101", "unannounced-introduction", Severity.WARNING, "!", 1.0),) if verdict is Verdict.UNANNOUNCED else ()
    return Report(draft.id, code, verdict, 1.0, Certainty.SURE, findings=findings, sides=sides)


def mail(number: int, text: str, sender: str = OWNER, to: str = f"{MIKE}, {ANNA}", days: float = 0, **headers: str) -> bytes:
    message = EmailMessage()
    message["From"], message["To"], message["Message-ID"] = sender, to, f"<{number}@voss.example>"
    message["Date"] = format_datetime(START + timedelta(days=days))
    for name, value in headers.items():
        message[name.replace("_", "-")] = value
    message.set_content(text)
    return message.as_bytes()


def mbox(*mails: bytes) -> bytes:
    return b"".join(SEPARATOR + mail + b"\n" for mail in mails)


def line(number: int, text: str) -> bytes:
    return json.dumps({"id": str(number), "from": OWNER, "to": [MIKE, ANNA], "body": text}).encode() + b"\n"


def write(path: Path, data: bytes) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    return path


@contextmanager
def no_bar(task: str, total: int) -> Iterator[Progress]:
    yield lambda _: None


class Run:
    """An audit of paths in a folder, and what came out of it."""

    def __init__(self, folder: Path, *paths: Path, engine: Engine = one_process, circumstances: str = "", **wishes: Any) -> None:
        self.told: list[str] = []
        folder.mkdir(parents=True, exist_ok=True)
        self.state = State(folder / FILE, circumstances)
        wanted = Wishes(**{"judge": judge} | wishes)
        self.summary = audit([str(path) for path in paths], self.state, engine, wanted, no_bar, self.told.append)
        self.html = page(self.summary, "en", "1", wanted.names)
        self.csv = as_csv(self.summary)
        self.json: dict[str, Any] = json.loads(as_json(self.summary))

    @property
    def counts(self) -> tuple[int, int, int]:
        return tuple(self.json["counts"].values())  # type: ignore[return-value]

    @property
    def everything(self) -> tuple[object, ...]:
        return self.json, self.csv, self.html
