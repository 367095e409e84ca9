"""The widgets of a card, as the platform wants them. Whatever text comes in is escaped here, so no card can forget it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape
from typing import Any

from linter.report import visible

Json = dict[str, Any]

MAX_WIDGETS = 100
_SHOWN = 1_200  # characters of one text
_BARE = str.maketrans({"<": "‹", ">": "›", "&": "+"})


def rich(text: str) -> str:
    """Text for where the platform reads a little HTML: lines are kept, everything else is shown as it is."""
    cut = text if len(text) <= _SHOWN else text[: _SHOWN - 1].rstrip() + "…"
    return "<br>".join(escape(visible(line), quote=False) for line in cut.splitlines())


def bare(text: str, most: int = 80) -> str:
    """Text for buttons, titles and labels, of which no document says whether HTML is read there: it holds none either way."""
    shown = visible(text).translate(_BARE)
    return shown if len(shown) <= most else shown[: most - 1].rstrip() + "…"


def card(title: str, subtitle: str, sections: Sequence[Json], name: str = "") -> Json:
    """A card; empty sections are left out."""
    header = {"title": bare(title), **({"subtitle": bare(subtitle, 120)} if subtitle else {})}
    return {"header": header, "sections": [section for section in sections if section["widgets"]], **({"name": name} if name else {})}


def section(*widgets: Json | None, header: str = "", shown: int | None = None) -> Json:
    """A section; None stands for a widget that is not needed. With `shown`, only so many widgets are open at first."""
    kept = [widget for widget in widgets if widget is not None]
    data: Json = {"widgets": kept}
    if header:
        data["header"] = bare(header)
    if shown is not None and len(kept) > shown:
        data |= {"collapsible": True, "uncollapsibleWidgetsCount": shown}
    return data


def paragraph(text: str) -> Json:
    """A paragraph."""
    return {"textParagraph": {"text": rich(text)}}


def fact(text: str, *, above: str = "", below: str = "", icon: str = "", button: Json | None = None) -> Json:
    """A text with a small line above and below, a sign before it and a button behind it."""
    data: Json = {"text": rich(text), "wrapText": True}
    if above:
        data["topLabel"] = bare(above)
    if below:
        data["bottomLabel"] = rich(below)
    if icon:
        data["startIcon"] = {"materialIcon": {"name": icon}}
    if button:
        data["button"] = button
    return {"decoratedText": data}


def button(text: str, url: str, parameters: Mapping[str, str] | None = None, *, filled: bool = False) -> Json:
    """A button that posts to an endpoint of ours."""
    action: Json = {"function": url, "loadIndicator": "SPINNER"}
    if parameters:
        action["parameters"] = [{"key": key, "value": value} for key, value in parameters.items()]
    return {"text": bare(text), "type": "FILLED" if filled else "OUTLINED", "onClick": {"action": action}}


def link(text: str, url: str) -> Json:
    """A button that opens a page."""
    return {"text": bare(text), "type": "BORDERLESS", "onClick": {"openLink": {"url": url}}}


def buttons(*several: Json | None) -> Json | None:
    """Buttons in a row; None if none is needed."""
    kept = [one for one in several if one is not None]
    return {"buttonList": {"buttons": kept}} if kept else None


def text_area(name: str, label: str, value: str = "", hint: str = "") -> Json:
    """A field for several lines of text."""
    data: Json = {"name": name, "label": bare(label), "type": "MULTIPLE_LINE"}
    if value:
        data["value"] = value
    if hint:
        data["hintText"] = bare(hint, 200)
    return {"textInput": data}


def text_line(name: str, label: str, value: str = "", hint: str = "") -> Json:
    """A field for one line of text."""
    data: Json = {"name": name, "label": bare(label), "type": "SINGLE_LINE", **({"value": value} if value else {})}
    if hint:
        data["hintText"] = bare(hint, 200)
    return {"textInput": data}


def choices(name: str, label: str, items: Sequence[tuple[str, str, bool]]) -> Json:
    """Boxes to tick: value, text, whether ticked."""
    entries = [{"text": bare(text), "value": value, "selected": selected} for value, text, selected in items]
    return {"selectionInput": {"name": name, "label": bare(label), "type": "CHECK_BOX", "items": entries}}
