"""What a deployment decides, read from the environment once, at start."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from addon.errors import SettingsError

GMAIL = "https://gmail.googleapis.com"
MIN_SECRET = 32  # characters


class Experiment(StrEnum):
    """What Google's documents leave open. All off by default; switch one on after a test on a real account."""

    EVENT_DRAFT = "event-draft"  # use `gmail.draftId` where a compose event has one
    BARE_CLICKS = "bare-clicks"  # answer clicks without the `renderActions` around it
    COMPOSE_TOKEN = "compose-token"  # noqa: S105 - send X-Goog-Gmail-Access-Token from compose events too


@dataclass(frozen=True)
class Settings:
    """The settings. `from_environment` reads them for production; code that embeds the backend may build them itself.

    `api_keys` maps the name of a client to the SHA-256 (hexadecimal) of its key. None opens the JSON API to everybody who can
    reach it: for a backend on the loopback interface only, which is why no environment variable can say it.
    """

    public_url: str
    hash_key: bytes = field(repr=False)  # of the keyed hashes of people and users
    name_keys: tuple[str, ...] = field(repr=False)  # Fernet keys for display names, the newest first
    service_account: str = ""
    oauth_client: str = ""
    gmail_endpoint: str = GMAIL
    read_drafts: bool = True  # whether the deployment asks for the restricted scope gmail.compose
    api_keys: Mapping[str, str] | None = field(default_factory=dict, repr=False)
    cors_origins: frozenset[str] = frozenset()
    outlook_client: str = ""  # the client id with which the Outlook task pane may write drafts through Microsoft Graph; "" for none
    metrics_key: str = field(default="", repr=False)  # SHA-256 (hexadecimal) of the key for /metrics; "" closes it
    experiments: frozenset[Experiment] = frozenset()
    retention_days: int = 180
    requests_per_minute: int = 60  # of one user or API client
    budget_seconds: float = 12.0  # in which a card has to be there; Google's ceiling is 30
    call_seconds: float = 6.0  # for one call of the Gmail API
    drafts_looked_at: int = 12

    def url(self, path: str) -> str:
        """The public address of an endpoint; `path` begins with a slash."""
        return self.public_url + path


def from_environment(environment: Mapping[str, str]) -> Settings:
    """The settings of a production server. Raises SettingsError naming the variable that is missing or wrong."""
    read = _Reader(environment)
    return Settings(
        public_url=read.url("ASKFIRST_PUBLIC_URL"),
        hash_key=read.secret("ASKFIRST_HASH_KEY").encode(),
        name_keys=tuple(read.needed("ASKFIRST_NAME_KEYS").split(",")),
        service_account=read.needed("ASKFIRST_SERVICE_ACCOUNT"),
        oauth_client=read.needed("ASKFIRST_OAUTH_CLIENT"),
        read_drafts=read.flag("ASKFIRST_READ_DRAFTS", True),
        api_keys=read.pairs("ASKFIRST_API_KEYS"),
        cors_origins=frozenset(read.listed("ASKFIRST_CORS_ORIGINS")),
        outlook_client=read.identifier("ASKFIRST_OUTLOOK_CLIENT"),
        metrics_key=read.digest("ASKFIRST_METRICS_KEY"),
        experiments=read.experiments("ASKFIRST_EXPERIMENTS"),
        retention_days=read.number("ASKFIRST_RETENTION_DAYS", Settings.retention_days, 1, 3650),
        requests_per_minute=read.number("ASKFIRST_REQUESTS_PER_MINUTE", Settings.requests_per_minute, 1, 100_000),
    )


class _Reader:
    """Reads variables and says which one is wrong; never what a secret one contains."""

    def __init__(self, environment: Mapping[str, str]) -> None:
        self._environment = environment

    def needed(self, name: str) -> str:
        value = self._environment.get(name, "").strip()
        if not value:
            raise SettingsError(f"{name} is not set (docs/deploy.md)")
        return value

    def secret(self, name: str) -> str:
        value = self.needed(name)
        if len(value) < MIN_SECRET:
            raise SettingsError(f"{name} needs at least {MIN_SECRET} characters")
        return value

    def url(self, name: str) -> str:
        value = self.needed(name).rstrip("/")
        if not re.fullmatch(r"https://[a-z0-9.-]+(?::\d+)?(?:/[\w./-]*)?", value):
            raise SettingsError(f"{name} must be an https address without query, such as https://askfirst.example.org")
        return value

    def listed(self, name: str) -> list[str]:
        return [item.strip() for item in self._environment.get(name, "").split(",") if item.strip()]

    def flag(self, name: str, default: bool) -> bool:
        value = self._environment.get(name, "").strip().lower()
        if value not in ("", "yes", "no"):
            raise SettingsError(f"{name} must be yes or no")
        return value == "yes" if value else default

    def number(self, name: str, default: int, least: int, most: int) -> int:
        value = self._environment.get(name, "").strip()
        if not value:
            return default
        if not value.isascii() or not value.isdigit() or not least <= int(value[:9]) <= most:
            raise SettingsError(f"{name} must be a number from {least} to {most}")
        return int(value)

    def digest(self, name: str) -> str:
        value = self._environment.get(name, "").strip().lower()
        if value and not re.fullmatch("[0-9a-f]{64}", value):
            raise SettingsError(f"{name} must be the SHA-256 of a key, 64 hexadecimal digits")
        return value

    def identifier(self, name: str) -> str:
        value = self._environment.get(name, "").strip().lower()
        if value and not re.fullmatch("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", value):
            raise SettingsError(f"{name} must be a client id, such as 01234567-89ab-cdef-0123-456789abcdef")
        return value

    def pairs(self, name: str) -> dict[str, str]:
        found: dict[str, str] = {}
        for item in self.listed(name):
            client, _, digest = item.partition(":")
            if not re.fullmatch(r"[\w.-]{1,40}", client) or not re.fullmatch("[0-9a-f]{64}", digest.lower()):
                raise SettingsError(f"{name} must be a list of CLIENT:SHA256 (64 hexadecimal digits), separated by commas")
            found[client] = digest.lower()
        return found

    def experiments(self, name: str) -> frozenset[Experiment]:
        try:
            return frozenset(Experiment(item) for item in self.listed(name))
        except ValueError:
            raise SettingsError(f"{name}: known are {', '.join(Experiment)}") from None
