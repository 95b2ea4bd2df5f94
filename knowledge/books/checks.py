"""Looking a book's folder over: all that stops it, and all that is odd, in one go."""

from __future__ import annotations

from pathlib import Path

from knowledge.books.errors import Note, Notes
from knowledge.books.examples import MESSAGES, QUESTIONS, UNTOLD, collect_examples
from knowledge.books.files import look_at_files
from knowledge.books.oddities import look_at_examples, look_at_passages
from knowledge.books.reading import collect_book, slug_of


def check_book(folder: Path) -> list[Note]:
    """Everything found in the folder, errors first, else in the order of reading; [] for a book that is in order."""
    notes = Notes(slug_of(folder))
    found = collect_book(folder, notes)
    if found is not None:
        look_at_passages(found.passages, found.book, notes)
        before = len(notes.errors)
        questions, untold, messages = collect_examples(folder, found.book, notes, ids_known=found.complete)
        for name, lines in ((QUESTIONS, questions), (UNTOLD, untold), (MESSAGES, messages)):
            if len(notes.errors) == before and not lines and (folder / name).exists():
                notes.warn(name, "there is no example in it; write one a line, or delete the file")
        look_at_examples(questions, untold, messages, notes)
    if folder.is_dir():
        look_at_files(folder, notes)
    return sorted(notes.found, key=lambda note: not note.stops)
