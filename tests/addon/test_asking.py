"""Ask first, exactly once: double clicks, repeated requests, undo; on both databases."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from email import message_from_string, policy
from email.message import EmailMessage

from panel import ANNA, MIKE, Json
from stage import Stage

from addon.settings import Settings

SIGNED = (
    '<html><body><div>{text}</div><br>-- <br><div dir="ltr" class="gmail_signature"><b>Clara Voss</b><br>Voss Garden, '
    '<a href="https://voss.example">voss.example</a></div></body></html>'
)


def asked(stage: Stage) -> dict[str, str]:
    """The ask drafts: to whom, and their ids."""
    drafts = {draft: mail(stage, draft) for draft in stage.drafts()}
    return {str(message["To"]): draft for draft, message in drafts.items() if not message["Cc"]}


def mail(stage: Stage, draft: str) -> EmailMessage:
    message = message_from_string(stage.text_of(draft), policy=policy.default)
    assert isinstance(message, EmailMessage)
    return message


def test_a_button_pressed_twice_at_once_makes_one_set(
    set_up: Callable[[Settings, str], Stage], settings: Settings, database_url: str
) -> None:
    stage = set_up(settings, database_url)
    stage.clock.sleep = _really_wait  # type: ignore[method-assign]
    stage.write()
    stage.compose()
    action = stage.buttons()["Ask first"][0]
    parameters = {entry["key"]: entry["value"] for entry in action["parameters"]}
    event = stage.event(parameters)

    def press(_: int) -> tuple[int, Json]:
        return stage.send("/click/ask", event)

    with ThreadPoolExecutor(6) as pool:
        answers = list(pool.map(press, range(6)))
    assert {status for status, _ in answers} == {200}
    assert len(stage.drafts()) == 3
    assert [str(answer) for _, answer in answers if "are in your drafts" not in str(answer)] == []


def _really_wait(seconds: float) -> None:
    import time

    time.sleep(min(seconds, 0.1))


def test_pressed_again_later_it_shows_the_same_drafts(stage: Stage) -> None:
    stage.write()
    stage.compose()
    stage.press("Ask first")
    before = sorted(stage.drafts())
    stage.clock.turn(3600)
    stage.compose()
    assert "You have asked already" in stage.says()
    stage.press("Ask first")
    assert sorted(stage.drafts()) == before


def test_the_first_draft_is_opened_and_the_others_can_be(stage: Stage) -> None:
    stage.write()
    stage.compose()
    stage.press("Ask first")
    drafts = asked(stage)
    assert stage.opened
    assert stage.opened["draftId"] == drafts[MIKE]
    stage.press("Open", at=1)
    assert stage.opened["draftId"] == drafts[ANNA]
    assert stage.opened["draftThreadId"]


def test_undo_deletes_what_we_made_and_nothing_else(stage: Stage) -> None:
    original = stage.write()
    stage.compose()
    stage.press("Ask first")
    stage.press("Undo")
    assert stage.drafts() == [original]
    assert "2 drafts are deleted." in stage.says()
    stage.compose()
    stage.press("Ask first")
    assert len(stage.drafts()) == 3


def test_undo_leaves_what_was_edited_and_what_was_sent(stage: Stage) -> None:
    original = stage.write()
    stage.compose()
    stage.press("Ask first")
    drafts = asked(stage)
    undo = stage.buttons()["Undo"][0]
    edited = mail(stage, drafts[ANNA])
    edited.clear_content()
    edited.set_content("Dear Anna, something else.")
    stage.update(drafts[ANNA], edited.as_bytes())
    stage.sent(drafts[MIKE])
    stage.post("/click/undo", {entry["key"]: entry["value"] for entry in undo["parameters"]})
    assert sorted(stage.drafts()) == sorted([original, drafts[ANNA]])
    assert "was changed since and stays" in stage.says()
    assert "may have been sent" in stage.says()


def test_alias_and_signature_are_kept(stage: Stage) -> None:
    body = "Hi Mike,\n\nI'd like to introduce you to Anna, who runs a design studio in Leeds. You two should talk!\n\nBest,\nClara"
    stage.write(f"{body}\n\n-- \nClara Voss\nVoss Garden, voss.example", html_body=SIGNED.format(text=body.replace("\n", "<br>")))
    stage.compose()
    stage.press("Ask first")
    for draft in asked(stage).values():
        message = mail(stage, draft)
        assert message["From"] == "Clara Voss <clara@voss.example>"
        plain, rich = message.get_body(("plain",)), message.get_body(("html",))
        assert plain
        assert rich
        assert " ".join(plain.get_content().split()).endswith("-- Clara Voss Voss Garden, voss.example")
        assert '<a href="https://voss.example">voss.example</a>' in rich.get_content()


def test_a_signature_that_names_the_other_is_left_out(stage: Stage) -> None:
    body = "Hi Mike,\n\nI'd like to introduce you to Anna, who runs a design studio in Leeds. You two should talk!\n\nBest,\nClara"
    stage.write(f"{body}\n\n-- \nClara Voss\nassistant: anna@roth.example")
    stage.compose()
    stage.press("Ask first")
    assert "anna@roth.example" not in stage.text_of(asked(stage)[MIKE])


def test_in_a_reply_the_ask_starts_a_thread_of_its_own(stage: Stage) -> None:
    original = stage.write(subject="Re: heat pumps")
    stage.compose()
    stage.press("Ask first")
    threads = {stage.gmail().draft(draft, raw=False).thread for draft in stage.drafts()}
    assert len(threads) == 3
    for draft in asked(stage).values():
        assert mail(stage, draft)["In-Reply-To"] is None
        assert mail(stage, draft)["References"] is None
    assert original in stage.drafts()


def test_without_names_nobody_is_named(stage: Stage) -> None:
    stage.write()
    stage.compose()
    stage.press("Ask without names")
    drafts = asked(stage)
    assert "Mike" not in stage.text_of(drafts[ANNA]).partition("\n\n")[2]
    assert "Anna" not in stage.text_of(drafts[MIKE]).partition("\n\n")[2]


def test_nothing_is_ever_sent(stage: Stage) -> None:
    stage.write()
    stage.compose()
    stage.press("Ask first")
    assert all("SENT" not in row.labels for row in stage.mail.messages(stage.address))
    assert not stage.mail.messages("anna@roth.example")


def test_recipients_added_later_get_a_question_too(stage: Stage) -> None:
    original = stage.write()
    stage.compose()
    stage.press("Ask first")
    before = len(stage.drafts())
    message = mail(stage, original)
    message.replace_header("Cc", f"{ANNA}, Paul Weber <paul@weber.example>")
    message.clear_content()
    message.set_content(
        "Hi Mike,\n\nI'd like to introduce you to Anna, who runs a design studio in Leeds, and to Paul, who prints posters in Hull. Anna, "
        "Paul, Mike is building a new booking app. I'll let you three take it from here.\n\nBest,\nClara"
    )
    stage.update(original, message.as_bytes())
    stage.post("/click/look", {"draft": original})
    stage.press("Ask first")
    assert len(stage.drafts()) == before + 1
    assert "Paul Weber <paul@weber.example>" in asked(stage)
