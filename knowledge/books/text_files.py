"""Text files as people save them: UTF-8, with or without a byte order mark."""

from __future__ import annotations

from pathlib import Path

from knowledge.books.errors import BookError


def read_text(path: Path) -> str:
    """The text of a file. Raises BookError when it isn't UTF-8 or can't be read."""
    name = f"{path.parent.name}/{path.name}"
    try:
        return path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise BookError(f"{name}: not UTF-8 (byte {error.start + 1}); save the file as UTF-8") from error
    except OSError as error:
        raise BookError(f"{name}: cannot be read: {error.strerror}") from error
