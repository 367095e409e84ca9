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
        "write": "Schreib sie", "connect": "Bekanntmachung", "send": "Senden", "no_addon": "hat kein askfirst", "wait": "askfirst liest",
        "close": "Seitenleiste schließen",
    },
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

    def shot(self, what: str, busy: bool = False) -> None:
        """Keep a picture, and hold the page to WCAG 2 AA; not before the panel has what it waits for, unless `busy`."""
        expect(self.page.locator("#side[aria-busy=true]")).to_have_count(int(busy))
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
        page.set_default_timeout(PATIENCE)
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


def test_escape_closes_the_panel_over_a_narrow_page(visitor: NewVisitor) -> None:
    seen = visitor(size=NARROW)
    seen.open_side()
    seen.page.keyboard.press("Escape")
    expect(seen.side).not_to_be_visible()


def test_a_slow_mailbox_leaves_the_page_usable(visitor: NewVisitor) -> None:
    seen = visitor()
    post(seen.url, "playground/faults", {"faults": [{"kind": "slow", "method": "drafts.list", "seconds": 5, "times": 1}]})
    seen.page.locator(".mail").first.click()
    expect(seen.side).to_contain_text(seen.words["wait"])
    seen.page.locator(".editor-text").press_sequentially("!")
    seen.shot("waiting", busy=True)
    expect(seen.side).to_contain_text(seen.words["looks"])


def test_a_failing_mailbox_gives_a_card_that_helps(visitor: NewVisitor) -> None:
    seen = visitor()
    post(seen.url, "playground/faults", {"faults": [{"kind": "404", "method": "drafts.list", "times": None}]})
    seen.page.locator(".mail").first.click()
    expect(seen.side.locator(".card")).to_be_visible()
    expect(seen.side).not_to_contain_text(seen.words["looks"])
    seen.shot("trouble")
    post(seen.url, "playground/faults", {"faults": []})
    seen.side.locator(".card button").first.click()
    expect(seen.side).to_contain_text(seen.words["looks"])


def test_an_add_on_that_cannot_be_reached(visitor: NewVisitor) -> None:
    seen = visitor()
    seen.page.route("**/playground/event", lambda route: route.abort())
    seen.page.locator(".mail").first.click()
    expect(seen.side.get_by_role("alert")).to_be_visible()
    seen.shot("unreachable")
    seen.page.unroute("**/playground/event")
    seen.side.get_by_role("button", name="Try again").click()
    expect(seen.side).to_contain_text(seen.words["looks"])
    seen.problems.clear()  # the browser reports the request we broke


def test_what_cannot_be_saved_is_not_lost(visitor: NewVisitor) -> None:
    seen = visitor()
    seen.page.locator(".mail").first.click()
    field, status = seen.page.locator(".editor-text"), seen.page.locator(".compose-bar [role=status]")
    expect(field).to_be_visible()

    def fail(route: Route) -> None:
        if route.request.method == "PUT":
            route.fulfill(status=503, json={"error": {"code": 503, "message": "The service is currently unavailable."}})
        else:
            route.continue_()

    seen.page.route("**/gmail/**", fail)
    field.fill("A new text.")
    expect(status).to_contain_text("currently unavailable")
    seen.shot("not-saved")
    expect(field).to_have_value("A new text.")
    seen.page.unroute("**/gmail/**")
    field.press_sequentially(" Better.")
    expect(status).to_contain_text("Saved")
    seen.page.reload()
    expect(field).to_have_value("A new text. Better.")
    seen.problems.clear()


def test_a_refused_scope_is_asked_for_again(visitor: NewVisitor) -> None:
    seen = visitor()
    seen.go("#/bench")
    seen.page.get_by_label("gmail.compose", exact=True).uncheck()
    seen.page.get_by_role("link", name="Drafts").click()
    seen.page.locator(".mail").first.click()
    expect(seen.side.locator("textarea")).to_be_visible()
    seen.shot("pasted")
    seen.side.locator("textarea").fill(seen.page.locator(".editor-text").input_value())
    seen.press("Check this text")
    expect(seen.side).to_contain_text(seen.words["looks"])
    seen.page.get_by_role("link", name="Drafts").first.click()
    seen.page.locator(".mail").first.click()
    seen.side.get_by_role("button", name=re.compile("read my drafts")).click()
    expect(seen.side).to_contain_text("gmail.compose")
    seen.shot("consent")
    seen.press("Allow")
    seen.go("#/bench")
    expect(seen.page.get_by_label("gmail.compose", exact=True)).to_be_checked()
    expect(seen.page.locator("details")).not_to_have_count(0)
    seen.shot("bench")


@pytest.mark.parametrize(("language", "theme", "size"), [("en", "dark", NARROW), ("de", "light", WIDE)])
def test_what_does_it_see(visitor: NewVisitor, language: str, theme: str, size: tuple[int, int]) -> None:
    seen = visitor(language, size, theme, f"see-{language}")
    seen.go("#/see")
    expect(seen.page.locator(".sentences li")).not_to_have_count(0)
    expect(seen.page.locator(".findings")).to_contain_text("AF101")
    expect(seen.page.locator(".sides li")).to_have_count(2)
    expect(seen.page.locator(".told-introduce").first).to_be_visible()
    seen.shot("draft")
    seen.page.locator("select").select_option("")
    seen.page.locator(".see-form textarea").fill("Hi Nora,\n\nplease bring the ladder on Sunday.\n\nClara")
    seen.page.locator(".see-form .filled").click()
    expect(seen.page.locator(".findings")).to_have_count(0)
    seen.go("#/see/model")
    expect(seen.page.locator("svg.plot")).to_have_count(2)
    expect(seen.page.locator(".figures tbody tr")).to_have_count(4)
    seen.shot("model")
    seen.go("#/see/rules")
    expect(seen.page.locator(".rule")).to_have_count(7)
    seen.shot("rules")
    rule = seen.page.locator("#AF103")
    rule.locator("summary").click()
    rule.locator("blockquote a").first.click()
    expect(seen.page.locator(".findings")).to_contain_text("AF103")


def test_another_language_brings_its_samples_as_long_as_nothing_has_happened(visitor: NewVisitor) -> None:
    seen = visitor()
    german, english = (seen.page.get_by_role("button", name=name) for name in ("DE – Deutsch", "EN – English"))
    german.click()
    expect(seen.page.locator(".mail-subject").first).to_have_text(WORDS["de"]["subject"])
    seen.page.locator(".mail").first.click()
    seen.page.locator(".editor-text").press_sequentially("Ach, ")
    expect(seen.page.locator(".compose-bar [role=status]")).to_contain_text("Gespeichert")
    english.click()
    expect(seen.page.locator("#toast")).to_contain_text("Start over")
    expect(seen.page.locator(".row-subject input")).to_have_value(WORDS["de"]["subject"])
    seen.page.get_by_role("button", name="Start over").click()
    expect(seen.page.locator(".mail-subject").first).to_have_text(WORDS["en"]["subject"])
    assert seen.page.evaluate("document.documentElement.lang") == "en"


def test_an_own_draft_from_the_first_letter(visitor: NewVisitor) -> None:
    seen = visitor()
    seen.page.get_by_role("link", name="Write").click()
    seen.page.get_by_label("To", exact=True).fill("Jonas Weil <jonas@weil.example>")
    seen.page.get_by_label("Cc", exact=True).fill("Zoë Äpfel <zoe@aepfel.example>")
    seen.page.get_by_label("Subject").fill("Bienen – und Äpfel")
    seen.page.locator(".editor-text").fill(
        "Hi Jonas,\n\nlet me introduce you to Zoë, who keeps bees 🐝 in the orchard. Zoë, Jonas makes cider. You two should talk!\n\nClara"
    )
    expect(seen.page.locator(".compose-bar [role=status]")).to_contain_text("Saved")
    seen.press("Check again") if seen.side.get_by_role("button", name="Check again").count() else seen.page.reload()
    expect(seen.side).to_contain_text(seen.words["looks"])
    expect(seen.page.locator(".editor-marks mark").first).to_contain_text("who keeps bees 🐝 in the orchard")
    seen.shot("own")
    seen.page.reload()
    expect(seen.page.get_by_label("Subject")).to_have_value("Bienen – und Äpfel")
    expect(seen.page.get_by_label("Cc", exact=True)).to_have_value("Zoë Äpfel <zoe@aepfel.example>")
