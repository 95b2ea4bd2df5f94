"""The files of a book's folder, listed once for all who read, pack and watch them; and those that nothing reads."""

from __future__ import annotations

from pathlib import Path, PurePosixPath

from knowledge.books.doubts import DOUBTS
from knowledge.books.entries import nearest
from knowledge.books.errors import Findings
from knowledge.books.examples import MESSAGES, QUESTIONS, UNTOLD
from knowledge.books.head import HEAD
from knowledge.books.passages import FOLDER
from knowledge.books.prompts import PROMPTS

# What answers are made from; digests of books depend on the order.
SOURCES = (HEAD, f"{FOLDER}/*.toml", PROMPTS, MESSAGES, QUESTIONS, UNTOLD)
FILES = (*SOURCES, DOUBTS)
_READ = tuple(PurePosixPath(pattern).parts[0] for pattern in SOURCES)
_PAPERS = (
    "readme",
    "license",
    "licence",
    "notice",
    "copying",
    "credits",
    "changelog",
)  # for people; nobody misses them


def files_of(folder: Path, patterns: tuple[str, ...] = FILES) -> list[Path]:
    """The files of a book that lie in its folder, in the order of the patterns, then of their names."""
    return [path for pattern in patterns for path in sorted(folder.glob(pattern)) if path.is_file()]


def is_of_a_book(path: PurePosixPath) -> bool:
    """Whether a path within a book's folder is that of one of its files."""
    return any(len(path.parts) == len(PurePosixPath(pattern).parts) and path.match(pattern) for pattern in FILES)


def look_at_files(folder: Path, findings: Findings) -> None:
    """Warn of files that aren't read, with the name that may be meant."""
    for path in sorted(folder.iterdir()):
        if path.name in (*_READ, DOUBTS) or path.name.startswith(".") or path.stem.lower() in _PAPERS:
            continue
        hint = nearest(path.name, _READ) or f"; a book's files are {', '.join(SOURCES)}"
        findings.warn(path.name, f"nothing reads this {'folder' if path.is_dir() else 'file'}{hint}")
    if (folder / FOLDER).is_dir():
        for path in sorted((folder / FOLDER).iterdir()):
            if path.suffix != ".toml" and not path.name.startswith("."):
                findings.warn(f"{FOLDER}/{path.name}", f"nothing reads this; only {FOLDER}/*.toml are read")
