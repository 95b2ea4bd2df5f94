"""A member alone is spoken to in their language, a channel in its server's; commands are described in every one."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import discord
import pytest

from bot.command_translator import Translator
from bot.features.asking import words as asking
from bot.features.discuss.circle import Asked, PromptView
from bot.features.recap import words as recap
from bot.features.schedule import words as schedule
from bot.features.setup.past import told
from bot.features.welcome.words import help_text, welcome_text
from bot.translation import ENGLISH, LANGUAGES, _, speaking
from knowledge.retelling.prompts import prompts
from tests.bot.club import Club, buttons, payload, refused, shown
from tests.bot.languages.conftest import Locales
from tests.bot.passages import open_question, unknown_question

OTHERS = sorted(LANGUAGES.keys() - {ENGLISH})


def german(sentence: str) -> str:
    """The sentence in German, which must be another than in English."""
    with speaking("de"):
        found = _(sentence)
    assert found != sentence
    return found


async def test_a_german_member_of_an_english_server(club: Club, locales: Locales) -> None:
    locales.member("de")
    question = open_question(club.librarian, club.librarian.book.default_level)
    alone = await club.member.slash(club.channel, "ask", question=question, private=True)
    assert alone.ephemeral
    assert german(asking.MORE) in buttons(alone)
    public = await club.member.slash(club.channel, "ask", question=question)
    assert not public.ephemeral
    assert asking.MORE in buttons(public)
    unknown = await club.member.slash(club.channel, "ask", question=unknown_question(club.librarian))
    assert unknown.ephemeral  # what isn't known is told to who asked
    with speaking("de"):
        assert asking.unknown(club.librarian.book) in shown(unknown)
    # What the member clicks is answered as it is seen: to all by who asked, alone by anybody else.
    more = await club.member.click(public.response, label=asking.MORE)
    assert asking.RIGHT in buttons(public)
    assert not more.ephemeral
    voted = await club.member.click(public.response, label=asking.RIGHT)
    assert shown(voted) == german(asking.VOTED["right"])


async def test_a_german_server_with_an_english_member(club: Club, locales: Locales) -> None:
    await locales.server("de")
    question = open_question(club.librarian, club.librarian.book.default_level)
    assert german(asking.MORE) in buttons(await club.member.slash(club.channel, "ask", question=question))
    assert german(asking.MORE) in buttons(await club.say(club.channel, question))
    alone = await club.member.slash(club.channel, "ask", question=question, private=True)
    assert asking.MORE in buttons(alone)
    book = club.librarian.book
    await club.bot.store.settings.set_level(club.guild.id, club.guild.id, book.slug, book.levels[-1].id)
    public = await club.member.slash(club.channel, "recap", length="full")
    assert german(recap.ON) in buttons(public)
    await club.member.click(public.response, label=german(recap.ON))  # the page turns in the message itself
    assert german(recap.BACK) in buttons(club.channel.last_message)
    own = await club.reader.click(public.response, label=german(recap.BACK))
    assert own.ephemeral
    assert recap.ON in buttons(own)


async def test_a_refusal_is_in_the_members_language(club: Club, locales: Locales) -> None:
    locales.member("fr")
    result = await club.member.slash(club.channel, "who", character="Nobody of That Name")
    assert result.ephemeral
    with speaking("fr"):
        assert [shown(result)] == refused(club)
    assert "I know nobody" not in shown(result)


async def test_direct_messages_go_on_in_the_language_of_the_last_command(club: Club, locales: Locales) -> None:
    question = unknown_question(club.librarian)
    assert asking.unknown(club.librarian.book) in shown(await club.dm(question))
    locales.member("de")
    await club.member.user.slash("level")
    with speaking("de"):
        expected = asking.unknown(club.librarian.book)
    assert expected in shown(await club.dm(question))
    await club.member.user.slash("mydata delete")
    assert asking.unknown(club.librarian.book) in shown(await club.dm(question))


async def test_a_french_servers_announcement_is_french(club: Club, locales: Locales) -> None:
    await locales.server("fr")
    book = club.librarian.book
    await club.bot.store.settings.set_level(club.guild.id, club.guild.id, book.slug, "start")
    add = {"date": "2 February", "time": "18:00", "zone": "UTC", "remind": club.other}
    laid = await club.moderator.slash(club.channel, "schedule add", **add)
    assert "On the schedule" in shown(laid)  # the moderator's own Discord is English
    (step,) = await club.bot.store.schedules.waiting(club.guild.id)
    due = datetime(2026, 2, 2, 18, tzinfo=UTC)
    keeper: Any = club.bot.get_cog("Schedule")
    for moment in (due - timedelta(hours=1), due):
        with club.env.time_context():
            await keeper.keeper.tick(moment)
        await club.env.settle()
    with speaking("fr"):
        reminded = schedule.reminder(step, book, open_=True)
        risen = schedule.risen(step, book, open_=True)
        later = _(schedule.POSTPONE)
    assert shown(club.other.last_message) == reminded
    assert later in buttons(club.other.last_message)
    assert shown(club.channel.last_message) == risen
    assert "from now on" not in risen


async def test_a_server_is_greeted_in_its_language(club: Club, locales: Locales) -> None:
    guild = club.env.create_guild("Le Club", preferred_locale="fr")
    hall = guild.create_text_channel("salon")
    await club.env.settle()
    found = club.bot.get_guild(guild.id)
    assert found is not None
    welcome: Any = club.bot.get_cog("Welcome")
    await club.bot.store.greetings.forget(guild.id)
    with club.env.time_context():
        await welcome.arrive(found)
    await club.env.settle()
    holds = await club.bot.places.at((guild.id,))
    with speaking("fr"):
        assert hall.last_message is not None
        assert hall.last_message.content == welcome_text(holds)


async def test_a_moderators_panel_and_choices_are_in_their_language(club: Club, locales: Locales) -> None:
    locales.moderator("de")
    await club.set("policy", policy="silent", server=True)
    panel = await club.moderator.slash(club.channel, "setup")
    assert german("Who did what") in buttons(panel)
    past = await club.moderator.click(panel.response, label=german("Who did what"))
    assert german("policy") in str(payload(past))
    choices = await club.moderator.autocomplete(club.channel, "schedule add", "date", "")
    assert choices[0]["name"].startswith(("Donnerstag", "Freitag"))  # simulated time begins on 1 January 2026
    found = await club.moderator.autocomplete(club.channel, "spoilers level", "level", "")
    assert german("the start") in [choice["name"] for choice in found]


async def test_a_question_that_fits_every_book_is_translated_and_a_books_own_is_not(club: Club) -> None:
    book = replace(club.librarian.book, prompts=())
    general = prompts(book, book.levels[1])[0]
    with speaking("de"):
        view = PromptView(Asked(general, book, book.levels[1], 1, 2))
    assert german(general.text) in str(view.to_components())
    own = prompts(club.librarian.book, book.levels[1])[0]
    with speaking("de"):
        assert Asked(own, book, book.levels[1], 1, 2).text == own.text


async def test_the_history_is_said_in_the_language_of_who_reads_it(club: Club) -> None:
    book = club.librarian.book.title
    with speaking("de"):
        for kept in (
            "policy", "off", "inherited", f"level in {book}", "Part Three (the whole book)", "level Part One",
            "level Part One, by the schedule", "put off: Mon 2 Feb 2026, 18:00 UTC", "30 days",
            f"{book}: published, version 2", f"{book}: back to version 1, version 3", f"added on {book}",
        ):  # fmt: skip
            assert told(kept) != kept
            assert (book in told(kept)) is (book in kept)
        assert told(book) == book
        assert "the start" not in told("level the start")
        assert told(f"3 imported on {book}") != f"3 imported on {book}"


async def commands_of(club: Club) -> list[dict[str, Any]]:
    return [await command.get_translated_payload(club.bot.tree, Translator()) for command in all_commands(club)]


def all_commands(club: Club) -> list[Any]:
    kinds = (discord.AppCommandType.chat_input, discord.AppCommandType.message)
    return [command for kind in kinds for command in club.bot.tree.get_commands(type=kind)]


async def test_commands_are_described_to_discord_in_every_language(club: Club) -> None:
    kept = {(command["name"], command["type"]): command for command in club.env.backend.commands[None].values()}
    ask = kept["ask", 1]
    with speaking("ja"):
        expected = _(ask["description"])
    assert expected != ask["description"]
    assert ask["description_localizations"]["ja"] == expected
    assert not ask.get("name_localizations")
    assert all(not option.get("name_localizations") for option in ask["options"])
    menu = next(command for (name, kind), command in kept.items() if kind == 3 and name == asking.ASK_ABOUT)
    assert menu["name_localizations"]["de"] == german(asking.ASK_ABOUT)


async def test_discord_takes_what_commands_are_described_by(club: Club) -> None:
    locales = {"de", "fr", "es-ES", "es-419", "pt-BR", "ja"}

    def look(part: dict[str, Any], is_choice: bool = False) -> int:
        """Check the lengths; what all of it counts for Discord, by the longest of its languages."""
        size = 0
        for field, most in (("name", 100 if is_choice else 32), ("description", 100)):
            if field in part:
                others = part.get(f"{field}_localizations") or {}
                said = [part[field], *others.values()]
                assert all(0 < len(text) <= most for text in said), said
                assert not others or set(others) == locales
                size += max(map(len, said))
        if is_choice:
            return size + len(str(part["value"]))
        inner = part.get("options") or []
        names = [option["name"] for option in inner]
        assert len(names) == len(set(names))
        return size + sum(map(look, inner)) + sum(look(choice, True) for choice in part.get("choices") or [])

    for command in await commands_of(club):
        assert look(command) <= 8_000, command["name"]
        if command.get("description"):
            assert set(command["description_localizations"]) == locales
    menus = [command for command in await commands_of(club) if command.get("type") == 3]
    for locale in locales:
        named = [menu["name_localizations"][locale] for menu in menus]
        assert len(named) == len(set(named))


@pytest.mark.parametrize("language", OTHERS)
async def test_help_is_one_screen_in_every_language(club: Club, language: str) -> None:
    installed = {command.name for command in all_commands(club)}
    with speaking(language):
        text = help_text(club.librarian.book, "Kathy H.", installed)
    assert len(text) < 2_000
    assert "{" not in text
