"""Sure, unsure or unknown: how the passages that were found for a question stand as its answer."""

from __future__ import annotations

from knowledge.answer import Status
from knowledge.book import Passage
from knowledge.judging.confidence import probabilities
from knowledge.judging.negation import asks_what_is_not, denies
from knowledge.judging.reader import Reader, Understanding
from knowledge.search.names import named

ELSEWHERE = 3.0  # log-odds from which on what isn't surely told is of something else
# What a follow-up may lack and still be told unsure, since what it is about was told before. Development chats.
FOLLOWING = 1.0
FOUND = 0.8  # a passage's chance from which on it isn't of something else after all


def verdict(reader: Reader, understood: Understanding, nearest: Passage) -> Status:
    """How surely the book answers, where `nearest` is the passage that would be told."""
    weights = reader.judging(understood.found)
    sure, unsure = weights.sure.at(reader.richness), weights.unsure.at(reader.richness)
    surely = understood.told >= sure
    if understood.told + FOLLOWING * understood.follows < unsure:
        return Status.UNKNOWN
    if not surely and _of_something_else(reader, understood):
        return Status.UNKNOWN
    if understood.kinds["off-topic"] > 0 and reader.names_a_stranger(understood.text):
        return Status.UNKNOWN
    asked = understood.found.question.text
    if denies(asked, nearest.text):
        return Status.UNKNOWN
    return Status.SURE if surely and not asks_what_is_not(asked) else Status.UNSURE


def _of_something_else(reader: Reader, understood: Understanding) -> bool:
    """Whether a question is of another topic: not where it names somebody of the book, or where one passage alone can
    be meant and a word of the book stands in it. The kinds were learnt in English: far from it they see other topics
    in everything."""
    if understood.kinds["off-topic"] <= ELSEWHERE or understood.found.question.lexicon.across:
        return False
    if named(understood.text, reader.book):
        return False
    found = bool(probabilities(understood.scored).max() >= FOUND)
    return not (found and reader.is_about_the_book(understood.text))
