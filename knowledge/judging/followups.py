"""A chat's short memory, and how a question is read in its light: by itself, and after what came before it.

Next to no rules of grammar: "why?" and "what happens to her?" find their answer because the same words are also
searched for behind the question before and behind the answer before. How much these two searches count is the
probability that the question is a follow-up (`knowledge.judging.kinds`). Who asks on wants to hear something else than
what was told, and in a book without own questions rather what comes after it in the story.
"""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from dataclasses import astuple, dataclass

import numpy as np
import numpy.typing as npt

from knowledge.book import Book, Passage
from knowledge.search.names import called, named, renamed
from knowledge.spoilers import Secret

Floats = npt.NDArray[np.float64]

LASTS = 600.0  # seconds that a turn is remembered
# Beside a name, these words alone ask the last question of somebody else.
ELLIPTIC = frozenset(
    """
    about actually also and as but how i mean meant no oh ok or same so sorry then too wait well what
    """.split()  # noqa: SIM905 - a list of words reads better
)

# What may stand for somebody or something that was spoken of before.
_POINTING = re.compile(r"\b(?:he|him|his|she|hers?|they|them|theirs?|it|its)\b", re.IGNORECASE)
_WHO = re.compile(r"\b(?:who|whom|whos|whose|which)\b", re.IGNORECASE)
_PRONOUN = re.compile(r"\b(?:he|him|his|she|her|they|them)\b", re.IGNORECASE)


@dataclass(frozen=True)
class AskingOn:
    """How a book's follow-ups are answered, where they surely are some: the weights of the searches behind the question
    before and behind the answer before, beside 1 for the question by itself, and what the passage that was told last
    and those before it in the story lose in score."""

    question: float
    answer: float
    repeated: float
    earlier: float

    def shares(self, follow_up: float) -> tuple[float, float, float]:
        """What a question that is a follow-up with this probability counts by itself, after the question before, and
        after the answer before: of 1 together."""
        behind_question, behind_answer = follow_up * self.question, follow_up * self.answer
        total = 1 + behind_question + behind_answer
        return 1 / total, behind_question / total, behind_answer / total

    def losses(self, follow_up: float, told: int, passages: int) -> Floats:
        """What each of so many passages loses where the one of that number was told last, shape (passages,)."""
        found = np.zeros(passages)
        found[:told], found[told] = self.earlier, self.repeated
        return follow_up * found


# Chosen on the development chats, November 2026: where a book has many own questions, these find who asks on, too.
BARE, RICH = AskingOn(2.2, 0.4, 2.5, 1.0), AskingOn(1.0, 0.7, 5.0, 0.0)


def asking_on(own: float) -> AskingOn:
    """How follow-ups are answered of a book that is so rich in own questions, from 0 to 1."""
    return AskingOn(*(bare + own * (rich - bare) for bare, rich in zip(astuple(BARE), astuple(RICH), strict=True)))


@dataclass(frozen=True)
class Turn:
    """One exchange: the question, the passages that were let out last, those that could be offered next, and what past
    the level it was about."""

    question: str
    shown: tuple[Passage, ...]
    further: tuple[Passage, ...]
    at: float
    touched: tuple[Secret, ...] = ()

    def before(self, question: str) -> tuple[str, str]:
        """The question behind this turn's question, and behind its answer."""
        told = [passage.text for passage in self.shown[:1]]
        return f"{self.question.rstrip('?!. ')}, {question}", " ".join([*told, question])


class Chat:
    """What one member and Norfolk said last in one place. Kept in memory only; one turn; forgets by itself.

    What was said before the last turn didn't help to understand the next one.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._last: Turn | None = None

    @property
    def last(self) -> Turn | None:
        """The last turn, if it isn't forgotten yet."""
        if self._last is not None and self._clock() - self._last.at > LASTS:
            self._last = None
        return self._last

    def remember(
        self,
        question: str,
        shown: tuple[Passage, ...],
        further: tuple[Passage, ...] = (),
        touched: tuple[Secret, ...] = (),
    ) -> None:
        """Remember a turn; where nothing was shown, the talk is still of what it was about before."""
        before = self.last
        if before is not None and not shown:
            shown, touched = before.shown, tuple(sorted({*before.touched, *touched}))
        self._last = Turn(question, shown, further, self._clock(), touched)


def of_another(question: str, last: Turn, book: Book) -> str | None:
    """The last question asked of somebody else: after "who is Ruth", "and Tommy?" is "who is Tommy".

    None when it is another kind of question, or when the last one didn't name just one other.
    """
    who, before = named(question, book), named(last.question, book)
    if len(who) != 1 or len(before) != 1 or who == before:
        return None
    rest = re.findall(r"[^\W\d_]+", renamed(question, who[0], " ", book.language).lower())
    other = called(question, who[0], book.language)
    return renamed(last.question, before[0], other, book.language) if ELLIPTIC.issuperset(rest) else None


def carried(question: str, last: Turn, book: Book) -> str:
    """The question with the one whom the last one named in place of its pronoun: after "who is Rue", "how old is she"
    is "how old is Rue". As it is where it names somebody itself, or it isn't plain who is meant."""
    who = named(last.question, book)
    if len(who) != 1 or named(question, book):
        return question
    return _PRONOUN.sub(lambda _: called(last.question, who[0], book.language), question, count=1)


def of_the_answer(question: str, last: Turn, book: Book) -> bool:
    """Whether an English question may be of somebody whom only the last answer names: after "who survives", "how old is
    she" is. It names nobody itself, and the last question asks who, or names nobody whom its pronoun stands for."""
    if not _POINTING.search(question) or named(question, book):
        return False
    return _WHO.search(last.question) is not None or carried(question, last, book) == question
