"""Spoiler levels, policies, and the one function that judges what a passage gives away."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

START = "start"


class Policy(StrEnum):
    """What happens to an answer past the level."""

    WARN = "warn"  # a warning, the answer covered
    WITHHOLD = "withhold"  # a warning, the answer only in private on request
    SILENT = "silent"  # the words said when nothing is known


@dataclass(frozen=True, order=True)
class Level:
    """How far one has finished reading; `rank` 0 is the start, the last part is the whole book."""

    rank: int
    id: str
    name: str


@dataclass(frozen=True, order=True)
class Secret:
    """A part or a topic, with the rank of the level at which it is no secret any more."""

    rank: int
    topic: bool
    id: str
    name: str


class Revealing(Protocol):
    """Anything that gives secrets away: a passage, or a guess about a member's message."""

    @property
    def secrets(self) -> tuple[Secret, ...]: ...


def touches(things: Iterable[Revealing], level: Level) -> tuple[Secret, ...]:
    """The secrets past `level` that the things reveal together, in book order, parts before their topics.

    This is the only judgement of spoilers in Norfolk: an empty result means that all may be shown.
    """
    found = {secret: None for thing in things for secret in thing.secrets if secret.rank > level.rank}
    return tuple(sorted(found))
