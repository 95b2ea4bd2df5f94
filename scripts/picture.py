"""Make docs/preview.png for the README from the preview itself: python -m scripts.picture (needs Chromium)."""

from __future__ import annotations

import asyncio
import sys
from pathlib import Path

from bot.library import catalogue_for
from bot.preview import opened
from bot.settings import Settings
from tests.preview.browser import ABSENT, CHROMIUM, page_of

PICTURE = Path(__file__).parent.parent / "docs" / "preview.png"
WIDTH, TALL = 720, 1_200  # pixels; the height is cut to the conversation
BELOW = 96  # pixels of the message box under the conversation


async def take() -> None:
    settings = Settings(_env_file=None)
    async with (
        opened(settings, catalogue_for(settings)) as club,
        page_of(await club.show("book-club"), viewport={"width": WIDTH, "height": TALL}, device_scale_factor=2) as page,
    ):
        # The list beside the conversation belongs to the workbench, not to Discord.
        toggle = page.locator("#messages-toggle")
        if await toggle.get_attribute("aria-expanded") == "true":
            await toggle.click()
        last = await page.locator("article.channel-message").last.bounding_box()
        assert last is not None
        await page.set_viewport_size({"width": WIDTH, "height": round(last["y"] + last["height"]) + BELOW})
        await page.wait_for_timeout(1_000)  # fonts, and the scroll to the end
        await page.locator("#channel-layout").screenshot(path=PICTURE)


if __name__ == "__main__":
    if CHROMIUM is None:
        sys.exit(ABSENT)
    asyncio.run(take())
    print(PICTURE)
