"""The task pane in headless Chromium, as the real backend serves it, with stand-ins for Microsoft's hosts. Needs Debian's chromium."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from clients import open_backend
from panes import CLIENT, WITH_GRAPH, WITHOUT_GRAPH, World
from playwright.sync_api import Playwright
from stand_ins import GRAPH, OFFICE, Graph, internet, office_js


@pytest.fixture(scope="module")
def hosts(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[int, dict[str, Any]]]:
    """The port behind which all hosts are, and the table of them, which a test may change."""
    with (
        open_backend(tmp_path_factory.mktemp("plain")) as plain,
        open_backend(tmp_path_factory.mktemp("graph"), WITH_GRAPH, CLIENT) as graph,
    ):
        table: dict[str, Any] = {OFFICE: office_js, WITHOUT_GRAPH: plain, WITH_GRAPH: graph}
        with internet(table) as port:
            yield port, table


@pytest.fixture(scope="module")
def browser(browsers: Playwright, hosts: tuple[int, dict[str, Any]]) -> Iterator[Any]:
    chromium = shutil.which("chromium")
    assert chromium, "install it: apt-get install chromium"
    arguments = ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", f"--host-resolver-rules=MAP * 127.0.0.1:{hosts[0]}"]
    arguments.append("--ignore-certificate-errors")  # every host is our own; excusing each connection afterwards now and then fails one
    running = browsers.chromium.launch(executable_path=chromium, args=arguments)
    yield running
    running.close()


@pytest.fixture
def world(browser: Any, hosts: tuple[int, dict[str, Any]], shots: Path, request: pytest.FixtureRequest) -> Iterator[World]:
    """A fresh browser profile, an empty mailbox, and backends that may be told to fail; how each pane looked in the end is kept."""
    _, table = hosts
    context = browser.new_context()
    made = World(context, Graph())
    table[GRAPH] = made.graph
    real = {host: table[host] for host in (WITH_GRAPH, WITHOUT_GRAPH)}

    def front(host: str) -> Callable[..., Any]:
        def serve(environ: Any, start_response: Any) -> Any:
            if environ["PATH_INFO"].startswith("/v1/"):
                made.calls.append(environ["PATH_INFO"])
                if made.answer:
                    return made.answer(environ, start_response)
            return real[host](environ, start_response)

        return serve

    table.update({host: front(host) for host in real})
    yield made
    for number, pane in enumerate(made.panes, start=1):
        pane.page.screenshot(path=shots / f"outlook-{request.node.name}-{number}.png", full_page=True)
    context.close()
    table.update(real)
