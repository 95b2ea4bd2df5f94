"""Scores to probabilities, and the weights that the project ships."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from knowledge.building.fit import digest
from knowledge.building.fitting_cases import DEVELOPMENT
from knowledge.building.labelled import NOVELS, OTHERS, OTHERS_SETS
from knowledge.judging.confidence import Blend, Judgement, log_odds, probabilities, probability, vote
from knowledge.judging.weights import FILE, load_weights

QUESTIONS = Path(__file__).parents[2] / "questions"


def test_scores_become_probabilities() -> None:
    chances = probabilities(np.array([1000.0, 1001.0, -1000.0]))
    assert chances.sum() == pytest.approx(1)
    assert chances[1] / chances[0] == pytest.approx(np.e, rel=1e-4)


def test_richness_shifts_a_judgement() -> None:
    judgement = Judgement(Blend(np.array([2.0, -1.0, 0.5]), np.array([-2.0, 0.0, 1.0]), np.zeros(3)))
    signals = np.array([1.0, 1.5])
    assert judgement.log_odds(signals, 0.0) == pytest.approx(1.0)
    assert judgement.log_odds(signals, 1.0) == pytest.approx(0.0)
    assert probability(0.0) == 0.5


def test_log_odds() -> None:
    logits = np.log(np.array([0.2, 0.3, 0.5]))
    assert log_odds(logits, np.array([True, True, False])) == pytest.approx(0, abs=1e-6)
    assert log_odds(logits, np.array([True, False, False])) == pytest.approx(np.log(0.2 / 0.8), abs=1e-6)
    assert log_odds(logits, np.array([True, True, True])) == 30
    assert log_odds(logits, np.array([False, False, False])) == -30


def test_the_nearest_examples_vote() -> None:
    near = np.array([0.9, 0.8, 0.2], dtype=np.float32)
    assert vote(near, np.array([True, True, False])) > 1 > -1 > vote(near, np.array([False, False, True]))
    assert vote(near[:0], np.zeros(0, dtype=bool)) == 0  # nobody votes: neutral


def test_weights_for_other_signals_are_refused(tmp_path: Path) -> None:
    data = json.loads(FILE.read_text())
    data["told"]["another"] = data["told"].pop("late")
    broken = tmp_path / "weights.json"
    broken.write_text(json.dumps(data))
    with pytest.raises(
        ValueError, match=r"'told' was fitted for other signals; run: python -m knowledge\.building\.fit"
    ):
        load_weights(broken)


def test_the_weights_say_what_they_were_fitted_on() -> None:
    provenance = json.loads(FILE.read_text())["provenance"]
    assert "FairytaleQA" in provenance["tales"]
    assert not any("test" in name for name in provenance["sha256"])
    names = (*DEVELOPMENT, *(f"{OTHERS_SETS}/{slug}.jsonl" for slug in OTHERS))
    files = {Path(name).name: [QUESTIONS / name] for name in names} | {NOVELS: sorted((QUESTIONS / NOVELS).iterdir())}
    digests = {name: digest(found) for name, found in files.items()}
    assert digests.items() <= provenance["sha256"].items()  # one was changed since? fit anew


def test_no_name_of_a_book_is_in_the_wording() -> None:
    words = {word for term in load_weights().wording.weights for word in term.split()}
    names = "kathy ruth tommy madame hailsham norfolk cottages emily judy bridgewater ishiguro"
    assert not words & set(names.split())
    assert {"who", "how", "_", "?"} <= words
