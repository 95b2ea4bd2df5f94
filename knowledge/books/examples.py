"""Reading what lies beside a book's passages and makes it better: own questions, untold ones, messages.

All are plain text, one example a line; blank lines and lines that begin with # are left out. In questions.txt and
messages.txt a line in brackets heads those that belong to it: `[id of a passage]`, `[part]` or `[part, topic]`.
An example that begins with #, [ or a backslash before one of them has a backslash before it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from knowledge.book import Book, Examples, Message
from knowledge.books.entries import nearest
from knowledge.books.errors import Findings, Unreadable
from knowledge.books.reading import slug_of
from knowledge.books.text_files import rows
from knowledge.spoilers import Secret

QUESTIONS, UNTOLD, MESSAGES = "questions.txt", "untold.txt", "messages.txt"
_GUARDED = re.compile(r"^\\(?=\\?[#\[])")
_GUARD = "if this is an example, write a backslash before its ["


@dataclass(frozen=True)
class Line:
    """An example with its line in the file and the heading that it stands under, "" for none."""

    number: int
    heading: str
    text: str


def read_examples(folder: Path, book: Book) -> Examples:
    """The examples of the book in `folder`, none where there are no files. Raises BookError for the first mistake."""
    findings = Findings(slug_of(folder))
    questions, untold, messages = collect_examples(folder, book, findings)
    findings.check()
    own: dict[str, dict[str, None]] = {}
    for line in questions:
        own.setdefault(line.heading, {})[line.text] = None
    return Examples(
        questions={id: tuple(texts) for id, texts in own.items()},
        untold=tuple(line.text for line in untold),
        messages=tuple(Message(line.text, _secrets(line.heading, book)) for line in messages),
    )


def collect_examples(
    folder: Path, book: Book, findings: Findings, ids_known: bool = True
) -> tuple[list[Line], list[Line], list[Line]]:
    """Own questions, untold ones and messages, with all that is wrong with them noted.

    Unless all of its passages' ids are known, a heading with another isn't wrong.
    """
    try:
        untold = list(_plain(folder / UNTOLD))
    except Unreadable as error:
        findings.unreadable(UNTOLD, error)
        untold = []
    questions = _headed(folder, QUESTIONS, "[the-id-of-a-passage]", findings)
    for place, heading in _headings(QUESTIONS, questions):
        if ids_known and heading not in book.by_id:
            hint = nearest(heading, book.by_id) or f"; write one that is in passages/*.toml, or, {_GUARD}"
            findings.error(place, f"no passage has the id {heading!r}{hint}")
    messages = _headed(folder, MESSAGES, "[part]", findings)
    for place, heading in _headings(MESSAGES, messages):
        _check_heading(place, heading, book, findings)
    for name, lines in ((QUESTIONS, questions), (MESSAGES, messages)):
        _look_for_idle_headings(name, lines, findings)
    return [line for line in questions if line.text], untold, [line for line in messages if line.text]


def read_lines(path: Path) -> tuple[str, ...]:
    """The lines of a text file without blank ones and # comments; none if it isn't there. Raises BookError."""
    return tuple(line.text for line in _plain(path))


def _check_heading(place: str, heading: str, book: Book, findings: Findings) -> None:
    """Note what is wrong with a heading such as `part-three, madame-meeting`."""
    ranks = {level.id: level.rank for level in book.levels}
    topics = {topic.id: topic for topic in book.topics}
    part, *named = [name.strip() for name in heading.split(",")]
    if part not in ranks:
        hint = nearest(part, ranks) or f"; {_GUARD}"
        findings.error(place, f"unknown part {part!r}; parts are {', '.join(ranks)}{hint}")
        return
    for name in named:
        if name not in topics:
            findings.error(
                place, f"unknown topic {name!r}; topics are {', '.join(topics) or 'none'}{nearest(name, topics)}"
            )
        elif topics[name].rank > ranks[part]:
            findings.error(place, f"topic {name!r} is told later than {part!r}; write the later part")


def _secrets(heading: str, book: Book) -> tuple[Secret, ...]:
    """What a sound heading says that a message gives away."""
    part, *named = [name.strip() for name in heading.split(",")]
    level = book.level(part)
    topics = {topic.id: topic for topic in book.topics}
    return (*((Secret(level.rank, False, level.id, level.name),) if level.rank else ()), *(topics[n] for n in named))


def _headings(name: str, lines: list[Line]) -> Iterator[tuple[str, str]]:
    """Where each heading stands, and what it says; headings are the lines without a text."""
    return ((f"{name}, line {line.number}", line.heading) for line in lines if not line.text)


def _look_for_idle_headings(name: str, lines: list[Line], findings: Findings) -> None:
    """Warn of headings with no example under them; a file of nothing but headings is another matter."""
    if any(line.text for line in lines):
        for line, after in zip(lines, [*lines[1:], None], strict=True):
            if not line.text and (after is None or not after.text):
                findings.warn(
                    f"{name}, line {line.number}", f"nothing stands under [{line.heading}]; delete the heading"
                )


def _headed(folder: Path, name: str, example: str, findings: Findings) -> list[Line]:
    """The headings, without a text, and the examples under them; lines that belong nowhere are noted and left out."""
    found: list[Line] = []
    heading = None
    try:
        found_rows = list(rows(folder / name))
    except Unreadable as error:
        findings.unreadable(name, error)
        found_rows = []
    for number, row in found_rows:
        place = f"{name}, line {number}"
        if row.startswith("[") and not row.endswith("]"):
            findings.error(place, f"a heading ends with ], and nothing stands behind it; {_GUARD}")
            heading = heading or row
        elif row.startswith("["):
            heading = row[1:-1].strip()
            found.append(Line(number, heading, ""))
        elif heading is None:
            findings.error(place, f"nothing says what this belongs to; write a line such as {example} above it")
            heading = ""
        else:
            found.append(Line(number, heading, _GUARDED.sub("", row)))
    return found


def _plain(path: Path) -> Iterator[Line]:
    return (Line(number, "", _GUARDED.sub("", row)) for number, row in rows(path))
