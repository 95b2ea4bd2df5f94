"""A librarian whose index is made for a measurement and never written."""

from __future__ import annotations

from knowledge.book import Book, Examples
from knowledge.building.build import index_of
from knowledge.building.embedding import Embedder
from knowledge.judging.reader import Reader
from knowledge.judging.weights import Weights
from knowledge.librarian import Librarian
from knowledge.search.encoder import Encoder
from knowledge.search.spelling import vocabulary


def librarian_of(book: Book, examples: Examples, encoder: Encoder, embedder: Embedder, weights: Weights) -> Librarian:
    """The librarian of a book with these examples, by an encoder and what embeds for it."""
    index = index_of(book, examples, embedder)
    return Librarian(Reader(book, index, vocabulary(book, examples, encoder.vocabulary), encoder, weights))
