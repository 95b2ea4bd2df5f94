"""Linear classifiers as plain weights: multinomial logistic regression, and support vector machines. Build time only.

Over the encoder's vectors with one class a passage, the weights are one learned vector a passage: rows for FAISS.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
from sklearn.linear_model import LogisticRegression
from sklearn.svm import LinearSVC

Floats = npt.NDArray[np.float32]
C = 30.0  # inverse regularisation; 10 to 100 did equally well on the development questions (November 2026)
NEVER = -1e3  # the bias of a class without examples


def logistic(
    examples: Any, classes: npt.NDArray[np.int64], count: int, weights: Sequence[float] | None = None
) -> tuple[Floats, Floats]:
    """Weights, shape (count, features), and biases, shape (count,), of a classifier of `examples`, (rows, features).

    The examples may be sparse. A class without a single example gets zero weights and a bias that never wins.
    """
    return _learn(LogisticRegression(C=C, max_iter=300, tol=1e-3), examples, classes, count, weights)


def margins(
    examples: Any, classes: npt.NDArray[np.int64], count: int, weights: Sequence[float] | None = None
) -> tuple[Floats, Floats]:
    """The same of one linear support vector machine a class: margins, not logits, but learnt in no time."""
    return _learn(LinearSVC(), examples, classes, count, weights)


def _learn(
    model: Any, examples: Any, classes: npt.NDArray[np.int64], count: int, weights: Sequence[float] | None
) -> tuple[Floats, Floats]:
    learnt = np.zeros((count, examples.shape[1]), dtype=np.float32)
    biases = np.full(count, NEVER, dtype=np.float32)
    present = np.unique(classes)
    if len(present) == 1:
        biases[present] = 0
        return learnt, biases
    model.fit(examples, classes, sample_weight=weights)
    if len(present) == 2:  # scikit-learn keeps one row for two classes
        learnt[present] = np.concatenate([-model.coef_, model.coef_]) / 2
        biases[present] = np.concatenate([-model.intercept_, model.intercept_]) / 2
    else:
        learnt[present], biases[present] = model.coef_, model.intercept_
    return learnt, biases
