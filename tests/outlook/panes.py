"""The task pane as tests meet it: opened beside a mail, pressed, and read."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Literal
from urllib.parse import urlencode

from panel import AMBUSH
from playwright.sync_api import BrowserContext, ConsoleMessage, Page
from stand_ins import Graph

from addon.words import words

CLIENT = "01234567-89ab-cdef-0123-456789abcdef"
WITH_GRAPH, WITHOUT_GRAPH = "graph.askfirst.example", "askfirst.example"
PATIENCE = 60_000  # milliseconds; the machine may be busy


_PATIENT = "const wait = setTimeout; window.setTimeout = (act, after, ...rest) => wait(act, after < 1000 ? after : after * 40, ...rest);"


def _is_ours(message: ConsoleMessage) -> bool:
    """Whether a message tells of a mistake; that there is no picture for a browser's tab is none."""
    return message.type == "error" and not message.location["url"].endswith("/favicon.ico")


@dataclass
class Pane:
    """The task pane beside a mail, in a language."""

    page: Page
    language: str
    problems: list[str]

    def say(self, text: str, **values: str) -> str:
        """What the pane says for this English text."""
        return words(self.language)(text, **values)

    def press(self, text: str) -> None:
        self.page.get_by_role("button", name=self.say(text), exact=True).first.click()

    def shows(self, text: str, **values: str) -> str:
        """The text of the pane, once it says this."""
        self.page.get_by_text(self.say(text, **values)).first.wait_for()
        return self.page.inner_text("main")

    @property
    def state(self) -> dict[str, Any]:
        """What became of the mail."""
        found: dict[str, Any] = self.page.evaluate("standIn")
        assert found["says"] == "This is a stand-in, not Outlook."
        return found


@dataclass
class World:
    """The hosts that are played, and the browser that meets them."""

    context: BrowserContext
    graph: Graph
    answer: Callable[..., Any] | None = None  # in place of the backend's API
    calls: list[str] = field(default_factory=list)
    panes: list[Pane] = field(default_factory=list)

    def open(
        self,
        language: str = "en",
        host: str = WITHOUT_GRAPH,
        *,
        size: tuple[int, int] = (360, 720),
        theme: Literal["light", "dark"] = "light",
        patient: bool = True,
        **more: str,
    ) -> Pane:
        """The pane for the mail that `more` describes (office.js); `patient` waits longer for the backend than people do."""
        page = self.context.new_page()
        page.set_viewport_size({"width": size[0], "height": size[1]})
        page.emulate_media(color_scheme=theme)
        page.set_default_timeout(PATIENCE)
        problems: list[str] = []
        page.on("pageerror", lambda error: problems.append(str(error)))
        page.on("console", lambda message: problems.append(message.text) if _is_ours(message) else None)
        page.add_init_script(_PATIENT if patient else "")
        query = urlencode({"language": {"en": "en-US", "de": "de-DE"}[language], "body": AMBUSH[language], **more})
        page.goto(f"https://{host}/outlook/taskpane.html?{query}")
        self.panes.append(pane := Pane(page, language, problems))
        return pane
