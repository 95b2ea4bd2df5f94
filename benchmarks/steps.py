"""What each signal is worth: how well passages are ranked, and told from untold, without it.

    python -m benchmarks.steps --tales tales.jsonl --questions tales-questions.jsonl --build-dir FOLDER

Every row leaves one signal out and fits the weights again without it. It reads the tales and the development sets only,
the same that the weights are fitted on, so that rows can be compared with each other and with nothing else.
"""

from __future__ import annotations

import argparse
import random
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import numpy as np
from sklearn.metrics import roc_auc_score

from knowledge.building.case import Case
from knowledge.building.fit import COUNTS
from knowledge.building.fitting_cases import Shelf
from knowledge.building.logistic import Choice, Group, judgement, ranking
from knowledge.judging.confidence import TOLD
from knowledge.judging.weights import load_weights
from knowledge.search.features import FEATURES

BOOKS = {"all": "our book", "none": "without examples", "novels": "unprepared novels", "tales": "tales"}
Cases = dict[str, list[Case]]


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.steps", description="What each signal is worth.")
    parser.add_argument("--tales", type=Path, required=True)
    parser.add_argument("--questions", type=Path, required=True)
    parser.add_argument("--sets", type=Path, default=Path("tests/questions"))
    parser.add_argument("--build-dir", type=Path, required=True)
    options = parser.parse_args()
    shelf = Shelf(options.tales, options.questions, options.sets, options.build_dir, random.Random(1))
    shelf.use(load_weights())
    cases = shelf.cases()
    print("\n".join(_table("best passage right", FEATURES, lambda column: list(_right(cases, column)))))
    print()
    print("\n".join(_table("told from untold (AUC)", TOLD, lambda column: list(_told(cases, column)))))


def _table(name: str, signals: Sequence[str], figures: Callable[[int | None], list[float]]) -> Iterator[str]:
    yield f"| {name}, without | {' | '.join(BOOKS.values())} |"
    yield "|---|" + "---|" * len(BOOKS)
    for row, column in (("nothing left out", None), *((signal, n) for n, signal in enumerate(signals))):
        yield f"| {row} | {' | '.join(f'{100 * figure:.1f}' for figure in figures(column))} |"


def _right(cases: Cases, column: int | None) -> Iterator[float]:
    """The share of questions whose best passage is right, for each of BOOKS."""
    kept = {
        name: [
            (_without(case.found.features, column), case)
            for case in found
            if case.right is not None and case.right.any()
        ]
        for name, found in cases.items()
    }
    weights = ranking(
        [
            Choice(features, case.right, case.own, COUNTS[name] / len(found))
            for name, found in kept.items()
            for features, case in found
            if case.right is not None
        ]
    )
    for name in BOOKS:
        yield float(
            np.mean(
                [
                    case.right[int((features @ weights.at(case.own)).argmax())]
                    for features, case in kept[name]
                    if case.right is not None
                ]
            )
        )


def _told(cases: Cases, column: int | None) -> Iterator[float]:
    """How well told questions are parted from untold ones and from other books', for each of BOOKS."""
    groups = {
        name: Group(
            _without(np.array([case.signals for case in found]), column),
            np.array([case.told for case in found]),
            found[0].richness,
            COUNTS[name],
        )
        for name, found in cases.items()
    }
    judged = judgement(list(groups.values()))
    for name in BOOKS:
        group = groups[name]
        odds = [judged.log_odds(signals, group.richness) for signals in group.signals]
        yield float(roc_auc_score(group.labels, odds))


def _without(signals: np.ndarray, column: int | None) -> np.ndarray:
    found = signals.astype(float)
    if column is not None:
        found[:, column] = 0
    return found


if __name__ == "__main__":
    main()
