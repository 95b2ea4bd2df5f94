"""Which development cases go wrong, and how: what one reads to make the answers better."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from knowledge.answer import Answer, Status
from knowledge.book import Book
from knowledge.judging.followups import Chat
from knowledge.librarian import Librarian
from knowledge.measuring.evaluation import Question, read_chats, read_messages, read_questions
from knowledge.spoilers import Level, Policy


class Failure(NamedTuple):
    """A case that went wrong: in which way, the member's words (all turns of a chat), and what Norfolk made of it."""

    how: str
    said: str
    got: str


def failures(librarian: Librarian, folder: Path, name: str) -> Iterator[Failure]:
    """What `norfolk eval` counts as wrong in `<name>.jsonl`, `chats-<name>.jsonl` and `messages-<name>.jsonl`."""
    book, level = librarian.book, librarian.book.default_level
    for question in read_questions(folder / f"{name}.jsonl"):
        answer = librarian.ask(question.text, level, Policy.WARN)
        if how := wrong(question, answer, book, level):
            yield Failure(how, question.text, got(answer))
    for turns in read_chats(folder / f"chats-{name}.jsonl"):
        chat = Chat()
        for number, turn in enumerate(turns, 1):
            answer = librarian.ask(turn.text, level, Policy.WARN, chat)
            if turn.followup and turn.answerable and not turn.right(answer):
                said = " / ".join(earlier.text for earlier in turns[:number])
                yield Failure("follow-up wrong", said, got(answer))
    for post in read_messages(folder / f"messages-{name}.jsonl"):
        spoils = post.reaches(book, level)
        found = librarian.check(post.text, level)
        if bool(found.touches) != spoils:
            yield Failure("spoiler missed" if spoils else "false alarm", post.text, f"{found.score:.2f}")


def wrong(question: Question, answer: Answer, book: Book, level: Level) -> str:
    """How the answer fails its question, "" when it doesn't."""
    if not question.answerable:
        return "told as sure" if answer.status is Status.SURE else ""
    if answer.status is Status.UNKNOWN:
        return "refused"
    if not question.right(answer):
        return "wrong"
    spoils = question.reaches(book, level)
    if bool(answer.touches) == spoils:
        return ""
    return "no warning" if spoils else "false warning"


def got(answer: Answer) -> str:
    """The passages that were told, with their scores, or that nothing was."""
    return ", ".join(f"{hit.passage.id} {hit.score:.2f}" for hit in answer.told) or "(refused)"
