"""Fit the judgements of `knowledge.confidence` on the development sets, and write them with their provenance."""

from __future__ import annotations

import datetime
import hashlib
from collections.abc import Callable
from pathlib import Path

import numpy as np
import numpy.typing as npt

from knowledge.atomic import new_file
from knowledge.build import build, load
from knowledge.confidence import FEATURES, FILE, Calibration, Judgement, uncalibrated
from knowledge.embedding import Progress
from knowledge.evaluation import read_messages, read_questions
from knowledge.librarian import Librarian
from knowledge.reading import LIBRARY

KEPT = 0.98  # of the answerable questions: where the line of `told` is drawn
FALSE_WARNINGS = 0.025  # of the answers within the default level: where that of `past` is drawn
FALSE_ALARMS = 0.05  # of the harmless messages: where that of `message` is drawn

SETS = ("development.jsonl", "messages-development.jsonl")

Values = npt.NDArray[np.float32]
Labels = npt.NDArray[np.bool_]


def calibrate(
    build_dir: Path, slug: str, folder: Path, file: Path = FILE, progress: Progress = lambda *_: None
) -> None:
    """Fit on the SETS in `folder` and write `file`. The book's index is built first if need be."""
    book = build(LIBRARY / slug, build_dir, progress)
    fitted = fit(Librarian(book, *load(build_dir, book), uncalibrated()), folder)
    judgements = [_toml(name, getattr(fitted, name)) for name in FEATURES]
    digests = [f'"{name}" = "{hashlib.sha256((folder / name).read_bytes()).hexdigest()[:16]}"' for name in SETS]
    today = datetime.datetime.now(datetime.UTC).date()
    provenance = ["[provenance]", f'book = "{slug}"', f"date = {today}", "", "[provenance.sets]", *digests, ""]
    with new_file(file) as draft:
        draft.write_text("\n".join(["# Written by `norfolk calibrate`; not by hand.\n", *judgements, *provenance]))


def fit(librarian: Librarian, folder: Path) -> Calibration:
    """Judgements fitted on what the librarian makes of the SETS at the book's default level."""
    book, level = librarian.book, librarian.book.default_level
    questions = read_questions(folder / SETS[0])
    found = [librarian.understand(question.text) for question in questions]
    answered = [(f, q) for f, q in zip(found, questions, strict=True) if q.answerable]
    messages = read_messages(folder / SETS[1])
    return Calibration(
        told=_keeping(
            np.array([librarian.told_features(f) for f in found]),
            np.array([question.answerable for question in questions]),
            KEPT,
        ),
        past=_sparing(
            np.array([librarian.past_features(f, level) for f, _ in answered]),
            np.array([question.reaches(book, level) for _, question in answered]),
            FALSE_WARNINGS,
        ),
        message=_sparing(
            np.array([librarian.message_features(message.text, level) for message in messages]),
            np.array([message.reaches(book, level) for message in messages]),
            FALSE_ALARMS,
        ),
    )


def _keeping(values: Values, labels: Labels, kept: float) -> Judgement:
    """A judgement that says yes to that share of the true ones."""
    return _judgement(values, labels, lambda chances: np.quantile(chances[labels], 1 - kept))


def _sparing(values: Values, labels: Labels, mistaken: float) -> Judgement:
    """A judgement that says yes to that share of the false ones."""
    return _judgement(values, labels, lambda chances: np.quantile(chances[~labels], 1 - mistaken))


def _judgement(
    values: Values, labels: Labels, draw: Callable[[npt.NDArray[np.float64]], np.floating[npt.NBitBase]]
) -> Judgement:
    """A logistic regression; `draw` takes its line from the probabilities, which few features can hardly overfit."""
    from sklearn.linear_model import LogisticRegression
    from sklearn.pipeline import make_pipeline
    from sklearn.preprocessing import StandardScaler

    model = make_pipeline(StandardScaler(), LogisticRegression(C=1.0)).fit(values, labels)
    line = float(draw(model.predict_proba(values)[:, 1]))
    scaler, regression = model[0], model[1]
    weights = (regression.coef_[0] / scaler.scale_).astype(np.float32)
    return Judgement(weights, float(regression.intercept_[0] - weights @ scaler.mean_), line)


def _toml(name: str, judgement: Judgement) -> str:
    weights = judgement.weights.tolist()
    rows = "\n".join(f"{key} = {weight:.6f}" for key, weight in zip(FEATURES[name], weights, strict=True))
    return f"[{name}]\nbias = {judgement.bias:.6f}\nline = {judgement.line:.6f}\n\n[{name}.weights]\n{rows}\n"
