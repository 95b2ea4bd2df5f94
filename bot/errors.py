"""Which errors an operator can mend, and the one sentence that says how."""

from __future__ import annotations

import errno
import sqlite3

from sqlalchemy.exc import DBAPIError, SQLAlchemyError

from bot.settings import SettingsError
from bot.store import StoreError
from knowledge.book import BookError, UnknownLevel
from knowledge.build import StaleBuild
from knowledge.question import BadQuestion


def in_a_sentence(error: BaseException) -> str | None:
    """The sentence for an expected error; None for a bug, whose traceback must not be hidden."""
    if isinstance(error, SettingsError | StoreError | BookError | UnknownLevel | StaleBuild | BadQuestion):
        return str(error)
    if isinstance(error, OSError):
        return _system(error)
    if isinstance(error, sqlite3.Error | DBAPIError):
        cause = error.orig if isinstance(error, DBAPIError) else error
        return f"the database cannot be used ({cause}); see NORFOLK_DATABASE_URL and NORFOLK_DATA_DIR"
    if isinstance(error, SQLAlchemyError):
        return f"the database cannot be used ({error}); see NORFOLK_DATABASE_URL"
    return None


def _system(error: OSError) -> str:
    place = f"{error.filename}: " if error.filename else ""
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return (
            f"{place}the disk is full; make room, or choose other folders with NORFOLK_BUILD_DIR and NORFOLK_DATA_DIR"
        )
    if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
        return f"{place}not allowed to write or read there; choose folders with NORFOLK_BUILD_DIR and NORFOLK_DATA_DIR"
    return f"{place}{error.strerror or error}"
