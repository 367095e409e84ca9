"""The playground in a headless browser, started as the README says. The browser tests need Debian's chromium and axe-core."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Playwright, expect
from visitors import ARGUMENTS, AXE, CHROMIUM, NARROW, PATIENCE, ROOT, WIDE, WORDS, NewVisitor, Visitor, post


@pytest.fixture(scope="session")
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


@pytest.fixture(scope="session")
def browser(browsers: Playwright) -> Iterator[Browser]:
    running = browsers.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
    yield running
    running.close()


@pytest.fixture
def visitor(browser: Browser, server: str, shots: Path, request: pytest.FixtureRequest) -> Iterator[NewVisitor]:
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
        made = Visitor(page, server, WORDS[language], name or f"{request.node.name}", size == NARROW, found, shots)
        opened.append(made)
        return made

    yield new
    for one in opened:
        one.page.context.close()
        assert one.problems == []
