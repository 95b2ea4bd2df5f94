"""Reading book.toml: title, author, parts, topics, characters."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Any

from knowledge.book import Character
from knowledge.books.entries import Entry, entries, unique
from knowledge.books.errors import Findings, Unreadable
from knowledge.books.languages import ENGLISH, LANGUAGES
from knowledge.books.marks import find_mark
from knowledge.books.names import find_name, is_common, plain_words
from knowledge.books.toml import read_toml
from knowledge.spoilers import START, Level, Secret

HEAD = "book.toml"
_KEYS = {"title", "author", "language", "default_level", "part", "topic", "character", "tie"}
_ABOVE = MappingProxyType(
    dict.fromkeys(
        ("title", "author", "language", "default_level"), "move it to the top of the file, above the first [[...]]"
    )
)


@dataclass(frozen=True)
class Head:
    """What book.toml says."""

    title: str
    author: str
    default_level: Level
    levels: tuple[Level, ...]
    topics: tuple[Secret, ...]
    characters: tuple[Character, ...]
    language: str  # one of LANGUAGES
    data: dict[str, Any]  # the file as TOML, for what is read with the head known

    @property
    def ranks(self) -> dict[str, int]:
        return {level.id: level.rank for level in self.levels}


def read_head(folder: Path, findings: Findings) -> Head | None:
    """The head of the book; None, and an error noted, when nothing can be read with it."""
    try:
        data = read_toml(folder / HEAD)
    except Unreadable as error:
        findings.unreadable(HEAD, error)
        return None
    top = Entry(findings, HEAD, "the file", data)
    top.only(_KEYS, dict.fromkeys(("passage", "text"), "it belongs into passages/*.toml"))
    parts = entries(findings, HEAD, data, "part", {"id", "name"}, _ABOVE)
    if not parts:
        if not data.get("part"):
            findings.error(HEAD, "no parts; write one [[part]] with id and name for each part, in book order")
        return None
    ids = [str(part.data.get("id", "")) for part in parts]
    if START in ids:
        findings.error(
            f"{HEAD}, part {START!r}", "this id stands for the start of every book; give the part another id"
        )
    unique(findings, HEAD, ids, "part")
    if "" in ids or START in ids or len(set(ids)) < len(ids):
        return None  # whatever names a part would be blamed for it
    named = [Level(n, id, part.text("name")) for n, (id, part) in enumerate(zip(ids, parts, strict=True), 1)]
    levels = (Level(0, START, "the start"), *named)
    topics = tuple(
        _topic(entry, levels) for entry in entries(findings, HEAD, data, "topic", {"id", "name", "part"}, _ABOVE)
    )
    unique(findings, HEAD, [topic.id for topic in topics], "topic")
    for id in sorted({topic.id for topic in topics} & {*ids, START}):
        findings.error(f"{HEAD}, topic {id!r}", "a part has this id too; give the topic another id")
    keys = {"id", "name", "aliases", "part"}
    characters = tuple(_character(entry, levels) for entry in entries(findings, HEAD, data, "character", keys, _ABOVE))
    unique(findings, HEAD, [character.id for character in characters], "character")
    book = Entry(findings, HEAD, "the book", data)
    default = book.one_of("default_level", [level.id for level in levels], "level")
    head = Head(
        title=book.text("title"),
        author=book.text("author"),
        default_level=next(level for level in levels if level.id == default),
        levels=levels,
        topics=topics,
        characters=characters,
        language=book.one_of("language", list(LANGUAGES), "language") if "language" in data else ENGLISH,
        data=data,
    )
    _look_at_names(head, findings)
    return head


def _topic(entry: Entry, levels: tuple[Level, ...]) -> Secret:
    part = entry.one_of("part", [level.id for level in levels], "part")
    rank = next(level.rank for level in levels if level.id == part)
    return Secret(rank, True, str(entry.data.get("id", "")), entry.text("name"))


def _character(entry: Entry, levels: tuple[Level, ...]) -> Character:
    part = entry.one_of("part", [level.id for level in levels], "part")
    name, aliases = entry.text("name"), entry.texts("aliases")
    for alias in (name, *aliases):
        if alias and not plain_words(alias):
            entry.error(f"{alias!r} has neither letter nor digit in it, so nobody can be found by it; take it out")
        elif alias != name and (mark := find_mark(alias)):
            entry.error(f"{alias!r} has {mark!r} in it; take it out, Discord would read it as a mark")
    return Character(str(entry.data.get("id", "")), name, aliases, part)


def _look_at_names(head: Head, findings: Findings) -> None:
    """Warn of names that are everyday words, that two bear, or that a warning would give away."""
    bearers: dict[str, str] = {}
    for character in head.characters:
        place = f"{HEAD}, character {character.id!r}"
        for name in character.names:
            if is_common(name) and len(name.split()) == 1:  # "the captain" is asked for by both its words
                findings.warn(
                    place, f"the name {name!r} is a common word: questions that only use the word will find them"
                )
            if bearers.setdefault(name.casefold(), character.id) != character.id:
                findings.warn(
                    place, f"the name {name!r} is also that of {bearers[name.casefold()]!r}; take it from one of them"
                )
        if head.ranks[character.part] < 2:
            continue
        for kind, secrets in (("topic", head.topics), ("part", head.levels)):
            for secret in secrets:
                if found := find_name(secret.name, character.names):
                    findings.warn(
                        f"{HEAD}, {kind} {secret.id!r}",
                        f"its name has {found.name!r} in it, whom only {character.part!r} reveals, and warnings show "
                        "it to everybody; find a name that gives nothing away",
                    )
