"""Which language is in effect, and how lists, numbers and days are written in it."""

from __future__ import annotations

import asyncio
from datetime import date, datetime

import discord
import pytest

from bot.translation import _, date_of, day, day_and_time, joined, language, language_of, listed, n_, number, speaking


@pytest.mark.parametrize(
    ("locale", "found"),
    [
        (discord.Locale.german, "de"),
        (discord.Locale.french, "fr"),
        (discord.Locale.spain_spanish, "es"),
        (discord.Locale.latin_american_spanish, "es"),
        (discord.Locale.brazil_portuguese, "pt_BR"),
        (discord.Locale.japanese, "ja"),
        (discord.Locale.british_english, "en"),
        (discord.Locale.american_english, "en"),
        (discord.Locale.polish, "en"),
        ("de", "de"),
        (None, "en"),
    ],
)
def test_the_language_of_a_locale(locale: discord.Locale | str | None, found: str) -> None:
    assert language_of(locale) == found


def test_english_is_spoken_by_itself_and_again_afterwards() -> None:
    assert language() == "en"
    with speaking("de"):
        assert language() == "de"
        with speaking("fr"):
            assert language() == "fr"
        assert language() == "de"
    assert language() == "en"
    assert _("That message is gone.") == "That message is gone."
    assert n_("{count} part", "{count} parts", 1) == "{count} part"


async def test_threads_speak_the_language_of_who_started_them_and_tasks_their_own() -> None:
    async def other() -> str:
        with speaking("ja"):
            await asyncio.sleep(0)
            return language()

    with speaking("de"):
        task = asyncio.create_task(other())
        assert await asyncio.to_thread(language) == "de"
        assert await task == "ja"
        assert language() == "de"


def test_what_no_catalog_has_stays() -> None:
    with speaking("de"):
        assert _("a title that no catalog has") == "a title that no catalog has"
        assert _("") == ""  # gettext would answer with the head of the file


@pytest.mark.parametrize(
    ("spoken", "names", "thousand", "long", "short", "plain"),
    [
        ("en", "A, B and C", "1,000", "Tuesday 1 December 2026", "Tue 1 Dec 2026, 18:00", "1 December 2026"),
        ("de", "A, B und C", "1.000", "Dienstag, 1. Dezember 2026", "Di. 1. Dez. 2026, 18:00", "1. Dezember 2026"),
        ("fr", "A, B et C", "1\u202f000", "mardi 1 décembre 2026", "mar. 1 déc. 2026, 18:00", "1 décembre 2026"),
        ("ja", "A、B、C", "1,000", "2026年12月1日火曜日", "2026年12月1日(火) 18:00", "2026年12月1日"),
    ],
)
def test_lists_numbers_and_days(spoken: str, names: str, thousand: str, long: str, short: str, plain: str) -> None:
    with speaking(spoken):
        assert listed(["A", "B", "C"]) == names
        assert joined(["A", "B", "C"]) == ("A、B、C" if spoken == "ja" else "A, B, C")
        assert number(1_000) == thousand
        assert day(date(2026, 12, 1)) == long
        assert day_and_time(datetime(2026, 12, 1, 18)) == short  # noqa: DTZ001 - wall time
        assert date_of(date(2026, 12, 1)) == plain
