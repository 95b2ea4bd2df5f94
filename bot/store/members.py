"""All that the tables hold of one member: to hand out, and to delete."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import LargeBinary, delete, select, update

from bot.store.database import Database
from bot.store.history import ChangeRow
from bot.store.models import ClubBookRow, DraftRow, ProgressRow
from bot.store.notes import NoteRow
from bot.store.schedules import ScheduleRow
from bot.store.votes import VoteRow

NOBODY = 0

# Rows that are about the member, and columns that say who made what belongs to a server. A new column with a member in
# it must be named in one of the two; a test sees to it.
ABOUT: tuple[Any, ...] = (ProgressRow.user_id, VoteRow.member_id)
MADE_BY: tuple[Any, ...] = (
    ChangeRow.member_id,
    NoteRow.member_id,
    DraftRow.member_id,
    ClubBookRow.published_by,
    ScheduleRow.made_by,
)


class Members:
    """Every method is one transaction."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def export(self, member: int) -> dict[str, list[dict[str, Any]]]:
        """The rows with a member in them, by table, as JSON can hold them: ids as texts, and no book's files."""
        found: dict[str, list[dict[str, Any]]] = {}
        async with self._database.session() as session:
            for column in (*ABOUT, *MADE_BY):
                columns = [each for each in column.class_.__table__.c if not isinstance(each.type, LargeBinary)]
                rows = (await session.execute(select(*columns).where(column == member))).mappings().all()
                if rows:
                    found[column.class_.__tablename__] = [{key: _plain(row[key]) for key in row} for row in rows]
        return found

    async def forget(self, member: int) -> int:
        """Delete what is about a member, and take their id off what they made for servers; how many rows that was."""
        count = 0
        async with self._database.session(member) as session:
            for column in ABOUT:
                count += (await session.execute(delete(column.class_).where(column == member))).rowcount
            for column in MADE_BY:
                named = update(column.class_).where(column == member).values({column.key: NOBODY})
                count += (await session.execute(named)).rowcount
        return count


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.isoformat()
    # Discord's ids are too long for the numbers of JavaScript.
    return str(value) if isinstance(value, int) and not isinstance(value, bool) and value > 2**31 else value
