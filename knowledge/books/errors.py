"""What is wrong with a book's data."""

from __future__ import annotations


class BookError(ValueError):
    """The data of a book is broken; the message names the file, the entry and the mend."""
