"""A picture of the characters and of what ties them, as far as one has read, and the same in words."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence

from PIL import Image, ImageDraw

from knowledge.book import Book, Tie
from knowledge.retelling.layout import COLUMNS, ROW, Cell, Pair, drawn_ties, layout, pairs_of, people, point
from knowledge.retelling.lettering import Font, lettering, wrapped
from knowledge.retelling.lines import Point, route
from knowledge.spoilers import Level

COLUMN = 232  # pixels from one character to the next
MARGIN, TOP = 36, 118
BOX, HIGH = 166, 66  # of a character
LINE, BETWEEN = 25, 8  # of the legend
WIDTH = int(2 * MARGIN + (COLUMNS + 0.5) * COLUMN)
# Dark on a light card, which reads alike on Discord's light and dark.
CARD, EDGE, INK, LINES, PLATE = "#fbf8f1", "#8a8172", "#1f1d1a", "#6d675c", "#e6dfcf"
PLACES = (0.5, 0.42, 0.58, 0.34, 0.66, 0.26, 0.74, 0.2, 0.8)  # along a line, where its number may stand


def describe(book: Book, level: Level) -> str:
    """The map in words, for who can't see it: the book, the level, and a line for each tie, or for each character."""
    names = {character.id: character.name for character in people(book, level)}
    found = drawn_ties(book, level)
    lines = [_line(tie, names) for tie in found] or list(names.values())
    return "\n".join([f"{book.title} · {level.name}", *lines])


def draw(book: Book, level: Level) -> bytes:
    """The map as a PNG. The same level gives the same picture; whoever was on it before stays where they were."""
    names = {character.id: character.name for character in people(book, level)}
    found, cells = drawn_ties(book, level), layout(book, level)
    rows = max((row for _, row in cells.values()), default=0)
    bottom = int(TOP + rows * ROW * COLUMN + HIGH + MARGIN)
    legend, high = _legend([_line(tie, names) for tie in found if tie.label])
    height = bottom + high + MARGIN
    picture = Image.new("RGBA", (WIDTH, height), (0, 0, 0, 0))
    pen = ImageDraw.Draw(picture)
    pen.rounded_rectangle((1, 1, WIDTH - 2, height - 2), 24, CARD, EDGE, 2)
    pen.text((MARGIN, 26), wrapped(book.title, lettering(30, True), WIDTH - 2 * MARGIN, 1)[0], INK, lettering(30, True))
    pen.text((MARGIN, 66), wrapped(level.name, lettering(22), WIDTH - 2 * MARGIN, 1)[0], INK, lettering(22))
    at = [_pixel(cell) for cell in cells.values()]
    paths = {
        (one, other): route(_pixel(cells[one]), _pixel(cells[other]), at, BOX / 2 + 4, HIGH / 2 + 4)
        for one, other in pairs_of(found)
    }
    for path in paths.values():
        pen.line(path, LINES, 3, joint="curve")
    for id, cell in cells.items():
        _character(pen, names[id], _pixel(cell))
    _numbers(pen, found, paths, at)
    for left, top, line in legend:
        pen.text((left, bottom + top), line, INK, lettering(19))
    file = io.BytesIO()
    picture.save(file, "PNG", optimize=True)
    return file.getvalue()


def _legend(entries: Sequence[str]) -> tuple[list[tuple[int, int, str]], int]:
    """The numbered entries in two columns, as left and top of each line, and their height."""
    wide, found, top, deepest = (WIDTH - 2 * MARGIN) // 2, [], 0, 0
    font = lettering(19)
    for number, entry in enumerate(entries, 1):
        second = number > (len(entries) + 1) // 2
        if second and number - 1 == (len(entries) + 1) // 2:
            top = 0
        left = MARGIN + second * wide
        found.append((left, top, str(number)))
        for line in wrapped(entry, font, wide - 64, 2):
            found.append((left + 40, top, line))
            top += LINE
        top += BETWEEN
        deepest = max(deepest, top)
    return found, deepest


def _line(tie: Tie, names: dict[str, str]) -> str:
    told = f": {tie.label}" if tie.label else ""
    return f"{names[tie.one]} – {names[tie.other]}{told}"


def _numbers(
    pen: ImageDraw.ImageDraw, found: Sequence[Tie], paths: Mapping[Pair, Sequence[Point]], boxes: Sequence[Point]
) -> None:
    """On the line of each two who are tied, the numbers of their ties in the legend, where there is most room."""
    labelled = [tie for tie in found if tie.label]
    taken = [(*box, BOX / 2, HIGH / 2) for box in boxes]
    for pair, path in paths.items():
        numbers = ", ".join(str(n) for n, tie in enumerate(labelled, 1) if {tie.one, tie.other} == set(pair))
        if numbers:
            half = max(15.0, lettering(18, True).getlength(numbers) / 2 + 8)
            spots = [path[round(at * (len(path) - 1))] for at in PLACES]
            spot = max(spots, key=lambda at: min(_room(at, half, mark) for mark in taken))
            taken.append((*spot, half, 15.0))
            _number(pen, numbers, spot, half)


def _room(at: tuple[float, float], half: float, mark: tuple[float, float, float, float]) -> float:
    """How far a number is from something else, from 0 on its middle to 1 where they don't touch."""
    x, y, wide, high = mark
    return min(1.0, max(abs(at[0] - x) / (wide + half + 2), abs(at[1] - y) / (high + 17)))


def _number(pen: ImageDraw.ImageDraw, text: str, at: tuple[float, float], half: float) -> None:
    font = lettering(18, True)
    pen.rounded_rectangle((at[0] - half, at[1] - 15, at[0] + half, at[1] + 15), 15, CARD, LINES, 2)
    pen.text(at, text, INK, font, anchor=_anchor(font, "mm"))


def _character(pen: ImageDraw.ImageDraw, name: str, at: tuple[float, float]) -> None:
    pen.rounded_rectangle((at[0] - BOX / 2, at[1] - HIGH / 2, at[0] + BOX / 2, at[1] + HIGH / 2), 14, PLATE, INK, 2)
    font, step = lettering(20, True), 24
    lines = wrapped(name, font, BOX - 14, 2)
    if lines[-1].endswith("..."):
        font, step = lettering(16, True), 19
        lines = wrapped(name, font, BOX - 12, 3)
    for number, line in enumerate(lines):
        high = at[1] + step * (number - (len(lines) - 1) / 2)
        pen.text((at[0], high), line, INK, font, anchor=_anchor(font, "mm"))


def _anchor(font: Font, anchor: str) -> str | None:
    """An anchor where the font knows any: a bitmap font doesn't."""
    return anchor if hasattr(font, "getname") else None


def _pixel(cell: Cell) -> tuple[float, float]:
    x, y = point(cell)
    return MARGIN + (x + 0.5) * COLUMN, TOP + HIGH / 2 + y * COLUMN
