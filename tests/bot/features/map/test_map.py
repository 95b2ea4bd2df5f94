"""/map: a picture with its words, at each level."""

from __future__ import annotations

import asyncio
from typing import Any

from bot.features.map.cog import ALT, parted
from bot.features.map.pictures import Pictures
from knowledge.retelling.known import cast
from knowledge.retelling.map import describe, draw
from tests.bot.club import Club, payload, refused, shown


def gallery(message: Any) -> dict[str, Any]:
    """The one picture of a message."""
    return next(part for part in payload(message)["components"] if part["type"] == 12)["items"][0]


async def test_the_map_and_all_of_its_words_at_each_level(club: Club) -> None:
    book = club.librarian.book
    for level in book.levels:
        await club.set("level", level=level.id)
        result = await club.member.slash(club.channel, "map")
        if not cast(book, level):
            assert result.ephemeral
            continue
        assert not result.ephemeral
        assert result.response is not None
        alt = gallery(result)["description"]
        assert 0 < len(alt) <= ALT
        told = f"{alt}\n{shown(result)}"
        assert all(line in told for line in describe(book, level).split("\n"))
        [file] = result.response.attachments
        assert file.filename == "map.png"
        assert await file.read() == draw(book, level)
    refused(club)


async def test_in_private_it_is_the_members_own(club: Club) -> None:
    book = club.librarian.book
    await club.member.slash(club.channel, "progress set", level=book.levels[-1].id)
    result = await club.member.slash(club.channel, "map", private=True)
    assert result.ephemeral
    assert gallery(result)["description"].startswith(f"{book.title} · {book.levels[-1].name}")
    public = await club.member.slash(club.channel, "map")
    assert gallery(public)["description"].startswith(f"{book.title} · {book.default_level.name}")


async def test_a_map_is_drawn_once(club: Club) -> None:
    book, pictures = club.librarian.book, Pictures()
    one, other = await asyncio.gather(*(pictures.of(book, book.levels[-1]) for _ in range(2)))
    assert one is other
    assert await pictures.of(book, book.levels[-1]) is one


def test_a_long_description_is_parted_between_lines() -> None:
    lines = [f"Somebody {number} – Somebody Else: friends" for number in range(60)]
    alt, rest = parted("\n".join(lines))
    assert len(alt) <= ALT
    assert [*alt.split("\n"), *rest.split("\n")] == lines
    assert parted("short") == ("short", "")
    assert len(parted("x" * 3_000)[0]) <= ALT
