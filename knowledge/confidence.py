"""From signals to probabilities: which passage answers, whether any does, and whether the answer lies past a level.

A passage's fit is a weighted sum of its signals, and a softmax makes probabilities of the fits. The yes/no judgements
are logistic regressions over a few features each. `norfolk calibrate` fits them on the development questions and writes
calibration.toml, with its provenance.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from knowledge.extent import log_odds
from knowledge.index import Floats, Signals

FILE = Path(__file__).parent / "calibration.toml"

# The weights of a passage's signals in its fit, beside 1 for the classifier's logit. On the development questions of
# November 2026 anything from 4 to 12, 2 to 6, 1 to 4 and 2 to 6 did equally well.
QUESTION_WEIGHT, COVERAGE_WEIGHT, TEXT_WEIGHT, WORDS_WEIGHT = 8.0, 4.0, 2.0, 4.0

FEATURES = {
    # Does the book tell the answer?
    "told": (
        "fit",  # of the best passage
        "margin",  # its lead over the second
        "told",  # the classifier's log-odds of all passages together against all refusals
        "untold",  # its logit of the untold examples, less the best passage's
        "question",  # cosine to the nearest question of any passage
        "untold_question",  # cosine to the nearest untold example
        "other_question",  # cosine to the nearest small talk or off-topic example
        "text",  # cosine to the nearest text
        "coverage",  # the best BM25 coverage by any passage
        "fit_coverage",  # that of the best passage: do dense and lexical search agree?
        "names",  # 1 when the question names somebody of the book
        "words",  # log-odds by its words that it is told
    ),
    # Does the book tell the answer to a question in a chat? The log-odds that it tells ...
    "told_in_chat": (
        "alone",  # the question by itself
        "after_question",  # the question after the one before
        "after_answer",  # the question after the answer before
    ),
    # Does the answer lie past the level?
    "past": (
        "fits",  # log-odds by the passages' probabilities
        "words",  # log-odds by the question's words
    ),
    # Does a member's message give something past the level away?
    "message": (
        "vector",  # log-odds by its vector
        "words",  # log-odds by its words
    ),
}


def fits(signals: Signals, passages: int) -> Floats:
    """How well each passage answers, shape (passages,), in logits."""
    found: Floats = (
        signals.logit[:passages]
        + QUESTION_WEIGHT * signals.question[:passages]
        + COVERAGE_WEIGHT * signals.coverage[:passages]
        + TEXT_WEIGHT * signals.text[:passages]
        + WORDS_WEIGHT * signals.words
    )
    return found


def probabilities(fit: Floats) -> Floats:
    """The softmax of the fits."""
    scaled = np.exp(fit - fit.max())
    result: Floats = scaled / scaled.sum()
    return result


def told_features(signals: Signals, fit: Floats, names: bool) -> Floats:
    """The features of FEATURES["told"] for one question."""
    passages = len(fit)
    first = int(fit.argmax())
    second = np.partition(fit, -2)[-2] if passages > 1 else fit[first]
    told, refused = signals.logit[:passages], signals.logit[passages:]
    nearest = signals.question[passages:]
    untold = 0 if nearest[0] > -1 else int(nearest.argmax())  # a book may have no untold questions of its own
    return np.array(
        [
            fit[first],
            fit[first] - second,
            np.logaddexp.reduce(told) - np.logaddexp.reduce(refused),
            refused[untold] - told.max(),
            signals.question[:passages].max(),
            nearest[untold],
            nearest[1:].max(),
            signals.text[:passages].max(),
            signals.coverage.max(),
            signals.coverage[first],
            float(names),
            np.logaddexp.reduce(signals.reach[:-1]) - signals.reach[-1],
        ],
        dtype=np.float32,
    )


def past_features(
    signals: Signals, fit: Floats, passages: npt.NDArray[np.bool_], extents: npt.NDArray[np.bool_]
) -> Floats:
    """The features of FEATURES["past"]; the masks say which passages and which extents lie past the level."""
    return np.array([log_odds(fit, passages), log_odds(signals.reach[:-1], extents)], dtype=np.float32)


@dataclass(frozen=True)
class Judgement:
    """A fitted logistic regression, and the probability from which on it says yes."""

    weights: Floats
    bias: float
    line: float

    def log_odds(self, values: Floats) -> float:
        return float(values @ self.weights) + self.bias

    def probability(self, values: Floats) -> float:
        return float(1 / (1 + np.exp(-self.log_odds(values))))

    def says_yes(self, values: Floats) -> bool:
        return self.probability(values) >= self.line


@dataclass(frozen=True)
class Calibration:
    """The judgements, each over its features of FEATURES."""

    told: Judgement
    told_in_chat: Judgement
    past: Judgement
    message: Judgement


def load_calibration(path: Path = FILE) -> Calibration:
    """Read calibration.toml. Raises ValueError when it was fitted for other features."""
    data = tomllib.loads(path.read_text())
    for name, features in FEATURES.items():
        if tuple(data.get(name, {}).get("weights", ())) != features:
            raise ValueError(f"{path.name} was fitted for other features; run: norfolk calibrate")
    return Calibration(**{name: _judgement(data[name]) for name in FEATURES})


def uncalibrated() -> Calibration:
    """A calibration that says yes to everything: for measuring the features that a new one is fitted on."""
    judgements = {name: Judgement(np.zeros(len(f), dtype=np.float32), 0.0, 0.0) for name, f in FEATURES.items()}
    return Calibration(**judgements)


def _judgement(data: dict[str, Any]) -> Judgement:
    return Judgement(np.array(list(data["weights"].values()), dtype=np.float32), data["bias"], data["line"])
