"""The pages around the add-on: help, logo, health, readiness, metrics."""

from __future__ import annotations

import hashlib
import hmac
from pathlib import Path

from flask import Blueprint, Response, abort, current_app, jsonify, render_template, request

from addon.auth import bearer
from addon.errors import StoreDown
from addon.front import Parts
from addon.words import languages, words
from linter.classify import pipeline
from linter.errors import ModelError

_LOGO = Path(__file__).with_name("logo.png")


def blueprint(parts: Parts) -> Blueprint:
    """The pages."""
    pages = Blueprint("pages", __name__, template_folder="templates")

    @pages.get("/help")
    def help_page() -> str:
        locale = request.accept_languages.best_match(languages()) or "en"
        return render_template("help.html", _=words(locale), language=locale)

    picture = _LOGO.read_bytes()

    @pages.get("/logo.png")
    def logo() -> Response:
        return Response(picture, mimetype="image/png", headers={"Cache-Control": "public, max-age=86400"})

    @pages.get("/health")
    def health() -> Response:
        return jsonify({"status": "alive"})

    @pages.get("/ready")
    def ready() -> tuple[Response, int]:
        """Whether a request would get its answer: the model is loaded, the ledger answers."""
        missing = []
        try:
            pipeline()
        except ModelError:
            missing.append("model")
        try:
            parts.store.ping()
        except StoreDown:
            missing.append("ledger")
        return jsonify({"status": "not ready" if missing else "ready", "missing": missing}), 503 if missing else 200

    @pages.get("/metrics")
    def metrics() -> Response:
        key = bearer(request.headers.get("Authorization", ""))
        expected = parts.settings.metrics_key
        if not expected or not hmac.compare_digest(hashlib.sha256(key.encode()).hexdigest(), expected):
            abort(404)
        return Response(current_app.extensions["askfirst-metrics"].text(), mimetype="text/plain; version=0.0.4")

    return pages
