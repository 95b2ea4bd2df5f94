"""Where the database is: a URL as operators write it, or a file, whose folder may have any name."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError

from bot.store.errors import StoreError

_DRIVERS = {"sqlite": "sqlite+aiosqlite", "postgresql": "postgresql+asyncpg"}
_POSTGRES = "postgres://"  # as many hosts write it


def url_of(database: str | Path) -> URL:
    """The URL to open a database by. Raises StoreError with the mend, and without the URL: it may hold a password."""
    if isinstance(database, Path):
        return URL.create(_DRIVERS["sqlite"], database=str(database.absolute()))
    if database.startswith(_POSTGRES):
        database = f"postgresql://{database.removeprefix(_POSTGRES)}"
    try:
        url = make_url(database)
        backend = url.get_backend_name()
    except (ArgumentError, ValueError) as error:
        mend = "write it as in sqlite+aiosqlite:////data/norfolk.db, or leave it out"
        raise StoreError(f"NORFOLK_DATABASE_URL is not the URL of a database; {mend}") from error
    if backend not in _DRIVERS:
        raise StoreError(f"{backend}: Norfolk keeps its data in SQLite or PostgreSQL; set NORFOLK_DATABASE_URL")
    if url.drivername == backend:
        url = url.set(drivername=_DRIVERS[backend])
    if "sslmode" in url.query and url.drivername == _DRIVERS["postgresql"]:  # libpq's word for it
        url = url.difference_update_query(["sslmode"]).update_query_dict({"ssl": url.query["sslmode"]})
    if backend == "sqlite" and (url.database or "").startswith("~"):
        try:
            url = url.set(database=str(Path(str(url.database)).expanduser()))
        except RuntimeError as error:
            raise StoreError(f"{url.database}: no home folder stands for the ~; write the whole path") from error
    return url


def file_of(url: URL) -> Path | None:
    """The file of an SQLite database; None for one in memory and for other databases."""
    if url.get_backend_name() != "sqlite" or url.database in (None, "", ":memory:"):
        return None
    return Path(str(url.database))


def name_of(url: URL) -> str:
    """What to call it in a sentence: the file, or the URL without its password."""
    return str(file_of(url) or url.render_as_string(hide_password=True))
