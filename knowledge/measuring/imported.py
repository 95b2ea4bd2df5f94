"""How good the answers are of a book that was imported from a summary and that nobody touched since."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from knowledge.books.importing.drafting import draft
from knowledge.books.writing import write_book
from knowledge.catalogue import Catalogue
from knowledge.measuring.evaluation import Question, Row, answering

RIGHT, ENOUGH = "right (a refusal is wrong)", 0.70


def measure_import(summary: Path, slug: str, questions: Sequence[Question], build_dir: Path) -> Iterator[Row]:
    """The figures for readers at the start, and for those before the last part. Raises BookError for no summary.

    The parts that the questions are labelled with must be those that the import finds.
    """
    made = draft(summary.read_bytes(), summary.name)
    with tempfile.TemporaryDirectory(prefix="norfolk-import-") as folder:
        home = Path(folder) / slug
        write_book(made.book, made.doubts, home)
        librarian = Catalogue(build_dir, [home.parent]).open(slug)
        for level in (librarian.book.levels[0], librarian.book.levels[-2]):
            for row in answering(librarian, level, questions):
                if "calibration" not in row.name:
                    goal = ENOUGH if row.name == RIGHT else float(row.most)
                    yield replace(row, name=f"{row.name}, at {level.name}", goal=goal)
