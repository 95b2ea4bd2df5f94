"""What is said around a map."""

from __future__ import annotations

from bot.translation import _, later
from knowledge.book import Book

LEGEND = later("**The map in words, continued**")


def nobody(book: Book) -> str:
    text = _("Nobody of *{title}* is known yet, as far as has been read, so there is nothing to draw.")
    return text.format(title=book.title)


def head(book: Book) -> str:
    return _("**Who is tied to whom** · *{title}*, as far as has been read").format(title=book.title)
