"""The manifests of the Outlook add-in for an address."""

from __future__ import annotations

import json
import re
import struct
import subprocess
import sys
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from addon.outlook_files import allowed, files, package

ROOT = Path(__file__).parents[2]
URL = "https://askfirst.example/x"
OFFICE = "{http://schemas.microsoft.com/office/appforoffice/1.1}"
OVERRIDES = "{http://schemas.microsoft.com/office/mailappversionoverrides/1.1}"
BASICS = "{http://schemas.microsoft.com/office/officeappbasictypes/1.0}"


def unified() -> dict[str, Any]:
    data: dict[str, Any] = json.loads(files(URL)["manifest.json"])
    return data


def tree() -> ElementTree.Element:
    return ElementTree.fromstring(files(URL)["manifest.xml"])


def validate(file: Path) -> int:
    tool = ROOT / "node_modules" / ".bin" / "office-addin-manifest"
    assert tool.exists(), "install it: npm ci"
    return subprocess.run([tool, "validate", file], capture_output=True, check=False).returncode


@pytest.mark.slow
def test_microsofts_tool_takes_the_unified_manifest_and_no_wrong_one(tmp_path: Path) -> None:
    good, bad = tmp_path / "good.json", tmp_path / "bad.json"
    good.write_bytes(files(URL)["manifest.json"])
    bad.write_bytes(files(URL)["manifest.json"].replace(b'"promptUser"', b'"hardly"'))
    assert validate(good) == 0
    assert validate(bad) != 0


def test_both_manifests_ask_the_person_and_never_block() -> None:
    (events,) = unified()["extensions"][0]["autoRunEvents"]
    assert [(event["type"], event.get("options")) for event in events["events"]] == [
        ("messageSending", {"sendMode": "promptUser"}),
        ("messageRecipientsChanged", None),
    ]
    launched = [event.attrib for event in tree().iter(f"{OVERRIDES}LaunchEvent")]
    assert launched == [
        {"Type": "OnMessageSend", "FunctionName": "onMessageSendHandler", "SendMode": "PromptUser"},
        {"Type": "OnMessageRecipientsChanged", "FunctionName": "onMessageRecipientsChangedHandler"},
    ]


def test_every_resource_that_is_named_is_defined_and_served() -> None:
    manifest, made = tree(), files(URL)
    defined = {
        node.attrib["id"]: node.attrib["DefaultValue"] for node in manifest.iter() if node.tag.startswith(BASICS) and "id" in node.attrib
    }
    named = {node.attrib["resid"] for node in manifest.iter() if "resid" in node.attrib}
    assert named == set(defined)
    addresses = [value for value in defined.values() if value.startswith("https://")]
    assert addresses
    pages = [runtime["code"] for runtime in unified()["extensions"][0]["runtimes"]]
    addresses += [value for code in pages for value in code.values()]
    addresses += re.findall(r'"(https://[^"]*\.png)"', made["manifest.json"].decode() + made["manifest.xml"].decode())
    addresses += allowed(URL)["allowed"]
    assert [value for value in addresses if value.removeprefix(f"{URL}/outlook/") not in made] == []
    for name in ("taskpane.html", "events.html"):
        scripts = re.findall(r'(?:src|href)="([^":]+)"', made[name].decode())
        assert scripts
        assert set(scripts) <= set(made)


def test_the_pictures_have_the_sizes_that_are_asked_for() -> None:
    pictures = {name: data for name, data in {**files(URL), **package(URL)}.items() if name.endswith(".png")}
    assert len(pictures) == 7
    for name, data in pictures.items():
        size = int(re.sub(r"\D", "", name))
        assert struct.unpack(">II", data[16:24]) == (size, size)
    assert set(unified()["icons"].values()) <= set(package(URL))


def test_the_pane_is_there_for_mails_that_are_written_and_read() -> None:
    ribbons = unified()["extensions"][0]["ribbons"]
    assert [ribbon["contexts"] for ribbon in ribbons] == [["mailRead"], ["mailCompose"]]
    points = [node.attrib["{http://www.w3.org/2001/XMLSchema-instance}type"] for node in tree().iter(f"{OVERRIDES}ExtensionPoint")]
    assert points == ["MessageReadCommandSurface", "MessageComposeCommandSurface", "LaunchEvent"]
    rules = [node.attrib["FormType"] for node in tree().iter(f"{OFFICE}Rule") if "FormType" in node.attrib]
    assert rules == ["Read", "Edit"]


def test_the_library_for_graph_is_there_with_a_client_id_only() -> None:
    for client in ("", "01234567-89ab-cdef-0123-456789abcdef"):
        made = files(URL, client)
        assert ("msal-browser.min.js" in made) == (b"msal-browser.min.js" in made["taskpane.html"]) == bool(client)
        assert json.dumps({"url": URL, "client": client}) in made["launchevent.js"].decode()


def test_the_library_that_is_shipped_is_the_one_that_is_pinned() -> None:
    pinned = ROOT / "node_modules" / "@azure" / "msal-browser" / "lib" / "msal-browser.min.js"
    assert (ROOT / "addon" / "vendor" / "msal-browser.min.js").read_bytes() == pinned.read_bytes()


def test_the_elements_stand_in_the_order_of_the_schema() -> None:
    order = "Id Version ProviderName DefaultLocale DisplayName Description IconUrl HighResolutionIconUrl SupportUrl AppDomains "
    order += "Hosts Requirements FormSettings Permissions Rule"
    assert [node.tag.removeprefix(OFFICE) for node in tree()][:-1] == order.split()
    (overrides,) = tree().iter(f"{OVERRIDES}VersionOverrides")
    assert [node.tag.removeprefix(OVERRIDES) for node in overrides] == ["Requirements", "Hosts", "Resources"]


def test_both_are_the_same_add_in_and_speak_german() -> None:
    manifest = tree()
    assert manifest.findtext(f"{OFFICE}Id") == unified()["id"]
    assert files("https://other.example")["manifest.json"] != files(URL)["manifest.json"]
    names = [node.attrib["Value"] for node in manifest.iter() if node.tag.endswith("}Override") and node.attrib.get("Locale") == "de-DE"]
    assert "Zuerst fragen" in names


def test_the_code_of_the_command_is_the_one_in_the_manifests() -> None:
    code = files(URL)["launchevent.js"].decode()
    _, control = (node.attrib["id"] for node in tree().iter(f"{OVERRIDES}Control"))  # the second is the one of a mail that is written
    assert f'"{control}"' in code
    (extension,) = unified()["extensions"]
    (button,) = extension["ribbons"][1]["tabs"][0]["groups"][0]["controls"]
    assert button["id"] == button["actionId"] == control
    assert any(action["id"] == button["actionId"] for run in extension["runtimes"] for action in run["actions"])


def test_the_command_writes_the_folder_and_refuses_other_addresses(tmp_path: Path) -> None:
    askfirst = Path(sys.executable).with_name("askfirst")
    done = subprocess.run([askfirst, "outlook", "--url", URL, "--out", tmp_path / "made"], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    assert {path.name: path.read_bytes() for path in (tmp_path / "made").iterdir()} == package(URL)
    done = subprocess.run(
        [askfirst, "outlook", "--url", "http://a.example", "--out", tmp_path], capture_output=True, text=True, check=False
    )
    assert done.returncode == 2
    assert done.stderr.startswith("askfirst: --url: ")


@given(st.text())
def test_no_address_breaks_out_of_the_manifest(text: str) -> None:
    try:
        made = files(f"https://{text}")
    except ValueError:
        return
    ElementTree.fromstring(made["manifest.xml"])
    json.loads(made["manifest.json"])


@pytest.mark.parametrize(
    "url", ["http://a.example", "https://", "https://a.example/?x=1", 'https://a.example/"><x', "https://u:p@a.example", ""]
)
def test_other_addresses_are_refused(url: str) -> None:
    with pytest.raises(ValueError, match="https"):
        files(url)
