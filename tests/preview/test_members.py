"""What members come back for, in a browser: a recap, a map, and a question to talk about."""

from __future__ import annotations

import pytest
from playwright.async_api import Page, expect

from bot.preview import opened
from bot.settings import Settings
from knowledge.catalogue import Catalogue
from tests.preview.browser import ABSENT, CHROMIUM, page_of
from tests.preview.test_books import last, send

pytestmark = pytest.mark.skipif(CHROMIUM is None, reason=ABSENT)


async def command(page: Page, name: str) -> None:
    await page.get_by_role("textbox", name="Message").press_sequentially(name)
    await page.get_by_role("option", name=name).first.click()
    await send(page)


async def test_a_recap_a_map_and_a_question(catalogue: Catalogue) -> None:
    async with opened(Settings(_env_file=None), catalogue) as club, page_of(await club.show("finished-it")) as page:
        await command(page, "/recap")
        await expect(last(page)).to_contain_text("The story so far", timeout=20_000)
        await expect(last(page)).to_contain_text("Page 1 of")
        await command(page, "/map")
        picture = last(page).locator("img[alt^='Never Let Me Go']")
        await expect(picture).to_be_visible(timeout=20_000)
        loaded = "() => document.querySelector(\"img[alt^='Never Let Me Go']\")?.naturalWidth > 500"
        await page.wait_for_function(loaded)
        await command(page, "/discuss")
        question = page.locator("article.channel-message").filter(has_text="A question on")
        await expect(question.last).to_be_visible(timeout=20_000)
        await expect(question.last.get_by_role("button", name="Which passage is it about?")).to_be_visible()
        await question.last.get_by_role("button", name="Which passage is it about?").click()
        await expect(last(page)).to_contain_text("Only you can see this", timeout=20_000)


async def test_a_question_to_ask_next_is_answered(catalogue: Catalogue) -> None:
    async with opened(Settings(_env_file=None), catalogue) as club, page_of(await club.show("book-club")) as page:
        await command(page, "/help")
        await expect(last(page)).to_contain_text("Catch up", timeout=20_000)
        answer = page.locator("article.channel-message").filter(has=page.get_by_role("button", name="This was right"))
        offered = answer.first.get_by_role("button")
        labels = [label for label in await offered.all_inner_texts() if label.endswith("?")]
        assert labels
        await answer.first.get_by_role("button", name=labels[0], exact=True).click()
        await expect(last(page)).to_contain_text("Never Let Me Go", timeout=20_000)
