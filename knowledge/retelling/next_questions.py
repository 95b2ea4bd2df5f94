"""What to ask next: questions near an answer, each of which the book is known to answer within the level."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from weakref import WeakKeyDictionary

from knowledge.answer import Answer, Status
from knowledge.book import Book, Passage
from knowledge.librarian import Librarian
from knowledge.retelling.cover import held
from knowledge.retelling.known import names_later, present, within
from knowledge.spoilers import Level, Policy, touches

MOST = 3
TRIED = 12  # passages: each costs a search or two, once
NEW = 0.5  # the least share of a passage's stems that those told, or asked about, must lack
_TITLE = re.compile(r"(?:who|whom|whose|what|which|when|where|why|how|whether)\b", re.IGNORECASE)

_tested: WeakKeyDictionary[Librarian, dict[tuple[str, str], str | None]] = WeakKeyDictionary()


def offers(librarian: Librarian, answer: Answer, level: Level, longest: int = 1_000) -> tuple[tuple[Passage, str], ...]:
    """Up to three questions of passages near those told, nearest first, each with its passage; asked at the level, each
    is surely answered with the passage that it was made from. None has more than `longest` characters.

    None after an answer that is covered, kept back or unknown: what is near it would tell what it is about.
    """
    told = [hit.passage for hit in answer.told]
    if not told or touches(told, level) or answer.kept:
        return ()
    found: list[tuple[Passage, str]] = []
    seen = list(told)
    for passage in _near(librarian.book, told, level)[:TRIED]:
        if len(found) == MOST:
            break
        if not _is_new(passage, seen):
            continue
        question = question_for(librarian, passage, level)
        if question and len(question) <= longest:
            found.append((passage, question))
            seen.append(passage)
    return tuple(found)


def question_for(librarian: Librarian, passage: Passage, level: Level) -> str | None:
    """A question that is surely answered with the passage at the level, and tells nothing past it; None for none."""
    tested = _tested.setdefault(librarian, {})
    key = (passage.id, level.id)
    if key not in tested:
        tested[key] = next(
            (text for text in _wordings(librarian.book, passage) if _sound(librarian, text, passage, level)), None
        )
    return tested[key]


def _wordings(book: Book, passage: Passage) -> Iterator[str]:
    """The passage's own questions, or, where none will do, one made of its title."""
    own = book.suggestions.get(passage.id, ())
    yield from own
    if passage.title and not own:
        title = passage.title.rstrip("?.!")
        yield (
            f"Do we learn {title[0].lower()}{title[1:]}?" if _TITLE.match(title) else f"What about \u201c{title}\u201d?"
        )


def _sound(librarian: Librarian, question: str, passage: Passage, level: Level) -> bool:
    if names_later(librarian.book, question, level) or librarian.check(question, level).touches:
        return False
    answer = librarian.ask(question, level, Policy.WARN)
    told = [hit.passage for hit in answer.told]
    return answer.status is Status.SURE and answer.remark is None and not answer.touches and passage in told


def _near(book: Book, told: Sequence[Passage], level: Level) -> list[Passage]:
    """The other passages within the level, by what they share with those told: characters, part, place in the book."""
    people = frozenset().union(*(present(book, passage) for passage in told))
    parts = {passage.part for passage in told}
    places = [book.order[passage.id] for passage in told]

    def nearness(passage: Passage) -> float:
        here = present(book, passage)
        shared = len(here & people) / max(len(here | people), 1)
        apart = min(abs(book.order[passage.id] - place) for place in places)
        return 2 * shared + (passage.part in parts) + 1 / (1 + apart / 4)

    others = [passage for passage in within(book, level) if passage not in told]
    return sorted(others, key=lambda passage: -nearness(passage))


def _is_new(passage: Passage, seen: Sequence[Passage]) -> bool:
    """Whether it tells something else than each of those seen."""
    stems = held(passage)
    return all(sum(stem not in set(held(other)) for stem in stems) >= NEW * len(stems) for other in seen)
