"""The pages of the playground and the little JSON they need beside the mailbox and the add-on."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from email.utils import parseaddr
from functools import cache
from importlib.resources import files
from mimetypes import guess_type
from typing import Any

from flask import Flask, Response, jsonify, request
from werkzeug.exceptions import BadRequest, NotFound

from addon.playground.mailbox_faults import Fault, Faults
from addon.playground.mailbox_store import Store
from addon.playground.platform import NotAnEvent, Platform
from addon.playground.samples import CONNECTOR, samples
from addon.playground.see import model_figures, rule_catalogue, see
from addon.playground.seed import language_of, seed, untouched
from linter.errors import AskfirstError
from linter.language import detect

Json = dict[str, Any]
_EVERYTHING = "https://mail.google.com/"
_MAX_BODY = 1_000_000  # bytes
_MAX_FAULTS = 10


@dataclass(frozen=True)
class Stage:
    """What the pages stand on. `forget` empties the add-on's ledger; `addon_url` is where its endpoints are."""

    store: Store
    faults: Faults
    platform: Platform
    forget: Callable[[], None]
    addon_url: str


def create_front(stage: Stage) -> Flask:
    """The Flask application: static pages under /, JSON under /playground/."""
    app = Flask("addon.playground", static_folder=None)
    app.config["MAX_CONTENT_LENGTH"] = _MAX_BODY
    app.json.sort_keys = False  # type: ignore[attr-defined]  # the order of lists and facts is meant
    app.add_url_rule("/", "index", lambda: _page("index.html"))
    app.add_url_rule("/static/<name>", "static", _page)
    app.add_url_rule("/playground/session", "session", lambda: jsonify(_session(stage)))
    app.add_url_rule("/playground/start", "start", lambda: jsonify(_start(stage, _body())), methods=["POST"])
    app.add_url_rule("/playground/event", "event", lambda: jsonify(asdict(stage.platform.send(_body()))), methods=["POST"])
    app.add_url_rule("/playground/see", "see", lambda: jsonify(see(_body())), methods=["POST"])
    app.add_url_rule("/playground/answers", "answers", lambda: jsonify(_answers(_body())), methods=["POST"])
    app.add_url_rule("/playground/model", "model", lambda: jsonify({**model_figures(), "rules": rule_catalogue()}))
    app.add_url_rule("/playground/faults", "faults", lambda: jsonify(_faults(stage, _body())), methods=["POST"])
    app.register_error_handler(NotAnEvent, _refuse)
    app.register_error_handler(AskfirstError, _refuse)
    return app


@cache
def _pages() -> dict[str, bytes]:
    """The files of the pages, in memory: a file sent from disk stays open where the reader hangs up."""
    return {entry.name: entry.read_bytes() for entry in (files("addon.playground") / "static").iterdir() if entry.is_file()}


def _page(name: str) -> Response:
    content = _pages().get(name)
    if content is None:
        raise NotFound
    return Response(content, mimetype=guess_type(name)[0] or "application/octet-stream")


def _refuse(error: Exception) -> tuple[Response, int]:
    return jsonify({"error": str(error)}), 400


def _body() -> Json:
    data = request.get_json()  # wants application/json, which no foreign page can send unasked
    if not isinstance(data, dict):
        raise BadRequest("a JSON object is wanted")
    return data


def _session(stage: Stage) -> Json:
    """Who has a mailbox, with a token for each: whoever sees these pages plays them all."""
    connector = parseaddr(CONNECTOR)[1]
    users = [
        {
            "address": user.address,
            "name": user.name,
            "token": stage.store.issue(user.address, [_EVERYTHING]),
            "connector": user.address == connector,
        }
        for user in stage.store.users()
    ]
    about = {sample.message_id: sample.about for language in ("en", "de") for sample in samples(language).drafts}
    return {
        "users": users,
        "addon": stage.addon_url,
        "scopes": stage.platform.scopes,
        "untouched": untouched(stage.store),
        "language": language_of(stage.store),
        "about": about,
    }


def _start(stage: Stage, wish: Mapping[str, Any]) -> Json:
    """Begin anew in a language: mailboxes, ledger and faults."""
    stage.faults.set()
    stage.forget()
    seed(stage.store, str(wish.get("language", "en")))
    return _session(stage)


def _answers(wish: Mapping[str, Any]) -> Json:
    """Sample answers in the language of the text they answer."""
    names = {"connector": str(wish.get("connector", ""))[:100], "me": str(wish.get("me", ""))[:100]}
    texts = samples(detect(str(wish.get("text", ""))[:20_000])).answers
    return {kind: text.format(**names) for kind, text in texts.items()}


def _faults(stage: Stage, wish: Mapping[str, Any]) -> Json:
    """Switch the faults of the mailbox."""
    wanted = wish.get("faults")
    if not isinstance(wanted, list) or len(wanted) > _MAX_FAULTS:
        raise BadRequest("faults is a list")
    try:
        stage.faults.set(*(Fault(**fault) for fault in wanted))
    except (TypeError, ValueError) as error:
        raise BadRequest("no such fault") from error
    return {"faults": [asdict(fault) for fault in stage.faults.current()]}
