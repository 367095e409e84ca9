"""What Outlook loads from the backend: the add-in's files below /outlook/, and which script it may run by itself."""

from __future__ import annotations

from mimetypes import guess_type

from flask import Blueprint, Response, abort, jsonify, request

from addon.outlook_files import allowed, files
from addon.settings import Settings

# Microsoft prescribes the first host for Office.js, which fetches its own parts from there, and MicrosoftAjax.js from the second.
_SCRIPTS = "'self' https://appsforoffice.microsoft.com https://ajax.aspnetcdn.com"
# Outlook on the web, and the new Outlook for Windows, show the task pane in a frame of theirs.
_OUTLOOK = "https://outlook.office.com https://outlook.office365.com https://outlook.live.com https://outlook.cloud.microsoft"
_GRAPH = "https://graph.microsoft.com"


def blueprint(settings: Settings) -> Blueprint:
    """The files of the add-in. There are none without a public https address: Outlook takes no other."""
    pages = Blueprint("outlook", __name__)
    if not settings.public_url.startswith("https://"):
        return pages
    made = files(settings.public_url, settings.outlook_client)
    policy = _policy(bool(settings.outlook_client))

    @pages.get("/outlook/<name>")
    def outlook_file(name: str) -> Response:
        if name not in made:
            abort(404)
        response = Response(made[name], mimetype=guess_type(name)[0])
        # Asked for anew each time, so that pages and scripts of two versions never meet; sent only if they have changed.
        response.headers["Cache-Control"] = "no-cache"
        if name.endswith(".html"):
            response.headers["Content-Security-Policy"] = policy
        response.add_etag()
        response.make_conditional(request)
        return response

    @pages.get("/.well-known/microsoft-officeaddins-allowed.json")
    def outlook_allowed() -> Response:
        return jsonify(allowed(settings.public_url))

    return pages


def _policy(graph: bool) -> str:
    connect = f"'self' {_GRAPH}" if graph else "'self'"
    return (
        f"default-src 'none'; script-src {_SCRIPTS}; style-src 'self'; img-src 'self'; connect-src {connect}; "
        f"base-uri 'none'; form-action 'none'; frame-ancestors {_OUTLOOK}"
    )
