"""The Outlook add-in of one backend: two manifests, and the files that the backend serves below /outlook/."""

from __future__ import annotations

import json
import uuid
from importlib import metadata
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from xml.sax.saxutils import quoteattr

from addon.messages import about, script
from addon.words import ENGLISH, languages

_HERE = Path(__file__).parent
_OUTLOOK = _HERE / "outlook"
_SHARED = _HERE / "shared"
_EVENTS = [_SHARED / "backend.js", _SHARED / "words.js", _OUTLOOK / "item.js", _OUTLOOK / "launchevent.js"]
_PANE_FILES = ["rewrite.js", "kept.js", "graph.js", "reading.js", "taskpane.js"]
_ICONS = [f"icon-{size}.png" for size in (16, 32, 64, 80, 128)]
_MSAL = "msal-browser.min.js"
_MSAL_TAG = f'<script src="{_MSAL}"></script>\n'
_NAME, _ABOUT = about(ENGLISH)
_PANE = "askfirstPane"  # launchevent.js names it too
_READ = "askfirstRead"  # the same pane, for a message that is read
_SEND, _CHANGED = "onMessageSendHandler", "onMessageRecipientsChangedHandler"
_IDENTITY = uuid.UUID("7f0d6a0e-5b0e-4a53-9d0f-3f2f8f6b1c11")


def package(url: str) -> dict[str, bytes]:
    """What an administrator installs, by file name; `url` is the https address of the backend. Raises ValueError for another."""
    base = _checked(url)
    return {
        "manifest.json": (json.dumps(unified(base), ensure_ascii=False, indent=2) + "\n").encode(),
        "manifest.xml": xml(base).encode(),
        "icon-192.png": (_HERE / "icons" / "icon-192.png").read_bytes(),
        "outline-32.png": (_HERE / "icons" / "outline-32.png").read_bytes(),
    }


def files(url: str, client: str = "") -> dict[str, bytes]:
    """Every file by its name, as it is served at `url` + /outlook/. Raises ValueError for an address that Outlook does not take.

    `client` is the client id of the app registration with which the task pane may write drafts through Microsoft Graph; "" for none.
    """
    base = _checked(url)
    parts = [f"/* askfirst {_version()} for Outlook; packed by the backend */"]
    parts += [path.read_text("utf-8") for path in _EVENTS[:2]]
    parts += [script([*_EVENTS, *(_OUTLOOK / name for name in _PANE_FILES)])]
    parts += [f"Object.assign(askfirst, {json.dumps({'url': base, 'client': client})});\n"]
    parts += [path.read_text("utf-8") for path in _EVENTS[2:]]
    pane = (_OUTLOOK / "taskpane.html").read_text("utf-8")
    made = {
        **package(url),
        **{name: (_HERE / "icons" / name).read_bytes() for name in _ICONS},
        **{name: (_OUTLOOK / name).read_bytes() for name in ["events.html", *_PANE_FILES]},
        "taskpane.html": (pane if client else pane.replace(_MSAL_TAG, "")).encode(),
        "launchevent.js": "\n".join(parts).encode(),
        "elements.js": (_SHARED / "elements.js").read_bytes(),
        "page.css": (_SHARED / "page.css").read_bytes(),
    }
    if client:
        made[_MSAL] = (_HERE / "vendor" / _MSAL).read_bytes()
    return made


def allowed(url: str) -> dict[str, list[str]]:
    """The scripts that Outlook may run by themselves, for /.well-known/microsoft-officeaddins-allowed.json."""
    return {"allowed": [f"{_checked(url)}/outlook/launchevent.js"]}


def unified(base: str) -> dict[str, Any]:
    """The unified manifest (JSON)."""
    icons = [{"size": size, "url": f"{base}/outlook/icon-{size}.png"} for size in (16, 32, 80)]
    pane = {"id": _PANE, "type": "openPage", "pinnable": True, "view": "askfirst"}
    page = {"page": f"{base}/outlook/taskpane.html"}
    events = {"page": f"{base}/outlook/events.html", "script": f"{base}/outlook/launchevent.js"}

    def ribbon(context: str, button: str) -> dict[str, Any]:
        control: dict[str, Any] = {"id": button, "type": "button", "label": _NAME, "icons": icons, "actionId": _PANE}
        control["supertip"] = {"title": _NAME, "description": _ABOUT}
        group = {"id": f"{button}Group", "label": _NAME, "icons": icons, "controls": [control]}
        return {"contexts": [context], "tabs": [{"builtInTabId": "TabDefault", "groups": [group]}]}

    return {
        "$schema": "https://developer.microsoft.com/json-schemas/teams/v1.19/MicrosoftTeams.schema.json",
        "manifestVersion": "1.19",
        "id": _id(base),
        "version": _version(),
        "name": {"short": _NAME, "full": _NAME},
        "description": {"short": _ABOUT[:80], "full": _ABOUT},
        "developer": {
            "name": "askfirst", "websiteUrl": f"{base}/help", "privacyUrl": f"{base}/help", "termsOfUseUrl": f"{base}/help",
        },
        "icons": {"color": "icon-192.png", "outline": "outline-32.png"},
        "accentColor": "#1a73e8",
        "localizationInfo": {"defaultLanguageTag": "en", "additionalLanguages": []},
        "authorization": {"permissions": {"resourceSpecific": [{"name": "MailboxItem.ReadWrite.User", "type": "Delegated"}]}},
        "validDomains": [urlsplit(base).netloc],
        "extensions": [
            {
                "requirements": {"scopes": ["mail"], "capabilities": [{"name": "Mailbox", "minVersion": "1.14"}]},
                "runtimes": [
                    {"id": "askfirstPaneRuntime", "type": "general", "code": page, "lifetime": "short", "actions": [pane]},
                    {
                        "id": "askfirstEvents", "type": "general", "code": events, "lifetime": "short",
                        "actions": [{"id": name, "type": "executeFunction"} for name in (_SEND, _CHANGED)],
                    },
                ],
                "ribbons": [ribbon("mailRead", _READ), ribbon("mailCompose", _PANE)],
                "autoRunEvents": [
                    {
                        "requirements": {"scopes": ["mail"], "capabilities": [{"name": "Mailbox", "minVersion": "1.14"}]},
                        "events": [
                            {"type": "messageSending", "actionId": _SEND, "options": {"sendMode": "promptUser"}},
                            {"type": "messageRecipientsChanged", "actionId": _CHANGED},
                        ],
                    }
                ],
            }
        ],
    }  # fmt: skip


def xml(base: str) -> str:
    """The add-in-only manifest (XML), for Outlook on the Mac and older ones. The order of the elements is the schema's."""
    return _XML.format(
        id=_id(base), version=f"{_version()}.0", base=base, domain=f"https://{urlsplit(base).netloc}", name=quoteattr(_NAME),
        about=quoteattr(_ABOUT), send=_SEND, changed=_CHANGED,
        surface_read=_surface("MessageReadCommandSurface", _READ, "<SupportsPinning>true</SupportsPinning>"),
        surface_compose=_surface("MessageComposeCommandSurface", _PANE, ""),
        names=_overrides("Override", 0), abouts=_overrides("Override", 1),
        bt_names=_overrides("bt:Override", 0), bt_abouts=_overrides("bt:Override", 1),
    )  # fmt: skip


def _surface(kind: str, button: str, pinning: str) -> str:
    """A button that opens the task pane. `pinning` is what follows its address."""
    return f"""<ExtensionPoint xsi:type="{kind}">
            <OfficeTab id="TabDefault"><Group id="{button}Group">
              <Label resid="Name"/>
              <Control xsi:type="Button" id="{button}">
                <Label resid="Name"/>
                <Supertip><Title resid="Name"/><Description resid="About"/></Supertip>
                <Icon><bt:Image size="16" resid="Icon.16"/><bt:Image size="32" resid="Icon.32"/><bt:Image size="80" resid="Icon.80"/></Icon>
                <Action xsi:type="ShowTaskpane"><SourceLocation resid="Pane.Url"/>{pinning}</Action>
              </Control>
            </Group></OfficeTab>
          </ExtensionPoint>"""


def _overrides(element: str, which: int) -> str:
    """The name (0) or the description (1) in the other languages."""
    others = [language for language in languages() if language != ENGLISH]
    return "".join(f'<{element} Locale="{code}-{code.upper()}" Value={quoteattr(about(code)[which])}/>' for code in others)


def _checked(url: str) -> str:
    base = url.rstrip("/")
    parts = urlsplit(base)
    plain = all(sign.isalnum() or sign in "-._~/:[]" for sign in base)
    if parts.scheme != "https" or not parts.hostname or not plain or parts.username is not None:
        raise ValueError("Outlook takes https addresses only: https://HOST/PATH, without query")
    return base


def _id(base: str) -> str:
    """The same for the same address: an update replaces what is installed."""
    return str(uuid.uuid5(_IDENTITY, base))


def _version() -> str:
    return metadata.version("askfirst")


_XML = """<?xml version="1.0" encoding="UTF-8"?>
<OfficeApp xmlns="http://schemas.microsoft.com/office/appforoffice/1.1" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"
  xmlns:bt="http://schemas.microsoft.com/office/officeappbasictypes/1.0"
  xsi:type="MailApp">
  <Id>{id}</Id>
  <Version>{version}</Version>
  <ProviderName>askfirst</ProviderName>
  <DefaultLocale>en-US</DefaultLocale>
  <DisplayName DefaultValue={name}>{names}</DisplayName>
  <Description DefaultValue={about}>{abouts}</Description>
  <IconUrl DefaultValue="{base}/outlook/icon-64.png"/>
  <HighResolutionIconUrl DefaultValue="{base}/outlook/icon-128.png"/>
  <SupportUrl DefaultValue="{base}/help"/>
  <AppDomains><AppDomain>{domain}</AppDomain></AppDomains>
  <Hosts><Host Name="Mailbox"/></Hosts>
  <Requirements><Sets><Set Name="Mailbox" MinVersion="1.1"/></Sets></Requirements>
  <FormSettings>
    <Form xsi:type="ItemRead"><DesktopSettings>
      <SourceLocation DefaultValue="{base}/outlook/taskpane.html"/><RequestedHeight>250</RequestedHeight>
    </DesktopSettings></Form>
    <Form xsi:type="ItemEdit"><DesktopSettings><SourceLocation DefaultValue="{base}/outlook/taskpane.html"/></DesktopSettings></Form>
  </FormSettings>
  <Permissions>ReadWriteItem</Permissions>
  <Rule xsi:type="RuleCollection" Mode="Or">
    <Rule xsi:type="ItemIs" ItemType="Message" FormType="Read"/>
    <Rule xsi:type="ItemIs" ItemType="Message" FormType="Edit"/>
  </Rule>
  <VersionOverrides xmlns="http://schemas.microsoft.com/office/mailappversionoverrides" xsi:type="VersionOverridesV1_0">
    <VersionOverrides xmlns="http://schemas.microsoft.com/office/mailappversionoverrides/1.1" xsi:type="VersionOverridesV1_1">
      <Requirements><bt:Sets DefaultMinVersion="1.12"><bt:Set Name="Mailbox"/></bt:Sets></Requirements>
      <Hosts><Host xsi:type="MailHost">
        <Runtimes><Runtime resid="Events.Url"><Override type="javascript" resid="Script.Url"/></Runtime></Runtimes>
        <DesktopFormFactor>
          <FunctionFile resid="Events.Url"/>
          {surface_read}
          {surface_compose}
          <ExtensionPoint xsi:type="LaunchEvent">
            <LaunchEvents>
              <LaunchEvent Type="OnMessageSend" FunctionName="{send}" SendMode="PromptUser"/>
              <LaunchEvent Type="OnMessageRecipientsChanged" FunctionName="{changed}"/>
            </LaunchEvents>
            <SourceLocation resid="Events.Url"/>
          </ExtensionPoint>
        </DesktopFormFactor>
      </Host></Hosts>
      <Resources>
        <bt:Images>
          <bt:Image id="Icon.16" DefaultValue="{base}/outlook/icon-16.png"/>
          <bt:Image id="Icon.32" DefaultValue="{base}/outlook/icon-32.png"/>
          <bt:Image id="Icon.80" DefaultValue="{base}/outlook/icon-80.png"/>
        </bt:Images>
        <bt:Urls>
          <bt:Url id="Events.Url" DefaultValue="{base}/outlook/events.html"/>
          <bt:Url id="Script.Url" DefaultValue="{base}/outlook/launchevent.js"/>
          <bt:Url id="Pane.Url" DefaultValue="{base}/outlook/taskpane.html"/>
        </bt:Urls>
        <bt:ShortStrings><bt:String id="Name" DefaultValue={name}>{bt_names}</bt:String></bt:ShortStrings>
        <bt:LongStrings><bt:String id="About" DefaultValue={about}>{bt_abouts}</bt:String></bt:LongStrings>
      </Resources>
    </VersionOverrides>
  </VersionOverrides>
</OfficeApp>
"""
