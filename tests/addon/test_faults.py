"""Gmail's bad days: a helpful card in time, nothing lost, nothing doubled."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from mailboxes import running
from meddler import Bad, Meddler
from panel import PREFIX
from stage import OwnTokens, Stage

from addon import create_app
from addon.clock import Budget, Clock
from addon.errors import MailboxError, Trouble
from addon.gmail import Gmail, Mailbox, Tokens
from addon.playground.mailbox import create_mailbox
from addon.settings import Settings

QUESTION = "This looks like an introduction."
CREATE = "POST /drafts"


@pytest.fixture
def line(stage: Stage) -> Iterator[Meddler]:
    """A bad line between the add-on and the mailbox of the stage."""
    meddler = Meddler(create_mailbox(stage.mail, stage.faults))
    with running(meddler) as url:
        rewire(stage, url, lambda: meddler.patience)
        yield meddler


def rewire(stage: Stage, url: str, patience: Callable[[], float] = lambda: 10.0) -> None:
    """Let the add-on of a stage find its mailbox at another address."""

    def mailbox(tokens: Tokens, budget: Budget) -> Mailbox:
        return Gmail(url, tokens, budget, call_seconds=patience())

    stage.app = create_app(stage.settings, mailbox, stage.store, stage.clock, OwnTokens())


@pytest.mark.parametrize(
    ("kind", "reason", "text"),
    [
        ("401", "authError", "sign in again"),
        ("403", "insufficientPermissions", "you have not allowed me"),
        ("403", "domainPolicy", "organisation"),
        ("403", "accessNotConfigured", "organisation"),
        ("403", "", "organisation"),
        ("404", "notFound", "not there any more"),
        ("409", "conflict", "at the same moment"),
        ("400", "invalidArgument", "did not take this"),
    ],
)
def test_what_will_not_pass_by_itself_is_told_at_once(stage: Stage, line: Meddler, kind: str, reason: str, text: str) -> None:
    stage.write()
    line.bad = [Bad("GET /drafts", kind, reason)]
    stage.compose()
    assert text in stage.says()
    assert line.seen == ["GET /drafts"]
    stage.compose()
    assert QUESTION in stage.says()


@pytest.mark.parametrize(
    ("kind", "reason"),
    [("403", "rateLimitExceeded"), ("403", "userRateLimitExceeded"), ("429", ""), ("500", ""), ("502", ""), ("503", ""), ("half", ""),
     ("nothing", ""), ("html", ""), ("list", ""), ("slow", "")],
)  # fmt: skip
def test_what_may_pass_is_tried_again_after_a_growing_pause(stage: Stage, line: Meddler, kind: str, reason: str) -> None:
    stage.write()
    line.bad = [Bad("GET /drafts", kind, reason), Bad("GET /drafts", kind, reason)]
    stage.compose()
    assert QUESTION in stage.says()
    first, second = stage.clock.slept
    assert 0.4 <= first <= 0.8 <= second <= 1.6


@pytest.mark.parametrize("kind", ["429", "503", "half", "slow"])
def test_what_does_not_pass_ends_in_a_card_within_the_budget(stage: Stage, line: Meddler, kind: str) -> None:
    line.bad = [Bad("GET /drafts", kind)] * 20
    stage.compose()
    assert "Try again" in stage.buttons()
    assert stage.clock.ticks <= stage.settings.budget_seconds
    assert len(line.seen) <= 4


def test_gmail_is_given_the_time_it_asks_for(stage: Stage, line: Meddler) -> None:
    stage.write()
    line.bad = [Bad("GET /drafts", "429", retry_after="5")]
    stage.compose()
    assert stage.clock.slept == [5.0]
    assert QUESTION in stage.says()


@pytest.mark.parametrize("kind", ["500", "503", "half", "nothing", "slow"])
@pytest.mark.parametrize("done", [True, False])
def test_a_lost_answer_never_makes_a_second_draft(stage: Stage, line: Meddler, kind: str, done: bool) -> None:
    stage.write()
    stage.compose()
    stage.clock.slept.clear()
    line.bad = [Bad(CREATE, kind, done=done)]
    stage.press("Ask first")
    for _ in range(3):
        if "Try again" in stage.buttons():
            stage.clock.turn(60)
            stage.press("Try again")
    assert "are in your drafts" in stage.says()
    assert len(stage.drafts()) == 3


def test_the_second_ask_is_made_when_the_first_went_through(stage: Stage, line: Meddler) -> None:
    stage.write()
    stage.compose()
    line.inner, inner = _refuse_second(line), line.inner
    stage.press("Ask first")
    assert len(stage.drafts()) == 2
    line.inner = inner
    stage.press("Try again")
    assert len(stage.drafts()) == 3


def _refuse_second(line: Meddler) -> Callable[..., object]:
    inner, made = line.inner, []

    def app(environ: dict[str, object], start: Callable[..., object]) -> object:
        if environ["REQUEST_METHOD"] == "POST":
            made.append(1)
            if len(made) > 1:
                return line._answer(Bad(CREATE, "409", "conflict"), start)
        return inner(environ, start)  # type: ignore[arg-type]

    return app


def test_where_we_may_not_look_the_person_is_asked(stage: Stage, line: Meddler) -> None:
    from panel import AMBUSH

    stage.scopes = [scope for scope in stage.scopes if scope != f"{PREFIX}gmail.compose"]
    stage.compose()
    stage.inputs = {"pasted": [AMBUSH["en"]]}
    stage.press("Check this text")
    line.bad = [Bad(CREATE, "slow", done=True)]
    stage.press("Ask first")
    assert len(stage.drafts()) == 1
    stage.clock.turn(60)
    stage.press("Try again")
    assert "I may not look" in stage.says()
    assert len(stage.drafts()) == 1
    for draft in stage.drafts():
        stage.gmail().delete(draft)
    stage.press("It is not there, write it")
    assert len(stage.drafts()) == 2


def test_an_undo_that_is_interrupted_goes_on(stage: Stage, line: Meddler) -> None:
    stage.write()
    stage.compose()
    stage.press("Ask first")
    line.bad = [Bad("DELETE /drafts", "403", "domainPolicy")]
    undo = stage.buttons()["Undo"][0]
    stage.press("Undo")
    assert len(stage.drafts()) == 3
    stage.post("/click/undo", {entry["key"]: entry["value"] for entry in undo["parameters"]})
    assert len(stage.drafts()) == 1


def test_no_gmail_at_all(stage: Stage) -> None:
    rewire(stage, "http://127.0.0.1:1")
    stage.compose()
    assert "Nothing was changed" in stage.says()


def test_the_database_down(set_up: Callable[[Settings, str], Stage], settings: Settings, tmp_path: Path) -> None:
    """A folder in the place of the file: SQLite cannot open it any more."""
    folder = tmp_path / "ledger"
    folder.mkdir()
    stage = set_up(settings, f"sqlite:///{folder}/ledger.sqlite")
    stage.write()
    stage.store.close()
    for file in folder.iterdir():
        file.unlink()
    (folder / "ledger.sqlite").mkdir()
    stage.compose()
    assert QUESTION in stage.says()
    assert "My memory does not answer right now" in stage.says()
    stage.press("Ask first")
    assert "I have done nothing" in stage.says()
    assert len(stage.drafts()) == 1
    stage.post("/home")
    assert "My memory does not answer right now" in stage.says()
    assert "Looks like an introduction" in stage.says()
    for name in ("settings", "save", "forget", "warn-again", "standing", "undo", "answer"):
        stage.post(f"/click/{name}", {"introduction": "0" * 32, "sure": "yes"})
        assert "My memory does not answer" in stage.says()
    assert stage.client.get("/ready").status_code == 503
    assert stage.client.get("/ready").get_json()["missing"] == ["ledger"]
    assert stage.client.get("/health").status_code == 200


def test_the_model_missing(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    from linter.errors import ModelError

    def missing() -> None:
        raise ModelError("the trained pipeline is missing")

    stage.write()
    for module in ("linter.check", "addon.pages"):
        monkeypatch.setattr(sys.modules[module], "pipeline", missing)
    stage.compose()
    assert "a part of me is missing" in stage.says()
    assert stage.client.get("/ready").get_json()["missing"] == ["model"]
    response = stage.client.post("/v1/check", json={"body": "x"})
    assert (response.status_code, response.get_json()["error"]["code"]) == (503, "no_model")


def test_a_mistake_of_ours_is_an_error_without_a_word_of_the_mail(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> None:
        raise RuntimeError("Hi Mike, meet Anna")

    monkeypatch.setattr("addon.handlers.checked", broken)
    stage.write()
    status, answer = stage.send("/click/look", stage.event({"draft": stage.drafts()[0]}))
    assert status == 500
    assert "Anna" not in str(answer)


def test_a_mail_that_is_too_large_is_told_of(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    stage.write()
    monkeypatch.setattr("linter.bounds.MAX_MESSAGE", 100)
    stage.post("/click/look", {"draft": stage.drafts()[0]})
    assert "unusually large or damaged" in stage.says()


def test_a_call_stops_at_the_end_of_the_budget(stage: Stage) -> None:
    gmail = Gmail(stage.url, Tokens(stage.oauth_token()), Budget.of(stage.clock, 0))
    with pytest.raises(MailboxError) as error:
        gmail.drafts(5)
    assert error.value.trouble is Trouble.SLOW
    assert not error.value.maybe_done
    gmail.close()


def test_an_endless_answer_is_cut_off() -> None:
    def drip(environ: object, start: Callable[..., object]) -> Iterator[bytes]:
        import time

        start("200 OK", [("Content-Type", "application/json")])
        for _ in range(50):
            time.sleep(0.1)
            yield b" " * 65_536

    with running(drip) as url:
        gmail = Gmail(url, Tokens("t"), Budget.of(Clock(), 1.2), call_seconds=0.4)
        with pytest.raises(MailboxError) as error:
            gmail.drafts(5)
        assert error.value.trouble is Trouble.SLOW
        gmail.close()
