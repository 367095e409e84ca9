"""The playground in a real browser: the whole story, both languages, wide and narrow, and by keyboard only."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Locator, expect
from visitors import NARROW, WIDE, NewVisitor, Visitor

pytestmark = pytest.mark.browser


def ask(seen: Visitor) -> None:
    """From the draft to the two questions, both sent."""
    seen.page.get_by_text(seen.words["subject"]).first.click()
    expect(seen.page.locator(".editor-text")).to_be_visible()
    seen.open_side()
    expect(seen.side).to_contain_text(seen.words["looks"])
    expect(seen.page.locator(".editor-marks mark").first).to_contain_text(seen.words["mark"])
    seen.shot("warning")
    seen.press(seen.words["ask"])
    expect(seen.page.get_by_label(re.compile("^(Subject|Betreff)$"))).to_have_value(re.compile(re.escape(seen.words["question"])))
    if not seen.narrow:  # where the panel would lie over the draft, it makes room
        expect(seen.side).to_contain_text("Anna Roth")
    seen.shot("question")
    seen.send()
    expect(seen.page.locator(".mails")).to_be_visible()
    seen.page.locator(".mails li", has_text=seen.words["question"]).first.click()
    expect(seen.page.locator(".editor-text")).to_be_visible()
    seen.send()
    expect(seen.page.locator(".mails")).to_be_visible()


def answer(seen: Visitor, name: str, kind: str) -> None:
    seen.be(name)
    seen.page.locator(".mails li", has_text=seen.words["question"]).first.click()
    expect(seen.page.locator(".reply")).to_be_visible()
    if not seen.narrow:
        expect(seen.side).to_contain_text(seen.words["no_addon"])
    seen.page.get_by_role("button", name=kind, exact=True).click()
    expect(seen.page.locator(".reply textarea")).not_to_have_value("")
    seen.shot(f"{name.lower()}-answers")
    seen.page.locator(".reply").get_by_role("button", name=seen.words["send"], exact=True).click()
    expect(seen.page.locator(".letter")).to_have_count(2)


def confirm(seen: Visitor, name: str) -> None:
    seen.go("#/inbox")
    seen.page.locator(".mails li.unread", has=seen.page.locator(".mail-who", has_text=name)).click()
    expect(seen.page.locator(".letter").first).to_be_visible()
    seen.open_side()
    expect(seen.side).to_contain_text(seen.words["says_yes"])
    seen.shot(f"{name.lower()}-read")
    seen.press(seen.words["right"])
    expect(seen.side.get_by_role("button", name=seen.words["right"], exact=True)).to_have_count(0)
    seen.close_side()


@pytest.mark.parametrize("language", ["en", "de"])
@pytest.mark.parametrize("size", [WIDE, NARROW], ids=["wide", "narrow"])
def test_the_whole_story(visitor: NewVisitor, language: str, size: tuple[int, int]) -> None:
    theme = "light" if language == "en" else "dark"
    seen = visitor(language, size, theme, f"story-{language}-{size[0]}")
    seen.shot("drafts")
    ask(seen)
    answer(seen, "Anna", seen.words["yes"])
    answer(seen, "Mike", seen.words["yes"])
    seen.be("Clara")
    seen.shot("inbox")
    confirm(seen, "Anna")
    confirm(seen, "Mike")
    seen.open_side()
    seen.press(seen.words["write"])
    expect(seen.page.get_by_label(re.compile("^(Subject|Betreff)$"))).to_have_value(re.compile(seen.words["connect"]))
    expect(seen.page.locator(".row-to input")).to_have_value(re.compile("mike@hale.example.*anna@roth.example"))
    seen.shot("connecting")
    seen.send()
    expect(seen.page.locator(".mails")).to_be_visible()
    for name in ("Anna", "Mike"):
        seen.be(name)
        expect(seen.page.locator(".mails li.unread")).to_contain_text(seen.words["connect"])


def tab_to(seen: Visitor, target: Locator) -> None:
    """Move to a control with the Tab key alone."""
    for _ in range(120):
        seen.page.keyboard.press("Tab")
        if target.evaluate("node => node === document.activeElement"):
            return
    raise AssertionError(f"Tab does not reach {target}")


def test_by_keyboard_only(visitor: NewVisitor) -> None:
    seen = visitor()
    keys = seen.page.keyboard
    seen.page.locator(".mails").wait_for()
    seen.page.evaluate("document.activeElement.blur()")
    tab_to(seen, seen.page.locator("#skip"))
    keys.press("Enter")
    tab_to(seen, seen.page.locator(".mail").first)
    keys.press("Enter")
    expect(seen.side).to_contain_text(seen.words["looks"])
    tab_to(seen, seen.page.locator(".editor-text"))
    keys.press("Control+End")
    keys.type("PS: Soon?")
    tab_to(seen, seen.side.get_by_role("button", name=seen.words["ask"], exact=True))
    seen.shot("focus")
    keys.press("Enter")
    subject = seen.page.get_by_label("Subject")
    expect(subject).to_have_value(re.compile(seen.words["question"]))
    expect(seen.page.locator(".editor-text")).not_to_have_value(re.compile("PS: Soon"))
    tab_to(seen, seen.page.get_by_role("button", name="Send", exact=True))
    keys.press("Space")
    expect(seen.page.locator(".mails")).to_be_visible()
    tab_to(seen, seen.page.locator(".who", has_text="Mike"))
    keys.press("Enter")
    expect(seen.page.locator(".mails li.unread")).to_have_count(1)
    tab_to(seen, seen.page.locator(".mail").first)
    keys.press("Enter")
    tab_to(seen, seen.page.get_by_role("button", name="Later", exact=True))
    keys.press("Space")
    expect(seen.page.locator(".reply textarea")).to_be_focused()
    tab_to(seen, seen.page.locator(".reply").get_by_role("button", name="Send"))
    keys.press("Enter")
    expect(seen.page.locator(".letter")).to_have_count(2)
    assert seen.page.evaluate("document.activeElement !== document.body")
