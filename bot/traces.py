"""The way to an error, without any text of members or of the book."""

from __future__ import annotations

import traceback

import discord
from sqlalchemy.exc import SQLAlchemyError

from bot.store import StoreError

# Their messages carry no text of members or of the book (the store hides its parameters). Other errors may quote what
# they choked on, so only their type and the way to them is told.
_QUOTABLE = (discord.DiscordException, SQLAlchemyError, OSError, StoreError)


def trace(error: BaseException | None) -> str:
    """The traceback of an error and of what led to it, messages only where they quote nobody."""
    lines: list[str] = []
    seen: set[int] = set()
    while error is not None and id(error) not in seen:
        seen.add(id(error))
        message = f": {error}" if isinstance(error, _QUOTABLE) else ""
        lines.insert(0, "".join(traceback.format_tb(error.__traceback__)) + f"{type(error).__qualname__}{message}")
        error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    return "\n\nwhich led to\n\n".join(lines)
