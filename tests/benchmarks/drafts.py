"""The drafts that are timed: the measuring part of our corpus, and ordinary real mail where a folder of it is given."""

from __future__ import annotations

import random
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

from linter import Draft, from_fields
from models.corpus import load, parts
from models.dataset import real_mail, to_draft

VERDICTS = {
    "unannounced_introduction": "unannounced introduction",
    "permitted_introduction": "permitted introduction",
    "permission_request": "permission request",
    "other": "other, half of them traps",
}


def corpus(each: int) -> dict[tuple[str, str], list[Draft]]:
    """Up to `each` drafts of every language and verdict of the test part, the same ones every time."""
    groups: dict[tuple[str, str], list[Draft]] = {}
    examples = parts(load())["test"]
    for language in sorted({example.language for example in examples}):
        for verdict, name in VERDICTS.items():
            fitting = [e for e in examples if e.language == language and e.verdict == verdict]
            groups[language, name] = [to_draft(e) for e in random.Random(7).sample(fitting, min(each, len(fitting)))]
    return groups


def real(folder: Path, most: int) -> list[Draft]:
    """Newly written real messages of 450 to 800 characters (about 110 words), of the part that training never saw."""
    return list(islice(_real(folder), 0, most * 5, 5))


def _real(folder: Path) -> Iterator[Draft]:
    for _, fields in real_mail(folder, tuning=False):
        if fields["sent_style"] and 450 < fields["new_chars"] < 800:
            yield from_fields(fields | {"body": fields["body"][: fields["new_chars"]]})


def invented(number: int) -> Iterator[Draft]:
    """Ordinary drafts, no two alike, each with words that nobody wrote before."""
    chance = random.Random(11)
    everyday = (
        "The server was restarted at 9:30 and all reports of {} ran without errors.",
        "Schedule: hour ahead, load 3,200 MW, price 41.50 for {}.",
        "Please see the attached file for the final numbers of {} and the changes of the contract.", "The invoice of {} is attached.",
        "Die Rechnung von {} liegt bei.", "Der Preis der Lieferung an {} beträgt 3.200 Euro.", "Der Bericht über {} ist fertig.",
    )  # fmt: skip
    for i in range(number):
        words = ["".join(chance.choices("aeioubdfgklmnprst", k=chance.randrange(4, 11))) for _ in range(8)]
        body = "\n".join(chance.choice(everyday).format(word) for word in words)
        name = words[0].capitalize()
        yield from_fields({"id": str(i), "from": "Clara <clara@voss.example>", "to": [f"{name} <{words[0]}@there.example>"], "body": body})
