"""Where each character stands on the map: cells of a grid whose rows are shifted by turns, filled from the top.

Whoever was placed at an earlier level stays there, so that a map only grows as one reads on, and what is past the level
has no say in it. Newcomers are moved to free cells, or change places with each other, for as long as lines become
shorter, cross less, or run behind fewer others (grid layout: Li and Kurata 2005).
"""

from __future__ import annotations

import math
from collections.abc import Collection, Iterable, Sequence
from functools import lru_cache

from knowledge.book import Book, Character, Tie
from knowledge.retelling.known import cast
from knowledge.retelling.ties import ties
from knowledge.spoilers import Level

Cell = tuple[int, int]  # column and row
Pair = tuple[str, str]

COLUMNS = 5
PEOPLE, LINES = 30, 60  # the most that one map shows
FILLED = 3.0  # how many of a row's cells are taken on average: lines need room
ROW = 0.7  # the height of a row, in widths of a column
WIDE, HIGH = 0.4, 0.18  # half a character with some room around, in columns
STEPS = 32  # points of a line at which it is looked whether it runs behind somebody
BEHIND, CROSSING = 6.0, 0.6  # what they cost, in columns of line
SWEEPS = 12


def drawn_ties(book: Book, level: Level) -> tuple[Tie, ...]:
    """The ties that a map of the level shows."""
    known = {character.id for character in _first(book, level)}
    return tuple(tie for tie in ties(book, level) if {tie.one, tie.other} <= known)[:LINES]


def people(book: Book, level: Level) -> tuple[Character, ...]:
    """The characters that a map of the level shows: those who are tied, or all where nobody is yet."""
    tied = {id for tie in drawn_ties(book, level) for id in (tie.one, tie.other)}
    known = _first(book, level)
    return tuple(character for character in known if character.id in tied) if tied else known


def _first(book: Book, level: Level) -> tuple[Character, ...]:
    """The PEOPLE who are known from earliest on: nobody makes room for one who comes later."""
    return tuple(sorted(cast(book, level), key=lambda character: book.level(character.part).rank)[:PEOPLE])


def layout(book: Book, level: Level) -> dict[str, Cell]:
    """The cell of each character of the map at a level."""
    placed: dict[str, Cell] = {}
    for one in book.levels[: level.rank + 1]:
        there = [character.id for character in people(book, one)]
        pairs = pairs_of(drawn_ties(book, one))
        tied = {id: sum(id in pair for pair in pairs) for id in there}
        fresh = sorted((id for id in there if id not in placed), key=lambda id: -tied[id])
        rows = max(2, math.ceil((len(placed) + len(fresh)) / FILLED))
        cells = [(column, row) for row in range(rows) for column in range(COLUMNS)]
        _Grid(placed, pairs, cells).add(fresh)
    shown = {character.id for character in people(book, level)}
    return {id: cell for id, cell in placed.items() if id in shown}


def pairs_of(found: Iterable[Tie]) -> list[Pair]:
    """Those who are tied, each two once."""
    return list(dict.fromkeys((min(tie.one, tie.other), max(tie.one, tie.other)) for tie in found))


def point(cell: Cell) -> tuple[float, float]:
    """The middle of a cell, in columns from the first one's."""
    column, row = cell
    return column + 0.5 * (row % 2), row * ROW


class _Grid:
    """Adds characters to `placed`, which it changes."""

    def __init__(self, placed: dict[str, Cell], pairs: Sequence[Pair], cells: Sequence[Cell]) -> None:
        self._placed, self._cells = placed, cells
        self._pairs = pairs

    def add(self, fresh: Sequence[str]) -> None:
        for id in fresh:
            zigzag = (
                len(self._placed) % 2
            )  # who isn't tied yet may be later, and three in a row hide each other's lines
            keys = {
                cell: (self._cost_at({id: cell}), abs(cell[1] - zigzag), abs(cell[0] - COLUMNS // 2), cell)
                for cell in self._free()
            }
            self._placed[id] = min(keys, key=keys.__getitem__)
        for _ in range(SWEEPS):
            moved = [self._improve(id, fresh) for id in fresh]
            if not any(moved):
                break

    def _improve(self, id: str, fresh: Collection[str]) -> bool:
        """Move one, alone or against another newcomer, to where the cost falls most; whether it did."""
        here = self._placed[id]
        moves: list[dict[str, Cell]] = [{id: cell} for cell in self._free()]
        moves += [{id: self._placed[other], other: here} for other in fresh if other != id]
        best = max(moves, key=self._saving, default=None)
        if best is None or self._saving(best) <= 1e-6:
            return False
        self._placed.update(best)
        return True

    def _saving(self, move: dict[str, Cell]) -> float:
        return self._cost_at({id: self._placed[id] for id in move}) - self._cost_at(move)

    def _cost_at(self, move: dict[str, Cell]) -> float:
        """What the lines cost that the moved ones have to do with, were they there."""
        at = self._placed | move
        lines = [(at[one], at[other]) for one, other in self._pairs if one in at and other in at]
        moved = [(at[a], at[b]) for a, b in self._pairs if a in at and b in at and (a in move or b in move)]
        cost = 0.0
        for line in moved:
            cost += math.dist(point(line[0]), point(line[1]))
            cost += BEHIND * sum(_behind(line, cell) for cell in at.values())
            cost += CROSSING * sum(_cross(line, other) for other in lines)
        return cost + BEHIND * sum(_behind(line, cell) for line in lines for cell in move.values())

    def _free(self) -> list[Cell]:
        taken = set(self._placed.values())
        return [cell for cell in self._cells if cell not in taken]


@lru_cache(maxsize=100_000)
def _behind(line: tuple[Cell, Cell], cell: Cell) -> bool:
    """Whether a line runs behind somebody who stands at neither of its ends."""
    if cell in line:
        return False
    (ax, ay), (bx, by), (px, py) = map(point, (*line, cell))
    steps = [step / STEPS for step in range(STEPS + 1)]
    return any(abs(ax + (bx - ax) * at - px) < WIDE and abs(ay + (by - ay) * at - py) < HIGH for at in steps)


@lru_cache(maxsize=100_000)
def _cross(line: tuple[Cell, Cell], other: tuple[Cell, Cell]) -> bool:
    """Whether two lines that share no end cross."""
    if set(line) & set(other):
        return False
    (a, b), (c, d) = [tuple(map(point, one)) for one in (line, other)]
    return _side(a, b, c) * _side(a, b, d) < 0 and _side(c, d, a) * _side(c, d, b) < 0


def _side(a: tuple[float, float], b: tuple[float, float], c: tuple[float, float]) -> float:
    return (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0])
