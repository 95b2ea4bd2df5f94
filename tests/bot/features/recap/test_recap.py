"""/recap: by whose level, in pages, and who may turn them."""

from __future__ import annotations

import re
from typing import Any

from bot.features.recap.pages import TURN, Wish, pages
from knowledge.retelling.recap import recap
from knowledge.spoilers import touches
from tests.bot.club import Club, buttons, refused, shown

ON, BACK = "Next page", "Page before"


async def read_on(club: Club, who: Any, message: Any) -> list[str]:
    """The texts of all pages, from the first."""
    told = [shown(message)]
    while ON in buttons(message):
        message = (await who.click(message, label=ON)).response
        told.append(shown(message))
    return told


async def test_all_passages_are_told_in_order_and_none_past_the_level(club: Club) -> None:
    book = club.librarian.book
    for level in book.levels[1:]:
        await club.set("level", level=level.id)
        result = await club.member.slash(club.channel, "recap", length="full")
        assert not result.ephemeral
        text = "".join(await read_on(club, club.member, result.response))
        told = recap(book, level)
        places = [text.index(passage.text) for passage in told]
        assert places == sorted(places)
        assert not any(passage.text in text for passage in book.passages if touches([passage], level))


async def test_short_is_shorter_and_since_leaves_out_what_came_before(club: Club) -> None:
    book = club.librarian.book
    await club.set("level", level=book.levels[-1].id)
    short = "".join(await read_on(club, club.member, (await club.member.slash(club.channel, "recap")).response))
    full = "".join(
        await read_on(club, club.member, (await club.member.slash(club.channel, "recap", length="full")).response)
    )
    assert len(short) < len(full)
    later = await club.member.slash(club.channel, "recap", since=book.levels[-2].id)
    assert f"### {book.levels[1].name}" not in shown(later)
    assert f"after {book.levels[-2].name}" in shown(later)


async def test_in_private_and_in_direct_messages_the_members_own_progress_counts(club: Club) -> None:
    book = club.librarian.book
    await club.member.slash(club.channel, "progress set", level=book.levels[-1].id)
    private = await club.member.slash(club.channel, "recap", private=True)
    assert private.ephemeral
    assert f"up to {book.levels[-1].name}" in shown(private)
    assert f"up to {book.default_level.name}" in shown(await club.member.slash(club.channel, "recap"))
    direct = await club.member.user.slash("recap")
    assert f"up to {book.levels[-1].name}" in shown(direct)
    stranger = await club.reader.user.slash("recap")
    assert "no story to tell yet" in shown(stranger)
    assert len(refused(club)) == 1


async def test_who_asked_turns_the_page_and_others_have_their_own(club: Club) -> None:
    await club.set("level", level=club.librarian.book.levels[-1].id)
    message: Any = (await club.member.slash(club.channel, "recap", length="full")).response
    first, before = shown(message), len(club.channel.history(viewer=club.moderator))
    await club.restart()
    other = await club.reader.click(message, label=ON)
    assert other.ephemeral
    assert shown(club.channel.last_message) == first
    further = await club.reader.click(other.response, label=BACK)  # their own message turns in place
    assert len(club.channel.history(viewer=club.moderator)) == before
    assert shown(further) == first
    await club.member.click(message, label=ON)
    assert shown(club.channel.last_message) != first
    assert BACK in buttons(club.channel.last_message)


async def test_a_page_is_judged_by_the_level_of_now(club: Club) -> None:
    book = club.librarian.book
    await club.set("level", level=book.levels[-1].id)
    message: Any = (await club.member.slash(club.channel, "recap", length="full")).response
    await club.set("level", level=book.levels[1].id)
    await club.member.click(message, label=ON)
    text = shown(club.channel.last_message)
    assert f"up to {book.levels[1].name}" in text
    assert not any(passage.text in text for passage in book.passages if touches([passage], book.levels[1]))
    await club.set("level", level="start")
    later: Any = club.channel.last_message
    if buttons(later):
        result = await club.member.click(later, label=next(iter(buttons(later))))
        assert "no story to tell yet" in result.followups[-1].content
        assert result.followups[-1].ephemeral


async def test_since_offers_only_parts_before_the_level(club: Club) -> None:
    book = club.librarian.book
    for level in book.levels:
        await club.set("level", level=level.id)
        offered = await club.member.autocomplete(club.channel, "recap", "since", "")
        assert [choice["value"] for choice in offered] == [one.id for one in book.levels if 0 < one.rank < level.rank]
    await club.set("level", level="start")
    further = await club.member.slash(club.channel, "recap", since=book.levels[-1].id)
    assert further.ephemeral
    assert "no such level" in shown(further)
    assert len(refused(club)) == 1


def test_custom_ids_fit_and_name_nothing() -> None:
    longest = Wish("0" * 8, 2**64 - 1, True, "1" * 8).turn(999, "back")
    assert len(longest) <= 100
    match = re.fullmatch(TURN, longest)
    assert match
    assert Wish.of(match) == Wish("0" * 8, 2**64 - 1, True, "1" * 8)


def test_pages_fit_a_message(club: Club) -> None:
    for level in club.librarian.book.levels[1:]:
        found = pages(recap(club.librarian.book, level))
        assert all(len(text) <= 3_000 and len(text.encode()) <= 7_200 for text in found)
