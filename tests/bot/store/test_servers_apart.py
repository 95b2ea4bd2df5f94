"""Two servers with the same in every table, to the slug and the place: what one of them does is nothing to the other,
and what it does about one of its books is nothing to its other one."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from bot.store import BookDraft, ClubNote, Setting, Step, Store, Weekly

MINE, THEIRS, NOBODYS = 1, 2, 3
SLUG, PLACE = "club-one", 5
NOW = datetime(2026, 12, 1, 18, tzinfo=UTC)
ZONES = {MINE: "UTC", THEIRS: "Europe/Paris"}
SETTING = Setting(SLUG, "silent", {SLUG: "part-one"})
STEP = Step(MINE, PLACE, None, SLUG, "part-two", NOW.replace(tzinfo=None), "UTC", NOW, made_by=7, made_in=PLACE)


def key(server: int) -> str:
    return str(server) * 8


def draft(id: int, server: int) -> BookDraft:
    return BookDraft(key(id), server, 7, SLUG, f"draft {id}", b"%d" % id)


async def fill_book(store: Store, server: int, slug: str) -> None:
    """A row wherever a server may have one about a book; texts name whose it is."""
    await store.books.publish(server, slug, f"book {server}", "Us", b"%d" % server, 7)
    await store.notes.add(server, slug, [ClubNote(0, f"note {server}", "start", (), 7)], 9)
    await store.questions.keep(server, slug, f"question {server}", "unknown")
    await store.votes.cast(server, 3 if slug == SLUG else 4, 7, slug, [key(server)], right=False)
    await store.discussions.take(server, PLACE, slug, [key(server)], NOW)


async def fill(store: Store, server: int) -> None:
    """The same for all else."""
    await store.books.keep(draft(server, server))
    await store.settings.replace(server, PLACE, Setting(), SETTING)
    await store.history.note(server, PLACE, 7, "level", "", f"change {server}")
    await store.discussions.repeat(server, PLACE, NOW)
    await store.schedules.add([replace(STEP, server=server, zone=ZONES[server])])
    await fill_book(store, server, SLUG)


@pytest.fixture
async def store(store: Store) -> Store:
    """An open store in which both have the same."""
    for server in (MINE, THEIRS):
        await fill(store, server)
    return store


async def of_book(store: Store, server: int, slug: str) -> dict[str, Any]:
    """What a server finds about a book, in every way in which it may look."""
    current = await store.books.current(server, slug)
    return {
        "current": current and (current.title, current.version),
        "versions": [(one.title, one.version) for one in await store.books.versions(server, slug)],
        "source": await store.books.source(server, slug, 1),
        "notes": [one.text for one in await store.notes.of(server, slug)],
        "count": (await store.notes.stamp(server, slug))[0],
        "questions": [one.text for one in await store.questions.of(server, slug, 30)],
        "votes": [(one.passages, one.wrong) for one in await store.votes.of(server, slug)],
    }


async def seen(store: Store, server: int, draft: int) -> dict[str, Any]:
    """What a server finds, also when it knows the id of the draft of another."""
    found = await store.books.draft(server, key(draft))
    return {
        **await of_book(store, server, SLUG),
        "books": [(one.title, one.version) for one in await store.books.listed(server)],
        "drafts": [one.title for one in await store.books.drafts(server)],
        "draft": found and (found.title, found.source),
        "settings": await store.settings.of(server),
        "history": [one.after for one in await store.history.of(server, 9)],
        "asked": await store.discussions.last(server, PLACE),
        "places": await store.discussions.places(server),
        "weekly": await store.discussions.due_in(server, PLACE),
        "steps": [(one.server, one.due) for one in await store.schedules.waiting(server)],
        "zone": await store.schedules.zone(server),
    }


@pytest.mark.parametrize("server", [MINE, THEIRS])
async def test_each_finds_its_own_alone(store: Store, server: int) -> None:
    assert await seen(store, server, server) == {
        "current": (f"book {server}", 1),
        "versions": [(f"book {server}", 1)],
        "source": b"%d" % server,
        "notes": [f"note {server}"],
        "count": 1,
        "questions": [f"question {server}"],
        "votes": [((key(server),), 1)],
        "books": [(f"book {server}", 1)],
        "drafts": [f"draft {server}"],
        "draft": (f"draft {server}", b"%d" % server),
        "settings": {PLACE: SETTING},
        "history": [f"change {server}"],
        "asked": NOW,
        "places": {PLACE},
        "weekly": NOW,
        "steps": [(server, NOW)],
        "zone": ZONES[server],
    }


async def test_a_server_that_has_nothing_finds_nothing(store: Store) -> None:
    found = await seen(store, NOBODYS, MINE)
    assert {name for name, value in found.items() if value} == set()


async def publish_often(store: Store) -> None:
    for _ in range(3):
        await store.books.publish(MINE, SLUG, "more", "Us", b"more", 7)


async def ask_often(store: Store) -> None:
    for _ in range(3):
        await store.questions.keep(MINE, SLUG, "again", "unknown")


async def rise(store: Store) -> None:
    await store.schedules.rise(await store.schedules.waiting(MINE), lambda _: "part-two")


DOINGS: dict[str, Callable[[Store], Awaitable[Any]]] = {
    "publish": publish_often,
    "ask": ask_often,
    "rise": rise,
    "books.remove": lambda store: store.books.remove(MINE, SLUG),
    "books.forget": lambda store: store.books.forget(MINE),
    "drop": lambda store: store.books.drop(MINE, key(MINE)),
    "update": lambda store: store.books.update(replace(draft(MINE, MINE), title="anew")),
    "set_level": lambda store: store.settings.set_level(MINE, PLACE, SLUG, "start"),
    "set_policy": lambda store: store.settings.set_policy(MINE, PLACE, "warn"),
    "replace": lambda store: store.settings.replace(MINE, PLACE, SETTING, Setting()),
    "clear": lambda store: store.settings.clear(MINE, PLACE),
    "settings.forget_book": lambda store: store.settings.forget_book(MINE, SLUG),
    "settings.forget": lambda store: store.settings.forget(MINE),
    "notes.forget_book": lambda store: store.notes.forget_book(MINE, SLUG),
    "notes.forget": lambda store: store.notes.forget(MINE),
    "questions.expire": lambda store: store.questions.expire(MINE, 0),
    "questions.forget": lambda store: store.questions.forget(MINE),
    "votes.forget_book": lambda store: store.votes.forget_book(MINE, SLUG),
    "votes.forget": lambda store: store.votes.forget(MINE),
    "history.forget": lambda store: store.history.forget(MINE),
    "put_back": lambda store: store.discussions.put_back(MINE, PLACE, SLUG, key(MINE)),
    "stop": lambda store: store.discussions.stop(MINE, PLACE),
    "claim": lambda store: store.discussions.claim(Weekly(MINE, PLACE, NOW), NOW + timedelta(days=7)),
    "discussions.clear": lambda store: store.discussions.clear(MINE, PLACE),
    "discussions.forget_book": lambda store: store.discussions.forget_book(MINE, SLUG),
    "discussions.forget": lambda store: store.discussions.forget(MINE),
    "schedules.forget": lambda store: store.schedules.forget(MINE),
    "all": lambda store: store.forget(MINE),
}


@pytest.mark.parametrize("doing", DOINGS)
async def test_what_one_does_is_nothing_to_the_other(store: Store, doing: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.store.club_books.VERSIONS", 2)
    monkeypatch.setattr("bot.store.questions.MOST", 2)
    mine, theirs = await seen(store, MINE, MINE), await seen(store, THEIRS, THEIRS)
    await DOINGS[doing](store)
    assert await seen(store, MINE, MINE) != mine
    assert await seen(store, THEIRS, THEIRS) == theirs


async def test_what_is_asked_anew_in_one_is_not_in_the_other(store: Store) -> None:
    keys = [key(MINE), key(THEIRS)]
    for server in (MINE, MINE):
        await store.discussions.take(server, PLACE, SLUG, keys, NOW)  # the last of them, and then all anew
    assert await store.discussions.take(THEIRS, PLACE, SLUG, keys, NOW) == key(MINE)
    assert await store.discussions.take(MINE, PLACE, SLUG, keys, NOW) == key(THEIRS)


async def test_what_is_named_by_another_servers_id_is_out_of_reach(store: Store) -> None:
    before = await seen(store, THEIRS, THEIRS)
    [note], [question] = await store.notes.of(THEIRS, SLUG), await store.questions.of(THEIRS, SLUG, 30)
    [step] = await store.schedules.waiting(THEIRS)
    undo = await store.undos.keep(THEIRS, PLACE, Setting(), SETTING, NOW)
    stolen = draft(THEIRS, MINE)
    assert await store.books.draft(MINE, key(THEIRS)) is None
    assert not await store.books.drop(MINE, key(THEIRS))
    assert not await store.books.update(replace(stolen, title="mine"))
    assert await store.books.publish(MINE, SLUG, "mine", "Me", b"mine", 7, stolen) is None
    assert await store.notes.get(MINE, note.id) is None
    assert not await store.notes.change(MINE, replace(note, text="mine"))
    assert not await store.notes.drop(MINE, note.id)
    await store.questions.drop(MINE, [question.id])
    assert await store.schedules.remove(MINE, [step.id]) == 0
    assert await store.undos.take(MINE, undo, NOW) is None
    assert await seen(store, THEIRS, THEIRS) == before
    assert await store.undos.take(THEIRS, undo, NOW) is not None


async def test_a_step_goes_by_the_levels_of_its_own_server_and_book(store: Store) -> None:
    """And takes no other server's announcement off what is owed."""
    await store.settings.set_level(THEIRS, 6, SLUG, "part-three")
    await store.settings.set_level(MINE, 6, "club-two", "part-three")
    given: list[dict[int, str]] = []

    def choose(levels: Mapping[int, str]) -> str:
        given.append(dict(levels))
        return "part-two"

    for server in (THEIRS, MINE):
        await store.schedules.rise(await store.schedules.waiting(server), choose)
    assert given == [{PLACE: "part-one", 6: "part-three"}, {PLACE: "part-one"}]
    assert sorted(step.server for step in await store.schedules.owed(NOW)) == [MINE, THEIRS]


@pytest.mark.parametrize("doing", ["publish", "ask", "books.remove", "notes.forget_book", "votes.forget_book"])
async def test_what_is_done_about_one_book_is_nothing_to_another(
    store: Store, doing: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.store.club_books.VERSIONS", 2)
    monkeypatch.setattr("bot.store.questions.MOST", 2)
    assert not any((await of_book(store, MINE, "club-two")).values())
    await fill_book(store, MINE, "club-two")
    one, other = await of_book(store, MINE, SLUG), await of_book(store, MINE, "club-two")
    await DOINGS[doing](store)
    assert await of_book(store, MINE, SLUG) != one
    assert await of_book(store, MINE, "club-two") == other


async def test_levels_and_questions_asked_about_another_book_stay(store: Store) -> None:
    await store.settings.replace(MINE, 6, Setting(), Setting("club-two", None, {"club-two": "start", SLUG: "start"}))
    await store.discussions.take(MINE, PLACE, "club-two", ["a", "b"], NOW)
    await store.settings.forget_book(MINE, SLUG)
    await store.discussions.forget_book(MINE, SLUG)
    assert (await store.settings.of(MINE))[6] == Setting("club-two", None, {"club-two": "start"})
    assert await store.discussions.take(MINE, PLACE, "club-two", ["a", "b"], NOW) == "b"
