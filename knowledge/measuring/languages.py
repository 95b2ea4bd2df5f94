"""Questions in other languages than English, and a book in another: how often each encoder finds the right passage.

A line of a set is a labelled question as in the others, with its `language`, and with the ids of the passages that are
right as `gold`, none for what the book doesn't tell.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from knowledge.answer import Status
from knowledge.book import Examples
from knowledge.books.examples import QUESTIONS, UNTOLD, read_examples
from knowledge.books.languages import LANGUAGES
from knowledge.books.reading import LIBRARY, read_book
from knowledge.building.build import open_encoder, vectors_file
from knowledge.building.embedding import Embedder
from knowledge.building.labelled import read_jsonl
from knowledge.building.model import encoder_folder
from knowledge.judging.weights import load_weights, weights_file
from knowledge.librarian import Librarian
from knowledge.measuring.in_memory import librarian_of
from knowledge.search.encoders import KNOWN, Known
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
class _Result:
    """How a question went: how many passages score higher than the best of the right ones, and whether one of these is
    in the answer."""

    asked: Asked
    place: int
    status: Status
    right: bool


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
                went = [_asked(librarian, one) for one in asked]
                for language in dict.fromkeys(one.language for one in asked):
                    here = [one for one in went if one.asked.language == language]
                    yield _figures(librarian.book.title, here, LANGUAGES[language], encoder.name, bare=bare)
                yield _figures(librarian.book.title, went, ALL, encoder.name, bare=bare)


def _has_examples(folder: Path) -> bool:
    return any((folder / name).exists() for name in (QUESTIONS, UNTOLD))


def _order(file: Path) -> tuple[int, str]:
    return len(file.stem), file.stem


def read(file: Path) -> list[Asked]:
    """The questions of a set."""
    return [Asked(data["question"], data["language"], frozenset(data["gold"])) for data in read_jsonl(file)]


def opened(folder: Path, build_dir: Path, known: Known, *, bare: bool) -> Librarian:
    """The librarian of a book by an encoder, in memory; what other indexes of it there are stays as it is."""
    book = read_book(folder)
    examples = Examples() if bare else read_examples(folder, book)
    encoder = open_encoder(build_dir, encoder=known)
    embedder = Embedder(encoder, vectors_file(build_dir, known))
    librarian = librarian_of(book, examples, encoder, embedder, load_weights(weights_file(known)))
    embedder.keep()
    return librarian


def _figures(title: str, went: Sequence[_Result], language: str, encoder: str, *, bare: bool) -> Figures:
    told, untold = [one for one in went if one.asked.gold], [one for one in went if not one.asked.gold]
    return Figures(
        title,
        language,
        encoder,
        bare,
        len(told),
        len(untold),
        _share([one.place == 0 for one in told]),
        _share([one.place < AMONG for one in told]),
        _share([one.right for one in told]),
        _share([one.right and one.status is Status.SURE for one in told]),
        _share([one.status is Status.UNKNOWN for one in untold]),
        _share([one.status is Status.SURE for one in untold]),
    )


def _asked(librarian: Librarian, one: Asked) -> _Result:
    reader, order = librarian.reader, librarian.book.order
    answer = librarian.ask(one.text, librarian.book.levels[-1], Policy.WARN)
    scored = reader.understand(reader.readable(one.text)).scored
    best = max((scored[order[id]] for id in one.gold), default=scored.max())
    right = not one.gold.isdisjoint(hit.passage.id for hit in answer.told)
    return _Result(one, int((scored > best).sum()), answer.status, right)


def _share(cases: Sequence[bool]) -> float:
    return sum(cases) / len(cases) if cases else 0.0
