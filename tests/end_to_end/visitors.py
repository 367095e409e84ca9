"""Somebody in front of the playground's pages: what the browser tests share."""

from __future__ import annotations

import json
import urllib.request
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from playwright.sync_api import Locator, Page, expect

ROOT = Path(__file__).parents[2]
AXE = Path(__file__).parent / "axe" / "node_modules" / "axe-core" / "axe.min.js"
CHROMIUM = "/usr/bin/chromium"
ARGUMENTS = (
    "--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking --disable-component-update --disable-sync"
).split()
PATIENCE = 30_000  # milliseconds: a busy machine is no failure
expect.set_options(timeout=PATIENCE)
WIDE, NARROW = (1280, 800), (390, 844)
WORDS: dict[str, dict[str, str]] = {
    "en": {
        "subject": "Your greenhouse", "mark": "let me introduce you to Anna", "looks": "This looks like an introduction",
        "ask": "Ask first", "question": "May I introduce you to", "yes": "Yes", "says_yes": "says yes", "right": "That is right",
        "write": "Write it", "connect": "Introduction", "send": "Send", "no_addon": "does not have askfirst", "wait": "askfirst is reading",
        "close": "Close the sidebar",
    },
    "de": {
        "subject": "Dein Gewächshaus", "mark": "darf ich dir Anna vorstellen", "looks": "Das sieht nach einer Vorstellung aus",
        "ask": "Zuerst fragen", "question": "bekannt machen?", "yes": "Ja", "says_yes": "sagt Ja", "right": "Stimmt",
        "write": "Schreib sie", "connect": "Vorstellung", "send": "Senden", "no_addon": "hat kein askfirst", "wait": "askfirst liest",
        "close": "Seitenleiste schließen",
    },
}  # fmt: skip


@dataclass
class Visitor:
    """Somebody in front of the page."""

    page: Page
    url: str
    words: dict[str, str]
    name: str
    narrow: bool
    problems: list[str]
    folder: Path  # of pictures
    shots: int = 0

    @property
    def side(self) -> Locator:
        return self.page.locator("#side")

    def shot(self, what: str, busy: bool = False) -> None:
        """Keep a picture, and hold the page to WCAG 2 AA; not before the panel has what it waits for, unless `busy`."""
        expect(self.page.locator("#side[aria-busy=true]")).to_have_count(int(busy))
        self.shots += 1
        self.page.screenshot(path=self.folder / f"{self.name}-{self.shots:02d}-{what}.png")
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


def post(server: str, path: str, body: Any) -> Any:
    wish = urllib.request.Request(f"{server}{path}", json.dumps(body).encode(), {"Content-Type": "application/json"})
    with urllib.request.urlopen(wish, timeout=30) as answer:
        return json.load(answer)
