"""Who somebody of the book is, as far as one has read."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from knowledge.book import Book, Character, Passage
from knowledge.books.names import find_name
from knowledge.retelling.known import cast, present, within
from knowledge.retelling.ties import ties
from knowledge.spoilers import Level


@dataclass(frozen=True)
class Companion:
    """Somebody whom a character has to do with: the labels of their ties, and how many passages are about both."""

    character: Character
    labels: tuple[str, ...]
    passages: int


@dataclass(frozen=True)
class Portrait:
    """A character at a level: the passage that says best who they are, the latest about them when that is another, all
    that are about them in book order, the parts they appear in, and with whom, closest first.

    Only `character.name` may be shown: an alias can be known later than the name.
    """

    character: Character
    introduction: Passage | None
    latest: Passage | None
    passages: tuple[Passage, ...]
    parts: tuple[Level, ...]
    company: tuple[Companion, ...]


def who(book: Book, character: str, level: Level) -> Portrait | None:
    """The portrait of the character of that id; None when nobody is known by it at the level."""
    known = cast(book, level)
    one = next((other for other in known if other.id == character), None)
    if one is None:
        return None
    about = tuple(passage for passage in within(book, level) if one.id in present(book, passage))
    introduction = _introduction(book, one, about)
    leading = [passage for passage in about if _leads(book, one, passage)]
    latest = (leading or about or (None,))[-1]
    seen = {passage.part for passage in about}
    return Portrait(
        character=one,
        introduction=introduction,
        latest=None if latest == introduction else latest,
        passages=about,
        parts=tuple(part for part in book.levels if part.rank and part.id in seen),
        company=_company(book, one, about, known, level),
    )


def _introduction(book: Book, one: Character, about: Sequence[Passage]) -> Passage | None:
    """The passage that says who they are: its title names them, or it begins with them; the earlier the better."""
    if not about:
        return None
    first = book.level(about[0].part).rank

    def likely(passage: Passage) -> float:
        named = bool(find_name(passage.title, one.names))
        alone = re.fullmatch(r"(?:Who )?(.*?)(?: is)?", passage.title)
        is_title = bool(alone and alone.group(1) in one.names)
        begins = bool(find_name(" ".join(passage.text.split()[:4]), one.names))
        says = re.search(r"\b(?:is|are|was)\b", " ".join(passage.text.split()[:8])) is not None
        points = 2.0 * named + 2.0 * is_title + begins + 1.0 * (begins and says) + _leads(book, one, passage)
        return points - 0.5 * (book.level(passage.part).rank - first) - (0.0 if passage.secrets else 0.5)

    return max(about, key=likely)  # the first of equals


def _leads(book: Book, one: Character, passage: Passage) -> bool:
    """Whether a passage about them is so before others: it lists them first, or lists nobody and names them alone."""
    if passage.characters:
        return passage.characters[0] == one.id
    return len(present(book, passage)) == 1


def _company(
    book: Book, one: Character, about: Sequence[Passage], known: Sequence[Character], level: Level
) -> tuple[Companion, ...]:
    tied: dict[str, list[str]] = {}
    for tie in ties(book, level):
        if one.id in (tie.one, tie.other):
            tied.setdefault(tie.other if tie.one == one.id else tie.one, []).append(tie.label)
    shared = {
        other.id: sum(other.id in present(book, passage) for passage in about if passage.secrets) for other in known
    }
    found = [
        Companion(other, tuple(filter(None, tied.get(other.id, ()))), shared[other.id])
        for other in known
        if other.id != one.id and (other.id in tied or shared[other.id])
    ]
    return tuple(sorted(found, key=lambda companion: (not companion.labels, -companion.passages)))
