"""Other people's books: which passage is found, within each book and over all pooled, beside plain search.

Books are JSON lines `{"book", "title", "passages": [text, ...]}`, questions are
`{"book", "question", "answers": [text, ...], "gold"?: [index, ...], "answerable"?}`. A passage is right when `gold`
names it; without `gold`, when it holds the text of an answer, or seven in ten of its content words.
"""

from __future__ import annotations

import json
import random
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from knowledge.answer import Status
from knowledge.book import Examples
from knowledge.books.bare import bare_book
from knowledge.building.embedding import Embedder
from knowledge.judging.weights import load_weights, weights_file
from knowledge.librarian import Librarian
from knowledge.measuring.in_memory import librarian_of
from knowledge.search.encoder import Encoder
from knowledge.search.features import FEATURES
from knowledge.search.question import BadQuestion
from knowledge.search.words import fold, stems
from knowledge.spoilers import Level, Policy

Report = dict[str, dict[str, Any]]  # way of searching -> scope -> figure -> value
SHARE = 0.7  # of an answer's content words that a right passage holds
FOREIGN = 10  # other books' questions that are asked of each book


class BadSet(ValueError):
    """A file of books or questions can't be used; the message names the line."""


@dataclass(frozen=True)
class Asked:
    """A question, and the numbers of the passages that are right; none where no passage tells it."""

    text: str
    right: tuple[int, ...]


@dataclass(frozen=True)
class Volume:
    """One of other people's books with its questions."""

    title: str
    passages: tuple[str, ...]
    questions: tuple[Asked, ...]


def read_volumes(books: Path, questions: Path) -> list[Volume]:
    """The books with their questions. Raises BadSet with file, line and what is wrong."""
    asked: dict[str, list[dict[str, Any]]] = {}
    for data in _lines(questions, {"book": str, "question": str}):
        asked.setdefault(data["book"], []).append(data)
    return [
        Volume(
            str(data.get("title", data["book"])),
            tuple(data["passages"]),
            tuple(
                Asked(question["question"], _right(question, data["passages"]))
                for question in asked.get(data["book"], [])
            ),
        )
        for data in _lines(books, {"book": str, "passages": list})
    ]


def measure(volumes: Sequence[Volume], encoder: Encoder) -> Report:
    """The figures of Norfolk, of plain dense search (one vector a passage) and of plain BM25: `within` each book, and
    with all books `pooled`. A question counts when some passage is right."""
    opened = [_open(volume, encoder) for volume in volumes]
    report: Report = {"norfolk": {}, "dense": {}, "bm25": {}}
    for scope, shelf in (("within", opened), ("pooled", [_open(_pool(volumes), encoder)])):
        results = [result for one in shelf for result in _results(one)]
        for name in report:
            report[name][scope] = _figures([result.ranks[name] for result in results])
        report["norfolk"][scope] |= {
            "answered_right": _mean(result.told and result.ranks["norfolk"] == 1 for result in results),
            "refused": _mean(not result.told for result in results),
        }
    report["norfolk"]["foreign_answered"] = _mean(_foreign(opened))
    return report


@dataclass(frozen=True)
class _Opened:
    volume: Volume
    librarian: Librarian
    whole: npt.NDArray[np.float32]  # one vector a passage

    @property
    def level(self) -> Level:
        return self.librarian.book.levels[-1]


@dataclass(frozen=True)
class _Result:
    """The rank of the first right passage by each way of searching, from 1, and whether the question was answered."""

    ranks: dict[str, int]
    told: bool


def _open(volume: Volume, encoder: Encoder) -> _Opened:
    book = bare_book("book", volume.title, volume.passages)
    embedder = Embedder(encoder, None)
    weights = load_weights(weights_file(encoder.known))
    librarian = librarian_of(book, Examples(), encoder, embedder, weights)
    return _Opened(volume, librarian, embedder.vectors([fold(passage) for passage in volume.passages]))


def _results(opened: _Opened) -> Iterator[_Result]:
    reader = opened.librarian.reader
    for question in opened.volume.questions:
        if not question.right:
            continue
        understood = reader.understand(reader.readable(question.text))
        found = understood.found
        scored = {
            "norfolk": understood.scored,
            "dense": opened.whole @ found.question.encoded.vector,
            "bm25": found.features[:, FEATURES.index("cover")],
        }
        ranks = {name: _rank(scores, question.right) for name, scores in scored.items()}
        yield _Result(ranks, _status(opened, question.text) is not Status.UNKNOWN)


def _status(opened: _Opened, text: str) -> Status:
    try:
        return opened.librarian.ask(text, opened.level, Policy.WARN).status
    except BadQuestion:
        return Status.UNKNOWN


def _foreign(shelf: Sequence[_Opened]) -> Iterator[bool]:
    """Whether questions about other books are told as sure."""
    order = random.Random(1)
    for opened in shelf:
        others = [question for other in shelf if other is not opened for question in other.volume.questions]
        for question in order.sample(others, min(FOREIGN, len(others))):
            yield _status(opened, question.text) is Status.SURE


def _pool(volumes: Sequence[Volume]) -> Volume:
    """All books as one."""
    passages: list[str] = []
    questions: list[Asked] = []
    for volume in volumes:
        start = len(passages)
        questions += [Asked(asked.text, tuple(start + number for number in asked.right)) for asked in volume.questions]
        passages += volume.passages
    return Volume("", tuple(passages), tuple(questions))


def _right(question: dict[str, Any], passages: Sequence[str]) -> tuple[int, ...]:
    if question.get("answerable") is False:
        return ()
    if "gold" in question:
        return tuple(question["gold"])
    return tuple(n for n, passage in enumerate(passages) if any(_holds(passage, text) for text in question["answers"]))


def _holds(passage: str, answer: str) -> bool:
    """Whether a passage holds the answer's text, or SHARE of its content words."""
    text = answer.lower().strip(" .")
    if text and text in passage.lower():
        return True
    wanted, there = set(stems(fold(answer))), set(stems(fold(passage)))
    return bool(wanted) and len(wanted & there) >= SHARE * len(wanted)


def _rank(scores: npt.NDArray[Any], right: Sequence[int]) -> int:
    order: list[int] = np.argsort(-scores, kind="stable").tolist()
    return 1 + min(order.index(number) for number in right)


def _figures(ranks: Sequence[int]) -> dict[str, float]:
    found = np.array(ranks)
    return {
        "recall@1": _mean(found <= 1),
        "recall@3": _mean(found <= 3),
        "mrr": round(float((1 / found).mean()), 4),
    }


def _mean(cases: Iterable[Any]) -> float:
    found = list(cases)
    return round(float(np.mean(found)), 4) if found else 0.0


def _lines(path: Path, fields: dict[str, type]) -> Iterator[dict[str, Any]]:
    for number, line in enumerate(path.read_text(encoding="utf-8-sig").splitlines(), 1):
        if not line.strip():
            continue
        try:
            data = json.loads(line)
        except ValueError as error:
            raise BadSet(f"{path.name}, line {number}: not JSON: {error}") from error
        for field, kind in fields.items():
            if not isinstance(data, dict) or not isinstance(data.get(field), kind):
                raise BadSet(f"{path.name}, line {number}: {field} is missing, or is no {kind.__name__}")
        yield data
