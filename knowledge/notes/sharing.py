"""Notes as a file that goes along with a book: its texts, parts and topics, without who wrote them."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence

from knowledge.book import Book, UnknownLevel
from knowledge.notes.note import MOST, Bad, BadNote, check_note, note_of

FILE = "notes.json"  # beside the files of the book
LONGEST_FILE = 500_000  # characters: of 200 notes, with their topics
Shared = tuple[str, str, tuple[str, ...]]  # text, part, topics


def dump(notes: Iterable[Shared]) -> str:
    """The notes as JSON; the same notes give the same text."""
    rows = [{"text": text, "part": part, "topics": list(topics)} for text, part, topics in notes]
    return json.dumps(rows, ensure_ascii=False, indent=1)


def load(text: str, book: Book) -> list[Shared]:
    """The notes of a file that somebody sent, each checked like one that is written. Raises BadNote with its number."""
    if len(text) > LONGEST_FILE:
        raise BadNote(Bad.FILE, why=f"{FILE} is longer than {MOST} notes can be.")
    try:
        rows = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise BadNote(Bad.FILE, why=f"{FILE} is no file of notes that I have exported.") from error
    if not isinstance(rows, list) or len(rows) > MOST:
        raise BadNote(Bad.FILE, why=f"{FILE} must be a list of up to {MOST} notes.")
    return [_one(row, number, book) for number, row in enumerate(rows, 1)]


def again(text: str, book: Book) -> list[Shared]:
    """The notes of a file that `load` took, after the book was edited: those whose part, topic or character is another
    now reveal the last part."""
    return [_fitted(row["text"], row["part"], row["topics"], book) for row in json.loads(text)]


def _fitted(text: str, part: str, topics: Sequence[str], book: Book) -> Shared:
    note = note_of(book, 0, text, part, topics, 0)
    told = tuple(secret.id for secret in note.secrets if secret.topic)
    try:
        return check_note(text, note.part, book), note.part, told
    except BadNote:
        return text, book.levels[-1].id, told


def _one(row: object, number: int, book: Book) -> Shared:
    match row:
        case {"text": str(text), "part": str(part), "topics": list(topics)} if _texts(topics):
            pass
        case _:
            raise BadNote(Bad.FILE, why=f"{FILE}, note {number}: it must have a text, a part and topics.")
    try:
        line = check_note(text, part, book)
    except (BadNote, UnknownLevel) as error:
        raise BadNote(Bad.FILE, why=f"{FILE}, note {number}: {error}") from error
    strangers = set(topics) - {topic.id for topic in book.topics}
    if strangers:
        raise BadNote(Bad.FILE, why=f"{FILE}, note {number}: the book has no topic {sorted(strangers)[0]!r}.")
    return line, part, tuple(dict.fromkeys(topics))


def _texts(topics: Sequence[object]) -> bool:
    return all(isinstance(topic, str) for topic in topics)
