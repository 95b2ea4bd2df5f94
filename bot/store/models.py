"""The tables. Ids are Discord's; no name, no question and no answer is ever kept."""

from __future__ import annotations

from sqlalchemy import BigInteger, String
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column


class Base(DeclarativeBase):
    """All tables of the store; migrations in `migrations/versions` make them."""


class PlaceRow(Base):
    """What moderators set for a place: a server (its own id again), a channel or a thread. None inherits."""

    __tablename__ = "place_settings"

    server_id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    place_id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    level: Mapped[str | None] = mapped_column(String(100))
    policy: Mapped[str | None] = mapped_column(String(20))


class ProgressRow(Base):
    """How far a member says they have finished reading a book."""

    __tablename__ = "progress"

    user_id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    book: Mapped[str] = mapped_column(String(100), primary_key=True)
    level: Mapped[str] = mapped_column(String(100))


class GreetedRow(Base):
    """A server that has had its welcome."""

    __tablename__ = "greeted_servers"

    server_id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
