"""The story on the stage: a draft, a warning, two questions, two answers, the connecting mail."""

from __future__ import annotations

from email import message_from_string, policy
from email.message import EmailMessage

import pytest
from panel import AMBUSH, ANNA, MIKE
from stage import Stage

YES = {"en": "Yes please, go ahead!", "de": "Ja, sehr gern!"}
SAYS = {
    "en": ("This looks like an introduction. Have Mike Hale and Anna Roth said yes?", "Ask first", "That is right", "Write it"),
    "de": ("Das sieht nach einer Vorstellung aus. Haben Mike Hale und Anna Roth zugesagt?", "Zuerst fragen", "Stimmt", "Schreib sie"),
}


def mail(text: str) -> EmailMessage:
    message = message_from_string(text, policy=policy.default)
    assert isinstance(message, EmailMessage)
    return message


@pytest.mark.parametrize("language", ["en", "de"])
def test_from_the_draft_to_the_connecting_mail(stage: Stage, language: str) -> None:
    stage.locale = language
    question, ask, right, write = SAYS[language]
    original = stage.write(AMBUSH[language])
    untouched = stage.text_of(original)

    stage.compose()
    assert question in stage.says()
    stage.press(ask)
    assert stage.opened
    assert stage.opened["draftId"] in stage.drafts()
    asks = {str(mail(stage.text_of(draft))["To"]): draft for draft in stage.drafts() if draft != original}
    assert sorted(asks) == [ANNA, MIKE]
    assert "mike@hale.example" not in stage.text_of(asks[ANNA])
    assert "anna@roth.example" not in stage.text_of(asks[MIKE])

    for draft in asks.values():
        stage.open(stage.answered(draft, YES[language]))
        stage.press(right)
    stage.press(write)
    assert stage.opened
    connecting = stage.opened["draftId"]
    assert {address.addr_spec for address in mail(stage.text_of(connecting))["To"].addresses} == {"anna@roth.example", "mike@hale.example"}
    assert sorted(stage.drafts()) == sorted([original, connecting])
    assert stage.text_of(original) == untouched

    stage.compose()
    assert question not in stage.says()  # both agreed: the ledger counts as consent
