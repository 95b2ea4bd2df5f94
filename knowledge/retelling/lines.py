"""How a line runs from one character to another: straight, or in a bow around those in between."""

from __future__ import annotations

import math
from collections.abc import Iterable

Point = tuple[float, float]

BOWS = (0.0, 90.0, -90.0, 130.0, -130.0, 190.0, -190.0, 250.0, -250.0)  # how far the bow is drawn, in pixels
STEPS = 40


def route(one: Point, other: Point, boxes: Iterable[Point], wide: float, high: float) -> list[Point]:
    """The points of the least bow that runs behind fewest boxes; those have their middles at `boxes`, and are twice as
    wide and high as told. The boxes at the ends don't count."""
    between = [box for box in boxes if box not in (one, other)]

    def hidden(path: list[Point]) -> int:
        return sum(any(abs(x - bx) < wide and abs(y - by) < high for x, y in path) for bx, by in between)

    return min((_bow(one, other, bow) for bow in BOWS), key=hidden)  # the first of equals


def _bow(one: Point, other: Point, bow: float) -> list[Point]:
    """A quadratic Bézier curve whose control point lies beside the middle."""
    far = math.dist(one, other) or 1.0
    x = (one[0] + other[0]) / 2 - bow * (other[1] - one[1]) / far
    y = (one[1] + other[1]) / 2 + bow * (other[0] - one[0]) / far
    steps = [step / STEPS for step in range(STEPS + 1)]
    return [
        (
            (1 - at) ** 2 * one[0] + 2 * at * (1 - at) * x + at**2 * other[0],
            (1 - at) ** 2 * one[1] + 2 * at * (1 - at) * y + at**2 * other[1],
        )
        for at in steps
    ]
