"""Which parts a summary tells its book in: by its headings, by its ordinals, or by nothing but its own length."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from knowledge.books.importing.blocks import Block
from knowledge.books.importing.headings import LAST, NUMERAL, Edge, Mark, count_of, edge_of, marks, read_heading
from knowledge.books.importing.into_sentences import split
from knowledge.books.names import plain_words

MOST = 24  # parts, as many as a list of choices holds beside "the start"
GROUPS = 12  # into which more chapters than that are gathered
THIRDS = ("the beginning", "the middle", "the end")
_WORDS = """
    Zero One Two Three Four Five Six Seven Eight Nine Ten Eleven Twelve
    """.split()  # noqa: SIM905 - a list of words reads better
_DIVIDED = re.compile(
    r"\b(?:divided|split|separated|organi[sz]ed|told|written|arranged)\s+(?:in|into)\s+(\w+)\s+(parts|books|volumes|acts|sections)\b"
    r"|\b(?:has|have|consists?\s+of|comprises|contains)\s+(\w+)\s+(parts|books|volumes|acts|sections)\b",
    re.IGNORECASE,
)
_LEAD = re.compile(
    r"(?:(?:in|at|during|throughout|with|by|for|as)\s+)?(?:the\s+(?:beginning|start|opening|end|close|course)\s+of\s+)?$",
    re.I,
)
_OF_WHAT = re.compile(r"\s+(?:of|in)\s+(?!the\s+(?:novel|book|story|text|narrative|play|poem|tale|work)\b|it\b|[A-Z])")


_ANY = ("part", "book", "volume", "act", "section")  # of which a number is one of parts that only have names
_AGAIN = ("narrative", "letter", NUMERAL)  # which may begin with one again in each part
_LABELS = {NUMERAL: "Section"}


class By(StrEnum):
    """What the parts were told by."""

    HEADINGS = "headings"
    ORDINALS = "ordinals"
    POSITION = "position"
    NOTHING = "nothing"  # the parts were given, and the text doesn't say where one begins


@dataclass(frozen=True)
class Structure:
    """The parts in book order, each with the numbers that it spans in divisions of that kind ("" for any)."""

    names: tuple[str, ...]
    kind: str
    spans: tuple[tuple[int, int], ...]
    by: By

    @property
    def last(self) -> int:
        return len(self.names)

    def rank(self, mark: Mark) -> int | None:
        """The part, from 1, that a mark names; None when it speaks of another kind of division."""
        if (self.kind and mark.kind != self.kind) or (not self.kind and mark.kind not in _ANY):
            return None
        if mark.number == LAST:
            return self.last
        number = max(mark.number, mark.until)
        return next((rank for rank, (begin, end) in enumerate(self.spans, 1) if number <= end), self.last)

    def rank_of_heading(self, text: str) -> int | None:
        """The part, from 1, that begins at a heading; None when none does."""
        said = plain_words(text)
        for rank, name in enumerate(self.names, 1):
            if edge := edge_of(name):
                if edge == edge_of(text):
                    return rank
                continue
            wanted = plain_words(name)
            if self.by is not By.POSITION and wanted and said[: len(wanted)] == wanted and len(said) <= len(wanted) + 6:
                return rank
        mark = read_heading(text)
        return None if mark is None else self.rank(mark)


def leading(sentence: str) -> Mark | None:
    """The place that a sentence goes to: "In the second part, ...", "Part Three begins ..."; None when it doesn't."""
    for mark in marks(sentence)[:1]:
        numbered = re.match(r"(?i)(?:part|book|volume|act|chapter|section|canto|stave)\b", sentence[mark.start :])
        named = re.match(r"(?i)(?:the\s+)?(?:\w+\s+)?\w+\s+\w+", sentence[mark.start :])
        after = sentence[mark.start + named.end() :] if named and not numbered else ""
        if _LEAD.match(sentence[: mark.start]) and not _OF_WHAT.match(after) and (numbered or mark.kind != "book"):
            return mark
    return None


def structure_of(blocks: Sequence[Block], names: Sequence[str] = ()) -> Structure:
    """The parts: those of the names when there are any, else those that the text speaks of, else its thirds."""
    headings = [mark for block in blocks if block.level and (mark := read_heading(block.text))]
    ordinals = [mark for sentence in _sentences(blocks) if (mark := leading(sentence))]
    if names:
        return _named(tuple(names), blocks, headings, ordinals)
    declared = _declared(blocks)
    for kind in ("part", "book", "volume", "act", "period", "phase"):
        if len({mark.number for mark in headings if mark.kind == kind}) >= 2:
            most = max(mark.until for mark in headings if mark.kind == kind)
            return _framed(_counted(kind, max(most, declared.get(kind, 0)), By.HEADINGS), blocks)
    for kind in ("chapter", "stave", "canto", "section", *_AGAIN):
        found = [mark for mark in headings if mark.kind == kind]
        numbers = [mark.number for mark in found if mark.number > 0]
        if len(set(numbers)) >= 2 and (kind not in _AGAIN or numbers == sorted(numbers)):
            return _framed(_chapters(kind, found), blocks)
    for kind in ("part", "book", "volume", "act", "section"):
        told = {mark.number for mark in [*headings, *ordinals] if mark.kind == kind}
        if len(told) >= 2:
            count = max(max(told), declared.get(kind, 0), max(told) + 1 if LAST in told and kind not in declared else 0)
            return _counted(kind, count, By.ORDINALS)
    return Structure(THIRDS, "", ((1, 1), (2, 2), (3, 3)), By.POSITION)


def _sentences(blocks: Iterable[Block]) -> Iterable[str]:
    return (sentence for block in blocks if not block.level for sentence in split(block.text))


def _named(names: tuple[str, ...], blocks: Sequence[Block], headings: list[Mark], ordinals: list[Mark]) -> Structure:
    found = [read_heading(name) for name in names]
    kinds = {mark.kind for mark in found if mark}
    spans = tuple((mark.number, mark.until) if mark else (n, n) for n, mark in enumerate(found, 1))
    kind = kinds.pop() if len(kinds) == 1 else ""
    if any(begin < 1 or end < begin for begin, end in spans) or list(spans) != sorted(spans):
        kind, spans = "", tuple((n, n) for n in range(1, len(names) + 1))
    for by in (By.HEADINGS, By.ORDINALS):
        structure = Structure(names, kind, spans, by)
        begun = [structure.rank_of_heading(block.text) for block in blocks if block.level]
        begun += [structure.rank(mark) for mark in ordinals] if by is By.ORDINALS else []
        if len({rank for rank in begun if rank}) >= min(2, len(names)):
            return structure
    return Structure(names, kind, spans, By.NOTHING)


def _declared(blocks: Sequence[Block]) -> dict[str, int]:
    """How many parts, books, ... the text says that there are."""
    found = {}
    for block in blocks:
        for said in _DIVIDED.finditer(block.text):
            count = count_of(said.group(1) or said.group(3))
            if 2 <= count <= GROUPS:
                found[(said.group(2) or said.group(4)).lower().removesuffix("s")] = count
    return found


def _counted(kind: str, count: int, by: By) -> Structure:
    count = min(count, MOST)
    names = tuple(f"{kind.capitalize()} {_WORDS[n] if n < len(_WORDS) else n}" for n in range(1, count + 1))
    return Structure(names, kind, tuple((n, n) for n in range(1, count + 1)), by)


def _framed(structure: Structure, blocks: Sequence[Block]) -> Structure:
    """The parts with prologue and epilogue among them, where those have headings as high, in front and behind."""
    heads = [n for n, block in enumerate(blocks) if block.level and structure.rank_of_heading(block.text)]
    level = max(blocks[n].level for n in heads)
    edges = [(n, edge) for n, block in enumerate(blocks) if 0 < block.level <= level and (edge := edge_of(block.text))]
    names, spans = structure.names, structure.spans
    if next((n for n, edge in edges if edge is Edge.PROLOGUE), heads[0]) < heads[0]:
        names, spans = (Edge.PROLOGUE.value, *names), ((0, 0), *spans)
    if next((n for n, edge in edges if edge is Edge.EPILOGUE), heads[-1]) > heads[-1]:
        after = spans[-1][1] + 1
        names, spans = (*names, Edge.EPILOGUE.value), (*spans, (after, after))
    return replace(structure, names=names, spans=spans) if len(names) <= MOST else structure


def _chapters(kind: str, headings: list[Mark]) -> Structure:
    """A part for each chapter that has a heading, or for several when there are too many."""
    starts = sorted({mark.number for mark in headings if mark.number > 0})
    last = max(mark.until for mark in headings)
    if len(starts) > MOST:
        step = -(-len(starts) // GROUPS)
        starts = starts[::step]
    ends = [*(start - 1 for start in starts[1:]), max(last, starts[-1])]
    spans = tuple(zip(starts, ends, strict=True))
    label = _LABELS.get(kind, kind.capitalize())
    names = tuple(f"{label} {begin}" if begin == end else f"{label}s {begin} to {end}" for begin, end in spans)
    return Structure(names, kind, spans, By.HEADINGS)
