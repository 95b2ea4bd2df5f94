"""Questions of the shipped book that the tests ask, found in the book itself rather than written down."""

from __future__ import annotations

from knowledge.answer import Status
from knowledge.book import Passage
from knowledge.librarian import Librarian
from knowledge.spoilers import Level, Policy, touches


def past(librarian: Librarian, level: Level) -> list[Passage]:
    """The passages past a level."""
    return [passage for passage in librarian.book.passages if touches([passage], level)]


def spoiling_question(librarian: Librarian, level: Level) -> str:
    """A question whose answer goes past the level, and of which silence says nothing at all."""
    for passage in past(librarian, level):
        for question in passage.questions:
            warned = librarian.ask(question, level, Policy.WARN)
            withheld = librarian.ask(question, level, Policy.WITHHOLD)
            silent = librarian.ask(question, level, Policy.SILENT)
            if warned.hidden and withheld.withheld and not withheld.passages and silent.status is Status.UNKNOWN:
                return question
    raise AssertionError(f"no question past {level.name}")


def open_question(librarian: Librarian, level: Level) -> str:
    """A question that is answered openly at the level, with another passage to offer."""
    for passage in librarian.book.passages:
        for question in passage.questions:
            answer = librarian.ask(question, level, Policy.WARN)
            if answer.status is Status.ANSWERED and answer.hidden is None and answer.others:
                return question
    raise AssertionError(f"no open question at {level.name}")


def unknown_question(librarian: Librarian) -> str:
    """A question about the book that the summary doesn't tell."""
    for question in librarian.book.untold:
        answer = librarian.ask(question, librarian.book.levels[0], Policy.SILENT)
        full = librarian.ask(question, librarian.book.levels[-1], Policy.WARN)
        if answer.status is full.status is Status.UNKNOWN:
            return question
    raise AssertionError("every question is answered")
