"""What members come back for, in a browser: a recap, a map, and a question to talk about."""

from __future__ import annotations

import pytest
from playwright.async_api import expect

from bot.preview import opened
from bot.settings import Settings
from knowledge.catalogue import Catalogue
from tests.preview.browser import ABSENT, CHROMIUM, command, last, messages, page_of, press

pytestmark = pytest.mark.skipif(CHROMIUM is None, reason=ABSENT)


async def test_a_recap_a_map_and_a_question(catalogue: Catalogue) -> None:
    async with opened(Settings(_env_file=None), catalogue) as club, page_of(await club.show("finished-it")) as page:
        await command(page, "/recap")
        await expect(last(page)).to_contain_text("The story so far")
        await expect(last(page)).to_contain_text("Page 1 of")
        await command(page, "/map")
        picture = last(page).locator("img[alt^='Never Let Me Go']")
        await expect(picture).to_be_visible()
        loaded = "() => document.querySelector(\"img[alt^='Never Let Me Go']\")?.naturalWidth > 500"
        await page.wait_for_function(loaded)
        await command(page, "/discuss")
        question = messages(page).filter(has_text="A question on")
        await expect(question.last).to_be_visible()
        await expect(question.last.get_by_role("button", name="Which passage is it about?")).to_be_visible()
        private = messages(page).filter(has_text="Only you can see this")
        before = await private.count()
        await press(page, "Which passage is it about?", within=question.last)
        await expect(private).to_have_count(before + 1)  # the question's thread may open after it


async def test_a_question_to_ask_next_is_answered(catalogue: Catalogue) -> None:
    async with opened(Settings(_env_file=None), catalogue) as club, page_of(await club.show("book-club")) as page:
        await command(page, "/help")
        await expect(last(page)).to_contain_text("Catch up")
        answer = messages(page).filter(has=page.get_by_role("button", name="This was right"))
        offered = answer.first.get_by_role("button")
        labels = [label for label in await offered.all_inner_texts() if label.endswith("?")]
        assert labels
        await press(page, labels[0], within=answer.first)
        await expect(last(page)).to_contain_text("Never Let Me Go")
