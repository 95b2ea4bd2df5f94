"""What is odd about a book's passages and examples, though each by itself is sound."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

from knowledge.book import Book, Passage
from knowledge.books.errors import Findings
from knowledge.books.examples import MESSAGES, QUESTIONS, UNTOLD, Line
from knowledge.books.names import plain_words
from knowledge.books.sentences import TITLES

MOST_SENTENCES = 4
LONGEST_TITLE = 60
_ABBREVIATION = re.compile(rf"\b(?:[A-Z]|{TITLES}|vs|No)\.$")
_END = re.compile(r"(?<![.!?\u2026])[.!?\u2026]+[\"'\u201d\u2019)\]]*(?=\s+[\"'\u201c\u2018(\[]*[A-Z0-9]|$)")


def count_sentences(text: str) -> int:
    """How many sentences a text has; a stop behind an initial or a title ends none."""
    ends = [found.end() for found in _END.finditer(text)]
    inner = [end for end in ends if end < len(text) and not _ABBREVIATION.search(text[max(0, end - 12) : end])]
    return len(inner) + 1


def look_at_passages(passages: list[tuple[str, Passage]], book: Book, findings: Findings) -> None:
    """Warn of passages that are long, alike, or out of the order of the parts."""
    ranks = {level.id: level.rank for level in book.levels}
    texts: dict[str, str] = {}
    furthest: Passage | None = None
    told: set[str] = set()
    for file, passage in passages:
        place = f"{file}, passage {passage.id!r}"
        if (count := count_sentences(passage.text)) > MOST_SENTENCES:
            findings.warn(place, f"has {count} sentences; a passage is one to four, make two of it")
        if len(passage.title) > LONGEST_TITLE:
            findings.warn(
                place, f"its title has {len(passage.title)} letters; a title is a short heading, two to six words"
            )
        if (other := texts.setdefault(_key(passage.text), passage.id)) != passage.id:
            findings.warn(place, f"has the same text as {other!r}; delete one of them")
        if furthest is not None and ranks[passage.part] < ranks[furthest.part]:
            if file not in told:
                findings.warn(
                    place,
                    f"{passage.part!r} stands behind {furthest.part!r} (passage {furthest.id!r}); files and passages "
                    "are read in order, so put the earlier part first (name files 01-..., 02-...)",
                )
            told.add(file)
        else:
            furthest = passage


def look_at_examples(questions: list[Line], untold: list[Line], messages: list[Line], findings: Findings) -> None:
    """Warn of the same example with two labels, and of headings in the file that has none."""
    _two_labels(QUESTIONS, questions, "belongs to '{}' and to '{}'; keep it where it is answered best", findings)
    _two_labels(MESSAGES, messages, "stands under [{}] and under [{}]; keep it under what it gives away", findings)
    own = {_key(line.text): line for line in questions}
    for line in untold:
        if (other := own.get(_key(line.text))) is not None:
            findings.warn(
                f"{UNTOLD}, line {line.number}",
                f"{line.text!r} is also an own question of {other.heading!r} ({QUESTIONS}, line {other.number}); "
                "it is told or it isn't, take one out",
            )
        if re.fullmatch(r"\[[\w ,-]+\]", line.text):
            findings.warn(
                f"{UNTOLD}, line {line.number}", f"{line.text} looks like a heading; untold questions have none"
            )


def _two_labels(name: str, lines: Iterable[Line], said: str, findings: Findings) -> None:
    first: dict[str, Line] = {}
    for line in lines:
        other = first.setdefault(_key(line.text), line)
        if _labels(other.heading) != _labels(line.heading):
            told = said.format(other.heading, line.heading)
            findings.warn(f"{name}, line {line.number}", f"{line.text!r} (also in line {other.number}) {told}")


def _labels(heading: str) -> frozenset[str]:
    return frozenset(name.strip() for name in heading.split(","))


def _key(text: str) -> str:
    """What two texts share that differ only in case, punctuation and the look of letters; emoji count."""
    signs = [sign for sign in text if unicodedata.category(sign) in ("So", "Sk")]
    return " ".join([*plain_words(text), *signs]) or text
