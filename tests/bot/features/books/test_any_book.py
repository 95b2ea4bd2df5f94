"""Whatever is in a club's book, however it was edited, nothing past the level is uncovered."""

from __future__ import annotations

import asyncio
import random
from pathlib import Path

import pytest
import simcord
from hypothesis import HealthCheck, Phase, given
from hypothesis import settings as options
from hypothesis import strategies as st

from bot.features.books.uploads import Limits, take
from bot.settings import Settings
from bot.store import Setting
from knowledge.book import Book
from knowledge.books import editing
from knowledge.books.errors import BookError
from knowledge.catalogue import Catalogue
from knowledge.spoilers import Policy
from tests.bot.club import Club, new_bot
from tests.bot.test_no_leaks import Watch, reading

_WHO = ("Ines", "Bram", "Madame Orla", "the old captain")
_DID = ("hides a silver key from", "marries in secret after leaving", "finds the letter of", "is the lost sister of")
_WHERE = ("in the drowned chapel", "behind the red mill", "during the longest storm", "before the war ends")


def tale(seed: int, parts: int, odd: str) -> bytes:
    """A summary of several parts, with anything at all between its sentences."""
    chance = random.Random(seed)
    lines = ["# The Book"]
    for part in range(1, parts + 1):
        lines.append(f"## Part {part}")
        for _ in range(chance.randint(1, 4)):
            who, other = chance.sample(_WHO, 2)
            told = f"{who} {chance.choice(_DID)} {other} {chance.choice(_WHERE)}, number {chance.randrange(10**6)}."
            lines.append(f"{told[0].upper()}{told[1:]} {odd}")
    return "\n\n".join(lines).encode(errors="ignore")


def edited(book: Book, seed: int) -> Book:
    """Edited at random, as far as the panel allows."""
    chance = random.Random(seed)
    for _ in range(4):
        passage, level = chance.choice(book.passages), chance.choice(book.levels)
        deed = chance.choice(("move", "mark", "shift", "remove", "topic", "drop"))
        try:
            match deed:
                case "move":
                    book = editing.move(book, passage.id, level.id)
                case "mark":
                    book = editing.mark(book, passage.id, [topic.id for topic in book.topics])
                case "shift":
                    book = editing.shift(book, level.id, 1)
                case "remove":
                    book = editing.remove(book, level.id)
                case "topic":
                    book = editing.add_topic(book, f"a secret {chance.randrange(100)}")
                case "drop":
                    book = editing.drop(book, passage.id)
        except BookError:
            continue
    return book


def test_nothing_past_the_level_is_uncovered(
    settings: Settings, catalogue: Catalogue, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    with asyncio.Runner() as runner:
        bot = new_bot(settings, catalogue)
        env = simcord.Env(bot)
        runner.run(env.start())
        club = Club(env, [bot], catalogue)

        @options(max_examples=6, deadline=None, phases=(Phase.generate,), suppress_health_check=list(HealthCheck))
        @given(
            st.integers(0, 10**9),
            st.integers(1, 5),
            st.text(st.characters(exclude_categories=("Cc", "Cn", "Co", "Cs")), max_size=60),
            st.sampled_from(list(Policy)),
        )
        def any_book(seed: int, parts: int, odd: str, policy: Policy) -> None:
            with env.time_context():
                runner.run(scenario(club, tale(seed, parts, odd), seed, policy))

        try:
            any_book()
        finally:
            runner.run(env.shutdown())
            runner.run(bot.store.close())
        env.raise_errors()


async def scenario(club: Club, data: bytes, seed: int, policy: Policy) -> None:
    server, shop, store = club.guild.id, club.bot.workshop, club.bot.store
    try:
        taken = take(data, "book.md", "The Book", "A. Writer", Limits(10**6, 500))
    except BookError:  # a sentence, in the place of a draft
        return
    begun = await shop.drafts.begin(server, 1, taken.source, taken.title)
    opened = begun
    try:
        opened = await shop.drafts.change(server, begun.draft.id, lambda book: edited(book, seed))
    except BookError:  # it names somebody too early: it stays as it was
        opened = await shop.drafts.open(server, begun.draft.id)
    published = await shop.press.publish(server, 1, opened, lambda *_: None)
    assert published is not None
    edition = published.edition
    book = await club.bot.shelf.book(edition.slug, server)
    watch = Watch(book)
    await store.settings.replace(server, server, Setting(), Setting(edition.slug, policy.value))
    for level in book.levels:
        await store.settings.set_level(server, server, edition.slug, level.id)
        for passage in book.passages[-4:]:
            with reading(club, watch, level, policy):
                await club.member.slash(club.channel, "ask", question=passage.text[:300])
    await shop.press.remove(server, 1, edition.slug)
