"""The endpoints that the platform calls: who is it, what do they want, and always a card in time."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from flask import Blueprint, Response, g, jsonify, request
from werkzeug.exceptions import BadRequest, RequestEntityTooLarge, Unauthorized

from addon.auth import Verifier, bearer
from addon.clock import Budget, Clock
from addon.errors import BadEvent, Denied, MailboxError, StoreDown
from addon.event import Event, parse
from addon.gmail import MailboxFactory, Tokens
from addon.handlers import CLICKS, TRIGGERS
from addon.keys import Keys
from addon.response import Answer, for_click, for_scopes, for_trigger
from addon.settings import Experiment, Settings
from addon.store import Store
from addon.trouble import HANDLED, too_fast, trouble
from addon.visit import COMPOSE, SCOPE, Handler, Look, Visit
from addon.words import Words, words

IDENTITY = f"{SCOPE}userinfo.email"
MAX_EVENT = 1_000_000  # bytes


@dataclass(frozen=True)
class Parts:
    """What the app was built from."""

    settings: Settings
    mailboxes: MailboxFactory
    store: Store
    clock: Clock
    verifier: Verifier
    keys: Keys


def blueprint(parts: Parts) -> Blueprint:
    """The endpoints of triggers and clicks."""
    pages = Blueprint("front", __name__)
    for name, handler in TRIGGERS.items():
        pages.add_url_rule(f"/{name}", name, _view(parts, name, handler, trigger=True), methods=["POST"])
    for name, handler in CLICKS.items():
        pages.add_url_rule(f"/click/{name}", f"click_{name}", _view(parts, name, handler, trigger=False), methods=["POST"])
    pages.add_url_rule("/click/allow", "click_allow", _allow(parts), methods=["POST"])
    return pages


def _view(parts: Parts, name: str, handler: Handler, trigger: bool) -> Callable[[], Response]:
    def view() -> Response:
        event = _verified(parts)
        if not event.user_id_token:
            return jsonify(for_scopes([IDENTITY]))
        user = parts.keys.user(_person(parts, event))
        speech = words(event.locale, event.timezone)
        answer = _answer(parts, event, user, speech, handler, name)
        return jsonify(for_trigger(answer) if trigger else for_click(answer, parts.settings.experiments))

    return view


def _allow(parts: Parts) -> Callable[[], Response]:
    """The button that makes Gmail ask for the scope; the action is repeated afterwards, so by then it says what to do next."""

    def view() -> Response:
        event = _verified(parts)
        if parts.settings.read_drafts and not (event.scopes and COMPOSE in event.scopes):
            return jsonify(for_scopes([COMPOSE]))
        look = Look(words(event.locale, event.timezone), parts.settings)
        return jsonify(
            for_click(Answer(note=look.words("Thank you. Now check the draft again."), changed=True), parts.settings.experiments)
        )

    return view


def _verified(parts: Parts) -> Event:
    """The event, if it is the platform's. The body of a stranger who sends a token in the header is not even read."""
    token, url = bearer(request.headers.get("Authorization", "")), parts.settings.url(request.path)
    try:
        if token:
            parts.verifier.platform(token, url)
            return _parsed()
        event = _parsed()
        parts.verifier.platform(event.system_id_token, url)
    except Denied:
        raise Unauthorized from None
    return event


def _parsed() -> Event:
    request.max_content_length = MAX_EVENT
    try:
        return parse(json.loads(request.get_data(cache=False)))
    except RequestEntityTooLarge:
        raise
    except (BadEvent, ValueError, RecursionError):
        raise BadRequest from None


def _person(parts: Parts, event: Event) -> str:
    try:
        return parts.verifier.user(event.user_id_token)
    except Denied:
        raise Unauthorized from None


def _answer(parts: Parts, event: Event, user: str, speech: Words, handler: Handler, name: str) -> Answer:
    """What the handler answers, or a card about what went wrong."""
    look = Look(speech, parts.settings)
    budget = Budget.of(parts.clock, parts.settings.budget_seconds)
    if not _within_rate(parts, user):
        g.outcome = "too_fast"
        return Answer(too_fast(look))
    mailbox = parts.mailboxes(Tokens(event.user_token, _message_token(parts.settings, event)), budget)
    try:
        return handler(Visit(event, user, speech, mailbox, parts.store, parts.keys, parts.settings, parts.clock, budget))
    except HANDLED as error:
        g.outcome = error.trouble.value if isinstance(error, MailboxError) else type(error).__name__.lower()
        return Answer(trouble(look, error, _again(name), _parameters(event)))
    finally:
        mailbox.close()


def _message_token(settings: Settings, event: Event) -> str:
    """The token for the open message; whether Gmail takes it in a compose window is not known."""
    return event.message_token if event.message_id or Experiment.COMPOSE_TOKEN in settings.experiments else ""


def _within_rate(parts: Parts, user: str) -> bool:
    try:
        return parts.store.take(user, parts.clock.now(), parts.settings.requests_per_minute)
    except StoreDown:  # checking must go on without the ledger
        return True


def _again(name: str) -> str:
    """The click that repeats what was wanted."""
    return {"compose": "check"}.get(name, name)


def _parameters(event: Event) -> Mapping[str, str]:
    return dict(list(event.parameters.items())[:20])
