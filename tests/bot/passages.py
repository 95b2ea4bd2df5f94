"""Questions of the shipped book that the tests ask, found in the book itself rather than written down."""

from __future__ import annotations

from functools import cache

from knowledge.answer import Answer, Status
from knowledge.book import Examples, Passage
from knowledge.books.examples import read_examples
from knowledge.books.reading import LIBRARY, read_book
from knowledge.librarian import Librarian
from knowledge.spoilers import Level, Policy, touches


@cache
def examples() -> Examples:
    """The shipped book's own questions, untold ones and messages."""
    folder = LIBRARY / "never-let-me-go"
    return read_examples(folder, read_book(folder))


def own_questions(passage: Passage) -> tuple[str, ...]:
    return examples().questions[passage.id]


def told(answer: Answer) -> str:
    """The text of what is told."""
    return " ".join(hit.passage.text for hit in answer.told)


def past(librarian: Librarian, level: Level) -> list[Passage]:
    """The passages past a level."""
    return [passage for passage in librarian.book.passages if touches([passage], level)]


def spoiling_question(librarian: Librarian, level: Level) -> str:
    """A question whose answer goes past the level, and of which silence says nothing at all."""
    for passage in past(librarian, level):
        for question in own_questions(passage):
            warned = librarian.ask(question, level, Policy.WARN)
            withheld = librarian.ask(question, level, Policy.WITHHOLD)
            silent = librarian.ask(question, level, Policy.SILENT)
            if warned.covered and withheld.kept and not withheld.told and silent.status is Status.UNKNOWN:
                return question
    raise AssertionError(f"no question past {level.name}")


def open_question(librarian: Librarian, level: Level) -> str:
    """A question that is answered openly at the level, with another passage to offer."""
    for passage in librarian.book.passages:
        for question in own_questions(passage):
            answer = librarian.ask(question, level, Policy.WARN)
            if answer.status is Status.SURE and not answer.touches and answer.further:
                return question
    raise AssertionError(f"no open question at {level.name}")


def unknown_question(librarian: Librarian) -> str:
    """A question about the book that the summary doesn't tell."""
    for question in examples().untold:
        answers = [
            librarian.ask(question, librarian.book.levels[0], Policy.SILENT),
            librarian.ask(question, librarian.book.levels[-1], Policy.WARN),
        ]
        if all(answer.status is Status.UNKNOWN and answer.remark is None for answer in answers):
            return question
    raise AssertionError("every question is answered")
