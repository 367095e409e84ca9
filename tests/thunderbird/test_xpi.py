"""The extension as a file, and what Mozilla's linter says of it."""

from __future__ import annotations

import io
import json
import re
import subprocess
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest

from addon.messages import said
from addon.words import languages, words
from addon.xpi import files, pack

ROOT = Path(__file__).parents[2]
# Thunderbird's own permissions, which the linter, made for Firefox, does not know.
OF_THUNDERBIRD = {"accountsRead", "compose", "compose.save", "messagesImport", "messagesRead"}


def manifest() -> dict[str, Any]:
    data: dict[str, Any] = json.loads(files()["manifest.json"])
    return data


def test_the_file_holds_every_part_and_is_the_same_each_time() -> None:
    with ZipFile(io.BytesIO(pack())) as archive:
        assert archive.testzip() is None
        assert {name: archive.read(name) for name in archive.namelist()} == files()
    assert pack() == pack()


def test_everything_that_is_named_is_there() -> None:
    found = files()
    data = manifest()
    named = [*data["background"]["scripts"], data["options_ui"]["page"], *data["icons"].values()]
    named += [data[action]["default_popup"] for action in ("compose_action", "message_display_action")]
    for name in [*named]:
        assert name in found
        if name.endswith(".html"):
            named += re.findall('(?:src|href)="([^"]+)"', found[name].decode())
    assert all(name in found for name in named)
    assert re.fullmatch(r"\d+\.\d+\.\d+", data["version"])


def test_it_may_do_no_more_than_it_needs() -> None:
    data = manifest()
    assert set(data["permissions"]) == OF_THUNDERBIRD | {"scripting", "storage"}
    assert data["host_permissions"] == ["http://127.0.0.1/*"]
    policy = data["content_security_policy"]["extension_pages"]
    assert policy.startswith("default-src 'none'")
    assert "unsafe" not in policy
    for name, data in files().items():
        if name.endswith(".html"):
            assert not re.search(rb"<script(?![^>]*src=)|\son\w+=|style=", data), name


def test_every_sentence_is_there_in_every_language() -> None:
    sources = [path for room in ("shared", "thunderbird", "outlook") for path in sorted((ROOT / "addon" / room).glob("*.js"))]
    texts = said(sources)
    assert "Send anyway" in texts
    for language in languages():
        if language != "en":
            catalogue = words(language).translations
            assert [text for text in texts if catalogue.gettext(text) == text] == []
            assert json.loads(files()[f"_locales/{language}/messages.json"])["name"]["message"] == words(language)("Ask first")


@pytest.mark.slow
def test_mozillas_linter_has_nothing_to_say(tmp_path: Path) -> None:
    file = tmp_path / "askfirst.xpi"
    file.write_bytes(pack())
    linter = ROOT / "node_modules" / ".bin" / "addons-linter"
    assert linter.exists(), "install it: npm ci"
    done = subprocess.run([linter, "--self-hosted", "--output", "json", file], capture_output=True, text=True, check=False)
    report = json.loads(done.stdout)
    assert report["errors"] == []
    complaints = [warning["message"] for warning in report["warnings"]]
    assert all(any(f'"{name}"' in text for name in OF_THUNDERBIRD) for text in complaints), complaints
