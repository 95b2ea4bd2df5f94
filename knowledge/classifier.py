"""The linear classifier over encoder vectors: multinomial logistic regression, one class a passage or refusal.

Its weights are one learned vector a class, so they are searched as rows of the same FAISS index. Build time only.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from sklearn.linear_model import LogisticRegression

from knowledge.encoder import Vectors

C = 30.0  # inverse regularisation; 10 to 100 did equally well on the development questions (November 2026)


def train(vectors: Vectors, owners: npt.NDArray[np.int64], classes: int) -> tuple[Vectors, npt.NDArray[np.float32]]:
    """Weights, shape (classes, dimension), and biases, shape (classes,), of a classifier of `vectors` by owner.

    A class without a single example gets zero weights and a bias that never wins.
    """
    weights = np.zeros((classes, vectors.shape[1]), dtype=np.float32)
    biases = np.full(classes, -1e3, dtype=np.float32)
    present = np.unique(owners)
    if len(present) < 2:
        return weights, biases
    model = LogisticRegression(C=C, max_iter=300, tol=1e-3).fit(vectors, owners)
    if len(present) == 2:  # scikit-learn keeps one row for two classes
        weights[present] = np.concatenate([-model.coef_, model.coef_]) / 2
        biases[present] = np.concatenate([-model.intercept_, model.intercept_]) / 2
    else:
        weights[present], biases[present] = model.coef_, model.intercept_
    return weights, biases
