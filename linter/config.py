"""Configuration: `askfirst.toml` or `[tool.askfirst]`, in layers, with keys an organisation can lock (docs/configuration.md).

Weakest first: the defaults, what the organisation sets without locking it, the user's file in the home folder, the file
found upwards from the current folder (or given by `--config`), and what the organisation locks.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from linter.errors import ConfigError
from linter.finding import Severity
from linter.language import UNKNOWN, languages
from linter.rules import RULES, find

FILE = "askfirst.toml"
SYSTEM = Path("/etc/askfirst") / FILE
ORGANISATION_VARIABLE = "ASKFIRST_ORGANISATION_CONFIG"
KEYS = ("severity", "own-domains", "never-warn", "languages", "reading")
READINGS = ("careful", "quick")
Value = Severity | str | tuple[str, ...]


@dataclass(frozen=True)
class Config:
    """What a user may decide. `severity` holds the rules (by code) whose severity differs from their own."""

    severity: Mapping[str, Severity] = field(default_factory=dict)
    own_domains: frozenset[str] = frozenset()
    never_warn: frozenset[str] = frozenset()
    languages: tuple[str, ...] = ()
    thorough: bool = True


@dataclass(frozen=True)
class Layer:
    """The parsed table of one file; `source` names it in messages."""

    source: str
    data: Mapping[str, Any]
    organisation: bool = False


@dataclass(frozen=True)
class Setting:
    """The effective value of a key, the layer it came from, and the layer that locks it ("" if none)."""

    key: str
    value: Value
    source: str
    locked_by: str = ""


def merge(layers: Sequence[Layer]) -> Config:
    """The effective configuration; each kind of layer from weak to strong. Raises ConfigError."""
    settings = {setting.key: setting.value for setting in trace(layers)}
    severity = {rule.code: Severity(str(settings[f"severity.{rule.code}"])) for rule in RULES}
    return Config(
        severity={rule.code: severity[rule.code] for rule in RULES if severity[rule.code] is not rule.severity},
        own_domains=frozenset(settings["own-domains"]),
        never_warn=frozenset(settings["never-warn"]),
        languages=tuple(settings["languages"]),
        thorough=settings["reading"] == READINGS[0],
    )


def trace(layers: Sequence[Layer]) -> tuple[Setting, ...]:
    """Every key with its effective value and where it came from. Raises ConfigError."""
    parsed = [(layer, _parse(layer)) for layer in layers]
    settings = {f"severity.{rule.code}": Setting(f"severity.{rule.code}", rule.severity, "default") for rule in RULES}
    settings |= {key: Setting(key, (), "default") for key in KEYS[1:-1]}
    settings["reading"] = Setting("reading", READINGS[0], "default")
    organisation = dict(settings)
    for layer, values in parsed:
        if layer.organisation:
            organisation |= {key: Setting(key, value, layer.source) for key, value in values.items()}
    settings |= organisation
    for layer, values in parsed:
        if not layer.organisation:
            settings |= {key: Setting(key, value, layer.source) for key, value in values.items()}
    for layer, values in parsed:
        for key in _locked(layer):
            kept = organisation[key]
            source = layer.source if key in values else kept.source
            settings[key] = Setting(key, values.get(key, kept.value), source, layer.source)
    return tuple(settings.values())


def load(folder: Path, environment: Mapping[str, str], given: Path | None = None, system: Path = SYSTEM) -> tuple[Layer, ...]:
    """The layers that apply in `folder`, weak to strong. Raises ConfigError when a file cannot be read.

    `given` takes the place of the search upwards. The file named by the environment is weaker than the one of the
    `system`, because whoever runs the program chooses the environment.
    """
    layers = []
    home = user_folder(environment, "XDG_CONFIG_HOME", ".config")
    if home and _is_file(home / "askfirst" / FILE):
        layers.append(Layer(str(home / "askfirst" / FILE), _read(home / "askfirst" / FILE)))
    nearest = _given(given) if given else _upwards(folder)
    if nearest and nearest.source not in {layer.source for layer in layers}:
        layers.append(nearest)
    named = environment.get(ORGANISATION_VARIABLE)
    if named:
        try:
            layers.append(Layer(named, _read(Path(named)), organisation=True))
        except ConfigError as error:  # nobody knows by the name alone who asked for this file
            raise ConfigError(f"{error} (named by {ORGANISATION_VARIABLE})") from error
    if _is_file(system):
        layers.append(Layer(str(system), _read(system), organisation=True))
    return tuple(layers)


def user_folder(environment: Mapping[str, str], variable: str, below_home: str) -> Path | None:
    """A folder of the XDG base directory specification (which has relative paths ignored); None without a home."""
    named = environment.get(variable, "")
    if Path(named).is_absolute():
        return Path(named)
    home = environment.get("HOME") or environment.get("USERPROFILE")
    return Path(home) / below_home if home else None


def dismissals_file(environment: Mapping[str, str]) -> Path | None:
    """Where this user's dismissals are kept; None without a home."""
    folder = user_folder(environment, "XDG_DATA_HOME", ".local/share")
    return folder / "askfirst" / "dismissals.jsonl" if folder else None


def _is_file(path: Path) -> bool:
    try:
        return path.is_file()
    except OSError:  # a folder above that we may not look into
        return False


def _upwards(folder: Path) -> Layer | None:
    for place in (folder, *folder.parents):
        if _is_file(place / FILE):
            return Layer(str(place / FILE), _read(place / FILE))
        if _is_file(place / "pyproject.toml"):
            table = _tool(place / "pyproject.toml")
            if table is not None:
                return Layer(str(place / "pyproject.toml"), table)
    return None


def _given(path: Path) -> Layer:
    table = _tool(path) if path.name == "pyproject.toml" else _read(path)
    if table is None:
        raise ConfigError(f"{path}: there is no table [tool.askfirst]")
    return Layer(str(path), table)


def _tool(path: Path) -> Mapping[str, Any] | None:
    tool = _read(path).get("tool")
    table = tool.get("askfirst") if isinstance(tool, dict) else None
    if table is not None and not isinstance(table, dict):
        raise ConfigError(f"{path}: tool.askfirst: must be a table")
    return table


def _read(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_bytes().decode("utf-8"))
    except OSError as error:
        raise ConfigError(f"{path}: cannot be read: {error.strerror or error}") from error
    except UnicodeDecodeError as error:
        raise ConfigError(f"{path}: not a text in UTF-8") from error
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise ConfigError(f"{path}: not valid TOML: {' '.join(str(error).split())}") from error


def _parse(layer: Layer) -> dict[str, Value]:
    allowed = (*KEYS, "locked") if layer.organisation else KEYS
    values: dict[str, Value] = {}
    for key, value in layer.data.items():
        if key == "locked" and not layer.organisation:
            raise _wrong(layer, key, "only an organisation's file can lock keys; allowed here are " + ", ".join(KEYS))
        if key not in allowed:
            raise _wrong(layer, key, f"unknown key{_meant(key, allowed)}; allowed are {', '.join(allowed)}")
        if key == "severity":
            values |= _severities(layer, value)
        elif key == "reading":
            if value not in READINGS:
                raise _wrong(layer, key, f"{value!r} is not a way of reading{_meant(value, READINGS)}; allowed are {', '.join(READINGS)}")
            values[key] = str(value)
        elif key != "locked":
            values[key] = _list(layer, key, value)
    return values


def _severities(layer: Layer, table: object) -> dict[str, Value]:
    if not isinstance(table, dict):
        raise _wrong(layer, "severity", 'must be a table, as in {AF103 = "off"}')
    values: dict[str, Value] = {}
    for name, value in table.items():
        key = f"severity.{_code(layer, 'severity', name)}"
        allowed = [str(severity) for severity in Severity]
        if not isinstance(value, str) or value not in allowed:
            message = f"{value!r} is not a severity{_meant(value, allowed)}; allowed are {', '.join(allowed)}"
            raise _wrong(layer, f"severity.{name}", message)
        if key in values:
            raise _wrong(layer, f"severity.{name}", "the rule is named twice, by its code and by its name")
        values[key] = Severity(value)
    return values


def _code(layer: Layer, key: str, name: str) -> str:
    rule = find(name)
    if rule is None:
        codes = [rule.code for rule in RULES]
        meant = _meant(name, [*codes, *(rule.name for rule in RULES)])
        raise _wrong(layer, key, f"{name!r} is not a rule{meant}; allowed are {', '.join(codes)} and their names")
    return rule.code


def _list(layer: Layer, key: str, value: object) -> tuple[str, ...]:
    if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
        raise _wrong(layer, key, "must be a list of texts")
    items = tuple(dict.fromkeys(item.strip().lower() for item in value))
    for item in items:
        if key == "languages":
            codes = [*(entry.code for entry in languages()), UNKNOWN]
            if item not in codes:
                raise _wrong(layer, key, f"{item!r} is not a language we know{_meant(item, codes)}; allowed are {', '.join(codes)}")
        elif key == "own-domains" and (not item or "@" in item or len(item.split()) != 1):
            raise _wrong(layer, key, f"{item!r} is not a domain; allowed are domains such as 'example.org'")
        elif key == "never-warn" and (item.count("@") != 1 or item.endswith("@") or len(item.split()) != 1):
            raise _wrong(layer, key, f"{item!r} is not an address; allowed are 'anna@example.org' and '@example.org'")
    return items


def _locked(layer: Layer) -> list[str]:
    names = layer.data.get("locked", []) if layer.organisation else []
    if not isinstance(names, list) or not all(isinstance(name, str) for name in names):
        raise _wrong(layer, "locked", "must be a list of keys")
    keys: list[str] = []
    for name in names:
        head, _, rule = name.partition(".")
        if head not in KEYS or (rule and head != "severity"):
            raise _wrong(layer, "locked", f"{name!r} is not a key{_meant(name, KEYS)}; allowed are {', '.join(KEYS)}, severity.AF101")
        if head != "severity":
            keys.append(name)
        else:
            keys += [f"severity.{_code(layer, 'locked', rule)}"] if rule else [f"severity.{entry.code}" for entry in RULES]
    return keys


def _meant(word: object, known: Sequence[str]) -> str:
    folded = {name.lower(): name for name in known}
    close = get_close_matches(str(word).lower().replace("_", "-"), folded, n=1)
    return f" (did you mean {folded[close[0]]!r}?)" if close else ""


def _wrong(layer: Layer, key: str, message: str) -> ConfigError:
    return ConfigError(f"{layer.source}: {key}: {message}")
