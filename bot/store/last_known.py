"""What was read last, for as long as the database can't be read."""

from __future__ import annotations

import asyncio
import logging
from collections import OrderedDict
from collections.abc import Awaitable
from typing import Any, Generic, TypeVar

from sqlalchemy.exc import SQLAlchemyError

from bot.store.errors import StoreError
from bot.store.news import News

log = logging.getLogger("norfolk")

Value = TypeVar("Value")

KEPT = 5_000  # answers of the database, the one unused for longest goes first
PATIENCE = 2.0  # seconds; Discord is told after one that an answer will come


class LastKnown(Generic[Value]):
    """Keeps answers of the database under keys that begin with the server or member whose they are.

    They are handed out only while the database fails, and let go of as soon as something is changed about that server
    or member: what isn't known for certain to have held last is not known.
    """

    def __init__(self, news: News, kept: int = KEPT, patience: float = PATIENCE) -> None:
        self._kept, self._patience = kept, patience
        self._known: OrderedDict[tuple[Any, ...], Value] = OrderedDict()
        self._changes = 0
        news.follow(self._forget)

    async def read(self, key: tuple[Any, ...], reading: Awaitable[Value]) -> Value:
        """What `reading` gives, or gave last if it fails or takes too long. Raises its error, or StoreError, when
        nothing is known."""
        before = self._changes
        try:
            async with asyncio.timeout(self._patience):
                value = await reading
        except (SQLAlchemyError, StoreError, TimeoutError) as error:
            if key in self._known:
                log.warning("The database fails (%s); what was read last goes on to hold", type(error).__name__)
                return self._known[key]
            if isinstance(error, TimeoutError):
                raise StoreError(f"The database has not answered for {self._patience} seconds") from error
            raise
        if before == self._changes:  # else what was read may be from before the change
            self._known[key] = value
            self._known.move_to_end(key)
            while len(self._known) > self._kept:
                self._known.popitem(last=False)
        return value

    def _forget(self, id: int | None) -> None:
        self._changes += 1
        for key in [key for key in self._known if id is None or key[0] == id]:
            del self._known[key]
