"""`python -m knowledge.building.join ENDS MIDDLE`: the weights of one fit for bare and rich books, of another between.

A fit on more kinds of books between bare and rich does better there, and worse at the ends than one that looks at the
ends alone: on questions that neither had seen, right answers of our own book fell from 94 to 92%, spoilers under their
warning from 93 to 88. So each is used where it is better. Writes `knowledge/judging/weights.json`.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import Any

from knowledge.building.atomic import new_file
from knowledge.judging.confidence import bow
from knowledge.judging.weights import FILE

JUDGED = ("ranking", "told", "chat", "past", "giveaway", "lines")
HALFWAY = 0.5
DIGITS = 5


def joined(ends: dict[str, Any], middle: dict[str, Any]) -> dict[str, Any]:
    """The two as `weights.json` has them; rows may lack their bend. What isn't weighed by richness is `middle`'s."""
    data = {key: value for key, value in middle.items() if key not in JUDGED}
    data["provenance"] = {"ends": ends["provenance"], "middle": middle["provenance"]}
    for part in JUDGED:
        if list(ends[part]) != list(middle[part]):
            raise ValueError(f"{part!r}: the two were fitted for different signals")
        data[part] = {name: _row(ends[part][name], middle[part][name]) for name in middle[part]}
    # A book has all of its messages or none: of giveaways there is no middle.
    data["giveaway"] = {name: _straight(row) for name, row in ends["giveaway"].items()}
    data["lines"]["alarm"] = _straight(ends["lines"]["alarm"])
    return data


def _straight(row: list[float]) -> list[float]:
    return [*row[:2], 0.0]


def _row(ends: list[float], middle: list[float]) -> list[float]:
    base, more = ends[:2]
    bend = (_at(middle) - base - HALFWAY * more) / bow(HALFWAY)
    return [base, more, round(bend, DIGITS)]


def _at(row: list[float]) -> float:
    base, more, bend = [*row, 0.0][:3]
    return base + HALFWAY * more + bow(HALFWAY) * bend


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m knowledge.building.join", description="Join two fits.")
    parser.add_argument("ends", type=Path, help="the weights for bare and for rich books, as an earlier fit wrote them")
    parser.add_argument("middle", type=Path, help="those for what lies between")
    options = parser.parse_args()
    data = joined(*(json.loads(path.read_text(encoding="utf-8")) for path in (options.ends, options.middle)))
    lines = [f"{json.dumps(key)}: {json.dumps(value, ensure_ascii=False)}" for key, value in data.items()]
    with new_file(FILE) as draft:
        draft.write_text("{\n" + ",\n".join(lines) + "\n}\n", encoding="utf-8")


if __name__ == "__main__":
    main()
