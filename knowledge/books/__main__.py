"""`python -m knowledge.books FOLDER ...`: all that is wrong or odd in books' folders, at once."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from knowledge.books.checks import check_book


def main(folders: list[str]) -> int:
    """Print every finding in the folders. Returns the exit code: 0, 1 if something stops a book, 2 without a folder."""
    if not folders:
        print("name the folder of a book: python -m knowledge.books knowledge/library/<slug>", file=sys.stderr)
        return 2
    stopped = False
    for folder in folders:
        findings = check_book(Path(folder))
        for finding in findings:
            print("error:  " if finding.stops else "warning:", finding)
        if not findings:
            print(f"{folder}: in order")
        stopped |= any(finding.stops for finding in findings)
    return int(stopped)


def _told(folders: list[str]) -> int:
    """As `main`, when nobody takes what is printed: 1 for a closed pipe, 2 with a sentence for a full disk."""
    try:
        code = main(folders)
        sys.stdout.flush()
    except OSError as error:
        if not isinstance(error, BrokenPipeError):
            print(f"what was found cannot be written: {error.strerror}", file=sys.stderr)
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # or Python complains of it once more at its end
        return 1 if isinstance(error, BrokenPipeError) else 2
    return code


if __name__ == "__main__":
    sys.exit(_told(sys.argv[1:]))
