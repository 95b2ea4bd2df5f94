"""A linear classifier over the words of a text, on tf-idf of stems and pairs of stems (sublinear, unit length).

Stop words are kept, since "how long", "which" and "what colour" are what gives a detail away that no passage tells.
It knows what the encoder blurs (which word exactly), and the encoder knows what it has never seen: together they are
far better than either. Trained at build time with scikit-learn; scoring needs only the saved numbers.
"""

from __future__ import annotations

import json
import math
from collections import Counter
from collections.abc import Callable, Sequence
from itertools import pairwise
from pathlib import Path

import numpy as np
import numpy.typing as npt

from knowledge.lexical import all_stems

Floats = npt.NDArray[np.float32]


class BagOfWords:
    """`terms` gives each stem or pair of stems its row in `idf`, shape (terms,), and `weights`, (terms, classes)."""

    def __init__(self, terms: dict[str, int], idf: Floats, weights: Floats, bias: Floats) -> None:
        self._terms, self._idf, self._weights, self._bias = terms, idf, weights, bias

    def decide(self, text: str) -> Floats:
        """The logit (or margin) of each class, shape (classes,); the bias alone when every word is new."""
        counts = Counter(row for term in _terms(text) if (row := self._terms.get(term)) is not None)
        if not counts:
            return self._bias
        rows = np.array(list(counts))
        values = np.array([1 + math.log(count) for count in counts.values()], dtype=np.float32) * self._idf[rows]
        logits: Floats = values / np.linalg.norm(values) @ self._weights[rows] + self._bias
        return logits

    @classmethod
    def train(
        cls,
        texts: Sequence[str],
        classes: Sequence[int],
        count: int,
        learn: Callable[..., tuple[Floats, Floats]],
        weights: Sequence[float] | None = None,
    ) -> BagOfWords:
        """Learn `count` classes from texts with a function of `knowledge.classifier`; `weights` are the examples'."""
        from sklearn.feature_extraction.text import TfidfVectorizer

        vectorizer = TfidfVectorizer(analyzer=_terms, sublinear_tf=True, dtype=np.float32)
        matrix = vectorizer.fit_transform(texts)
        learnt, bias = learn(matrix, np.array(classes), count, weights)
        terms = {term: row for row, term in enumerate(vectorizer.get_feature_names_out().tolist())}
        return cls(terms, vectorizer.idf_.astype(np.float32), np.ascontiguousarray(learnt.T), bias)

    def save(self, path: Path) -> None:
        np.savez(path.with_suffix(".npz"), idf=self._idf, weights=self._weights, bias=self._bias)
        path.with_suffix(".json").write_text(json.dumps(list(self._terms)))

    @classmethod
    def load(cls, path: Path) -> BagOfWords:
        terms = {term: row for row, term in enumerate(json.loads(path.with_suffix(".json").read_text()))}
        with np.load(path.with_suffix(".npz")) as saved:
            return cls(terms, saved["idf"], saved["weights"], saved["bias"])


def _terms(text: str) -> list[str]:
    words = all_stems(text)
    return words + [f"{one} {two}" for one, two in pairwise(words)]
