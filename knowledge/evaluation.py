"""How good the answers are, on labelled question sets."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from knowledge.answer import Answer, Status
from knowledge.book import Book
from knowledge.followups import Chat
from knowledge.librarian import Librarian
from knowledge.spoilers import Level, Policy, touches


@dataclass(frozen=True)
class Question:
    """A labelled question: `facts` are groups of wordings, and a right answer holds one of each group.

    `part` is how far the answer reveals the book, None when the summary doesn't tell; `followup` says that it
    can't be understood without the chat before it.
    """

    text: str
    answerable: bool
    facts: tuple[tuple[str, ...], ...]
    part: str | None
    followup: bool = False

    def reaches(self, book: Book, level: Level) -> bool:
        """Whether its answer lies past the level."""
        return _past(book, self.part, level)

    def right(self, answer: Answer) -> bool:
        """Whether the answer's text, covered or not, holds every fact."""
        text = (answer.hidden or answer.shown).lower()
        told = answer.status is Status.ANSWERED
        return told and all(any(wording.lower() in text for wording in group) for group in self.facts)


@dataclass(frozen=True)
class Post:
    """A labelled channel message: `part` is the furthest that it gives away, None for nothing."""

    text: str
    part: str | None

    def reaches(self, book: Book, level: Level) -> bool:
        """Whether it gives something past the level away."""
        return _past(book, self.part, level)


@dataclass(frozen=True)
class Row:
    """A line of the report: `value` of `count` cases, beside the least value asked for (`most`: the largest)."""

    name: str
    value: float
    count: int
    goal: float
    most: bool = False
    percent: bool = True

    @property
    def met(self) -> bool:
        return self.value <= self.goal if self.most else self.value >= self.goal


def read_questions(path: Path) -> list[Question]:
    return [_question(data) for data in _lines(path)]


def read_chats(path: Path) -> list[list[Question]]:
    return [[_question(turn) for turn in data["turns"]] for data in _lines(path)]


def read_messages(path: Path) -> list[Post]:
    return [Post(data["text"], data["part"]) for data in _lines(path)]


def evaluate(librarian: Librarian, folder: Path, name: str) -> Iterator[Row]:
    """The rows of the report for the sets `<name>.jsonl`, `chats-<name>.jsonl` and `messages-<name>.jsonl`."""
    book = librarian.book
    level = book.default_level
    questions = read_questions(folder / f"{name}.jsonl")
    answers = [librarian.ask(question.text, level, Policy.WARN) for question in questions]
    yield from _answering(book, level, questions, answers)
    yield _share("follow-ups right", _followups(librarian, folder / f"chats-{name}.jsonl"), 0.80)
    words = [len((a.hidden or a.shown).split()) for a in answers if a.status is Status.ANSWERED]
    yield Row("words in an answer, median", float(np.median(words)), len(words), 60, most=True, percent=False)
    yield Row("words, 95th percentile", float(np.quantile(words, 0.95)), len(words), 120, most=True, percent=False)
    texts = [question.text for question in questions]
    leaked = list(leaks(librarian, texts))
    yield Row("uncovered past the level", float(sum(leaked)), len(leaked), 0, most=True, percent=False)
    yield from _checking(librarian, folder / f"messages-{name}.jsonl", level)


def _answering(book: Book, level: Level, questions: Sequence[Question], answers: Sequence[Answer]) -> Iterator[Row]:
    pairs = list(zip(questions, answers, strict=True))
    told = [(question, answer) for question, answer in pairs if question.answerable]
    spoiling = [(q, a) for q, a in told if q.reaches(book, level)]
    open_ones = [(q, a) for q, a in told if not q.reaches(book, level)]
    yield _share("right (a refusal is wrong)", [q.right(a) for q, a in told], 0.90)
    yield _share("spoilers right, under a warning", [q.right(a) and bool(a.touches) for q, a in spoiling], 0.93)
    yield _share("false warnings", [bool(a.touches) for _, a in open_ones], 0.04, most=True)
    yield _share("unanswerable refused", [a.status is Status.UNKNOWN for q, a in pairs if not q.answerable], 0.82)
    yield _share("answerable kept", [a.status is Status.ANSWERED for _, a in told], 0.95)


def _followups(librarian: Librarian, path: Path) -> Iterator[bool]:
    for turns in read_chats(path):
        chat = Chat()
        for turn in turns:
            answer = librarian.ask(turn.text, librarian.book.default_level, Policy.WARN, chat)
            if turn.followup and turn.answerable:
                yield turn.right(answer)


def leaks(librarian: Librarian, questions: Iterable[str]) -> Iterator[bool]:
    """For every question, level and policy: is a passage past the level shown, or listed where it mustn't be?"""
    passages = librarian.book.passages
    for question in questions:
        found = librarian.understand(question)
        for level in librarian.book.levels:
            past = [passage for passage in passages if touches([passage], level)]
            for policy in Policy:
                answer = librarian.answer(question, found, level, policy)
                closed = policy is not Policy.WARN
                listed = {hit.passage for hit in (*answer.passages, *answer.others)} if closed else set()
                yield (
                    any(passage.text in answer.shown or passage in listed for passage in past)
                    or (closed and answer.hidden is not None)
                    or (policy is Policy.SILENT and bool(answer.touches or answer.warning or answer.on_request))
                )


def _checking(librarian: Librarian, path: Path, level: Level) -> Iterator[Row]:
    found: dict[bool, list[bool]] = {True: [], False: []}
    for message in read_messages(path):
        found[message.reaches(librarian.book, level)].append(bool(librarian.check(message.text, level).touches))
    yield _share("spoiling messages caught", found[True], 0.85)
    yield _share("false alarms", found[False], 0.05, most=True)


def _share(name: str, cases: Iterable[bool], goal: float, most: bool = False) -> Row:
    found = list(cases)
    return Row(name, sum(found) / max(len(found), 1), len(found), goal, most)


def _past(book: Book, part: str | None, level: Level) -> bool:
    return part is not None and book.level(part).rank > level.rank


def _question(data: dict[str, Any]) -> Question:
    facts = tuple(tuple(group) for group in data["facts"])
    return Question(data["question"], data["answerable"], facts, data["part"], data.get("followup", False))


def _lines(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text().splitlines() if line.strip()]
