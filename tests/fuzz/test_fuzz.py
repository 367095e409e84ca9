"""What fuzzing has found stays found; the targets hold on what fuzzing begins with; no pattern is slow on hostile text."""

from __future__ import annotations

import re
from itertools import islice

import pytest

from linter.draft import Draft, Person
from linter.finding import Side
from linter.language import language
from linter.reading import scene_of
from tests.fuzz.__main__ import NAMES
from tests.fuzz.patterns import Slow, audit, slow
from tests.fuzz.seeds import FOUND, found, seeds
from tests.fuzz.targets import TARGETS


@pytest.mark.parametrize("target", NAMES)
def test_what_was_found_once_is_no_finding_any_more(target: str) -> None:
    for data in [*(path.read_bytes() for path in found(target)), *islice(seeds(target), 20)]:
        TARGETS[target](data)


def test_every_target_has_its_place() -> None:
    assert tuple(TARGETS) == NAMES
    assert {path.name for path in FOUND.iterdir()} <= set(NAMES)


@pytest.mark.parametrize("pattern", [r"(a+)+b", r"\s*@", r"(?:x|x)*y", r"[a-z]*[a-m]*!"])
def test_the_audit_knows_a_slow_pattern(pattern: str) -> None:
    assert isinstance(slow("nowhere:0", pattern, 0), Slow)


@pytest.mark.parametrize("pattern", [r"\b\w{1,64}@", r"^>+ ", r"[^@]{0,200}@", r"abc"])
def test_the_audit_leaves_others_alone(pattern: str) -> None:
    assert slow("nowhere:0", pattern, 0) is None


def test_a_sentence_to_be_rewritten_has_no_run_of_blanks() -> None:
    """The audit relies on it for the modules in JOINED."""
    mike, anna = Person("Mike Hale", "mike@hale.example"), Person("Anna Roth", "anna@roth.example")
    body = "Hi Mike,\n\nAnna" + " \t\u00a0" * 50 + "builds pumps," + " " * 50 + "you" + " " * 50 + "like them.\n\nBest\nClara\n"
    scene = scene_of(Draft(body, to=(mike, anna)), (Side((mike,), False), Side((anna,), False)), language("en"))
    assert any("builds pumps" in told.text for told in scene.told)
    assert not any(re.search(r"\s{2}|[^\S ]", told.text) for told in scene.told)


@pytest.mark.slow
def test_no_pattern_takes_more_than_the_text_is_longer() -> None:
    told = list(audit())
    assert len(told) > 100
    assert [one for _, one in told if one] == []
