"""Labelled questions about the tales and our own books: which passages answer them, and which of them teach the
encoder's adapter.

What teaches the adapter isn't used to fit the weights: how well words meet there says nothing of other questions.
"""

from __future__ import annotations

import json
import random
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from knowledge.book import Book, Examples
from knowledge.search.words import fold

Mask = npt.NDArray[np.bool_]
Asked = list[tuple[str, list[int]]]  # folded questions with the numbers of the passages that answer them

SHIPPED = "never-let-me-go"
OTHERS = ("frankenstein", "jekyll-and-hyde", "pride-and-prejudice")
OTHERS_SETS = "shelf-fitting"
A_PASSAGE = 12  # own questions of a passage of our first book
FEW = 4  # passages that may answer a question that teaches


@dataclass(frozen=True)
class Tale:
    """A tale as it was written, and the questions about it."""

    title: str
    passages: list[str]
    asked: Asked


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
    found = []
    for question in _about(book, sets):
        numbers = np.flatnonzero(right(question, book)).tolist() if question["answerable"] else []
        if 0 < len(numbers) <= FEW:
            found.append((fold(question["question"]), numbers))
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


def _about(book: Book, sets: Path) -> list[dict[str, Any]]:
    return read_jsonl(sets / OTHERS_SETS / f"{book.slug}.jsonl")
