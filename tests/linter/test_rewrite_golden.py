"""Forty rewrites that were read and found good. Made anew by `python -m tests.linter.test_rewrite_golden`."""

from __future__ import annotations

from pathlib import Path

import pytest

from linter.rewrite import Ask, Connect, ask_first
from models.corpus import Example
from models.reports import read_case
from tests.rewriting import unannounced

FOLDER = Path(__file__).parents[1] / "golden"
IDS = (FOLDER / "ids.txt").read_text(encoding="utf-8").split()


def examples() -> dict[str, Example]:
    return {example.id: example for example in unannounced()[0] if example.id in IDS}


def rendered(example: Example) -> str:
    """The plan for a draft as one readable text."""
    plan = ask_first(*read_case(example))
    return "\n".join(_mail(ask.kind, ask) for ask in plan.asks) + "\n" + _mail("connect", plan.connect)


def _mail(kind: str, mail: Ask | Connect) -> str:
    gaps = "".join(f"Gap: {gap}\n" for gap in mail.placeholders)
    return f"=== {kind}\nTo: {', '.join(map(str, mail.to))}\nSubject: {mail.subject}\n{gaps}\n{mail.body}"


def test_half_of_them_are_german() -> None:
    assert sum(name.startswith("de-") for name in IDS) == 20
    assert len(IDS) == 40


@pytest.mark.parametrize("example", examples().values(), ids=lambda example: example.id)
def test_the_rewrite_stays_as_it_was_found_good(example: Example) -> None:
    assert rendered(example) == (FOLDER / f"{example.id}.txt").read_text(encoding="utf-8")


if __name__ == "__main__":
    for known in examples().values():
        (FOLDER / f"{known.id}.txt").write_text(rendered(known), encoding="utf-8")
