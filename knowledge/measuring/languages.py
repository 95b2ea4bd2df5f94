"""Questions in other languages than English, and a book in another: how often each encoder finds the right passage.

A line of a set is a labelled question as in the others, with its `language`, and with the ids of the passages that are
right as `gold`, none for what the book doesn't tell.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from knowledge.answer import Answer, Status
from knowledge.book import Examples
from knowledge.books.examples import QUESTIONS, UNTOLD, read_examples
from knowledge.books.languages import LANGUAGES
from knowledge.books.reading import LIBRARY, read_book
from knowledge.building.build import index_of, open_encoder, vectors_file
from knowledge.building.embedding import Embedder
from knowledge.building.model import encoder_folder
from knowledge.judging.reader import Reader
from knowledge.judging.weights import load_weights, weights_file
from knowledge.librarian import Librarian
from knowledge.search.encoders import KNOWN, Known
from knowledge.search.spelling import vocabulary
from knowledge.spoilers import Policy

SET = "languages"  # of the folder's own book; a set about another is called languages-<slug>
AMONG = 3
ALL = "all of them"


@dataclass(frozen=True)
class Asked:
    """A question and the ids of the passages that answer it."""

    text: str
    language: str
    gold: frozenset[str]


@dataclass(frozen=True)
class Figures:
    """How the questions in one language about one book went, by one encoder; shares of `told` and of `untold` ones.

    `bare`: by the book's passages alone. `first` and `among` are of the passages found, before anything is refused;
    `right` of those told as an answer.
    """

    book: str
    language: str
    encoder: str
    bare: bool
    told: int
    untold: int
    first: float
    among: float
    right: float
    sure: float
    refused: float
    wrongly_sure: float


def built(build_dir: Path) -> list[Known]:
    """The encoders that lie ready there."""
    return [each for each in KNOWN.values() if encoder_folder(build_dir, each).is_dir()]


def measure_languages(questions: Path, slug: str, build_dir: Path) -> Iterator[Figures]:
    """The figures of all sets in a folder, by every encoder that is built; `slug` is the folder's own book."""
    for file in sorted({*questions.glob(f"{SET}*.jsonl")} - {questions / f"{SET}-development.jsonl"}, key=_order):
        other = file.stem.removeprefix(SET).removeprefix("-")
        folder = questions.parent / "books" / other if other else LIBRARY / slug
        asked = read(file)
        for encoder in built(build_dir):
            for bare in (True, False) if _has_examples(folder) else (True,):
                librarian = opened(folder, build_dir, encoder, bare=bare)
                for language in dict.fromkeys(one.language for one in asked):
                    here = [one for one in asked if one.language == language]
                    yield _figures(librarian, here, LANGUAGES[language], encoder.name, bare=bare)
                yield _figures(librarian, asked, ALL, encoder.name, bare=bare)


def _has_examples(folder: Path) -> bool:
    return any((folder / name).exists() for name in (QUESTIONS, UNTOLD))


def _order(file: Path) -> tuple[int, str]:
    return len(file.stem), file.stem


def read(file: Path) -> list[Asked]:
    """The questions of a set."""
    lines = [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines() if line.strip()]
    return [Asked(data["question"], data["language"], frozenset(data["gold"])) for data in lines]


def opened(folder: Path, build_dir: Path, known: Known, *, bare: bool) -> Librarian:
    """The librarian of a book by an encoder, in memory; what other indexes of it there are stays as it is."""
    book = read_book(folder)
    examples = Examples() if bare else read_examples(folder, book)
    encoder = open_encoder(build_dir, encoder=known)
    embedder = Embedder(encoder, vectors_file(build_dir, known))
    index = index_of(book, examples, embedder)
    embedder.keep()
    words = vocabulary(book, examples, encoder.vocabulary)
    return Librarian(Reader(book, index, words, encoder, load_weights(weights_file(known))))


def _figures(librarian: Librarian, asked: Sequence[Asked], language: str, encoder: str, *, bare: bool) -> Figures:
    told, untold = [one for one in asked if one.gold], [one for one in asked if not one.gold]
    places = [_place(librarian, one) for one in told]
    answers = [(_answer(librarian, one), one.gold) for one in told]
    refusals = [_answer(librarian, one).status for one in untold]
    right = [not gold.isdisjoint(hit.passage.id for hit in answer.told) for answer, gold in answers]
    return Figures(
        librarian.book.title,
        language,
        encoder,
        bare,
        len(told),
        len(untold),
        _share([place == 0 for place in places]),
        _share([place < AMONG for place in places]),
        _share(right),
        _share([good and answer.status is Status.SURE for good, (answer, _) in zip(right, answers, strict=True)]),
        _share([status is Status.UNKNOWN for status in refusals]),
        _share([status is Status.SURE for status in refusals]),
    )


def _place(librarian: Librarian, one: Asked) -> int:
    """How many passages score higher than the best of the right ones."""
    reader = librarian.reader
    scored = reader.understand(reader.readable(one.text)).scored
    best = max(scored[librarian.book.order[id]] for id in one.gold)
    return int((scored > best).sum())


def _answer(librarian: Librarian, one: Asked) -> Answer:
    return librarian.ask(one.text, librarian.book.levels[-1], Policy.WARN)


def _share(cases: Sequence[bool]) -> float:
    return sum(cases) / len(cases) if cases else 0.0
