"""The add-on's panel as a person uses it: events as Google posts them, buttons pressed by what they say."""

from __future__ import annotations

import html
from dataclasses import dataclass, field
from typing import Any

import strict

from addon.manifest import SCOPES

Json = dict[str, Any]
BASE = "https://askfirst.example"
PREFIX = "https://www.googleapis.com/auth/"
ALL = [f"{PREFIX}{name}" for name, _ in SCOPES]
CLARA, ANNA, MIKE = "Clara Voss <clara@voss.example>", "Anna Roth <anna@roth.example>", "Mike Hale <mike@hale.example>"
AMBUSH = {
    "en": "Hi Mike,\n\nI'd like to introduce you to Anna, who runs a design studio in Leeds. Anna, Mike is building a new booking app and "
    "could use your eye. I'll let you two take it from here.\n\nBest,\nClara",
    "de": "Hallo Mike,\n\nich möchte dir Anna vorstellen, sie leitet ein Designbüro in Leeds. Anna, Mike baut eine neue Buchungs-App und "
    "könnte deinen Blick gebrauchen. Ihr zwei solltet euch unbedingt unterhalten.\n\nLiebe Grüße\nClara",
}


@dataclass(kw_only=True)
class Panel:
    """The panel, and what the person sees in it. Every answer is checked for what the platform takes."""

    locale: str = "en"
    user: str = "clara"
    scopes: list[str] = field(default_factory=lambda: list(ALL))
    to: list[str] = field(default_factory=list)
    cc: list[str] = field(default_factory=list)
    message: str = ""  # the open message
    inputs: dict[str, list[str]] = field(default_factory=dict)
    answer: Json = field(default_factory=dict)

    def oauth_token(self, message: str = "") -> str:
        """A token for the Gmail API; with a message, the one that goes beside it."""
        raise NotImplementedError

    def identity_token(self) -> str:
        """The token that says who the person is."""
        raise NotImplementedError

    def send(self, path: str, event: Json) -> tuple[int, Json]:
        """Post an event as the platform: status and answer."""
        raise NotImplementedError

    def event(self, parameters: dict[str, str] | None = None) -> Json:
        """The event Google would post now."""
        gmail: Json = {"toRecipients": self.to, "ccRecipients": self.cc, "bccRecipients": []}
        tokens: Json = {"userOAuthToken": self.oauth_token(), "userIdToken": self.identity_token(), "authorizedScopes": self.scopes}
        if self.message:
            gmail = {"messageId": self.message, "threadId": "thread-f:1", "accessToken": self.oauth_token(self.message)}
        zone = {"id": "Europe/Vienna", "offset": 3600000}
        common: Json = {"userLocale": self.locale, "hostApp": "GMAIL", "platform": "WEB", "timeZone": zone}
        if parameters:
            common["parameters"] = parameters
        if self.inputs:
            common["formInputs"] = {name: {"stringInputs": {"value": value}} for name, value in self.inputs.items()}
        return {"commonEventObject": common, "authorizationEventObject": tokens, "gmail": gmail}

    def post(self, path: str, parameters: dict[str, str] | None = None) -> Json:
        """Post an event; the answer."""
        status, self.answer = self.send(path, self.event(parameters))
        assert status == 200, self.answer
        strict.check_answer(self.answer, BASE)
        assert ("renderActions" in self.answer) == path.startswith("/click/") or "requesting_google_scopes" in self.answer
        return self.answer

    def compose(self, to: str = MIKE, cc: str = ANNA) -> Json:
        """Open the panel in a compose window."""
        self.to, self.cc, self.message = [to] if to else [], [cc] if cc else [], ""
        return self.post("/compose")

    def open(self, message: str) -> Json:
        """Open a message with the panel."""
        self.message = message
        return self.post("/message")

    def press(self, text: str, at: int = 0) -> Json:
        """Press a button of the card on the screen."""
        action = self.buttons()[text][at]
        parameters = {entry["key"]: entry["value"] for entry in action.get("parameters", [])}
        return self.post(action["function"].removeprefix(BASE), parameters)

    def buttons(self) -> dict[str, list[Json]]:
        """The buttons on the screen that call us, by what they say."""
        found: dict[str, list[Json]] = {}
        for item in strict.objects(self.answer):
            if "action" in item.get("onClick", {}):
                found.setdefault(item["text"], []).append(item["onClick"]["action"])
        return found

    def says(self) -> str:
        """Everything on the screen, as the person reads it."""
        keys = ("text", "title", "subtitle", "header", "topLabel", "bottomLabel", "label")
        texts = [value for key, value in strict.walk(self.answer) if key in keys and isinstance(value, str)]
        return html.unescape("\n".join(texts).replace("<br>", "\n"))

    @property
    def opened(self) -> Json | None:
        """The draft the client was told to open."""
        action = self.answer.get("renderActions", {}).get("hostAppAction", {}).get("gmailAction", {})
        return action.get("openCreatedDraftActionMarkup")
