"""Headless Chromium on the preview's page, for the test and for the README's picture."""

from __future__ import annotations

import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from playwright.async_api import Page, async_playwright
from simcord.preview import Preview

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
ABSENT = "no Chromium here: install it (apt-get install chromium), and this drives the preview's page"
# It talks to the preview alone: nothing that would look for hosts of its own.
_QUIET = ["quic", "background-networking", "component-update", "sync", "gpu"]
ARGUMENTS = ["--headless", "--no-sandbox", "--no-first-run", *(f"--disable-{name}" for name in _QUIET)]


@asynccontextmanager
async def page_of(preview: Preview, **options: Any) -> AsyncIterator[Page]:
    """The preview's page, drawn and ready. `options` go to the browser's new page."""
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        page = await browser.new_page(**options)
        await page.goto(preview.url)
        await page.locator("article.channel-message").first.wait_for()
        yield page
        await browser.close()
