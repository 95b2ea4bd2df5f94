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
from tests.preview.browser import ABSENT, CHROMIUM, page_of
from tests.preview.test_books import last, press, send
from tests.preview.test_members import command

pytestmark = pytest.mark.skipif(CHROMIUM is None, reason=ABSENT)

MODERATOR = "Imani (moderator)"
SECONDS = 20_000  # milliseconds, on a busy machine
NOTE = "Our next walk goes to the beech tree behind the library."
GIVEAWAY = "So sad that Tommy dies after his fourth donation and Kathy is left alone."


async def view_as(page: Page, who: str) -> None:
    await page.get_by_label("Viewing as").select_option(label=who)
    await page.wait_for_timeout(1_000)  # the page is drawn anew for the viewer


@asynccontextmanager
async def moderated(catalogue: Catalogue) -> AsyncIterator[Page]:
    """#book-club, as its moderator sees it."""
    async with opened(Settings(_env_file=None), catalogue) as club, page_of(await club.show("book-club")) as page:
        await view_as(page, MODERATOR)
        yield page


async def choose(page: Page, select: str, option: str) -> None:
    """One of the options of a select of the last message."""
    await last(page).get_by_role("combobox").filter(has_text=select).click()
    await last(page).get_by_role("option", name=option).first.click()


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
        panel = page.locator("article.channel-message").filter(has_text="Setup: #book-club")
        await expect(panel).to_contain_text("Part Two (set here)", timeout=SECONDS)
        await choose(page, "Level", "Part Three")
        await expect(panel).to_contain_text("This opens #book-club further", timeout=SECONDS)
        await expect(panel).to_contain_text("With the change")
        await expect(panel.locator(".spoiler-cover")).to_have_count(3)  # the question, its answer now and then
        await panel.get_by_role("button", name="Policy: warn").click()
        await form(page).get_by_text("withhold", exact=True).click()
        await form(page).get_by_role("button", name="Submit").click()
        await expect(panel).to_contain_text("Part Three (the whole book), withhold", timeout=SECONDS)
        await press(page, "Save")
        await expect(panel).to_contain_text("You can undo it for five minutes", timeout=SECONDS)
        await expect(panel).to_contain_text("Part Three (the whole book) (set here)")
        await press(page, "Undo")
        await expect(last(page)).to_contain_text("Undone", timeout=SECONDS)
        await view_as(page, "Ana")
        await expect(page.locator("article.channel-message").filter(has_text="Setup:")).to_have_count(0)
        await command(page, "/level")
        await expect(last(page)).to_contain_text("Part Two", timeout=SECONDS)


async def test_setup_of_another_channel_and_the_server(catalogue: Catalogue) -> None:
    async with moderated(catalogue) as page:
        await command(page, "/setup")
        await choose(page, "Set up another channel", "no-hints")
        await expect(last(page)).to_contain_text("Setup: #no-hints", timeout=SECONDS)
        await press(page, "The whole server")
        await expect(last(page)).to_contain_text("Setup: the whole server", timeout=SECONDS)
        await choose(page, "Where announcements go", "finished-it")
        await expect(last(page)).to_contain_text("Announcements go to: #finished-it", timeout=SECONDS)
        await choose(page, "A role that counts as moderator", "Moderators")
        await expect(last(page)).to_contain_text("Moderators: who has Manage Server and @Moderators", timeout=SECONDS)
        await press(page, "Who did what")
        await expect(last(page)).to_contain_text("moderators' role: none → @Moderators", timeout=SECONDS)
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
        await expect(last(page)).to_contain_text("On the schedule for #book-club", timeout=SECONDS)
        await expect(last(page)).to_contain_text("Part Three (the whole book)")
        await expect(last(page)).to_contain_text("The times hold in Europe/London")
        await press(page, "Make a Discord event")
        await expect(last(page)).to_contain_text("The event is made", timeout=SECONDS)
        await command(page, "/schedule list")
        await expect(last(page)).to_contain_text("#book-club · Never Let Me Go", timeout=SECONDS)
        await expect(last(page)).to_contain_text("Only you can see this")


async def test_a_club_note_is_written_and_found_by_a_member(catalogue: Catalogue) -> None:
    async with moderated(catalogue) as page:
        await command(page, "/review notes")
        await press(page, "Write a note")
        await form(page).get_by_role("textbox").first.fill(NOTE)
        await form(page).get_by_role("combobox", name="What it reveals").click()
        await form(page).get_by_role("option", name="the start").click()
        await form(page).get_by_role("button", name="Submit").click()
        await expect(last(page)).to_contain_text("It spoils nothing", timeout=SECONDS)
        await view_as(page, "Ana")
        await page.get_by_role("textbox", name="Message").fill("@Norfolk where does our next walk go to?")
        await page.get_by_role("textbox", name="Message").press("Enter")
        await expect(last(page)).to_contain_text(NOTE, timeout=SECONDS)
        await expect(last(page)).to_contain_text("club note by @Imani")


async def test_a_message_is_checked_and_its_author_asked(catalogue: Catalogue) -> None:
    async with moderated(catalogue) as page:
        await view_as(page, "Ben")
        await page.get_by_role("textbox", name="Message").fill(GIVEAWAY)
        await page.get_by_role("textbox", name="Message").press("Enter")
        await expect(last(page)).to_contain_text("So sad")
        await view_as(page, MODERATOR)
        await check(page)
        await expect(last(page)).to_contain_text("seems to give something away past Part Two", timeout=SECONDS)
        await expect(last(page).locator(".spoiler-cover")).to_have_count(1)
        await press(page, "Ask the author to cover it")
        asked = page.locator("article.channel-message").filter(has_text="I've asked the author")
        await expect(asked).to_be_visible(timeout=SECONDS)
        await view_as(page, "Ben")
        await expect(last(page)).to_contain_text("A moderator asks you to put a cover over")


async def check(page: Page) -> None:
    """Check the last message for spoilers, by the preview's way to the menu of a message."""
    await last(page).hover()
    await last(page).get_by_role("button", name="Reply").click()
    await page.get_by_role("textbox", name="Message").fill("Check for spoilers")
    await page.get_by_role("textbox", name="Message").press("Enter")
