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
Map = Callable[[npt.NDArray[np.float64]], npt.NDArray[np.float64]]

PENALTY = 0.3  # 0.1 to 0.3 did equally well on the development messages
STEPS = 60  # of conjugate gradients; at 40 some answers still differ
DIGITS = 5


@dataclass(frozen=True)
class Ridge:
    """Weights of a vector's numbers, shape (dimension, classes), of terms, (terms, classes), and biases, (classes,)."""

    dense: Floats
    words: Floats
    bias: Floats

    def scores(self, vector: Floats, weighed: Mapping[str, float], postings: Postings) -> Floats:
        """How much speaks for each class, about 0 to 1, shape (classes,); `weighed` are the text's terms."""
        known = [(postings.terms[term], weight) for term, weight in weighed.items() if term in postings.terms]
        scored = vector @ self.dense + self.bias
        if known:
            rows, weights = zip(*known, strict=True)
            scored = scored + np.array(weights, dtype=np.float32) @ self.words[list(rows)]
        found: Floats = scored
        return found


def learn(vectors: Floats, postings: Postings, first: int, classes: npt.NDArray[np.int64], count: int) -> Ridge:
    """Learn `count` classes from examples: unit vectors, and the postings' documents from `first` on.

    All zeros where the examples are not of two classes at least.
    """
    if len(np.unique(classes)) < 2:
        dense, words = (np.zeros((size, count), dtype=np.float32) for size in (vectors.shape[1], len(postings.terms)))
        return Ridge(dense, words, np.zeros(count, dtype=np.float32))
    exact = vectors.astype(np.float64)
    mine = postings.documents >= first
    document, weight = postings.documents[mine] - first, postings.weights[mine].astype(np.float64)
    term = np.repeat(np.arange(len(postings.terms)), np.diff(postings.starts))[mine]
    bias = np.bincount(classes, minlength=count) / len(classes)
    learnt = []
    for number in range(count):
        wanted = (classes == number) - bias[number]

        def forward(weights: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
            split = exact.shape[1]
            lexical = np.bincount(document, weight * weights[split:][term], len(exact))
            result: npt.NDArray[np.float64] = exact @ weights[:split] + lexical
            return result

        def backward(errors: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
            lexical = np.bincount(term, weight * errors[document], len(postings.terms))
            return np.concatenate([errors @ exact, lexical])

        learnt.append(_solve(forward, backward, backward(wanted)))
    rounded = np.round(np.stack(learnt, axis=1), DIGITS).astype(np.float32)
    return Ridge(rounded[: exact.shape[1]], rounded[exact.shape[1] :], bias.astype(np.float32))


def _solve(forward: Map, backward: Map, wanted: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    """The weights w for which `backward(forward(w)) + PENALTY * w` is `wanted`."""
    weights = np.zeros_like(wanted)
    residual = wanted.copy()
    direction = residual.copy()
    size = float(residual @ residual)
    for _ in range(STEPS):
        if size < 1e-18:
            break
        product = backward(forward(direction)) + PENALTY * direction
        step = size / float(direction @ product)
        weights += step * direction
        residual -= step * product
        before, size = size, float(residual @ residual)
        direction = residual + size / before * direction
    return weights
