"""How a question is worded: a linear classifier of told against untold over word stems and pairs of them.

Logistic regression on tf-idf (sublinear, unit length), stop words kept, since "how long", "which" and "what colour" are
what gives an untold detail away. Trained at build time with scikit-learn; scoring needs only the saved numbers.
"""

from __future__ import annotations

import json
import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from knowledge.lexical import all_stems

C = 30.0  # inverse regularisation, chosen on the development questions (November 2026)


@dataclass(frozen=True)
class Phrasing:
    """`terms` maps a stem, or two joined by a space, to its idf and its weight."""

    terms: dict[str, tuple[float, float]]
    bias: float

    def score(self, question: str) -> float:
        """The log-odds that a question so worded is told by the book; `bias` alone for unknown words."""
        counts = Counter(term for term in _terms(question) if term in self.terms)
        total = norm = 0.0
        for term, count in counts.items():
            idf, weight = self.terms[term]
            value = (1 + math.log(count)) * idf
            total += value * weight
            norm += value * value
        return self.bias + (total / math.sqrt(norm) if norm else 0.0)

    @classmethod
    def train(cls, told: Sequence[str], untold: Sequence[str]) -> Phrasing:
        if not told or not untold:
            return cls({}, 0.0)
        from sklearn.feature_extraction.text import TfidfVectorizer
        from sklearn.linear_model import LogisticRegression

        vectorizer = TfidfVectorizer(analyzer=_terms, sublinear_tf=True)
        matrix = vectorizer.fit_transform([*told, *untold])
        model = LogisticRegression(C=C, max_iter=500).fit(matrix, [1] * len(told) + [0] * len(untold))
        numbers = zip(vectorizer.idf_.tolist(), model.coef_[0].tolist(), strict=True)
        terms = dict(zip(vectorizer.get_feature_names_out().tolist(), ((round(i, 4), round(w, 4)) for i, w in numbers), strict=True))
        return cls(terms, float(model.intercept_[0]))

    def save(self, path: Path) -> None:
        path.write_text(json.dumps({"bias": self.bias, "terms": self.terms}))

    @classmethod
    def load(cls, path: Path) -> Phrasing:
        data = json.loads(path.read_text())
        return cls({term: (idf, weight) for term, (idf, weight) in data["terms"].items()}, data["bias"])


def _terms(text: str) -> list[str]:
    words = all_stems(text)
    return words + [f"{one} {two}" for one, two in zip(words, words[1:], strict=False)]
