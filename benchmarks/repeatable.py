"""`python -m benchmarks.repeatable`: builds the shipped book twice, on one thread and on many, and compares every byte
of the indexes and every answer to the development set. Exits with 1 when anything differs."""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from pathlib import Path

from knowledge.books.examples import read_examples
from knowledge.books.reading import LIBRARY, read_book
from knowledge.building.build import index_of, open_encoder
from knowledge.building.embedding import Embedder
from knowledge.judging.reader import Reader
from knowledge.judging.weights import load_weights
from knowledge.librarian import Librarian
from knowledge.search.index import Index
from knowledge.search.spelling import vocabulary
from knowledge.spoilers import Policy

BOOK = "never-let-me-go"
QUESTIONS = Path(__file__).parents[1] / "tests" / "questions" / "development.jsonl"


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.repeatable", description="Do two builds agree?")
    parser.add_argument("--build-dir", type=Path, help="where the encoder lies; it is exported anew unless told")
    options = parser.parse_args()
    book = read_book(LIBRARY / BOOK)
    examples = read_examples(LIBRARY / BOOK, book)
    with tempfile.TemporaryDirectory() as made:
        encoder = open_encoder(options.build_dir or Path(made))
        folders = {threads: Path(made) / str(threads) for threads in (1, 8)}
        answers = []
        for threads, folder in folders.items():
            embedder = Embedder(encoder, None, threads=threads)
            folder.mkdir()
            index_of(book, examples, embedder).save(folder)
            words = vocabulary(book, examples, encoder.vocabulary)
            librarian = Librarian(Reader(book, Index.load(folder), words, encoder, load_weights()))
            asked = [json.loads(line)["question"] for line in QUESTIONS.read_text().splitlines()]
            answers.append([librarian.ask(text, book.default_level, Policy.WARN) for text in asked])
        files = sorted(path.name for path in folders[1].iterdir())
        differing = [name for name in files if len({(folder / name).read_bytes() for folder in folders.values()}) > 1]
        others = sum(one != other for one, other in zip(*answers, strict=True))
    print(f"{len(files)} files, {len(differing)} differ; {len(answers[0])} answers, {others} differ")
    sys.exit(bool(differing or others))


if __name__ == "__main__":
    main()
