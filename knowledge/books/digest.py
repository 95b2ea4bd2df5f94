"""Has a book changed? A digest of its files, which takes no reading of what is in them."""

from __future__ import annotations

import hashlib
from pathlib import Path

from knowledge.books.errors import BookError
from knowledge.books.files import SOURCES, files_of
from knowledge.books.head import HEAD


def source_digest(folder: Path) -> str:
    """SHA-256 over the names and bytes of a book's files, as hex digits. Raises BookError without a book.toml."""
    if not (folder / HEAD).is_file():
        raise BookError(f"{folder}: no {HEAD}; a book is a folder with a {HEAD} and passages/*.toml")
    found = hashlib.sha256()
    for path in files_of(folder, SOURCES):
        raw = path.read_bytes()
        found.update(f"{path.relative_to(folder).as_posix()}\0{len(raw)}\0".encode() + raw)
    return found.hexdigest()
