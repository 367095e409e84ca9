"""The bill of materials and the licences are those of the lock file."""

import json
import re
from pathlib import Path

ROOT = Path(__file__).parents[1]
LOCK = (ROOT / "requirements.lock").read_text(encoding="utf-8")
LOCKED = {re.sub(r"[-_.]+", "-", name).lower(): version for name, version in re.findall(r"^([\w.-]+)==([^\s;\\]+)", LOCK, re.M)}
BOM = json.loads((ROOT / "docs" / "sbom.json").read_text(encoding="utf-8"))
ROWS = [
    [cell.strip() for cell in line.strip("|").split("|")]
    for line in (ROOT / "docs" / "licences.md").read_text(encoding="utf-8").splitlines()
    if line.startswith("|") and "---" not in line
][1:]


def test_every_package_is_locked_with_its_hashes() -> None:
    entries = re.split(r"^(?=[\w.-]+==)", LOCK, flags=re.M)[1:]
    assert len(entries) == len(LOCKED)
    assert all("--hash=sha256:" in entry for entry in entries)


def test_the_bill_of_materials_is_that_of_the_lock() -> None:
    assert (BOM["bomFormat"], BOM["specVersion"]) == ("CycloneDX", "1.6")
    assert {c["purl"].removeprefix("pkg:pypi/").partition("@")[0]: c["version"] for c in BOM["components"]} == LOCKED
    references = {c["bom-ref"] for c in BOM["components"]}
    assert all(set(entry["dependsOn"]) <= references for entry in BOM["dependencies"])


def test_the_licences_are_those_of_the_lock_and_known() -> None:
    assert {name: version for name, version, _, _ in ROWS} == LOCKED
    assert all(licence for _, _, licence, _ in ROWS)


def test_nothing_is_under_a_licence_that_reaches_our_own_code() -> None:
    for name, _, licence, users in ROWS:
        assert not re.search(r"(?<!L)GPL", licence), name
        assert "LGPL" not in licence or users == "addon", name
