"""A book: its parts, topics, characters and passages, immutable."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

from knowledge.spoilers import Level, Secret


def short_key(text: str) -> str:
    """Eight hex digits that name something by its id where that has no room, or would tell what it is about."""
    return hashlib.sha256(text.encode()).hexdigest()[:8]


class UnknownLevel(ValueError):
    """A level that the book doesn't have."""


@dataclass(frozen=True)
class Character:
    """Somebody of the book, under all the names that readers use; `part` is where the name is first known."""

    id: str
    name: str
    aliases: tuple[str, ...]
    part: str

    @property
    def names(self) -> tuple[str, ...]:
        return (self.name, *self.aliases)


@dataclass(frozen=True)
class Passage:
    """One to four sentences that stand alone, under a short title ("" for none), and what they reveal."""

    id: str
    title: str
    text: str
    part: str
    secrets: tuple[Secret, ...]
    characters: tuple[str, ...]
    key: str = ""  # eight hex digits that name the passage in a button without telling what it is about
    recap: bool = False  # whether a recap of its part tells it

    @property
    def where(self) -> str:
        """The part that a reader finds it in, for citing: "Part One", or "About the book"."""
        return self.secrets[0].name if self.secrets else "About the book"


@dataclass(frozen=True)
class Tie:
    """What ties two characters, in a few words, and the part from which it is known; `label` "" when nobody said."""

    one: str
    other: str
    label: str
    part: str


@dataclass(frozen=True)
class Prompt:
    """An open question for a discussion, and the part that a club must have read for it.

    `passage` is the id of the one that it is about, "" for none; `key`, eight hex digits, names the prompt in a store.
    """

    text: str
    part: str
    passage: str = ""
    key: str = ""


@dataclass(frozen=True)
class Note(Passage):
    """What a club itself adds to a book, and is found like a passage; `by` is the id of the member who wrote it."""

    by: int = 0


@dataclass(frozen=True)
class Message:
    """An example of a channel message, with what it gives away; the spoiler check learns from it."""

    text: str
    secrets: tuple[Secret, ...]


@dataclass(frozen=True)
class Examples:
    """What makes a book better without being needed: own questions by passage id, untold ones, messages."""

    questions: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    untold: tuple[str, ...] = ()
    messages: tuple[Message, ...] = ()


@dataclass(frozen=True)
class Book:
    """Everything known about one book."""

    slug: str
    title: str
    author: str
    default_level: Level
    levels: tuple[Level, ...]
    topics: tuple[Secret, ...]
    characters: tuple[Character, ...]
    passages: tuple[Passage, ...]
    ties: tuple[Tie, ...] = ()
    prompts: tuple[Prompt, ...] = ()
    suggestions: Mapping[str, tuple[str, ...]] = field(default_factory=dict)  # questions to offer, by passage id
    language: str = "en"  # one of `knowledge.books.languages`

    def level(self, id: str) -> Level:
        """The level of that id. Raises UnknownLevel, since an unknown level must never pass for a high one."""
        for level in self.levels:
            if level.id == id:
                return level
        raise UnknownLevel(f"{self.title} has no level {id!r}; its levels are {', '.join(x.id for x in self.levels)}")

    @cached_property
    def by_id(self) -> dict[str, Passage]:
        return {passage.id: passage for passage in self.passages}

    @cached_property
    def order(self) -> dict[str, int]:
        """Each passage's place in the book, by id."""
        return {passage.id: number for number, passage in enumerate(self.passages)}

    @cached_property
    def by_key(self) -> dict[str, Passage]:
        return {passage.key: passage for passage in self.passages}
