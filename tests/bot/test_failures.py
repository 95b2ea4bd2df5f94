"""What goes wrong is a sentence with a reference, and in the log without a word of a member or of the book."""

from __future__ import annotations

import logging
import re
import sqlite3
from typing import Any

import discord
import pytest

from knowledge.spoilers import Policy
from tests.bot.club import Club, buttons, shown
from tests.bot.passages import open_question, spoiling_question


async def test_a_database_that_is_gone_opens_nothing(club: Club, caplog: pytest.LogCaptureFixture) -> None:
    question = spoiling_question(club.librarian, club.librarian.book.default_level)
    withheld = await ask_withheld(club, question)
    await club.bot.store.settings.set_policy(
        club.guild.id, club.other.id, "silent"
    )  # nothing is known to hold any more
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
    assert "place_settings.py" in caplog.text  # the way to the error
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
