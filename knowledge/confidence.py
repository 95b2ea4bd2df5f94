"""From signals to probabilities: which passage answers, and whether the book tells the answer at all.

A passage's fit is a weighted sum of its signals, and a softmax makes probabilities of the fits. Whether any passage
answers is a logistic regression over FEATURES of what was found. `norfolk calibrate` fits the latter on the development
questions and writes calibration.toml, with its provenance.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from knowledge.index import Floats, Signals

FILE = Path(__file__).parent / "calibration.toml"

# The weights of a passage's signals in its fit, beside 1 for the classifier's logit. On the development questions of
# November 2026 anything from 4 to 12, 2 to 6 and 2 to 6 did equally well.
QUESTION_WEIGHT, COVERAGE_WEIGHT, TEXT_WEIGHT = 8.0, 4.0, 2.0

FEATURES = (
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
    "phrasing",  # the log-odds of its wording
)


def fits(signals: Signals, passages: int) -> Floats:
    """How well each passage answers, shape (passages,), in logits."""
    found: Floats = (
        signals.logit[:passages]
        + QUESTION_WEIGHT * signals.question[:passages]
        + COVERAGE_WEIGHT * signals.coverage[:passages]
        + TEXT_WEIGHT * signals.text[:passages]
    )
    return found


def probabilities(fit: Floats) -> Floats:
    """The softmax of the fits."""
    scaled = np.exp(fit - fit.max())
    result: Floats = scaled / scaled.sum()
    return result


def features(signals: Signals, fit: Floats, names: bool) -> Floats:
    """The FEATURES of one question, shape (len(FEATURES),)."""
    passages = len(fit)
    first = int(fit.argmax())
    second = np.partition(fit, -2)[-2] if passages > 1 else fit[first]
    told, refused = signals.logit[:passages], signals.logit[passages:]
    return np.array(
        [
            fit[first],
            fit[first] - second,
            np.logaddexp.reduce(told) - np.logaddexp.reduce(refused),
            refused[0] - told.max(),
            signals.question[:passages].max(),
            signals.question[passages],
            signals.question[passages + 1 :].max(),
            signals.text[:passages].max(),
            signals.coverage.max(),
            signals.coverage[first],
            float(names),
            signals.phrasing,
        ],
        dtype=np.float32,
    )


@dataclass(frozen=True)
class Calibration:
    """The fitted weights, in the order of FEATURES, and the least probability at which Norfolk answers."""

    weights: Floats
    bias: float
    line: float

    def told(self, values: Floats) -> float:
        """The probability, from 0 to 1, that the book tells the answer to a question with these features."""
        return float(1 / (1 + np.exp(-(values @ self.weights + self.bias))))


def load_calibration(path: Path = FILE) -> Calibration:
    """Read calibration.toml. Raises ValueError when it was fitted for other features."""
    data = tomllib.loads(path.read_text())
    if tuple(data["weights"]) != FEATURES:
        raise ValueError(f"{path.name} was fitted for other features; run: norfolk calibrate")
    return Calibration(np.array(list(data["weights"].values()), dtype=np.float32), data["bias"], data["line"])
