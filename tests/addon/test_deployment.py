"""The deployment file, the settings, the words, the pages, the headers, the files of the container."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po
from google.cloud.gsuiteaddons_v1.types import Deployment
from google.protobuf import json_format
from stage import Stage

from addon.errors import SettingsError
from addon.manifest import SCOPES, manifest
from addon.settings import Experiment, from_environment
from addon.words import CATALOGUES, languages, words
from linter.cli import main

ROOT = Path(__file__).parents[2]
ENVIRONMENT = {
    "ASKFIRST_PUBLIC_URL": "https://askfirst.example/", "ASKFIRST_HASH_KEY": "h" * 32, "ASKFIRST_NAME_KEYS": "a,b",
    "ASKFIRST_SERVICE_ACCOUNT": "s@x.example", "ASKFIRST_OAUTH_CLIENT": "c",
}  # fmt: skip


def test_the_deployment_is_one_that_google_takes(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["manifest", "--url", "https://askfirst.example"]) == 0
    data = json.loads(capsys.readouterr().out)
    json_format.ParseDict(data, Deployment.pb()(), ignore_unknown_fields=False)
    assert data == manifest("https://askfirst.example")


def test_every_address_in_it_is_one_that_we_answer(stage: Stage) -> None:
    text = json.dumps(manifest("https://askfirst.example"))
    addresses = set(re.findall(r'"https://askfirst\.example(/[^"]*)"', text)) - {"/"}
    assert addresses == {"/home", "/compose", "/message", "/help", "/logo.png"}
    for path in addresses:
        assert stage.app.url_map.bind("").test(path, "POST") or stage.client.get(path).status_code == 200


def test_without_draft_access_there_is_no_restricted_scope() -> None:
    scopes = manifest("https://askfirst.example", read_drafts=False)["oauthScopes"]
    assert len(scopes) == len(SCOPES) - 1
    assert not any(scope.endswith("gmail.compose") for scope in scopes)


@pytest.mark.parametrize("url", ["http://askfirst.example", "askfirst.example", "", "https://", "https://x.example/?a=b"])
def test_only_https_addresses_will_do(url: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["manifest", "--url", url]) == 2
    assert "https" in capsys.readouterr().err


@pytest.mark.parametrize(
    "host",
    [
        "localhost",
        "LOCALHOST:8025",
        "a.localhost",
        "127.0.0.1",
        "127.1",
        "10.0.0.7",
        "[::1]",
        "[::1",
        "server",
        "server.local",
        "localhost.",
    ],
)
def test_only_public_addresses_will_do(host: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["manifest", "--url", f"https://{host}"]) == 2
    written = capsys.readouterr()
    assert (written.out, written.err.count("\n"), written.err.startswith("askfirst: --url: ")) == ("", 1, True)


@pytest.mark.parametrize("url", ["https://askfirst.example:8443/x/", "https://93.184.215.14", "https://SERVICE.a.run.app"])
def test_any_public_address_will_do(url: str) -> None:
    assert main(["manifest", "--url", url]) == 0


def test_the_scopes_are_explained_one_by_one() -> None:
    page = (ROOT / "docs" / "addon.md").read_text("utf-8")
    for name, reason in SCOPES:
        assert f"| `{name}` | {reason} |" in page


def test_the_settings_of_production() -> None:
    settings = from_environment(
        {**ENVIRONMENT, "ASKFIRST_EXPERIMENTS": "bare-clicks", "ASKFIRST_CORS_ORIGINS": "https://a.example, https://b.example"}
    )
    assert settings.public_url == "https://askfirst.example"
    assert settings.name_keys == ("a", "b")
    assert settings.experiments == {Experiment.BARE_CLICKS}
    assert settings.cors_origins == {"https://a.example", "https://b.example"}
    assert settings.api_keys == {}
    assert settings.outlook_client == ""
    assert settings.read_drafts
    assert from_environment(ENVIRONMENT).experiments == frozenset()


@pytest.mark.parametrize("name", ENVIRONMENT)
def test_what_is_missing_is_named(name: str) -> None:
    with pytest.raises(SettingsError, match=name):
        from_environment({key: value for key, value in ENVIRONMENT.items() if key != name})


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("ASKFIRST_PUBLIC_URL", "http://x.example"), ("ASKFIRST_PUBLIC_URL", "https://x.example?a"), ("ASKFIRST_HASH_KEY", "short"),
        ("ASKFIRST_READ_DRAFTS", "maybe"), ("ASKFIRST_API_KEYS", "outlook"), ("ASKFIRST_API_KEYS", "outlook:secret"),
        ("ASKFIRST_METRICS_KEY", "secret"),
        ("ASKFIRST_OUTLOOK_CLIENT", "secret"), ("ASKFIRST_EXPERIMENTS", "all"), ("ASKFIRST_RETENTION_DAYS", "0"),
        ("ASKFIRST_RETENTION_DAYS", "9999999999999"), ("ASKFIRST_REQUESTS_PER_MINUTE", "-1"), ("ASKFIRST_REQUESTS_PER_MINUTE", "²"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_named_and_a_secret_is_not_repeated(name: str, value: str) -> None:
    with pytest.raises(SettingsError, match=name) as error:
        from_environment({**ENVIRONMENT, name: value})
    assert "secret" not in str(error.value)
    assert "hhh" not in repr(from_environment(ENVIRONMENT))


def test_every_word_of_the_interface_is_translated() -> None:
    methods = [("**.py", "python"), ("templates/**.html", "jinja2")]
    methods += [(f"{client}/**.js", "javascript") for client in ("shared", "thunderbird", "outlook")]
    keywords = {"_": None, "plural": (1, 2), "words": None, "say": None}
    found = extract_from_dir(ROOT / "addon", method_map=methods, keywords=keywords, comment_tags=())
    wanted = {message if isinstance(message, str) else message[0] for _, _, message, _, _ in found}
    assert len(wanted) > 100
    for language in languages()[1:]:
        with (CATALOGUES / f"{language}.po").open("rb") as file:
            catalogue = read_po(file, locale=language)
        entries = {entry.id if isinstance(entry.id, str) else entry.id[0]: entry for entry in catalogue if entry.id}
        assert set(entries) == wanted
        for entry in entries.values():
            ids = [entry.id] if isinstance(entry.id, str) else list(entry.id)
            texts = [entry.string] if isinstance(entry.string, str) else list(entry.string)
            assert all(texts), entry.id
            assert not entry.fuzzy
            for text, original in zip(texts, ids, strict=True):
                assert set(re.findall(r"\{\w+\}", text)) == set(re.findall(r"\{\w+\}", original)), entry.id


@pytest.mark.parametrize(
    ("locale", "text"),
    [
        *((locale, "Zuerst fragen") for locale in ("de", "de-AT", "de_CH", "de-Latn-DE")),
        *((locale, "Ask first") for locale in ("en-GB", "fr", "xx-YY", "")),
    ],
)
def test_the_language_follows_the_locale(locale: str, text: str) -> None:
    assert words(locale)("Ask first") == text


def test_days_and_lists_are_said_as_in_the_language() -> None:
    from datetime import date

    assert words("de-AT").day(date(2026, 11, 30)) == "30.11.2026"
    assert words("en-GB").day(date(2026, 11, 30)) == "30 Nov 2026"
    assert words("de").listed(["Anna", "Mike", "Paul"]) == "Anna, Mike und Paul"
    assert words("de").plural("{number} draft is deleted.", "{number} drafts are deleted.", 1) == "1 Entwurf ist gelöscht."
    assert words("de", "Nowhere/At_All").zone == words("de").zone


def test_the_help_page_speaks_the_language_of_the_browser(stage: Stage) -> None:
    german = stage.client.get("/help", headers={"Accept-Language": "de-AT,de;q=0.9"}).text
    assert '<html lang="de">' in german
    assert "Was aufbewahrt wird" in german
    assert '<html lang="en">' in stage.client.get("/help").text


@pytest.mark.parametrize("path", ["/help", "/health", "/ready", "/openapi.json", "/logo.png", "/nowhere", "/home"])
def test_every_answer_has_the_security_headers(stage: Stage, path: str) -> None:
    headers = stage.client.get(path).headers
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "no-referrer"
    assert "default-src 'none'" in headers["Content-Security-Policy"]
    assert headers["Strict-Transport-Security"].startswith("max-age=")
    assert "Server" not in headers


def test_the_container_names_files_that_are_there() -> None:
    lines = (ROOT / "Dockerfile").read_text("utf-8").splitlines()
    sources = [source for line in lines if line.startswith("COPY ") for source in line.split()[1:-1]]
    assert {"requirements.lock", "linter", "addon", "models"} <= set(sources)
    for source in sources:
        assert (ROOT / source).exists(), source
    ignored = (ROOT / ".dockerignore").read_text("utf-8").split()
    assert not set(sources) & set(ignored)


def test_the_variables_in_the_guide_are_those_that_are_read() -> None:
    code = "".join((ROOT / "addon" / name).read_text("utf-8") for name in ("settings.py", "wsgi.py"))
    guide = (ROOT / "docs" / "deploy.md").read_text("utf-8")
    assert set(re.findall(r"ASKFIRST_[A-Z_]+", code)) == set(re.findall(r"`(ASKFIRST_[A-Z_]+)`", guide))


def test_importing_the_application_needs_no_environment() -> None:
    command = [sys.executable, "-c", "import addon.wsgi"]
    result = subprocess.run(command, capture_output=True, text=True, env={"PATH": "/usr/bin:/bin"}, check=False)
    assert result.returncode == 0, result.stderr
