"""Keeping questions without a sure answer, on servers that chose so, and deleting them in time."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from datetime import datetime

import numpy as np

from bot.desk import Asker, Reply
from bot.failures import Failures
from bot.store import Question, Store
from knowledge.answer import Remark, Status
from knowledge.librarian import Librarian
from knowledge.search.alike import groups
from knowledge.search.words import fold


@dataclass(frozen=True)
class Alike:
    """Questions that ask the same: the newest wording, how often and how it was asked, and when last."""

    ids: tuple[int, ...]
    text: str
    count: int
    status: str
    at: datetime


class Keeping:
    """Hears of every answer."""

    def __init__(self, store: Store, failures: Failures) -> None:
        self._store, self._failures = store, failures
        self._tasks: set[asyncio.Task[None]] = set()

    def answered(self, question: str, asker: Asker, reply: Reply) -> None:
        """Keep a question of a server if nothing sure was told, and nothing was asked in private."""
        answer = reply.answer
        talk = answer.remark in (Remark.SMALL_TALK, Remark.COMPLAINT)
        if asker.server is None or asker.alone or answer.status is Status.SURE or talk:
            return
        text = " ".join(question.split())
        task = asyncio.create_task(self._keep(asker.server, reply.book.slug, text, answer.status))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def alike(self, server: int, librarian: Librarian) -> list[Alike]:
        """The questions about a book, alike ones together, most asked first."""
        days = (await self._store.servers.of(server)).questions_kept
        asked = await self._store.questions.of(server, librarian.book.slug, days) if days else []
        return await asyncio.to_thread(_grouped, asked, librarian) if asked else []

    async def expire(self) -> None:
        """Delete what is older than its server keeps it."""
        for server in await self._store.questions.servers():
            await self._store.questions.expire(server, (await self._store.servers.of(server)).questions_kept)

    async def _keep(self, server: int, book: str, text: str, status: Status) -> None:
        try:
            if (await self._store.servers.of(server)).questions_kept:
                await self._store.questions.keep(server, book, text, _STATUS[status])
        except Exception as error:  # noqa: BLE001 - the answer was given; the log has it, without the question
            self._failures.log(error, "keeping a question")


_STATUS = {Status.UNKNOWN: "unknown", Status.UNSURE: "unsure"}


def _grouped(asked: list[Question], librarian: Librarian) -> list[Alike]:
    by_text: dict[str, list[Question]] = {}
    for question in asked:
        by_text.setdefault(fold(question.text).lower(), []).append(question)
    texts = list(by_text)
    vectors = np.stack([librarian.reader.encoder.encode(text).vector for text in texts])
    found = [[question for place in group for question in by_text[texts[place]]] for group in groups(texts, vectors)]
    together = [_alike(sorted(group, key=lambda question: -question.id)) for group in found]
    return sorted(together, key=lambda alike: (-alike.count, -max(alike.ids)))


def _alike(newest_first: list[Question]) -> Alike:
    newest = newest_first[0]
    ids = tuple(question.id for question in newest_first)
    return Alike(ids, newest.text, len(ids), newest.status, newest.at)
