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
from knowledge.confidence import FEATURES, FILE, uncalibrated
from knowledge.embedding import Progress
from knowledge.evaluation import read_messages, read_questions
from knowledge.librarian import Librarian
from knowledge.reading import LIBRARY

KEPT = 0.97  # of the answerable questions, in cross-validation: where the line of `told` is drawn
FALSE_WARNINGS = 0.03  # of the answers within the default level: where that of `past` is drawn
FALSE_ALARMS = 0.04  # of the harmless messages: where that of `message` is drawn

Values = npt.NDArray[np.float32]
Labels = npt.NDArray[np.bool_]


def calibrate(
    build_dir: Path, slug: str, folder: Path, file: Path = FILE, progress: Progress = lambda *_: None
) -> None:
    """Fit on development.jsonl and messages-development.jsonl of `folder` and write `file`.

    The book's index is built first if need be.
    """
    book = build(LIBRARY / slug, build_dir, progress)
    librarian = Librarian(book, *load(build_dir, book), uncalibrated())
    level = book.default_level
    questions = read_questions(folder / "development.jsonl")
    found = [librarian.understand(question.text) for question in questions]
    told = np.array([question.answerable for question in questions])
    answered = [(f, q) for f, q in zip(found, questions, strict=True) if q.answerable]
    messages = read_messages(folder / "messages-development.jsonl")
    sections = [
        _section(
            "told",
            np.array([librarian.told_features(f) for f in found]),
            told,
            lambda p: np.quantile(p[told], 1 - KEPT),
        ),
        _cut(
            "past",
            np.array([librarian.past_features(f, level) for f, _ in answered]),
            np.array([q.reaches(book, level) for _, q in answered]),
            FALSE_WARNINGS,
        ),
        _cut(
            "message",
            np.array([librarian.message_features(message.text, level) for message in messages]),
            np.array([message.reaches(book, level) for message in messages]),
            FALSE_ALARMS,
        ),
    ]
    names = ("development.jsonl", "messages-development.jsonl")
    digests = "\n".join(
        f'"{name}" = "{hashlib.sha256((folder / name).read_bytes()).hexdigest()[:16]}"' for name in names
    )
    today = datetime.datetime.now(datetime.UTC).date()
    head = "# Written by `norfolk calibrate`; not by hand.\n"
    provenance = f'[provenance]\nbook = "{slug}"\ndate = {today}\n\n[provenance.sets]\n{digests}\n'
    with new_file(file) as draft:
        draft.write_text("\n".join([head, *sections, provenance]))


def _cut(name: str, values: Values, labels: Labels, mistaken: float) -> str:
    """A section whose line lets that share of the false ones through."""
    return _section(name, values, labels, lambda p: np.quantile(p[~labels], 1 - mistaken))


def _section(name: str, values: Values, labels: Labels, draw: Callable[[npt.NDArray[np.float64]], np.float64]) -> str:
    """A logistic regression as TOML; `draw` takes the line from the probabilities of ten-fold cross-validation."""
    from sklearn.linear_model import LogisticRegression
    from sklearn.model_selection import StratifiedKFold, cross_val_predict
    from sklearn.pipeline import make_pipeline
    from sklearn.preprocessing import StandardScaler

    model = make_pipeline(StandardScaler(), LogisticRegression(C=1.0))
    folds = StratifiedKFold(10, shuffle=True, random_state=0)
    line = float(draw(cross_val_predict(model, values, labels, cv=folds, method="predict_proba")[:, 1]))
    model.fit(values, labels)
    scaler, regression = model[0], model[1]
    weights = regression.coef_[0] / scaler.scale_
    bias = float(regression.intercept_[0] - weights @ scaler.mean_)
    rows = "\n".join(f"{key} = {weight:.6f}" for key, weight in zip(FEATURES[name], weights, strict=True))
    return f"[{name}]\nbias = {bias:.6f}\nline = {line:.6f}\ncount = {len(labels)}\n\n[{name}.weights]\n{rows}\n"
