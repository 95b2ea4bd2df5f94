"""The door to a book: a question and a level in, a judged answer out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from knowledge.answer import Answer, Hit, SpoilerCheck
from knowledge.book import LIBRARY, Book, Passage, read_book
from knowledge.build import Progress, build, is_fresh, load
from knowledge.compose import compose, judge, small_talk, unknown
from knowledge.confidence import Calibration, features, fits, load_calibration, probabilities
from knowledge.encoder import Encoder
from knowledge.followups import Chat, readings
from knowledge.index import REFUSALS, Floats, Index, Signals
from knowledge.names import Speller, named
from knowledge.question import clean
from knowledge.spoilers import Level, Policy

CONTEXT = 0.6  # the weight of a question joined to the one before it; 0.3 to 1 did as well on the development chats


def open_library(build_dir: Path, slug: str, progress: Progress = lambda *_: None) -> Librarian:
    """A librarian for a book of the library; its index is built first when there is no fresh one."""
    book = read_book(LIBRARY / slug)
    if not is_fresh(build_dir, book):
        build(LIBRARY / slug, build_dir, progress)
    return Librarian(book, *load(build_dir, book), load_calibration())


@dataclass(frozen=True)
class Understanding:
    """One reading of a question and what search makes of it: each passage's fit, and the odds that any answers."""

    reading: str
    signals: Signals
    fit: Floats
    features: Floats
    told: float


class Librarian:
    """Finds the passage that answers, and never returns uncovered text past the level it is given."""

    def __init__(self, book: Book, encoder: Encoder, index: Index, calibration: Calibration) -> None:
        self.book = book
        self._encoder, self._index, self._calibration = encoder, index, calibration
        self._speller = Speller(book, encoder.words())

    def ask(self, question: str, level: Level, policy: Policy, chat: Chat | None = None) -> Answer:
        """Answer a question for readers who finished `level`. Raises BadQuestion for one that can't be searched for."""
        question = clean(question)
        found = self.understand(question, chat)
        answer = self._answer(question, found, level, policy)
        if chat is not None:
            shown = tuple(hit.passage for hit in answer.passages)
            chat.remember(found.reading, named(found.reading, self.book), shown)
        return answer

    def show(self, passages: Sequence[Passage], level: Level, policy: Policy) -> Answer:
        """Judge passages that were found before, for a button that shows them now."""
        return judge("", [Hit(passage, 1.0) for passage in passages], self.book, level, policy)

    def check(self, text: str, level: Level) -> SpoilerCheck:
        """What a member's message gives away past the level. Any text is fine; a wordless one gives nothing away."""
        return SpoilerCheck((), 0.0)

    def understand(self, question: str, chat: Chat | None = None) -> Understanding:
        """The likeliest reading of a question in its chat."""
        options = readings(self._speller.correct(question), chat, self.book)
        vectors = self._encoder.encode(options)
        found = [self._search(option, vector) for option, vector in zip(options, vectors, strict=True)]
        first, *joined = found
        for other in joined:  # the question as it stands, with the one before it as a hint
            told = (first.told + other.told) / 2
            first = replace(first, fit=first.fit + CONTEXT * other.fit, told=told)
        return first

    def _search(self, reading: str, vector: Floats) -> Understanding:
        signals = self._index.search(reading, vector)
        fit = fits(signals, len(self.book.passages))
        values = features(signals, fit, bool(named(reading, self.book)))
        return Understanding(reading, signals, fit, values, self._calibration.told(values))

    def _answer(self, question: str, found: Understanding, level: Level, policy: Policy) -> Answer:
        if found.told < self._calibration.line:
            refused = found.signals.logit[len(found.fit) :]
            talk = REFUSALS[int(refused.argmax())] == "small-talk"
            return small_talk(question, self.book) if talk else unknown(question, self.book)
        chances = probabilities(found.fit)
        ranked = [Hit(self.book.passages[n], float(chances[n])) for n in np.argsort(-chances)]
        answer = compose(question, ranked, self.book, level, policy)
        covered = answer.cover_question or bool(self.check(question, level).touches)
        return replace(answer, cover_question=covered)
