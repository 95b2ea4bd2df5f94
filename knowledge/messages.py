"""Does a member's message give something away? Two classifiers of its extent, one over its vector, one over its words.

They learn from the book's example messages, and with less weight from its passages and their questions.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt

from knowledge.bagofwords import BagOfWords
from knowledge.book import Book
from knowledge.encoder import Vectors
from knowledge.extent import Extent, Floats, extents, log_odds, past
from knowledge.sentences import sentences
from knowledge.spoilers import Level

# Of a passage's text and of one of its questions as examples, beside 1 for a message; from the development messages.
PASSAGE_WEIGHT, QUESTION_WEIGHT = 0.3, 0.15


class Messages:
    """Logits over the book's extents: `dense`, shape (extents, dimension + 1), the bias last, and `words`."""

    def __init__(self, book: Book, dense: Vectors, words: BagOfWords) -> None:
        self._extents, self._dense, self._words = extents(book), dense, words

    def odds(self, text: str, vector: Floats, level: Level) -> Floats:
        """The log-odds, by its vector and by its words, that the text gives something past the level away."""
        beyond = np.array([past(extent, level) for extent in self._extents])
        return np.array([log_odds(logits, beyond) for logits in self._logits(text, vector)], dtype=np.float32)

    def likeliest(self, text: str, vector: Floats, level: Level) -> Extent:
        """The likeliest extent among those past the level; there must be one."""
        both = np.sum(self._logits(text, vector), axis=0)
        return max((e for e in self._extents if past(e, level)), key=lambda e: both[self._extents.index(e)])

    def _logits(self, text: str, vector: Floats) -> tuple[Floats, Floats]:
        return self._dense @ np.append(vector, np.float32(1)), self._words.decide(text)

    @classmethod
    def train(cls, book: Book, embed: Callable[[Sequence[str]], Vectors]) -> Messages:
        from knowledge.classifier import logistic

        known = extents(book)
        examples = [(message.text, message.secrets, 1.0) for message in book.messages]
        for passage in book.passages:
            told = dict.fromkeys([passage.text, *sentences(passage.text)])
            examples += [(text, passage.secrets, PASSAGE_WEIGHT) for text in told]
            examples += [(text, passage.secrets, QUESTION_WEIGHT) for text in passage.questions]
        texts = [text for text, _, _ in examples]
        classes = np.array([known.index(extent) for _, extent, _ in examples], dtype=np.int64)
        weights = [weight for _, _, weight in examples]
        learnt, biases = logistic(embed(texts), classes, len(known), weights)
        words = BagOfWords.train(texts, classes.tolist(), len(known), logistic, weights)
        return cls(book, np.column_stack([learnt, biases]), words)

    def save(self, folder: Path) -> None:
        np.save(folder / "messages.npy", self._dense)
        self._words.save(folder / "messages")

    @classmethod
    def load(cls, folder: Path, book: Book) -> Messages:
        dense: npt.NDArray[np.float32] = np.load(folder / "messages.npy")
        return cls(book, dense, BagOfWords.load(folder / "messages"))
