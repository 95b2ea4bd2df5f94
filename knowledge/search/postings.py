"""Which documents hold a term, and with what weight: the inverted lists behind every search by words."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from knowledge.search.words import document_frequency, idf

Floats = npt.NDArray[np.float32]
Ints = npt.NDArray[np.int32]
Weigh = Callable[[Sequence[str]], Mapping[str, float]]  # a document's terms -> their weights in it

K1, B = 1.5, 0.75  # BM25's saturation and length normalisation


@dataclass(frozen=True)
class Postings:
    """`terms` gives each term its row; the row's documents are `documents[starts[row]:starts[row + 1]]`.

    `weights` lie beside `documents`; `count` documents in all.
    """

    terms: Mapping[str, int]
    starts: Ints
    documents: Ints
    weights: Floats
    count: int

    @cached_property
    def _spans(self) -> list[tuple[int, int]]:
        """`starts` as plain numbers, which are quicker to look up one by one."""
        return list(pairwise(self.starts.tolist()))

    def scores(self, terms: Mapping[str, float]) -> Floats:
        """For each document the sum of the terms' weights times its own, shape (count,)."""
        spans = [(*self._spans[self.terms[term]], weight) for term, weight in terms.items() if term in self.terms]
        if not spans:
            return np.zeros(self.count, dtype=np.float32)
        documents = np.concatenate([self.documents[start:end] for start, end, _ in spans])
        weights = np.concatenate([self.weights[start:end] * weight for start, end, weight in spans])
        return np.bincount(documents, weights, self.count).astype(np.float32)

    def matrix(self, terms: Sequence[str]) -> Floats:
        """Each document's weight of each term, shape (terms, count)."""
        found = np.zeros((len(terms), self.count), dtype=np.float32)
        for place, term in enumerate(terms):
            if (row := self.terms.get(term)) is not None:
                start, end = self._spans[row]
                found[place, self.documents[start:end]] = self.weights[start:end]
        return found

    def frequency(self, term: str) -> int:
        """In how many documents the term stands."""
        row = self.terms.get(term)
        if row is None:
            return 0
        start, end = self._spans[row]
        return end - start

    def idf(self, term: str) -> float:
        """The term's inverse document frequency; highest for one that no document has."""
        row = self.terms.get(term)
        return self._unseen if row is None else self._idfs[row]

    @cached_property
    def _idfs(self) -> list[float]:
        known = np.diff(self.starts).astype(np.float64)
        found: list[float] = np.log(1 + (self.count - known + 0.5) / (known + 0.5)).tolist()
        return found

    @cached_property
    def _unseen(self) -> float:
        return math.log(1 + (self.count + 0.5) / 0.5)


@dataclass(frozen=True)
class Lent(Postings):
    """Postings of a few documents, whose terms weigh what they weigh among others."""

    like: Postings

    def idf(self, term: str) -> float:
        return self.like.idf(term)


def build(documents: Sequence[Sequence[str]], weigh: Weigh) -> Postings:
    """The postings of documents given as terms, in the order of the terms' first occurrence."""
    lists: dict[str, list[tuple[int, float]]] = {}
    for number, document in enumerate(documents):
        for term, weight in weigh(document).items():
            lists.setdefault(term, []).append((number, weight))
    sizes = [len(entries) for entries in lists.values()]
    pairs = [pair for entries in lists.values() for pair in entries]
    return Postings(
        {term: row for row, term in enumerate(lists)},
        np.concatenate([[0], np.cumsum(sizes)]).astype(np.int32),
        np.array([number for number, _ in pairs], dtype=np.int32),
        np.array([weight for _, weight in pairs], dtype=np.float32),
        len(documents),
    )


def presence(document: Sequence[str]) -> dict[str, float]:
    """1 for each term that stands in the document."""
    return dict.fromkeys(document, 1.0)


def bm25(documents: Sequence[Sequence[str]]) -> Weigh:
    """BM25's weight of a term without its idf (Robertson and Zaragoza 2009), for documents of these lengths."""
    average = sum(map(len, documents)) / max(len(documents), 1) or 1.0

    def weigh(document: Sequence[str]) -> dict[str, float]:
        norm = K1 * (1 - B + B * len(document) / average)
        return {term: count * (K1 + 1) / (count + norm) for term, count in Counter(document).items()}

    return weigh


def tfidf(documents: Sequence[Sequence[str]]) -> Weigh:
    """Sublinear tf-idf of unit length; `unit` weighs a query for the same documents."""
    frequency, count = document_frequency(documents), len(documents)
    weights = {term: idf(frequency, count, term) for term in frequency}
    return lambda document: unit(document, weights.__getitem__)


def unit(terms: Iterable[str], weight: Callable[[str], float]) -> dict[str, float]:
    """Terms weighed by 1 + log of their count and by `weight`, scaled to unit length."""
    raw = {term: (1 + math.log(count)) * weight(term) for term, count in Counter(terms).items()}
    length = math.sqrt(sum(value * value for value in raw.values())) or 1.0
    return {term: value / length for term, value in raw.items()}
