"""Labelled questions about the tales and our own books: which passages answer them, and which of them teach the
encoder's adapter.

What teaches the adapter isn't used to fit the weights: how well words meet there says nothing of other questions.
"""

from __future__ import annotations

import json
import random
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from knowledge.book import Book, Examples
from knowledge.books.importing.drafting import draft
from knowledge.judging.followups import Turn
from knowledge.search.words import fold

Mask = npt.NDArray[np.bool_]
Asked = list[tuple[str, list[int]]]  # folded questions with the numbers of the passages that answer them

SHIPPED = "never-let-me-go"
OTHERS = ("frankenstein", "jekyll-and-hyde", "pride-and-prejudice")
OTHERS_SETS = "shelf-fitting"
NOVELS = "novels"  # the folder of summaries and of questions about them, and its list
A_PASSAGE = 12  # own questions of a passage of our first book
FEW = 4  # passages that may answer a question that teaches


@dataclass(frozen=True)
class Tale:
    """A tale as it was written, and the questions about it."""

    title: str
    passages: list[str]
    asked: Asked


@dataclass(frozen=True)
class Novel:
    """A book as the import makes it of a summary, half of it read, and labelled questions and chats about it; whether
    they teach the adapter."""

    book: Book
    questions: list[dict[str, Any]]
    chats: list[dict[str, Any]]
    teaches: bool

    @property
    def asked(self) -> Asked:
        """Its questions that few passages answer, those of chats behind the question before."""
        return _few([*self.questions, *self._followed()], self.book)

    def _followed(self) -> Iterator[dict[str, Any]]:
        for chat in self.chats:
            for before, turn in pairwise(chat["turns"]):
                if turn["followup"]:
                    asked = Turn(before["question"], (), (), 0.0).before(turn["question"])[0]
                    yield turn | {"question": asked}


def read_jsonl(path: Path) -> list[dict[str, Any]]:
    """The objects of a JSONL file, one a line."""
    return [json.loads(line) for line in path.read_text(encoding="utf-8").split("\n") if line.strip()]


def read_tales(tales: Path, questions: Path, split: str) -> Iterator[Tale]:
    """The tales of a split, `fit` or `dev`, both files as JSON lines."""
    asked: dict[str, Asked] = defaultdict(list)
    for data in read_jsonl(questions):
        asked[data["book"]].append((fold(data["question"]), data["gold"]))
    for data in read_jsonl(tales):
        if data["split"] == split:
            yield Tale(data["title"], data["passages"], asked[data["book"]])


def read_novels(folder: Path) -> Iterator[Novel]:
    """The novels of a folder, in the order of its list."""
    chats = read_jsonl(folder / "chats.jsonl")
    for entry in json.loads((folder / f"{NOVELS}.json").read_text(encoding="utf-8")):
        summary = folder / entry["file"]
        book = draft(summary.read_bytes(), summary.name, title=entry["title"], author=entry["author"]).book
        half = book.levels[len(book.levels) // 2]
        about = [chat for chat in chats if chat["book"] == summary.stem]
        questions = read_jsonl(summary.with_suffix(".jsonl"))
        yield Novel(replace(book, default_level=half), questions, about, entry.get("teaches", False))


def right(question: dict[str, Any], book: Book) -> Mask:
    """The passages that hold every fact of a labelled question, of its own part where there are such, shape
    (passages,)."""
    texts = [passage.text.lower() for passage in book.passages]
    facts = [[wording.lower() for wording in group] for group in question["facts"]]
    found = np.array([all(any(word in text for word in group) for group in facts) for text in texts])
    exact = found & np.array([passage.part == question["part"] for passage in book.passages])
    return exact if exact.any() else found


def taught(book: Book, sets: Path) -> Asked:
    """The half of the questions about another shipped book that teaches the adapter."""
    found = _few(_about(book, sets), book)
    random.Random(5).shuffle(found)
    return found[::2]


def untaught(book: Book, sets: Path) -> Iterator[dict[str, Any]]:
    """The other questions about that book, told and untold, as they are labelled."""
    known = {text for text, _ in taught(book, sets)}
    return (question for question in _about(book, sets) if fold(question["question"]) not in known)


def own(book: Book, examples: Examples) -> Asked:
    """Some of a book's own questions for each passage."""
    order = random.Random(3)
    return [
        (fold(text), [book.order[id]])
        for id, texts in examples.questions.items()
        for text in order.sample(texts, min(A_PASSAGE, len(texts)))
    ]


def _few(questions: list[dict[str, Any]], book: Book) -> Asked:
    found = []
    for question in questions:
        numbers = np.flatnonzero(right(question, book)).tolist() if question["answerable"] else []
        if 0 < len(numbers) <= FEW:
            found.append((fold(question["question"]), numbers))
    return found


def _about(book: Book, sets: Path) -> list[dict[str, Any]]:
    return read_jsonl(sets / OTHERS_SETS / f"{book.slug}.jsonl")
