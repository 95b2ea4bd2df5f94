"""`python -m benchmarks.answering`: what answering costs beside a plain script, as a Markdown table and a picture.

Every measurement is a process of its own, since two thread pools in one process slow each other several times over.
The processes take turns, round after round, so that a busy minute of the machine falls on all of them alike; each
figure is the median of its rounds, and what counts are the ratios.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from statistics import median

from PIL import Image, ImageDraw, ImageFont

from benchmarks.subjects import SUBJECTS
from knowledge.catalogue import Catalogue

BOOK = "never-let-me-go"
ROOT = Path(__file__).parents[1]
PICTURE = ROOT / "docs" / "speed.png"
Figures = dict[str, float]
COLUMNS = {"p50": "ms", "p95": "ms", "start": "s", "memory": "MB"}


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.answering", description="What answering costs.")
    parser.add_argument("--build-dir", type=Path, help="a library that is built already; a new one is made unless told")
    parser.add_argument("--rounds", type=int, default=3, help="how often each is measured (default 3)")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as made:
        build_dir = options.build_dir or Path(made)
        Catalogue(build_dir).open(BOOK)
        runs: dict[str, list[Figures]] = {name: [] for name in SUBJECTS}
        for number in range(options.rounds):
            for name in SUBJECTS:
                print(f"round {number + 1}: {name}", file=sys.stderr)
                runs[name].append(_measure(name, build_dir))
        found = {name: _medians(rounds) for name, rounds in runs.items()}
        print("\n".join(_table(found)))
        _draw(found, PICTURE)


def _measure(name: str, build_dir: Path) -> Figures:
    command = [sys.executable, "-m", "benchmarks.subjects", name, str(build_dir), BOOK]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    figures: Figures = json.loads(done.stdout.splitlines()[-1])
    return figures


def _medians(runs: Sequence[Figures]) -> Figures:
    return {key: median(run[key] for run in runs) for key in runs[0]}


def _table(found: dict[str, Figures]) -> list[str]:
    lines = ["| | p50 | p95 | start to first result | memory |", "|---|---|---|---|---|"]
    for name, figures in found.items():
        cells = [f"{figures[key]:.3g} {unit}" for key, unit in COLUMNS.items()]
        lines.append(f"| {SUBJECTS[name]} | {' | '.join(cells)} |")
    plain, encoder, norfolk = (found[name] for name in SUBJECTS)
    return [
        *lines,
        "",
        "| ratio | now | at most |",
        "|---|---|---|",
        f"| Norfolk's p50 to the bare encoder call's | {norfolk['p50'] / encoder['p50']:.2f} | 2 |",
        f"| Norfolk's p50 to the plain script's | 1 to {plain['p50'] / norfolk['p50']:.1f} | 1 to 4 |",
        f"| Norfolk's start to the plain script's | {norfolk['start'] / plain['start']:.1%} | 12% |",
        f"| Norfolk's memory to the plain script's | {norfolk['memory'] / plain['memory']:.1%} | 33% |",
    ]


def _draw(found: dict[str, Figures], path: Path) -> None:
    """Bars for each figure, the longest of each filling the width."""
    width, bar, gap, left = 900, 26, 8, 150
    height = sum(40 + len(found) * (bar + gap) for _ in COLUMNS) + 20
    image = Image.new("RGB", (width, height), "white")
    pen, font = ImageDraw.Draw(image), ImageFont.load_default(16)
    colours = dict(zip(SUBJECTS, ("#A6544B", "#B0A08A", "#5B8C6E"), strict=True))
    y = 14
    for key, unit in COLUMNS.items():
        pen.text((14, y), {"start": "start to first result"}.get(key, key), fill="black", font=font)
        y += 28
        longest = max(figures[key] for figures in found.values())
        for name, figures in found.items():
            pen.text((24, y + 4), name, fill="#444444", font=font)
            end = left + (width - left - 130) * figures[key] / longest
            pen.rectangle((left, y, end, y + bar), fill=colours[name])
            pen.text((end + 8, y + 4), f"{figures[key]:.3g} {unit}", fill="black", font=font)
            y += bar + gap
        y += 12
    image.save(path)


if __name__ == "__main__":
    main()
