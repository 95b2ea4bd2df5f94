"""Sentences to passages: one to four that reveal the same part and, as far as that goes, can be read by themselves."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain

from knowledge.books.importing.placing import Line

MOST = 4  # sentences in a passage
WORDS = 80  # from which on a passage takes no further sentence; development questions, November 2026
AGAIN = 2  # sentences of the passage before that the next one repeats, since a question may need both; the same set
LETTERS = 900  # the longest passage
LEADS = 2  # how many sentences are set before one that a pronoun begins
ALONE = "it begins with “{}”, and doesn't say who or what that is"
_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)?")
_PRONOUNS = frozenset(
    """
    he she they it him her them his hers their theirs its himself herself themselves
    """.split()  # noqa: SIM905 - a list of words reads better
)
_POINTING = frozenset(
    """
    this these those that such both neither latter former there one another others
    """.split()  # noqa: SIM905 - a list of words reads better
)
_BEFORE = frozenset(
    """
    in at during after before with by on from of for upon despite until since through the
    """.split()  # noqa: SIM905 - a list of words reads better
)
_OPENERS = _BEFORE | frozenset(
    """
    however later soon then when while as although though because if once eventually finally meanwhile but and so yet
    also still now without to unless even only just instead thus therefore nevertheless afterwards afterward shortly
    again next here moreover furthermore there today where what who why how not or nor having being
    """.split()  # noqa: SIM905 - a list of words reads better
) - {"the"}
_OWN = re.compile(  # "Before her death, Ruth ...": the name comes at once
    r"(?:before|after|during|upon|on|at|with|in|despite|for|through|while|when|as)\s+(?:\w+\s+){0,2}(?:his|her|their|its|he|she|they)\s[^,.;]{1,40},\s+(?=[A-Z])(?!He\b|She\b|They\b|It\b)",
    re.I,
)
_EMPTY = re.compile(
    r"(?:it|there)\s+(?:is|was|seems|turns|turned|are|were|has been|takes|begins|happens)\b"
    r"|one\s+(?:day|night|morning|evening|of)\b",
    re.I,
)


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


def pronoun(sentence: str) -> str:
    """The pronoun that a sentence begins with before it has named anybody, "" for none."""
    if _EMPTY.match(sentence) or ((own := _OWN.match(sentence)) and sentence[own.end()].isupper()):
        return ""
    words = _WORD.findall(sentence)[:7]
    for number, word in enumerate(words):
        plain = word.lower()
        points = plain in _POINTING and (number == 0 or words[number - 1].lower() in _BEFORE)
        if plain in _PRONOUNS or points:
            return str(word)
        named = (
            word[0].isupper() and word != "I"
            if number
            else plain not in _OPENERS and not plain.endswith(("ly", "ing", "ed"))
        )
        if named:  # or a subject with an article, which stands for itself
            return ""
    return ""


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
