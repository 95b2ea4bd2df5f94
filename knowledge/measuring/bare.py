"""A book without its examples: what a club has that wrote passages alone."""

from __future__ import annotations

from knowledge.book import Examples
from knowledge.building.embedding import Embedder
from knowledge.judging.reader import Reader
from knowledge.librarian import Librarian
from knowledge.search import index as search_index
from knowledge.search.spelling import vocabulary


def without_examples(librarian: Librarian) -> Librarian:
    """A librarian of the same book, by its passages alone; the index is made in memory."""
    book, encoder = librarian.book, librarian.reader.encoder
    embedder = Embedder(encoder, None)
    index = search_index.build(book, Examples(), embedder.encode, embedder.vectors)
    words = vocabulary(book, Examples(), encoder.vocabulary)
    return Librarian(Reader(book, index, words, encoder, librarian.reader.weights))
