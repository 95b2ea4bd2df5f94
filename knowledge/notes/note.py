"""A club's note on a book: which text can be one, and what it reveals."""

from __future__ import annotations

from collections.abc import Sequence
from enum import Enum

from knowledge.book import Book, Note
from knowledge.books.marks import find_mark, find_unseen
from knowledge.books.names import find_name
from knowledge.books.passages import passage_key
from knowledge.spoilers import Secret

LONGEST = 1_000  # characters of a note
MOST = 200  # notes of a club on one book


class Bad(Enum):
    """Why a text can't be a note."""

    WORDLESS = "There is no word in that note. Please write what the club should be told, in a few sentences."
    LONG = "That note has {length} characters, and a note has up to {most}. Please make it shorter."
    MARKED = "That note has a mark, a mention or a link in it. Please write it in plain words."
    UNSEEN = "That note has a sign in it that can't be seen ({sign}). Please type the words around it anew."
    NAMES = "That note names somebody whom only a later part reveals. Please choose that part."
    FILE = "{why}"


class BadNote(ValueError):
    """A text of `length` characters, or a file of them, that can't be a note; the message is a sentence for who wrote
    it."""

    def __init__(self, kind: Bad, length: int = 0, sign: str = "", why: str = "") -> None:
        super().__init__(kind.value.format(length=length, most=LONGEST, sign=sign, why=why))
        self.kind, self.length, self.sign, self.why = kind, length, sign, why


def check_note(text: str, part: str, book: Book) -> str:
    """The text of a note in one line. Raises BadNote, and UnknownLevel for a part that the book doesn't have."""
    line = " ".join(text.split())
    if not any(map(str.isalpha, line)):
        raise BadNote(Bad.WORDLESS)
    if len(line) > LONGEST:
        raise BadNote(Bad.LONG, len(line))
    if find_mark(text) or find_mark(line):
        raise BadNote(Bad.MARKED)
    if sign := find_unseen(text):
        raise BadNote(Bad.UNSEEN, sign=sign)
    level = book.level(part)
    for character in book.characters:
        found = find_name(line, character.names) if book.level(character.part) > level else None
        if found and not found.common:
            raise BadNote(Bad.NAMES)
    return line


def note_of(book: Book, id: int, text: str, part: str, topics: Sequence[str], by: int) -> Note:
    """A note as it is kept. A topic that is told later than its part moves it there, and one whose part or topic the
    book no longer has reveals the last part."""
    levels = {level.id: level for level in book.levels}
    known = {topic.id: topic for topic in book.topics}
    told = tuple(known[topic] for topic in topics if topic in known)
    level = levels.get(part, book.levels[-1]) if len(told) == len(topics) else book.levels[-1]
    rank = max([level.rank, *(topic.rank for topic in told)])
    level = next(level for level in book.levels if level.rank >= rank)
    own = (Secret(level.rank, False, level.id, level.name),) if level.rank else ()
    name = f"club-note-{id}"
    return Note(name, "", text, level.id, (*own, *told), (), passage_key(book.slug, name), by=by)
