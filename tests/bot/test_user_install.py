"""Norfolk as a member's own app: where the bot isn't, and in a server whose settings don't count for it.

The simulation knows no such installs, so that Discord's payloads are changed on their way to what Discord sends then.
"""

from __future__ import annotations

from typing import Any

import pytest
from simcord import interactions

from tests.bot.club import Club, buttons, hidden, refused, shown
from tests.bot.passages import spoiling_question

AWAY = 1_400_000_000_000_000_001  # a server that the bot has never heard of


@pytest.fixture(params=["where the bot is", "where the bot isn't", "a group's messages"])
def installed(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """Every interaction is one of an app that the member alone has installed."""
    made = interactions.base_payload

    def changed(*args: Any, **options: Any) -> Any:
        record, payload = made(*args, **options)
        user = payload.get("user") or payload["member"]["user"]
        payload["authorizing_integration_owners"] = {"1": user["id"]}
        if request.param == "where the bot isn't":
            payload["guild_id"] = payload["channel"]["guild_id"] = str(AWAY)
            payload["guild"] = {"id": str(AWAY), "locale": "en-US", "features": []}
        if request.param == "a group's messages":
            for key in ("guild_id", "member", "guild_locale"):
                payload.pop(key, None)
            payload["user"], payload["context"] = user, 2
            payload["channel"] = {"id": payload["channel_id"], "type": 3, "name": "us", "recipients": [user]}
        return record, payload

    monkeypatch.setattr(interactions, "base_payload", changed)
    return str(request.param)


async def test_all_is_private_and_by_the_members_own_level(club: Club, installed: str) -> None:
    book, store, server = club.librarian.book, club.bot.store, club.guild.id
    await store.settings.set_level(server, server, book.slug, book.levels[-1].id)  # which doesn't count
    question = spoiling_question(club.librarian, book.levels[0])
    asked = await club.member.slash(club.channel, "ask", question=question)
    assert asked.ephemeral
    assert hidden(asked)
    recap = await club.member.slash(club.channel, "recap")
    assert recap.ephemeral
    assert "no story to tell yet" in shown(recap)
    await club.member.slash(club.channel, "progress set", level=book.levels[-1].id)
    asked = await club.member.slash(club.channel, "ask", question=question)
    assert asked.ephemeral
    assert hidden(asked) == ""
    who = await club.member.slash(club.channel, "who", character=book.characters[0].name)
    assert who.ephemeral
    assert shown(who).startswith("### ")
    assert len(refused(club)) == 1


async def test_pages_and_questions_to_ask_next_go_on_in_private(club: Club, installed: str) -> None:
    book = club.librarian.book
    await club.member.slash(club.channel, "progress set", level=book.levels[-1].id)
    recap: Any = await club.member.slash(club.channel, "recap", length="full")
    assert recap.ephemeral
    first = shown(recap)
    await club.member.click(recap.response, label="Next page")
    assert shown(recap.response) != first
    asked = await club.member.slash(club.channel, "ask", question=spoiling_question(club.librarian, book.levels[0]))
    assert "This was right" not in buttons(asked)  # no moderator would hear of it
    following = [id for id in buttons(asked).values() if id.startswith("norfolk:next:")]
    for id in following:
        assert (await club.member.click(asked.response, custom_id=id)).ephemeral


async def test_the_only_book_that_a_member_told_of_is_theirs(club: Club, installed: str) -> None:
    other = club.catalogue.open("jekyll-and-hyde").book
    await club.member.slash(club.channel, "progress set", level=other.levels[-1].id, book=other.slug)
    recap = await club.member.slash(club.channel, "recap")
    assert other.title in shown(recap)
    await club.member.slash(club.channel, "progress set", level="start", book=club.librarian.book.slug)
    assert club.librarian.book.title in shown(await club.member.slash(club.channel, "recap"))
    assert len(refused(club)) == 1


async def test_a_servers_own_books_are_not_offered(club: Club, installed: str) -> None:
    await club.bot.store.books.publish(club.guild.id, "club-one", "Ours", "Us", b"zip", club.moderator.id)
    for command in ("ask", "recap", "who", "progress set"):
        offered = await club.member.autocomplete(club.channel, command, "book", "")
        assert "club-one" not in [choice["value"] for choice in offered]
        assert offered


async def test_help_shows_what_can_be_used_there(club: Club, installed: str) -> None:
    text = shown(await club.member.slash(club.channel, "help"))
    for command in ("/ask", "/recap", "/who", "/progress set", "/privacy"):
        assert f"`{command}" in text
    for command in ("/setup", "/discuss"):
        assert command not in text


async def test_discord_is_told_which_commands_members_may_install(club: Club) -> None:
    sync = next(request for request in club.env.http_requests if request.path.endswith("/commands"))
    found = {one["name"]: (one["integration_types"], one["contexts"]) for one in sync.json}
    for name in ("ask", "recap", "who", "progress", "help", "privacy", "mydata"):
        assert sorted(found[name][0]) == [0, 1], name
        assert sorted(found[name][1]) == [0, 1, 2], name
    for name in ("map", "discuss", "setup", "spoilers", "level"):
        assert found[name][0] == [0], name
        assert 2 not in found[name][1], name
