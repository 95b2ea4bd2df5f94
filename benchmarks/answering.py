"""`python -m benchmarks.answering`: what answering costs, beside sentence-transformers, as a Markdown table.

Every measurement is a process of its own, since two thread pools in one process slow each other several times over.
The processes take turns, round after round, so that a busy minute of the machine falls on all of them alike; each
figure is the median of its rounds.
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

from benchmarks.subjects import SUBJECTS
from knowledge.build import source_digest
from knowledge.embedding import encoder_folder
from knowledge.librarian import open_library
from knowledge.reading import LIBRARY, read_book

BOOK = "never-let-me-go"
ROOT = Path(__file__).parents[1]
Figures = dict[str, float]


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.answering", description=__doc__)
    parser.add_argument("--build-dir", type=Path, help="a library that is built already; a new one is made unless told")
    parser.add_argument("--rounds", type=int, default=3, help="how often each is measured (default 3)")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as made:
        build_dir = options.build_dir or Path(made)
        open_library(build_dir, BOOK)
        runs: dict[str, list[Figures]] = {name: [] for name in SUBJECTS}
        for number in range(options.rounds):
            for name in SUBJECTS:
                print(f"round {number + 1}: {name}", file=sys.stderr)
                runs[name].append(_measure(name, build_dir))
        print("\n".join(_table({name: _medians(found) for name, found in runs.items()})))
        print("\n".join(_on_disk(build_dir)))


def _measure(name: str, build_dir: Path) -> Figures:
    command = [sys.executable, "-m", "benchmarks.subjects", name, str(build_dir), BOOK]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    figures: Figures = json.loads(done.stdout.splitlines()[-1])
    return figures


def _medians(runs: Sequence[Figures]) -> Figures:
    return {key: median(run[key] for run in runs) for key in runs[0]}


def _table(found: dict[str, Figures]) -> list[str]:
    """A row a subject; in brackets how many times less it takes than the first one, sentence-transformers."""
    base = next(iter(found.values()))
    columns = {"p50": "ms", "p95": "ms", "start": "s", "memory": "MB"}
    lines = ["| | p50 | p95 | start to first result | memory |", "|---|---|---|---|---|"]
    for name, figures in found.items():
        cells = [f"{figures[key]:.3g} {unit}{_less(base[key], figures[key])}" for key, unit in columns.items()]
        lines.append(f"| {SUBJECTS[name]} | {' | '.join(cells)} |")
    return lines


def _less(base: float, value: float) -> str:
    return "" if base == value else f" ({base / value:.1f} x less)" if base > value else f" ({value / base:.1f} x more)"


def _on_disk(build_dir: Path) -> list[str]:
    book = read_book(LIBRARY / BOOK)
    places = {
        "the encoder, shared by all books": encoder_folder(build_dir),
        f"the index of {book.title}, {len(book.passages)} passages": build_dir / book.slug / source_digest(book),
    }
    rows = [f"| {what} | {_size(folder) / 1e6:.1f} MB |" for what, folder in places.items()]
    vectors = sum(file.stat().st_size for file in build_dir.glob("vectors-*.npz"))
    kept = f"| vectors kept so that a build embeds only what changed; answering needs none | {vectors / 1e6:.1f} MB |"
    return ["", "| on disk | |", "|---|---|", *rows, kept]


def _size(folder: Path) -> int:
    return sum(file.stat().st_size for file in folder.rglob("*") if file.is_file())


if __name__ == "__main__":
    main()
