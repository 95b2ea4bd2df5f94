"""One book's search index: what every passage scores for a question, from FAISS rows and lexical search.

A FAISS row has the encoder's dimension plus one: the last number is 0 for the vector of a text (its inner product with a
query is the cosine) and the bias for a class of the linear classifier (its inner product is the logit).
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import faiss
import numpy as np
import numpy.typing as npt

from knowledge.encoder import Vectors
from knowledge.lexical import Lexical
from knowledge.phrasing import Phrasing

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
    phrasing: float  # log-odds that a question so worded is told by the book


class Index:
    """Rows in FAISS, who owns each row (`owners`) and what it is (`kinds`), and lexical search beside them."""

    def __init__(self, rows: faiss.Index, owners: Ints, kinds: Ints, lexical: Lexical, phrasing: Phrasing) -> None:
        self._rows, self._owners, self._kinds, self._lexical, self._phrasing = rows, owners, kinds, lexical, phrasing
        self._count = int(owners.max()) + 1

    @classmethod
    def build(
        cls, vectors: Vectors, biases: Floats, owners: Ints, kinds: Ints, lexical: Lexical, phrasing: Phrasing
    ) -> Index:
        """From row vectors (rows, dimension) with each row's bias, owner and kind."""
        rows = faiss.IndexFlatIP(vectors.shape[1] + 1)
        rows.add(np.ascontiguousarray(np.column_stack([vectors, biases]), dtype=np.float32))
        return cls(rows, owners, kinds, lexical, phrasing)

    def search(self, question: str, vector: Floats) -> Signals:
        """Score every passage for a question and its unit vector of shape (dimension,)."""
        query = np.append(vector, np.float32(1))[None]
        products, found = self._rows.search(query, self._rows.ntotal)
        best = np.full((3, self._count), -1, dtype=np.float32)
        np.maximum.at(best, (self._kinds[found[0]], self._owners[found[0]]), products[0])
        logit = np.full(self._count, -np.inf, dtype=np.float32)
        classes = self._kinds[found[0]] == CLASS
        logit[self._owners[found[0][classes]]] = products[0][classes]
        coverage = np.zeros(self._count, dtype=np.float32)
        covered = self._lexical.coverage(question)
        coverage[: len(covered)] = covered
        return Signals(logit, best[QUESTION], best[TEXT], coverage, self._phrasing.score(question))

    def save(self, folder: Path) -> None:
        faiss.write_index(self._rows, str(folder / "rows.faiss"))
        np.savez(folder / "rows.npz", owners=self._owners, kinds=self._kinds)
        self._lexical.save(folder / "lexical")
        self._phrasing.save(folder / "phrasing.json")

    @classmethod
    def load(cls, folder: Path) -> Index:
        meta = np.load(folder / "rows.npz")
        rows = faiss.read_index(str(folder / "rows.faiss"))
        lexical, phrasing = Lexical.load(folder / "lexical"), Phrasing.load(folder / "phrasing.json")
        return cls(rows, meta["owners"], meta["kinds"], lexical, phrasing)
