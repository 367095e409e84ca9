"""Nothing of a mail is logged, measured or stored: a whole story is run, and everything that is left is searched for its words."""

from __future__ import annotations

import hashlib
import io
import logging
import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from mailboxes import running
from meddler import Bad, Meddler
from panel import AMBUSH, ANNA, CLARA, MIKE
from stage import Stage
from test_asking import asked
from test_faults import rewire

from addon.observe import JsonLines, trace_of
from addon.playground.mailbox import create_mailbox
from addon.settings import Settings

SUBJECT = "Plans for the orangery"
ANSWER = "Yes please, go ahead! Greetings from Ljubljana"


@pytest.fixture
def log() -> Iterator[io.StringIO]:
    """Everything that is logged by anybody, as production writes it."""
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(JsonLines())
    root = logging.getLogger()
    before = root.level
    root.addHandler(handler)
    root.setLevel(logging.DEBUG)
    yield stream
    root.removeHandler(handler)
    root.setLevel(before)


def told(*texts: str) -> set[str]:
    """The words of texts that could give something away."""
    return {word.strip(".-") for text in texts for word in re.findall(r"[\w@.-]{4,}", text.lower())}


def test_no_word_of_a_mail_is_left_anywhere(
    set_up: Callable[[Settings, str], Stage], settings: Settings, tmp_path: Path, log: io.StringIO, monkeypatch: pytest.MonkeyPatch
) -> None:
    key = hashlib.sha256(b"metrics").hexdigest()
    stage = set_up(replace(settings, metrics_key=key), f"sqlite:///{tmp_path}/ledger.sqlite")
    line = Meddler(create_mailbox(stage.mail, stage.faults))
    with running(line) as url:
        rewire(stage, url)
        stage.write(subject=SUBJECT)
        stage.post("/home")
        for kind in ("401", "403", "404", "429", "503", "half", "html"):
            line.bad = [Bad("GET /drafts", kind)]
            stage.compose()
        stage.compose()
        stage.press("Why?")
        stage.compose()
        stage.press("Ask first")
        for person in (ANNA, MIKE):
            stage.open(stage.answered(asked(stage)[person], ANSWER))
            stage.press("That is right")
        stage.press("Write it")
        stage.message = ""
        tokens = [str(value) for value in stage.event()["authorizationEventObject"].values()]
        stage.client.post("/home", json=stage.event(), headers={"Authorization": "Bearer of-bad-news"})
        stage.client.post("/v1/check", json={"from": CLARA, "to": [MIKE], "cc": [ANNA], "subject": SUBJECT, "body": AMBUSH["en"]})
        stage.client.post("/v1/check", json={"body": AMBUSH["de"]}, headers={"Authorization": "Bearer of-bad-news"})

        def broken(*_: object) -> None:
            raise RuntimeError(AMBUSH["en"])

        monkeypatch.setattr("addon.handlers.checked", broken)
        assert stage.send("/compose", stage.event())[0] == 500
    metrics = stage.client.get("/metrics", headers={"Authorization": "Bearer metrics"}).text
    stage.store.close()
    left = {
        "log": log.getvalue(),
        "metrics": metrics,
        "ledger": b"".join(file.read_bytes() for file in tmp_path.glob("ledger.sqlite*")).decode("latin-1"),
    }
    assert "RuntimeError" in left["log"]
    assert 'askfirst_requests_total{endpoint="compose",outcome="done"}' in metrics
    own = told(*(path.read_text("utf-8") for path in (Path(__file__).parents[2] / "addon").glob("*.py")))
    secret = told(AMBUSH["en"], AMBUSH["de"], SUBJECT, ANSWER, CLARA, ANNA, MIKE, "of-bad-news") - own
    assert {"orangery", "ljubljana", "anna@roth.example", "mike", "anna", "leeds", "clara@voss.example"} <= secret
    for where, text in left.items():
        assert not told(text) & secret, where
        assert not [token for token in tokens if token in text], where
        for name in ("roth", "hale", "voss"):
            assert name not in text.lower(), (where, name)


def test_metrics_are_closed_without_the_key(stage: Stage) -> None:
    assert stage.client.get("/metrics").status_code == 404
    assert stage.client.get("/metrics", headers={"Authorization": "Bearer "}).status_code == 404


@pytest.mark.parametrize(
    ("header", "trace"),
    [
        ("00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01", "4bf92f3577b34da6a3ce929d0e0e4736"),
        ("105445AA7843bc8bf206b12000100000/1;o=1", "105445aa7843bc8bf206b12000100000"),
        *((junk, "") for junk in ("Anna", "", "x" * 10_000)),
    ],
)
def test_a_trace_id_is_taken_and_nothing_else(header: str, trace: str) -> None:
    assert trace_of(header) == trace
