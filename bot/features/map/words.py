"""What is said around a map."""

from __future__ import annotations

from knowledge.book import Book

LEGEND = "**The map in words, continued**"


def nobody(book: Book) -> str:
    return f"Nobody of *{book.title}* is known yet, as far as has been read, so there is nothing to draw."


def head(book: Book) -> str:
    return f"**Who is tied to whom** · *{book.title}*, as far as has been read"
