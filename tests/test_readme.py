"""The README shows what happens."""

import re
from pathlib import Path

import pytest

from linter import check, from_fields
from linter.cli import main
from linter.rules import RULES

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")


def test_the_sample_gives_the_output_shown(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.chdir(ROOT)
    assert main(["check", "docs/sample.eml"]) == 1
    assert capsys.readouterr().out.strip() in README


def test_the_python_example_gives_the_values_beside_it() -> None:
    code = re.search(r"```python\n(.*?)```", README, re.S)
    assert code is not None
    names: dict[str, object] = {}
    exec(code[1], names)
    report = names["report"]
    assert str(report.verdict) == "unannounced_introduction"  # type: ignore[attr-defined]
    assert [person.name for person in report.not_asked] == ["Mike Hale", "Anna Roth"]  # type: ignore[attr-defined]


def test_every_rule_is_in_the_readme() -> None:
    for rule in RULES:
        assert f"| {rule.code} | {rule.name}" in README


def test_cold_mail_on_ones_own_behalf_is_never_flagged() -> None:
    body = "Dear Ms Roth,\n\nmy name is Mike Hale, I am a plumber looking for work. May I call you next week?\n\nKind regards\nMike Hale"
    assert check(from_fields({"from": "m@hale.example", "to": ["Anna Roth <a@roth.example>"], "body": body})).findings == ()
