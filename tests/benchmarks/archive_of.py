"""Generates a mail archive of any size: years of somebody's mail in English and German, all of it invented here.

python tests/benchmarks/archive_of.py 1.5 archive.mbox    # gigabytes
"""

import argparse
import random
from base64 import b64encode
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from email.utils import format_datetime
from pathlib import Path

from linter.rules import RULES

OWNER = "Clara Voss <clara@voss.example>"
GIVEN = "Anna Mike Tom Rosa Jonas Miriam Paul Leila Otto Nina Karim Ida Felix Maya Henrik Zoe Emil Tessa Ravi Greta".split()
FAMILY = "Roth Hale Bay Lindner Okafor Weber Sand Brandt Moss Keller Ahmadi Frost Vogel Lane Berger Stone Novak Hill Arndt Reed".split()
PEOPLE = [(given, family) for given, family in zip(GIVEN, FAMILY, strict=True)]
ORDINARY = (
    "Hi {name},\n\nthe minutes of Tuesday are attached. Could you look over the second page before Friday?\n\nBest,\nClara",
    "Hallo {name},\n\ndanke für die Unterlagen, ich melde mich bis Ende der Woche dazu.\n\nViele Grüße\nClara",
    "Hi {name},\n\nhere are the photos from the allotment. The beans are finally coming up!\n\nClara",
    "Liebe {name},\n\nder Termin am Donnerstag passt mir gut. Bringst du den Kuchen mit?\n\nLiebe Grüße\nClara",
)
NEWS = "This week: three ways to store apples, a visit to the weir, and the lamp that never went out.\n"
REPLIES = ("Yes, gladly! Go ahead.", "Gerne, das passt mir gut.", "Thank you, but not now.", "Danke, lieber nicht.", "Lovely, thank you!")
_BODIES = {
    code: [draft["body"] for rule in RULES if rule.code == code for draft in rule.fires]
    + [draft["body"] for rule in RULES if rule.code == code for draft in rule.silent[:1]]
    for code in ("AF101", "AF102", "AF201")
}


def archive(size: int, seed: int = 7, attachment: int = 60_000, rate: float = 0.06) -> Iterator[bytes]:
    """Messages of an mbox until there are `size` bytes. `rate` is the share of introductions in the sent mail,
    `attachment` the mean size of what every fourth message carries."""
    chance = random.Random(seed)
    time = datetime(2016, 3, 1, 9, tzinfo=UTC)
    written, number = 0, 0
    while written < size:
        for mail in _conversation(chance, time, number, attachment, rate):
            data = b"From - Mon Oct  5 09:12:00 2026\n" + mail.as_bytes().replace(b"\nFrom ", b"\n>From ") + b"\n\n"
            written += len(data)
            yield data
        number += 1
        time += timedelta(minutes=chance.randrange(30, 3_000))


def _conversation(chance: random.Random, time: datetime, number: int, attachment: int, rate: float) -> Iterator[EmailMessage]:
    """A mail somebody received, or one that Clara sent and the answers to it."""
    (one, other) = chance.sample(PEOPLE, 2) if chance.random() < 0.5 else (PEOPLE[chance.randrange(4)], PEOPLE[4 + chance.randrange(16)])
    if chance.random() > 0.3:
        yield _mail(_of(one), [OWNER], NEWS * chance.randrange(1, 40), time, f"{number}@there.example", "", _filler(chance, attachment))
        return
    identifier = f"{number}@voss.example"
    if chance.random() > rate:
        text = chance.choice(ORDINARY).format(name=one[0])
        yield _mail(OWNER, [_of(one)], text, time, identifier, "", _filler(chance, attachment))
        return
    kind = chance.choice(("AF101", "AF101", "AF102", "AF201", "AF201"))
    text = chance.choice(_BODIES[kind])
    names = {"Mike": one[0], "Anna": other[0], "Roth": other[1], "anna@roth": f"{other[0]}@{other[1]}".lower()}
    for old, new in names.items():
        text = text.replace(old, f"\0{new}\0")
    people = [one] if kind == "AF201" else [one, other]
    yield _mail(OWNER, [_of(who) for who in people], text.replace("\0", ""), time, identifier, "", b"")
    for who in people:
        if chance.random() < (0.8 if kind == "AF201" else 0.35):
            later = time + timedelta(hours=chance.randrange(1, 200))
            yield _mail(_of(who), [OWNER], chance.choice(REPLIES), later, f"{number}.{who[0]}@there.example", identifier, b"")


def _mail(sender: str, to: list[str], text: str, time: datetime, identifier: str, answers: str, attached: bytes) -> EmailMessage:
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = sender, ", ".join(to), "Hello"
    mail["Date"], mail["Message-ID"] = format_datetime(time), f"<{identifier}>"
    if answers:
        mail["In-Reply-To"] = f"<{answers}>"
    mail["X-Gmail-Labels"] = "Sent" if sender == OWNER else "Inbox"
    mail.set_content(text)
    if attached:
        mail.add_attachment(b64encode(attached).decode(), filename="photo.txt")
    return mail


def _filler(chance: random.Random, mean: int) -> bytes:
    return chance.randbytes(int(chance.expovariate(1 / mean))) if mean and chance.random() < 0.25 else b""


def _of(who: tuple[str, str]) -> str:
    given, family = who
    return f"{given} {family} <{given.lower()}@{family.lower()}.example>"


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("gigabytes", type=float)
    arguments.add_argument("path", type=Path)
    arguments.add_argument("--introductions", type=float, default=0.06, metavar="SHARE", help="of the sent mail (default: 0.06)")
    arguments.add_argument("--attachment", type=int, default=60_000, metavar="BYTES", help="mean size of an attachment (default: 60000)")
    given = arguments.parse_args()
    with given.path.open("wb") as file:
        file.writelines(archive(int(given.gigabytes * 1e9), attachment=given.attachment, rate=given.introductions))


if __name__ == "__main__":
    main()
