"""Fit the judgements of `knowledge.confidence` on the development sets, and write them with their provenance."""

from __future__ import annotations

import datetime
import hashlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import numpy.typing as npt

from knowledge.atomic import new_file
from knowledge.build import build, load
from knowledge.confidence import FEATURES, FILE, Calibration, Judgement, uncalibrated
from knowledge.embedding import Progress
from knowledge.evaluation import Question, read_chats, read_messages, read_questions
from knowledge.followups import Chat
from knowledge.librarian import Librarian, Understanding
from knowledge.reading import LIBRARY
from knowledge.spoilers import Policy

KEPT = 0.99  # of the answerable questions: where the line of `told` is drawn
KEPT_IN_CHAT = 0.97  # the same of those in a chat
FALSE_WARNINGS = 0.035  # of the answers within the default level: where that of `past` is drawn
FALSE_ALARMS = 0.045  # of the harmless messages: where that of `message` is drawn

SETS = ("development.jsonl", "messages-development.jsonl", "chats-development.jsonl")

Values = npt.NDArray[np.float32]
Labels = npt.NDArray[np.bool_]


class OneSided(ValueError):
    """A set in which every case is the same, from which no judgement can be learnt; the message names it."""


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
    """Judgements fitted on what the librarian makes of the SETS at the book's default level.

    The librarian goes by them from now on. Raises OneSided.
    """
    book, level = librarian.book, librarian.book.default_level
    questions = read_questions(folder / SETS[0])
    found = [librarian.understand(question.text) for question in questions]
    answered = [(f, q) for f, q in zip(found, questions, strict=True) if q.answerable]
    messages = read_messages(folder / SETS[1])
    librarian.calibration = replace(
        librarian.calibration,
        told=_keeping(
            np.array([f.told for f in found]),
            np.array([question.answerable for question in questions]),
            KEPT,
            SETS[0],
        ),
        past=_sparing(
            np.array([librarian.past_features(f, level) for f, _ in answered]),
            np.array([question.reaches(book, level) for _, question in answered]),
            FALSE_WARNINGS,
            SETS[0],
        ),
        message=_sparing(
            np.array([librarian.message_features(message.text, level) for message in messages]),
            np.array([message.reaches(book, level) for message in messages]),
            FALSE_ALARMS,
            SETS[1],
        ),
    )
    # A turn in a chat is judged by how its three searches are judged by themselves, so that comes first.
    turns = list(_in_chat(librarian, read_chats(folder / SETS[2])))
    told_in_chat = _keeping(
        np.array([f.told for f, _ in turns]),
        np.array([turn.answerable for _, turn in turns]),
        KEPT_IN_CHAT,
        SETS[2],
    )
    librarian.calibration = replace(librarian.calibration, told_in_chat=told_in_chat)
    return librarian.calibration


def _in_chat(librarian: Librarian, chats: Iterable[Sequence[Question]]) -> Iterator[tuple[Understanding, Question]]:
    """What the librarian makes of the turns that have a chat before them."""
    level = librarian.book.default_level
    for turns in chats:
        chat = Chat()
        for turn in turns:
            found = librarian.understand(turn.text, chat)
            if found.in_chat:
                yield found, turn
            answer = librarian.answer(turn.text, found, level, Policy.WARN)
            chat.remember(found.question, tuple(hit.passage for hit in answer.passages))


def _keeping(values: Values, labels: Labels, kept: float, name: str) -> Judgement:
    """A judgement that says yes to that share of the true ones."""
    return _judgement(values, labels, lambda chances: np.quantile(chances[labels], 1 - kept), name)


def _sparing(values: Values, labels: Labels, mistaken: float, name: str) -> Judgement:
    """A judgement that says yes to that share of the false ones."""
    return _judgement(values, labels, lambda chances: np.quantile(chances[~labels], 1 - mistaken), name)


def _judgement(
    values: Values, labels: Labels, draw: Callable[[npt.NDArray[np.float64]], np.floating[npt.NBitBase]], name: str
) -> Judgement:
    """A logistic regression; `draw` takes its line from the probabilities, which few features can hardly overfit."""
    if labels.all() or not labels.any():
        raise OneSided(f"{name}: there must be cases of both kinds in it, such as answerable ones and others")
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
