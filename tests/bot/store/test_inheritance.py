"""What holds where: each setting is inherited on its own, and what isn't known closes."""

from __future__ import annotations

from dataclasses import replace
from types import SimpleNamespace
from typing import Any, cast

import discord
import pytest

from bot.store import Places, Setting, Store, chain
from knowledge.book import Book
from knowledge.books.reading import read_book
from knowledge.spoilers import Policy
from tests.knowledge.conftest import SALT_CLOCK

THREAD, CHANNEL, SERVER = 3, 2, 1
ALONG = (THREAD, CHANNEL, SERVER)
ME, OTHER = 7, 8
ONE = read_book(SALT_CLOCK)
TWO = replace(ONE, slug="two", default_level=ONE.level("part-one"))
START, PART_ONE, LAST = ONE.levels[0], ONE.level("part-one"), ONE.levels[-1]


class Two:
    """A shelf of two books."""

    default = ONE.slug

    async def book(self, slug: str, server: int | None) -> Book:
        return {book.slug: book for book in (ONE, TWO)}[slug]

    async def listed(self, server: int | None) -> list[Any]:
        return [ONE, TWO]


@pytest.fixture
def places(store: Store) -> Places:
    """Where nothing is set, all of the default book may be told, and of another one as far as that book says."""
    return Places(store.settings, store.progress, Two(), LAST.id, Policy.WARN)


async def test_each_is_inherited_on_its_own_from_the_nearest(store: Store, places: Places) -> None:
    await store.settings.replace(SERVER, SERVER, Setting(), Setting("two", "withhold", {"two": LAST.id}))
    await store.settings.replace(SERVER, CHANNEL, Setting(), Setting(None, "silent", {ONE.slug: START.id}))
    await store.settings.replace(SERVER, THREAD, Setting(), Setting(None, None, {"two": START.id}))
    thread, channel, server = [await places.at(ALONG[at:]) for at in range(3)]
    assert [(one.book.slug, one.book_from) for one in (thread, channel, server)] == [("two", SERVER)] * 3
    assert [(one.level, one.level_from) for one in (thread, channel, server)] == [
        (START, THREAD),
        (LAST, SERVER),  # what the channel has read of its other book doesn't count
        (LAST, SERVER),
    ]
    assert [(one.policy, one.policy_from) for one in (thread, channel, server)] == [
        (Policy.SILENT, CHANNEL),
        (Policy.SILENT, CHANNEL),
        (Policy.WITHHOLD, SERVER),
    ]
    named = await places.at((CHANNEL, SERVER), ONE.slug)
    assert (named.book.slug, named.level, named.policy) == (ONE.slug, START, Policy.SILENT)


async def test_where_nothing_is_set_the_default_holds_of_the_default_book_alone(places: Places) -> None:
    found, other = await places.at(ALONG), await places.at(ALONG, "two")
    assert (found.book, found.level, found.policy, found.level_from) == (ONE, LAST, Policy.WARN, None)
    assert (other.book, other.level) == (TWO, PART_ONE)


async def test_what_the_book_or_norfolk_has_lost_closes(store: Store, places: Places) -> None:
    await store.settings.replace(SERVER, CHANNEL, Setting(), Setting(None, "open", {ONE.slug: "part-nine"}))
    found = await places.at(ALONG)
    assert (found.level, found.lost, found.policy) == (START, True, Policy.SILENT)
    await store.progress.set(ME, TWO.slug, "part-nine")
    own = await places.for_member(ALONG, ME, TWO.slug)
    assert (own.level, own.lost) == (START, True)


async def test_a_member_counts_for_themself_and_for_one_book(store: Store, places: Places) -> None:
    await store.settings.replace(SERVER, SERVER, Setting(), Setting(None, "silent", {ONE.slug: PART_ONE.id}))
    await store.progress.set(ME, ONE.slug, START.id)
    await store.progress.set(OTHER, TWO.slug, LAST.id)
    for _ in range(2):  # read, and known from before
        assert (await places.for_member(ALONG, ME)).level == START
        assert (await places.for_member(ALONG, ME, TWO.slug)).level == PART_ONE
        assert (await places.for_member(ALONG, OTHER)).level == PART_ONE
        assert (await places.for_member(ALONG, OTHER, TWO.slug)).level == LAST
        assert (await places.at(ALONG)).level == PART_ONE
    assert (await places.for_member(ALONG, ME)).policy is Policy.SILENT


async def test_what_was_read_of_one_place_a_moment_ago_is_not_anothers(store: Store, places: Places) -> None:
    await store.settings.set_level(SERVER, CHANNEL, ONE.slug, START.id)
    await store.settings.set_policy(9, 9, "silent")
    for _ in range(2):
        assert [(await places.at(along)).level for along in ((SERVER,), (5, SERVER), ALONG)] == [LAST, LAST, START]
        assert [(await places.at(along)).policy for along in ((4, 9), (4, SERVER))] == [Policy.SILENT, Policy.WARN]


async def test_a_direct_message_is_at_the_start_unless_they_say_how_far_they_are(store: Store, places: Places) -> None:
    assert (await places.at(())).level == START
    assert (await places.for_member((), ME)).level == START
    await store.progress.set(ME, ONE.slug, PART_ONE.id)
    assert (await places.for_member((), ME)).level == PART_ONE
    assert (await places.for_member((), ME, "two")).level == START


async def test_the_book_of_a_direct_message_is_the_only_one_that_they_told_of(store: Store, places: Places) -> None:
    assert (await places.for_member((), ME)).book == ONE
    await store.progress.set(ME, "two", LAST.id)
    await store.progress.set(ME, "club-gone", LAST.id)  # which isn't on the shelf there
    await store.progress.set(OTHER, ONE.slug, LAST.id)
    assert (await places.for_member((), ME)).book == TWO
    assert (await places.for_member(ALONG, ME)).book == ONE
    await store.progress.set(ME, ONE.slug, START.id)
    assert (await places.for_member((), ME)).book == ONE


def test_a_place_goes_from_the_thread_to_its_server() -> None:
    assert chain(SimpleNamespace(id=THREAD, parent_id=CHANNEL), SERVER) == ALONG
    assert chain(SimpleNamespace(id=CHANNEL), SERVER) == (CHANNEL, SERVER)
    assert chain(SimpleNamespace(id=5), None) == ()
    with pytest.raises(TypeError, match="known by its id alone"):
        chain(discord.PartialMessageable(cast(Any, None), THREAD, SERVER), SERVER)
