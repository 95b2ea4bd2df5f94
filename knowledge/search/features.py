"""What speaks for each passage as the answer to a question: one number a signal, the same signals for every book.

Those of a passage's own questions stand beside those of its text; where a passage has none they are those of its own
sentences, which neither help nor harm it.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial

import faiss
import numpy as np
import numpy.typing as npt

from knowledge.search import products
from knowledge.search.encoder import Encoded
from knowledge.search.index import BORROWED, UNTOLD, Index, neighbours, terms
from knowledge.search.lexicon import ENGLISH_LEXICON, Lexicon
from knowledge.search.overlap import overlapped
from knowledge.search.postings import unit

Floats = npt.NDArray[np.float32]
Ints = npt.NDArray[np.int32]

FEATURES = (
    "late",  # late interaction: each question word's best cosine with a word of the passage, weighted by idf
    "joint",  # the best sentence by 0.4 cosine + 0.6 share of the question's words, one before it lent in part
    "window",  # best cosine with two neighbouring sentences
    "whole",  # cosine with the mean of the passage's sentences
    "pairs",  # share of the question's pairs of neighbouring words that the passage holds
    "before",  # BM25 coverage by the passage before it
    "cover",  # BM25 coverage
    "sentence",  # best cosine with a sentence
    "own",  # best cosine with an own question (or a sentence)
    "own_words",  # the same by words, on tf-idf
    "own_cover",  # BM25 coverage by the passage with its own questions
)
NEAREST = 64  # own questions and untold ones that are looked at
_FEW = 16  # values that are looked at together where only the highest are sought
LENT = 0.5  # what a word of the sentence before counts
COSINE, SHARE = 0.4, 0.6  # of a sentence's cosine and of its share of the question's words, in `joint`


@dataclass(frozen=True)
class Question:
    """A question as it is searched for: its folded text, what the encoder makes of it, and how its words are read."""

    text: str
    encoded: Encoded
    lexicon: Lexicon = ENGLISH_LEXICON


@dataclass(frozen=True)
class Found:
    """What search found: `features`, shape (passages, FEATURES), and the nearest examples, best first.

    `near` and `near_owner` are cosines and passages (UNTOLD for an untold example) of the nearest own and untold
    questions; `alike` and `alike_owner` the same by words. `known` is the share of the question's weight that lies on
    words of the book. `reach` is how much the book's examples speak for each of its extents, and, last, for its being
    untold: about 0 to 1, all zeros where there are no examples of two kinds.
    """

    question: Question
    features: Floats
    near: Floats
    near_owner: Ints
    alike: Floats
    alike_owner: Ints
    known: float
    reach: Floats


@dataclass(frozen=True)
class ByWords:
    """What a question's words find without its vectors: of each sentence its share of them, by itself and with what it
    is lent, shape (sentences,); of each passage what FEATURES says; and what Found takes as it is."""

    share: Floats
    lent: Floats
    cover: Floats
    pairs: Floats
    own: Floats
    own_cover: Floats
    alike: Floats
    alike_owner: Ints
    known: float
    reach: Floats


class Searcher:
    """Searches one index. Holds what can be computed once for all questions."""

    def __init__(self, index: Index) -> None:
        self.index = index
        sentences = index.vectors.reconstruct_n(0, index.vectors.ntotal)
        count = len(sentences)
        self._follows = np.ones(count, dtype=bool)  # whether the sentence before it is of the same passage
        self._follows[index.sentence_of[:-1]] = False
        before = np.zeros_like(sentences)
        before[1:] = sentences[:-1]
        before[~self._follows] = 0
        # One product gives the cosines of words and of sentences. Those of sums of sentences, as windows and passages
        # are, are the sums of theirs, over the length of the sum.
        self._rows = products.joined([index.states, products.rows(sentences)])
        self._borrowed, self._window = (_lengths(sentences + share * before) for share in (BORROWED, 1))
        self._whole = _lengths(np.add.reduceat(sentences, index.sentence_of[:-1], axis=0))
        self._sentences = count
        owners = index.example_owner[index.example_owner != UNTOLD]
        self._with_own, self._own_from = np.unique(owners, return_index=True)  # own questions lie together
        self._own_to = len(owners)

    def by_words(self, text: str, lexicon: Lexicon) -> ByWords:
        """What can be found for a question before it is encoded."""
        index = self.index
        stems = lexicon.all_stems(text)
        wanted = list(dict.fromkeys(stems[place] for place in lexicon.meaningful(lexicon.words(text))))
        idf = np.array([index.in_passages.idf(term) for term in wanted], dtype=np.float32)
        idf /= idf.sum() or 1
        there = index.in_sentences.matrix(wanted)
        lent = np.zeros_like(there)
        lent[:, 1:] = LENT * there[:, :-1] * self._follows[1:]
        couples = dict.fromkeys(neighbours(stems), 1.0)
        weighed = unit(terms(stems), index.in_examples.idf)
        scored = index.in_examples.scores(weighed)
        of_examples = scored[self._sentences :]
        alike = highest(of_examples)
        if not lexicon.english and not scored.any():  # none is nearer than another
            alike = alike[:0]
        known = sum(weight for term, weight in zip(wanted, idf, strict=True) if index.with_questions.frequency(term))
        return ByWords(
            share=idf @ there,
            lent=idf @ np.maximum(there, lent),
            cover=index.in_passages.scores(dict(zip(wanted, idf.tolist(), strict=True))),
            pairs=index.pairs.scores(couples) / np.float32(len(couples) or 1),
            own=self._best_by_words(scored),
            own_cover=self._own_cover(wanted),
            alike=of_examples[alike],
            alike_owner=index.example_owner[alike],
            known=float(known),
            reach=index.reach.by_words(weighed, index.in_examples),
        )

    def search(self, question: Question, words: ByWords | None = None) -> Found:
        """Every passage's features for the question, whose words may have been searched for before."""
        index, vector = self.index, question.encoded.vector
        words = words or self.by_words(question.text, question.lexicon)
        kept = question.lexicon.meaningful(question.encoded.words)
        found, (near, near_owner) = overlapped(
            partial(self._rows.products, np.vstack([question.encoded.states[kept], vector])),
            partial(nearest, index.questions, index.example_owner, vector),
        )
        plain = found[len(index.states) :, -1]
        before = np.zeros_like(plain)
        before[1:] = plain[:-1] * self._follows[1:]
        borrowed = (plain + BORROWED * before) / self._borrowed
        joint = np.maximum(COSINE * plain + SHARE * words.share, COSINE * borrowed + SHARE * words.lent)
        best = self._best(plain)
        features = np.stack(
            [
                self._late(question, kept, found[: len(index.states), :-1]),
                self._best(joint),
                self._best((plain + before) / self._window),
                np.add.reduceat(plain, index.sentence_of[:-1]) / self._whole,
                words.pairs,
                np.append(np.float32(0), words.cover[:-1]),
                words.cover,
                best,
                _best_owned(best, near, near_owner),
                words.own,
                words.own_cover,
            ],
            axis=1,
        )
        reach = index.reach.by_vector(vector) + words.reach
        return Found(question, features, near, near_owner, words.alike, words.alike_owner, words.known, reach)

    def _late(self, question: Question, kept: list[int], cosines: Floats) -> Floats:
        """Late interaction (Khattab and Zaharia 2020), shape (passages,), by the cosines of the passages' words with
        those of the question's words that are kept, shape (words, kept)."""
        if not kept:
            return np.zeros(self.index.passages, dtype=np.float32)
        said, stem = question.encoded.words, question.lexicon.stem
        idf = np.array([self.index.in_passages.idf(stem(said[n])) for n in kept], dtype=np.float32)
        scored: Floats = np.maximum.reduceat(cosines, self.index.word_of[:-1]) @ idf / idf.sum()
        return scored

    def _own_cover(self, wanted: list[str]) -> Floats:
        weights = {term: self.index.with_questions.idf(term) for term in wanted}
        return self.index.with_questions.scores(weights) / np.float32(sum(weights.values()) or 1)

    def _best_by_words(self, scores: Floats) -> Floats:
        """The best of each passage's sentences and own questions."""
        count = self._sentences
        best = self._best(scores[:count])
        if self._own_to:
            own = np.maximum.reduceat(scores[count : count + self._own_to], self._own_from)
            best[self._with_own] = np.maximum(best[self._with_own], own)
        return best

    def _best(self, of_sentences: Floats) -> Floats:
        """The highest of each passage's sentences, shape (passages,)."""
        best: Floats = np.maximum.reduceat(of_sentences, self.index.sentence_of[:-1])
        return best


def nearest(rows: faiss.Index, owners: Ints, vector: Floats) -> tuple[Floats, Ints]:
    """Cosines and owners of the NEAREST rows, best first."""
    count = min(NEAREST, rows.ntotal)
    if not count:
        return np.zeros(0, dtype=np.float32), np.zeros(0, dtype=np.int32)
    cosines, found = rows.search(vector[None], count)
    return cosines[0], owners[found[0]]


def _best_owned(at_least: Floats, values: Floats, owners: Ints) -> Floats:
    """For each passage the highest of the values that it owns, but at least what is given."""
    best, mine = at_least.copy(), owners != UNTOLD
    np.maximum.at(best, owners[mine], values[mine])
    return best


def highest(values: Floats) -> npt.NDArray[np.intp]:
    """The places of the NEAREST highest values, best first."""
    count = min(NEAREST, len(values))
    if not count:
        return np.zeros(0, dtype=np.intp)
    best = values
    if len(values) > NEAREST * _FEW:  # the highest of every few: as many of these as are sought are all high enough
        best = values[: len(values) // _FEW * _FEW].reshape(_FEW, -1).max(axis=0)
    chosen = np.flatnonzero(values >= np.partition(best, -count)[-count])
    return chosen[np.lexsort((chosen, -values[chosen]))][:count]


def _lengths(vectors: Floats) -> Floats:
    lengths: Floats = np.linalg.norm(vectors, axis=1)
    return lengths
