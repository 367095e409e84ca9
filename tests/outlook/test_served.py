"""What Outlook loads, over a running server: the real backend on a port."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import requests
from clients import open_backend
from mailboxes import running

from addon.outlook_files import files
from addon.outlook_pages import blueprint
from addon.settings import Settings

URL, CLIENT = "https://askfirst.example", "01234567-89ab-cdef-0123-456789abcdef"
KINDS = {"html": "text/html", "js": "text/javascript", "css": "text/css", "png": "image/png", "json": "application/json", "xml": "xml"}


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with open_backend(tmp_path_factory.mktemp("backend")) as app, running(app) as url:
        yield url


def policy_of(response: requests.Response) -> dict[str, str]:
    parts = [part.strip().partition(" ") for part in response.headers["Content-Security-Policy"].split(";")]
    return {name: sources for name, _, sources in parts}


def test_every_file_is_served_as_what_it_is(address: str) -> None:
    for name, data in files(URL).items():
        answer = requests.get(f"{address}/outlook/{name}", timeout=30)
        assert (answer.status_code, answer.content) == (200, data), name
        assert KINDS[name.rpartition(".")[2]] in answer.headers["Content-Type"], name
        assert answer.headers["X-Content-Type-Options"] == "nosniff"


def test_a_file_is_sent_again_only_when_it_has_changed(address: str) -> None:
    first = requests.get(f"{address}/outlook/launchevent.js", timeout=30)
    assert first.headers["Cache-Control"] == "no-cache"
    again = requests.get(f"{address}/outlook/launchevent.js", headers={"If-None-Match": first.headers["ETag"]}, timeout=30)
    assert (again.status_code, again.content) == (304, b"")


def test_pages_may_load_from_us_and_office_js_and_be_framed_by_outlook(address: str) -> None:
    for name in ("taskpane.html", "events.html"):
        policy = policy_of(requests.get(f"{address}/outlook/{name}", timeout=30))
        assert policy["default-src"] == "'none'"
        assert policy["script-src"] == "'self' https://appsforoffice.microsoft.com https://ajax.aspnetcdn.com"
        assert policy["connect-src"] == "'self'"
        assert "https://outlook.office.com" in policy["frame-ancestors"].split()
        assert "unsafe" not in str(policy)
        assert "*" not in str(policy)
    for path in ("outlook/taskpane.js", "outlook/manifest.xml", "help"):  # everything else stays as strict as it was
        assert policy_of(requests.get(f"{address}/{path}", timeout=30))["frame-ancestors"] == "'none'"


def test_outlook_is_told_which_script_may_run_by_itself(address: str) -> None:
    answer = requests.get(f"{address}/.well-known/microsoft-officeaddins-allowed.json", timeout=30)
    assert answer.json() == {"allowed": [f"{URL}/outlook/launchevent.js"]}


@pytest.mark.parametrize("name", ["nothing.js", "", "..%2fhelp", "item.js", "msal-browser.min.js"])
def test_nothing_else_is_served(address: str, name: str) -> None:
    assert requests.get(f"{address}/outlook/{name}", timeout=30).status_code == 404


def test_with_a_client_id_the_pane_may_call_graph(tmp_path_factory: pytest.TempPathFactory) -> None:
    with open_backend(tmp_path_factory.mktemp("graph"), outlook_client=CLIENT) as app:
        client = app.test_client()
        policy = client.get("/outlook/taskpane.html").headers["Content-Security-Policy"]
        assert "connect-src 'self' https://graph.microsoft.com;" in policy
        assert client.get("/outlook/msal-browser.min.js").status_code == 200
        assert CLIENT in client.get("/outlook/launchevent.js").text


def test_an_address_that_outlook_would_not_take_serves_nothing() -> None:
    settings = Settings(public_url="http://127.0.0.1:8025/addon", hash_key=b"x", name_keys=())
    assert blueprint(settings).deferred_functions == []


def test_a_call_from_the_own_origin_is_answered_with_it(address: str) -> None:
    draft = {"to": ["Mike <mike@hale.example>"], "body": "Hi Mike, the meeting is at ten."}
    answer = requests.post(f"{address}/v1/check", json=draft, headers={"Origin": URL}, timeout=60)
    assert answer.headers["Access-Control-Allow-Origin"] == URL
    other = requests.post(f"{address}/v1/check", json=draft, headers={"Origin": "https://elsewhere.example"}, timeout=60)
    assert "Access-Control-Allow-Origin" not in other.headers
