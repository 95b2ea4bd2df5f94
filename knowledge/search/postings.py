"""Which documents hold a term, and with what weight: the inverted lists behind every search by words."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import Any

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float32]
Ints = npt.NDArray[np.int64] | npt.NDArray[np.int32]
Weights = npt.NDArray[np.float64]
Weigh = Callable[["Occurrences"], Weights]  # one weight for each entry

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
        found: list[float] = _idf(np.diff(self.starts), self.count).tolist()
        return found

    @cached_property
    def _unseen(self) -> float:
        return float(_idf(np.zeros(1), self.count)[0])


@dataclass(frozen=True)
class Lent(Postings):
    """Postings of a few documents, whose terms weigh what they weigh among others."""

    like: Postings

    def idf(self, term: str) -> float:
        return self.like.idf(term)


@dataclass(frozen=True)
class Occurrences:
    """How often terms stand in documents, one entry for each pair that occurs, by term and then by document: the term's
    row, the document, the count. `lengths` are the documents' numbers of terms."""

    rows: Ints
    documents: Ints
    counts: Ints
    lengths: Ints


def build(documents: Sequence[Sequence[str]], weigh: Weigh) -> Postings:
    """The postings of documents given as terms, in the order of the terms' first occurrence."""
    terms: dict[str, int] = {}
    every = np.array([terms.setdefault(term, len(terms)) for each in documents for term in each], dtype=np.int64)
    lengths = np.array([len(document) for document in documents], dtype=np.int64)
    size = max(len(documents), 1)
    pairs, counts = np.unique(every * size + np.repeat(np.arange(len(documents)), lengths), return_counts=True)
    rows, found = np.divmod(pairs, size)
    return Postings(
        terms,
        np.concatenate([[0], np.cumsum(np.bincount(rows, minlength=len(terms)))]).astype(np.int32),
        found.astype(np.int32),
        weigh(Occurrences(rows, found, counts, lengths)).astype(np.float32),
        len(documents),
    )


def presence(found: Occurrences) -> Weights:
    """1 for each term that stands in the document."""
    return np.ones(len(found.rows))


def bm25(found: Occurrences) -> Weights:
    """BM25's weight of a term without its idf (Robertson and Zaragoza 2009)."""
    average = found.lengths.sum() / max(len(found.lengths), 1) or 1.0
    norm = K1 * (1 - B + B * found.lengths / average)
    weights: Weights = found.counts * (K1 + 1) / (found.counts + norm[found.documents])
    return weights


def tfidf(found: Occurrences) -> Weights:
    """Sublinear tf-idf of unit length; `unit` weighs a query for the same documents."""
    size = len(found.lengths)
    known = np.bincount(found.rows)[found.rows]
    weights = (1 + np.log(found.counts)) * _idf(known, size)
    scaled: Weights = weights / np.sqrt(np.bincount(found.documents, weights**2, size))[found.documents]
    return scaled


def _idf(known: npt.NDArray[Any], count: int) -> Weights:
    """`words.idf` of terms that stand in so many of `count` documents."""
    found: Weights = np.log(1 + (count - known + 0.5) / (known + 0.5))
    return found


def unit(terms: Iterable[str], weight: Callable[[str], float]) -> dict[str, float]:
    """Terms weighed by 1 + log of their count and by `weight`, scaled to unit length."""
    raw = {term: (1 + math.log(count)) * weight(term) for term, count in Counter(terms).items()}
    length = math.sqrt(sum(value * value for value in raw.values())) or 1.0
    return {term: value / length for term, value in raw.items()}
