"""Clubs' own books: each belongs to one server, and the last twenty versions that were published are kept."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import delete, func, select, update
from sqlalchemy.exc import IntegrityError

from bot.store.database import Database
from bot.store.models import ClubBookRow, DraftRow
from bot.store.notes import ClubNote, bring

_TRIES = 3
VERSIONS = 20  # of a book that are kept; the oldest goes first


@dataclass(frozen=True)
class Edition:
    """One published version of a club's book."""

    slug: str
    version: int
    title: str
    author: str
    published_at: datetime
    published_by: int


@dataclass(frozen=True)
class BookDraft:
    """A book in the making: the zip of its folder; `slug` when it is to be a new version of a book."""

    id: str
    server: int
    member: int
    slug: str | None
    title: str
    source: bytes


@dataclass(frozen=True)
class Published:
    """An edition that is in use now. `notes` is how many of those that came with it are new; None when all were
    left out, since there would have been too many."""

    edition: Edition
    notes: int | None = 0


class ClubBooks:
    """Every method is one transaction. What belongs to another server is never found."""

    def __init__(self, database: Database) -> None:
        self._database, self.news = database, database.news

    async def listed(self, server: int) -> list[Edition]:
        """The edition in use of each book of a server, by title."""
        async with self._database.session() as session:
            newest = (
                select(ClubBookRow.slug, func.max(ClubBookRow.version).label("version"))
                .where(ClubBookRow.server_id == server)
                .group_by(ClubBookRow.slug)
                .subquery()
            )
            rows = await session.execute(
                select(*_HEAD)
                .join(newest, (ClubBookRow.slug == newest.c.slug) & (ClubBookRow.version == newest.c.version))
                .where(ClubBookRow.server_id == server)
                .order_by(ClubBookRow.title)
            )
            return [_edition(row) for row in rows]

    async def current(self, server: int, slug: str) -> Edition | None:
        """The edition in use of a book."""
        versions = await self.versions(server, slug)
        return versions[0] if versions else None

    async def versions(self, server: int, slug: str) -> list[Edition]:
        """All editions of a book, newest first."""
        of = (ClubBookRow.server_id == server, ClubBookRow.slug == slug)
        async with self._database.session() as session:
            rows = await session.execute(select(*_HEAD).where(*of).order_by(ClubBookRow.version.desc()))
            return [_edition(row) for row in rows]

    async def source(self, server: int, slug: str, version: int) -> bytes | None:
        """The zip of an edition's folder."""
        async with self._database.session() as session:
            row = await session.get(ClubBookRow, (server, slug, version))
        return row.source if row else None

    async def publish(
        self,
        server: int,
        slug: str,
        title: str,
        author: str,
        source: bytes,
        by: int,
        draft: BookDraft | None = None,
        notes: Sequence[ClubNote] = (),
        most_notes: int = 0,
    ) -> Published | None:
        """Make a new edition the one in use; the oldest goes when there are too many. The draft that it was made from
        goes in the same step, and `notes`, which it brings, become the server's, if there are no more than `most_notes`
        then; None, and nothing is published, when it has changed or is gone already."""
        of = (ClubBookRow.server_id == server, ClubBookRow.slug == slug)

        async def once() -> Published | None:
            async with self._database.session(server) as session:
                if draft is not None:
                    mine = (DraftRow.id == draft.id, DraftRow.server_id == server, DraftRow.source == draft.source)
                    if not (await session.execute(delete(DraftRow).where(*mine))).rowcount:
                        return None
                newest = await session.scalar(select(func.max(ClubBookRow.version)).where(*of))
                row = ClubBookRow(
                    server_id=server,
                    slug=slug,
                    version=(newest or 0) + 1,
                    title=title,
                    author=author,
                    source=source,
                    published_at=datetime.now(UTC),
                    published_by=by,
                )
                session.add(row)
                await session.execute(delete(ClubBookRow).where(*of, ClubBookRow.version <= row.version - VERSIONS))
                return Published(_edition(row), await bring(session, server, slug, notes, most_notes))

        for _ in range(_TRIES):
            with suppress(IntegrityError):  # another edition took the number
                return await once()
        return await once()

    async def remove(self, server: int, slug: str) -> bool:
        """Remove a book with all its editions; whether there was one."""
        rows = delete(ClubBookRow).where(ClubBookRow.server_id == server, ClubBookRow.slug == slug)
        return await self._database.delete(rows, server)

    async def draft(self, server: int, id: str) -> BookDraft | None:
        async with self._database.session() as session:
            row = await session.get(DraftRow, id)
        if row is None or row.server_id != server:
            return None
        return BookDraft(row.id, row.server_id, row.member_id, row.slug, row.title, row.source)

    async def drafts(self, server: int) -> list[BookDraft]:
        """The drafts of a server, the one changed last first, without their sources."""
        head = (DraftRow.id, DraftRow.server_id, DraftRow.member_id, DraftRow.slug, DraftRow.title)
        query = select(*head).where(DraftRow.server_id == server).order_by(DraftRow.changed_at.desc())
        async with self._database.session() as session:
            return [
                BookDraft(row.id, row.server_id, row.member_id, row.slug, row.title, b"")
                for row in await session.execute(query)
            ]

    async def slugs(self) -> tuple[list[str], list[str]]:
        """The slugs of all books and the ids of all drafts, of whatever server."""
        async with self._database.session() as session:
            books = (await session.scalars(select(ClubBookRow.slug).distinct())).all()
            return list(books), list((await session.scalars(select(DraftRow.id))).all())

    async def keep(self, draft: BookDraft) -> None:
        """Keep a draft as it is now."""
        values = {
            "server_id": draft.server,
            "member_id": draft.member,
            "slug": draft.slug,
            "title": draft.title,
            "source": draft.source,
            "changed_at": datetime.now(UTC),
        }
        await self._database.put(DraftRow, {"id": draft.id}, values)

    async def update(self, draft: BookDraft) -> bool:
        """Keep a draft as it is now, if it is still there; whether it was."""
        values = {"source": draft.source, "title": draft.title, "changed_at": datetime.now(UTC)}
        mine = (DraftRow.id == draft.id, DraftRow.server_id == draft.server)
        async with self._database.session() as session:
            result = await session.execute(update(DraftRow).where(*mine).values(**values))
        return bool(result.rowcount)

    async def drop(self, server: int, id: str) -> bool:
        """Throw a draft away; whether there was one."""
        return await self._database.delete(delete(DraftRow).where(DraftRow.id == id, DraftRow.server_id == server))

    async def forget(self, server: int) -> None:
        """Delete all books and drafts of a server."""
        async with self._database.session(server) as session:
            await session.execute(delete(ClubBookRow).where(ClubBookRow.server_id == server))
            await session.execute(delete(DraftRow).where(DraftRow.server_id == server))


_HEAD = (
    ClubBookRow.slug,
    ClubBookRow.version,
    ClubBookRow.title,
    ClubBookRow.author,
    ClubBookRow.published_at,
    ClubBookRow.published_by,
)


def _edition(row: object) -> Edition:
    names = ("slug", "version", "title", "author", "published_at", "published_by")
    return Edition(*(getattr(row, name) for name in names))
