"""Writes docs/sbom.json (CycloneDX 1.6) and docs/licences.md from an environment that requirements.lock was installed into.

python3 -m venv .tools && .tools/bin/pip install -q cyclonedx-bom==7.5.0
.tools/bin/python .ci/supply.py .venv/bin/python
"""

import json
import re
import subprocess
import sys
import tomllib
from importlib import metadata
from pathlib import Path

from packaging.requirements import Requirement

ROOT = Path(__file__).parents[1]
LOCK = re.compile(r"^([\w.-]+)==([^\s;\\]+)", re.M)
BY_HAND = {  # what the package says only in words, read there
    "partd": "BSD-3-Clause",
    "protobuf": "BSD-3-Clause",
    "uritemplate": "BSD-3-Clause OR Apache-2.0",
}
SHORT = {
    "Apache Software License": "Apache-2.0",
    "BSD License": "BSD",
    "Mozilla Public License 2.0 (MPL 2.0)": "MPL-2.0",
    "GNU Lesser General Public License v3 (LGPLv3)": "LGPL-3.0-only",
    "MIT License": "MIT",
}
HEAD = """# Licences of what askfirst is built with

Written with `docs/sbom.json`, a software bill of materials in CycloneDX 1.6, by `.ci/supply.py`, which says how to run it; a test holds
both to `requirements.lock`. The lock pins every package with its hashes, and CI installs with `--require-hashes`.

askfirst itself is under the MIT licence and ships none of these packages; whoever installs it gets them from the registry. *Needs it*:
`run` is the command and the linter, `addon` the backend, `cluster` the audit on several machines, `dev` tests, lint and evaluation only.
None is under the GPL or AGPL; psycopg (of `addon`) under the LGPL and a few under the MPL are used unchanged, as libraries.

| package | version | licence | needs it |
| --- | --- | --- | --- |
"""


def name_of(text: str) -> str:
    """A distribution's name in the form of PEP 503."""
    return re.sub(r"[-_.]+", "-", text).lower()


def named(requirement: str) -> str:
    """The name in a requirement."""
    return name_of(Requirement(requirement).name)


def licence(component: dict) -> str:
    """One licence expression; of a declared identifier and a classifier that says the same less exactly, the identifier."""
    if name_of(component["name"]) in BY_HAND:
        return BY_HAND[name_of(component["name"])]
    entries = component.get("licenses", [])
    for entry in entries:
        if "expression" in entry:
            return entry["expression"]
    known = [entry["license"]["id"] for entry in entries if "id" in entry["license"]]
    named = [entry["license"]["name"].rpartition(":: ")[2] for entry in entries if "name" in entry["license"]]
    return " AND ".join(known) or SHORT.get(named[0], named[0])


def reached(wanted: list[str], installed: dict[str, metadata.Distribution]) -> set[str]:
    """Everything that these requirements need, with the extras they name."""
    found: set[tuple[str, str]] = set()
    waiting = [(Requirement(line), "") for line in wanted]
    while waiting:
        requirement, extra = waiting.pop()
        name = name_of(requirement.name)
        if name not in installed or (requirement.marker and not requirement.marker.evaluate({"extra": extra})):
            continue
        for asked in {"", *requirement.extras}:
            if (name, asked) not in found:
                found.add((name, asked))
                waiting += [(Requirement(line), asked) for line in installed[name].requires or ()]
    return {name for name, _ in found}


def main(python: str) -> None:
    """Write both files. Exits when the environment is not that of the lock."""
    tool = Path(sys.executable).with_name("cyclonedx-py")
    command = [
        str(tool),
        "environment",
        "--output-reproducible",
        "--short-PURLs",
        "--sv",
        "1.6",
        "--pyproject",
        str(ROOT / "pyproject.toml"),
        python,
    ]
    bom = json.loads(subprocess.run(command, capture_output=True, text=True, check=True).stdout)
    locked = {name_of(name): version for name, version in LOCK.findall((ROOT / "requirements.lock").read_text("utf-8"))}
    kept = {name_of(c["name"]): c for c in bom["components"] if name_of(c["name"]) in locked}
    wrong = [name for name, version in locked.items() if name not in kept or kept[name]["version"] != version]
    if wrong:
        raise SystemExit(f"not installed as locked: {', '.join(wrong)}")
    site = subprocess.run(
        [python, "-c", "import sysconfig; print(sysconfig.get_path('purelib'))"], capture_output=True, text=True, check=True
    )
    installed = {name_of(d.name): d for d in metadata.distributions(path=[site.stdout.strip()]) if name_of(d.name) in locked}
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    groups = {"run": project["dependencies"]} | {name: project["optional-dependencies"][name] for name in ("addon", "cluster")}
    needed = {group: reached(wanted, installed) for group, wanted in groups.items()}
    rows = []
    for name, component in sorted(kept.items()):
        component["licenses"] = [{"license": {"name": licence(component)}}]
        component.pop("externalReferences", None)
        component.pop("description", None)
        users = [group for group, names in needed.items() if name in names]
        rows.append(f"| {name} | {component['version']} | {licence(component)} | {', '.join(users) or 'dev'} |")
    graph = {"root": {name for wanted in groups.values() for name in map(named, wanted)}}
    graph |= {name: {*map(named, d.requires or ())} & reached(list(d.requires or ()), installed) for name, d in installed.items()}
    root = bom["metadata"]["component"]["bom-ref"]
    made = {
        "bomFormat": "CycloneDX", "specVersion": "1.6", "version": 1,
        "metadata": {"component": {key: value for key, value in bom["metadata"]["component"].items() if key != "externalReferences"}},
        "components": [kept[name] for name in sorted(kept)],
        "dependencies": [
            {"ref": root if name == "root" else kept[name]["bom-ref"], "dependsOn": sorted(kept[other]["bom-ref"] for other in others)}
            for name, others in sorted(graph.items())
        ],
    }  # fmt: skip
    (ROOT / "docs" / "sbom.json").write_text(json.dumps(made, indent=1, ensure_ascii=False) + "\n", "utf-8")
    (ROOT / "docs" / "licences.md").write_text(HEAD + "\n".join(rows) + "\n", "utf-8")
    print(f"{len(kept)} packages")


if __name__ == "__main__":
    main(sys.argv[1])
