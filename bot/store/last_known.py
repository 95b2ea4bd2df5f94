"""What was read last: for a moment in place of reading it again, and for as long as the database can't be read."""

from __future__ import annotations

import asyncio
import logging
import time
from collections import OrderedDict
from collections.abc import Callable, Coroutine
from typing import Any, Generic, TypeVar

from sqlalchemy.exc import SQLAlchemyError

from bot.store.errors import StoreError
from bot.store.news import News

log = logging.getLogger("norfolk")

Value = TypeVar("Value")

KEPT = 5_000  # answers of the database, the one unused for longest goes first
PATIENCE = 2.0  # seconds; Discord is told after one that an answer will come
FRESH = 1.0  # seconds; another process on the same file tells us of no change, and half of a question's time is reading


class LastKnown(Generic[Value]):
    """Keeps answers of the database under keys that begin with the server or member whose they are.

    They are handed out while they are fresh or the database fails, and let go of as soon as something is changed about
    that server or member: what isn't known for certain to have held last is not known.
    """

    def __init__(self, news: News, kept: int = KEPT, patience: float = PATIENCE, fresh: float = FRESH) -> None:
        self._kept, self._patience, self._fresh = kept, patience, fresh
        self._known: OrderedDict[tuple[Any, ...], tuple[float, Value]] = OrderedDict()
        self._changes = 0
        news.follow(self._forget)

    async def read(self, key: tuple[Any, ...], reading: Callable[[], Coroutine[Any, Any, Value]]) -> Value:
        """What `reading` gives, or gave a moment ago, or gave last if it fails or takes too long. Raises its error, or
        StoreError, when nothing is known."""
        if key in self._known and time.monotonic() - self._known[key][0] < self._fresh:
            return self._known[key][1]
        before = self._changes
        try:
            async with asyncio.timeout(self._patience):
                value = await reading()
        except (SQLAlchemyError, StoreError, TimeoutError) as error:
            if key in self._known:
                log.warning("The database fails (%s); what was read last goes on to hold", type(error).__name__)
                return self._known[key][1]
            if isinstance(error, TimeoutError):
                raise StoreError(f"The database has not answered for {self._patience} seconds") from error
            raise
        if before == self._changes:  # else what was read may be from before the change
            self._known[key] = (time.monotonic(), value)
            self._known.move_to_end(key)
            while len(self._known) > self._kept:
                self._known.popitem(last=False)
        return value

    def _forget(self, id: int | None) -> None:
        self._changes += 1
        for key in [key for key in self._known if id is None or key[0] == id]:
            del self._known[key]
