"""Read our own labelled replies; `python -m models.replies FILE...` checks them against the guide."""

from __future__ import annotations

import datetime
import re
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from linter.draft import Draft
from linter.reply import Answer
from models.corpus import by_part, check_files

FOLDER = Path(__file__).parent / "replies"
_HEAD = re.compile(r"(?P<answer>yes|no|later|unclear)(?:: (?P<when>.+?))?(?: = (?P<date>\d{4}-\d\d-\d\d))?(?: > (?P<redirect>.+))?")


@dataclass(frozen=True)
class Example:
    """One labelled reply. `when` and `redirect` are words of its text, "" if there are none."""

    id: str
    language: str
    writer: str
    sent: datetime.datetime
    answer: Answer
    when: str
    date: datetime.date | None
    redirect: str
    body: str

    @property
    def draft(self) -> Draft:
        """The reply as the linter reads it."""
        return Draft(self.body, sent=self.sent)


def read(path: Path) -> Iterator[Example]:
    """Yield the replies of one file; ValueError names the reply that breaks the guide."""
    head, *blocks = re.split(r"^=== +", path.read_text(encoding="utf-8"), flags=re.M)
    try:
        sent = _sent(head.strip())
    except ValueError as error:
        raise ValueError(f"{path.name}: {error}") from error
    for number, block in enumerate(blocks, 1):
        try:
            yield _example(path.stem, number, block, sent)
        except ValueError as error:
            raise ValueError(f"{path.name}: reply {number}: {error}") from error


def _sent(line: str) -> datetime.datetime:
    found = re.fullmatch(r"sent: (\S+)", line)
    if not found:
        raise ValueError("the file does not begin with 'sent: DATE'")
    sent = datetime.datetime.fromisoformat(found[1])
    if sent.tzinfo is None:
        raise ValueError("the date has no time zone")
    return sent


def _example(stem: str, number: int, block: str, sent: datetime.datetime) -> Example:
    head, _, body = block.partition("\n")
    found = _HEAD.fullmatch(head.strip())
    if not found:
        raise ValueError(f"not 'ANSWER: WHEN = DATE > PERSON': {head!r}")
    answer = Answer(found["answer"])
    date = datetime.date.fromisoformat(found["date"]) if found["date"] else None
    body = body.strip("\n") + "\n"
    if not body.strip():
        raise ValueError("no text")
    if (answer is Answer.LATER) != bool(found["when"]) or (date and not found["when"]):
        raise ValueError("a later has a time, and nothing else has")
    if date and date <= sent.date():
        raise ValueError("the date has passed")
    for words in (found["when"], found["redirect"]):
        if words and words.lower() not in body.lower():
            raise ValueError(f"{words!r} is not in the text")
    language, _, writer = stem.partition("-")
    return Example(f"{stem}-{number}", language, writer, sent, answer, found["when"] or "", date, found["redirect"] or "", body)


def load(folder: Path = FOLDER) -> list[Example]:
    """All replies of a folder, ordered by file name; ValueError on a broken one."""
    return [example for path in sorted(folder.glob("*-*.txt")) for example in read(path)]


def parts(examples: list[Example], folder: Path = FOLDER) -> dict[str, list[Example]]:
    """The replies by part, "train", "dev" and "test", as `splits.toml` gives the writers to them."""
    return by_part(examples, _stem, folder)


def same_person(one: str, other: str) -> bool:
    """Whether one contains the other: "Dr Amari" and "Amari" are the same person, "Your aunt" and "your aunt", too; "" is nobody."""
    one, other = one.casefold(), other.casefold()
    return bool(one and other) and (one in other or other in one)


def _stem(example: Example) -> str:
    return f"{example.language}-{example.writer}"


def _summary(path: Path) -> str:
    examples = list(read(path))
    return f"{len(examples)} {dict(Counter(example.answer.value for example in examples))}"


def main(paths: list[str]) -> int:
    """Print what each file holds; 1 if a reply breaks the guide."""
    return check_files(paths, _summary)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
