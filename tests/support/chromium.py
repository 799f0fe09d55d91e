"""A headless Chromium for the tests that look at pages; they are skipped where there is none."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from importlib.util import find_spec
from typing import Any

import pytest

CHROMIUM = shutil.which("chromium") or shutil.which("google-chrome")
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
BROWSER_TESTS = [
    pytest.mark.browser,
    pytest.mark.skipif(CHROMIUM is None, reason="no Chromium found: apt-get install chromium"),
    pytest.mark.skipif(
        not (find_spec("playwright") and find_spec("axe_playwright_python")),
        reason="playwright or axe-playwright-python is not installed",
    ),
]


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    """A browser for the tests of one module."""
    from playwright.sync_api import sync_playwright  # noqa: PLC0415 - not always installed

    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield browser
        browser.close()


def accessibility(page: Any) -> Any:
    """What axe has to say of a page."""
    from axe_playwright_python.sync_playwright import Axe  # noqa: PLC0415 - not always installed

    return Axe().run(page)
