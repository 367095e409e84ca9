"""Configuration: what a file may say, which layer wins, what a lock holds."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from linter.config import KEYS, Config, Layer, Setting, load, merge, trace
from linter.errors import ConfigError
from linter.finding import Severity
from linter.rules import RULES


def user(data: dict[str, Any], source: str = "user.toml") -> Layer:
    return Layer(source, data)


def organisation(data: dict[str, Any], source: str = "org.toml") -> Layer:
    return Layer(source, data, organisation=True)


def setting(key: str, *layers: Layer) -> Setting:
    return next(entry for entry in trace(layers) if entry.key == key)


def test_without_a_file_everything_is_as_the_rules_say() -> None:
    assert merge([]) == Config()
    assert {entry.source for entry in trace([])} == {"default"}
    assert [entry.key for entry in trace([])] == [*(f"severity.{rule.code}" for rule in RULES), *KEYS[1:]]


def test_every_key_is_read() -> None:
    config = merge([user({
        "severity": {"AF103": "off", "ask-without-reason": "warning"},
        "own-domains": ["Voss.example", "voss.example "],
        "never-warn": ["Mike@Hale.example", "@roth.example"],
        "languages": ["de", "en"],
        "reading": "quick",
    })])  # fmt: skip
    assert config == Config(
        severity={"AF103": Severity.OFF, "AF202": Severity.WARNING},
        own_domains=frozenset({"voss.example"}),
        never_warn=frozenset({"mike@hale.example", "@roth.example"}),
        languages=("de", "en"),
        thorough=False,
    )


def test_the_later_user_layer_wins_key_by_key() -> None:
    home = user({"severity": {"AF101": "note", "AF103": "off"}, "languages": ["de"]}, "home")
    project = user({"severity": {"AF101": "off"}}, "project")
    assert merge([home, project]) == Config(severity={"AF101": Severity.OFF, "AF103": Severity.OFF}, languages=("de",))
    assert setting("severity.AF101", home, project).source == "project"
    assert setting("severity.AF103", home, project).source == "home"


def test_an_unlocked_organisation_key_is_a_default() -> None:
    layers = [user({"own-domains": ["mine.example"]}), organisation({"own-domains": ["org.example"], "languages": ["de"]})]
    assert merge(layers) == Config(own_domains=frozenset({"mine.example"}), languages=("de",))


@pytest.mark.parametrize("lock", ["severity.AF101", "severity.unannounced-introduction", "severity"])
def test_a_locked_key_stands(lock: str) -> None:
    layers = [user({"severity": {"AF101": "off"}}), organisation({"severity": {"AF101": "note"}, "locked": [lock]})]
    assert merge(layers).severity == {"AF101": Severity.NOTE}
    assert setting("severity.AF101", *layers) == Setting("severity.AF101", Severity.NOTE, "org.toml", "org.toml")


def test_a_key_locked_without_a_value_stays_at_its_default() -> None:
    layers = [user({"never-warn": ["@all.example"]}), organisation({"locked": ["never-warn"]})]
    assert merge(layers) == Config()
    assert setting("never-warn", *layers) == Setting("never-warn", (), "default", "org.toml")


def test_a_lock_on_one_rule_leaves_the_others_alone() -> None:
    layers = [user({"severity": {"AF101": "off", "AF102": "off"}}), organisation({"locked": ["severity.AF101"]})]
    assert merge(layers).severity == {"AF102": Severity.OFF}


def test_the_stronger_of_two_organisation_files_locks_last() -> None:
    weak = organisation({"severity": {"AF101": "off"}, "locked": ["severity"]}, "environment")
    strong = organisation({"severity": {"AF101": "warning"}, "locked": ["severity.AF101"]}, "system")
    assert merge([weak, strong]) == Config()
    assert setting("severity.AF101", weak, strong).locked_by == "system"


@pytest.mark.parametrize(
    ("data", "message"),
    [
        ({"severty": {}}, "severty: unknown key (did you mean 'severity'?); allowed are severity, own-domains, never-warn, languages"),
        ({"own_domains": []}, "own_domains: unknown key (did you mean 'own-domains'?)"),
        ({"severity": "off"}, "severity: must be a table"),
        ({"severity": {"AF104": "off"}}, "severity: 'AF104' is not a rule (did you mean 'AF103'?); allowed are AF101, "),
        ({"severity": {"contact-handouts": "off"}}, "(did you mean 'contact-handout'?)"),
        (
            {"severity": {"AF101": "warn"}},
            "severity.AF101: 'warn' is not a severity (did you mean 'warning'?); allowed are warning, note, off",
        ),
        ({"severity": {"AF101": 1}}, "severity.AF101: 1 is not a severity; allowed are warning, note, off"),
        ({"severity": {"AF101": "off", "unannounced-introduction": "off"}}, "named twice"),
        ({"languages": ["dee"]}, "languages: 'dee' is not a language we know (did you mean 'de'?); allowed are de, en, und"),
        ({"languages": "de"}, "languages: must be a list of texts"),
        ({"reading": "quik"}, "reading: 'quik' is not a way of reading (did you mean 'quick'?); allowed are careful, quick"),
        ({"reading": ["quick"]}, "reading: ['quick'] is not a way of reading"),
        ({"own-domains": ["a@b.example"]}, "own-domains: 'a@b.example' is not a domain"),
        ({"own-domains": [""]}, "own-domains: '' is not a domain"),
        ({"never-warn": ["mike"]}, "never-warn: 'mike' is not an address; allowed are 'anna@example.org' and '@example.org'"),
        ({"never-warn": ["@"]}, "never-warn: '@' is not an address"),
        ({"never-warn": [1]}, "never-warn: must be a list of texts"),
        ({"locked": ["severity"]}, "locked: only an organisation's file can lock keys"),
    ],
)
def test_an_error_names_file_key_and_what_is_allowed(data: dict[str, Any], message: str) -> None:
    with pytest.raises(ConfigError) as caught:
        merge([user(data)])
    assert str(caught.value).startswith("user.toml: ")
    assert message in str(caught.value)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    ("locked", "message"),
    [
        (["own-domain"], "'own-domain' is not a key (did you mean 'own-domains'?)"),
        (["severity.AF999"], "'AF999' is not a rule"),
        (["languages.de"], "'languages.de' is not a key"),
        ("severity", "must be a list of keys"),
    ],
)
def test_an_error_in_a_lock(locked: object, message: str) -> None:
    with pytest.raises(ConfigError, match=r"^org\.toml: locked: ") as caught:
        merge([organisation({"locked": locked})])
    assert message in str(caught.value)


def write(path: Path, text: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def sources(tmp_path: Path, folder: Path, given: Path | None = None, **environment: str) -> list[str]:
    layers = load(folder, {"HOME": str(tmp_path / "home"), **environment}, given, tmp_path / "etc" / "askfirst.toml")
    return [Path(layer.source).relative_to(tmp_path).as_posix() + (" (organisation)" if layer.organisation else "") for layer in layers]


def test_files_are_found_upwards_and_in_their_places(tmp_path: Path) -> None:
    below = tmp_path / "project" / "a" / "b"
    below.mkdir(parents=True)
    write(tmp_path / "project" / "askfirst.toml", "")
    write(tmp_path / "project" / "a" / "pyproject.toml", "[project]\nname = 'x'\n")
    write(tmp_path / "home" / ".config" / "askfirst" / "askfirst.toml", "")
    write(tmp_path / "etc" / "askfirst.toml", "")
    named = write(tmp_path / "org.toml", "")
    assert sources(tmp_path, below, ASKFIRST_ORGANISATION_CONFIG=str(named)) == [
        "home/.config/askfirst/askfirst.toml", "project/askfirst.toml", "org.toml (organisation)", "etc/askfirst.toml (organisation)",
    ]  # fmt: skip
    write(tmp_path / "project" / "a" / "pyproject.toml", "[tool.askfirst]\nlanguages = ['de']\n")
    assert sources(tmp_path, below)[1] == "project/a/pyproject.toml"
    write(tmp_path / "xdg" / "askfirst" / "askfirst.toml", "")
    assert sources(tmp_path, below, XDG_CONFIG_HOME=str(tmp_path / "xdg"))[0] == "xdg/askfirst/askfirst.toml"
    assert sources(tmp_path, below, XDG_CONFIG_HOME="relative")[0] == "home/.config/askfirst/askfirst.toml"
    given = write(tmp_path / "other.toml", "")
    assert sources(tmp_path, below, given)[1] == "other.toml"


def test_the_file_in_the_home_folder_counts_once(tmp_path: Path) -> None:
    file = write(tmp_path / "home" / ".config" / "askfirst" / "askfirst.toml", "")
    assert len(sources(tmp_path, file.parent)) == 1


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("askfirst.toml", b"severity = {", "not valid TOML"),
        ("askfirst.toml", b"a = \xff", "not a text in UTF-8"),
        ("askfirst.toml", b"a = " + b"[" * 5000, "not valid TOML"),
        ("askfirst.toml", None, "No such file or directory"),
        ("pyproject.toml", b"[tool]", "there is no table [tool.askfirst]"),
        ("pyproject.toml", b"tool = 1", "there is no table [tool.askfirst]"),
        ("pyproject.toml", b"tool.askfirst = 1", "tool.askfirst: must be a table"),
    ],
)
def test_a_file_that_cannot_be_read(tmp_path: Path, name: str, content: bytes | None, message: str) -> None:
    path = tmp_path / name
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(ConfigError) as caught:
        load(tmp_path, {}, path, tmp_path / "none")
    assert str(caught.value).startswith(f"{path}: ")
    assert message in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_named_organisation_file_must_exist(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="No such file"):
        load(tmp_path, {"ASKFIRST_ORGANISATION_CONFIG": str(tmp_path / "none.toml")}, None, tmp_path / "none")
