"""People who compose mail, as locust sees them: half an hour of each, in less.

What one person does in half an hour: writes six mails; the panel is open beside each, and checks it twice while they type. One in
five introduces two people: then they press *Ask first*, one of the two answers, they read the answer and confirm it; of every
other introduction both answer, and the connecting mail is written. That is some thirty requests, spread at random.

ASKFIRST_LOAD names a JSON file: `backends`, `gmail`, `key` (of the signer), `compress` (how many times faster the half hour is).
"""

from __future__ import annotations

import json
import os
import random
from pathlib import Path
from threading import local
from typing import Any

import gevent
from googleapiclient.discovery import build
from locust import User, constant_pacing, events, task
from locust.env import Environment
from panel import AMBUSH, BASE
from remote import RemotePanel
from signing import Signer
from story import FreshHttp

_HALF_HOUR, _MAILS, _INTRODUCES = 1_800.0, 6, 5
_GIVEN: dict[str, Any] = json.loads(Path(os.environ["ASKFIRST_LOAD"]).read_text())
_PACE = _HALF_HOUR / _MAILS / float(_GIVEN["compress"])  # seconds for one mail
_TROUBLE = ("I do not see this draft", "That was a lot in one minute")
_ORDINARY = (
    "Hi Sam,\n\nthe numbers for October are in the sheet; could you look at the third column before Friday? Lunch still works.\n\nClara",
    "Hallo Sam,\n\ndanke für die Unterlagen. Die Heizung kommt am Montag, ich bin ab acht im Haus.\n\nViele Grüße\nClara",
)


class _Signer(Signer):
    """Signs each token once: Google's tokens last an hour as well."""

    def token(self, audience: str, **changes: Any) -> str:
        kept = self.__dict__.setdefault("kept", {})
        name = (audience, changes.get("sub", ""))
        if name not in kept:
            kept[name] = super().token(audience, **changes, **({} if "exp" in changes else {"exp": 4_000_000_000}))
        return str(kept[name])


class _OwnHttp:
    """The transport of everybody's mail program, with the token of whoever is at work: describing the API a thousand times takes long."""

    def request(self, uri: str, method: str = "GET", body: Any = None, headers: Any = None, **_: Any) -> Any:
        return FreshHttp(timeout=60).request(uri, method, body, {**(headers or {}), "Authorization": f"Bearer {_MINE.token}"})


_MINE = local()  # of each greenlet
_API: Any = build("gmail", "v1", http=_OwnHttp(), client_options={"api_endpoint": _GIVEN["gmail"]}, static_discovery=True).users()
_SIGNER = _Signer.of(Path(_GIVEN["key"]).read_bytes())
_NUMBERS = iter(range(1_000_000))


class Composer(User):
    """Somebody with a mailbox and the panel."""

    wait_time = constant_pacing(_PACE)

    def on_start(self) -> None:
        """Come in at some time within the first mail, as people do."""
        self.number = next(_NUMBERS)
        name = f"clara{self.number}"
        token = _MINE.token = f"ya29.{name}"
        fields = {"backends": _GIVEN["backends"], "signer": _SIGNER, "api": _API, "user": name, "token": token}
        self.panel = _Measured(environment=self.environment, **fields)
        self.chance = random.Random(self.number)
        self.written = self.number % _INTRODUCES  # whose turn it is to introduce differs
        gevent.sleep(self.chance.uniform(0, _PACE))

    @task
    def mail(self) -> None:
        """Write one mail."""
        self.written += 1
        if self.written % _INTRODUCES:
            self._write(self.chance.choice(_ORDINARY), "Sam Okafor <sam@okafor.example>", "")
        else:
            self._introduce()

    def _write(self, body: str, to: str, cc: str) -> str:
        panel = self.panel
        draft = panel.save(body, to, cc)
        panel.to, panel.cc, panel.message = [to], [cc] if cc else [], ""
        panel.measured("open a draft", "/compose", {})
        for _ in range(2):
            gevent.sleep(self.chance.uniform(0.05, 0.2) * _PACE)
            panel.measured("check while typing", "/click/check", {"draft": draft})
        if not cc:
            panel.api.drafts().delete(userId="me", id=draft).execute()  # it went out
        return draft

    def _introduce(self) -> None:
        panel, number = self.panel, self.written
        draft = self._write(AMBUSH["en"], f"Mike Hale <mike{number}@hale.example>", f"Anna Roth <anna{number}@roth.example>")
        panel.measured("ask first", "/click/ask", {"draft": draft})
        asks = [identifier for identifier, mail in panel.drafts().items() if str(mail["Cc"] or "") == "" and identifier != draft]
        for identifier in asks[: 1 + number // _INTRODUCES % 2]:
            panel.message = panel.answered(identifier, "Yes please, go ahead!")
            panel.measured("read an answer", "/message", {})
            for name in ("That is right", "Write it"):
                action = panel.buttons().get(name)
                if action:
                    parameters = {entry["key"]: entry["value"] for entry in action[0]["parameters"]}
                    label = "confirm an answer" if name == "That is right" else "connect"
                    panel.measured(label, action[0]["function"].removeprefix(BASE), parameters)
        panel.clear()


class _Measured(RemotePanel):
    """A panel whose requests locust counts. A card that tells of trouble, or that time ran out, is a failure, also with status 200."""

    def __init__(self, *, environment: Environment, **fields: Any) -> None:
        super().__init__(**fields)
        self._environment = environment

    def measured(self, name: str, path: str, parameters: dict[str, str]) -> None:
        with self._environment.events.request.measure("POST", name):
            status, answer = self.send(path, self.event(parameters))
            if status != 200:
                raise RuntimeError(f"status {status}")
            self.answer = answer
            told = self.says()
            if "Try again" in self.buttons() or any(trouble in told for trouble in _TROUBLE):
                raise RuntimeError(told.split("\n")[1][:60])


@events.quitting.add_listener
def _written(environment: Environment, **_: Any) -> None:
    """Tell the figures."""
    figures = {}
    for entry in [*environment.stats.entries.values(), environment.stats.total]:
        figures[entry.name] = {
            "requests": entry.num_requests, "failures": entry.num_failures, "p50": entry.get_response_time_percentile(0.5),
            "p99": entry.get_response_time_percentile(0.99), "rate": entry.total_rps,
        }  # fmt: skip
    Path(_GIVEN["report"]).write_text(
        json.dumps({"figures": figures, "errors": [e.to_dict() for e in environment.stats.errors.values()]}, default=str)
    )
