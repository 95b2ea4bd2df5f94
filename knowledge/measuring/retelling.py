"""How good the retelling is: what recaps hold of what happens, and whether suggested questions are answered."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from knowledge.answer import Answer
from knowledge.book import Book, Passage
from knowledge.building.labelled import read_jsonl
from knowledge.judging.followups import Chat
from knowledge.librarian import Librarian
from knowledge.measuring.evaluation import Row, share
from knowledge.retelling.known import within
from knowledge.retelling.next_questions import offers, question_for
from knowledge.retelling.recap import recap
from knowledge.spoilers import Policy

FACTS = "recap-facts.jsonl"

Fact = tuple[tuple[str, ...], ...]  # groups of wordings: a passage holds it that has one of each group


@dataclass(frozen=True)
class PartFacts:
    """What happens in a part of a book, as facts that its recap should hold."""

    book: str
    part: str
    facts: tuple[Fact, ...]


def read_facts(path: Path) -> list[PartFacts]:
    return [
        PartFacts(row["book"], row["part"], tuple(tuple(map(tuple, fact)) for fact in row["facts"]))
        for row in read_jsonl(path)
    ]


def holds(passages: Iterable[Passage], fact: Fact) -> bool:
    """Whether one of the passages holds the fact."""
    texts = [passage.text.lower() for passage in passages]
    return any(all(any(wording in text for wording in group) for group in fact) for text in texts)


def measure_retelling(librarians: Sequence[Librarian], parts: Sequence[PartFacts]) -> Iterator[Row]:
    """The rows of the report over books at their default levels; of `parts` those of other books don't count."""
    books = {librarian.book.slug: librarian.book for librarian in librarians}
    known = [part for part in parts if part.book in books]
    plain = {slug: _unmarked(book) for slug, book in books.items()}
    for name, shelf, short, goal in (
        ("recap: facts held", books, False, 0.9),
        ("recap in short: facts held", books, True, 0.6),
        ("recap of books without marks: facts held", plain, False, 0.75),
    ):
        held = [
            holds(recap(shelf[part.book], shelf[part.book].level(part.part), short=short), fact)
            for part in known
            for fact in part.facts
        ]
        yield share(name, held, goal)
    yield from _suggesting(librarians)


def _unmarked(book: Book) -> Book:
    return replace(book, passages=tuple(replace(passage, recap=False) for passage in book.passages))


def _suggesting(librarians: Iterable[Librarian]) -> Iterator[Row]:
    """Of every passage within the level, told as an answer: what is suggested under it, asked anew and in the chat."""
    asked: list[bool] = []
    in_chat: list[bool] = []
    given: list[bool] = []
    for librarian in librarians:
        book, level = librarian.book, librarian.book.default_level
        for passage in within(book, level):
            found = offers(librarian, librarian.show([passage], level, Policy.WARN), level)
            given.append(bool(found))
            for made_from, question in found:
                chat = Chat()
                librarian.ask(question_for(librarian, passage, level) or passage.title, level, Policy.WARN, chat)
                asked.append(_tells(librarian.ask(question, level, Policy.WARN), made_from))
                in_chat.append(_tells(librarian.ask(question, level, Policy.WARN, chat), made_from))
    yield share("next questions: answered with their passage", asked, 0.95)
    yield share("next questions in a chat: the same", in_chat, 0.9)
    yield share("answers with a next question", given, 0.9)


def _tells(answer: Answer, passage: Passage) -> bool:
    return not answer.touches and passage in [hit.passage for hit in answer.told]
