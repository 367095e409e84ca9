"""The forms in which the platform takes an answer. Kept in one place because Google's documents disagree on one of them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from addon.settings import Experiment

Json = dict[str, Any]


@dataclass(frozen=True)
class OpenDraft:
    """A draft that the client shall open: the API's draft id, and the thread id of the answer that created it."""

    id: str
    thread: str


@dataclass(frozen=True)
class Answer:
    """What the person shall see next.

    `card` takes the place of the one on screen if `replace`, else it is laid on top of it; `changed` tells the client to drop the
    cards it keeps.
    """

    card: Json | None = None
    replace: bool = True
    note: str = ""
    open: OpenDraft | None = None
    changed: bool = False
    home: bool = False  # go back to the first card before showing this one


def for_trigger(answer: Answer) -> Json:
    """RenderActions, as a homepage, a contextual or a compose trigger expects it."""
    return {"action": _action(answer, "pushCard")}


def for_click(answer: Answer, experiments: Iterable[Experiment] = ()) -> Json:
    """SubmitFormResponse, as a button expects it."""
    render: Json = {"action": _action(answer, "updateCard" if answer.replace else "pushCard")}
    if answer.open:
        draft = {"draftId": answer.open.id, "draftThreadId": answer.open.thread}
        render["hostAppAction"] = {"gmailAction": {"openCreatedDraftActionMarkup": draft}}
    if Experiment.BARE_CLICKS in experiments:
        return render
    return {"renderActions": render, **({"stateChanged": True} if answer.changed else {})}


def for_scopes(scopes: Iterable[str]) -> Json:
    """Makes the client ask the person for these scopes and repeat the action afterwards."""
    return {"requesting_google_scopes": {"scopes": list(scopes)}}


def _action(answer: Answer, navigation: str) -> Json:
    action: Json = {}
    steps: list[Json] = [{"popToRoot": True}] if answer.home else []
    if answer.card is not None:
        steps.append({navigation: answer.card})
    if steps:
        action["navigations"] = steps
    if answer.note:
        action["notification"] = {"text": answer.note}
    return action
