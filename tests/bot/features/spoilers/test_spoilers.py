"""/spoilers: what is set, what is inherited, and who may."""

from __future__ import annotations

import discord
import pytest
from simcord.backend.errors import SetupError

from bot.shelf import BROKEN, NoSuchBook
from knowledge.book import Book
from knowledge.spoilers import Policy
from tests.bot.club import Club, buttons, hidden, payload, shown
from tests.bot.passages import spoiling_question


async def test_a_thread_inherits_from_its_channel_and_a_channel_from_the_server(club: Club) -> None:
    book = club.librarian.book
    assert "Part Two (by default)" in await club.set("show", where=club.thread)
    await club.set("level", level="part-one", server=True)
    for place in (club.channel, club.thread, club.forum, club.post):
        assert "Part One (inherited from the server)" in await club.set("show", where=place)
    await club.set("level", level="part-three", where=club.forum)
    assert f"(the whole book) (inherited from {club.forum.mention})" in await club.set("show", where=club.post)
    said = await club.set("level", level="start", where=club.post)
    assert "the start (set here)" in said
    await club.set("policy", policy="silent", where=club.forum)
    said = await club.set("show", where=club.post)
    assert "the start (set here)" in said
    assert (
        f"silent: what is past the level is treated as unknown, without a hint (inherited from {club.forum.mention})"
        in said
    )
    question = spoiling_question(club.librarian, book.default_level)
    assert hidden(await club.say(club.channel, question))
    assert "Part Three" not in str(payload(await club.say(club.post, question)))


async def test_clear_inherits_again(club: Club) -> None:
    await club.set("level", level="start", server=True)
    await club.set("level", level="part-three")
    assert "(inherited from the server)" in await club.set("clear", where=club.channel)
    assert "(by default)" in await club.set("clear", server=True)
    assert "Nothing was set" in await club.set("clear", server=True)


async def test_where_left_out_is_here_and_the_whole_server_is_picked(club: Club) -> None:
    store, server, book = club.bot.store, club.guild.id, club.librarian.book
    await club.set("level", level="start")
    await club.set("policy", policy="silent")
    assert set(await store.settings.of(server)) == {club.channel.id}
    await club.set("level", level="part-one", server=True)
    assert (await store.settings.of(server))[server].levels == {book.slug: "part-one"}
    said = await club.set("level", level="part-three", where=club.other, server=True)
    assert "either `where` or `server`" in said
    assert club.other.id not in await store.settings.of(server)
    assert [type(error).__name__ for error in club.env.errors] == ["CommandInvokeError"]


async def test_show_lists_every_place_with_its_own_in_pages(club: Club) -> None:
    store, server, book = club.bot.store, club.guild.id, club.librarian.book
    places = [club.guild.create_text_channel(f"room-{n}") for n in range(18)]
    await store.settings.set_policy(server, server, "withhold")
    for place in [*places, club.thread]:
        await store.settings.set_level(server, place.id, book.slug, "part-one")
    result = await club.moderator.slash(club.channel, "spoilers show")
    seen, message = shown(result), result.response
    await club.restart()
    for _ in range(2):
        assert len(seen) < 2_000 * 3
        await club.moderator.click(message, label="More")
        seen += shown(result)
    assert "More" not in buttons(result)
    for place in [*places, club.thread]:
        assert f"{place.mention}: *{book.title}* · **Part One** · withhold" in seen
    assert "the whole server: " in seen
    await club.bot.store.settings.set_level(server, 12345, book.slug, "start")  # a thread that is gone
    assert "<#12345>: I can't see it any more" in await club.set("show")


async def test_what_opens_further_says_so_and_is_undone_for_five_minutes(club: Club) -> None:
    server = club.guild.id
    await club.set("level", level="part-one")
    before = await club.bot.store.settings.of(server)
    result = await club.moderator.slash(club.channel, "spoilers level", level="part-three")
    assert f"This opens {club.channel.mention} further" in shown(result)
    assert "Part One → Part Three" in shown(result)
    await club.restart()
    undone = await club.moderator.click(result.response, label="Undo")
    assert undone.ephemeral
    assert "Undone" in shown(undone)
    assert await club.bot.store.settings.of(server) == before
    assert "once, within five minutes" in shown(await club.moderator.click(result.response, label="Undo"))
    assert "opens" not in await club.set("level", level="start")
    weaker = await club.moderator.slash(club.channel, "spoilers clear")
    assert "This opens" in shown(weaker)
    await club.env.advance_time(301)
    assert "within five minutes" in shown(await club.moderator.click(weaker.response, label="Undo"))


async def test_an_undo_leaves_what_others_changed_since(club: Club) -> None:
    result = await club.moderator.slash(club.channel, "spoilers level", level="part-three")
    await club.set("level", level="start")
    assert "changed again since" in shown(await club.moderator.click(result.response, label="Undo"))
    assert "the start (set here)" in await club.set("show")


async def test_every_change_is_noted(club: Club) -> None:
    await club.set("level", level="part-one")
    await club.set("policy", policy="silent", server=True)
    await club.set("clear")
    noted = await club.bot.store.history.of(club.guild.id, 10)
    assert [(change.place, change.before, change.after) for change in noted] == [
        (club.channel.id, "Part One", "inherited"),
        (club.guild.id, "inherited", "silent"),
        (club.channel.id, "inherited", "Part One"),
    ]
    assert {change.member for change in noted} == {club.moderator.id}


async def test_settings_survive_a_restart(club: Club) -> None:
    await club.set("level", level="start", where=club.thread)
    await club.restart()
    assert "the start (set here)" in await club.set("show", where=club.thread)


async def test_the_levels_offered_are_the_books(club: Club) -> None:
    choices = await club.moderator.autocomplete(club.channel, "spoilers level", "level", "")
    assert [choice["value"] for choice in choices] == [level.id for level in club.librarian.book.levels]
    commands = {command.name: command.to_dict(club.bot.tree) for command in club.bot.tree.get_commands()}
    known = {"ask", "book", "help", "level", "progress", "review", "schedule", "setup", "spoilers"}
    known |= {"discuss", "map", "mydata", "privacy", "recap", "who"}
    assert set(commands) == known | {"Ask about this", "Check for spoilers"}
    policy = next(option for option in commands["spoilers"]["options"] if option["name"] == "policy")
    assert [choice["value"] for choice in policy["options"][0]["choices"]] == [policy.value for policy in Policy]


async def test_a_stored_level_that_the_book_lost_closes(club: Club) -> None:
    await club.bot.store.settings.set_level(club.guild.id, club.guild.id, "never-let-me-go", "part-nine")
    assert "no longer has the level" in await club.set("show")
    assert "Level: the start" in await club.set("show")
    assert hidden(await club.say(club.channel, spoiling_question(club.librarian, club.librarian.book.levels[0])))
    await club.bot.store.progress.set(club.member.id, club.librarian.book.slug, "part-nine")
    result = await club.member.slash(club.channel, "progress show")
    assert "at the start" in shown(result)


async def test_members_are_not_offered_the_commands(club: Club) -> None:
    with pytest.raises(SetupError, match="not visible"):
        await club.member.slash(club.channel, "spoilers show")
    with pytest.raises(SetupError):
        await club.member.user.slash("spoilers show")


async def test_a_member_who_gets_through_is_refused_on_our_side(club: Club) -> None:
    # As after a change of permissions that a client hasn't heard of yet.
    root = club.env.backend.find_command("spoilers", club.guild.id, type=1)
    assert root is not None
    root["default_member_permissions"] = None
    result = await club.member.slash(club.channel, "spoilers level", level="part-three")
    assert result.ephemeral
    assert "may not" in shown(result)
    assert "Part Two (by default)" in await club.set("show")
    assert [type(error).__name__ for error in club.env.errors] == ["NotAllowed"]


@pytest.mark.parametrize("to_role", [True, False])
async def test_a_server_can_widen_the_commands(club: Club, to_role: bool) -> None:
    root = club.env.backend.find_command("spoilers", club.guild.id, type=1)
    assert root is not None
    club.guild.set_command_permissions(int(root["id"]), {club.readers if to_role else club.reader: True})
    result = await club.reader.slash(club.channel, "spoilers level", level="part-one")
    assert "Part One (set here)" in shown(result)
    with pytest.raises(SetupError, match="not visible"):
        await club.member.slash(club.channel, "spoilers show")


async def test_a_deleted_channel_is_forgotten(club: Club) -> None:
    store, server = club.bot.store, club.guild.id
    await club.set("level", level="start", where=club.other)
    await club.set("level", level="start", where=club.thread)
    await club.set("policy", policy="silent", server=True)
    club.env.backend.delete_channel(club.other.id)
    club.env.backend.delete_channel(club.thread.id)
    await club.env.settle()
    assert set(await store.settings.of(server)) == {server}


async def test_no_privileged_intent_is_asked_for(club: Club) -> None:
    intents = club.bot.intents
    assert intents == discord.Intents(guilds=True, guild_messages=True, dm_messages=True)


async def test_nobody_is_pinged_by_what_says_nothing_else(club: Club) -> None:
    assert club.bot.allowed_mentions is not None
    assert club.bot.allowed_mentions.to_dict() == {"parse": []}


async def test_a_book_that_cannot_be_opened_keeps_no_setting_from_being_changed(
    club: Club, monkeypatch: pytest.MonkeyPatch
) -> None:
    store, server, place, other = club.bot.store, club.guild.id, club.channel.id, "frankenstein"
    await store.settings.set_level(server, place, other, "start")
    opened: list[str] = []
    book = club.bot.shelf.book

    async def broken(slug: str, server: int | None) -> Book:
        opened.append(slug)
        if slug == other:
            raise NoSuchBook(BROKEN)
        return await book(slug, server)

    monkeypatch.setattr(club.bot.shelf, "book", broken)
    assert "The policy is set" in await club.set("policy", policy="silent")
    assert other not in opened  # nothing of it was changed
    assert "Cleared" in await club.set("clear")
    assert await store.settings.of(server) == {}
    noted = [(change.what, change.after) for change in await store.history.of(server, 5)]
    assert ("level in Frankenstein", "inherited") in noted
