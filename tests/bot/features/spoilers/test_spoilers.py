"""/spoilers: what is set, what is inherited, and who may."""

from __future__ import annotations

import discord
import pytest
from simcord.backend.errors import SetupError

from knowledge.spoilers import Policy
from tests.bot.club import Club, hidden, payload, shown
from tests.bot.passages import spoiling_question


async def test_a_thread_inherits_from_its_channel_and_a_channel_from_the_server(club: Club) -> None:
    book = club.librarian.book
    assert "Part Two (by default)" in await club.set("show", where=club.thread)
    await club.set("level", level="part-one")
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
    await club.set("level", level="start")
    await club.set("level", level="part-three", where=club.channel)
    assert "(inherited from the server)" in await club.set("clear", where=club.channel)
    assert "(by default)" in await club.set("clear")
    assert "Nothing was set" in await club.set("clear")


async def test_show_names_the_other_places_with_their_own(club: Club) -> None:
    await club.set("level", level="start", where=club.other)
    assert club.other.mention in await club.set("show")
    assert f"**In {club.other.mention}**" in await club.set("show", where=club.other)


async def test_settings_survive_a_restart(club: Club) -> None:
    await club.set("level", level="start", where=club.thread)
    await club.restart()
    assert "the start (set here)" in await club.set("show", where=club.thread)


async def test_the_levels_offered_are_the_books(club: Club) -> None:
    choices = await club.moderator.autocomplete(club.channel, "spoilers level", "level", "")
    assert [choice["value"] for choice in choices] == [level.id for level in club.librarian.book.levels]
    commands = {command.name: command.to_dict(club.bot.tree) for command in club.bot.tree.get_commands()}
    assert set(commands) == {"ask", "help", "progress", "spoilers", "review", "Check for spoilers"}
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
    assert "Part One (inherited from the server)" in shown(result)
    with pytest.raises(SetupError, match="not visible"):
        await club.member.slash(club.channel, "spoilers show")


async def test_a_deleted_channel_and_a_left_server_are_forgotten(club: Club) -> None:
    store, server = club.bot.store, club.guild.id
    await club.set("level", level="start", where=club.other)
    await club.set("level", level="start", where=club.thread)
    await club.set("policy", policy="silent")
    club.env.backend.delete_channel(club.other.id)
    club.env.backend.delete_channel(club.thread.id)
    await club.env.settle()
    assert set(await store.settings.of(server)) == {server}
    await store.greetings.note(server)
    club.env.backend.remove_guild(server)
    await club.env.settle()
    assert await store.settings.of(server) == {}
    assert await store.greetings.note(server)


async def test_no_privileged_intent_is_asked_for(club: Club) -> None:
    intents = club.bot.intents
    assert intents == discord.Intents(guilds=True, guild_messages=True, dm_messages=True)
