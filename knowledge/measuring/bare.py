"""A book without its examples: what a club has that wrote passages alone."""

from __future__ import annotations

from knowledge.book import Examples
from knowledge.building.embedding import Embedder
from knowledge.librarian import Librarian
from knowledge.measuring.in_memory import librarian_of


def without_examples(librarian: Librarian) -> Librarian:
    """A librarian of the same book, by its passages alone; the index is made in memory."""
    encoder = librarian.reader.encoder
    return librarian_of(librarian.book, Examples(), encoder, Embedder(encoder, None), librarian.reader.weights)
