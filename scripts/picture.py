"""Make the pictures of README and docs from the preview itself: python -m scripts.picture (needs Chromium)."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Awaitable, Callable
from pathlib import Path

from playwright.async_api import Locator, Page

from bot.library import catalogue_for
from bot.preview import opened
from bot.settings import Settings
from tests.preview.browser import ABSENT, CHROMIUM, page_of
from tests.preview.test_books import SUMMARY

DOCS = Path(__file__).parent.parent / "docs"
WIDTH, TALL = 720, 1_200  # pixels; the height is cut to the conversation
BELOW = 96  # pixels of the message box under the conversation
MODERATOR = "Imani (moderator)"


async def conversation(page: Page) -> Locator:
    """The channel, as Ana sees it."""
    last = await page.locator("article.channel-message").last.bounding_box()
    assert last is not None
    await page.set_viewport_size({"width": WIDTH, "height": round(last["y"] + last["height"]) + BELOW})
    return page.locator("#channel-layout")


async def panel(page: Page) -> Locator:
    """What /setup shows a moderator."""
    await _command(page, "/setup")
    return page.locator("article.channel-message").last


async def draft(page: Page) -> Locator:
    """What /book add shows a moderator."""
    file = {"name": "orchard.md", "mimeType": "text/markdown", "buffer": SUMMARY.encode()}

    async def attach() -> None:
        await page.get_by_role("option", name="file").first.click()
        await page.locator("input.command-file-input").set_input_files(files=[file])

    await _command(page, "/book add", attach)
    return page.locator("article.channel-message").last


PICTURES = {"preview": conversation, "setup": panel, "book": draft}


async def _command(page: Page, name: str, fill: Callable[[], Awaitable[None]] | None = None) -> None:
    await page.get_by_label("Viewing as").select_option(label=MODERATOR)
    await page.wait_for_timeout(1_000)  # the page is drawn anew for the viewer
    await page.get_by_role("textbox", name="Message").press_sequentially(name)
    await page.get_by_role("option", name=name).first.click()
    if fill is not None:
        await fill()
    await page.get_by_role("button", name="Send").last.click()
    await page.wait_for_timeout(3_000)


async def take() -> None:
    catalogue = catalogue_for(Settings(_env_file=None))
    for name, show in PICTURES.items():
        viewport = {"width": WIDTH, "height": TALL}
        async with (
            opened(Settings(_env_file=None), catalogue) as club,
            page_of(await club.show("book-club"), viewport=viewport, device_scale_factor=2) as page,
        ):
            # The list beside the conversation belongs to the workbench, not to Discord.
            toggle = page.locator("#messages-toggle")
            if await toggle.get_attribute("aria-expanded") == "true":
                await toggle.click()
            part = await show(page)
            await page.wait_for_timeout(1_000)  # fonts, and the scroll to the end
            await part.screenshot(path=DOCS / f"{name}.png")


if __name__ == "__main__":
    if CHROMIUM is None:
        sys.exit(ABSENT)
    asyncio.run(take())
