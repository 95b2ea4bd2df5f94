"""The base of all tables, and those of places, progress and clubs' books; others stand beside their stores. Ids are
Discord's; no name, no question and no answer is kept in these."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import BigInteger, DateTime, LargeBinary, String, TypeDecorator
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

Id = BigInteger  # Discord's ids are never made by the database


class Moment(TypeDecorator[datetime]):
    """A moment in UTC, aware of it. SQLite itself keeps no zone."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, _: Any) -> datetime | None:
        return value and value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, _: Any) -> datetime | None:
        return value.replace(tzinfo=UTC) if value is not None and value.tzinfo is None else value


class Base(DeclarativeBase):
    """All tables of the store; migrations in `migrations/versions` make them."""


class PlaceRow(Base):
    """What moderators set for a place: a server (its own id again), a channel or a thread. None inherits."""

    __tablename__ = "place_settings"

    server_id: Mapped[int] = mapped_column(Id, primary_key=True, autoincrement=False)
    place_id: Mapped[int] = mapped_column(Id, primary_key=True, autoincrement=False)
    book: Mapped[str | None] = mapped_column(String(100))
    policy: Mapped[str | None] = mapped_column(String(20))


class LevelRow(Base):
    """How far a place has read a book."""

    __tablename__ = "place_levels"

    server_id: Mapped[int] = mapped_column(Id, primary_key=True, autoincrement=False)
    place_id: Mapped[int] = mapped_column(Id, primary_key=True, autoincrement=False)
    book: Mapped[str] = mapped_column(String(100), primary_key=True)
    level: Mapped[str] = mapped_column(String(100))


class ProgressRow(Base):
    """How far a member says they have finished reading a book."""

    __tablename__ = "progress"

    user_id: Mapped[int] = mapped_column(Id, primary_key=True, autoincrement=False)
    book: Mapped[str] = mapped_column(String(100), primary_key=True)
    level: Mapped[str] = mapped_column(String(100))


class GreetedRow(Base):
    """A server that has had its welcome."""

    __tablename__ = "greeted_servers"

    server_id: Mapped[int] = mapped_column(Id, primary_key=True, autoincrement=False)


class ClubBookRow(Base):
    """A version of a server's own book, as the zip of its folder. The newest published one is in use."""

    __tablename__ = "club_books"

    server_id: Mapped[int] = mapped_column(Id, primary_key=True, autoincrement=False)
    slug: Mapped[str] = mapped_column(String(100), primary_key=True)
    version: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    title: Mapped[str] = mapped_column(String(200))
    author: Mapped[str] = mapped_column(String(200))
    source: Mapped[bytes] = mapped_column(LargeBinary)
    published_at: Mapped[datetime] = mapped_column(Moment)
    published_by: Mapped[int] = mapped_column(Id)


class DraftRow(Base):
    """A book that a moderator is preparing, as the zip of its folder with its doubts."""

    __tablename__ = "book_drafts"

    id: Mapped[str] = mapped_column(String(16), primary_key=True)
    server_id: Mapped[int] = mapped_column(Id)
    member_id: Mapped[int] = mapped_column(Id)
    slug: Mapped[str | None] = mapped_column(String(100))  # the book that it is to be a new version of
    title: Mapped[str] = mapped_column(String(200), server_default="")
    source: Mapped[bytes] = mapped_column(LargeBinary)
    changed_at: Mapped[datetime] = mapped_column(Moment)
