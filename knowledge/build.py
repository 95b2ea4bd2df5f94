"""`norfolk build`: a book's folder in, a search index on disk out.

The folder of a build:

    encoder-<model>/            the exported encoder, shared by all books
    vectors-<model>.npz         every vector embedded so far: only what changed is embedded again
    <slug>/<source>/            one finished index and its manifest.json
    <slug>/current              the name of the index in use; replacing this file is what makes a new build valid

A build that is killed leaves `current` on the old index.
"""

from __future__ import annotations

import hashlib
import json
import shutil
from pathlib import Path

from knowledge.atomic import new_file, new_folder
from knowledge.book import Book
from knowledge.embedding import Embedder, Progress, encoder_folder
from knowledge.encoder import MODEL_NAME, MODEL_SHA256, Encoder
from knowledge.index import REFUSALS, Index
from knowledge.lines import read_lines
from knowledge.messages import Messages
from knowledge.reading import LIBRARY, read_book

FORMAT = 4  # raise it when what a build writes, or how it is computed, changes


class StaleBuild(RuntimeError):
    """There is no index for the book as it is now; the message says which command builds it."""


def refusals(book: Book) -> list[tuple[str, ...]]:
    """Examples of what isn't answered, a tuple for each of REFUSALS."""
    return [book.untold, *(read_lines(LIBRARY / f"{name}.txt") for name in REFUSALS[1:])]


def follow_ups() -> tuple[str, ...]:
    """Examples of what can't be understood without the chat before it."""
    return read_lines(LIBRARY / "follow-ups.txt")


def source_digest(book: Book) -> str:
    """What an index is made from, as 16 hex digits: the book, the shared examples, the model and the format."""
    source = json.dumps([FORMAT, MODEL_SHA256, book.digest, refusals(book)[1:], follow_ups()])
    return hashlib.sha256(source.encode()).hexdigest()[:16]


def is_fresh(build_dir: Path, book: Book) -> bool:
    """Whether an index of the book as it is now, made with this model, is ready to serve."""
    name = source_digest(book)
    there = (build_dir / book.slug / name / "manifest.json").exists() and encoder_folder(build_dir).is_dir()
    return there and _current(build_dir / book.slug) == name


def load(build_dir: Path, book: Book) -> tuple[Encoder, Index, Messages]:
    """What a librarian searches with. Raises StaleBuild when the book or the model has changed since the build."""
    if not is_fresh(build_dir, book):
        raise StaleBuild(f"no index of {book.title!r} as it is now in {build_dir}; run: norfolk build")
    folder = build_dir / book.slug / source_digest(book)
    return Encoder(encoder_folder(build_dir)), Index.load(folder), Messages.load(folder, book)


def build(folder: Path, build_dir: Path, progress: Progress = lambda *_: None) -> Book:
    """Validate the book in `folder` and write its index, unless a fresh one is there. Returns the book.

    Raises BookError for broken data, EncoderError for a wrong model or a twin that disagrees, OSError for a full disk.
    """
    book = read_book(folder)
    if is_fresh(build_dir, book):
        return book
    from filelock import FileLock  # needed for building only

    build_dir.mkdir(parents=True, exist_ok=True)
    with FileLock(build_dir / "lock"):  # two builds at once would remove each other's drafts
        if not is_fresh(build_dir, book):
            _build(book, build_dir, progress)
    return book


def _build(book: Book, build_dir: Path, progress: Progress) -> None:
    embed = Embedder(build_dir, progress)
    index = Index.train(book, refusals(book), follow_ups(), embed, progress)
    messages = Messages.train(book, embed)
    name = source_digest(book)
    with new_folder(build_dir / book.slug / name) as draft:
        index.save(draft)
        messages.save(draft)
        manifest = {
            "format": FORMAT,
            "book": book.slug,
            "source": name,
            "model": MODEL_NAME,
            "model_sha256": MODEL_SHA256,
        }
        (draft / "manifest.json").write_text(json.dumps(manifest, indent=2) + "\n")
    with new_file(build_dir / book.slug / "current") as current:
        current.write_text(name)
    _remove_others(build_dir / book.slug, name)


def _current(folder: Path) -> str | None:
    try:
        return (folder / "current").read_text()
    except FileNotFoundError:
        return None


def _remove_others(folder: Path, name: str) -> None:
    for old in folder.iterdir():
        if old.is_dir() and old.name != name:
            shutil.rmtree(old, ignore_errors=True)
