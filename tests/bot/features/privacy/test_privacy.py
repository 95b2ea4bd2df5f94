"""/privacy and /mydata: what is kept of a member is told, handed out and deleted, in every table there is."""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime
from typing import Any

import pytest
from sqlalchemy import Boolean, Column, DateTime, Integer, LargeBinary, String, TypeDecorator, insert, select

from bot.features.privacy import words
from bot.store.members import ABOUT, MADE_BY
from bot.store.models import Base
from tests.bot.club import Club, shown
from tests.bot.passages import open_question

TABLES = list(Base.metadata.sorted_tables)
# Numbers that are no member's; whoever adds another one says here, or in bot/store/members.py, what it is.
OTHERS = {
    "id",
    "server_id",
    "place_id",
    "parent_id",
    "message_id",
    "moderator_role",
    "announcements",
    "discussions",
    "questions_kept",
    "version",
    "made_in",
    "remind_in",
    "event_id",
}


def members(column: Column[Any]) -> bool:
    """Whether a column has a member in it."""
    return any(column is known.property.columns[0] for known in (*ABOUT, *MADE_BY))


def test_every_number_of_every_table_is_known_to_be_a_members_or_not() -> None:
    for table in TABLES:
        for column in table.c:
            if isinstance(column.type, Integer):
                assert members(column) != (column.name in OTHERS), f"{table.name}.{column.name}"


async def fill(club: Club, member: int, salt: int) -> None:
    """A row in every table, with the member wherever one may be."""
    for table in TABLES:
        values = {column.name: member if members(column) else value(column, salt) for column in table.c}
        async with club.bot.store._database.session() as session:
            await session.execute(insert(table).values(values))


def value(column: Column[Any], salt: int) -> Any:
    kind: Any = column.type.impl if isinstance(column.type, TypeDecorator) else column.type
    if isinstance(kind, LargeBinary):
        return b"bytes"
    if isinstance(kind, DateTime):
        return datetime(2026, 1, 1, tzinfo=UTC)
    if isinstance(kind, Boolean):
        return False
    if isinstance(kind, String):
        return f"x{salt}"
    return salt


async def everything(club: Club) -> dict[str, list[dict[str, Any]]]:
    found = {}
    for table in TABLES:
        async with club.bot.store._database.session() as session:
            found[table.name] = [dict(row) for row in (await session.execute(select(table))).mappings()]
    return found


async def test_delete_finds_the_member_in_every_table_and_leaves_the_others(club: Club) -> None:
    me, other = club.member.id, club.reader.id
    await fill(club, me, 71)
    await fill(club, other, 72)
    before = await everything(club)
    holding = {name for name, rows in before.items() if str(me) in str(rows)}
    assert holding == {column.class_.__tablename__ for column in (*ABOUT, *MADE_BY)}
    result = await club.member.slash(club.channel, "mydata delete")
    assert result.ephemeral
    assert shown(result).startswith("Deleted")
    after = await everything(club)
    assert str(me) not in str(after)
    assert str(after).count(str(other)) == str(before).count(str(other))
    about = {column.class_.__tablename__ for column in ABOUT}
    for name, rows in before.items():
        assert len(rows) - len(after[name]) == (1 if name in about else 0), name
    changes = {row["id"]: row["member_id"] for row in after["changes"]}
    assert changes[71] == 0
    assert changes[72] == other
    again = await club.member.slash(club.channel, "mydata delete")
    assert "nothing to delete" in shown(again)


async def test_export_has_every_row_of_the_member_and_nobody_elses(club: Club) -> None:
    await fill(club, club.member.id, 71)
    await fill(club, club.reader.id, 72)
    result = await club.member.slash(club.channel, "mydata export")
    assert result.ephemeral
    assert result.response is not None
    [file] = result.response.attachments
    assert file.filename == words.FILE
    whole = json.loads(await file.read())
    assert whole.pop("member") == str(club.member.id)
    assert set(whole) == {column.class_.__tablename__ for column in (*ABOUT, *MADE_BY)}
    assert all(len(rows) == 1 and str(club.member.id) in str(rows) for rows in whole.values())
    assert str(club.reader.id) not in str(whole)


async def test_a_member_of_whom_nothing_is_kept(club: Club) -> None:
    result = await club.member.user.slash("mydata export")
    assert result.ephemeral
    assert shown(result) == words.NOTHING


async def test_what_is_deleted_counts_no_more_at_once(club: Club) -> None:
    book = club.librarian.book
    await club.member.slash(club.channel, "progress set", level=book.levels[-1].id)
    question = open_question(club.librarian, book.default_level)
    message = (await club.member.slash(club.channel, "ask", question=question)).response
    assert message.id in club.bot.desk.chats
    await club.reader.slash(club.channel, "ask", question="who is Tommy?")
    await club.member.user.slash("mydata delete")
    assert "haven't told me" in shown(await club.member.slash(club.channel, "progress show"))
    recap = await club.member.slash(club.channel, "recap", private=True)
    assert f"up to {book.default_level.name}" in shown(recap)
    assert message.id not in club.bot.desk.chats
    assert len(club.bot.desk.chats) == 2  # the reader's talk, and the message that answered it


async def test_privacy_fits_one_screen_and_is_private(club: Club) -> None:
    for result in (await club.member.slash(club.channel, "privacy"), await club.member.user.slash("privacy")):
        assert result.ephemeral
        assert len(shown(result)) < 2_000
        assert "/mydata delete" in shown(result)


def test_every_table_is_on_the_page_about_what_is_kept(pytestconfig: pytest.Config) -> None:
    page = (pytestconfig.rootpath / "docs" / "privacy.md").read_text()
    rows = [line.split("|")[1] for line in page.splitlines() if line.startswith("| ")]
    named = [name for row in rows for name in re.findall(r"`(\w+)`", row)]
    assert sorted(named) == sorted(table.name for table in TABLES)


@pytest.mark.parametrize("name", ["PRIVACY.md", "TERMS.md"])
def test_the_pages_for_discord_are_there(name: str, pytestconfig: pytest.Config) -> None:
    text = (pytestconfig.rootpath / name).read_text()
    assert "Norfolk" in text
    assert "/mydata delete" in text
