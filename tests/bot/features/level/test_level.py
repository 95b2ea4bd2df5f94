"""/level: one private line, and two buttons for one's own progress."""

from __future__ import annotations

import pytest

from knowledge.spoilers import Policy
from tests.bot.club import Club, buttons, payload, shown


async def test_it_says_in_private_how_far_and_what_happens_past_it(club: Club) -> None:
    said = {}
    for policy in Policy:
        await club.set("policy", policy=policy.value)
        result = await club.member.slash(club.thread, "level")
        assert result.ephemeral
        said[policy] = shown(result)
        assert "\n" not in said[policy]
        assert "up to Part Two" in said[policy]
    assert len(set(said.values())) == 3
    await club.set("level", level="part-three")
    result = await club.member.slash(club.channel, "level")
    assert "nothing is a spoiler" in shown(result)
    assert list(buttons(result)) == ["I'm not there yet"]


@pytest.mark.parametrize(("label", "picked"), [("I'm further", "part-three"), ("I'm not there yet", "part-one")])
async def test_the_buttons_note_ones_own_progress(club: Club, label: str, picked: str) -> None:
    result = await club.member.slash(club.channel, "level")
    await club.restart()
    await club.member.click(result.response, label=label)
    options = payload(result)["components"][0]["components"][0]["options"]
    await club.member.select(result.response, [options[0]["value"]])
    assert "Noted" in shown(result)
    assert await club.bot.store.progress.of(club.member.id, club.librarian.book.slug) == picked
    assert (await club.bot.places.at((club.channel.id, club.guild.id))).level.id == "part-two"


async def test_where_silence_is_kept_nothing_past_the_level_is_named(club: Club) -> None:
    await club.set("policy", policy="silent")
    result = await club.member.slash(club.channel, "level")
    await club.member.click(result.response, label="I'm further")
    assert "Part Three" not in str(payload(result))
    assert "Part 3 of 3" in str(payload(result))


async def test_a_direct_message_goes_by_ones_own_progress(club: Club) -> None:
    await club.bot.store.progress.set(club.member.id, club.librarian.book.slug, "part-one")
    assert "up to Part One" in shown(await club.member.user.slash("level"))
