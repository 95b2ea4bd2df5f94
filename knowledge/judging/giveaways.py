"""What does a member's text give away? Each of its sentences is judged by itself, and so are windows of long ones: a
spoiler behind sixty words of cake is a spoiler.

A sentence is searched for like a question. What speaks for a giveaway is how much of the search's probability lies past
the level, how near it comes to a passage there, and how the nearest example messages are labelled, if a book has any.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator

import numpy as np
import numpy.typing as npt

from knowledge.answer import SpoilerCheck
from knowledge.judging.confidence import clipped, log_odds, probability, vote
from knowledge.judging.reader import Reader
from knowledge.search.features import FEATURES, highest, nearest
from knowledge.search.index import terms
from knowledge.search.names import named
from knowledge.search.postings import unit
from knowledge.spoilers import Level, Secret

Floats = npt.NDArray[np.float64]

_END = re.compile(r"(?<=[.!?\u2026])\s+|(?<=\u3002)|\n+|\s*[;|]\s*|\s+[-\u2013\u2014]+\s+")
# Many sentences have more chances to alarm by mistake: the line rises by this times the logarithm of their number.
MANY = 0.5
# Where all that a book tells lies past the level, as at the start of most summaries, nothing in it speaks for a
# harmless text; what counts is then how far the best score is above NEAR, times SLOPE. Set on the development messages,
# November 2026, on the shipped book without its opening and without examples: 48% of 382 giveaways are found and 5% of
# 136 other messages alarm, where all of them did; of the test messages 55% of 154, and 7% of 46.
NEAR, SLOPE = 4.5, 0.5
LONG, STEP = 24, 12  # words of a window, and from one to the next


def pieces(text: str) -> Iterator[str]:
    """The sentences of a folded text, and windows over its longer ones; a short text also as a whole."""
    sentences = [sentence.strip() for sentence in _END.split(text) if any(map(str.isalpha, sentence))]
    told = text.split()
    if len(sentences) > 1 and len(told) <= LONG:
        yield text
    for sentence in sentences or [text]:
        words = sentence.split()
        if len(words) <= LONG:
            yield sentence
            continue
        for start in range(0, len(words) - STEP, STEP):
            yield " ".join(words[start : start + LONG])


class Giveaways:
    """Judges what texts give away of one book."""

    def __init__(self, reader: Reader) -> None:
        self._reader = reader

    def check(self, text: str, level: Level) -> SpoilerCheck:
        """What a member's text gives away past the level; the whole book read, nothing is past."""
        weights, richness = self._reader.weights, self._reader.richness
        readable = self._reader.readable(text)
        nothing_past = level == self._reader.book.levels[-1] or not self._reader.beyond(level).any()
        if nothing_past or not any(map(str.isalpha, readable)):
            return SpoilerCheck((), 0.0)
        said = dict.fromkeys(pieces(readable))  # what is said a hundred times is judged once
        judged = [(weights.giveaway.log_odds(self.signals(piece, level), richness), piece) for piece in said]
        odds, piece = max(judged, default=(-30.0, ""))
        line = weights.alarm.at(richness) + MANY * math.log(max(len(judged), 1))
        if odds < line:
            return SpoilerCheck((), probability(odds))
        return SpoilerCheck(self._touched(piece, level), probability(odds), piece)

    def signals(self, piece: str, level: Level) -> Floats:
        """The signals of GIVEAWAY of one piece of a readable text, for a level that some passage lies past."""
        reader, index = self._reader, self._reader.index
        found, scored = reader.find(piece)
        beyond = reader.beyond(level)
        there = np.flatnonzero(beyond)
        best = int(there[scored[there].argmax()])
        feature = dict(zip(FEATURES, found.features[best].tolist(), strict=True))
        vector = found.question.encoded.vector
        near, near_extent = nearest(index.messages, index.message_extent, vector)
        weighed = unit(terms(found.question.lexicon.all_stems(piece)), index.in_messages.idf)
        by_words = index.in_messages.scores(weighed)
        alike = highest(by_words)
        if not found.question.lexicon.english and not by_words.any():
            alike = alike[:0]
        past = reader.past_extents(level)
        telling = past[near_extent]
        by_ridge = index.given.scores(vector, weighed, index.in_messages)
        past_it = log_odds(scored, beyond)
        if beyond.all():
            past_it = clipped(SLOPE * float(scored[best] - NEAR))
        return np.array(
            [
                past_it,
                scored[best],
                feature["late"],
                feature["joint"],
                found.known,
                float(bool(named(piece, reader.book))),
                reader.weights.kinds.log_odds(vector)["off-topic"],
                vote(near, telling),
                vote(by_words[alike], past[index.message_extent[alike]]),
                float(by_ridge[past].sum() - by_ridge[~past].sum()),
                float(near[telling].max(initial=0.0) - near[~telling].max(initial=0.0)),
            ]
        )

    def _touched(self, piece: str, level: Level) -> tuple[Secret, ...]:
        """What the likeliest passage past the level reveals there, or the nearest message past it if that is nearer."""
        reader, index = self._reader, self._reader.index
        found, scored = reader.find(piece)
        there = np.flatnonzero(reader.beyond(level))
        best = int(there[scored[there].argmax()])
        secrets = reader.book.passages[best].secrets
        near, extents = nearest(index.messages, index.message_extent, found.question.encoded.vector)
        likeliest = float(found.features[best][FEATURES.index("sentence")])
        for cosine, number in zip(near.tolist(), extents.tolist(), strict=True):
            extent = reader.extents[number]
            if cosine > likeliest and any(secret.rank > level.rank for secret in extent):
                secrets = extent
                break
        return tuple(sorted(secret for secret in secrets if secret.rank > level.rank))
