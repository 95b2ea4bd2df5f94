"""A moderator brings a book of their own, in a browser: the summary, two doubtful passages, and an answer from it."""

from __future__ import annotations

import pytest
from playwright.async_api import expect

from bot.preview import opened
from bot.settings import Settings
from knowledge.catalogue import Catalogue
from tests.preview.browser import ABSENT, CHROMIUM, MODERATOR, last, page_of, press, say, send, view_as

pytestmark = pytest.mark.skipif(CHROMIUM is None, reason=ABSENT)

SUMMARY = """# The Glass Orchard

Part One

Ines comes to the orchard and meets Bram, who looks after the glass trees. Nobody knows why the old owner left it.

He tells her that the trees ring when it is cold. They mend the broken gate together.

Part Two

Ines finds a letter in the well. It turns out that Tomas, the old owner, is her father.

In the end Tomas dies in the snow, and Ines keeps the orchard with Bram.
"""
SPOILER = "who is the father of Ines?"


async def test_a_moderator_adds_a_book_and_a_member_asks_it(catalogue: Catalogue) -> None:
    async with opened(Settings(_env_file=None), catalogue) as club, page_of(await club.show("book-club")) as page:
        box = page.get_by_role("textbox", name="Message")
        await view_as(page, MODERATOR)
        await box.press_sequentially("/book add")
        await page.get_by_role("option", name="/book add").first.click()
        await page.get_by_role("option", name="file").first.click()
        file = {"name": "orchard.md", "mimeType": "text/markdown", "buffer": SUMMARY.encode()}
        await page.locator("input.command-file-input").set_input_files(files=[file])
        await send(page)
        await expect(last(page)).to_contain_text("Draft: The Glass Orchard")
        await expect(last(page)).to_contain_text("Only you can see this")
        for _ in range(2):
            await press(page, "Looks right")
        await press(page, "Publish")
        await expect(last(page)).to_contain_text("is published")
        await box.press_sequentially("/book use")
        await page.get_by_role("option", name="/book use").first.click()
        await page.keyboard.type("Glass")
        await page.get_by_role("option", name="The Glass Orchard").first.click()
        await send(page)
        await expect(last(page)).to_contain_text("The Glass Orchard")

        await view_as(page, "Ana")
        await say(page, f"@Norfolk {SPOILER}")
        await expect(last(page)).to_contain_text("Spoiler warning")
        await expect(last(page).locator(".spoiler-cover")).to_have_count(1)
        await last(page).get_by_role("button", name="Reveal container spoiler").click()
        await expect(last(page).locator(".spoiler-content > section")).to_contain_text("Tomas")
