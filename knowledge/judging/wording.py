"""The kind of a question by its wording alone: what is asked for, whoever it is asked of.

The book's own words are masked by one sign and rare ones by another. What is left ("did _", "how long", "_ hair",
"what ?") is the same for every book, and tells what summaries tell from what they leave out.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from knowledge.search.words import STOP, stem, words

OWN, RARE, START, END = "_", "?", "<", ">"


@dataclass(frozen=True)
class Wording:
    """A logistic regression over the masked words, their pairs and triples (sublinear tf-idf, unit length).

    `ordinary` are the words that stand for themselves; `idf` and `weights` are by term.
    """

    ordinary: frozenset[str]
    idf: Mapping[str, float]
    weights: Mapping[str, float]
    bias: float

    def log_odds(self, text: str, known: Callable[[str], bool]) -> float:
        """The log-odds, by a folded question's wording, that a summary tells it; `known` says which stems are its."""
        counts = Counter(filter(self.weights.__contains__, terms(mask(text, self.ordinary, known))))
        values = {term: (1 + math.log(count)) * self.idf[term] for term, count in counts.items()}
        length = math.sqrt(sum(value * value for value in values.values())) or 1.0
        return self.bias + sum(value * self.weights[term] for term, value in values.items()) / length


def mask(text: str, ordinary: frozenset[str], known: Callable[[str], bool]) -> list[str]:
    """The words of a folded text, the book's and rare ones masked; runs of one sign are one."""
    found = [START]
    for word in words(text):
        sign = word if word in STOP else OWN if known(stem(word)) else word if word in ordinary else RARE
        if sign not in (OWN, RARE) or found[-1] != sign:
            found.append(sign)
    return [*found, END]


def terms(masked: list[str]) -> list[str]:
    """Its 1- to 3-grams."""
    return [" ".join(masked[at : at + size]) for size in (1, 2, 3) for at in range(len(masked) - size + 1)]
