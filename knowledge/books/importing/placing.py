"""The part that each sentence reveals. What can't be placed reveals the last one, and nothing is placed too early."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from knowledge.books.importing import signs
from knowledge.books.importing.blocks import Block
from knowledge.books.importing.cast import introduced
from knowledge.books.importing.headings import Edge, edge_of, heads_cast, is_apart, is_plot, marks
from knowledge.books.importing.into_sentences import split
from knowledge.books.importing.later import Later
from knowledge.books.importing.structure import By, Structure, leading
from knowledge.books.names import find_name, plain_words

UNPLACED = "nothing says where this belongs, so it counts as the last part"
LISTED = "a list of characters says it, so it counts as the part that first names them"


@dataclass(frozen=True)
class Line:
    """A sentence, the number of its paragraph, the part that it reveals (0 for none), and why that is in doubt."""

    text: str
    paragraph: int
    rank: int
    doubt: str = ""


@dataclass(frozen=True)
class _Item:
    """A heading or a sentence in the order of the text; `untitled` is its text without the book's title, whose words
    ("Death on the Nile") tell nothing that happens."""

    text: str
    level: int
    paragraph: int
    untitled: str


def place(blocks: Sequence[Block], structure: Structure, title: str) -> list[Line]:
    """All sentences of the blocks in order, each with its part; `title` is the book's."""
    items = [
        _Item(text, block.level, number, text.replace(title, ""))
        for number, block in enumerate(blocks)
        for text in ([block.text] if block.level else split(block.text))
    ]
    if structure.by is By.POSITION:
        return _with_cast(_by_position(items, structure), items)
    if structure.by is By.NOTHING:
        return [_unplaced(item, structure, front=True) for item in items if not item.level]
    return _with_cast(_by_marks(items, structure), items)


def _with_cast(lines: Sequence[Line], items: Sequence[_Item]) -> list[Line]:
    """The lines, of which those of a list of characters in front of the plot that only introduce somebody reveal the
    part where the plot first has that very name; whoever isn't called so in it stays where nothing is placed."""
    placed = [line for line in lines if line.rank and line.doubt != UNPLACED]
    said = _introduced(items, min((line.paragraph for line in placed), default=0))
    people = {word for name, _ in said.values() for word in plain_words(name)}
    result = []
    for line in lines:
        name, home = said.get(line.paragraph, ("", ""))
        if name and not people & set(plain_words(home)):
            hits = ((other.rank, find_name(other.text, (name,))) for other in placed)
            named = [rank for rank, hit in hits if hit and not hit.common]
            line = replace(line, rank=min(named), doubt=LISTED) if named else line
        result.append(line)
    return result


def _introduced(items: Sequence[_Item], before: int) -> dict[int, tuple[str, str]]:
    """Whom the paragraphs of lists of characters introduce, with the place that they are of, up to a paragraph."""
    found, under = {}, False
    for item in items:
        if item.level:
            under = heads_cast(item.text)
        elif under and item.paragraph < before and (who := introduced(item.text)):
            found[item.paragraph] = who
    return found


def _unplaced(item: _Item, structure: Structure, *, front: bool, headed: bool = False) -> Line:
    """A sentence outside of the plot: in front of it, what tells of the book's making reveals nothing, and, where the
    plot has a heading, neither does praise."""
    if front and (signs.of_the_making(item.untitled) or (headed and signs.of_the_praise(item.text))):
        return Line(item.text, item.paragraph, 0)
    return Line(item.text, item.paragraph, structure.last, UNPLACED)


def _by_marks(items: Sequence[_Item], structure: Structure) -> list[Line]:
    steps = _steps(items, structure)
    begin, end, until = _run(steps, len(items))
    ranks = dict(steps[begin : end + 1])
    first, last = steps[begin][0], steps[end][0]
    lines: list[Line] = []
    current, apart, front = 0, False, 0  # front: the level of the prologue's heading, below which one is
    raised: tuple[int, int, str] = (0, -1, "")  # rank, paragraph and reason of what a paragraph foretells
    for number, item in enumerate(items):
        if number in ranks:
            current, apart = max(current, ranks[number]), False
            front = item.level if edge_of(item.text) is Edge.PROLOGUE else 0
        elif item.level:
            beside = item.level <= front or (number > last and (apart or item.level <= (items[last].level or 6)))
            apart = is_apart(item.text) or beside
        if item.level:
            continue
        if not first <= number < until or apart:
            headed = items[first].level > 0
            lines.append(_unplaced(item, structure, front=number < first, headed=headed))
            continue
        if raised[1] != item.paragraph or number in ranks:
            raised = (0, item.paragraph, "")
        rank, why = _foretold(item.text, structure)
        if rank > max(current, raised[0]):
            raised = (rank, item.paragraph, why)
        doubt = raised[2] if raised[0] > current else _perhaps(item.text, current, structure)
        lines.append(Line(item.text, item.paragraph, max(current, raised[0]), doubt))
    return lines


def _foretold(sentence: str, structure: Structure) -> tuple[int, str]:
    """The latest part that a sentence speaks of by itself, 0 for none, and by which words."""
    named = [rank for mark in marks(sentence) if (rank := structure.rank(mark))]
    late = signs.late_in_its_place if structure.by is By.HEADINGS else signs.late
    if said := late(sentence):
        return structure.last, f"“{said}” says that it tells of later, so it counts as the last part"
    return max(named, default=0), "it names a later part"


def _perhaps(sentence: str, rank: int, structure: Structure) -> str:
    """Why a sentence that stays where it is may tell of later all the same, "" when nothing says so."""
    said = signs.late(sentence) if rank < structure.last else ""
    return f"“{said}” may tell of later than this part" if said else ""


def _steps(items: Sequence[_Item], structure: Structure) -> list[tuple[int, int]]:
    """Where the text goes to a part: the numbers of items, each with the part."""
    headings = [
        (n, rank) for n, item in enumerate(items) if item.level and (rank := structure.rank_of_heading(item.text))
    ]
    if structure.by is By.HEADINGS:
        return _with_edges(headings, items, structure)
    said = [(n, mark) for n, item in enumerate(items) if not item.level and (mark := leading(item.text))]
    return sorted(headings + [(n, rank) for n, mark in said if (rank := structure.rank(mark))])


def _with_edges(steps: list[tuple[int, int]], items: Sequence[_Item], structure: Structure) -> list[tuple[int, int]]:
    """The steps, with a prologue in front that is told in the first part, and an epilogue behind, in the last."""
    edges = [(n, edge_of(item.text)) for n, item in enumerate(items) if item.level]
    front = [(n, 1) for n, edge in edges if edge is Edge.PROLOGUE and n < steps[0][0]]
    return [*front, *steps, *((n, structure.last) for n, edge in edges if edge is Edge.EPILOGUE and n > steps[-1][0])]


def _run(steps: Sequence[tuple[int, int]], count: int) -> tuple[int, int, int]:
    """The stretch of steps that goes through the book in order and names most parts: the first and the last of its
    steps, and the item at which the text goes back again."""
    runs: list[tuple[int, int]] = []
    begin = 0
    for number in range(1, len(steps) + 1):
        if number == len(steps) or steps[number][1] < steps[number - 1][1]:
            runs.append((begin, number - 1))
            begin = number
    best = max(runs, key=lambda run: (len({rank for _, rank in steps[run[0] : run[1] + 1]}), run[0]))
    return best[0], best[1], steps[best[1] + 1][0] if best[1] + 1 < len(steps) else count


def _by_position(items: Sequence[_Item], structure: Structure) -> list[Line]:
    """Equal shares of the plot: a sentence belongs to the share in which it ends, by words and by sentences."""
    inside = _plot(items)
    plot = [number for number, item in enumerate(items) if inside[number] and not item.level]
    whole = {number for number in plot[:40] if _is_whole(items, number, plot)}
    words = sum(len(items[number].text) for number in plot)
    lines, sofar, count, later = [], 0, 0, Later()
    ended = False  # from the epilogue on
    for number, item in enumerate(items):
        if item.level:
            ended = ended or edge_of(item.text) is Edge.EPILOGUE
            continue
        if not inside[number]:
            headed = any(head.level and is_plot(head.text) for head in items)
            lines.append(_unplaced(item, structure, front=not plot or number < plot[0], headed=headed))
            continue
        sofar, count = sofar + len(item.text), count + 1
        place = max(sofar / words, count / len(plot))
        share = next(rank for rank in range(1, structure.last + 1) if place <= rank / structure.last + 1e-9)
        rank = structure.last if ended else share
        line = Line(item.text, item.paragraph, rank)
        if count == sum(1 for number in plot[:3] if number <= plot[count - 1]) and signs.of_the_making(item.untitled):
            line = replace(line, rank=0 if rank == 1 else rank)
        elif number in whole:
            line = replace(line, rank=structure.last, doubt="it tells what the whole book is about")
        elif why := later.why(item.text, item.paragraph):
            line = replace(line, rank=structure.last, doubt=why if rank < structure.last else "")
        lines.append(line)
    return lines


def _is_whole(items: Sequence[_Item], number: int, plot: Sequence[int]) -> bool:
    """Whether a sentence stands in an overview: one of the first two paragraphs, that says what the book is about and
    goes on to what comes late in it."""
    paragraph = items[number].paragraph
    if paragraph not in sorted({items[n].paragraph for n in plot[:40]})[:2]:
        return False
    together = [items[n].text for n in plot[:40] if items[n].paragraph == paragraph]
    return (
        any(map(signs.of_the_whole, together)) and any(map(signs.perhaps_late, together)) and len(together) < len(plot)
    )


def _plot(items: Sequence[_Item]) -> list[bool]:
    """Which items belong to the plot: what stands under its heading, or all but what other headings set apart."""
    named = any(item.level and is_plot(item.text) for item in items)
    found, inside, level = [], not named, 0
    for item in items:
        if item.level and named:
            if is_plot(item.text):
                inside, level = True, item.level
            elif item.level <= level:
                inside = False
        elif item.level:
            inside = not is_apart(item.text)
        found.append(inside)
    return found
