"""The door to a book: a question and a level in, a judged answer out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from knowledge.answer import Answer, Hit, SpoilerCheck, Status
from knowledge.book import Book, Passage
from knowledge.build import build, load
from knowledge.compose import SECOND, SECOND_IN_CHAT, compose, judge, small_talk, unknown
from knowledge.confidence import (
    Calibration,
    fits,
    load_calibration,
    past_features,
    probabilities,
    told_features,
)
from knowledge.embedding import Progress
from knowledge.encoder import Encoder
from knowledge.extent import extents, past
from knowledge.followups import BARE, Chat, Need, read
from knowledge.index import REFUSALS, Floats, Index, Signals
from knowledge.lexical import stems
from knowledge.messages import Messages
from knowledge.names import Speller, named
from knowledge.question import clean
from knowledge.reading import LIBRARY
from knowledge.spoilers import Level, Policy, touches

# Chosen on the development chats of November 2026, where 0.3 to 1, 0.5 to 0.7, 0.03 to 0.1 and 0.9 to 1
# did about as well.
CONTEXT = 0.6  # the weight of the question before in the fits of one that builds on it
HINT = 0.6  # its weight in the probability that the book tells the answer
SENSELESS = 0.06  # the probability below which a pronoun doesn't make a follow-up of it ("did they have pets")
SURE = 0.9  # the probability at which even a question of bare asking words stands by itself ("how does it end")


def open_library(build_dir: Path, slug: str, progress: Progress = lambda *_: None) -> Librarian:
    """A librarian for a book of the library; its index is built first when there is no fresh one."""
    book = build(LIBRARY / slug, build_dir, progress)
    return Librarian(book, *load(build_dir, book), load_calibration())


@dataclass(frozen=True)
class Understanding:
    """A question as it was read, what search found for it, each passage's fit, and the probability that any answers."""

    reading: str
    vector: Floats
    signals: Signals
    fit: Floats
    told: float
    in_chat: bool = False  # whether it took the question before it to read this one

    @property
    def chats(self) -> bool:
        """Whether it looks like small talk more than like anything else."""
        return int(self.signals.logit.argmax()) == len(self.fit) + REFUSALS.index("small-talk")


class Librarian:
    """Finds the passage that answers, and never returns uncovered text past the level it is given."""

    def __init__(
        self, book: Book, encoder: Encoder, index: Index, messages: Messages, calibration: Calibration
    ) -> None:
        self.book = book
        self._encoder, self._index, self._messages, self._calibration = encoder, index, messages, calibration
        self._speller = Speller(book, encoder.words())
        self._extents = extents(book)
        self._words_within = {level.id: _words_within(book, level) for level in book.levels}

    def ask(self, question: str, level: Level, policy: Policy, chat: Chat | None = None) -> Answer:
        """Answer a question for readers who finished `level`. Raises BadQuestion for one that can't be searched for."""
        question = clean(question)
        found = self.understand(question, chat)
        answer = self.answer(question, found, level, policy)
        silenced = policy is Policy.SILENT and answer.status is Status.UNKNOWN
        if chat is not None and not silenced:  # the next turn must not tell what was kept from what is unknown
            shown = tuple(hit.passage for hit in answer.passages)
            chat.remember(found.reading, named(found.reading, self.book), shown)
        return answer

    def show(self, passages: Sequence[Passage], level: Level, policy: Policy) -> Answer:
        """Judge passages that were found before, for a button that shows them now."""
        return judge("", [Hit(passage, 1.0) for passage in passages], self.book, level, policy)

    def check(self, text: str, level: Level) -> SpoilerCheck:
        """What a member's message gives away past the level. Any text is fine; the whole book read, nothing is past."""
        text = self._speller.correct(text)
        return self._check(text, self._encoder.encode([text])[0], level)

    def understand(self, question: str, chat: Chat | None = None) -> Understanding:
        """What the question means in its chat, and what search finds for that."""
        reading = read(self._speller.correct(question), chat, self.book)
        alone = self._search(reading.text)
        if reading.need is Need.NONE:
            return alone
        if reading.need is Need.SOME and (alone.told < SENSELESS or alone.chats):
            return alone
        if reading.need is Need.ALL and alone.told >= SURE:
            return alone
        joined = self._search(reading.joined)
        return replace(joined if reading.need is Need.ALL else self._blend(alone, joined), in_chat=True)

    def told_features(self, found: Understanding) -> Floats:
        """What the judgement whether the book tells the answer goes by."""
        return told_features(found.signals, found.fit, bool(named(found.reading, self.book)))

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
        if found.told < self._calibration.told.line:
            refused = found.signals.logit[len(found.fit) :]
            talk = REFUSALS[int(refused.argmax())] == "small-talk"
            return small_talk(question, self.book) if talk else unknown(question, self.book)
        second = SECOND_IN_CHAT if found.in_chat else SECOND
        answer = compose(question, self._ranked(found, level), self.book, level, policy, second)
        covered = answer.cover_question or self._may_spoil(question, found, level, policy)
        return replace(answer, cover_question=covered)

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
        vector = found.vector if found.reading == text else self._encoder.encode([text])[0]
        return bool(self._check(text, vector, level).touches)

    def _check(self, text: str, vector: Floats, level: Level) -> SpoilerCheck:
        if level == self.book.levels[-1] or not self.book.messages:
            return SpoilerCheck((), 0.0)
        score = self._calibration.message.probability(self._messages.odds(text, vector, level))
        if score < self._calibration.message.line:
            return SpoilerCheck((), score)
        secrets = self._messages.likeliest(text, vector, level)
        return SpoilerCheck(tuple(secret for secret in secrets if secret.rank > level.rank), score)

    def _blend(self, alone: Understanding, joined: Understanding) -> Understanding:
        """A question as it stands, with the one before it as a hint."""
        told = (1 - HINT) * alone.told + HINT * joined.told
        reach = alone.signals.reach + CONTEXT * joined.signals.reach
        reading = joined.reading if told >= self._calibration.told.line else alone.reading
        vector = joined.vector if reading == joined.reading else alone.vector
        return Understanding(
            reading, vector, replace(alone.signals, reach=reach), alone.fit + CONTEXT * joined.fit, told
        )

    def _search(self, reading: str) -> Understanding:
        vector = self._encoder.encode([reading])[0]
        signals = self._index.search(reading, vector)
        found = Understanding(reading, vector, signals, fits(signals, len(self.book.passages)), 0.0)
        return replace(found, told=self._calibration.told.probability(self.told_features(found)))

    def _ranked(self, found: Understanding, level: Level) -> list[Hit]:
        """The passages, likeliest first; those on the other side of the level than the answer come after the others."""
        chances = probabilities(found.fit)
        hits = [Hit(passage, float(chance)) for passage, chance in zip(self.book.passages, chances, strict=True)]
        beyond = self._calibration.past.says_yes(self.past_features(found, level))
        return sorted(hits, key=lambda hit: (bool(touches([hit.passage], level)) != beyond, -hit.score))


def _words_within(book: Book, level: Level) -> set[str]:
    """The stems that passages within the level use, and those of words that say nothing by themselves."""
    within = [passage.text for passage in book.passages if not touches([passage], level)]
    return {stem for text in (*within, *BARE) for stem in stems(text)}
