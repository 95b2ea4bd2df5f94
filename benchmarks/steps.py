"""What each step of finding an answer is worth: the figures of `norfolk eval` without it.

    python -m benchmarks.steps [--sets tests/questions]

Every row leaves one step out, fits the judgements again without it, and measures both sets. Prints a Markdown table.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any
from unittest.mock import patch

import numpy as np

from bot.settings import load_settings
from knowledge import compose, confidence, evaluation, librarian
from knowledge.build import build, load
from knowledge.calibrate import fit
from knowledge.confidence import FEATURES, Judgement, uncalibrated
from knowledge.evaluation import evaluate
from knowledge.followups import Turn
from knowledge.librarian import Librarian
from knowledge.reading import LIBRARY

FIGURES = (
    "right (a refusal is wrong)",
    "spoilers right, under a warning",
    "false warnings",
    "unanswerable refused",
    "answerable kept",
    "follow-ups right",
    "spoiling messages caught",
)


def without(section: str, *names: str) -> Callable[[], Any]:
    """Leave features out of a judgement: they are always 0."""
    kept = np.array([name not in names for name in FEATURES[section]], dtype=np.float32)
    method = f"{section}_features"
    original = getattr(Librarian, method)
    return lambda: patch.object(Librarian, method, lambda self, *args: original(self, *args) * kept)


def weight(name: str, value: float = 0.0, module: Any = confidence) -> Callable[[], Any]:
    return lambda: patch.object(module, name, value)


def no_classifier() -> Any:
    fits = confidence.fits

    def only_others(signals: Any, passages: int) -> Any:
        return fits(signals, passages) - signals.logit[:passages]

    return patch.object(librarian, "fits", only_others)


def side_of_the_best() -> Any:
    """The side of the level that the likeliest passage is on, instead of the judgement over all of them."""
    says_yes = Judgement.says_yes

    def beyond(self: Judgement, values: Any) -> bool:
        return bool(values[0] > 0) if len(values) == len(FEATURES["past"]) else says_yes(self, values)

    return patch.object(Judgement, "says_yes", beyond)


def as_typed() -> Any:
    return patch("knowledge.names.Speller.correct", lambda self, text: text)


def of_nobody_else() -> Any:
    return patch.object(librarian, "of_another", lambda question, last, book: None)


def before(question: bool, answer: bool) -> Callable[[], Any]:
    """In a chat, search for a question by itself again in place of after the question or the answer before."""
    original = Turn.before

    def texts(self: Turn, asked: str) -> tuple[str, str]:
        after_question, after_answer = original(self, asked)
        return after_question if question else asked, after_answer if answer else asked

    return lambda: patch.object(Turn, "before", texts)


STEPS: dict[str, tuple[Callable[[], Any], ...]] = {
    "nothing left out": (),
    "the classifier": (no_classifier, without("told", "fit", "margin", "told", "untold")),
    "the nearest own question": (
        weight("QUESTION_WEIGHT"),
        without("told", "question", "untold_question", "other_question"),
    ),
    "BM25 coverage": (weight("COVERAGE_WEIGHT"), without("told", "coverage", "fit_coverage")),
    "sentence vectors": (weight("TEXT_WEIGHT"), without("told", "text")),
    "the passages' words": (weight("WORDS_WEIGHT"),),
    "the words, for what is told": (without("told", "words"),),
    "the words, for what lies past the level": (without("past", "words"),),
    "judging past the level apart": (side_of_the_best,),
    "everything but the best cosine, for what is told": (
        without("told", *(name for name in FEATURES["told"] if name != "question")),
    ),
    "spelling": (as_typed,),
    "a second passage": (weight("LONGEST", 0, compose),),
    "the chat": (before(question=False, answer=False), of_nobody_else, weight("REPEATED", 0.0, librarian)),
    "the question before": (before(question=False, answer=True),),
    "the answer before": (before(question=True, answer=False),),
    "the last question asked of another": (of_nobody_else,),
    "something new for who asks on": (weight("REPEATED", 0.0, librarian),),
    "the message's vector": (without("message", "vector"),),
    "the message's words": (without("message", "words"),),
}


@contextmanager
def applied(changes: tuple[Callable[[], Any], ...]) -> Iterator[None]:
    with ExitStack() as stack:
        for change in changes:
            stack.enter_context(change())
        yield


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--sets", type=Path, default=Path("tests/questions"))
    folder = parser.parse_args().sets
    settings = load_settings()
    book = build(LIBRARY / settings.book, settings.build_dir)
    parts = load(settings.build_dir, book)
    print("| left out | " + " | ".join(FIGURES) + " |\n|---|" + "---|" * len(FIGURES))
    # Leaving a step out can't make anything leak, and asking at every level and policy takes most of the time.
    unleaked = patch.object(evaluation, "leaks", lambda librarian, questions: [False])
    for name, changes in STEPS.items():
        with applied(changes), unleaked:
            measured = Librarian(book, *parts, fit(Librarian(book, *parts, uncalibrated()), folder))
            rows = [{row.name: row for row in evaluate(measured, folder, which)} for which in ("development", "test")]
        cells = (" / ".join(f"{100 * row[figure].value:.1f}" for row in rows) for figure in FIGURES)
        print(f"| {name} | " + " | ".join(cells) + " |", flush=True)


if __name__ == "__main__":
    main()
