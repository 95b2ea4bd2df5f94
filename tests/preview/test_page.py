"""The preview as a moderator meets it: a page in a browser, and the bot behind it."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from playwright.async_api import Locator, Page, expect

from bot import preview
from bot.preview import CHANNELS, opened
from bot.settings import Settings
from knowledge.catalogue import Catalogue
from tests.preview.browser import ABSENT, CHROMIUM, last, messages, page_of, press, say, send

pytestmark = pytest.mark.skipif(CHROMIUM is None, reason=ABSENT)

SPOILER = "why was madame crying"
OPEN = "who sings the song on the tape"
FITS = """([message, width]) => {
    const {left, right} = message.getBoundingClientRect()
    return left >= 0 && right <= width + 1
}"""


@asynccontextmanager
async def page_at(catalogue: Catalogue, channel: str = "book-club") -> AsyncIterator[Page]:
    async with opened(Settings(_env_file=None), catalogue) as club, page_of(await club.show(channel)) as page:
        yield page


async def ask(page: Page, question: str) -> Locator:
    """/ask as a member types it: the command from the list, the question, Enter. The new message."""
    before = await messages(page).count()
    await page.get_by_role("textbox", name="Message").press_sequentially("/ask")
    await page.get_by_role("option", name="/ask").click()
    await page.get_by_role("textbox", name="question").fill(question)
    await send(page)
    await expect(messages(page)).to_have_count(before + 1)
    return last(page)


async def test_the_page_explains_itself(catalogue: Catalogue) -> None:
    async with page_at(catalogue) as page:
        await expect(messages(page)).to_have_count(4)
        await expect(messages(page).nth(1)).to_contain_text("Judy Bridgewater")
        await expect(messages(page).nth(3)).to_contain_text("Part Three and the meeting with Madame")
        viewers = page.get_by_label("Viewing as").locator("option")
        await expect(viewers).to_have_text(["Ana", "Ben", "Imani (moderator)"])


async def test_time_goes_on(catalogue: Catalogue, monkeypatch: pytest.MonkeyPatch) -> None:
    """Or else who has asked too much at once could never ask again."""
    monkeypatch.setattr(preview, "TICK", 0.01)
    async with opened(Settings(_env_file=None), catalogue) as club:
        before = club._env.now()
        await asyncio.to_thread(threading.Event().wait, 0.2)
        assert club._env.now() > before


async def test_a_spoiler_lies_under_a_cover_until_it_is_clicked(catalogue: Catalogue) -> None:
    async with page_at(catalogue) as page:
        answer = await ask(page, SPOILER)
        await expect(answer).to_contain_text("Part Three and the meeting with Madame")
        cover = answer.get_by_role("button", name="Reveal container spoiler")
        hidden = answer.locator(".spoiler-content > section")
        await expect(hidden).to_have_attribute("aria-hidden", "true")
        await expect(answer).not_to_contain_text(SPOILER)  # a member's words are not repeated
        await cover.click()
        await expect(hidden).not_to_have_attribute("aria-hidden", "true")
        await expect(hidden).to_contain_text("Madame")


async def test_a_mention_is_answered_openly_and_offers_another_passage(catalogue: Catalogue) -> None:
    async with page_at(catalogue) as page:
        await say(page, f"@Norfolk {OPEN}")
        await expect(messages(page)).to_have_count(6)
        answer = last(page)
        await expect(answer).to_contain_text("Judy Bridgewater")
        await expect(answer.locator(".spoiler-cover")).to_have_count(0)
        await press(page, "Another passage", within=answer)
        await expect(messages(page)).to_have_count(7)


@pytest.mark.parametrize("channel", CHANNELS)
async def test_every_channel_has_its_level(catalogue: Catalogue, channel: str) -> None:
    """A first exchange for each policy, and none of them tells more than it may."""
    seen = {
        "book-club": "Spoiler warning",
        "finished-it": "Madame",
        "just-started": "so I don't post it here",
        "no-hints": "doesn't tell",
    }
    async with page_at(catalogue, channel) as page:
        await expect(messages(page)).to_have_count(4)
        answer = last(page)
        await expect(answer).to_contain_text(seen[channel])
        await expect(answer.locator(".spoiler-cover")).to_have_count(int(channel == "book-club"))
        kept = answer.get_by_role("button", name="Show it to me only")
        await expect(kept).to_have_count(int(channel == "just-started"))


@pytest.mark.parametrize("width", [1_280, 390])
async def test_answers_keep_their_look_at_any_width(catalogue: Catalogue, width: int) -> None:
    """Heading, answer and one small line in a container that fits; a warning above what is covered."""
    async with (
        opened(Settings(_env_file=None), catalogue) as club,
        page_of(await club.show("book-club"), viewport={"width": width, "height": 900}) as page,
    ):
        told, covered = messages(page).nth(1), messages(page).nth(3)
        await expect(told.locator("strong", has_text="Judy Bridgewater")).to_be_visible()
        await expect(told).to_contain_text("About the book · Never Let Me Go")
        await expect(covered).to_contain_text("Spoiler warning")
        for message in (told, covered):
            await page.wait_for_function(FITS, arg=[await message.element_handle(), width])


async def test_another_channel_takes_the_place_of_the_one_shown(catalogue: Catalogue) -> None:
    async with opened(Settings(_env_file=None), catalogue) as club:
        first = await club.show("book-club")
        assert await club.show("book-club") is first
        async with page_of(await club.show("no-hints")) as page:
            await expect(last(page)).to_contain_text("doesn't tell")
        assert not club.ended.is_set()
        await (await club.show("book-club")).close()
        await asyncio.wait_for(club.ended.wait(), 60)
