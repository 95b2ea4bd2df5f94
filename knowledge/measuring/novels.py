"""How good the answers are about novels that nobody prepared: summaries imported as they stand, and questions and chats
by hands that hadn't seen the passages."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from knowledge.answer import Status
from knowledge.book import Examples
from knowledge.building.embedding import Embedder
from knowledge.building.labelled import read_novels
from knowledge.judging.weights import Weights
from knowledge.librarian import Librarian
from knowledge.measuring.evaluation import Question, Row, follow_ups, question_of, share
from knowledge.measuring.in_memory import librarian_of
from knowledge.search.encoder import Encoder
from knowledge.spoilers import Policy

FOLDER = "novels-test"
LATE = "end"  # the third of a summary that tells what a question asks


def measure_novels(folder: Path, encoder: Encoder, weights: Weights) -> Iterator[Row]:
    """The figures over all novels of a folder, for readers of the whole book; and how often those of half of it are
    told openly what the last third of the summary tells."""
    embedder = Embedder(encoder, None)
    right, kept, sure = [], [], []
    followed: list[bool] = []
    early: list[bool] = []
    for novel in read_novels(folder):
        librarian = librarian_of(novel.book, Examples(), encoder, embedder, weights)
        whole, questions = novel.book.levels[-1], [question_of(data) for data in novel.questions]
        for question in questions:
            answer = librarian.ask(question.text, whole, Policy.WARN)
            if question.answerable:
                right.append(question.right(answer))
                kept.append(answer.status is not Status.UNKNOWN)
            else:
                sure.append(answer.status is Status.SURE)
        followed += follow_ups(librarian, whole, ([question_of(turn) for turn in c["turns"]] for c in novel.chats))
        early += _early(librarian, questions)
    yield share("right (a refusal is wrong)", right, None)
    yield share("answerable: not refused", kept, None)
    yield share("unanswerable: told as sure", sure, None, most=True)
    yield share("follow-ups right", followed, None)
    yield share("told openly after half of the book, of what the last third tells", early, 0, most=True)


def _early(librarian: Librarian, questions: Sequence[Question]) -> Iterator[bool]:
    for question in questions:
        if question.answerable and question.part == LATE:
            answer = librarian.ask(question.text, librarian.book.default_level, Policy.WARN)
            yield question.right(answer) and not answer.covered
