"""Whether a book and the encoder of the settings go together, in a sentence that says what to do when they don't."""

from __future__ import annotations

from knowledge.book import Book
from knowledge.books.languages import LANGUAGES
from knowledge.search.encoders import KNOWN, Known


def unsuited(book: Book, encoder: Known) -> tuple[str, str] | None:
    """What is wrong, and the remedy; None where the encoder reads the book's language."""
    if encoder.reads(book.language):
        return None
    better = next(each.name for each in KNOWN.values() if each.reads(book.language))
    return (
        f"{book.title} is in {LANGUAGES[book.language]}, which {encoder.name} doesn't read: most answers will be wrong",
        f"make languages, set NORFOLK_ENCODER={better}, and build it anew (norfolk build); docs/languages.md",
    )
