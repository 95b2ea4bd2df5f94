"""`python -m benchmarks.library`: a library of thousands of books, and one book of thousands of passages.

What is asked: does an answer take longer where there are more books, does memory stay within its limit, and how do
both grow with the passages of one book? Books are generated. The libraries take turns in one run, so that a busy minute
falls on all of them alike; every library is a process of its own.
"""

from __future__ import annotations

import argparse
import json
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from statistics import median

from PIL import Image, ImageDraw, ImageFont

from benchmarks.subjects import most_memory
from knowledge.building.build import open_encoder
from knowledge.catalogue import Catalogue
from knowledge.spoilers import Policy

ROOT = Path(__file__).parents[1]
PICTURE = ROOT / "docs" / "library.png"
BOOKS = (10, 100, 1_000, 10_000)
PASSAGES = (100, 1_000, 10_000, 100_000)
USED = 10  # books that are asked about in turns; 60 more are opened once, so that some must be let go
OPENED = 60
ASKED = 400
MEMORY = 16  # MB that open books may take
_NAMES = "Ada Bela Cora Dora Edda Finn Gero Hanna Ivo Jutta Karl Lena Mika Nora Otto Paula".split()  # noqa: SIM905
_DOES = "finds hides sells breaks paints buries borrows steals mends forgets".split()  # noqa: SIM905
_THINGS = "lantern boat letter garden clock mirror horse bridge violin map key coat tower mill ring".split()  # noqa: SIM905
_WHERE = "harbour forest attic market chapel island station cellar orchard library".split()  # noqa: SIM905


def sentences(order: random.Random) -> Iterator[tuple[str, str]]:
    """Sentences, and a question that each answers."""
    while True:
        who, does, thing = order.choice(_NAMES), order.choice(_DOES), order.choice(_THINGS)
        where, other, year = order.choice(_WHERE), order.choice(_NAMES), order.randrange(1700, 2000)
        said = f"{who} {does} the {thing} of {other} in the {where} of {order.choice(_THINGS)}s in {year}."
        yield said, f"where is the {thing} of {other} in {year}"


def write(folder: Path, passages: int, order: random.Random) -> list[str]:
    """A generated book, and questions about it."""
    (folder / "passages").mkdir(parents=True)
    (folder / "book.toml").write_text(
        f'title = "{folder.name}"\nauthor = "Nobody"\ndefault_level = "one"\n'
        '[[part]]\nid = "one"\nname = "Part One"\n[[part]]\nid = "two"\nname = "Part Two"\n'
    )
    made, asked = [], []
    for number, (said, question) in zip(range(passages), sentences(order), strict=False):
        part = "one" if number < passages / 2 else "two"
        made.append(f'[[passage]]\nid = "p-{number}"\ntitle = "Scene {number}"\npart = "{part}"\ntext = "{said}"\n')
        asked.append(question)
    (folder / "passages" / "all.toml").write_text("\n".join(made))
    return order.sample(asked, min(len(asked), 50))


def measure(build_dir: Path, library: Path, slugs: list[str], asked: list[str], memory: int) -> dict[str, float]:
    """In this process: p50 of an answer in ms, what opening a book costs in ms, and memory in MB."""
    books = Catalogue(build_dir, [library], memory)
    opening = []
    for slug in slugs:
        started = time.perf_counter()
        books.open(slug)
        opening.append(time.perf_counter() - started)
    used, took = slugs[-USED:], []
    for number in range(ASKED):
        slug, question = used[number % len(used)], asked[number % len(asked)]
        started = time.perf_counter()
        found = books.open(slug)
        found.ask(question, found.book.default_level, Policy.WARN)
        took.append(time.perf_counter() - started)
    held = sum(book.size for book in books.held()) / 1e6
    return {"p50": 1e3 * median(took[50:]), "open": 1e3 * median(opening), "memory": most_memory(), "held": held}


def _child(build_dir: Path, library: Path, slugs: list[str], asked: list[str], memory: int) -> dict[str, float]:
    job = json.dumps([str(build_dir), str(library), slugs, asked, memory])
    command = [sys.executable, "-m", "benchmarks.library", "--job", job]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    found: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return found


def by_books(home: Path, most: int) -> list[tuple[int, dict[str, float]]]:
    """Libraries of more and more books; of each, the same number is opened and asked."""
    shelves = []
    for count in (count for count in BOOKS if count <= most):
        library, order = home / f"library-{count}", random.Random(count)
        asked = [write(library / f"book-{number}", 30, order) for number in range(count)]
        slugs = [f"book-{number}" for number in order.sample(range(count), min(count, OPENED))]
        shelves.append((count, library, slugs, asked[0]))
    rounds = []
    for _ in range(3):  # the first builds what is opened
        rounds.append(
            [_child(home / f"build-{n}", library, slugs, asked, MEMORY) for n, library, slugs, asked in shelves]
        )
    return [
        (count, {key: median(found[place][key] for found in rounds[1:]) for key in rounds[0][place]})
        for place, (count, *_) in enumerate(shelves)
    ]


def by_passages(home: Path, most: int) -> list[tuple[int, dict[str, float]]]:
    """One book of more and more passages."""
    found = []
    for count in (count for count in PASSAGES if count <= most):
        library = home / f"passages-{count}"
        asked = write(library / "book", count, random.Random(count))
        started = time.perf_counter()
        Catalogue(home / "build-passages", [library]).open("book")
        built = time.perf_counter() - started
        figures = _child(home / "build-passages", library, ["book"], asked, 100_000)
        found.append((count, figures | {"build": built}))
    return found


def draw(books: list[tuple[int, dict[str, float]]], passages: list[tuple[int, dict[str, float]]], path: Path) -> None:
    """Bars of p50 and memory, by books and by passages."""
    width, bar, left = 900, 24, 210
    groups = [
        (f"{what} by {of}", [(f"{count:,} {of}", figures[key]) for count, figures in found], unit)
        for of, found in (("books", books), ("passages", passages))
        for what, key, unit in (("p50 of an answer", "p50", "ms"), ("memory", "memory", "MB"))
        if found
    ]
    image = Image.new("RGB", (width, sum(50 + len(rows) * (bar + 6) for _, rows, _ in groups) + 20), "white")
    pen, font = ImageDraw.Draw(image), ImageFont.load_default(16)
    y = 14
    for title, rows, unit in groups:
        pen.text((14, y), title, fill="black", font=font)
        y += 26
        longest = max(value for _, value in rows)
        for name, value in rows:
            pen.text((24, y + 3), name, fill="#444444", font=font)
            end = left + (width - left - 120) * value / longest
            pen.rectangle((left, y, end, y + bar), fill="#5B8C6E")
            pen.text((end + 8, y + 3), f"{readable(value)} {unit}", fill="black", font=font)
            y += bar + 6
        y += 24
    image.save(path)


def readable(value: float) -> str:
    """A number as people write it, with as many digits as they would read: "0.42", "6.5", "7,590"."""
    places = 2 if value < 1 else 1 if value < 99.95 else 0
    return f"{value:,.{places}f}"


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.library", description=str(__doc__).splitlines()[0])
    parser.add_argument("--books", type=int, default=BOOKS[-1], help="the most books (default 10000)")
    parser.add_argument(
        "--passages", type=int, default=PASSAGES[-1], help="the most passages of a book (default 100000)"
    )
    parser.add_argument("--encoder", type=Path, help="a build folder whose encoder is exported already")
    parser.add_argument("--job", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.job:
        build_dir, library, slugs, asked, memory = json.loads(options.job)
        print(json.dumps(measure(Path(build_dir), Path(library), slugs, asked, memory)))
        return
    with tempfile.TemporaryDirectory() as made:
        home = Path(made)
        exported = options.encoder or home / "build-passages"
        open_encoder(exported)
        encoder = next(exported.glob("encoder-*"))
        for name in [*(f"build-{count}" for count in BOOKS), "build-passages"]:
            (home / name).mkdir(exist_ok=True)
            if not (home / name / encoder.name).exists():
                (home / name / encoder.name).symlink_to(encoder.absolute())
        books, passages = by_books(home, options.books), by_passages(home, options.passages)
    print("| books in the library | p50 of an answer | to 10 books | a book opened | open books hold | process |")
    print("|---|---|---|---|---|---|")
    for count, row in books:
        ratio = row["p50"] / books[0][1]["p50"]
        cells = f"{row['p50']:.2f} ms | {ratio:.2f} | {row['open']:.0f} ms | {row['held']:.1f} of {MEMORY} MB"
        print(f"| {count:,} | {cells} | {row['memory']:.0f} MB |")
    print("\n| passages of a book | p50 of an answer | built in | the book holds | process |\n|---|---|---|---|---|")
    for count, row in passages:
        cells = f"{row['p50']:.2f} ms | {row['build']:.1f} s | {row['held']:.1f} MB | {row['memory']:.0f} MB"
        print(f"| {count:,} | {cells} |")
    draw(books, passages, PICTURE)


if __name__ == "__main__":
    main()
