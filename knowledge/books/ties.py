"""Reading the [[tie]] entries of book.toml: who is tied to whom, and from where in the book it is known."""

from __future__ import annotations

from types import MappingProxyType
from typing import Any

from knowledge.book import Tie
from knowledge.books.early_names import look_for_names
from knowledge.books.entries import Entry, entries, nearest
from knowledge.books.errors import Findings
from knowledge.books.head import HEAD, Head

LONGEST_LABEL = 40
_MISPLACED = MappingProxyType(dict.fromkeys(("title", "author", "default_level"), "move it to the top of the file"))


def read_ties(data: dict[str, Any], head: Head, findings: Findings) -> tuple[Tie, ...]:
    """The ties of a book.toml that was read, in its order."""
    found = [
        _tie(entry, head) for entry in entries(findings, HEAD, data, "tie", {"between", "label", "part"}, _MISPLACED)
    ]
    seen: set[tuple[frozenset[str], str]] = set()
    for number, tie in enumerate(found, 1):
        key = (frozenset((tie.one, tie.other)), tie.label.casefold())
        if tie.one and tie.label and key in seen:
            findings.error(f"{HEAD}, tie number {number}", "the same tie stands above already; delete one of them")
        seen.add(key)
    return tuple(found)


def _tie(entry: Entry, head: Head) -> Tie:
    part = entry.one_of("part", head.ranks, "part")
    label = entry.text("label")
    if len(label) > LONGEST_LABEL:
        entry.warn(f'its label has {len(label)} letters; a label is a few words, as in "sisters"')
    look_for_names(entry, {"": label}, part, head)
    between = entry.texts("between")
    known = {character.id: character for character in head.characters}
    for id in between:
        if id not in known:
            entry.error(f"unknown character {id!r}; characters are {', '.join(known) or 'none'}{nearest(id, known)}")
        elif head.ranks[known[id].part] > head.ranks[part]:
            entry.error(f"is known from {part!r}, but {known[id].part!r} first reveals {id!r}; write the later part")
    if len(between) != 2:
        entry.error('between must name two characters, as in between = ["one", "another"]')
        return Tie("", "", label, part)
    return Tie(*between, label, part)
