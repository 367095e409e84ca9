"""The playground in a real browser: the whole story, both languages, wide and narrow, by keyboard, slow and failing."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Locator, Page, Route, expect, sync_playwright

pytestmark = pytest.mark.browser

ROOT = Path(__file__).parents[2]
SHOTS = ROOT / "screenshots"
AXE = Path(__file__).parent / "axe" / "node_modules" / "axe-core" / "axe.min.js"
CHROMIUM = "/usr/bin/chromium"
ARGUMENTS = "--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking --disable-component-update --disable-sync".split()
WIDE, NARROW = (1280, 800), (390, 844)
WORDS: dict[str, dict[str, str]] = {
    "en": {"subject": "Your greenhouse", "looks": "This looks like an introduction", "ask": "Ask first", "question": "May I introduce you to", "mark": "Let me introduce you to Anna".lower(),
           "yes": "Yes", "later": "Later", "says_yes": "says yes", "right": "That is right", "write": "Write it", "send": "Send", "no_addon": "does not have askfirst", "connect": "Introduction", "open": "askfirst",
           "wait": "askfirst is reading", "slow": "did not answer", "again": "Check again", "close": "Close the sidebar", "delete": "Delete draft"},
    "de": {"subject": "Dein Gewächshaus", "looks": "Das sieht nach einer Vorstellung aus", "ask": "Zuerst fragen", "question": "bekannt machen?", "mark": "darf ich dir anna vorstellen",
           "yes": "Ja", "later": "Später", "says_yes": "sagt Ja", "right": "Stimmt", "write": "Schreib sie", "send": "Senden", "no_addon": "hat kein askfirst", "connect": "Bekanntmachung", "open": "askfirst",
           "wait": "askfirst liest", "slow": "nicht", "again": "Noch einmal prüfen", "close": "Seitenleiste schließen", "delete": "Entwurf löschen"},
}  # fmt: skip


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    """The address of the playground, started as the README says."""
    command = [str(Path(sys.executable).with_name("askfirst")), "serve", "--port", "0"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=ROOT / "docs") as process:
        try:
            assert process.stdout is not None
            found = re.search(r"http://\S+/", process.stdout.readline())
            assert found
            yield found[0]
        finally:
            process.terminate()
            assert process.wait(15) == 0


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield running
        running.close()


@dataclass
class Visitor:
    """Somebody in front of the page."""

    page: Page
    url: str
    words: dict[str, str]
    name: str
    narrow: bool
    problems: list[str]
    shots: int = 0

    @property
    def side(self) -> Locator:
        return self.page.locator("#side")

    def shot(self, what: str) -> None:
        """Keep a picture, and hold the page to WCAG 2 AA."""
        self.page.wait_for_timeout(250)  # transitions
        self.shots += 1
        SHOTS.mkdir(exist_ok=True)
        self.page.screenshot(path=SHOTS / f"{self.name}-{self.shots:02d}-{what}.png")
        options = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
        found = self.page.evaluate("options => axe.run(document, options)", options)["violations"]
        assert [(item["id"], [node["html"] for node in item["nodes"]][:3]) for item in found] == [], what
        wide = self.page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert wide <= 0, f"{what}: the page is {wide} pixels too wide"

    def go(self, hash_: str) -> None:
        self.page.goto(f"{self.url}{hash_}")

    def be(self, name: str) -> None:
        self.page.locator(".who", has_text=name).click()
        expect(self.page.locator(".who[aria-pressed=true]")).to_contain_text(name)
        expect(self.page.locator("h1")).to_be_visible()

    def open_side(self) -> None:
        if self.narrow and not self.side.is_visible():
            self.page.locator(".open-side:visible").first.click()
        expect(self.side).to_be_visible()

    def close_side(self) -> None:
        if self.narrow and self.side.is_visible():
            self.side.get_by_label(self.words["close"]).click()
            expect(self.side).not_to_be_visible()

    def press(self, name: str) -> None:
        """A button on the card."""
        self.side.get_by_role("button", name=name, exact=True).first.click()

    def send(self) -> None:
        self.close_side()
        self.page.get_by_role("button", name=self.words["send"], exact=True).click()


NewVisitor = Callable[..., Visitor]


@pytest.fixture
def visitor(browser: Browser, server: str, request: pytest.FixtureRequest) -> Iterator[NewVisitor]:
    """Opens the page in a fresh browser profile, the mailbox as it is in the beginning."""
    opened: list[Visitor] = []

    def new(language: str = "en", size: tuple[int, int] = WIDE, theme: str = "light", name: str = "") -> Visitor:
        post(server, "playground/start", {"language": language})
        context = browser.new_context(
            viewport={"width": size[0], "height": size[1]}, locale=language, color_scheme=theme, reduced_motion="reduce"
        )  # type: ignore[arg-type]
        context.add_init_script(path=AXE)
        page = context.new_page()
        page.set_default_timeout(15_000)
        found: list[str] = []
        page.on("pageerror", lambda error: found.append(str(error)))
        page.on("console", lambda message: found.append(message.text) if message.type == "error" else None)
        page.goto(server)
        expect(page.locator(".mails, .compose, .empty").first).to_be_visible()
        made = Visitor(page, server, WORDS[language], name or f"{request.node.name}", size == NARROW, found)
        opened.append(made)
        return made

    yield new
    for one in opened:
        one.page.context.close()
        assert one.problems == []


def post(server: str, path: str, body: Any) -> Any:
    wish = urllib.request.Request(f"{server}{path}", json.dumps(body).encode(), {"Content-Type": "application/json"})
    with urllib.request.urlopen(wish, timeout=30) as answer:
        return json.load(answer)


def ask(seen: Visitor) -> None:
    """From the draft to the two questions, both sent."""
    seen.page.get_by_text(seen.words["subject"]).first.click()
    expect(seen.page.locator(".editor-text")).to_be_visible()
    seen.open_side()
    expect(seen.side).to_contain_text(seen.words["looks"])
    expect(seen.page.locator(".editor-marks mark").first).to_contain_text(re.compile(re.escape(seen.words["mark"]), re.IGNORECASE))
    seen.shot("warning")
    seen.press(seen.words["ask"])
    expect(seen.page.get_by_label(re.compile("^(Subject|Betreff)$"))).to_have_value(re.compile(re.escape(seen.words["question"])))
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
    seen.page.locator(".mails li.unread", has_text=name).first.click()
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
    for name in ("Anna", "Mike"):
        seen.be(name)
        expect(seen.page.locator(".mails li.unread")).to_contain_text(seen.words["connect"])
