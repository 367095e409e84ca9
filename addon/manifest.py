"""The deployment file of the Google Workspace add-on, and why each scope is in it."""

from __future__ import annotations

from ipaddress import ip_address
from typing import Any
from urllib.parse import urlsplit

_PREFIX = "https://www.googleapis.com/auth/"

# Scope, and what would not work without it. docs/addon.md shows this table.
SCOPES = (
    ("gmail.addons.execute", "the add-on may run in Gmail at all"),
    ("gmail.addons.current.action.compose", "a panel in the compose window, and creating the ask drafts"),
    ("gmail.addons.current.message.metadata", "the recipients of the draft on the screen"),
    ("gmail.addons.current.message.readonly", "reading the answer you have opened, and no other message"),
    ("gmail.compose", "reading your drafts, to find and check the one on the screen, and deleting ask drafts on undo (restricted)"),
    ("userinfo.email", "a token that says who you are; only a hash of its subject is kept, never the address"),
    ("script.locale", "your language and time zone"),
)
RESTRICTED = "gmail.compose"
_LOCAL = (".localhost", ".localdomain", ".local", ".internal", ".home.arpa", ".lan")  # names that mean nothing elsewhere


def manifest(url: str, read_drafts: bool = True) -> dict[str, Any]:
    """The deployment for `gcloud workspace-add-ons deployments create`; `url` is the public https address of the backend.

    Raises ValueError when the address is not https, or of a host that only this computer or network knows.
    """
    base = url.rstrip("/")
    host = (urlsplit(base).hostname or "").rstrip(".")
    if not base.startswith("https://") or not host or "?" in base or "#" in base:
        raise ValueError("the platform calls https addresses only: https://HOST, without query")
    if not _is_public(host):
        raise ValueError(f"the platform calls public addresses only, and {host} is none")
    logo = f"{base}/logo.png"
    compose = {"runFunction": f"{base}/compose", "label": "Check this draft", "logoUrl": logo}
    return {
        "oauthScopes": [f"{_PREFIX}{name}" for name, _ in SCOPES if read_drafts or name != RESTRICTED],
        "addOns": {
            "common": {
                "name": "Ask first",
                "logoUrl": logo,
                "layoutProperties": {"primaryColor": "#1a73e8", "secondaryColor": "#185abc"},
                "useLocaleFromApp": True,
                "homepageTrigger": {"runFunction": f"{base}/home", "enabled": True},
                "universalActions": [{"label": "Help", "openLink": f"{base}/help"}],
                "openLinkUrlPrefixes": [f"{base}/"],
            },
            "gmail": {
                "contextualTriggers": [{"unconditional": {}, "onTriggerFunction": f"{base}/message"}],
                "composeTrigger": {"draftAccess": "METADATA", "actions": [compose]},
            },
            "httpOptions": {"authorizationHeader": "SYSTEM_ID_TOKEN"},
        },
    }


def _is_public(host: str) -> bool:
    try:
        return ip_address(host).is_global
    except ValueError:  # a name
        return "." in host and not host.endswith(_LOCAL) and not host.rpartition(".")[2].isdigit()
