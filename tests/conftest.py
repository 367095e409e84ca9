"""What tests of several folders share."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Playwright, sync_playwright


@pytest.fixture(scope="session")
def browsers() -> Iterator[Playwright]:
    """Playwright: there can be one of it at a time."""
    with sync_playwright() as running:
        yield running
