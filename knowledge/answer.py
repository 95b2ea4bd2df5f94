"""What the librarian hands out: plain data, already judged, ready to be shown."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from knowledge.book import Passage
from knowledge.spoilers import Secret


class Status(StrEnum):
    ANSWERED = "answered"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class Hit:
    """A passage with its score: the probability, from 0 to 1, that it is the one that answers."""

    passage: Passage
    score: float


@dataclass(frozen=True)
class Answer:
    """One judged answer.

    `shown` is all that may be seen at once; `hidden` is what belongs under a cover, None when there is nothing
    or when it must not be sent at all (`withheld`). `passages` are those that make up the answer, best first, and
    `others` the next best ones; both hold only what the policy lets out. `on_request` holds what `withhold` keeps
    back, for the one button that shows it in private: nothing of it but its keys may reach Discord.
    `cover_question` says that the asker's own words may give something away and belong under a cover too.
    """

    question: str
    status: Status
    shown: str
    hidden: str | None = None
    warning: str | None = None
    touches: tuple[Secret, ...] = ()
    passages: tuple[Hit, ...] = ()
    others: tuple[Hit, ...] = ()
    on_request: tuple[Passage, ...] = ()
    cover_question: bool = True

    @property
    def withheld(self) -> bool:
        return bool(self.on_request)

    @property
    def where(self) -> str:
        """The parts that the answer cites, in book order: "Part One", "Part Three and the meeting with Madame"."""
        return " and ".join(dict.fromkeys(hit.passage.where for hit in self.passages))


@dataclass(frozen=True)
class SpoilerCheck:
    """What a member's message gives away past a level; `score` is the probability, from 0 to 1, that it does."""

    touches: tuple[Secret, ...]
    score: float
