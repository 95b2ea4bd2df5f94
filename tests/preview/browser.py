"""Headless Chromium on the preview's page, and a user's gestures there: for the tests and for the README's picture."""

from __future__ import annotations

import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from playwright.async_api import Locator, Page, async_playwright, expect
from simcord.preview import Preview

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
ABSENT = "no Chromium here: install it (apt-get install chromium), and this drives the preview's page"
MODERATOR = "Imani (moderator)"
# It talks to the preview alone: nothing that would look for hosts of its own.
_QUIET = ["quic", "background-networking", "component-update", "sync", "gpu"]
ARGUMENTS = ["--headless", "--no-sandbox", "--no-first-run", *(f"--disable-{name}" for name in _QUIET)]

expect.set_options(timeout=30_000)  # milliseconds, on a busy machine


@asynccontextmanager
async def page_of(preview: Preview, **options: Any) -> AsyncIterator[Page]:
    """The preview's page, drawn and ready. `options` go to the browser's new page."""
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        page = await browser.new_page(**options)
        await page.goto(preview.url)
        await page.locator("article.channel-message").first.wait_for()
        await settled(page)
        yield page
        await browser.close()


async def settled(page: Page) -> None:
    """Until what was done last is done: what comes before that, the page puts off or refuses."""
    await page.wait_for_function("() => window.simcordPreview.ready")


def messages(page: Page) -> Locator:
    return page.locator("article.channel-message")


def last(page: Page) -> Locator:
    return messages(page).last


async def view_as(page: Page, who: str) -> None:
    await page.get_by_label("Viewing as").select_option(label=who)
    await settled(page)


async def say(page: Page, text: str) -> None:
    """A message in the channel that is shown, or the reply that was begun."""
    box = page.get_by_role("textbox", name="Message")
    await box.fill(text)
    await settled(page)
    await box.press("Enter")


async def send(page: Page) -> None:
    await settled(page)
    await page.get_by_role("button", name="Send").last.click()


async def command(page: Page, name: str) -> None:
    """One without options."""
    await page.get_by_role("textbox", name="Message").press_sequentially(name)
    await page.get_by_role("option", name=name).first.click()
    await send(page)


async def press(page: Page, label: str, within: Locator | None = None) -> None:
    """Click a button of the last message, or of what it is `within`."""
    await settled(page)
    await (within or last(page)).get_by_role("button", name=label, exact=True).click()


async def choose(page: Page, select: str, option: str) -> None:
    """One of the options of a select of the last message."""
    await settled(page)
    await last(page).get_by_role("combobox").filter(has_text=select).click()
    await expect(last(page).locator("[aria-busy=true]")).to_have_count(0)  # the options are here
    await settled(page)
    await last(page).get_by_role("option", name=option).first.click()
