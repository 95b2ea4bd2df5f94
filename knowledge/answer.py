"""What the librarian hands out: plain data, already judged. Sentences for people are made where they are shown."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from knowledge.book import Passage
from knowledge.spoilers import Secret

EVEN = 0.5  # the probability from which on a message is as likely as not to give something away
_END = re.compile(r"[.!?\u2026\u3002]+[\"'\u2019\u201d)\]]*(?=\s)")  # where a sentence may end, before another


class Status(StrEnum):
    """How an answer stands."""

    SURE = "answered"
    UNSURE = "unsure"  # the closest passage, which may not be what was meant
    UNKNOWN = "unknown"


class Remark(StrEnum):
    """What is to be said beside the passages, or in their place."""

    SMALL_TALK = "small-talk"  # with UNKNOWN: no question about a book
    COMPLAINT = "complaint"  # with UNKNOWN: about the answer before; `further` is what can be offered instead
    ASK_APART = "ask-apart"  # of two questions in one only one is answered: the other is to be asked by itself


@dataclass(frozen=True)
class Hit:
    """A passage with its score: the probability, from 0 to 1, that it is the one that answers."""

    passage: Passage
    score: float


def _again(told: str, passage: str) -> int:
    """How many letters of a passage's beginning are whole sentences that what was told ends with."""
    ends = [len(passage), *(end.end() for end in _END.finditer(passage))]
    return max((end for end in ends if f" {told}".endswith(f" {passage[:end]}")), default=0)


@dataclass(frozen=True)
class Answer:
    """One judged answer.

    `told` are the passages that make it up, in book order: open, or under a cover when `covered`. `kept` is what
    `withhold` keeps back, for the one button that shows it in private: nothing of it but its keys may reach Discord.
    `touches` is what both reveal past the level, and `further` the next best passages that the policy lets out.
    """

    status: Status
    told: tuple[Hit, ...] = ()
    kept: tuple[Passage, ...] = ()
    touches: tuple[Secret, ...] = ()
    further: tuple[Hit, ...] = ()
    remark: Remark | None = None

    @property
    def covered(self) -> bool:
        """Whether what is told goes under a cover."""
        return bool(self.touches) and not self.kept

    @property
    def text(self) -> str:
        """The passages that are told, in book order, as one text. What ends one and begins the next is said once."""
        text = ""
        for hit in self.told:
            text = f"{text} {hit.passage.text[_again(text, hit.passage.text) :].lstrip()}".strip()
        return text

    @property
    def where(self) -> tuple[str, ...]:
        """The parts that the answer cites, in book order: "Part One", "Part Three"."""
        return tuple(dict.fromkeys(hit.passage.where for hit in self.told))


@dataclass(frozen=True)
class SpoilerCheck:
    """What a member's message gives away past a level.

    `score` is the probability, from 0 to 1, that it does, and `sentence` the part of it that gives most away.
    """

    touches: tuple[Secret, ...]
    score: float
    sentence: str = ""

    @property
    def doubtful(self) -> bool:
        """Whether it is as likely as not to give something away, and not likely enough to say so."""
        return not self.touches and self.score >= EVEN
