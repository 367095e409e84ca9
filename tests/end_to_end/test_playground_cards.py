"""Cards in the playground's side panel, in a real browser: every widget, and nothing that does harm."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Route, expect
from visitors import NewVisitor

pytestmark = pytest.mark.browser

EVIL = (
    '<img src=x onerror="window.hacked=1">', "<script>window.hacked=1</script>", '<svg onload="window.hacked=1"><b>in</b></svg>',
    '<a href="javascript:window.hacked=1">x</a>', '<b onclick="window.hacked=1" style="position:fixed">bold</b>',
    '<iframe srcdoc="<script>parent.hacked=1</script>"></iframe>', "<style>*{display:none}</style>", "<" * 3000, "<b>" * 3000 + "deep",
)  # fmt: skip


def test_a_card_can_do_no_harm(visitor: NewVisitor) -> None:
    seen = visitor()
    kept = seen.page.evaluate(
        """async ([texts]) => {
          const { rich } = await import('./static/sanitize.js');
          const { renderCard } = await import('./static/cards.js');
          const names = new Set();
          for (const text of texts) {
            const link = { text, onClick: { openLink: { url: 'javascript:window.hacked=1' } } };
            const choice = { name: 'n', type: 'DROPDOWN', items: [{ text, value: text }] };
            const fact = { topLabel: text, text, bottomLabel: text };
            const widgets = [{ textParagraph: { text } }, { decoratedText: fact }, { unknown: { text } },
              { buttonList: { buttons: [link] } },
              { textInput: { name: text, label: text, value: text } }, { selectionInput: choice }];
            const header = { title: text, subtitle: text };
            const card = renderCard({ header, sections: [{ header: text, widgets }] }, () => {});
            document.body.append(card);
            const box = document.createElement('div');
            box.append(rich(text));
            for (const node of [...box.querySelectorAll('*'), ...card.querySelectorAll('.card-text *, h3 *, h4 *')])
              names.add([node.tagName, ...[...node.attributes].map((item) => item.name)].join(' '));
            card.querySelectorAll('button').forEach((node) => node.click());
            card.remove();
          }
          return { names: [...names].sort(), hacked: window.hacked };
        }""",
        [list(EVIL)],
    )
    assert kept == {"names": ["B"], "hacked": None}
    seen.problems.clear()  # the browser says that its policy, too, has stopped the handlers
    shown = seen.page.evaluate(
        """async (text) => {
          const box = document.createElement('div');
          box.append((await import('./static/sanitize.js')).rich(text));
          return box.innerHTML;
        }""",
        "a &lt;b&gt; <i>c</i><br>d\ne <a href='https://x.example/?a=1&amp;b'>f</a> <font color='#fff'>g</font>",
    )
    link = '<a href="https://x.example/?a=1&amp;b" target="_blank" rel="noopener noreferrer">f</a>'
    assert shown == f"a &lt;b&gt; <i>c</i><br>d<br>e {link} g"


BUTTON = {"text": "Do it", "onClick": {"action": {"function": "https://x.example/do", "parameters": [{"key": "k", "value": "v"}]}}}
ITEMS = [{"text": "One", "value": "1", "selected": True}, {"text": "Two", "value": "2"}]
KINDS = ("CHECK_BOX", "RADIO_BUTTON", "SWITCH", "DROPDOWN")
FACT = {"topLabel": "Top", "text": "Fact", "bottomLabel": "Bottom", "wrapText": True, "startIcon": {"materialIcon": {"name": "warning"}}}
SIDES = [{"widgets": [{"textParagraph": {"text": text}}]} for text in ("Left", "Right")]
BUTTONS = [{**BUTTON, "type": kind} for kind in ("FILLED", "OUTLINED", "FILLED_TONAL", "BORDERLESS")]
WIDGETS: list[Any] = [
    {"textParagraph": {"text": "A <b>paragraph</b>", "maxLines": 2}},
    {"decoratedText": {**FACT, "button": BUTTON}},
    {"decoratedText": {"text": "Press", "onClick": BUTTON["onClick"]}},
    {"divider": {}},
    {"textInput": {"name": "line", "label": "Line", "value": "text", "hintText": "Hint"}},
    {"textInput": {"name": "lines", "label": "Lines", "type": "MULTIPLE_LINE"}},
    *({"selectionInput": {"name": kind.lower(), "label": kind, "type": kind, "items": ITEMS}} for kind in KINDS),
    {"chipList": {"chips": [{"label": "Chip", "onClick": BUTTON["onClick"]}]}},
    {"columns": {"columnItems": SIDES}},
    {"buttonList": {"buttons": [*BUTTONS, {"text": "Off", "disabled": True}]}},
]
FOLDED = [{"textParagraph": {"text": text}} for text in ("Seen", "Hidden")]
CARD = {
    "header": {"title": "Every widget", "subtitle": "of a card"},
    "sections": [
        {"header": "Open", "widgets": WIDGETS},
        {"header": "Folded", "collapsible": True, "uncollapsibleWidgetsCount": 1, "widgets": FOLDED},
    ],
    "fixedFooter": {"primaryButton": BUTTON},
}


def test_every_widget_of_a_card_is_drawn(visitor: NewVisitor) -> None:
    seen = visitor()
    answers: list[Any] = []

    def reply(route: Route) -> None:
        answers.append(route.request.post_data_json)
        body = {"action": {"navigations": [{"pushCard": CARD}]}}
        route.fulfill(json={"problem": "", "function": "f", "event": {}, "milliseconds": 1, "status": 200, "body": body})

    seen.page.route("**/playground/event", reply)
    seen.page.get_by_role("link", name="Sent", exact=True).click()
    expect(seen.side).to_contain_text("Every widget")
    expect(seen.side.get_by_text("Hidden")).not_to_be_visible()
    seen.side.get_by_role("button", name="Show 1 more").click()
    expect(seen.side.get_by_text("Hidden")).to_be_visible()
    expect(seen.side.get_by_role("button", name="Off")).to_be_disabled()
    seen.side.get_by_label("Line", exact=True).fill("written")
    seen.shot("widgets")
    seen.press("Chip")
    expect(seen.side.get_by_label("Back one card")).to_be_visible()
    sent = answers[-1]
    assert sent["function"] == "https://x.example/do"
    assert sent["parameters"] == {"k": "v"}
    assert sent["inputs"] == {
        "line": ["written"],
        "lines": [""],
        "check_box": ["1"],
        "radio_button": ["1"],
        "switch": ["1"],
        "dropdown": ["1"],
    }
    seen.side.get_by_label("Back one card").click()
    expect(seen.side.get_by_label("Line", exact=True)).to_have_value("written")
