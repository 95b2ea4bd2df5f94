"""The door to a book: a question and a level in, a judged answer out."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from knowledge.answer import Answer, Hit, SpoilerCheck, Status
from knowledge.book import Book, Passage
from knowledge.build import build, load
from knowledge.compose import compose, judge, small_talk, unknown
from knowledge.confidence import (
    Calibration,
    fits,
    load_calibration,
    past_features,
    probabilities,
    told_features,
)
from knowledge.echo import words_within
from knowledge.embedding import Progress
from knowledge.encoder import Encoder
from knowledge.extent import extents, past
from knowledge.followups import Chat, Turn, of_another, shares
from knowledge.index import REFUSALS, Floats, Index, Signals
from knowledge.lexical import stems
from knowledge.messages import Messages
from knowledge.names import Speller, named
from knowledge.question import clean, without_links
from knowledge.reading import LIBRARY
from knowledge.spoilers import Level, Policy, touches

# What the passage that was told last loses in fit when somebody surely asks on. Development chats, November 2026,
# where 3 to 6 did about as well.
REPEATED = 5.0
PHRASE = 0.9  # the cosine from which on a text is an example of small talk in all but a word


def open_library(build_dir: Path, slug: str, progress: Progress = lambda *_: None) -> Librarian:
    """A librarian for a book of the library; its index is built first when there is no fresh one."""
    book = build(LIBRARY / slug, build_dir, progress)
    return Librarian(book, *load(build_dir, book), load_calibration())


@dataclass(frozen=True)
class Understanding:
    """What search found for a question: each passage's fit, and the features of whether the book tells the answer.

    These are FEATURES["told"], for a question `in_chat` FEATURES["told_in_chat"].
    """

    question: str
    vector: Floats
    signals: Signals
    fit: Floats
    told: Floats
    in_chat: bool = False


class Librarian:
    """Finds the passage that answers, and never returns uncovered text past the level it is given."""

    def __init__(
        self, book: Book, encoder: Encoder, index: Index, messages: Messages, calibration: Calibration
    ) -> None:
        self.book = book
        self._encoder, self._index, self._messages = encoder, index, messages
        self.calibration = calibration
        self._speller = Speller(book, encoder.words())
        self._extents = extents(book)
        self._words_within = {level.id: words_within(book, level) for level in book.levels}

    def ask(self, question: str, level: Level, policy: Policy, chat: Chat | None = None) -> Answer:
        """Answer a question for readers who finished `level`. Raises BadQuestion for one that can't be searched for."""
        question = clean(question)
        found = self.understand(question, chat)
        answer = self.answer(question, found, level, policy)
        refused = answer.status is Status.UNKNOWN
        # Thanks change no subject. Under `silent` the next turn must not tell what was kept from what is unknown.
        if chat is not None and not (refused and (policy is Policy.SILENT or _small_talk(found))):
            chat.remember(found.question, tuple(hit.passage for hit in answer.passages))
        return answer

    def show(self, passages: Sequence[Passage], level: Level, policy: Policy) -> Answer:
        """Judge passages that were found before, for a button that shows them now."""
        return judge("", [Hit(passage, 1.0) for passage in passages], self.book, level, policy)

    def check(self, text: str, level: Level) -> SpoilerCheck:
        """What a member's message gives away past the level. Any text is fine; the whole book read, nothing is past."""
        text = self._speller.correct(text)
        return self._check(text, self._encoder.encode([text])[0], level)

    def understand(self, question: str, chat: Chat | None = None) -> Understanding:
        """What search finds for the question, in the light of its chat."""
        question = self._speller.correct(without_links(question))
        last = chat.last if chat else None
        if last is None or last.question == question:  # who asks the same again wants the same again
            return self._search(question)
        if again := of_another(question, last, self.book):
            return self._search(again)
        alone = self._search(question)
        return alone if _is_phrase(alone) else self._in_chat(alone, last)

    def told_features(self, question: str, signals: Signals, fit: Floats) -> Floats:
        """What the judgement whether the book tells the answer goes by."""
        return told_features(signals, fit, bool(named(question, self.book)))

    def past_features(self, found: Understanding, level: Level) -> Floats:
        """What the judgement whether the answer lies past the level goes by."""
        passages = np.array([past(passage.secrets, level) for passage in self.book.passages])
        reach = np.array([past(extent, level) for extent in self._extents])
        return past_features(found.signals, found.fit, passages, reach)

    def message_features(self, text: str, level: Level) -> Floats:
        """What the judgement whether a message gives something away goes by."""
        text = self._speller.correct(text)
        return self._messages.odds(text, self._encoder.encode([text])[0], level)

    def answer(self, question: str, found: Understanding, level: Level, policy: Policy) -> Answer:
        """The answer to a question that was understood, for readers who finished `level`."""
        judgement = self.calibration.told_in_chat if found.in_chat else self.calibration.told
        if not judgement.says_yes(found.told):
            return self._refusal(question, found)
        answer = compose(question, self._ranked(found, level), self.book, level, policy)
        if answer.status is Status.UNKNOWN:  # `silent` says what would be said if nothing were known
            return self._refusal(question, found)
        covered = answer.cover_question or self._may_spoil(question, found, level, policy)
        return replace(answer, cover_question=covered)

    def _refusal(self, question: str, found: Understanding) -> Answer:
        return small_talk(question, self.book) if _small_talk(found) else unknown(question, self.book)

    def _may_spoil(self, question: str, found: Understanding, level: Level, policy: Policy) -> bool:
        """Whether to cover a question that is repeated in public.

        Only one in words that passages within the level use themselves stays open, and only if it gives nothing away
        by the check of messages either. Under `silent` all are covered: else the cover would tell what is kept.
        """
        if level == self.book.levels[-1]:
            return False
        text = self._speller.correct(question)
        if policy is Policy.SILENT or not self._words_within[level.id].issuperset(stems(text)):
            return True
        vector = found.vector if found.question == text else self._encoder.encode([text])[0]
        return bool(self._check(text, vector, level).touches)

    def _check(self, text: str, vector: Floats, level: Level) -> SpoilerCheck:
        if level == self.book.levels[-1] or not self.book.messages:
            return SpoilerCheck((), 0.0)
        score = self.calibration.message.probability(self._messages.odds(text, vector, level))
        if score < self.calibration.message.line:
            return SpoilerCheck((), score)
        secrets = self._messages.likeliest(text, vector, level)
        return SpoilerCheck(tuple(secret for secret in secrets if secret.rank > level.rank), score)

    def _in_chat(self, alone: Understanding, last: Turn) -> Understanding:
        """The question by itself and after what came before it, as one."""
        found = (alone, *(self._search(text) for text in last.before(alone.question)))
        follow_up = 1 / (1 + math.exp(-alone.signals.follow_up))
        weighed = list(zip(shares(follow_up), found, strict=True))
        fit = np.sum([share * one.fit for share, one in weighed], axis=0)
        for passage in last.shown[:1]:
            fit[self.book.passages.index(passage)] -= REPEATED * follow_up
        reach = np.sum([share * one.signals.reach for share, one in weighed], axis=0)
        told = np.array([self.calibration.told.log_odds(one.told) for one in found], dtype=np.float32)
        return replace(alone, signals=replace(alone.signals, reach=reach), fit=fit, told=told, in_chat=True)

    def _search(self, question: str) -> Understanding:
        vector = self._encoder.encode([question])[0]
        signals = self._index.search(question, vector)
        fit = fits(signals, len(self.book.passages))
        return Understanding(question, vector, signals, fit, self.told_features(question, signals, fit))

    def _ranked(self, found: Understanding, level: Level) -> list[Hit]:
        """The passages, likeliest first; those on the other side of the level than the answer come after the others."""
        chances = probabilities(found.fit)
        hits = [Hit(passage, float(chance)) for passage, chance in zip(self.book.passages, chances, strict=True)]
        beyond = self.calibration.past.says_yes(self.past_features(found, level))
        return sorted(hits, key=lambda hit: (bool(touches([hit.passage], level)) != beyond, -hit.score))


def _small_talk(found: Understanding) -> bool:
    """Whether a question that isn't answered looks like small talk more than like the other kinds."""
    return REFUSALS[int(found.signals.logit[len(found.fit) :].argmax())] == "small-talk"


def _is_phrase(found: Understanding) -> bool:
    """Whether it is nearly word for word an example of small talk, such as "thx", which no chat gives a meaning."""
    nearest = found.signals.question
    return int(nearest.argmax()) == len(found.fit) + REFUSALS.index("small-talk") and float(nearest.max()) >= PHRASE
