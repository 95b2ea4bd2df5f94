"""A book together with a club's notes on it: found like passages and judged by the same rule.

The notes have a small index of their own, in which a word weighs what it weighs in the book, and are read as a book
without examples is. Nothing in the book's index changes for them: where no note surely tells the answer, the book
answers as it does without notes.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import fields, replace

from knowledge.answer import Answer, Status
from knowledge.book import Book, Examples, Note
from knowledge.judging.confidence import scores
from knowledge.judging.reader import Reader, Understanding
from knowledge.librarian import Librarian
from knowledge.search import index as search_index
from knowledge.search.encoder import Encoded
from knowledge.search.index import Index
from knowledge.search.postings import Lent, Postings
from knowledge.search.spelling import vocabulary
from knowledge.spoilers import Level, Policy

LIKELY = -0.5  # log-odds from which on a note is told, as unsure, where the book knows nothing
# What a note must have in score over the best passage where the book is sure, too. 16 summaries, a sixth of their
# passages taken for notes, November 2026: of 52 questions on notes 81% are answered right (83% without a lead), and of
# 232 on the book 1 is lost (2).
LEAD = 1.0


class Annotated(Librarian):
    """A book's librarian who has a club's notes at hand, too."""

    def __init__(self, librarian: Librarian, notes: Sequence[Note]) -> None:
        """Embeds the notes; there must be one at least."""
        bare = librarian.reader
        apart = replace(bare.book, passages=tuple(notes), characters=())  # notes are about anything
        words = vocabulary(apart, Examples(), ()).with_words(bare.vocabulary)
        super().__init__(bare.spelling(words))
        self.book = replace(bare.book, passages=(*bare.book.passages, *notes))
        self._notes = Librarian(Reader(apart, _index(apart, bare), words, bare.encoder, bare.weights))

    @property
    def size(self) -> int:
        """About how many bytes the notes take in memory."""
        return self._notes.reader.index.size

    def answer(self, understood: Understanding, level: Level, policy: Policy) -> Answer:
        """The book's answer, or that of the notes where they surely tell one that is nearer, or likely one where the
        book knows nothing."""
        told = super().answer(understood, level, policy)
        here = self._notes.reader.again(understood)
        noted = self._notes.answer(here, level, policy)
        if told.status is Status.UNKNOWN and here.told >= LIKELY:
            return noted
        if noted.status is not Status.SURE:
            return told
        near = told.status is not Status.SURE or self._score(here) > self._score(understood) + LEAD
        return noted if near else told

    def _score(self, understood: Understanding) -> float:
        """The best score of what was found, by the weights for texts without examples."""
        return float(scores(understood.found, self.reader.judging(understood.found).ranking.at(0.0)).max())


def _index(notes: Book, bare: Reader) -> Index:
    """The index of notes alone, in which a term weighs what it does in the book."""

    def encode(texts: Sequence[str]) -> list[Encoded]:
        return [bare.encoder.encode_passage(text) for text in texts]

    index = search_index.build(notes, Examples(), encode, lambda _: bare.encoder.encode("").vector[None])
    among = bare.index.in_passages
    return replace(
        index, in_passages=_lent(index.in_passages, among), with_questions=_lent(index.with_questions, among)
    )


def _lent(own: Postings, like: Postings) -> Lent:
    return Lent(**{field.name: getattr(own, field.name) for field in fields(Postings)}, like=like)
