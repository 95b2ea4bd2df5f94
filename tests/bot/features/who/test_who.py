"""/who: whom it knows at a level, and what it offers while somebody types."""

from __future__ import annotations

from knowledge.retelling.known import cast
from knowledge.retelling.who import who
from tests.bot.club import Club, refused, shown


async def test_everybody_who_is_known_is_offered_and_nobody_else(club: Club) -> None:
    book = club.librarian.book
    for level in book.levels:
        await club.set("level", level=level.id)
        known = [one.name for one in cast(book, level)]
        offered = await club.member.autocomplete(club.channel, "who", "character", "")
        assert [choice["name"] for choice in offered] == known[:25]
        for choice in offered:
            assert all(one.id != choice["value"] for one in book.characters)
            told = await club.member.slash(club.channel, "who", character=choice["value"])
            assert not told.ephemeral
            portrait = who(book, next(one.id for one in cast(book, level) if one.name == choice["name"]), level)
            assert portrait is not None
            assert shown(told).startswith(f"### {choice['name']}\n")
            assert all(part.name in shown(told) for part in portrait.parts)
            assert portrait.introduction is None or portrait.introduction.text in shown(told)


async def test_an_unknown_name_and_a_later_one_get_the_same_sentence(club: Club) -> None:
    book = club.librarian.book
    await club.set("level", level="start")
    late = [one for one in book.characters if book.level(one.part).rank > 0]
    names = [late[-1].name, *late[-1].aliases, late[-1].id, "Nobody Atall"]
    said = set()
    for name in names:
        result = await club.member.slash(club.channel, "who", character=name)
        assert result.ephemeral
        said.add(shown(result))
    assert len(said) == 1
    assert len(refused(club)) == len(names)


async def test_a_name_may_be_typed_and_an_alias_is_none(club: Club) -> None:
    book = club.librarian.book
    await club.set("level", level=book.levels[-1].id)
    one = cast(book, book.levels[-1])[0]
    result = await club.member.slash(club.channel, "who", character=one.name.lower())
    assert shown(result).startswith(f"### {one.name}\n")


async def test_private_goes_by_the_members_own_progress(club: Club) -> None:
    book = club.librarian.book
    await club.set("level", level="start")
    await club.member.slash(club.channel, "progress set", level=book.levels[-1].id)
    last = cast(book, book.levels[-1])[-1]
    result = await club.member.slash(club.channel, "who", character=last.name, private=True)
    assert result.ephemeral
    assert shown(result).startswith("### ")
    open_ = await club.member.autocomplete(club.channel, "who", "character", "", private=False)
    own = await club.member.autocomplete(club.channel, "who", "character", "", private=True)
    assert len(own) > len(open_)
    assert len(await club.member.user.autocomplete("who", "character", "")) == len(own)
