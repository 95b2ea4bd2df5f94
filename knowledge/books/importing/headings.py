"""What headings and sentences say of where one is in a book: "Part Two", "Chapter XII", "in the third act"."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

_WORDS = (
    "one two three four five six seven eight nine ten eleven twelve "
    "thirteen fourteen fifteen sixteen seventeen eighteen nineteen twenty"
)
_ORDINALS = (
    "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth "
    "thirteenth fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth twentieth"
)
COUNTED = _WORDS.split()
NUMBERS = {word: number for words in (_WORDS, _ORDINALS) for number, word in enumerate(words.split(), 1)}
KINDS = "part|book|volume|act|section|chapter|canto|stave"
HEADED = f"{KINDS}|period|phase|narrative|letter"  # the last four are everyday words in a sentence
NUMERAL = "numeral"  # the kind of a heading that is a Roman numeral and nothing else
_ORDINAL = "|".join(_ORDINALS.split())
_COUNT = "|".join([*COUNTED, r"\d{1,3}", r"[ivxl]{1,7}"])
LAST = -1
_HEADING = re.compile(
    rf"(?:(?:plot\s+)?summary(?:\s*(?:and|&)\s*analysis)?\s*(?:[:–—-]|of)?\s*)?"
    rf"(?:the\s+)?(?:(?:(?P<kind>{HEADED})s?\s+|(?P<short>ch(?:ap)?s?)(?:\.\s*|\s+))"
    rf"(?:(?P<count>{_COUNT})(?:\s*(?:-|–|—|to|through|and|&)\s*(?P<until>{_COUNT}))?|the\s+(?P<which>{_ORDINAL}|last|final))"
    rf"|(?P<ordinal>{_ORDINAL}|last|final)(?:\s*(?:-|–|—|to|through|and|&)\s*(?P<until2>{_ORDINAL}))?\s+(?P<kind2>{HEADED})s?)"
    r"(?![\w’'])(?P<rest>\s*[:.,–—-].*|\s*\(.*|\s+(?:summary|analysis).*|)$",
    re.IGNORECASE,
)
_RUN_IN = re.compile(
    rf"(?P<head>(?:chapters?|chaps?\.?|ch\.)\s*(?:{_COUNT})(?:\s*(?:-|–|—|to|through|and|&)\s*(?:{_COUNT}))?)"
    r"\s*[:.–—-]\s+(?P<rest>\S.*[.!?…][\"'”’)]*)$",
    re.IGNORECASE,
)
_NUMERAL = re.compile(r"[IVXL]{1,7}\.?$")
_EDGE = re.compile(r"(?:the\s+)?(prologue|epilogue)(?:\s*:\s*(?P<rest>.{1,50}))?$", re.IGNORECASE)
_INSIDE = re.compile(
    rf"\b(?i:the\s+(?:\w+\s+)?(?P<ordinal>{_ORDINAL}|last|final)\s+(?P<kind2>{KINDS}))\b"
    rf"|\b(?P<kind>(?i:{KINDS}))\s+(?P<count>(?i:{'|'.join(COUNTED)})|\d{{1,3}}|[IVXL]{{1,7}})\b",
)
_PLOT = re.compile(
    r"(?:(?:plot|story|book|novel|full|detailed|short|brief)\s*)*(plot|synopsis|summary|story(?:line)?|overview)s?\b.{0,30}$",
    re.I,
)
_APART = re.compile(
    r"(?:.*\b)?(analys[ie]s|themes?|motifs?|symbol\w*|commentary|reception|reviews?|critic\w*|adaptations?|background|"
    r"characters?|cast|development|publication|awards?|legacy|influences?|style|title|genre|interpretations?|"
    r"author|context|trivia|quotes?|quotations|editions?|film|discussion questions|study questions|conclusion)\b.*$",
    re.I,
)  # fmt: skip
_CAST = re.compile(
    r"(?:(?:the|list\s+of|main|major|minor|principal|key|important|central)\s+)*(?:cast(?:\s+of\s+characters)?|characters?\s+list|characters"
    r"|dramatis\s+person(?:ae|æ))$",
    re.IGNORECASE,
)
_BESIDE = re.compile(r"analys|theme|comment|question|quot|character", re.IGNORECASE)
LONGEST = 70  # letters of a heading


class Edge(StrEnum):
    """What stands in front of a book's parts, or after them."""

    PROLOGUE = "Prologue"
    EPILOGUE = "Epilogue"


@dataclass(frozen=True)
class Mark:
    """A place in a book: the kind of its division and the number there, LAST for "the last part"."""

    kind: str
    number: int
    until: int
    start: int = 0  # where in its sentence


def is_heading(line: str) -> bool:
    """Whether a line of plain text is surely a heading: it names a part or chapter, or the plot, and nothing else."""
    text = line.strip().rstrip(":")
    if not 0 < len(text) <= LONGEST or re.search(r"[.!?;,]$", text):
        return False
    named = _HEADING.match(text)
    if edge_of(text):
        return True
    if named is not None and not named["short"]:
        everyday = (named["kind"] or named["kind2"]).lower() not in KINDS.split("|")
        if everyday and (text[0].islower() or re.match(r"\s*[.,]", named["rest"])):
            return False  # "second letter. Marit reads it", as an editor breaks its lines
    if named is not None:
        return not re.match(r"\s*[,.-]\s*[a-z]", named["rest"])
    return bool(
        re.fullmatch(
            r"(?i)(plot )?(summary|overview)|plot|synopsis|themes|analysis|reception|background|adaptations",
            text,
        )
        or heads_cast(text)
    )


def read_heading(text: str) -> Mark | None:
    """The place that a heading names, None when it names none, or what is said about it rather than what it tells."""
    if _NUMERAL.match(text.strip()) and (number := _number(text.strip().rstrip("."))):
        return Mark(NUMERAL, number, number)
    found = _HEADING.match(text.strip())
    if found is None or (_BESIDE.search(found["rest"]) and not re.search(r"summary", text, re.IGNORECASE)):
        return None
    number = _number(found["ordinal"] or found["which"] or found["count"])
    last = found["until"] or found["until2"]
    kind = "chapter" if found["short"] else (found["kind"] or found["kind2"]).lower()
    return Mark(kind, number, _number(last) if last else number) if number else None


def run_in(text: str) -> tuple[str, str] | None:
    """The heading of a chapter that stands in one line with what it tells, and that: "Chapter 3: Marit leaves." """
    found = _RUN_IN.match(text.strip())
    return (found["head"], found["rest"]) if found and read_heading(found["head"]) else None


def edge_of(text: str) -> Edge | None:
    """What a heading names that is the prologue or the epilogue, and nothing beside it or about it."""
    found = _EDGE.match(text.strip())
    if found is None or re.search(
        rf"analys|summary|theme|\b(?:{HEADED}|ch(?:ap)?)s?\b", found["rest"] or "", re.IGNORECASE
    ):
        return None
    return Edge(found[1].capitalize())


def marks(sentence: str) -> list[Mark]:
    """The places that a sentence names, in order."""
    found = []
    for mark in _INSIDE.finditer(sentence):
        if number := _number(mark["ordinal"] or mark["count"]):
            found.append(Mark((mark["kind"] or mark["kind2"]).lower(), number, number, mark.start()))
    return found


def is_plot(heading: str) -> bool:
    return bool(_PLOT.match(heading.strip())) and not _APART.match(heading.strip())


def heads_cast(heading: str) -> bool:
    """Whether a heading stands above a list of the book's characters, and of nothing else."""
    return bool(_CAST.match(heading.strip().rstrip(":")))


def is_apart(heading: str) -> bool:
    """Whether a heading stands above what is said of a book as a whole, or after its plot."""
    return heads_cast(heading) or (bool(_APART.match(heading.strip())) and read_heading(heading) is None)


def count_of(word: str) -> int:
    """The number that a word stands for, 0 for none: "three", "third", "III", "3"."""
    return _number(word)


def _number(word: str) -> int:
    lower = word.lower()
    if lower in ("last", "final"):
        return LAST
    if lower in NUMBERS:
        return NUMBERS[lower]
    if lower.isdigit():
        return int(lower)
    return _roman(lower)


def _roman(word: str) -> int:
    if not re.fullmatch(r"(xl|l?x{0,3})(ix|iv|v?i{0,3})", word) or not word:
        return 0
    values = {"i": 1, "v": 5, "x": 10, "l": 50}
    total = 0
    for sign, after in zip(word, [*word[1:], ""], strict=True):
        total += -values[sign] if after and values[after] > values[sign] else values[sign]
    return total
