"""How good the answers are, on labelled question sets."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np

from knowledge.answer import Answer, Status
from knowledge.book import Book
from knowledge.building.labelled import read_jsonl
from knowledge.judging.confidence import probability
from knowledge.judging.followups import Chat
from knowledge.librarian import Librarian
from knowledge.spoilers import Level, Policy, touches

TALK = 120  # words


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
        """Whether the passages that are told, sure or unsure, covered or not, hold every fact."""
        text = answer.text.lower()
        return bool(answer.told) and all(any(wording.lower() in text for wording in group) for group in self.facts)


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
    """A line of the report: `value` of `count` cases, and the least value asked for (`most`: the largest), if any."""

    name: str
    value: float
    count: int
    goal: float | None
    most: bool = False
    percent: bool = True

    @property
    def met(self) -> bool:
        return self.goal is None or (self.value <= self.goal if self.most else self.value >= self.goal)


def read_questions(path: Path) -> list[Question]:
    return [question_of(data) for data in read_jsonl(path)]


def read_chats(path: Path) -> list[list[Question]]:
    return [[question_of(turn) for turn in data["turns"]] for data in read_jsonl(path)]


def read_messages(path: Path) -> list[Post]:
    return [Post(data["text"], data["part"]) for data in read_jsonl(path)]


def evaluate(librarian: Librarian, bare: Librarian, folder: Path, name: str) -> Iterator[Row]:
    """The rows of the report for the sets `<name>.jsonl`, `chats-<name>.jsonl` and `messages-<name>.jsonl`.

    `bare` is a librarian of the same book without its examples.
    """
    level = librarian.book.default_level
    questions = read_questions(folder / f"{name}.jsonl")
    yield from answering(librarian, level, questions)
    chats = read_chats(folder / f"chats-{name}.jsonl")
    yield share("follow-ups right", follow_ups(librarian, level, chats), 0.88)
    answers = [librarian.ask(question.text, level, Policy.WARN) for question in questions]
    words = [len(answer.text.split()) for answer in answers if answer.told]
    yield Row("words in an answer, median", float(np.median(words)), len(words), 60, most=True, percent=False)
    yield Row("words, 95th percentile", float(np.quantile(words, 0.95)), len(words), 120, most=True, percent=False)
    leaked = list(leaks(librarian, [question.text for question in questions]))
    yield Row("uncovered past the level", float(sum(leaked)), len(leaked), 0, most=True, percent=False)
    yield from _checking(librarian, folder / f"messages-{name}.jsonl", level)
    yield from _without_examples(bare, level, questions)


def answering(librarian: Librarian, level: Level, questions: Sequence[Question]) -> Iterator[Row]:
    """How labelled questions are answered for readers at a level."""
    book = librarian.book
    pairs = [(question, librarian.ask(question.text, level, Policy.WARN)) for question in questions]
    told = [(question, answer) for question, answer in pairs if question.answerable]
    spoiling = [(q, a) for q, a in told if q.reaches(book, level)]
    open_ones = [(q, a) for q, a in told if not q.reaches(book, level)]
    untold = [answer for question, answer in pairs if not question.answerable]
    yield share("right (a refusal is wrong)", [q.right(a) for q, a in told], 0.93)
    yield share("spoilers right, under a warning", [q.right(a) and bool(a.touches) for q, a in spoiling], 0.94)
    yield share("false warnings", [bool(a.touches) for _, a in open_ones], 0.04, most=True)
    yield share("answerable: told as sure", [a.status is Status.SURE for _, a in told], 0.90)
    yield share("answerable: not refused", [a.status is not Status.UNKNOWN for _, a in told], 0.98)
    yield share("unanswerable: told as sure", [a.status is Status.SURE for a in untold], 0.12, most=True)
    yield share("unanswerable: refused", [a.status is Status.UNKNOWN for a in untold], 0.5)
    yield _calibration(librarian, questions)


def _calibration(librarian: Librarian, questions: Sequence[Question]) -> Row:
    """The expected calibration error (Guo et al. 2017) of the probability that the book tells the answer, in ten bins;
    told and untold questions count alike together, as the fit assumes."""
    reader = librarian.reader
    labels = np.array([question.answerable for question in questions])
    chances = np.array([probability(reader.understand(reader.readable(q.text)).told) for q in questions])
    weights = np.where(labels, 0.5 / max(labels.sum(), 1), 0.5 / max((~labels).sum(), 1))
    bins = np.minimum((chances * 10).astype(int), 9)
    error = sum(abs(((chances - labels) * weights)[bins == number].sum()) for number in range(10))
    return Row("expected calibration error", float(error), len(labels), 0.10, most=True)


def _without_examples(bare: Librarian, level: Level, questions: Sequence[Question]) -> Iterator[Row]:
    """What the book's passages are worth alone."""
    rows = {row.name: row for row in answering(bare, level, questions)}
    for name, goal in (("right (a refusal is wrong)", 0.77), ("spoilers right, under a warning", 0.62)):
        yield replace(rows[name], name=f"without examples: {name.split(' (')[0]}", goal=goal)
    odds = {
        answerable: [
            bare.reader.understand(bare.reader.readable(q.text)).told for q in questions if q.answerable is answerable
        ]
        for answerable in (True, False)
    }
    line = float(np.quantile(odds[True], 0.2))
    yield share(
        "without examples: untold over the line that 80% pass", [x >= line for x in odds[False]], 0.30, most=True
    )


def follow_ups(librarian: Librarian, level: Level, chats: Iterable[Sequence[Question]]) -> Iterator[bool]:
    """Whether each follow-up that the book answers is answered rightly, every chat from its beginning."""
    for turns in chats:
        chat = Chat()
        for turn in turns:
            answer = librarian.ask(turn.text, level, Policy.WARN, chat)
            if turn.followup and turn.answerable:
                yield turn.right(answer)


def leaks(librarian: Librarian, questions: Iterable[str]) -> Iterator[bool]:
    """For every question, level and policy: is a passage past the level shown, or listed where it mustn't be?"""
    for question in questions:
        understood = librarian.reader.understand(librarian.reader.readable(question))
        for level in librarian.book.levels:
            for policy in Policy:
                answer = librarian.answer(understood, level, policy)
                open_ones = [] if answer.covered else [hit.passage for hit in answer.told]
                listed = [] if policy is Policy.WARN else [hit.passage for hit in answer.further]
                told_of = policy is Policy.SILENT and bool(answer.touches or answer.kept)
                sent = policy is not Policy.WARN and answer.covered
                yield told_of or sent or bool(touches([*open_ones, *listed], level))


def _checking(librarian: Librarian, path: Path, level: Level) -> Iterator[Row]:
    messages = read_messages(path)
    telling = [message.text for message in messages if message.reaches(librarian.book, level)]
    harmless = [message.text for message in messages if not message.reaches(librarian.book, level)]

    def alarms(texts: Iterable[str]) -> list[bool]:
        return [bool(librarian.check(text, level).touches) for text in texts]

    talk = list(long_talk(harmless))
    yield share("giveaways caught", alarms(telling), 0.93)
    yield share("false alarms", alarms(harmless), 0.04, most=True)
    buried = [hidden_in(talk[number % len(talk)], text) for number, text in enumerate(telling)] if talk else []
    yield share(f"giveaways inside {TALK} words of talk caught", alarms(buried), 0.90)
    yield share("false alarms at such talk", alarms(talk), 0.20, most=True)


def long_talk(harmless: Sequence[str]) -> Iterator[str]:
    """Harmless messages joined to texts of TALK words and more."""
    joined: list[str] = []
    for text in harmless:
        joined.append(text.rstrip(".!? ") + ".")
        if sum(len(part.split()) for part in joined) >= TALK:
            yield " ".join(joined)
            joined = []


def hidden_in(talk: str, text: str) -> str:
    """The text in the middle of the talk, after a sentence."""
    parts = talk.split(". ")
    middle = len(parts) // 2
    return f"{'. '.join(parts[:middle])}. {text.rstrip('.!? ')}. {'. '.join(parts[middle:])}"


def share(name: str, cases: Iterable[bool], goal: float | None, most: bool = False) -> Row:
    """The share of the cases that hold."""
    found = list(cases)
    return Row(name, sum(found) / max(len(found), 1), len(found), goal, most)


def _past(book: Book, part: str | None, level: Level) -> bool:
    return part is not None and book.level(part).rank > level.rank


def question_of(data: dict[str, Any]) -> Question:
    """A question or a turn of a chat as the sets have it."""
    facts = tuple(tuple(group) for group in data["facts"])
    return Question(data["question"], data["answerable"], facts, data["part"], data.get("followup", False))
