"""`norfolk build`: a book's folder in, a search index on disk out.

The folder of a build:

    encoder-<id>/               the exported encoder, shared by all books
    vectors-<id>.npz            every example's vector so far: only what changed is embedded again
    <slug>/<source>/            one finished index, the book as data, and manifest.json with a digest of every file
    <slug>/current              the name of the index in use; replacing this file is what makes a new build valid

A build that is killed leaves `current` on the old index, and a draft that the next one sweeps.
"""

from __future__ import annotations

import hashlib
import json
import shutil
from dataclasses import dataclass, replace
from pathlib import Path

from knowledge.book import Book, Examples
from knowledge.books import saved
from knowledge.books.digest import source_digest
from knowledge.books.examples import read_examples
from knowledge.books.reading import read_book
from knowledge.building.atomic import new_file, new_folder, sweep
from knowledge.building.embedding import Embedder, Progress
from knowledge.building.model import encoder_folder, encoder_id
from knowledge.building.suggesting import suggested
from knowledge.search import index as search_index
from knowledge.search.encoder import Encoder
from knowledge.search.encoders import KNOWN, MINILM, Known
from knowledge.search.index import Index
from knowledge.search.spelling import Vocabulary, vocabulary

FORMAT = 20  # raise it when what a build writes, or how it is computed, changes
INDEXING = "indexing the book"
_BOOK, _WORDS, _MANIFEST = "book.json", "vocabulary.json", "manifest.json"


class StaleBuild(RuntimeError):
    """There is no sound index for the book as it is now; the message says why, and which command builds it."""


@dataclass(frozen=True)
class Built:
    """A book's index, opened."""

    book: Book
    index: Index
    vocabulary: Vocabulary


def source_name(folder: Path, encoder: Known = MINILM) -> str:
    """What an index is made from, as 16 hex digits: the book's files, the encoder and the format."""
    source = json.dumps([FORMAT, encoder_id(encoder), folder.name, source_digest(folder)])
    return hashlib.sha256(source.encode()).hexdigest()[:16]


def is_fresh(build_dir: Path, folder: Path, encoder: Known = MINILM) -> bool:
    """Whether an index of the book as it is now, made with this encoder, lies ready. It may still be damaged."""
    name = source_name(folder, encoder)
    there = (build_dir / folder.name / name / _MANIFEST).exists() and encoder_folder(build_dir, encoder).is_dir()
    return there and _current(build_dir / folder.name) == name


def damage(build_dir: Path, folder: Path, encoder: Known = MINILM) -> str | None:
    """The first file of the book's fresh index, or of the encoder, that isn't as it was built; None if all are."""
    homes = (encoder_folder(build_dir, encoder), build_dir / folder.name / source_name(folder, encoder))
    return next((f"{home.name}/{file}" for home in homes if (file := _damaged(home))), None)


def load(build_dir: Path, folder: Path, encoder: Known = MINILM) -> Built:
    """The index of the book in `folder`. Raises StaleBuild when there is none, or an older one, one that another
    encoder made, or a damaged one."""
    if not is_fresh(build_dir, folder, encoder):
        other = made_by(build_dir, folder)
        if other is not None and other is not encoder:
            said = f"the index of {folder.name!r} in {build_dir} was made with {other.name}, not {encoder.name}"
        else:
            said = f"no index of {folder.name!r} as it is now in {build_dir}"
        raise StaleBuild(f"{said}; run: norfolk build {folder.name}")
    if (file := damage(build_dir, folder, encoder)) is not None:
        raise StaleBuild(f"the index in {build_dir} is damaged ({file}); run: norfolk build {folder.name}")
    home = build_dir / folder.name / source_name(folder, encoder)
    book = saved.load((home / _BOOK).read_text(encoding="utf-8"))
    return Built(book, Index.load(home), Vocabulary.load((home / _WORDS).read_text(encoding="utf-8")))


def made_by(build_dir: Path, folder: Path) -> Known | None:
    """The encoder of the book's current index, however old that is; None when there is none, or nobody knows it."""
    home = build_dir / folder.name
    try:
        made: str = json.loads((home / (_current(home) or "") / _MANIFEST).read_text())["encoder"]
    except (OSError, ValueError, KeyError):
        return None
    return next((each for each in KNOWN.values() if encoder_id(each) == made), None)


def build(
    folder: Path,
    build_dir: Path,
    progress: Progress = lambda *_: None,
    *,
    apart: bool = False,
    encoder: Known = MINILM,
    fetch: bool = False,
) -> int:
    """Validate the book in `folder` and write its index by that encoder, unless a sound one is there.

    `apart` keeps its vectors with it, so that no other book's build is faster for a sentence that both have.
    The network is used only with `fetch`, for the weights of an encoder that isn't here.

    Returns how many texts were newly embedded. Raises BookError for broken data, EncoderError for a wrong model or a
    twin that disagrees, OSError for a full disk.
    """
    if _sound(build_dir, folder, encoder):
        return 0
    book = read_book(folder)
    examples = read_examples(folder, book)
    from filelock import FileLock  # needed for building only

    build_dir.mkdir(parents=True, exist_ok=True)
    with FileLock(build_dir / "lock"):  # two builds at once would remove each other's drafts
        if _sound(build_dir, folder, encoder):
            return 0
        sweep(build_dir)
        vectors = vectors_file(build_dir / folder.name if apart else build_dir, encoder)
        exported = open_encoder(build_dir, progress, encoder, fetch=fetch)
        return _build(book, examples, folder, build_dir, vectors, progress, exported)


def vectors_file(folder: Path, encoder: Known = MINILM) -> Path:
    """Where in a folder the vectors so far are kept that the encoder made."""
    return folder / f"vectors-{encoder_id(encoder)}.npz"


def open_encoder(
    build_dir: Path, progress: Progress = lambda *_: None, encoder: Known = MINILM, *, fetch: bool = False
) -> Encoder:
    """The exported encoder; it is exported first, which needs torch, when it isn't there. `fetch` as for `build`."""
    home = encoder_folder(build_dir, encoder)
    if _damaged(home):
        progress("exporting the encoder", 0, 1)
        from knowledge.building.export import export  # torch is needed here only

        with new_folder(home) as draft:
            source = export(draft, encoder, fetch=fetch)
            facts: dict[str, object] = {"model": encoder.hub, "model_sha256": encoder.sha256}
            if encoder is not MINILM:
                facts["source"] = source
            _write_manifest(draft, facts)
        progress("exporting the encoder", 1, 1)
    return Encoder(home, known=encoder)


def index_of(book: Book, examples: Examples, embedder: Embedder) -> Index:
    """The book's index, in memory."""
    return search_index.build(book, examples, embedder.encode, embedder.vectors)


def _build(
    book: Book,
    examples: Examples,
    folder: Path,
    build_dir: Path,
    vectors: Path,
    progress: Progress,
    encoder: Encoder,
) -> int:
    sweep(build_dir / folder.name)
    embedder = Embedder(encoder, vectors, progress)
    progress(INDEXING, 0, 1)
    index = index_of(book, examples, embedder)
    name = source_name(folder, encoder.known)
    with new_folder(build_dir / folder.name / name) as draft:
        index.save(draft)
        offered = replace(book, suggestions=suggested(book, examples, encoder.vocabulary))
        (draft / _BOOK).write_text(saved.dump(offered), encoding="utf-8")
        words = vocabulary(book, examples, encoder.vocabulary)
        (draft / _WORDS).write_text(words.dump(), encoding="utf-8")
        _write_manifest(
            draft, {"format": FORMAT, "book": book.slug, "source": name, "encoder": encoder_id(encoder.known)}
        )
    with new_file(build_dir / folder.name / "current") as current:
        current.write_text(name)
    _remove_others(build_dir / folder.name, name)
    embedder.keep()
    progress(INDEXING, 1, 1)
    return embedder.embedded


def _sound(build_dir: Path, folder: Path, encoder: Known) -> bool:
    return is_fresh(build_dir, folder, encoder) and damage(build_dir, folder, encoder) is None


def _damaged(home: Path) -> str | None:
    """The first file of a folder that isn't as its manifest has it; the manifest itself when it can't be read."""
    try:
        files: dict[str, str] = json.loads((home / _MANIFEST).read_text())["files"]
    except PermissionError:  # it may be sound: building anew would not help
        raise
    except (OSError, ValueError, KeyError, TypeError):
        return _MANIFEST
    return next((name for name, digest in files.items() if _digest(home / name) != digest), None)


def _write_manifest(folder: Path, facts: dict[str, object]) -> None:
    files = {path.name: _digest(path) for path in sorted(folder.iterdir())}
    (folder / _MANIFEST).write_text(json.dumps(facts | {"files": files}, indent=2) + "\n")


def _digest(path: Path) -> str:
    """SHA-256 of a file, as hex digits; "" when it isn't there."""
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except FileNotFoundError:
        return ""


def _current(folder: Path) -> str | None:
    try:
        return (folder / "current").read_text()
    except FileNotFoundError:
        return None


def _remove_others(folder: Path, name: str) -> None:
    for old in folder.iterdir():
        if old.is_dir() and old.name != name:
            shutil.rmtree(old, ignore_errors=True)
