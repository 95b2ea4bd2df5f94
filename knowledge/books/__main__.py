"""`python -m knowledge.books FOLDER ...`: all that is wrong or odd in books' folders, at once."""

from __future__ import annotations

import sys
from pathlib import Path

from knowledge.books.checks import check_book


def main(folders: list[str]) -> int:
    """Print every note on the folders. Returns the exit code: 0, 1 if something stops a book, 2 without a folder."""
    if not folders:
        print("name the folder of a book: python -m knowledge.books knowledge/library/<slug>", file=sys.stderr)
        return 2
    stopped = False
    for folder in folders:
        notes = check_book(Path(folder))
        for note in notes:
            print("error:  " if note.stops else "warning:", note)
        if not notes:
            print(f"{folder}: in order")
        stopped |= any(note.stops for note in notes)
    return int(stopped)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
