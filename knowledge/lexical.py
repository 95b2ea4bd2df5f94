"""Lexical search over one book: BM25 coverage, on Snowball stems.

The score of a document is its BM25 score (Lucene form, k1 1.5, b 0.75) divided by the sum of the idf of the question's
words, a word that the book lacks counting at the highest idf: the share of the question that the document covers.
"""

from __future__ import annotations

import logging
import math
import re
from collections.abc import Sequence
from pathlib import Path

import bm25s
import numpy as np
import numpy.typing as npt
import Stemmer

logging.getLogger("bm25s").setLevel(logging.WARNING)  # importing it sets DEBUG

_WORD = re.compile(r"\w+", re.UNICODE)
_STEMMER = Stemmer.Stemmer("english")
_STOP = frozenset(
    """
    a about again an and are as at be been but by can could did do does for from had has have he her him his how
    i if in is it its just me my of on or our she should so some tell that the their them then there these they
    this those to us was we were what when where which who whom whose why will with would you your
    """.split()  # noqa: SIM905 - a list of words reads better
)


def all_stems(text: str) -> list[str]:
    """The text's words, lower-cased and stemmed."""
    return list(_STEMMER.stemWords(_words(text)))


def stems(text: str) -> list[str]:
    """The text's words, lower-cased and stemmed, without stop words (unless it has nothing else)."""
    words = _words(text)
    return list(_STEMMER.stemWords([word for word in words if word not in _STOP] or words))


def _words(text: str) -> list[str]:
    return _WORD.findall(text.lower().replace("\u2019", "'").replace("'s", ""))


class Lexical:
    """BM25 coverage of documents by questions."""

    def __init__(self, retriever: bm25s.BM25, count: int) -> None:
        self._retriever = retriever
        self._vocabulary: dict[str, int] = retriever.vocab_dict
        self._count = count
        frequency = np.diff(retriever.scores["indptr"])
        self._idf = np.log(1 + (count - frequency + 0.5) / (frequency + 0.5))
        self._unknown = math.log(1 + (count + 0.5) / 0.5)

    @classmethod
    def build(cls, documents: Sequence[str]) -> Lexical:
        retriever = bm25s.BM25(method="lucene", k1=1.5, b=0.75)
        retriever.index([stems(text) for text in documents], show_progress=False, create_empty_token=False)
        return cls(retriever, len(documents))

    def save(self, folder: Path) -> None:
        self._retriever.save(str(folder), show_progress=False)

    @classmethod
    def load(cls, folder: Path) -> Lexical:
        retriever = bm25s.BM25.load(str(folder))
        return cls(retriever, int(retriever.scores["num_docs"]))

    def coverage(self, question: str) -> npt.NDArray[np.float32]:
        """For each document the share of the question that it covers, about 0 to 2, shape (documents,)."""
        words = list(dict.fromkeys(stems(question)))
        known = [word for word in words if word in self._vocabulary]
        if not known:
            return np.zeros(self._count, dtype=np.float32)
        total = sum(self._idf[self._vocabulary[word]] for word in known) + self._unknown * (len(words) - len(known))
        scores: npt.NDArray[np.float32] = self._retriever.get_scores(known)
        return scores / np.float32(total)
