"""What lies in a book's folder: files that nothing reads."""

from __future__ import annotations

from pathlib import Path

from knowledge.books.doubts import DOUBTS
from knowledge.books.entries import nearest
from knowledge.books.errors import Notes
from knowledge.books.examples import MESSAGES, QUESTIONS, UNTOLD
from knowledge.books.head import HEAD
from knowledge.books.passages import FOLDER
from knowledge.books.prompts import PROMPTS

_READ = (HEAD, FOLDER, QUESTIONS, UNTOLD, MESSAGES, PROMPTS)
_PAPERS = (
    "readme",
    "license",
    "licence",
    "notice",
    "copying",
    "credits",
    "changelog",
)  # for people; nobody misses them


def look_at_files(folder: Path, notes: Notes) -> None:
    """Warn of files that aren't read, with the name that may be meant, and of files of examples without any."""
    for path in sorted(folder.iterdir()):
        if path.name in (*_READ, DOUBTS) or path.name.startswith(".") or path.stem.lower() in _PAPERS:
            continue
        hint = nearest(path.name, _READ) or f"; a book's files are {', '.join(_READ[:1] + _READ[2:])}, {FOLDER}/*.toml"
        notes.warn(path.name, f"nothing reads this {'folder' if path.is_dir() else 'file'}{hint}")
    if (folder / FOLDER).is_dir():
        for path in sorted((folder / FOLDER).iterdir()):
            if path.suffix != ".toml" and not path.name.startswith("."):
                notes.warn(f"{FOLDER}/{path.name}", f"nothing reads this; only {FOLDER}/*.toml are read")
