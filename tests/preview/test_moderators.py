"""A moderator runs the club, in a browser: a level with its sample and undo, a schedule, a club note, a verdict."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from playwright.async_api import Locator, Page, expect

from bot.preview import opened
from bot.settings import Settings
from knowledge.catalogue import Catalogue
from tests.preview.browser import (
    ABSENT,
    CHROMIUM,
    MODERATOR,
    choose,
    command,
    last,
    messages,
    page_of,
    press,
    say,
    send,
    view_as,
)

pytestmark = pytest.mark.skipif(CHROMIUM is None, reason=ABSENT)

NOTE = "Our next walk goes to the beech tree behind the library."
GIVEAWAY = "So sad that Tommy dies after his fourth donation and Kathy is left alone."


@asynccontextmanager
async def moderated(catalogue: Catalogue) -> AsyncIterator[Page]:
    """#book-club, as its moderator sees it."""
    async with opened(Settings(_env_file=None), catalogue) as club, page_of(await club.show("book-club")) as page:
        await view_as(page, MODERATOR)
        yield page


async def fill(page: Page, option: str, typed: str, picked: str = "") -> None:
    """An option of the command that is being typed, picked from what is offered if it is so."""
    named = re.compile(rf"^{option}\b")
    box = page.get_by_role("combobox", name=named).or_(page.get_by_role("textbox", name=named))
    if not await box.count():
        if not await page.get_by_role("option", name=named).count():
            await page.get_by_role("button", name="more").last.click()
        await page.get_by_role("option", name=named).first.click()
    await box.click()
    await box.press_sequentially(typed)
    if picked:
        await page.get_by_role("option", name=picked).first.click()


def form(page: Page) -> Locator:
    return page.get_by_role("dialog")


async def test_setup_changes_a_level_with_its_sample_and_takes_it_back(catalogue: Catalogue) -> None:
    async with moderated(catalogue) as page:
        await command(page, "/setup")
        panel = messages(page).filter(has_text="Setup: #book-club")
        await expect(panel).to_contain_text("Part Two (set here)")
        await choose(page, "Level", "Part Three")
        await expect(panel).to_contain_text("This opens #book-club further")
        await expect(panel).to_contain_text("With the change")
        await expect(panel.locator(".spoiler-cover")).to_have_count(3)  # the question, its answer now and then
        await press(page, "Policy: warn", within=panel)
        await form(page).get_by_text("withhold", exact=True).click()
        await press(page, "Submit", within=form(page))
        await expect(panel).to_contain_text("Part Three (the whole book), withhold")
        await press(page, "Save")
        await expect(panel).to_contain_text("You can undo it for five minutes")
        await expect(panel).to_contain_text("Part Three (the whole book) (set here)")
        await press(page, "Undo")
        await expect(last(page)).to_contain_text("Undone")
        await view_as(page, "Ana")
        await expect(messages(page).filter(has_text="Setup:")).to_have_count(0)
        await command(page, "/level")
        await expect(last(page)).to_contain_text("Part Two")


async def test_setup_of_another_channel_and_the_server(catalogue: Catalogue) -> None:
    async with moderated(catalogue) as page:
        await command(page, "/setup")
        await choose(page, "Set up another channel", "no-hints")
        await expect(last(page)).to_contain_text("Setup: #no-hints")
        await press(page, "The whole server")
        await expect(last(page)).to_contain_text("Setup: the whole server")
        await choose(page, "Where announcements go", "finished-it")
        await expect(last(page)).to_contain_text("Announcements go to: #finished-it")
        await choose(page, "A role that counts as moderator", "Moderators")
        await expect(last(page)).to_contain_text("Moderators: who has Manage Server and @Moderators")
        await press(page, "Who did what")
        await expect(last(page)).to_contain_text("moderators' role: none → @Moderators")
        await expect(last(page)).to_contain_text("announcements: none → #finished-it")


async def test_a_schedule_is_laid_out_and_listed(catalogue: Catalogue) -> None:
    async with moderated(catalogue) as page:
        await page.get_by_role("textbox", name="Message").press_sequentially("/schedule add")
        await page.get_by_role("option", name="/schedule add").first.click()
        await fill(page, "date", "Mon", "Monday")
        await fill(page, "time", "18:00")
        await fill(page, "zone", "London", "Europe/London")
        await fill(page, "every", "week", "a part a week")
        await send(page)
        await expect(last(page)).to_contain_text("On the schedule for #book-club")
        await expect(last(page)).to_contain_text("Part Three (the whole book)")
        await expect(last(page)).to_contain_text("The times hold in Europe/London")
        await press(page, "Make a Discord event")
        await expect(last(page)).to_contain_text("The event is made")
        await command(page, "/schedule list")
        await expect(last(page)).to_contain_text("#book-club · Never Let Me Go")
        await expect(last(page)).to_contain_text("Only you can see this")


async def test_a_club_note_is_written_and_found_by_a_member(catalogue: Catalogue) -> None:
    async with moderated(catalogue) as page:
        await command(page, "/review notes")
        await press(page, "Write a note")
        await form(page).get_by_role("textbox").first.fill(NOTE)
        await form(page).get_by_role("combobox", name="What it reveals").click()
        await form(page).get_by_role("option", name="the start").click()
        await press(page, "Submit", within=form(page))
        await expect(last(page)).to_contain_text("It spoils nothing")
        await view_as(page, "Ana")
        await say(page, "@Norfolk where does our next walk go to?")
        await expect(last(page)).to_contain_text(NOTE)
        await expect(last(page)).to_contain_text("club note by @Imani")


async def test_a_message_is_checked_and_its_author_asked(catalogue: Catalogue) -> None:
    async with moderated(catalogue) as page:
        await view_as(page, "Ben")
        await say(page, GIVEAWAY)
        await expect(last(page)).to_contain_text("So sad")
        await view_as(page, MODERATOR)
        await check(page)
        await expect(last(page)).to_contain_text("seems to give something away past Part Two")
        await expect(last(page).locator(".spoiler-cover")).to_have_count(1)
        await press(page, "Ask the author to cover it")
        asked = messages(page).filter(has_text="I've asked the author")
        await expect(asked).to_be_visible()
        await view_as(page, "Ben")
        await expect(last(page)).to_contain_text("A moderator asks you to put a cover over")


async def check(page: Page) -> None:
    """Check the last message for spoilers, by the preview's way to the menu of a message."""
    await last(page).hover()
    await press(page, "Reply")
    await say(page, "Check for spoilers")
