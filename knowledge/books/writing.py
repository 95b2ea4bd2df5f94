"""A book as files, which `reading` reads back the same: book.toml, passages, prompts; and doubts.toml beside them."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Sequence
from pathlib import Path

from knowledge.book import Book, Passage
from knowledge.books.checks import check_book
from knowledge.books.doubts import DOUBTS, Doubt
from knowledge.books.entries import SLUG
from knowledge.books.errors import BookError
from knowledge.books.examples import QUESTIONS
from knowledge.books.head import HEAD
from knowledge.books.passages import FOLDER
from knowledge.books.prompts import PROMPTS
from knowledge.books.reading import located, read_book
from knowledge.books.serializing import doubts_toml, head_toml, passages_toml, prompts_toml
from knowledge.books.text_files import read_text


def write_book(book: Book, doubts: Sequence[Doubt], folder: Path) -> None:
    """Write a new book's folder, wholly or not at all.

    Raises BookError when something lies there, its name is no slug, or the book wouldn't be read back.
    """
    with_room(folder)
    folder.absolute().parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=".book-", dir=folder.absolute().parent) as desk:
        home = Path(desk) / folder.absolute().name
        home.mkdir()
        _write(book, doubts, home)
        settle(home, folder)


def with_room(folder: Path) -> None:
    """Raise BookError unless a book may be written there: nothing lies there, and the name is a slug."""
    name = folder.absolute().name
    if not SLUG.fullmatch(name):
        raise BookError(
            f"{folder}: a book's folder is named by lower-case words joined by hyphens; choose another name"
        )
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise BookError(f"{folder} is there already, and is not overwritten; name another folder, or remove it first")


def settle(home: Path, folder: Path) -> None:
    """Put a finished folder of the same name in its place. Raises BookError for the first mistake in it."""
    for finding in check_book(home):
        if finding.stops:
            raise BookError(str(finding))
    if folder.is_dir():
        folder.rmdir()
    home.rename(folder.absolute())


def rewrite_book(book: Book, doubts: Sequence[Doubt], folder: Path) -> None:
    """Write a book over the one in the folder, without the own questions of passages that it no longer has.

    Raises BookError for the first mistake in what is written.
    """
    _write(book, doubts, folder)
    drop_questions(set(book.by_id), folder)
    for finding in check_book(folder):
        if finding.stops:
            raise BookError(finding.text)


def update_book(book: Book, folder: Path) -> None:
    """Write what moving, retelling or dropping a passage has changed: first what others depend on, so that a book lies
    there at each step. Files in which nothing changes are left alone, with the comments in them.

    Raises BookError for a folder whose book isn't in order.
    """
    before = read_book(folder)
    if (head := head_toml(book)) != head_toml(before):
        _replace(folder / HEAD, head)
    if book.prompts != before.prompts:
        write_prompts(book, folder)
    if not book.by_id.keys() >= before.by_id.keys():
        drop_questions(set(book.by_id), folder)
    update_passages(book, folder)


def drop_questions(ids: set[str], folder: Path) -> None:
    """Take the own questions of all passages but these out of the folder's file."""
    path = folder / QUESTIONS
    if not path.is_file():
        return
    kept, keep = [], True
    for line in read_text(path).removesuffix("\n").split("\n"):
        row = line.strip()  # as it is read: a heading may be indented
        if row.startswith("["):
            keep = row.strip("[]").strip() in ids
        if keep:
            kept.append(line)
    _replace(path, "\n".join(kept) + "\n")


def write_passages(book: Book, folder: Path) -> None:
    """Write all passages anew, a file a part in book order, and remove the files that were there."""
    files: dict[str, list[Passage]] = {path.name: [] for path in (folder / FOLDER).glob("*.toml")}
    for passage in book.passages:
        files.setdefault(_file_of_part(passage.part, book), []).append(passage)
    for name, passages in sorted(files.items(), key=lambda file: not file[1]):  # nothing goes before it is elsewhere
        _write_file(folder / FOLDER / name, passages)


def update_passages(book: Book, folder: Path) -> None:
    """Write the passages that are others now than in the folder: each stays in its file, and one that has another part
    goes to the last file of that part. Files in which nothing changes are left alone, with the comments in them.

    Raises BookError for a folder whose book isn't in order.
    """
    there = located(folder)
    homes = {passage.id: (name, passage.part) for name, passage in there}
    last = {passage.part: name for name, passage in there}
    files: dict[str, list[Passage]] = {name: [] for name, _ in there}
    for passage in book.passages:
        name, part = homes.get(passage.id, ("", ""))
        if part != passage.part:
            name = last.get(passage.part, _file_of_part(passage.part, book))
        files.setdefault(name, []).append(passage)
    before = {name: {passage.id: passage for home, passage in there if home == name} for name in files}
    changed = {name: new for name, new in files.items() if before[name] != {passage.id: passage for passage in new}}
    gains = {name for name, new in changed.items() if any(passage.id not in before[name] for passage in new)}
    for name in sorted(changed, key=lambda name: name not in gains):  # a passage is written before it is taken away
        in_order = sorted(changed[name], key=lambda passage: book.level(passage.part).rank)
        _write_file(folder / FOLDER / name, in_order)


def write_prompts(book: Book, folder: Path) -> None:
    """Write the prompts; no file when there are none."""
    if book.prompts:
        _replace(folder / PROMPTS, prompts_toml(book.prompts))
    else:
        (folder / PROMPTS).unlink(missing_ok=True)


def write_doubts(doubts: Sequence[Doubt], folder: Path) -> None:
    """Write what is still in doubt; no file when nothing is."""
    if doubts:
        _replace(folder / DOUBTS, doubts_toml(doubts))
    else:
        (folder / DOUBTS).unlink(missing_ok=True)


def append_questions(passage: str, questions: Sequence[str], folder: Path, name: str = "questions.txt") -> None:
    """Add own questions of a passage to the folder's file."""
    path = folder / name
    before = path.read_text(encoding="utf-8").rstrip("\n") + "\n\n" if path.is_file() else ""
    guarded = [f"\\{line}" if line[:1] in "#[\\" else line for line in (" ".join(text.split()) for text in questions)]
    _replace(path, before + "\n".join([f"[{passage}]", *guarded]) + "\n")


def _write(book: Book, doubts: Sequence[Doubt], folder: Path) -> None:
    _replace(folder / HEAD, head_toml(book))
    write_passages(book, folder)
    write_prompts(book, folder)
    write_doubts(doubts, folder)


def _file_of_part(part: str, book: Book) -> str:
    return f"{book.level(part).rank:02}-{part}.toml"


def _write_file(path: Path, passages: Sequence[Passage]) -> None:
    """Write a file of passages; no file when there are none."""
    if passages:
        path.parent.mkdir(exist_ok=True)
        _replace(path, passages_toml(passages))
    else:
        path.unlink(missing_ok=True)


def _replace(path: Path, text: str) -> None:
    """Write a file in one step, so that nobody reads half of it."""
    draft = path.with_name(f".{os.getpid()}-{path.name}")
    draft.write_text(text, encoding="utf-8")
    draft.replace(path)
