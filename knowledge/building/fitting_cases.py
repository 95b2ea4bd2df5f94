"""What the weights are fitted on: tales, the first book with all, some and none of its examples, the other shipped
books with the few that they have, and novels as the import makes them of a summary."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from knowledge.book import Book, Examples
from knowledge.books.bare import bare_book
from knowledge.books.examples import read_examples, read_lines
from knowledge.books.languages import ENGLISH
from knowledge.books.reading import LIBRARY, read_book
from knowledge.building.build import index_of, open_encoder, vectors_file
from knowledge.building.case import Case, Mask, blank
from knowledge.building.embedding import Embedder
from knowledge.building.labelled import (
    NOVELS,
    OTHERS,
    SHIPPED,
    Tale,
    read_jsonl,
    read_novels,
    read_tales,
    right,
    untaught,
)
from knowledge.building.logistic import Group
from knowledge.judging.confidence import richness
from knowledge.judging.followups import Chat
from knowledge.judging.giveaways import Giveaways, pieces
from knowledge.judging.reader import Reader
from knowledge.judging.weights import Weights
from knowledge.librarian import Librarian
from knowledge.search.encoder import Encoded
from knowledge.search.encoders import MINILM, Known
from knowledge.search.features import Found, Question, Searcher
from knowledge.search.index import Index
from knowledge.search.lexicon import Lexicon
from knowledge.search.names import name_words
from knowledge.search.spelling import vocabulary
from knowledge.search.words import QUESTION_WORDS, STOP, fold, stem, stems
from knowledge.spoilers import START, Policy

EXAMPLES = Path(__file__).parents[1] / "examples"
DEVELOPMENT = ("development.jsonl", "messages-development.jsonl", "chats-development.jsonl")
# Own questions a passage and untold examples that our book is left with; None for all.
THINNED: dict[str, tuple[int | None, int | None]] = {
    "all": (None, None),
    "questions": (None, 0),
    "half": (None, 2_000),  # and every other passage has no questions at all
    "thirty": (30, 1_000),
    "ten": (10, 300),
    "five": (5, 100),
    "three": (3, 0),
    "none": (0, 0),
}
KINDS_OF_BOOK = ("none", "five", "all")  # by which lines are drawn
FOREIGN_QUESTIONS = "languages-development.jsonl"
PER_TALE = 12  # questions of a tale
FOREIGN = 6  # other tales' questions asked of it, half of them with its own names put in


@dataclass(frozen=True)
class Masked(Lexicon):
    """How an English text is read as if it were in a language of which the book knows but the names."""

    names: frozenset[str]

    def stem(self, word: str) -> str:
        return stem(word) if word in self.names else f"{word}?"


class Shelf:
    """The books and questions, searched once; `use` says by which weights they are judged."""

    def __init__(
        self, tales: Path, questions: Path, sets: Path, build_dir: Path, order: random.Random, known: Known = MINILM
    ) -> None:
        self._order, self._sets = order, sets
        encoder = open_encoder(build_dir, encoder=known)
        self._embedder = Embedder(encoder, vectors_file(build_dir, known), lambda *_: None)
        self._encoder = _Remembering(encoder)
        self.book = read_book(LIBRARY / SHIPPED)
        self.examples = read_examples(LIBRARY / SHIPPED, self.book)
        self._development = read_jsonl(sets / DEVELOPMENT[0])
        self._tales = list(read_tales(tales, questions, "fit"))
        self._read = list(read_novels(sets / NOVELS))
        self._weights = blank()
        self._foreign: dict[str, list[Case]] = {}
        self._cases = {name: list(self._ours(name)) for name in THINNED} | {"tales": list(self._theirs())}
        self._cases |= {slug: list(self._others(slug)) for slug in OTHERS}
        self._cases |= {f"{slug}, bare": list(self._bare(slug, titles=True)) for slug in OTHERS}
        self._cases |= {f"{slug}, untitled": list(self._bare(slug, titles=False)) for slug in OTHERS}
        self._cases[NOVELS] = list(self._novels())
        if known.languages is None:
            self._foreign |= {f"asked-{name}": list(self._asked(name)) for name in KINDS_OF_BOOK}
        self._embedder.keep()

    def use(self, weights: Weights) -> None:
        self._weights = weights

    def cases(self) -> dict[str, list[Case]]:
        """The cases by kind of book, judged by the weights in use."""
        return {name: [replace(case, weights=self._weights) for case in found] for name, found in self._cases.items()}

    def foreign(self, weights: Weights) -> dict[str, list[Case]]:
        """The cases of questions in another language than the book's: English ones read as if the book knew none of
        their words but names, and, as "asked-" kinds of book, such as people ask. None for an encoder of one language.
        """
        return {name: [replace(case, weights=weights) for case in found] for name, found in self._foreign.items()}

    def vector(self, text: str) -> npt.NDArray[np.float32]:
        found: npt.NDArray[np.float32] = self._embedder.vectors([text])[0]
        return found

    def questions(self) -> list[str]:
        """Questions about books, told and untold, ours and the tales'."""
        own = [fold(text) for texts in self.examples.questions.values() for text in texts]
        untold = [fold(text) for text in self.examples.untold]
        return own[::2] + untold[::2] + self.tales_questions()[::3]

    def tales_questions(self) -> list[str]:
        return [question for tale in self._tales for question, _ in tale.asked]

    def worded(self) -> Iterator[tuple[str, frozenset[str], bool]]:
        """Our book's own questions and those that it doesn't answer, each with the book's stems and whether it is
        told."""
        known, has = _stems(self.book), self.examples
        yield from ((text, known, True) for texts in has.questions.values() for text in texts)
        yield from ((text, known, False) for text in (*has.untold, *read_lines(EXAMPLES / "namesakes.txt")))

    def novels_worded(self) -> Iterator[tuple[str, frozenset[str], bool]]:
        """The same of the novels that teach the adapter."""
        for novel in self._read:
            if novel.teaches:
                known = _stems(novel.book)
                yield from ((question["question"], known, question["answerable"]) for question in novel.questions)

    def names(self) -> frozenset[str]:
        """The names of all books, which no word of a masked wording may be."""
        theirs = (name_words(_book(tale)) for tale in self._tales)
        return name_words(self.book).union(*theirs)

    def chats(self, name: str) -> Iterator[Group]:
        """Of the development chats' turns that have a turn before them: their three searches' log-odds."""
        reader = self._reader(name)
        librarian = Librarian(reader)
        rows, labels = [], []
        level = self.book.default_level
        for data in read_jsonl(self._sets / DEVELOPMENT[2]):
            chat = Chat()
            for turn in data["turns"]:
                asked = reader.readable(turn["question"])
                if (last := chat.last) is not None and last.question != asked:
                    alone = reader.understand(asked)
                    rows.append(np.array([one.told for one in reader.searches(alone, last)]))
                    labels.append(turn["answerable"])
                answer = librarian.answer(reader.understand(asked, chat.last), level, Policy.WARN)
                chat.remember(asked, tuple(hit.passage for hit in answer.told))
        yield Group(np.array(rows), np.array(labels), reader.richness, 1.0)

    def messages(self, names: Sequence[str] = ("all", "none"), whole: bool = False) -> Iterator[Group]:
        """The development messages at the default level and the one before; `whole`: at the default level alone, the
        most telling piece of each."""
        posts = [
            (data["text"], self.book.level(data["part"] or START)) for data in read_jsonl(self._sets / DEVELOPMENT[1])
        ]
        levels = self.book.levels[1:-1]
        for name in names:
            reader = self._reader(name)
            check = Giveaways(reader)
            rows, labels = [], []
            for level in levels if not whole else [self.book.default_level]:
                for text, part in posts:
                    readable = reader.readable(text)
                    found = [check.signals(piece, level) for piece in (pieces(readable) if whole else [readable])]
                    judge = self._weights.giveaway
                    rows.append(max(found, key=lambda row: judge.log_odds(row, reader.richness)))
                    labels.append(part.rank > level.rank)
            yield Group(np.array(rows), np.array(labels), reader.richness, 1.0)

    def _reader(self, name: str) -> Reader:
        return self._reading(self.book, *self._indexes[name])

    def _reading(self, book: Book, index: Index, examples: Examples) -> Reader:
        words = vocabulary(book, examples, self._encoder.vocabulary)
        return Reader(book, index, words, self._encoder, self._weights)  # type: ignore[arg-type]

    @cached_property
    def _indexes(self) -> dict[str, tuple[Index, Examples]]:
        return {name: (self._build(self.book, thinned), thinned) for name, thinned in self._thinned()}

    def _thinned(self) -> Iterator[tuple[str, Examples]]:
        for name, (own, untold) in THINNED.items():
            questions = {
                id: tuple(self._order.sample(texts, min(own if own is not None else len(texts), len(texts))))
                for place, (id, texts) in enumerate(self.examples.questions.items())
                if name != "half" or place % 2
            }
            kept = self._order.sample(self.examples.untold, len(self.examples.untold) if untold is None else untold)
            yield name, Examples(questions, tuple(kept), self.examples.messages if untold is None else ())

    def _build(self, book: Book, examples: Examples) -> Index:
        return index_of(book, examples, self._embedder)

    def _ours(self, name: str) -> Iterator[Case]:
        reader = self._reader(name)
        searcher = Searcher(reader.index)
        for case in self._asked_of(reader, self._development):
            yield case
            self._also_foreign(name, case, searcher)

    def _asked(self, name: str) -> Iterator[Case]:
        """The development questions in other languages."""
        case = self._asking(self._reader(name))
        for data in read_jsonl(self._sets / FOREIGN_QUESTIONS):
            gold = [self.book.order[id] for id in data["gold"]]
            answers = np.isin(np.arange(len(self.book.passages)), gold) if gold else None
            yield case(data["question"], answers, data["part"])

    def _also_foreign(self, name: str, case: Case, searcher: Searcher) -> None:
        """Keep a case, where such are wanted, as if its question were in another language."""
        if self._encoder.known.languages is None and name in (*KINDS_OF_BOOK, "tales"):
            text = case.found.question.text
            lexicon = Masked("", ENGLISH, STOP, QUESTION_WORDS, case.names)
            found = searcher.search(Question(text, self._encoder.encode(text), lexicon))
            spent = Encoded(case.found.question.encoded.vector, (), np.zeros((0, 0), dtype=np.float32))
            found = replace(found, question=Question(text, spent, lexicon))
            self._foreign.setdefault(name, []).append(replace(case, found=found))

    def _others(self, slug: str) -> Iterator[Case]:
        book = read_book(LIBRARY / slug)
        return self._about(book, read_examples(LIBRARY / slug, book))

    def _bare(self, slug: str, *, titles: bool) -> Iterator[Case]:
        """One of the others by its passages alone, with their titles, which count as questions, or without."""
        book = read_book(LIBRARY / slug)
        if not titles:
            book = replace(book, passages=tuple(replace(passage, title="") for passage in book.passages))
        return self._about(book, Examples())

    def _about(self, book: Book, examples: Examples) -> Iterator[Case]:
        """The questions about one of the others that don't teach the adapter."""
        reader = self._reading(book, self._build(book, examples), examples)
        return self._asked_of(reader, untaught(book, self._sets))

    def _novels(self) -> Iterator[Case]:
        """The novels that don't teach the adapter."""
        for novel in self._read:
            if novel.teaches:
                continue
            book = novel.book
            case = self._asking(self._reading(book, self._build(book, Examples()), Examples()))
            for question in novel.questions:
                answers = right(question, book) if question["answerable"] else None
                yield case(question["question"], answers, _first_part(answers, book))

    def _asked_of(self, reader: Reader, questions: Iterable[dict[str, Any]]) -> Iterator[Case]:
        """Labelled questions, and the half of the shared examples of small talk and other topics that didn't teach the
        kinds."""
        case = self._asking(reader)
        for question in questions:
            answers = right(question, reader.book) if question["answerable"] else None
            yield case(question["question"], answers, question["part"])
        for name in ("small-talk", "off-topic", "namesakes"):
            for text in read_lines(EXAMPLES / f"{name}.txt")[1::6]:
                yield case(text, None, None)

    def _asking(self, reader: Reader) -> Callable[[str, Mask | None, str | None], Case]:
        """What makes a case of a question, the passages that answer it (None for what isn't told), and the part that
        the answer reveals."""
        book, level = reader.book, reader.book.default_level
        beyond, extents = reader.beyond(level), reader.past_extents(level)
        names = name_words(book)

        def case(text: str, right: Mask | None, part: str | None) -> Case:
            asked = reader.core(reader.readable(text))
            past = None if right is None or part is None else book.level(part).rank > level.rank
            return self._case(asked, reader.index, names, reader.find, right, beyond, extents, past, cast=True)

        return case

    def _theirs(self) -> Iterator[Case]:
        for tale in self._tales:
            book, places = _book(tale), np.arange(len(tale.passages))
            index = self._build(book, Examples())
            searcher, names = Searcher(index), name_words(book)
            cut = 2 * len(places) // 3
            beyond, extents = places >= cut, np.zeros(len(index.extents), dtype=bool)

            def find(text: str, searcher: Searcher = searcher) -> tuple[Found, None]:
                return searcher.search(Question(text, self._encoder.encode(text))), None

            for text, gold in self._order.sample(tale.asked, min(PER_TALE, len(tale.asked))):
                answers = np.isin(places, gold)
                case = self._case(text, index, names, find, answers, beyond, extents, min(gold) >= cut, cast=False)
                yield case
                self._also_foreign("tales", case, searcher)
            for text in self._of_others(book):
                case = self._case(text, index, names, find, None, beyond, extents, None, cast=False)
                yield case
                self._also_foreign("tales", case, searcher)

    def _of_others(self, book: Book) -> Iterator[str]:
        """Other tales' questions, every other one with a name of this book put in."""
        names = sorted(name_words(book))
        for number in range(FOREIGN):
            tale = self._order.choice(self._tales)
            if tale.title == book.title or not tale.asked:
                continue
            text = self._order.choice(tale.asked)[0]
            if number % 2 and names:
                theirs = name_words(_book(tale))
                own = self._order.choice(names).capitalize()
                text = " ".join(own if word.lower().strip("?,.") in theirs else word for word in text.split())
            yield text

    def _case(
        self,
        text: str,
        index: Index,
        names: frozenset[str],
        find: Callable[[str], Any],
        right: Mask | None,
        beyond: Mask,
        extents: Mask,
        past: bool | None,
        *,
        cast: bool,
    ) -> Case:
        found: Found = find(text)[0]
        # The words' states are of no more use, and large.
        vector = found.question.encoded.vector
        spent = Encoded(vector, (), np.zeros((0, 0), dtype=np.float32))
        found = replace(found, question=Question(text, spent, found.question.lexicon))
        own, rich = richness(index)
        known = index.in_passages.terms.__contains__
        return Case(
            found, right is not None, right, beyond, extents, past, names, known, cast, own, rich, self._weights
        )


def _first_part(answers: Mask | None, book: Book) -> str | None:
    """The part of the first passage that answers."""
    parts = [book.passages[number].part for number in np.flatnonzero(answers)] if answers is not None else []
    return min(parts, key=lambda part: book.level(part).rank, default=None)


def _stems(book: Book) -> frozenset[str]:
    """Those of the words that carry meaning in the book's passages."""
    return frozenset(stem for passage in book.passages for stem in stems(fold(passage.text)))


def _book(tale: Tale) -> Book:
    return bare_book(tale.title, tale.title, tale.passages)


class _Remembering:
    """An encoder that encodes each question once."""

    def __init__(self, encoder: Any) -> None:
        self._encoder = encoder
        self._encoded: dict[str, Encoded] = {}
        self.vocabulary, self.known = encoder.vocabulary, encoder.known

    def encode(self, text: str) -> Encoded:
        if text not in self._encoded:
            self._encoded[text] = self._encoder.encode(text)
        return self._encoded[text]
