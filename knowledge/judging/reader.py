"""Understanding a member's text: what search finds for it, and how likely it is that the book tells the answer."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from copy import copy
from dataclasses import dataclass, replace
from functools import partial
from typing import TypeVar

import numpy as np
import numpy.typing as npt

from knowledge.book import Book
from knowledge.judging.confidence import Spoken, past_signals, probability, richness, scores, spoken, told_signals
from knowledge.judging.followups import Turn, asking_on, carried, of_another
from knowledge.judging.introductions import Introductions
from knowledge.judging.position import Positions
from knowledge.judging.weights import Weights
from knowledge.search.encoder import Encoder
from knowledge.search.features import ByWords, Found, Question, Searcher
from knowledge.search.guessing import read_as
from knowledge.search.index import UNTOLD, Index
from knowledge.search.lexicon import Lexicon, lexicon
from knowledge.search.names import goes_on, name_words, named
from knowledge.search.overlap import overlapped
from knowledge.search.question import ANY_BOOK, ASKING, COURTESY, core, without_links, without_title
from knowledge.search.spelling import Speller, Vocabulary
from knowledge.spoilers import Level, Secret, touches

Floats = npt.NDArray[np.float64]
Done = TypeVar("Done")

NAME = "norfolk"  # of the bot
_WORD = re.compile(r"[^\W\d_]{2,}")
SAME, CERTAIN = 0.995, 6.0  # the cosine from which on two questions are the same, and log-odds that leave no doubt
SMALL_TALK = 2.5  # log-odds from which on a message in a chat is small talk that the chat gives no meaning


@dataclass(frozen=True)
class Understanding:
    """What was found for a question: each passage's score, the log-odds that the book tells the answer, and those of
    each kind of message that is no question about a book. `text` is the question as it was understood, `alone` the
    log-odds that it is told where it isn't read in the light of a chat, and `follows` how likely it is a follow-up."""

    text: str
    found: Found
    scored: Floats
    told: float
    alone: float
    kinds: dict[str, float]
    follows: float = 0.0


class Reader:
    """Reads questions about one book."""

    def __init__(self, book: Book, index: Index, vocabulary: Vocabulary, encoder: Encoder, weights: Weights) -> None:
        self.book, self.index, self.weights, self.vocabulary = book, index, weights, vocabulary
        self.encoder, self._searcher = encoder, Searcher(index)
        self._lexicon = lexicon(book.language)
        self._speller = Speller(vocabulary, self._dictionary, self._lexicon)
        self._names = name_words(book)
        self._no_courtesy = self._names - COURTESY
        self._introductions, self._positions = Introductions(book), Positions(book)
        secrets = {secret.id: secret for passage in book.passages for secret in passage.secrets}
        secrets |= {topic.id: topic for topic in book.topics}
        secrets |= {level.id: Secret(level.rank, False, level.id, level.name) for level in book.levels if level.rank}
        self.extents = [tuple(secrets[id] for id in extent) for extent in index.extents]
        self.own, self.richness = richness(index)
        self._asking_on = asking_on(self.own)
        self._ranking = weights.ranking.at(self.own)
        self._ranking_across = (weights.across or weights).ranking.at(self.own)
        self._beyond = {
            level.id: np.array([bool(touches([passage], level)) for passage in book.passages]) for level in book.levels
        }

    @property
    def _dictionary(self) -> frozenset[str]:
        """The words that are no misspellings, lower-case; German has capitals for half of them."""
        listed = self.encoder.vocabulary
        return listed | self.encoder.capitals if self.book.language == "de" else listed

    def past_extents(self, level: Level) -> npt.NDArray[np.bool_]:
        """Which of the index's extents lie past the level."""
        return np.array([any(secret.rank > level.rank for secret in extent) for extent in self.extents])

    def beyond(self, level: Level) -> npt.NDArray[np.bool_]:
        """Which passages lie past the level, shape (passages,)."""
        return self._beyond[level.id]

    def readable(self, text: str) -> str:
        """A member's text in plain letters and the book's spelling, without links."""
        alone = without_links(text)
        read = self.read_as(alone)
        return (self._speller.names_in if read.across else self._speller.correct)(read.fold(alone))

    def read_as(self, text: str) -> Lexicon:
        """How a member's text is read: in the book's language, or, by an encoder of many, in another."""
        many = self.encoder.known.languages is None
        return read_as(text, self.book.language) if many else self._lexicon

    def core(self, question: str) -> str:
        """What of a readable question is searched for: no chatter around it, and not the book's title."""
        read = self.read_as(question)
        asking = ASKING if read.english else ASKING | read.asking
        return without_title(core(question, asking, self._no_courtesy), self.book.title)

    def find(self, text: str) -> tuple[Found, Floats]:
        """What search finds for a readable text, and the passages' scores."""
        found, gains = self._find(text, self._gains)
        return found, self._scores(found, gains)

    def _find(self, text: str, also: Callable[[str, Lexicon], Done]) -> tuple[Found, Done]:
        """What search finds for a readable text, and what is also made of it while it is encoded."""
        read = self.read_as(text)

        def meanwhile() -> tuple[ByWords, Done]:
            return self._searcher.by_words(text, read), also(text, read)

        encoded, (words, done) = overlapped(partial(self.encoder.encode, text), meanwhile)
        return self._searcher.search(Question(text, encoded, read), words), done

    def understand(self, question: str, last: Turn | None = None) -> Understanding:
        """Understand a readable question in the light of the turn before."""
        if last is None or last.question == question:  # who asks the same again wants the same again
            return self._alone(question)
        if again := of_another(question, last, self.book):
            return self._alone(again)
        alone = self._alone(question)
        return alone if alone.kinds["small-talk"] > SMALL_TALK else self._in_chat(alone, last)

    def again(self, understood: Understanding) -> Understanding:
        """What is found here, without a chat, for a question that another reader has understood."""
        question = understood.found.question
        found = self._searcher.search(question)
        gains, said = self._heard(question.text, question.lexicon)
        scored = self._scores(found, gains)
        told = self._told(found, scored, said, understood.kinds)
        return replace(understood, found=found, scored=scored, told=told, alone=told)

    def spelling(self, vocabulary: Vocabulary) -> Reader:
        """The same reader, who spells by another vocabulary."""
        other = copy(self)
        other._speller = Speller(vocabulary, self._dictionary, self._lexicon)
        return other

    def is_about_the_book(self, text: str, level: Level | None = None) -> bool:
        """Whether a readable text has a word of meaning that stands in the book's passages, or in those within a level,
        beside the bot's name and the words for any book."""
        read = self.read_as(text)
        stems = (read.stem(word) for word in read.words(text) if read.means(word) and word != NAME)
        return any(stem not in ANY_BOOK and self._knows(stem, level) for stem in stems)

    def names_a_stranger(self, text: str) -> bool:
        """Whether a name of the book stands in a longer name, of which the book's words know nothing. Only English says
        so by its capitals."""
        if not self.read_as(text).english:
            return False
        return goes_on(_WORD.findall(text), self._names, self._is_foreign)

    def _is_foreign(self, word: str) -> bool:
        """Whether the book knows nothing of a word that is written as a name, or that no dictionary lists."""
        lower = word.lower()
        known = not self._lexicon.means(lower) or self._speller.knows(self._lexicon.stem(lower))
        return not known and (word[0].isupper() or not self._speller.lists(lower))

    def names_somebody_later(self, text: str, level: Level) -> bool:
        """Whether a readable English text names somebody whose name is known only past the level. Whatever the book
        says of them tells who they are: "how old is Mrs. Bingley" whom Bingley marries."""
        if not self.read_as(text).english:
            return False
        return any(self.book.level(who.part).rank > level.rank for who in named(text, self.book))

    def past_log_odds(self, understood: Understanding, level: Level) -> float:
        """The log-odds that the answer lies past the level."""
        return self.judging(understood.found).past.log_odds(self.past_signals(understood, level), self.richness)

    def past_signals(self, understood: Understanding, level: Level) -> Floats:
        return past_signals(understood.found, understood.scored, self.beyond(level), self.past_extents(level))

    def searches(self, alone: Understanding, last: Turn) -> Sequence[Understanding]:
        """The question by itself, behind the question before, and behind the answer before."""
        question, answer = last.before(alone.text)
        after_answer, after_question = overlapped(partial(self._alone, answer), partial(self._alone, question))
        return alone, after_question, after_answer

    def _alone(self, question: str) -> Understanding:
        found, (gains, said) = self._find(self.core(question), self._heard)
        scored = self._scores(found, gains)
        kinds = self.weights.kinds.log_odds(found.question.encoded.vector)
        told = self._told(found, scored, said, kinds)
        if len(found.near) and found.near[0] >= SAME:  # a question that the book's own examples answer for
            told = max(told, CERTAIN) if found.near_owner[0] != UNTOLD else min(told, -CERTAIN)
        return Understanding(question, found, scored, told, told, kinds)

    def judging(self, found: Found) -> Weights:
        """The weights that hold for the question that something was found for."""
        return self.weights.reading(found.question.lexicon)

    def _heard(self, text: str, read: Lexicon) -> tuple[Floats | None, Spoken]:
        """What the passages gain, and what the words say by themselves."""
        return self._gains(text, read), spoken(text, read, self._names, self.weights.wording, self._knows)

    def _gains(self, text: str, read: Lexicon) -> Floats | None:
        """What each passage gains in score by what a text says of its answer's place, None where it says nothing."""
        if not read.english:
            return None
        gains = self._positions.gains(text)
        if brought_in := self._introductions.gains(text):
            gains = np.zeros(len(self.book.passages)) if gains is None else gains.copy()
            for place, gain in brought_in.items():
                gains[place] += gain
        return gains

    def _scores(self, found: Found, gains: Floats | None) -> Floats:
        across = self.judging(found) is not self.weights
        scored = scores(found, self._ranking_across if across else self._ranking)
        return scored if gains is None else scored + gains * (1 - self.own)

    def _told(self, found: Found, scored: Floats, said: Spoken, kinds: dict[str, float]) -> float:
        """The log-odds that the book tells the answer."""
        signals = told_signals(found, scored, said, kinds, cast=bool(self.book.characters))
        return self.judging(found).told.log_odds(signals, self.richness)

    def _knows(self, term: str, level: Level | None = None) -> bool:
        """Whether a stem stands in the book's passages, or in those within a level."""
        told = self.index.in_passages
        if level is None:
            return told.frequency(term) > 0
        return bool((told.matrix([term])[0] > 0)[~self.beyond(level)].any())

    def _in_chat(self, alone: Understanding, last: Turn) -> Understanding:
        found, read = self.searches(alone, last), self.read_as(alone.text)
        meant = carried(alone.text, last, self.book) if read.english else alone.text
        if meant != alone.text:
            alone = replace(self._alone(meant), kinds=alone.kinds)
            found = (alone, *found[1:])
        follow_up = probability(alone.kinds["follow-up"])
        weighed = zip(self._asking_on.shares(follow_up), found, strict=True)
        scored: Floats = np.sum([share * one.scored for share, one in weighed], axis=0)
        for passage in last.shown[:1]:
            if (place := self.book.order.get(passage.id)) is not None:  # it may be a club's note
                scored -= self._asking_on.losses(follow_up, place, len(scored))
        tolds = [one.told for one in found]
        if not any(map(read.means, read.words(alone.text))):  # "how?" by itself asks nothing that might be told
            tolds[0] = min(tolds[1:])
        told = self.weights.chat.log_odds(np.array(tolds), self.richness)
        told = follow_up * told + (1 - follow_up) * alone.told
        return replace(alone, scored=scored, told=told, follows=follow_up)
