"""A book as files, which `reading` reads back: book.toml, a file of passages a part, doubts.toml."""

from __future__ import annotations

import json
import os
import tempfile
from collections.abc import Iterable, Sequence
from itertools import groupby
from pathlib import Path

from knowledge.book import Book, Passage
from knowledge.books.checks import check_book
from knowledge.books.doubts import DOUBTS, Doubt
from knowledge.books.entries import SLUG
from knowledge.books.errors import BookError
from knowledge.books.examples import QUESTIONS
from knowledge.books.head import HEAD
from knowledge.books.languages import ENGLISH
from knowledge.books.passages import FOLDER


def write_book(book: Book, doubts: Sequence[Doubt], folder: Path) -> None:
    """Write a new book's folder, wholly or not at all.

    Raises BookError when something lies there, its name is no slug, or the book wouldn't be read back.
    """
    with_room(folder)
    folder.absolute().parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=".book-", dir=folder.absolute().parent) as desk:
        home = Path(desk) / folder.absolute().name
        home.mkdir()
        (home / HEAD).write_text(_head(book), encoding="utf-8")
        write_passages(book, home)
        write_doubts(doubts, home)
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
    for note in check_book(home):
        if note.stops:
            raise BookError(str(note))
    if folder.is_dir():
        folder.rmdir()
    home.rename(folder.absolute())


def rewrite_book(book: Book, doubts: Sequence[Doubt], folder: Path) -> None:
    """Write a book over the one in the folder, without the own questions of passages that it no longer has.

    Raises BookError for the first mistake in what is written.
    """
    _replace(folder / HEAD, _head(book))
    write_passages(book, folder)
    write_doubts(doubts, folder)
    drop_questions(set(book.by_id), folder)
    for note in check_book(folder):
        if note.stops:
            raise BookError(note.text)


def drop_questions(ids: set[str], folder: Path) -> None:
    """Take the own questions of all passages but these out of the folder's file."""
    path = folder / QUESTIONS
    if not path.is_file():
        return
    kept, keep = [], True
    for line in path.read_text(encoding="utf-8-sig").splitlines():
        if line.startswith("["):
            keep = line.strip().strip("[]").strip() in ids
        if keep:
            kept.append(line)
    _replace(path, "\n".join(kept) + "\n")


def write_passages(book: Book, folder: Path) -> None:
    """Write all passages anew, a file a part in book order, and remove the files that were there."""
    home = folder / FOLDER
    home.mkdir(exist_ok=True)
    ranks = {level.id: level.rank for level in book.levels}
    texts = {
        f"{ranks[part]:02}-{part}.toml": "\n".join(map(_passage, passages))
        for part, passages in groupby(sorted(book.passages, key=lambda p: ranks[p.part]), lambda p: p.part)
    }
    for name, text in texts.items():
        _replace(home / name, text)
    for path in home.glob("*.toml"):
        if path.name not in texts:
            path.unlink()


def write_doubts(doubts: Iterable[Doubt], folder: Path) -> None:
    """Write what is still in doubt; no file when nothing is."""
    entries = [
        "\n".join(
            [
                "[[doubt]]",
                *([f"passage = {_text(doubt.passage)}"] if doubt.passage else []),
                f"why = {_text(doubt.why)}",
                *([f"about = {_text(doubt.about)}"] if doubt.about else []),
            ]
        )
        for doubt in doubts
    ]
    if entries:
        begin = "# What the import was unsure of; look at it with norfolk book review. Nothing that answers reads it.\n"
        _replace(folder / DOUBTS, "\n".join([begin, *(f"{entry}\n" for entry in entries)]))
    else:
        (folder / DOUBTS).unlink(missing_ok=True)


def append_questions(passage: str, questions: Sequence[str], folder: Path, name: str = "questions.txt") -> None:
    """Add own questions of a passage to the folder's file."""
    path = folder / name
    before = path.read_text(encoding="utf-8").rstrip("\n") + "\n\n" if path.is_file() else ""
    guarded = [f"\\{line}" if line[:1] in "#[\\" else line for line in (" ".join(text.split()) for text in questions)]
    _replace(path, before + "\n".join([f"[{passage}]", *guarded]) + "\n")


def _head(book: Book) -> str:
    language = [] if book.language == ENGLISH else [f"language = {_text(book.language)}"]
    top = [f"title = {_text(book.title)}", f"author = {_text(book.author)}", *language]
    entries = [
        "\n".join([*top, f"default_level = {_text(book.default_level.id)}"]),
        *(f"[[part]]\nid = {_text(level.id)}\nname = {_text(level.name)}" for level in book.levels if level.rank),
    ]
    ids = {level.rank: level.id for level in book.levels}
    for topic in book.topics:
        entries.append(
            f"[[topic]]\nid = {_text(topic.id)}\nname = {_text(topic.name)}\npart = {_text(ids[topic.rank])}"
        )
    for one in book.characters:
        lines = ["[[character]]", f"id = {_text(one.id)}", f"name = {_text(one.name)}"]
        lines += [f"aliases = {_texts(one.aliases)}"] if one.aliases else []
        entries.append("\n".join([*lines, f"part = {_text(one.part)}"]))
    return "\n\n".join(entries) + "\n"


def _passage(passage: Passage) -> str:
    lines = ["[[passage]]", f"id = {_text(passage.id)}"]
    lines += [f"title = {_text(passage.title)}"] if passage.title else []
    lines.append(f"part = {_text(passage.part)}")
    topics = [secret.id for secret in passage.secrets if secret.topic]
    lines += [f"topics = {_texts(topics)}"] if topics else []
    lines += [f"characters = {_texts(passage.characters)}"] if passage.characters else []
    return "\n".join([*lines, f"text = {_text(passage.text)}", ""])


def _text(value: str) -> str:
    """A TOML text in quotes; JSON's escapes are TOML's, but for one sign."""
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")


def _texts(values: Iterable[str]) -> str:
    return f"[{', '.join(map(_text, values))}]"


def _replace(path: Path, text: str) -> None:
    """Write a file in one step, so that nobody reads half of it."""
    draft = path.with_name(f".{os.getpid()}-{path.name}")
    draft.write_text(text, encoding="utf-8")
    draft.replace(path)
