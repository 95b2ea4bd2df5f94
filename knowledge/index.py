"""One book's search index: what every passage scores for a question, from FAISS rows and the question's words.

A FAISS row has the encoder's dimension plus one: the last number is 0 for the vector of a text (its inner product with
a query is the cosine) and the bias for a class of a linear classifier (its inner product is the logit). There are two
of these: one over the passages and REFUSALS, and one that tells follow-ups from what can be asked by itself.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import faiss
import numpy as np
import numpy.typing as npt

from knowledge.bagofwords import BagOfWords
from knowledge.book import Book
from knowledge.embedding import Progress
from knowledge.encoder import Vectors
from knowledge.extent import extents
from knowledge.lexical import Lexical
from knowledge.sentences import sentences

Floats = npt.NDArray[np.float32]
Ints = npt.NDArray[np.int64]

REFUSALS = ("untold", "small-talk", "off-topic")  # the classes after the passages: examples of what isn't answered
CLASS, QUESTION, TEXT = range(3)  # what a row is


@dataclass(frozen=True)
class Signals:
    """What search found for one question. Arrays over owners: the passages in book order, then the REFUSALS."""

    logit: Floats  # of the linear classifier
    question: Floats  # cosine to the nearest of the owner's own questions (for a refusal: examples)
    text: Floats  # cosine to the nearest of the passage's whole text and sentences; -1 for refusals
    coverage: Floats  # BM25 coverage by the passage's text and questions together; 0 for refusals
    words: Floats  # the margin of each passage by the question's words alone, shape (passages,)
    follow_up: float  # the log-odds that it can't be understood without the chat before it
    reach: Floats  # by the words alone, the logit of each of the book's extents and, last, of not being told at all


class Index:
    """Rows in FAISS, who owns each row (`owners`) and what it is (`kinds`), and search by words beside them."""

    def __init__(
        self, rows: faiss.Index, owners: Ints, kinds: Ints, lexical: Lexical, words: BagOfWords, reach: BagOfWords
    ) -> None:
        self._rows, self._owners, self._kinds = rows, owners, kinds
        self._lexical, self._words, self._reach = lexical, words, reach
        self._count = int(owners.max()) + 1

    def search(self, question: str, vector: Floats) -> Signals:
        """Score every passage for a question and its unit vector of shape (dimension,)."""
        query = np.append(vector, np.float32(1))[None]
        products, found = self._rows.search(query, self._rows.ntotal)
        best = np.full((3, self._count), -1, dtype=np.float32)
        best[CLASS] = -np.inf
        np.maximum.at(best, (self._kinds[found[0]], self._owners[found[0]]), products[0])
        coverage = np.zeros(self._count - 1, dtype=np.float32)
        covered = self._lexical.coverage(question)
        coverage[: len(covered)] = covered
        words, reach = self._words.decide(question), self._reach.decide(question)
        logit, question_cosine, text_cosine = best[:, :-1]
        return Signals(logit, question_cosine, text_cosine, coverage, words, float(best[CLASS, -1]), reach)

    @classmethod
    def train(
        cls,
        book: Book,
        refusals: Sequence[Sequence[str]],
        follow_ups: Sequence[str],
        embed: Callable[[Sequence[str]], Vectors],
        progress: Progress,
    ) -> Index:
        """Embed the book's texts and learn from its questions, the examples of REFUSALS, and of follow-ups."""
        from knowledge.classifier import logistic, margins  # scikit-learn is needed for building only

        examples = _examples(book, refusals)
        texts = [text for text, _, _ in examples]
        owners = np.array([owner for _, owner, _ in examples], dtype=np.int64)
        kinds = np.array([kind for _, _, kind in examples], dtype=np.int64)
        vectors = embed(texts)
        progress("learning from the questions", 0, 2)
        weights, biases = logistic(vectors, owners, len(book.passages) + len(REFUSALS))
        progress("learning from the questions", 1, 2)
        leaning, lean = _follow_up(vectors[kinds == QUESTION], embed(follow_ups))
        known = extents(book)
        reach = [known.index(passage.secrets) for passage in book.passages] + [len(known)] * len(REFUSALS)
        reaches = BagOfWords.train(texts, [reach[owner] for owner in owners], len(known) + 1, logistic)
        told = [(text, owner) for text, owner, _ in examples if owner < len(book.passages)]
        words = BagOfWords.train([t for t, _ in told], [owner for _, owner in told], len(book.passages), margins)
        progress("learning from the questions", 2, 2)
        rows = faiss.IndexFlatIP(vectors.shape[1] + 1)
        rows.add(np.column_stack([np.vstack([weights, leaning]), np.append(biases, lean)]))
        rows.add(np.column_stack([vectors, np.zeros(len(vectors), dtype=np.float32)]))
        return cls(
            rows,
            np.concatenate([np.arange(len(weights) + 1), owners]),
            np.concatenate([np.full(len(weights) + 1, CLASS), kinds]),
            Lexical.build([" ".join([passage.text, *passage.questions]) for passage in book.passages]),
            words,
            reaches,
        )

    def save(self, folder: Path) -> None:
        faiss.write_index(self._rows, str(folder / "rows.faiss"))
        np.savez(folder / "rows.npz", owners=self._owners, kinds=self._kinds)
        self._lexical.save(folder / "lexical")
        self._words.save(folder / "words")
        self._reach.save(folder / "reach")

    @classmethod
    def load(cls, folder: Path) -> Index:
        rows = faiss.read_index(str(folder / "rows.faiss"))
        with np.load(folder / "rows.npz") as meta:
            owners, kinds = meta["owners"], meta["kinds"]
        words, reach = (BagOfWords.load(folder / name) for name in ("words", "reach"))
        return cls(rows, owners, kinds, Lexical.load(folder / "lexical"), words, reach)


def _examples(book: Book, refusals: Sequence[Sequence[str]]) -> list[tuple[str, int, int]]:
    """Each text with its owner and kind."""
    found = []
    for owner, passage in enumerate(book.passages):
        found += [(text, owner, TEXT) for text in dict.fromkeys([passage.text, *sentences(passage.text)])]
        found += [(question, owner, QUESTION) for question in passage.questions]
    for owner, examples in enumerate(refusals, len(book.passages)):
        found += [(text, owner, QUESTION) for text in examples]
    return found


def _follow_up(fresh: Vectors, follow_ups: Vectors) -> tuple[Floats, float]:
    """Weights and bias of the log-odds that a text is a follow-up, as if there were as many of the one as the other."""
    from knowledge.classifier import logistic

    classes = np.repeat(np.array([0, 1], dtype=np.int64), [len(fresh), len(follow_ups)])
    balance = [1.0] * len(fresh) + [len(fresh) / len(follow_ups)] * len(follow_ups)
    weights, biases = logistic(np.vstack([fresh, follow_ups]), classes, 2, balance)
    return weights[1] - weights[0], float(biases[1] - biases[0])
