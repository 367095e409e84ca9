"""Read our own labelled drafts; `python -m models.corpus FILE...` checks them against the guide."""

from __future__ import annotations

import re
import sys
import tomllib
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from linter.pipeline import MARKS

VERDICTS = ("unannounced_introduction", "permitted_introduction", "permission_request", "other")
CODES = ("AF101", "AF102", "AF103", "AF201", "AF202", "AF203", "AF301")
FIELDS = ("scenario", "verdict", "findings", "sides", "from", "to", "cc", "bcc", "subject")
FOLDER = Path(__file__).parent / "corpus"
_MARK = re.compile(r"\{(" + "|".join(MARKS) + r")\}")
Item = TypeVar("Item")
_BRACES = re.compile(r"\{[^{}\n]{1,30}\}")


@dataclass(frozen=True)
class Side:
    """People who stand on one side of an introduction, and whether they were asked."""

    names: tuple[str, ...]
    asked: bool


@dataclass(frozen=True)
class Mark:
    """A sentence label at a character offset of the body."""

    start: int
    label: str


@dataclass(frozen=True)
class Example:
    """One labelled draft. `body` has no marks in it; `marks` count in `body`."""

    id: str
    language: str
    writer: str
    scenario: str
    verdict: str
    findings: tuple[str, ...]
    sides: tuple[Side, ...]
    headers: dict[str, str]
    body: str
    marks: tuple[Mark, ...]


def read(path: Path) -> Iterator[Example]:
    """Yield the drafts of one corpus file; ValueError names the draft that breaks the guide."""
    language, _, writer = path.stem.partition("-")
    for block in re.split(r"^=== +", path.read_text(encoding="utf-8"), flags=re.M)[1:]:
        head, found, marked = block.partition("\n---\n")
        name, *lines = head.splitlines()
        try:
            if not found:
                raise ValueError("no line '---' between fields and body")
            fields = dict(_field(line) for line in lines if line.strip())
            yield _example(name.strip(), language, writer, fields, marked)
        except ValueError as error:
            raise ValueError(f"{path.name}: {name.strip()}: {error}") from error


def _field(line: str) -> tuple[str, str]:
    key, colon, value = line.partition(":")
    if not colon or key not in FIELDS:
        raise ValueError(f"unknown field {key!r}")
    return key, value.strip()


def _example(name: str, language: str, writer: str, fields: dict[str, str], marked: str) -> Example:
    body, marks = _unmark(marked.strip("\n") + "\n")
    verdict = fields.get("verdict", "")
    codes = tuple(code for code in re.split(r"[,\s]+", fields.get("findings", "")) if code)
    sides = tuple(_side(text) for text in fields.get("sides", "").split("|") if text.strip())
    if verdict not in VERDICTS:
        raise ValueError(f"unknown verdict {verdict!r}")
    if unknown := set(codes) - set(CODES):
        raise ValueError(f"unknown findings {sorted(unknown)}")
    _agree(verdict, codes, sides)
    return Example(
        name, language, writer, fields.get("scenario", ""), verdict, codes, sides,
        {key: fields[key] for key in FIELDS[4:] if fields.get(key)}, body, marks,
    )  # fmt: skip


def _side(text: str) -> Side:
    names, equals, state = text.rpartition("=")
    if not equals or state.strip() not in ("asked", "unknown"):
        raise ValueError(f"a side is 'Name, Name = asked|unknown', not {text.strip()!r}")
    return Side(tuple(n.strip() for n in names.split(",") if n.strip()), state.strip() == "asked")


def _agree(verdict: str, codes: tuple[str, ...], sides: tuple[Side, ...]) -> None:
    """Verdict, findings and sides must tell the same story."""
    asked = [side.asked for side in sides]
    if verdict in VERDICTS[:2] and len(sides) < 2:
        raise ValueError("an introduction needs two sides")
    if verdict == "unannounced_introduction":
        expected = "AF102" if any(asked) else "AF101"
        if all(asked) or codes != (expected,):
            raise ValueError(f"sides {asked} and findings {codes} do not agree")
    if verdict == "permitted_introduction" and not (all(asked) and set(codes) <= {"AF301"}):
        raise ValueError("permitted: every side asked, and no finding but AF301")
    if verdict == "permission_request" and not set(codes) <= {"AF201", "AF202", "AF203"}:
        raise ValueError("a permission request gets AF201 to AF203 only")
    if verdict == "other" and not set(codes) <= {"AF103"}:
        raise ValueError("'other' gets AF103 only")


def _unmark(marked: str) -> tuple[str, tuple[Mark, ...]]:
    marks: list[Mark] = []
    parts: list[str] = []
    length = last = 0
    for match in _MARK.finditer(marked):
        parts.append(marked[last : match.start()])
        length += len(parts[-1])
        marks.append(Mark(length, match.group(1)))
        last = match.end()
    parts.append(marked[last:])
    body = "".join(parts)
    if stray := _BRACES.search(body):
        raise ValueError(f"unknown mark {stray.group()!r}")
    return body, tuple(marks)


def load(folder: Path = FOLDER) -> list[Example]:
    """All drafts of a folder, ordered by file name; ValueError on a broken or doubled one."""
    examples = [example for path in sorted(folder.glob("*-*.txt")) for example in read(path)]
    doubled = [name for name, count in Counter(e.id for e in examples).items() if count > 1]
    if doubled:
        raise ValueError(f"doubled ids: {doubled[:5]}")
    return examples


def parts(examples: list[Example], folder: Path = FOLDER) -> dict[str, list[Example]]:
    """The examples by part, "train", "dev" and "test", as `splits.toml` gives the writers to them."""
    return by_part(examples, lambda example: f"{example.language}-{example.writer}", folder)


def by_part(items: list[Item], writer_of: Callable[[Item], str], folder: Path) -> dict[str, list[Item]]:
    """What writers wrote, by part: who is not in the lists of a folder's `splits.toml` is for training."""
    known = splits(folder)
    part_of = {writer: part for part in ("dev", "test") for writer in known[part]}
    found: dict[str, list[Item]] = {"train": [], "dev": [], "test": []}
    for item in items:
        found[part_of.get(writer_of(item), "train")].append(item)
    return found


def latest(folder: Path = FOLDER) -> frozenset[str]:
    """The writers for training whose drafts the shipped careful reader had not read before its last round of training."""
    return frozenset(splits(folder)["latest"])


def splits(folder: Path) -> dict[str, list[str]]:
    """The lists of writers in a folder's `splits.toml`, each named as their file is."""
    return tomllib.loads((folder / "splits.toml").read_text(encoding="utf-8"))


def judged(folder: Path = FOLDER) -> dict[str, str]:
    """Which sentences a private question may quote, of the drafts for which that was judged.

    Id of a draft -> a sign for each sentence of its new text: "+" (belongs), "-" (does not) or "o" (either, or not judged).
    """
    lines = (folder / "quotable.tsv").read_text(encoding="utf-8").splitlines()
    return dict(line.split("\t", 1) for line in lines)


def check_files(paths: list[str], summary: Callable[[Path], str]) -> int:
    """Print what each file holds, as `summary` tells; 1 if it raises ValueError because a text breaks the guide."""
    status = 0
    for path in paths:
        try:
            print(path, summary(Path(path)))
        except ValueError as error:
            print(error, file=sys.stderr)
            status = 1
    return status


def _summary(path: Path) -> str:
    examples = list(read(path))
    verdicts = Counter(example.verdict for example in examples)
    codes = Counter(code for example in examples for code in example.findings)
    return f"{len(examples)} {dict(verdicts)} {dict(codes)}"


def main(paths: list[str]) -> int:
    """Print what each file holds; 1 if a draft breaks the guide."""
    return check_files(paths, _summary)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
