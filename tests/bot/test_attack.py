"""Bad inputs against everything there is: nothing past the level is uncovered, nobody is pinged, nothing breaks.

Five thousand texts go the way from a member's words to the message, and hundreds of commands, clicks and forms through
the whole bot: every command that it has, with every option, and every button that it knows, with any custom_id.
"""

from __future__ import annotations

import itertools
import logging
import random
import re
from collections import Counter
from collections.abc import AsyncIterator, Iterator
from typing import Any

import discord
import pytest
import simcord
from hypothesis import Phase, given
from hypothesis import settings as options
from hypothesis import strategies as st
from simcord import interactions
from sqlalchemy import select

from bot.client import NorfolkBot
from bot.features.asking.view import AnswerView
from bot.store.models import Base
from bot.texts import plain
from knowledge.librarian import Librarian
from knowledge.search.question import BadQuestion, clean
from knowledge.spoilers import Policy
from tests.bot.attacks import LINKS, attacks
from tests.bot.club import still, strings
from tests.bot.crowd import Asked, Crowd, Hall
from tests.bot.passages import open_question
from tests.bot.test_no_leaks import Watch

TEXTS = 5_000
EACH = 6  # times that each command is given by a member without rights
PINGS = ("@everyone", "@here", "<@&")
OWN = {"progress", "unanswered_questions"}  # tables where a member's own doing, or a question, may leave something
FORGED = 12  # custom_ids for each kind of button
WORDS, NUMBER, YES_OR_NO, FILE = 3, 4, 5, 11  # Discord's types of options


def test_five_thousand_texts_uncover_nothing(librarian: Librarian) -> None:
    book, watch, dice = librarian.book, Watch(librarian.book), random.Random(14)
    kinds: Counter[str] = Counter()
    refused = 0
    for kind, attack in attacks(book, TEXTS):
        kinds[kind] += 1
        level, policy = dice.choice(book.levels), dice.choice(list(Policy))
        if kinds[kind] % 5 == 0:
            librarian.check(attack, level)
        try:
            answer = librarian.ask(clean(plain(attack)), level, policy)
        except BadQuestion:
            refused += 1
            continue
        sent = AnswerView(answer, book, asker=1).to_components()
        watch.check(sent, level, policy)
        for said, _ in strings(sent):
            assert not any(thing in said for thing in (*PINGS, *LINKS)), kind
        assert sum(len(said) for said, _ in strings(sent)) < 6_000
    assert sum(kinds.values()) == TEXTS
    assert 0 < refused < TEXTS / 2


@pytest.fixture
async def crowd(simcord_env: simcord.Env, simcord_bot: NorfolkBot) -> AsyncIterator[Crowd]:
    await still(simcord_bot)
    crowd = Crowd(simcord_env)
    yield crowd
    crowd.forget()
    await simcord_bot.store.close()


@pytest.mark.parametrize("by_moderator", [False, True], ids=["member", "moderator"])
async def test_every_command_button_and_form_stands_it(
    crowd: Crowd, librarian: Librarian, caplog: pytest.LogCaptureFixture, by_moderator: bool
) -> None:
    book, dice, bot = librarian.book, random.Random(41), crowd.env.bot
    assert isinstance(bot, NorfolkBot)
    halls = [crowd.hall(f"hall-{level.id}", 2) for level in book.levels]
    for hall, level, policy in zip(halls, book.levels, itertools.cycle(Policy), strict=False):
        hall.level, hall.policy = level, policy
        await bot.store.settings.set_level(hall.guild.id, hall.guild.id, book.slug, level.id)
        await bot.store.settings.set_policy(hall.guild.id, hall.guild.id, policy.value)
    before = await tables(bot)

    def somebody(hall: Hall) -> Any:
        return hall.moderator if by_moderator else dice.choice(hall.members)

    texts = (text.encode(errors="ignore").decode() for _, text in attacks(book, 10**6, seed=1))
    asked: list[Asked] = []
    clicked: list[Asked] = []
    for number, (name, leaf) in enumerate(leaves(crowd, halls[0])):
        for turn in range(EACH):
            hall = halls[(number + turn) % len(halls)]
            member = somebody(hall)
            asked.append(crowd.command(hall, member, name, filled(leaf, texts, dice), thread=turn == 1))
            for option in leaf.get("options", []):
                if option.get("autocomplete"):
                    given = filled(leaf, texts, dice) | {option["name"]: next(texts)[:100]}
                    asked.append(crowd.command(hall, member, name, given, typed=option["name"]))
            await crowd.quiet()
    answers = []
    question = open_question(librarian, book.levels[0])
    for hall in halls:
        record = crowd.command(hall, somebody(hall), "ask", {"question": question}).record
        await crowd.quiet()
        answers.append(crowd.backend.get_message(hall.channel.id, record.message_id))
    for pattern in list(bot._connection._view_store._dynamic_items):
        for number, custom_id in enumerate(forged(pattern.pattern)):
            hall, said = halls[number % len(halls)], answers[number % len(halls)]
            member = somebody(hall)
            asked.append(crowd.press(hall, member, said, custom_id))
            clicked.append(asked[-1])
            asked.append(crowd.press(hall, member, said, custom_id, [next(texts)[:100] or "x"]))
            asked.append(crowd.submit(hall, member, custom_id, {"text": next(texts)}))
        await crowd.quiet()
    for menu in bot.tree.get_commands(type=discord.AppCommandType.message):
        for hall in halls:
            text = next(texts) or "x"
            message = crowd.backend.create_message(hall.channel.id, hall.members[0].id, text[:2_000])
            asked.append(crowd.menu(hall, somebody(hall), menu.name, message))
            await crowd.quiet()
    assert len(asked) > 500
    assert all(one.requests for one in asked if one.record.type in (2, 4)), "a command was left unanswered"
    assert all(one.requests for one in clicked), "a click was left unanswered"
    watch = Watch(book)
    for one in asked:
        assert one.hall is not None
        assert one.hall.level is not None
        kept = one.hall.policy is Policy.WITHHOLD and not alone(one)  # who asks in private is shown it, under a cover
        policy = one.hall.policy if kept or one.hall.policy is Policy.SILENT else Policy.WARN
        for _, request in one.requests:
            pings_nobody(request)
            if not by_moderator:  # who may change what holds
                watch.check(request.json, one.hall.level, policy)
    for request in crowd.requests:
        pings_nobody(request)
    assert not broken(caplog)
    after = await tables(bot)
    if by_moderator:
        return
    assert [name for name in before if before[name] != after[name] and name not in OWN] == []


def alone(asked: Asked) -> bool:
    """Whether the reply is for who asked alone."""
    reply = asked.requests[0][1].json if asked.requests else None
    return isinstance(reply, dict) and bool((reply.get("data") or {}).get("flags", 0) & 64)


def leaves(crowd: Crowd, hall: Hall) -> Iterator[tuple[str, dict[str, Any]]]:
    """Every slash command, those in groups, too; but for those that want a file."""
    bot: Any = crowd.env.bot
    for root in bot.tree.get_commands(type=discord.AppCommandType.chat_input):
        command = crowd.backend.find_command(root.name, hall.guild.id, type=1)
        assert command is not None
        for path, leaf in interactions.command_leaves(command):
            if not any(option["type"] == FILE and option.get("required") for option in leaf.get("options", [])):
                yield " ".join(path), leaf


def filled(leaf: dict[str, Any], texts: Iterator[str], dice: random.Random) -> dict[str, Any]:
    """Every option of a command that takes words, numbers or yes and no, with what Discord lets through."""
    found: dict[str, Any] = {}
    for option in leaf.get("options", []):
        if option.get("choices"):
            found[option["name"]] = dice.choice(option["choices"])["value"]
        elif option["type"] == WORDS:
            text = next(texts)[: option.get("max_length", 6_000)]
            found[option["name"]] = (
                text if len(text) >= option.get("min_length", 1) else "x" * option.get("min_length", 1)
            )
        elif option["type"] == NUMBER:
            found[option["name"]] = dice.choice([option.get("min_value", -(2**53)), option.get("max_value", 2**53)])
        elif option["type"] == YES_OR_NO:
            found[option["name"]] = dice.random() < 0.5
    return found


def forged(pattern: str) -> list[str]:
    """Custom_ids that a template takes, none of which Norfolk has made."""
    found: list[str] = []

    @options(max_examples=FORGED, database=None, derandomize=True, phases=[Phase.generate])
    @given(st.from_regex(re.compile(pattern, re.ASCII), fullmatch=True).filter(lambda made: len(made) <= 100))
    def collect(made: str) -> None:
        found.append(made)

    collect()
    return found


def pings_nobody(request: Any) -> None:
    body = request.json if isinstance(request.json, dict) else {}
    message = body.get("data", body)
    if not isinstance(message, dict) or not any(key in message for key in ("content", "components", "embeds")):
        return
    if any(re.search(r"@everyone|@here|<@", said) for said, _ in strings(message)):
        assert message.get("allowed_mentions", {}).get("parse") == [], request.path


def broken(caplog: pytest.LogCaptureFixture) -> list[str]:
    """What is in the log of errors that nobody foresaw."""
    return [
        record.getMessage()[-1_500:] + str(record.exc_info or "")
        for record in caplog.records
        if record.levelno >= logging.ERROR and "Unknown" not in record.getMessage().splitlines()[-1]
    ]


async def tables(bot: NorfolkBot) -> dict[str, list[Any]]:
    """All that the database holds."""
    async with bot.store._database.session() as session:
        return {
            name: sorted(map(repr, (await session.execute(select(table))).all()))
            for name, table in Base.metadata.tables.items()
        }
