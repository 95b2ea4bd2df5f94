"""Reading passages/*.toml: what Norfolk can say, and what each passage reveals."""

from __future__ import annotations

from pathlib import Path
from types import MappingProxyType

from knowledge.book import Passage, short_key
from knowledge.books.early_names import look_for_names
from knowledge.books.entries import Entry, entries, nearest
from knowledge.books.errors import Findings, Unreadable
from knowledge.books.head import Head
from knowledge.books.toml import read_toml
from knowledge.spoilers import Secret

FOLDER = "passages"
_KEYS = {"id", "title", "part", "topics", "characters", "recap", "text"}
_MISPLACED = MappingProxyType({"questions": "own questions stand in questions.txt, below [the-id-of-the-passage]"})
_ABOVE = MappingProxyType(dict.fromkeys(_KEYS, "write [[passage]] above it"))


def read_passages(folder: Path, head: Head | None, findings: Findings) -> list[tuple[str, Passage]]:
    """The passages, each with its file, in order of the files' names; none without a head, but the TOML is checked."""
    found: list[tuple[str, Passage]] = []
    before = len(findings.errors)
    for path in sorted((folder / FOLDER).glob("*.toml")):
        file = f"{FOLDER}/{path.name}"
        try:
            data = read_toml(path)
        except Unreadable as error:
            findings.unreadable(file, error)
            continue
        Entry(findings, file, "the file", data).only({"passage"}, _ABOVE)
        tables = entries(findings, file, data, "passage", _KEYS, _MISPLACED)
        if head is not None:
            found += [(file, _passage(entry, head)) for entry in tables]
        if not data:
            findings.warn(file, "there is nothing in it; write a [[passage]] into it, or delete it")
    if head is not None:
        if not found and len(findings.errors) == before:
            findings.error("", "no passages; write at least one [[passage]] into passages/*.toml")
        _unique(found, findings)
    return found


def passage_key(slug: str, id: str) -> str:
    """Eight hex digits that name a passage of a book, for as long as its id stays."""
    return short_key(f"{slug}/{id}")


def _passage(entry: Entry, head: Head) -> Passage:
    part = entry.one_of("part", head.ranks, "part")
    title = entry.text("title") if entry.data.get("title", "") != "" else ""
    passage = Passage(
        id=(id := str(entry.data.get("id", ""))),
        title=title,
        text=entry.text("text"),
        part=part,
        secrets=_secrets(entry, head, part),
        characters=entry.texts("characters"),
        key=passage_key(entry.findings.slug, id),
        recap=entry.yes("recap"),
    )
    known = [character.id for character in head.characters]
    for character in (id for id in passage.characters if id not in known):
        told = ", ".join(sorted(known)) or "none"
        entry.error(f"unknown character {character!r}; characters are {told}{nearest(character, known)}")
    for one in head.characters:
        if head.ranks[one.part] > head.ranks[part] and one.id in passage.characters:
            entry.error(
                f"has {one.id!r} among its characters, whom only {one.part!r} reveals; "
                "move it there or take the character out"
            )
    look_for_names(entry, {"": passage.text, " in its title": passage.title}, part, head)
    return passage


def _secrets(entry: Entry, head: Head, part: str) -> tuple[Secret, ...]:
    """The part and the topics of a passage; a topic that is told later than the part is an error."""
    level = head.levels[head.ranks[part]]
    found = [Secret(level.rank, False, level.id, level.name)] if level.rank else []
    topics = {topic.id: topic for topic in head.topics}
    for id in entry.texts("topics"):
        if id not in topics:
            entry.error(f"unknown topic {id!r}; topics are {', '.join(topics) or 'none'}{nearest(id, topics)}")
        elif topics[id].rank > level.rank:
            entry.error(f"topic {id!r} is told later than {part!r}; write the later part")
        else:
            found.append(topics[id])
    return tuple(found)


def _unique(found: list[tuple[str, Passage]], findings: Findings) -> None:
    """No id twice, in one file or in two, and no key, which buttons carry in the place of ids."""
    files: dict[str, str] = {}
    keys: dict[str, str] = {}
    for file, passage in found:
        if passage.id and passage.id in files:
            other = f" (the other is in {files[passage.id]})" if files[passage.id] != file else ""
            findings.error(f"{file}, passage {passage.id!r}", f"two passages have this id{other}; give one another id")
        elif passage.id and passage.key in keys:
            findings.error(
                f"{file}, passage {passage.id!r}",
                f"has the same passage key as {keys[passage.key]!r}, by bad luck; rename one of the two",
            )
        files.setdefault(passage.id, file)
        keys.setdefault(passage.key, passage.id)
