"""Fit all weights of `knowledge.judging`, once for all books, and write weights.json with their provenance.

    python -m knowledge.building.fit --tales tales.jsonl --questions tales-questions.jsonl --build-dir FOLDER

with --encoder for another encoder than the default one, whose weights lie beside the others.

The tales are FairytaleQA's (Xu et al. 2022, Apache 2.0): whole stories that other people wrote, with the questions of
experts. Beside them stand our first book's development sets, with all of its examples, some, and none, questions about
the other shipped books, which have few, and about novels that nobody prepared, so that the weights hold for each.
Nothing of the tales but these weights comes into the project.
"""

from __future__ import annotations

import argparse
import datetime
import hashlib
import json
import random
from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression

from knowledge.books.examples import read_lines
from knowledge.building.atomic import new_file
from knowledge.building.case import Case, blank
from knowledge.building.fitting_cases import DEVELOPMENT, FOREIGN_QUESTIONS, KINDS_OF_BOOK, Shelf
from knowledge.building.labelled import NOVELS, OTHERS, OTHERS_SETS
from knowledge.building.logistic import Choice, Group, binary, judgement, ranking
from knowledge.judging.confidence import GIVEAWAY, PAST, TOLD, Blend, Judgement, bow
from knowledge.judging.kinds import KINDS, Kinds
from knowledge.judging.weights import CHAT, Line, Weights, weights_file
from knowledge.judging.wording import Wording, mask, terms
from knowledge.search.encoders import KNOWN, MINILM, known
from knowledge.search.features import FEATURES
from knowledge.search.words import fold, words

EXAMPLES = Path(__file__).parents[1] / "examples"
SOURCE = "FairytaleQA, uci-soe/FairytaleQAData, commit a24ddc17364666b7c13a425b9970c87368b03417, split fit"
ORDINARY = 10  # tales' questions that must use a word for it to stand for itself in a masked wording
LINES = ("sure", "unsure", "warn", "alarm")
TERM = 4  # examples that must use a masked term
# Shares of the development cases by which the lines are drawn, for each kind of book.
SURE = (0.8, 0.88, 0.957)  # of the answerable questions told as sure
KEPT = (0.985, 0.99, 0.996)  # of the answerable questions not refused
# The same of questions in another language than the book's, of which less can be seen.
SURE_ACROSS, KEPT_ACROSS = (0.6, 0.7, 0.8), (0.95, 0.96, 0.97)
WARNED = (0.042, 0.042, 0.034)  # of the answers within the level that are warned of
ALARMED = 0.037  # of the harmless messages that alarm
# What each kind of book counts: the tales, our first book with its examples thinned out, and the others as they are and
# bare. The tales taught the adapter, so that words meet better there than elsewhere: counted three times, they cost a
# point on books that nobody had met.
COUNTS = {
    "tales": 1.0,
    "all": 1.5,
    "questions": 0.5,
    "half": 0.5,
    "thirty": 0.5,
    "ten": 0.5,
    "five": 1.0,
    "three": 0.3,
    "none": 1.0,
    NOVELS: 1.0,
    **dict.fromkeys((*OTHERS, "asked-all", "asked-five", "asked-none"), 1.0),
    **{f"{slug}, {kind}": 0.7 for slug in OTHERS for kind in ("bare", "untitled")},
}


def fit(shelf: Shelf) -> Weights:
    """All weights, each fitted on what those before it make of the cases."""
    weights = replace(blank(), kinds=_kinds(shelf, 2, 0), wording=_wording(shelf))
    shelf.use(weights)
    weights = replace(weights, ranking=_ranking(shelf.cases()))
    shelf.use(weights)
    cases = shelf.cases()
    # Half of the shared examples taught the kinds, the other half are negatives here; then all teach them.
    told = judgement([_told(name, found, COUNTS[name]) for name, found in cases.items()])
    weights = replace(weights, told=told, past=judgement(list(_past(cases))), kinds=_kinds(shelf, 1, 0))
    shelf.use(weights)
    weights = replace(weights, chat=_chat(shelf), giveaway=judgement(list(shelf.messages())))
    shelf.use(weights)
    weights = _lines(shelf, weights)
    return replace(weights, across=_across(shelf, weights))


def _across(shelf: Shelf, weights: Weights) -> Weights | None:
    """Those for questions in another language than the book's; None for an encoder of one language."""
    if not shelf.foreign(weights):
        return None
    weights = replace(weights, ranking=_ranking(shelf.foreign(weights)))
    cases = shelf.foreign(weights)
    told = judgement([_told(name, found, COUNTS[name]) for name, found in cases.items()])
    weights = replace(weights, told=told, past=judgement(list(_past(cases))))
    asked = {name: cases[f"asked-{name}"] for name in KINDS_OF_BOOK}
    return _drawn(weights, asked, SURE_ACROSS, KEPT_ACROSS)


def _kinds(shelf: Shelf, every: int, first: int) -> Kinds:
    """Learnt from every so many of the shared examples, against questions about books and against each other."""
    lists = {
        name: np.array([shelf.vector(fold(text)) for text in read_lines(EXAMPLES / f"{name}.txt")[first::every]])
        for name in ("small-talk", "off-topic", "complaints", "namesakes", "follow-ups", "opinions", "requests")
    }
    questions = np.array([shelf.vector(text) for text in shelf.questions()])
    talk, topic, complaint = lists["small-talk"], lists["off-topic"], lists["complaints"]
    elsewhere = np.vstack([topic, lists["namesakes"]])
    found = {
        "small-talk": binary(talk, np.vstack([questions, elsewhere, complaint, lists["follow-ups"]])),
        "off-topic": binary(elsewhere, questions),
        "complaint": binary(complaint, np.vstack([questions, talk, elsewhere, lists["follow-ups"]])),
        "follow-up": binary(lists["follow-ups"], questions),
        "opinion": binary(lists["opinions"], np.vstack([lists["requests"], questions, complaint, lists["follow-ups"]])),
    }
    return Kinds(
        np.array([found[kind][0] for kind in KINDS], dtype=np.float32),
        np.array([found[kind][1] for kind in KINDS], dtype=np.float32),
    )


def _wording(shelf: Shelf) -> Wording:
    """Learnt from told questions against untold ones, their book's words masked: our book's, and the novels', of which
    told and untold count half as much, since one hand wrote both."""
    asked = Counter(word for text in shelf.tales_questions() for word in set(words(text)))
    names = shelf.names()
    ordinary = frozenset(
        word for word, count in asked.items() if count >= ORDINARY and word.isascii() and word not in names
    )
    masked: list[list[str]] = []
    labels, weights = [], []
    for sources, share in ((shelf.worded(), 1.0), (shelf.novels_worded(), 0.5)):
        found = [(mask(fold(text), ordinary, known.__contains__), told) for text, known, told in sources]
        count = Counter(told for _, told in found)
        masked += [text for text, _ in found]
        labels += [told for _, told in found]
        weights += [share / count[told] for _, told in found]
    vectorizer = TfidfVectorizer(analyzer=terms, sublinear_tf=True, min_df=TERM)
    matrix = vectorizer.fit_transform(masked)
    scaled = np.array(weights) * len(weights) / sum(weights)
    model = LogisticRegression(C=3.0, max_iter=1000).fit(matrix, labels, sample_weight=scaled)
    learnt = vectorizer.get_feature_names_out().tolist()
    return Wording(
        ordinary,
        dict(zip(learnt, np.round(vectorizer.idf_, 3).tolist(), strict=True)),
        dict(zip(learnt, np.round(model.coef_[0], 3).tolist(), strict=True)),
        float(model.intercept_[0]),
    )


def _ranking(cases: dict[str, list[Case]]) -> Any:
    choices = []
    for name, found in cases.items():
        right = [(case, case.right) for case in found if case.right is not None and case.right.any()]
        for case, answers in right:
            features = case.found.features.astype(float)
            choices.append(Choice(features, answers, case.own, COUNTS[name] / len(right)))
    return ranking(choices)


def _told(name: str, cases: list[Case], weight: float) -> Group:
    labels = np.array([case.told for case in cases])
    return Group(np.array([case.signals for case in cases]), labels, cases[0].richness, weight)


def _past(cases: dict[str, list[Case]]) -> Any:
    for name, found in cases.items():
        known = [case for case in found if case.past is not None]
        if known:
            signals = np.array([case.past_signals for case in known])
            yield Group(signals, np.array([case.past for case in known]), known[0].richness, COUNTS[name])


def _chat(shelf: Shelf) -> Judgement:
    return judgement([group for name in ("all", "none") for group in shelf.chats(name)])


def _lines(shelf: Shelf, weights: Weights) -> Weights:
    """Where each judgement says yes: drawn on the development cases of the bare book, one with few examples, and the
    rich one."""
    cases = shelf.cases()
    alarms = [
        np.quantile(
            [weights.giveaway.log_odds(row, group.richness) for row in group.signals[~group.labels]], 1 - ALARMED
        )
        for group in shelf.messages(("none", "all"), whole=True)
    ]
    # A book has all of its messages or none, whatever else it has.
    alarm = _line([cases[name][0].richness for name in KINDS_OF_BOOK], [alarms[0], sum(alarms) / 2, alarms[1]])
    return replace(_drawn(weights, cases, SURE, KEPT), alarm=alarm)


def _drawn(weights: Weights, cases: dict[str, list[Case]], sure: tuple[float, ...], kept: tuple[float, ...]) -> Weights:
    """The weights with the lines at which these shares of the told are sure, and kept."""
    told = {
        name: np.array([weights.told.log_odds(case.signals, case.richness) for case in cases[name] if case.told])
        for name in KINDS_OF_BOOK
    }
    past = {
        name: np.array([weights.past.log_odds(c.past_signals, c.richness) for c in cases[name] if c.past is False])
        for name in KINDS_OF_BOOK
    }
    richness = [cases[name][0].richness for name in KINDS_OF_BOOK]

    def shares(values: dict[str, Any], wanted: tuple[float, ...]) -> Line:
        return _line(richness, [np.quantile(values[name], at) for name, at in zip(KINDS_OF_BOOK, wanted, strict=True)])

    return replace(
        weights,
        sure=shares(told, tuple(1 - share for share in sure)),
        unsure=shares(told, tuple(1 - share for share in kept)),
        warn=shares(past, tuple(1 - share for share in WARNED)),
    )


def _line(richness: list[float], values: Iterable[Any]) -> Line:
    columns = np.array([[1, at, bow(at)] for at in richness])
    return Line(*np.linalg.solve(columns, list(values)).round(4).tolist())


def _json(weights: Weights, provenance: dict[str, object]) -> str:
    def named(judgement: Judgement, signals: tuple[str, ...]) -> dict[str, list[float]]:
        blend = judgement.weights
        return dict(zip((*signals, "bias"), rows(blend), strict=True))

    def rows(blend: Blend) -> list[list[float]]:
        found: list[list[float]] = np.stack([blend.base, blend.more, blend.bend], axis=1).round(5).tolist()
        return found

    data = {
        "provenance": provenance,
        "ranking": dict(zip(FEATURES, rows(weights.ranking), strict=True)),
        "told": named(weights.told, TOLD),
        "chat": named(weights.chat, CHAT),
        "past": named(weights.past, PAST),
        "giveaway": named(weights.giveaway, GIVEAWAY),
        "lines": {
            name: [getattr(weights, name).base, getattr(weights, name).more, getattr(weights, name).bend]
            for name in ("sure", "unsure", "warn", "alarm")
        },
        "kinds": {
            kind: {"bias": round(float(bias), 4), "weights": row.round(4).tolist()}
            for kind, row, bias in zip(KINDS, weights.kinds.weights, weights.kinds.bias, strict=True)
        },
        "wording": {
            "bias": round(weights.wording.bias, 4),
            "ordinary": sorted(weights.wording.ordinary),
            "terms": {term: [weights.wording.idf[term], weight] for term, weight in weights.wording.weights.items()},
        },
    }
    if (across := weights.across) is not None:
        data["across"] = {
            "ranking": dict(zip(FEATURES, rows(across.ranking), strict=True)),
            "told": named(across.told, TOLD),
            "past": named(across.past, PAST),
            "lines": {name: list(vars(getattr(across, name)).values()) for name in ("sure", "unsure", "warn")},
        }
    lines = [f"{json.dumps(key)}: {json.dumps(value, ensure_ascii=False)}" for key, value in data.items()]
    return "{\n" + ",\n".join(lines) + "\n}\n"


def digest(files: Iterable[Path]) -> str:
    """What tells files from others: sixteen hex digits of the SHA-256 of all their bytes in turn."""
    return hashlib.sha256(b"".join(file.read_bytes() for file in files)).hexdigest()[:16]


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m knowledge.building.fit", description="Fit the weights.")
    parser.add_argument("--tales", type=Path, required=True, help="JSON lines: book, title, passages, split")
    parser.add_argument("--questions", type=Path, required=True, help="JSON lines: book, question, gold, split")
    parser.add_argument("--sets", type=Path, default=Path("tests/questions"), help="the development sets")
    parser.add_argument("--build-dir", type=Path, required=True, help="where the encoder lies, or is exported to")
    parser.add_argument("--encoder", choices=list(KNOWN), default=MINILM.name)
    parser.add_argument("--to", type=Path, help="the encoder's file of weights unless told")
    options = parser.parse_args()
    encoder = known(options.encoder)
    shelf = Shelf(options.tales, options.questions, options.sets, options.build_dir, random.Random(1), encoder)
    weights = fit(shelf)
    ours = [*DEVELOPMENT, *(f"{OTHERS_SETS}/{slug}.jsonl" for slug in OTHERS)]
    sets = [*ours, FOREIGN_QUESTIONS] if encoder.languages is None else ours
    files = [options.tales, options.questions, *(options.sets / name for name in sets)]
    provenance: dict[str, object] = {
        "tales": SOURCE,
        "command": f"python -m knowledge.building.fit --encoder {encoder.name} ...",
        "encoder": encoder.name,
        "date": str(datetime.datetime.now(datetime.UTC).date()),
        "sha256": {file.name: digest([file]) for file in files}
        | {NOVELS: digest(sorted((options.sets / NOVELS).iterdir()))},
    }
    with new_file(options.to or weights_file(encoder)) as draft:
        draft.write_text(_json(weights, provenance), encoding="utf-8")


if __name__ == "__main__":
    main()
