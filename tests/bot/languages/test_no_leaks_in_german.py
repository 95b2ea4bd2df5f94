"""The leak test in another language: what is asked and clicked in German uncovers no more than in English."""

from __future__ import annotations

from typing import Any

import pytest

from bot.chats import Chats
from knowledge.spoilers import Policy
from tests.bot.club import Club, buttons, payload, refused, still, strings
from tests.bot.languages.conftest import Locales
from tests.bot.passages import open_question, spoiling_question, unknown_question
from tests.bot.test_no_leaks import SURFACES, Watch, in_force, reading, say, set_up


@pytest.mark.parametrize("policy", list(Policy))
async def test_nothing_past_the_level_is_uncovered(club: Club, locales: Locales, policy: Policy) -> None:
    locales.member("de")
    await locales.server("de")
    book = club.librarian.book
    level, watch = book.default_level, Watch(book)
    await still(club.bot)
    await set_up(club, (level, policy), None)
    asked = (
        spoiling_question(club.librarian, level),
        open_question(club.librarian, level),
        unknown_question(club.librarian),
    )
    for surface in SURFACES:
        own = in_force(club, surface, (level, policy), None)
        private = in_force(club, "dm" if surface.startswith("dm") else "private", (level, policy), None)
        for question in asked:
            club.bot.desk.chats = Chats()
            with reading(club, watch, *own):
                message = await say(club, surface, question)
            for id in list(buttons(message).values()):
                alone = id.startswith("norfolk:show:")
                with reading(club, watch, *(private if alone else own)):
                    await press(club, surface, message, id)
    for command in ("recap", "map", "discuss", "level", "help"):
        with reading(club, watch, level, policy):
            await club.member.slash(club.channel, command)
    refused(club)


async def press(club: Club, surface: str, message: Any, id: str) -> None:
    member = club.member.user if surface.startswith("dm") else club.member
    await member.click(message, custom_id=id)


@pytest.mark.parametrize("surface", ["public", "mention"])
async def test_silence_is_the_very_payload_of_not_knowing(club: Club, locales: Locales, surface: str) -> None:
    locales.member("de")
    await locales.server("de")
    level = club.librarian.book.default_level
    await set_up(club, (level, Policy.SILENT), None)
    kept = await say(club, surface, spoiling_question(club.librarian, level))
    club.bot.desk.chats = Chats()
    unknown = await say(club, surface, unknown_question(club.librarian))
    assert list(strings(payload(kept))) == list(strings(payload(unknown)))
