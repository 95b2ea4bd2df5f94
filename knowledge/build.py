"""`norfolk build`: a book's folder in, a search index on disk out.

The folder of a build:

    encoder-<model>/            the exported encoder, shared by all books
    vectors-<model>.npz         every vector embedded so far, by SHA-256 of its text: only what changed is embedded
    <slug>/<source>/            one finished index and its manifest.json
    <slug>/current              the name of the index in use; replacing this file is what makes a new build valid

A build that is killed leaves `current` on the old index.
"""

from __future__ import annotations

import hashlib
import json
import re
import shutil
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np

from knowledge.atomic import new_file, new_folder
from knowledge.book import LIBRARY, Book, read_book, read_lines
from knowledge.encoder import MODEL_NAME, MODEL_SHA256, Encoder, Vectors
from knowledge.index import CLASS, QUESTION, REFUSALS, TEXT, Index
from knowledge.lexical import Lexical
from knowledge.phrasing import Phrasing

FORMAT = 1  # raise it when what a build writes, or how it is computed, changes
Progress = Callable[[str, int, int], None]  # what is being done, how much is done, of how much

_SENTENCE_END = re.compile(r"(?<=[.!?:;])\s+(?=[A-Z])")


class StaleBuild(RuntimeError):
    """There is no index for the book as it is now; the message says which command builds it."""


def refusals(book: Book) -> list[tuple[str, ...]]:
    """Examples of what isn't answered, a tuple for each of REFUSALS."""
    return [book.untold, *(read_lines(LIBRARY / f"{name}.txt") for name in REFUSALS[1:])]


def sentences(text: str) -> list[str]:
    return _SENTENCE_END.split(text)


def source_digest(book: Book) -> str:
    """What an index is made from, as 16 hex digits: the book, the shared refusals, the model and the format."""
    source = json.dumps([FORMAT, MODEL_SHA256, book.digest, refusals(book)[1:]])
    return hashlib.sha256(source.encode()).hexdigest()[:16]


def encoder_folder(build_dir: Path) -> Path:
    return build_dir / f"encoder-{MODEL_SHA256[:8]}"


def is_fresh(build_dir: Path, book: Book) -> bool:
    """Whether an index of the book as it is now, made with this model, is ready to serve."""
    return _current(build_dir, book.slug) == source_digest(book) and encoder_folder(build_dir).is_dir()


def load(build_dir: Path, book: Book) -> tuple[Encoder, Index]:
    """The encoder and the book's index. Raises StaleBuild when the book or the model has changed since."""
    if not is_fresh(build_dir, book):
        raise StaleBuild(f"no index of {book.title!r} as it is now in {build_dir}; run: norfolk build")
    return Encoder(encoder_folder(build_dir)), Index.load(build_dir / book.slug / source_digest(book))


def build(folder: Path, build_dir: Path, progress: Progress = lambda *_: None) -> Book:
    """Validate the book in `folder` and write its index, unless a fresh one is there. Returns the book.

    Raises BookError for broken data, EncoderError for a wrong model or a twin that disagrees, OSError for a full disk.
    """
    book = read_book(folder)
    if is_fresh(build_dir, book):
        return book
    build_dir.mkdir(parents=True, exist_ok=True)
    texts = _rows(book)
    vectors = _embed([text for text, _, _ in texts], build_dir, progress)
    owners = np.array([owner for _, owner, _ in texts], dtype=np.int64)
    kinds = np.array([kind for _, _, kind in texts], dtype=np.int64)
    progress("learning the classifier", 0, 1)
    from knowledge.classifier import train  # scikit-learn is needed here only

    weights, biases = train(vectors, owners, len(book.passages) + len(REFUSALS))
    told = [question for passage in book.passages for question in passage.questions]
    index = Index.build(
        np.concatenate([weights, vectors]),
        np.concatenate([biases, np.zeros(len(vectors), dtype=np.float32)]),
        np.concatenate([np.arange(len(weights)), owners]),
        np.concatenate([np.full(len(weights), CLASS), kinds]),
        Lexical.build([" ".join([passage.text, *passage.questions]) for passage in book.passages]),
        Phrasing.train(told, [example for examples in refusals(book) for example in examples]),
    )
    progress("learning the classifier", 1, 1)
    name = source_digest(book)
    with new_folder(build_dir / book.slug / name) as draft:
        index.save(draft)
        manifest = {"format": FORMAT, "book": book.slug, "source": name, "model": MODEL_NAME, "model_sha256": MODEL_SHA256}
        (draft / "manifest.json").write_text(json.dumps(manifest, indent=2) + "\n")
    with new_file(build_dir / book.slug / "current") as current:
        current.write_text(name)
    for old in (build_dir / book.slug).iterdir():
        if old.is_dir() and old.name != name:
            shutil.rmtree(old, ignore_errors=True)
    return book


def _current(build_dir: Path, slug: str) -> str | None:
    try:
        return (build_dir / slug / "current").read_text()
    except FileNotFoundError:
        return None


def _rows(book: Book) -> list[tuple[str, int, int]]:
    """Each text to embed with its owner and kind."""
    rows = []
    for owner, passage in enumerate(book.passages):
        rows += [(text, owner, TEXT) for text in dict.fromkeys([passage.text, *sentences(passage.text)])]
        rows += [(question, owner, QUESTION) for question in passage.questions]
    for owner, examples in enumerate(refusals(book), len(book.passages)):
        rows += [(text, owner, QUESTION) for text in examples]
    return rows


def _embed(texts: Sequence[str], build_dir: Path, progress: Progress) -> Vectors:
    """Vectors of the texts; those embedded by an earlier build come from its file."""
    store = build_dir / f"vectors-{MODEL_SHA256[:8]}.npz"
    known: dict[str, Vectors] = {}
    if store.exists():
        with np.load(store) as saved:
            known = dict(zip(saved["keys"].tolist(), saved["vectors"], strict=True))
    keys = [hashlib.sha256(text.encode()).hexdigest() for text in texts]
    missing = {key: text for key, text in zip(keys, texts, strict=True) if key not in known}
    folder = encoder_folder(build_dir)
    if missing or not folder.is_dir():
        progress("loading the model", 0, 1)
        from knowledge.export import Original  # torch is needed here only

        original = Original()
        progress("loading the model", 1, 1)
        if not folder.is_dir():
            progress("exporting the encoder", 0, 1)
            with new_folder(folder) as draft:
                original.export(draft)
            progress("exporting the encoder", 1, 1)
        items = list(missing.items())
        for start in range(0, len(items), 64):
            progress("embedding", start, len(items))
            batch = items[start : start + 64]
            known.update(zip([key for key, _ in batch], original.encode([text for _, text in batch]), strict=True))
        progress("embedding", len(items), len(items))
        stacked = np.stack(list(known.values()))
        with new_file(store) as file:
            np.savez(file, keys=np.array(list(known)), vectors=stacked)
    return np.stack([known[key] for key in keys])
