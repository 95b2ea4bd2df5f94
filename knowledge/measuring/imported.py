"""How good the answers are of a book that was imported from a summary and that nobody touched since."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from knowledge.book import Examples
from knowledge.books.importing.drafting import draft
from knowledge.books.reading import read_book
from knowledge.books.writing import write_book
from knowledge.building.embedding import Embedder
from knowledge.judging.weights import Weights
from knowledge.measuring.evaluation import Question, Row, answering
from knowledge.measuring.in_memory import librarian_of
from knowledge.search.encoder import Encoder

RIGHT, ENOUGH = "right (a refusal is wrong)", 0.70


def measure_import(
    summary: Path, slug: str, questions: Sequence[Question], encoder: Encoder, weights: Weights
) -> Iterator[Row]:
    """The figures for readers at the start, and for those before the last part, by that encoder; nothing stays on disk.
    A goal is asked for right answers alone. Raises BookError for no summary.

    The parts that the questions are labelled with must be those that the import finds.
    """
    made = draft(summary.read_bytes(), summary.name)
    with tempfile.TemporaryDirectory(prefix="norfolk-import-") as folder:
        home = Path(folder) / slug
        write_book(made.book, made.doubts, home)
        book = read_book(home)
    librarian = librarian_of(book, Examples(), encoder, Embedder(encoder, None), weights)
    for level in (book.levels[0], book.levels[-2]):
        for row in answering(librarian, level, questions):
            if "calibration" not in row.name:
                yield replace(row, name=f"{row.name}, at {level.name}", goal=ENOUGH if row.name == RIGHT else None)
