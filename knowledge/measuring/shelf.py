"""How good the answers are on the other books that ship, on questions by hands that hadn't seen the passages."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from knowledge.catalogue import Catalogue
from knowledge.measuring.bare import without_examples
from knowledge.measuring.evaluation import Row, answering, read_questions

FOLDER = "shelf"
# What is asked for of each figure, with the book's examples and without.
GOALS = {
    "right (a refusal is wrong)": 0.85,
    "spoilers right, under a warning": 0.75,
    "false warnings": 0.06,
    "unanswerable: told as sure": 0.25,
}
BARE = {"right (a refusal is wrong)": 0.78}


def measure_shelf(catalogue: Catalogue, questions: Path) -> Iterator[Row]:
    """The figures of each book that has a set `shelf/<slug>.jsonl` in the folder, by slug."""
    for file in sorted((questions / FOLDER).glob("*.jsonl")):
        librarian, asked = catalogue.open(file.stem), read_questions(file)
        level = librarian.book.default_level
        for row in answering(librarian, level, asked):
            if row.name in GOALS:
                yield replace(row, name=f"{file.stem}: {row.name}", goal=GOALS[row.name])
        for row in answering(without_examples(librarian), level, asked):
            if row.name in BARE:
                yield replace(row, name=f"{file.stem} without examples: {row.name}", goal=BARE[row.name])
