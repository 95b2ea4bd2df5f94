"""Fit the confidence of `knowledge.confidence` on labelled questions, and write it down with its provenance."""

from __future__ import annotations

import datetime
import hashlib
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt

from knowledge.atomic import new_file
from knowledge.book import LIBRARY
from knowledge.build import Progress, build, load
from knowledge.confidence import FEATURES, FILE, Calibration
from knowledge.evaluation import read_questions
from knowledge.librarian import Librarian

KEPT = 0.97  # the share of answerable questions, in cross-validation, that the line is set to keep


def calibrate(build_dir: Path, slug: str, questions: Path, file: Path, progress: Progress = lambda *_: None) -> None:
    """Fit on the labelled questions of a .jsonl file and write `file`; the book's index is built first if need be.

    The librarian that measures them has an empty calibration, since the old one may be for other features.
    """
    book = build(LIBRARY / slug, build_dir, progress)
    empty = Calibration(np.zeros(len(FEATURES), dtype=np.float32), 0.0, 0.0)
    librarian = Librarian(book, *load(build_dir, book), empty)
    asked = read_questions(questions)
    values = np.array([librarian.understand(question.text).features for question in asked])
    weights, bias, line = fit(values, np.array([question.answerable for question in asked]))
    write(weights.tolist(), bias, line, questions, len(asked), file)


def fit(values: npt.NDArray[np.float32], answerable: npt.NDArray[np.bool_]) -> tuple[npt.NDArray[np.float64], float, float]:
    """Weights and bias of a logistic regression of `values`, shape (questions, features), and the line.

    The line is the probability above which KEPT of the answerable questions lie in ten-fold cross-validation.
    """
    from sklearn.linear_model import LogisticRegression
    from sklearn.model_selection import StratifiedKFold, cross_val_predict
    from sklearn.pipeline import make_pipeline
    from sklearn.preprocessing import StandardScaler

    model = make_pipeline(StandardScaler(), LogisticRegression(C=1.0))
    folds = StratifiedKFold(10, shuffle=True, random_state=0)
    unseen = cross_val_predict(model, values, answerable, cv=folds, method="predict_proba")[:, 1]
    line = float(np.quantile(unseen[answerable], 1 - KEPT))
    model.fit(values, answerable)
    scaler, regression = model[0], model[1]
    weights = regression.coef_[0] / scaler.scale_
    return weights, float(regression.intercept_[0] - weights @ scaler.mean_), line


def write(weights: Sequence[float], bias: float, line: float, questions: Path, count: int, target: Path = FILE) -> None:
    """Replace calibration.toml, or another file of its form."""
    rows = "\n".join(f"{name} = {weight:.6f}" for name, weight in zip(FEATURES, weights, strict=True))
    digest = hashlib.sha256(questions.read_bytes()).hexdigest()[:16]
    text = f"""# Written by `norfolk calibrate`; not by hand.

bias = {bias:.6f}
line = {line:.6f}

[weights]
{rows}

[provenance]
date = {datetime.date.today().isoformat()}
questions = "{questions.name}"
questions_sha256 = "{digest}"
count = {count}
kept = {KEPT}
"""
    with new_file(target) as file:
        file.write_text(text)
