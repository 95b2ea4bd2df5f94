"""A linear classifier of texts, learnt from a book's examples: ridge regression over their vectors and their words.

Solved by conjugate gradients (Hestenes and Stiefel 1952), which takes numpy alone and a second. The sums run in double
precision and the weights are rounded to single at the end, so that the same examples give the same bytes.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from knowledge.search.postings import Postings

Floats = npt.NDArray[np.float32]
Rows = npt.NDArray[np.float64]
Map = Callable[[Rows], Rows]

PENALTY = 0.3  # 0.1 to 0.3 did equally well on the development messages
STEPS = 24  # of conjugate gradients; of a hundred questions one goes otherwise than when solved to the end
COMMON = 2  # examples that hold a term; a rarer one would only be learnt by heart
DIGITS = 5
_TINY = 1e-300  # what is solved to the last bit has nothing left to divide


@dataclass(frozen=True)
class Ridge:
    """Weights of a vector's numbers, shape (dimension, classes), of terms, (terms, classes), and biases, (classes,)."""

    dense: Floats
    words: Floats
    bias: Floats

    def scores(self, vector: Floats, weighed: Mapping[str, float], postings: Postings) -> Floats:
        """How much speaks for each class, about 0 to 1, shape (classes,); `weighed` are the text's terms."""
        return self.by_vector(vector) + self.by_words(weighed, postings)

    def by_vector(self, vector: Floats) -> Floats:
        """Of `scores` what the vector gives, with the bias."""
        found: Floats = vector @ self.dense + self.bias
        return found

    def by_words(self, weighed: Mapping[str, float], postings: Postings) -> Floats:
        """Of `scores` what the terms give."""
        known = [(postings.terms[term], weight) for term, weight in weighed.items() if term in postings.terms]
        if not known:
            return np.zeros_like(self.bias)
        rows, weights = zip(*known, strict=True)
        found: Floats = np.array(weights, dtype=np.float32) @ self.words[list(rows)]
        return found


def learn(vectors: Floats, postings: Postings, first: int, classes: npt.NDArray[np.int64], count: int) -> Ridge:
    """Learn `count` classes from examples: unit vectors, and the postings' documents from `first` on.

    All zeros where the examples are not of two classes at least.
    """
    if len(np.unique(classes)) < 2:
        dense, words = (np.zeros((size, count), dtype=np.float32) for size in (vectors.shape[1], len(postings.terms)))
        return Ridge(dense, words, np.zeros(count, dtype=np.float32))
    dimension = vectors.shape[1]
    exact = vectors.astype(np.float64)
    mine = postings.documents >= first
    every = np.repeat(np.arange(len(postings.terms)), np.diff(postings.starts))
    mine &= np.bincount(every[mine], minlength=len(postings.terms))[every] >= COMMON
    document, weight = postings.documents[mine] - first, postings.weights[mine].astype(np.float64)
    learnt, term = np.unique(every[mine], return_inverse=True)
    bias = np.bincount(classes, minlength=count) / len(classes)

    # All classes at once: the vectors, which are most of the work, are read once a step and not once a class.
    def forward(weights: Rows) -> Rows:
        lexical = [np.bincount(document, weight * row[term], len(exact)) for row in weights[:, dimension:]]
        result: Rows = weights[:, :dimension] @ exact.T + np.stack(lexical)
        return result

    def backward(errors: Rows) -> Rows:
        lexical = [np.bincount(term, weight * row[document], len(learnt)) for row in errors]
        return np.hstack([errors @ exact, np.stack(lexical)])

    diagonal = np.append((exact**2).sum(axis=0), np.bincount(term, weight**2, len(learnt))) + PENALTY
    wanted = (classes == np.arange(count)[:, None]) - bias[:, None]
    rounded = np.round(_solve(forward, backward, backward(wanted), diagonal).T, DIGITS).astype(np.float32)
    words = np.zeros((len(postings.terms), count), dtype=np.float32)
    words[learnt] = rounded[dimension:]
    return Ridge(rounded[:dimension], words, bias.astype(np.float32))


def _solve(forward: Map, backward: Map, wanted: Rows, diagonal: Rows) -> Rows:
    """For each row the weights w for which `backward(forward(w)) + PENALTY * w` is that row of `wanted`; `diagonal` is
    that of this linear map, by which the steps are scaled (Jacobi)."""
    weights = np.zeros_like(wanted)
    residual = wanted.copy()
    direction = residual / diagonal
    size = _dot(residual, direction)
    for _ in range(STEPS):
        product = backward(forward(direction)) + PENALTY * direction
        step = size / np.maximum(_dot(direction, product), _TINY)
        weights += step * direction
        residual -= step * product
        scaled = residual / diagonal
        before, size = size, _dot(residual, scaled)
        direction = scaled + size / np.maximum(before, _TINY) * direction
    return weights


def _dot(left: Rows, right: Rows) -> Rows:
    """The product of each row with its other, shape (rows, 1)."""
    result: Rows = np.einsum("ij,ij->i", left, right)[:, None]
    return result
