"""The pictures of README and docs, made from the preview itself: python -m scripts.picture [NAME…] (needs Chromium)."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Awaitable, Callable, Sequence
from pathlib import Path

from playwright.async_api import Locator, Page

from bot.library import catalogue_for
from bot.preview import opened
from bot.settings import Settings
from tests.preview.browser import ABSENT, CHROMIUM, MODERATOR, choose, page_of, press, view_as
from tests.preview.test_books import SPOILER, SUMMARY
from tests.preview.test_moderators import GIVEAWAY, check, fill, form

DOCS = Path(__file__).parent.parent / "docs"
WIDTH, TALL = 720, 1_200  # pixels; the height is cut to the conversation
BELOW = 96  # pixels of the message box under the conversation
ABOVE = 134  # pixels of the bars over it
OPEN = "who looks after the glass trees?"


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


async def parts(page: Page) -> Locator:
    """What Parts and topics shows of that draft."""
    await draft(page)
    await press(page, "Parts and topics")
    await page.wait_for_timeout(3_000)
    return page.locator("article.channel-message").last


async def trial(page: Page) -> Locator:
    """The form of Try a question, of that draft."""
    await draft(page)
    await press(page, "Try a question")
    await form(page).get_by_role("textbox").first.fill(SPOILER)
    return form(page)


async def asked(page: Page) -> Locator:
    """What Ana is answered of that book, once it is published and read up to Part One."""
    await parts(page)
    await choose(page, "What a new place has read", "Part One")
    await page.wait_for_timeout(2_000)
    await press(page, "Back to the passages")
    await press(page, "Publish")
    await page.wait_for_timeout(5_000)
    await _command(page, "/book use", lambda: fill(page, "book", "Glass", "The Glass Orchard"))
    await view_as(page, "Ana")
    for question in (OPEN, SPOILER):
        await page.get_by_role("textbox", name="Message").fill(f"@Norfolk {question}")
        await page.get_by_role("textbox", name="Message").press("Enter")
        await page.wait_for_timeout(3_000)
    await page.get_by_role("textbox", name="Message").blur()
    messages = page.locator("article.channel-message")
    first, last = await messages.nth(-4).bounding_box(), await messages.last.bounding_box()
    assert first is not None
    assert last is not None
    height = round(last["y"] + last["height"] - first["y"])
    await page.set_viewport_size({"width": WIDTH, "height": height + ABOVE + BELOW})
    return page.locator("#channel-timeline")  # what the channel is about, above, is another book


async def drawn(page: Page) -> Locator:
    """What /map shows everybody."""
    await _command(page, "/map")
    return page.locator("article.channel-message").last


async def told(page: Page) -> Locator:
    """What /recap shows everybody."""
    await _command(page, "/recap")
    return page.locator("article.channel-message").last


async def talked_about(page: Page) -> Locator:
    """What /discuss asks everybody."""
    await _command(page, "/discuss")
    return page.locator("article.channel-message").filter(has_text="A question on").last


async def laid_out(page: Page) -> Locator:
    """What /schedule add shows a moderator who lays the whole book out."""

    async def options() -> None:
        for option, typed, picked in (
            ("date", "Mon", "Monday"),
            ("time", "18:00", ""),
            ("zone", "London", "Europe/London"),
            ("level", "Part One", "Part One"),
            ("every", "week", "a part a week"),
        ):
            await fill(page, option, typed, picked)

    await _command(page, "/spoilers level", lambda: fill(page, "level", "start", "the start"))
    await _command(page, "/schedule add", options)
    return page.locator("article.channel-message").last


async def verdict(page: Page) -> Locator:
    """What Check for spoilers tells a moderator of Ben's message."""
    await view_as(page, "Ben")
    await page.get_by_role("textbox", name="Message").fill(GIVEAWAY)
    await page.get_by_role("textbox", name="Message").press("Enter")
    await page.wait_for_timeout(2_000)
    await view_as(page, MODERATOR)
    await check(page)
    await page.wait_for_timeout(3_000)
    return page.locator("article.channel-message").last


PICTURES = {
    "preview": conversation,
    "setup": panel,
    "book": draft,
    "parts": parts,
    "trial": trial,
    "asked": asked,
    "map": drawn,
    "recap": told,
    "discuss": talked_about,
    "schedule": laid_out,
    "verdict": verdict,
}


async def _command(page: Page, name: str, options: Callable[[], Awaitable[None]] | None = None) -> None:
    await view_as(page, MODERATOR)
    await page.get_by_role("textbox", name="Message").press_sequentially(name)
    await page.get_by_role("option", name=name).first.click()
    if options is not None:
        await options()
    await page.get_by_role("button", name="Send").last.click()
    await page.wait_for_timeout(3_000)


async def take(names: Sequence[str]) -> None:
    catalogue = catalogue_for(Settings(_env_file=None))
    for name, show in ((name, PICTURES[name]) for name in names):
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
            await page.mouse.move(0, 0)  # what is pointed at has a bar of its own
            await page.wait_for_timeout(1_000)  # fonts, and the scroll to the end
            await part.screenshot(path=DOCS / f"{name}.png")


if __name__ == "__main__":
    if CHROMIUM is None:
        sys.exit(ABSENT)
    asyncio.run(take(sys.argv[1:] or list(PICTURES)))
