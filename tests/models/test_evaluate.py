"""The measuring instruments themselves."""

import hashlib
import json
from pathlib import Path

import numpy as np
import pytest

from linter.draft import Person
from linter.finding import Certainty, Report, Verdict
from models.agreement import kappa
from models.card import main_table, percent
from models.corpus import Example
from models.corpus import Side as Labelled
from models.dataset import is_tuning
from models.evaluate import HEADLINES, METRICS, Judged, differences, names_right_side
from models.intervals import wilson

ROOT = Path(__file__).parents[2]


def test_wilson_interval_of_a_known_case() -> None:
    assert wilson(97, 100) == {"share": 0.97, "low": 0.9155, "high": 0.9897, "hits": 97, "of": 100}


def test_a_share_of_nothing_is_null() -> None:
    assert wilson(0, 0)["share"] is None
    assert percent(wilson(0, 0)) == "–"


@pytest.mark.parametrize(
    ("pairs", "value"),
    [([("a", "a"), ("b", "b")], 1.0), ([("a", "b"), ("b", "a")], -1.0), ([("a", "a"), ("a", "b"), ("b", "a"), ("b", "b")], 0.0)],
)
def test_kappa_of_known_cases(pairs: list[tuple[str, str]], value: float) -> None:
    assert kappa(pairs) == pytest.approx(value)


@pytest.mark.parametrize(
    ("named", "right"), [(["anna@roth.example"], True), (["ben@roth.example"], False), (["anna@roth.example", "ben@roth.example"], False)]
)
def test_the_right_side_is_more_than_the_right_family(named: list[str], right: bool) -> None:
    sides = (Labelled(("Anna Roth",), asked=False), Labelled(("Ben Roth",), asked=True))
    headers = {"from": "Clara <c@voss.example>", "to": "Anna Roth <anna@roth.example>", "cc": "Ben Roth <ben@roth.example>"}
    example = Example(
        "en-x-001", "en", "x", "club / two", "unannounced_introduction", ("AF102",), sides, headers, "Hi Anna,\n\nmeet Ben.\n", ()
    )
    people = tuple(Person(address.partition("@")[0].title(), address) for address in named)
    report = Report("en-x-001", "en", Verdict.UNANNOUNCED, 0.9, Certainty.LIKELY, people)
    assert names_right_side(Judged(example, report)) is right


def test_the_parts_of_real_mail_are_told_by_the_second_digit() -> None:
    digits = {is_tuning(str(number)) for number in range(40)}
    assert digits == {True, False}
    assert is_tuning("enron-1") is (hashlib.sha1(b"enron-1").hexdigest()[1] in "0123456789")


def test_a_changed_figure_is_seen() -> None:
    written = json.loads(METRICS.read_text(encoding="utf-8"))
    changed = json.loads(json.dumps(written))
    changed["test"]["de"]["found"]["share"] -= 0.02
    assert differences(written, written) == []
    assert [line.split(":")[0] for line in differences(changed, written)] == ["de found"]


def test_metrics_hold_every_headline_for_both_languages() -> None:
    metrics = json.loads(METRICS.read_text(encoding="utf-8"))
    for code in ("en", "de"):
        assert all(metrics["test"][code][name]["of"] > 0 for name in HEADLINES)
    assert metrics["real"]["measuring"]["total"]["sent"]["linter"]["of"] > 10_000
    assert np.isfinite([point["en"]["3%"] for point in metrics["learning_curve"]]).all()


@pytest.mark.parametrize("path", ["README.md", "models/README.md"])
def test_the_figures_in_the_documents_are_those_of_the_metrics(path: str) -> None:
    metrics = json.loads(METRICS.read_text(encoding="utf-8"))
    assert main_table(metrics) in (ROOT / path).read_text(encoding="utf-8")
