"""A sample of the difference: one question, as a member would see its answer now and with the change."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from bot.shelf import Shelf
from bot.store import InEffect
from knowledge.answer import Answer
from knowledge.book import Book, Passage
from knowledge.librarian import Librarian
from knowledge.search.question import LONGEST, BadQuestion
from knowledge.spoilers import START, Level, touches

_TRIED = 10  # questions; each is asked twice, at a few milliseconds


@dataclass(frozen=True)
class Sample:
    """A question of the book with both answers. `guarded` says that it goes past what may be told here now or then, so
    that it is covered in the sample wherever a member would see it open."""

    question: str
    now: Answer
    then: Answer
    now_book: Book
    then_book: Book
    guarded: bool


async def sample(shelf: Shelf, server: int, now: InEffect, then: InEffect) -> Sample | None:
    """A question whose answers differ; None where none of those tried do. Raises NoSuchBook."""
    before, after = await shelf.open(now.book.slug, server), await shelf.open(then.book.slug, server)
    own = await shelf.own_questions(then.book.slug, server)
    return await asyncio.to_thread(_first, before, after, now, then, own)


def _first(
    before: Librarian, after: Librarian, now: InEffect, then: InEffect, own: Mapping[str, tuple[str, ...]]
) -> Sample | None:
    known = _lower(now, then)
    for passage in _spread(_candidates(after.book, now, then)):
        question = _question(passage, own)
        try:
            one, other = before.ask(question, now.level, now.policy), after.ask(question, then.level, then.policy)
        except BadQuestion:
            continue
        if _seen(one) != _seen(other):
            told = [*(hit.passage for hit in (*one.told, *other.told)), *one.kept, *other.kept, passage]
            return Sample(question, one, other, before.book, after.book, bool(touches(told, known)))
    return None


def _lower(now: InEffect, then: InEffect) -> Level:
    """The level up to which nothing is a spoiler, neither now nor then; of another book nothing is known."""
    if now.book.slug != then.book.slug:
        return then.book.level(START)
    return min(now.level, then.level)


def _candidates(book: Book, now: InEffect, then: InEffect) -> Sequence[Passage]:
    if now.book.slug == then.book.slug and now.level != then.level:
        differ = [p for p in book.passages if bool(touches([p], now.level)) != bool(touches([p], then.level))]
    else:
        differ = [p for p in book.passages if touches([p], then.level)]
    return differ or book.passages


def _spread(passages: Sequence[Passage]) -> Iterator[Passage]:
    """A few of them, from the whole stretch."""
    step = max(1, len(passages) // _TRIED)
    yield from passages[::step][:_TRIED]


def _question(passage: Passage, own: Mapping[str, tuple[str, ...]]) -> str:
    """A passage's own question, or what it tells, as somebody may ask after it."""
    return next(iter(own.get(passage.id, ())), passage.text[:LONGEST])


def _seen(answer: Answer) -> tuple[object, ...]:
    return answer.status, [hit.passage.id for hit in answer.told], answer.covered, bool(answer.kept)
