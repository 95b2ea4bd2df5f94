"""Reading a book's folder: every mistake in it is an error that names the file, the entry and the mend."""

from __future__ import annotations

import hashlib
import re
import tomllib
from pathlib import Path
from typing import Any

from knowledge.book import Book, Character, Passage
from knowledge.books.errors import BookError
from knowledge.books.text_files import read_text
from knowledge.spoilers import START, Level, Secret

LIBRARY = Path(__file__).parents[1] / "library"
_SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_MARKS = re.compile(r"\|\||`|\*\*|__|~~|https?://|@everyone|@here|<[@#:at]")
_KEYS = {
    "book": {"title", "author", "default_level", "part", "topic", "character"},
    "part": {"id", "name"},
    "topic": {"id", "name", "part"},
    "character": {"id", "name", "aliases", "part"},
    "passage": {"id", "title", "part", "topics", "characters", "text"},
}


def read_book(folder: Path) -> Book:
    """Read and validate a book's folder. Raises BookError with the file, the entry and what to mend."""
    return _Reader(folder).read()


class _Reader:
    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def read(self) -> Book:
        if not (self.folder / "book.toml").is_file():
            raise BookError(f"{self.folder}: no book.toml; a book is a folder with a book.toml and passages/*.toml")
        if not _SLUG.fullmatch(self.folder.name):
            raise BookError(f"{self.folder.name}: rename the folder; use lower-case words joined by hyphens")
        head = self.toml("book.toml", "book")
        self.levels: tuple[Level, ...] = (Level(0, START, "the start"), *self.parts(head))
        self.ranks = {level.id: level.rank for level in self.levels}
        self.topics = tuple(self.topic(entry) for entry in head.get("topic", []))
        self.characters = tuple(self.character(entry) for entry in head.get("character", []))
        self.unique("book.toml", [x.id for x in self.levels] + [x.id for x in self.topics], "part or topic")
        self.unique("book.toml", [x.id for x in self.characters], "character")
        files = sorted((self.folder / "passages").glob("*.toml"))
        passages = [
            self.passage(f"passages/{f.name}", entry)
            for f in files
            for entry in self.entries(f"passages/{f.name}", "passage")
        ]
        if not passages:
            raise BookError(f"{self.folder.name}: no passages; write at least one [[passage]] into passages/*.toml")
        self.unique("passages", [passage.id for passage in passages], "passage")
        self.unique("passages", [passage.key for passage in passages], "passage key (rename one of the two)")
        default = self.text("book.toml", "the book", head, "default_level")
        if default not in self.ranks:
            raise BookError(f"book.toml: unknown default_level {default!r}; levels are {', '.join(self.ranks)}")
        return Book(
            slug=self.folder.name,
            title=self.text("book.toml", "the book", head, "title"),
            author=self.text("book.toml", "the book", head, "author"),
            default_level=self.levels[self.ranks[default]],
            levels=self.levels,
            topics=self.topics,
            characters=self.characters,
            passages=tuple(passages),
        )

    def toml(self, name: str, kind: str) -> dict[str, Any]:
        path = self.folder / name
        try:
            data = tomllib.loads(read_text(path))
        except tomllib.TOMLDecodeError as error:
            raise BookError(f"{self.folder.name}/{name}: cannot be read: {error}") from error
        allowed = _KEYS["book"] if kind == "book" else {kind}
        self.known(name, "the file", data, allowed)
        return data

    def entries(self, name: str, kind: str) -> list[dict[str, Any]]:
        if not (self.folder / name).exists():
            return []
        entries = self.toml(name, kind).get(kind, [])
        if not isinstance(entries, list) or not all(isinstance(entry, dict) for entry in entries):
            raise BookError(f"{name}: {kind} must be written as [[{kind}]], with double brackets, once for each")
        for number, entry in enumerate(entries, 1):
            self.known(name, f"{kind} {entry.get('id', number)!r}", entry, _KEYS[kind])
        return list(entries)

    def known(self, name: str, what: str, data: dict[str, Any], keys: set[str]) -> None:
        if unknown := sorted(set(data) - keys):
            raise BookError(f"{name}, {what}: unknown key {unknown[0]!r}; keys are {', '.join(sorted(keys))}")

    def text(self, name: str, what: str, entry: dict[str, Any], key: str) -> str:
        value = entry.get(key)
        if not isinstance(value, str) or not value.strip():
            raise BookError(f'{name}, {what}: {key} is missing; write {key} = "..."')
        if mark := _MARKS.search(value):
            raise BookError(
                f"{name}, {what}: {key} has {mark.group()!r} in it; take it out, Discord would read it as a mark"
            )
        return " ".join(value.split())

    def texts(self, name: str, what: str, entry: dict[str, Any], key: str) -> tuple[str, ...]:
        value = entry.get(key, [])
        if not isinstance(value, list) or not all(isinstance(item, str) and item.strip() for item in value):
            raise BookError(f'{name}, {what}: {key} must be a list of texts, as in {key} = ["one", "two"]')
        return tuple(value)

    def id(self, name: str, kind: str, entry: dict[str, Any]) -> str:
        value = self.text(name, f"a {kind}", entry, "id")
        if not _SLUG.fullmatch(value):
            raise BookError(f"{name}, {kind} {value!r}: an id is lower-case words joined by hyphens")
        return value

    def unique(self, name: str, ids: list[str], what: str) -> None:
        for id in ids:
            if ids.count(id) > 1:
                raise BookError(f"{name}: two entries for {what} {id!r}; give one of them another id")

    def parts(self, head: dict[str, Any]) -> list[Level]:
        entries = head.get("part", [])
        if not entries:
            raise BookError("book.toml: no parts; write one [[part]] with id and name for each part, in book order")
        for entry in entries:
            self.known("book.toml", "part", entry, _KEYS["part"])
        ids = [self.id("book.toml", "part", entry) for entry in entries]
        return [
            Level(n, id, self.text("book.toml", f"part {id!r}", e, "name"))
            for n, (id, e) in enumerate(zip(ids, entries, strict=True), 1)
        ]

    def part(self, name: str, what: str, entry: dict[str, Any]) -> str:
        part = self.text(name, what, entry, "part")
        if part not in self.ranks:
            raise BookError(f"{name}, {what}: unknown part {part!r}; parts are {', '.join(self.ranks)}")
        return part

    def topic(self, entry: dict[str, Any]) -> Secret:
        self.known("book.toml", "topic", entry, _KEYS["topic"])
        id = self.id("book.toml", "topic", entry)
        part = self.part("book.toml", f"topic {id!r}", entry)
        return Secret(self.ranks[part], True, id, self.text("book.toml", f"topic {id!r}", entry, "name"))

    def character(self, entry: dict[str, Any]) -> Character:
        self.known("book.toml", "character", entry, _KEYS["character"])
        id = self.id("book.toml", "character", entry)
        what = f"character {id!r}"
        return Character(
            id,
            self.text("book.toml", what, entry, "name"),
            self.texts("book.toml", what, entry, "aliases"),
            self.part("book.toml", what, entry),
        )

    def secrets(self, name: str, what: str, entry: dict[str, Any], part: str) -> tuple[Secret, ...]:
        """The part and the topics of an entry as secrets. A topic told later than the part is an error."""
        level = self.levels[self.ranks[part]]
        found = [Secret(level.rank, False, level.id, level.name)] if level.rank else []
        known = {topic.id: topic for topic in self.topics}
        for id in self.texts(name, what, entry, "topics"):
            if id not in known:
                raise BookError(f"{name}, {what}: unknown topic {id!r}; topics are {', '.join(known) or 'none'}")
            if known[id].rank > level.rank:
                raise BookError(f"{name}, {what}: topic {id!r} is told later than {part!r}; write the later part")
            found.append(known[id])
        return tuple(found)

    def passage(self, name: str, entry: dict[str, Any]) -> Passage:
        id = self.id(name, "passage", entry)
        what = f"passage {id!r}"
        part = self.part(name, what, entry)
        text = self.text(name, what, entry, "text")
        title = self.text(name, what, entry, "title") if entry.get("title") else ""
        cast = self.texts(name, what, entry, "characters")
        known = {character.id for character in self.characters}
        if unknown := [c for c in cast if c not in known]:
            raise BookError(
                f"{name}, {what}: unknown character {unknown[0]!r}; characters are {', '.join(sorted(known))}"
            )
        for character in self.characters:
            if self.ranks[character.part] > self.ranks[part]:
                for alias in character.names:
                    if re.search(rf"(?<!\w){re.escape(alias)}(?!\w)", f"{title} {text}", re.IGNORECASE):
                        raise BookError(
                            f"{name}, {what}: names {alias!r}, whom only {character.part!r} reveals; "
                            "move it there or leave the name out"
                        )
        return Passage(
            id=id,
            title=title,
            text=text,
            part=part,
            secrets=self.secrets(name, what, entry, part),
            characters=cast,
            key=hashlib.sha256(f"{self.folder.name}/{id}".encode()).hexdigest()[:8],
        )
