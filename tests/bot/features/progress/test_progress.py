"""/progress: private, and gone on request."""

from __future__ import annotations

from typing import Any

from tests.bot.club import Club, shown


async def test_progress_is_private_and_can_be_deleted(club: Club) -> None:
    async def run(command: str, **options: Any) -> str:
        result = await club.member.slash(club.channel, f"progress {command}", **options)
        assert result.ephemeral
        return shown(result)

    assert "haven't told me" in await run("show")
    assert "Part One" in await run("set", level="part-one")
    assert "Part One" in await run("show")
    assert "Deleted" in await run("clear")
    assert "nothing to delete" in await run("clear")
    assert await club.bot.store.progress.of(club.member.id, club.librarian.book.slug) is None


async def test_where_silence_is_kept_no_part_past_the_level_is_named(club: Club) -> None:
    async def offered() -> list[str]:
        return [choice["name"] for choice in await club.member.autocomplete(club.channel, "progress set", "level", "")]

    assert "Part Three (the whole book)" in await offered()
    await club.set("policy", policy="silent")
    assert await offered() == ["the start", "Part One", "Part Two", "Part 3 of 3"]
