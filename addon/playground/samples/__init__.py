"""The sample mailbox, one file for each language: drafts, received mail and sample answers of our own writing."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from email.message import EmailMessage
from functools import cache
from importlib.resources import files
from typing import Any

LANGUAGES = ("en", "de")
CONNECTOR = "Clara Voss <clara@voss.example>"
FRIENDS = ("Anna Roth <anna@roth.example>", "Mike Hale <mike@hale.example>")


@dataclass(frozen=True)
class Sample:
    """A mail of the sample mailbox. `expect` is the rule that shall fire, else the verdict; "" for received mail.

    `answers` is the id of the received mail it replies to; `hours_ago` tells when it came or was written.
    """

    id: str
    subject: str
    body: str
    to: str
    sender: str = CONNECTOR
    cc: str = ""
    bcc: str = ""
    about: str = ""
    expect: str = ""
    answers: str = ""
    hours_ago: int = 0
    language: str = ""

    @property
    def message_id(self) -> str:
        """The Message-ID, by which a reply finds its thread."""
        return f"<{self.id}.{self.language}@samples.example>"

    def message(self, answers: str = "") -> EmailMessage:
        """The mail; `answers` is the Message-ID of the one it replies to."""
        message = EmailMessage()
        fields = {
            "From": self.sender,
            "To": self.to,
            "Cc": self.cc,
            "Bcc": self.bcc,
            "Subject": self.subject,
            "Message-ID": self.message_id,
        }
        for name, value in fields.items():
            if value:
                message[name] = value
        if answers:
            message["In-Reply-To"] = message["References"] = answers
        message.set_content(self.body)
        return message


@dataclass(frozen=True)
class Samples:
    """Everything in one language. `answers` has the texts for yes, no, later and unclear, with {connector} and {me} in them."""

    drafts: tuple[Sample, ...]
    received: tuple[Sample, ...]
    answers: dict[str, str]


@cache
def samples(language: str) -> Samples:
    """The sample mailbox in a language; English where there is none."""
    code = language if language in LANGUAGES else LANGUAGES[0]
    data = tomllib.loads((files(__name__) / f"{code}.toml").read_text(encoding="utf-8"))
    received = [_sample(item, code) for item in data["received"]]
    welcome = Sample(
        "welcome", data["welcome_subject"], data["welcome_body"].lstrip("\n"), CONNECTOR, "askfirst <hello@askfirst.example>", language=code
    )
    return Samples(
        tuple(_sample(item, code) for item in data["draft"]),
        (*received, welcome),
        {name: text.lstrip("\n") for name, text in data["answers"].items()},
    )


def _sample(item: dict[str, Any], language: str) -> Sample:
    fields = {("sender" if name == "from" else name): value for name, value in item.items()}
    return Sample(**{**fields, "body": fields["body"].lstrip("\n"), "language": language})
