"""/help, /progress, the welcome, and what goes wrong."""

from __future__ import annotations

import logging
import re
import sqlite3
from pathlib import Path
from typing import Any

import discord
import pytest

from bot.chats import Chats
from bot.store import Store, StoreError
from knowledge.spoilers import Policy
from tests.bot.club import Club, buttons, shown
from tests.bot.passages import open_question, spoiling_question


async def test_help_fits_one_screen_and_names_every_command(club: Club) -> None:
    for result in (await club.member.slash(club.thread, "help"), await club.member.user.slash("help")):
        text = shown(result)
        assert result.ephemeral
        assert len(text) < 1_500
        for command in ("/ask", "/progress set", "/progress clear", "/spoilers level", "/spoilers show"):
            assert f"`{command}" in text


async def test_progress_is_private_and_can_be_deleted(club: Club) -> None:
    async def run(command: str, **options: Any) -> str:
        result = await club.member.slash(club.channel, f"progress {command}", **options)
        assert result.ephemeral
        return shown(result)

    assert "haven't told me" in await run("show")
    assert "Part One" in await run("set", level="part-one")
    assert "Part One" in await run("show")
    assert "Deleted" in await run("clear")
    assert "nothing to delete" in await run("clear")
    assert await club.bot.store.progress.of(club.member.id, club.librarian.book.slug) is None


async def test_the_welcome_comes_once(club: Club) -> None:
    guild = club.env.create_guild("Elsewhere")
    hall = guild.create_text_channel("hall")
    talk = discord.Permissions(view_channel=True, send_messages=True)
    guild.default_role._role.permissions = talk.value
    guild._guild.system_channel_id = hall.id
    await rejoin(club, guild.id)
    welcome = hall.last_message
    assert welcome is not None
    assert "Part Two" in welcome.content
    await club.restart()
    await rejoin(club, guild.id)
    assert len(hall.history()) == 1


async def rejoin(club: Club, guild_id: int) -> None:
    """Discord announces a server to the bot as one that it has just joined."""
    from simcord.backend import serializers

    cached = club.bot.get_guild(guild_id)
    if cached is not None:
        club.bot._connection._remove_guild(cached)
    data: dict[str, Any] = dict(
        serializers.guild_create_payload(club.env.backend, club.env.backend.get_guild(guild_id))
    )
    del data["unavailable"]  # simcord always sends the mark of a server that was known before
    club.env.backend.emit("GUILD_CREATE", data)
    await club.env.settle()


async def test_a_database_that_is_gone_opens_nothing(club: Club, caplog: pytest.LogCaptureFixture) -> None:
    question = spoiling_question(club.librarian, club.librarian.book.default_level)
    withheld = await ask_withheld(club, question)
    with sqlite3.connect(str(club.settings.data_dir / "norfolk.db")) as connection:
        connection.execute("DROP TABLE place_settings")
    caplog.clear()
    results: list[Any] = [
        await club.member.slash(club.channel, "ask", question=question),
        await club.member.slash(club.channel, "ask", question=question, private=True),
        await club.say(club.channel, question),
        await club.member.click(withheld, label="Show it to me only"),
        await club.moderator.slash(club.channel, "spoilers show"),
        await club.moderator.slash(club.channel, "spoilers level", level="start"),
    ]
    references = []
    for result in results:
        match = re.search(r"\(reference ([0-9A-F]{6})\)\.$", shown(result))
        assert match, shown(result)
        references.append(match[1])
        assert "settings" in shown(result)
        assert not buttons(result)
    for reference in references:
        assert reference in caplog.text
    assert "Traceback" not in str([shown(result) for result in results])
    assert "store.py" in caplog.text  # the way to the error
    assert question not in caplog.text
    assert str(club.member.id) not in caplog.text
    assert len(club.env.errors) == 4  # those of commands; a message's and a button's are caught at once


async def ask_withheld(club: Club, question: str) -> discord.Message:
    await club.set("policy", policy="withhold")
    message = await club.say(club.channel, question)
    assert message is not None
    return message


async def test_no_permission_to_speak_is_logged_and_nothing_else(club: Club, caplog: pytest.LogCaptureFixture) -> None:
    club.env.inject_error("POST", "/channels/*/messages", status=403, code=50013, message="no", times=None)
    question = open_question(club.librarian, club.librarian.book.default_level)
    assert await club.say(club.channel, question) is None
    assert "Forbidden" in caplog.text
    assert question not in caplog.text


async def test_discord_that_fails_at_the_reply_gets_a_second_try(club: Club, caplog: pytest.LogCaptureFixture) -> None:
    club.env.inject_error("POST", "/interactions/*/callback", status=400, times=1)
    question = open_question(club.librarian, club.librarian.book.default_level)
    result = await club.member.slash(club.channel, "ask", question=question)
    assert "reference" in shown(result)
    assert question not in caplog.text
    assert len(club.env.errors) == 1


async def test_an_unknown_error_quotes_nothing(club: Club, caplog: pytest.LogCaptureFixture) -> None:
    text = club.bot.failures.sentence(discord.app_commands.CommandInvokeError(help_command(club), deep("secret")), "x")
    assert "secret" not in text + caplog.text
    assert "ValueError" in caplog.text
    assert "KeyError" in caplog.text


def help_command(club: Club) -> Any:
    return club.bot.tree.get_command("help")


def deep(word: str) -> Exception:
    try:
        try:
            raise KeyError(word)
        except KeyError as error:
            raise ValueError(word) from error
    except ValueError as error:
        return error


async def test_commands_that_cannot_be_synced_do_not_stop_the_start(
    club: Club, caplog: pytest.LogCaptureFixture
) -> None:
    club.env.inject_error("PUT", "/applications/*/commands", status=400)
    await club.restart()
    assert "commands are as they were" in caplog.text
    assert shown(await club.member.slash(club.channel, "help"))


async def test_logs_hold_no_question_and_no_passage(club: Club, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO)
    question = spoiling_question(club.librarian, club.librarian.book.default_level)
    for policy in Policy:
        await club.set("policy", policy=policy.value)
        await club.member.slash(club.channel, "ask", question=question)
        await club.say(club.channel, question)
    assert question not in caplog.text
    assert not any(passage.text in caplog.text for passage in club.librarian.book.passages)


async def test_a_store_opens_twice_and_again_after_a_killed_start(tmp_path: Path) -> None:
    url = f"sqlite+aiosqlite:///{tmp_path / 'deep' / 'er' / 'x.db'}"
    for _ in range(2):
        store = Store(url)
        await store.open()
        await store.settings.set_level(1, 2, "start")
        await store.close()
    with sqlite3.connect(str(tmp_path / "deep" / "er" / "x.db")) as connection:
        connection.execute("DELETE FROM alembic_version")  # tables made, the version not yet written
    await store.open()
    assert (await store.settings.of(1))[2].level == "start"
    await store.close()


async def test_a_newer_or_unusable_database_is_refused_with_the_mend(tmp_path: Path) -> None:
    store = Store(f"sqlite+aiosqlite:///{tmp_path / 'x.db'}")
    await store.open()
    await store.close()
    with sqlite3.connect(str(tmp_path / "x.db")) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
    with pytest.raises(StoreError, match="update Norfolk"):
        await store.open()
    (tmp_path / "y.db").write_text("this is no database, it is a text of some length and nothing else at all")
    with pytest.raises(StoreError, match="cannot be opened"):
        await Store(f"sqlite+aiosqlite:///{tmp_path / 'y.db'}").open()
    with pytest.raises(StoreError, match="folder"):
        await Store(f"sqlite+aiosqlite:///{tmp_path / 'y.db' / 'z.db'}").open()


async def test_writes_at_once_all_count(tmp_path: Path) -> None:
    import asyncio

    store = Store(f"sqlite+aiosqlite:///{tmp_path / 'x.db'}")
    await store.open()
    await asyncio.gather(*(store.settings.set_level(1, place % 3, "start") for place in range(30)))
    assert len(await store.settings.of(1)) == 3
    assert sorted(await asyncio.gather(*(store.greetings.note(7) for _ in range(5)))) == [False] * 4 + [True]
    await store.close()


def test_chats_are_bounded_and_a_private_one_is_apart() -> None:
    chats = Chats(most=2)
    first = chats.of(1, 1, False)
    assert chats.of(1, 1, True) is not first
    assert chats.of(1, 1, False) is first
    chats.of(2, 1, False)
    assert len(chats) == 2
    assert chats.of(1, 1, False) is first
