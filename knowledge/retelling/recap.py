"""The story so far: passages of the parts that one has read, in book order. Nothing is written anew or said twice."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from knowledge.book import Book, Passage
from knowledge.books.importing.into_sentences import split
from knowledge.retelling.cover import cover, length, weights
from knowledge.retelling.known import within
from knowledge.spoilers import Level

SHORT = 450  # words, about two minutes of reading
MOST = 0.95  # of a part's weight that a recap without marks holds; its facts, November 2026
LATEST = 3  # how many times the room of a part before it the latest one gets in a short recap


def recap(book: Book, level: Level, *, since: Level | None = None, short: bool = False) -> tuple[Passage, ...]:
    """What the book tells up to `level`, in book order; only of the parts after `since`, for who has finished that.

    It is made of the passages that the book marks, and of those that cover most of a part without marks; `short` keeps
    it to SHORT words. Passages that belong to no part are told only where they are marked. One that begins with what
    was just told, as those of an import do, comes without it.
    """
    before = since.rank if since else -1
    known = within(book, level)  # what is past the level has no say in what is chosen, either
    parts = [[passage for passage in known if passage.part == part.id] for part in book.levels if part.rank > before]
    told = [_marked(part) or _covering(part, known) for part in parts]
    if short:
        told = _shortened(parts, told, known)
    chosen = {passage.id for part in told for passage in part}
    return tuple(_once(passage for passage in known if passage.id in chosen))


def _marked(part: Sequence[Passage]) -> list[Passage]:
    return [passage for passage in part if passage.recap]


def _covering(part: Sequence[Passage], known: Sequence[Passage]) -> list[Passage]:
    if part and not part[0].secrets:  # about the book, not of its story
        return []
    return cover(part, weights(part, known), MOST)


def _shortened(
    parts: Sequence[Sequence[Passage]], full: Sequence[Sequence[Passage]], known: Sequence[Passage]
) -> list[list[Passage]]:
    """Of each part the passages, marked or not, that hold most of what its full recap tells, within their words."""
    told = [number for number, part in enumerate(full) if part]
    shares = {number: LATEST if number == told[-1] else 1 for number in told}
    left = float(SHORT)
    found: list[list[Passage]] = [[] for _ in full]
    for number in told:
        room = left * shares[number] / sum(share for other, share in shares.items() if other >= number)
        found[number] = cover(parts[number], weights(parts[number], known), budget=room)
        left -= sum(map(length, found[number]))
    return found


def _once(passages: Iterable[Passage]) -> Iterator[Passage]:
    """The passages without the sentences at their beginning that were told last, and none of which nothing is left."""
    told: list[str] = []
    for passage in passages:
        sentences = split(passage.text)
        again = next((n for n in range(len(sentences), 0, -1) if told[-n:] == sentences[:n]), 0)
        rest = sentences[again:]
        if rest:
            yield replace(passage, text=" ".join(rest)) if again else passage
        told += rest
