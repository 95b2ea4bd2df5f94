"""Sentences to passages: one to four that reveal the same part and, as far as that goes, can be read by themselves."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain

from knowledge.books.importing.placing import Line
from knowledge.books.importing.pronouns import pronoun

MOST = 4  # sentences in a passage
WORDS = 80  # from which on a passage takes no further sentence; development questions, November 2026
AGAIN = 2  # sentences of the passage before that the next one repeats, since a question may need both; the same set
LETTERS = 900  # the longest passage
LEADS = 2  # how many sentences are set before one that a pronoun begins
ALONE = "it begins with “{}”, and doesn't say who or what that is"


@dataclass(frozen=True)
class Cut:
    """A passage before it has a name: its text, the part that it reveals, and what is doubtful about it."""

    text: str
    rank: int
    doubts: tuple[str, ...]
    order: int  # its place in the text


def cut(lines: Sequence[Line]) -> list[Cut]:
    """The passages of the sentences, in the order of the parts and, within one, in that of the text."""
    found: list[Cut] = []
    for first, end in _stretches(lines):
        begin = first
        while begin < end:
            lead = _lead(lines, max(begin - AGAIN, first), begin)
            stop = _stop(lines, lead, begin, end)
            found.append(_cut(lines[lead:stop], len(found)))
            begin = stop
    return sorted(found, key=lambda passage: (passage.rank, passage.order))


def _stretches(lines: Sequence[Line]) -> Iterator[tuple[int, int]]:
    """Where the sentences that may stand together begin and end: of one paragraph, and revealing one part."""
    begin = 0
    for number in range(1, len(lines) + 1):
        if number == len(lines) or (lines[number].paragraph, lines[number].rank) != (
            lines[begin].paragraph,
            lines[begin].rank,
        ):
            yield begin, number
            begin = number


def _lead(lines: Sequence[Line], at: int, begin: int) -> int:
    """Where a passage that goes on at `begin` and would repeat what stands from `at` on must begin so that no pronoun
    comes first; `at` when nothing helps."""
    least = max(at - LEADS, begin - MOST + 1, 0)
    for lead in chain(range(at, least - 1, -1), range(at + 1, begin + 1)):
        far = lines[lead].paragraph != lines[begin].paragraph and lead < begin - 1
        if not far and (lines[lead].rank or not lines[begin].rank) and not pronoun(lines[lead].text):
            return lead
    return at


def _stop(lines: Sequence[Line], lead: int, begin: int, end: int) -> int:
    stop = begin + 1
    while stop < end and stop - lead < MOST:
        words = sum(len(line.text.split()) for line in lines[lead:stop])
        more = sum(len(line.text) + 1 for line in lines[lead : stop + 1])
        if words >= WORDS or more > LETTERS:
            break
        stop += 1
    return stop


def _cut(lines: Sequence[Line], order: int) -> Cut:
    doubts = dict.fromkeys(line.doubt for line in lines if line.doubt)
    if first := pronoun(lines[0].text):
        doubts[ALONE.format(first)] = None
    return Cut(" ".join(line.text for line in lines), max(line.rank for line in lines), tuple(doubts), order)
