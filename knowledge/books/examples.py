"""Reading what lies beside a book's passages and makes it better: own questions, untold ones, messages.

All are plain text, one example a line; blank lines and lines that begin with # are left out. In questions.txt and
messages.txt a line in brackets heads those that belong to it: `[id of a passage]`, `[part]` or `[part, topic]`.
An example that begins with # or [ itself has a backslash before it.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from knowledge.book import Book, Examples, Message
from knowledge.books.errors import BookError
from knowledge.books.text_files import read_text
from knowledge.spoilers import Secret

QUESTIONS, UNTOLD, MESSAGES = "questions.txt", "untold.txt", "messages.txt"


def read_examples(folder: Path, book: Book) -> Examples:
    """The examples of the book in `folder`, none where there are no files. Raises BookError."""
    questions: dict[str, list[str]] = {}
    for place, heading, text in _headed(folder, QUESTIONS, "[the-id-of-a-passage]"):
        if heading not in book.by_id:
            raise BookError(f"{place}: no passage has the id {heading!r}; write one that is in passages/*.toml")
        questions.setdefault(heading, []).append(text)
    messages = [
        Message(text, secrets_of(place, heading, book)) for place, heading, text in _headed(folder, MESSAGES, "[part]")
    ]
    own = {id: tuple(dict.fromkeys(texts)) for id, texts in questions.items()}
    return Examples(own, read_lines(folder / UNTOLD), tuple(messages))


def read_lines(path: Path) -> tuple[str, ...]:
    """The lines of a text file without blank ones and # comments; none if it isn't there. Raises BookError."""
    return tuple(text.removeprefix("\\") for _, text in _lines(path))


def secrets_of(place: str, heading: str, book: Book) -> tuple[Secret, ...]:
    """What a heading such as `part-three, madame-meeting` says that a message gives away."""
    ranks = {level.id: level for level in book.levels}
    topics = {topic.id: topic for topic in book.topics}
    part, *named = [name.strip() for name in heading.split(",")]
    if part not in ranks:
        raise BookError(f"{place}: unknown part {part!r}; parts are {', '.join(ranks)}")
    level = ranks[part]
    found = [Secret(level.rank, False, level.id, level.name)] if level.rank else []
    for name in named:
        if name not in topics:
            raise BookError(f"{place}: unknown topic {name!r}; topics are {', '.join(topics) or 'none'}")
        if topics[name].rank > level.rank:
            raise BookError(f"{place}: topic {name!r} is told later than {part!r}; write the later part")
        found.append(topics[name])
    return tuple(found)


def _headed(folder: Path, name: str, example: str) -> Iterator[tuple[str, str, str]]:
    """Where each example stands, its heading, and its text."""
    heading = None
    for number, line in _lines(folder / name):
        if line.startswith("["):
            if not line.endswith("]"):
                raise BookError(
                    f"{folder.name}/{name}, line {number}: a heading ends with ]; "
                    "if this is an example, write a backslash before its ["
                )
            heading = line[1:-1].strip()
            continue
        place = f"{folder.name}/{name}, line {number}"
        if heading is None:
            raise BookError(f"{place}: nothing says what this belongs to; write a line such as {example} above it")
        yield place, heading, line.removeprefix("\\")


def _lines(path: Path) -> Iterator[tuple[int, str]]:
    if not path.exists():
        return
    for number, line in enumerate(read_text(path).splitlines(), 1):
        stripped = " ".join(line.split())
        if stripped and not stripped.startswith("#"):
            yield number, stripped
