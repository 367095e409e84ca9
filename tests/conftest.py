"""What tests of several folders share."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Playwright, sync_playwright


@pytest.fixture(scope="session")
def browsers() -> Iterator[Playwright]:
    """Playwright: there can be one of it at a time."""
    with sync_playwright() as running:
        yield running


@pytest.fixture(scope="session")
def shots() -> Path:
    """Where pictures of screens are kept, to be looked at."""
    folder = Path(__file__).parents[1] / "screenshots"
    folder.mkdir(exist_ok=True)
    return folder
