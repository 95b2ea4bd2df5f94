"""/setup: the panel, its sample, its history, and who may."""

from __future__ import annotations

import json
from typing import Any

import discord
import pytest
from simcord.backend import serializers
from simcord.backend.errors import SetupError

from knowledge.book import short_key
from knowledge.spoilers import Policy
from tests.bot.club import Club, buttons, hidden, payload, shown
from tests.bot.test_no_leaks import Watch, reading


async def opened(club: Club, **options: Any) -> Any:
    result = await club.moderator.slash(club.channel, "setup", **options)
    assert result.ephemeral
    return result


def select_id(result: Any, act: str) -> str:
    for row in payload(result)["components"]:
        for part in row.get("components", []):
            if part.get("custom_id", "").startswith(f"norfolk:setup:{act}:"):
                return str(part["custom_id"])
    raise AssertionError(f"no select {act}")


async def pick(club: Club, result: Any, act: str, value: Any) -> None:
    if act == "policy":  # a modal with a group of choices
        asked = await club.moderator.click(result.response, custom_id=select_id(result, act))
        await club.moderator.submit_modal(asked, {"policy": value})
        return
    await club.moderator.select(result.response, [value], custom_id=select_id(result, act))


async def test_it_shows_what_holds_and_why(club: Club) -> None:
    await club.set("level", level="part-one", server=True)
    text = shown(await opened(club))
    assert f"Setup: {club.channel.mention}" in text
    assert "Part One (inherited from the server)" in text
    text = shown(await opened(club, server=True))
    assert "Setup: the whole server" in text
    assert "Announcements" in text
    assert f"Setup: {club.thread.mention}" in shown(await opened(club, where=club.thread))


async def test_a_sample_comes_before_saving_and_survives_a_restart(club: Club) -> None:
    result = await opened(club)
    await pick(club, result, "level", short_key("part-three"))
    assert "With the change" in shown(result)
    assert "This opens" in shown(result)
    assert hidden(result)
    assert len(shown(result)) + len(hidden(result)) < 4_000
    assert await club.bot.store.settings.of(club.guild.id) == {}
    await club.restart()
    await pick(club, result, "policy", "k")
    await club.moderator.click(result.response, label="Save")
    setting = (await club.bot.store.settings.of(club.guild.id))[club.channel.id]
    assert (setting.policy, list(setting.levels.values())) == ("withhold", ["part-three"])
    assert "Saved." in shown(result)
    undone = await club.moderator.click(result.response, label="Undo")
    assert "Undone" in shown(undone)
    assert await club.bot.store.settings.of(club.guild.id) == {}


async def test_a_policy_is_picked_in_a_modal_that_says_what_each_means(club: Club) -> None:
    result = await opened(club)
    await pick(club, result, "level", short_key("part-one"))
    asked = await club.moderator.click(result.response, custom_id=select_id(result, "policy"))
    group = payload_of(asked.modal)[0]["component"]
    assert group["type"] == 21
    assert [option["value"] for option in group["options"] if option.get("default")] == ["0"]
    assert all(option["description"] for option in group["options"][1:])
    await club.restart()
    await club.moderator.submit_modal(asked, {"policy": "s"})
    assert "Part One, silent" in shown(result)
    again = await club.moderator.click(result.response, custom_id=select_id(result, "policy"))
    group = payload_of(again.modal)[0]["component"]
    assert [option["value"] for option in group["options"] if option.get("default")] == ["s"]
    club.env.backend.get_guild(club.guild.id).members[club.moderator.id].role_ids.clear()
    refused = await club.moderator.submit_modal(again, {"policy": "w"})
    assert "may not" in str([shown(each) for each in refused.followups])
    assert "Part One, silent" in shown(result)
    asked = await club.moderator.click(result.response, custom_id=select_id(result, "policy"))
    assert asked.modal is None
    assert "may not" in shown(asked)


def payload_of(modal: Any) -> list[Any]:
    return list(modal["components"] if isinstance(modal, dict) else modal.components)


async def test_what_was_picked_can_be_discarded_and_taken_back(club: Club) -> None:
    result = await opened(club)
    await pick(club, result, "policy", "s")
    assert "Save" in buttons(result)
    await club.moderator.click(result.response, label="Discard")
    assert "Save" not in buttons(result)
    await club.set("level", level="start")
    await club.moderator.click(result.response, label="The whole server")
    assert "Setup: the whole server" in shown(result)
    await pick(club, result, "place", club.channel)
    await pick(club, result, "level", "0")
    await club.moderator.click(result.response, label="Save")
    assert "Part Two (by default)" in shown(result)


async def test_roles_and_channels_of_the_server(club: Club) -> None:
    result = await opened(club, server=True)
    assert "Discussion prompts go to: where `/discuss weekly` is given" in shown(result)
    await pick(club, result, "role", club.readers)
    await pick(club, result, "news", club.other)
    await pick(club, result, "talk", club.channel)
    chosen = await club.bot.store.servers.of(club.guild.id)
    expected = (club.readers.id, club.other.id, club.channel.id)
    assert (chosen.moderator_role, chosen.announcements, chosen.discussions) == expected
    await club.moderator.click(result.response, label="Who did what")
    text = shown(result)
    assert f"announcements: none → {club.other.mention}" in text
    assert f"<@{club.moderator.id}>" in text
    assert "<t:" in text
    await club.moderator.click(result.response, label="Back to the panel")
    assert "Setup: the whole server" in shown(result)
    club.env.backend.delete_channel(club.other.id)
    await club.env.settle()
    assert (await club.bot.store.servers.of(club.guild.id)).announcements is None


async def test_the_history_has_pages(club: Club) -> None:
    for level in ("start", "part-one") * 5:
        await club.set("level", level=level)
    result = await opened(club)
    await club.moderator.click(result.response, label="Who did what")
    await club.moderator.click(result.response, label="Older")
    assert len(shown(result).splitlines()) == 1 + 2
    assert "Newer" in buttons(result)


async def test_a_spoiler_channel_is_offered_the_whole_book(club: Club, monkeypatch: pytest.MonkeyPatch) -> None:
    flagged = {"flags": 1 << 21}

    async def get_channel(channel: int) -> dict[str, Any]:  # simcord has no flags of channels
        stored = club.env.backend.get_channel(channel)
        return {**serializers.channel_payload(club.env.backend, stored), **flagged}

    monkeypatch.setattr(club.bot.http, "get_channel", get_channel)
    result = await opened(club)
    assert "Spoiler Channel" in shown(result)
    await club.moderator.click(result.response, label="The whole book")
    await club.moderator.click(result.response, label="Save")
    assert "(the whole book) (set here)" in shown(result)


async def test_members_are_not_offered_it_and_refused_on_our_side(club: Club) -> None:
    with pytest.raises(SetupError, match="not visible"):
        await club.member.slash(club.channel, "setup")
    root = club.env.backend.find_command("setup", club.guild.id, type=1)
    assert root is not None
    root["default_member_permissions"] = None
    assert "may not" in shown(await club.member.slash(club.channel, "setup"))
    assert [type(error).__name__ for error in club.env.errors] == ["NotAllowed"]


async def test_a_moderator_who_lost_the_right_is_refused_at_the_click(club: Club) -> None:
    result = await opened(club)
    await pick(club, result, "level", short_key("part-three"))
    for role in club.guild._guild.roles.values():
        if role.name == "Moderators":
            role.permissions = 0
    clicked = await club.moderator.click(result.response, label="Save")
    assert "may not" in str([shown(each) for each in clicked.followups])
    assert await club.bot.store.settings.of(club.guild.id) == {}


async def test_the_moderators_role_may_set_up_but_not_choose_the_role(club: Club) -> None:
    root = club.env.backend.find_command("setup", club.guild.id, type=1)
    assert root is not None
    root["default_member_permissions"] = None
    await club.bot.store.servers.choose(club.guild.id, moderator_role=club.readers.id)
    result = await club.reader.slash(club.channel, "setup", server=True)
    assert "Setup: the whole server" in shown(result)
    clicked = await club.reader.select(result.response, [], custom_id=select_id(result, "role"))
    assert "Manage Server" in str([shown(each) for each in clicked.followups])
    assert (await club.bot.store.servers.of(club.guild.id)).moderator_role == club.readers.id


async def test_a_moderator_of_another_server_reaches_nothing_here(club: Club) -> None:
    other = club.env.create_guild("Elsewhere")
    hall = other.create_text_channel("hall")
    talk = discord.Permissions(view_channel=True, send_messages=True, use_application_commands=True)
    other.default_role._role.permissions = talk.value
    managers = other.create_role("Managers", permissions=discord.Permissions(manage_guild=True))
    stranger = other.add_member(club.env.create_user("madame"), roles=[managers])
    result = await stranger.slash(hall, "setup")
    assert result.response is not None
    for row in result.response._message.components:
        for part in row.get("components", []):
            if "custom_id" in part:  # as a forged client would have it
                part["custom_id"] = part["custom_id"].replace(str(hall.id), str(club.channel.id))
    clicked = await stranger.select(result.response, [short_key("part-three")], custom_id=select_id(result, "level"))
    assert "can't find that channel" in str([shown(each) for each in clicked.followups])
    asked = await stranger.click(result.response, custom_id=select_id(result, "policy"))
    assert asked.modal is None
    assert "can't find that channel" in shown(asked)
    assert await club.bot.store.settings.of(club.guild.id) == {}


@pytest.mark.parametrize("policy", list(Policy))
async def test_nothing_past_the_level_is_uncovered(club: Club, policy: Policy) -> None:
    """At every level, with every other one picked: what is past the lower of both is covered or not there."""
    book, watch = club.librarian.book, Watch(club.librarian.book)
    store, server = club.bot.store, club.guild.id
    await store.settings.set_policy(server, server, policy.value)
    for level in book.levels:
        await store.settings.set_level(server, server, book.slug, level.id)
        result = await opened(club)
        for other in book.levels:
            with reading(club, watch, min(level, other), Policy.WARN):
                if other != level:
                    await pick(club, result, "level", short_key(other.id))
                for key in "wks":
                    await pick(club, result, "policy", key)
                    assert len(json.dumps(payload(result), ensure_ascii=False).encode()) < 10_000
                    assert len(shown(result)) + len(hidden(result)) < 4_000
                await club.moderator.click(result.response, label="Who did what")
                await club.moderator.click(result.response, label="Back to the panel")
        with reading(club, watch, level, policy):
            seen = await club.member.slash(club.channel, "level")
            for label in buttons(seen):
                again = await club.member.slash(club.channel, "level")
                await club.member.click(again.response, label=label)
