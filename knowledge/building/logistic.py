"""Fitting with scikit-learn: logistic regressions and conditional logits whose weights a book's richness shifts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.optimize import minimize
from sklearn.linear_model import LogisticRegression

from knowledge.judging.confidence import Blend, Judgement, bow

Floats = npt.NDArray[np.float64]
RIDGE = 0.002  # of the conditional logit, on scaled features; 0.001 to 0.01 did equally well


@dataclass(frozen=True)
class Group:
    """Cases of one kind of book, and what they count together. `signals` has shape (cases, signals)."""

    signals: Floats
    labels: npt.NDArray[np.bool_]
    richness: float
    weight: float


@dataclass(frozen=True)
class Choice:
    """A question: its passages' features, shape (passages, features), which of them are right, and what it counts."""

    features: Floats
    right: npt.NDArray[np.bool_]
    richness: float
    weight: float


def judgement(groups: Sequence[Group], strength: float = 1.0) -> Judgement:
    """A logistic regression over all groups; in each, the true ones count as much as the false ones."""
    rows, labels, weights = [], [], []
    for group in groups:
        signals = np.hstack([group.signals, np.ones((len(group.signals), 1))])
        rows.append(_by_richness(signals, group.richness))
        labels.append(group.labels)
        share = np.where(group.labels, 1 / max(group.labels.sum(), 1), 1 / max((~group.labels).sum(), 1))
        weights.append(group.weight * share)
    values, found = np.vstack(rows), np.concatenate(weights)
    scale = values.std(axis=0)
    scale[scale < 1e-9] = 1.0  # the bias
    model = LogisticRegression(C=strength, max_iter=3000)
    model.fit(values / scale, np.concatenate(labels), sample_weight=found * len(found) / found.sum())
    base, more, bend = np.split(model.coef_[0] / scale, 3)
    base[-1] += model.intercept_[0]
    return Judgement(Blend(base, more, bend))


def ranking(choices: Sequence[Choice]) -> Blend:
    """A conditional logit (McFadden 1974): the weights that make the right passages likeliest."""
    count = choices[0].features.shape[1]
    rows = np.vstack([_by_richness(choice.features, choice.richness) for choice in choices])
    right = np.concatenate([choice.right for choice in choices]).astype(float)
    sizes = np.array([len(choice.features) for choice in choices])
    starts, owner = np.concatenate([[0], np.cumsum(sizes)[:-1]]), np.repeat(np.arange(len(sizes)), sizes)
    counts = np.array([choice.weight for choice in choices])
    counts /= counts.sum()
    scale = np.tile(rows[:, :count].std(axis=0), 3) + 1e-9
    scaled = rows / scale

    def loss(weights: Floats) -> tuple[float, Floats]:
        scores = scaled @ weights
        raised = np.exp(scores - np.maximum.reduceat(scores, starts)[owner])
        everything, told = np.add.reduceat(raised, starts), np.add.reduceat(raised * right, starts)
        surprise = -(np.log(told) - np.log(everything)) @ counts
        slope = (raised / everything[owner] - raised * right / told[owner]) * counts[owner]
        return float(surprise + RIDGE * weights @ weights / 2), scaled.T @ slope + RIDGE * weights

    learnt = minimize(loss, np.zeros(3 * count), jac=True, method="L-BFGS-B", options={"maxiter": 500}).x / scale
    return Blend(*np.split(learnt, 3))


def _by_richness(values: Floats, richness: float) -> Floats:
    """What `Blend.at` weighs, as columns."""
    return np.hstack([values, richness * values, bow(richness) * values])


def binary(yes: Floats, no: Floats, strength: float = 10.0) -> tuple[Floats, float]:
    """Weights and bias of a logistic regression between two sets of vectors that count alike."""
    labels = np.repeat([1, 0], [len(yes), len(no)])
    model = LogisticRegression(C=strength, max_iter=1000, class_weight="balanced").fit(np.vstack([yes, no]), labels)
    return model.coef_[0], float(model.intercept_[0])
