from __future__ import annotations

import hashlib
import re
import tomllib
from pathlib import Path

import numpy as np
import pytest

from knowledge.calibrate import SETS
from knowledge.confidence import (
    FEATURES,
    FILE,
    Judgement,
    load_calibration,
    probabilities,
    told_features,
    uncalibrated,
)
from knowledge.index import Signals

QUESTIONS = Path(__file__).parents[1] / "questions"


def test_a_judgement_is_a_logistic_regression() -> None:
    judgement = Judgement(np.array([2, -1], dtype=np.float32), 0.5, 0.7)
    values = np.array([1, 1.5], dtype=np.float32)
    assert judgement.probability(values) == pytest.approx(1 / (1 + np.exp(-1.0)))
    assert judgement.says_yes(values)
    assert not judgement.says_yes(np.array([0, 0], dtype=np.float32))


def test_fits_become_probabilities() -> None:
    chances = probabilities(np.array([1000, 1001, -1000], dtype=np.float32))
    assert chances.sum() == pytest.approx(1)
    assert chances[1] / chances[0] == pytest.approx(np.e, rel=1e-4)


def test_the_features_of_a_question() -> None:
    """Two passages and three refusals; each number stands where its name does."""
    signals = Signals(
        logit=np.array([3, 1, 2, 0, -1], dtype=np.float32),
        question=np.array([0.5, 0.4, 0.3, 0.1, 0.2], dtype=np.float32),
        text=np.array([0.2, 0.6, -1, -1, -1], dtype=np.float32),
        coverage=np.array([0.1, 0.7, 0, 0, 0], dtype=np.float32),
        words=np.array([0.1, -0.1], dtype=np.float32),
        follow_up=0.0,
        reach=np.array([1, 1, 0.5], dtype=np.float32),
    )
    values = told_features(signals, np.array([9, 7], dtype=np.float32), names=True)
    found = dict(zip(FEATURES["told"], values.tolist(), strict=True))
    assert found == pytest.approx(
        {
            "fit": 9,
            "margin": 2,
            "told": np.log(np.exp(3) + np.exp(1)) - np.log(np.exp(2) + 1 + np.exp(-1)),
            "untold": -1,
            "question": 0.5,
            "untold_question": 0.3,
            "other_question": 0.2,
            "text": 0.6,
            "coverage": 0.7,
            "fit_coverage": 0.1,
            "names": 1,
            "words": np.log(2 * np.e) - 0.5,
        },
        rel=1e-5,
    )


def test_one_passage_has_no_margin() -> None:
    logit, question, text, coverage, words, reach = (np.zeros(size, dtype=np.float32) for size in (4, 4, 4, 4, 1, 2))
    signals = Signals(logit, question, text, coverage, words, 0.0, reach)
    values = told_features(signals, np.array([5], dtype=np.float32), names=False)
    assert dict(zip(FEATURES["told"], values, strict=True))["margin"] == 0


def test_an_uncalibrated_judgement_says_yes() -> None:
    for name, features in FEATURES.items():
        assert getattr(uncalibrated(), name).says_yes(np.full(len(features), -5, dtype=np.float32))


@pytest.mark.parametrize("name", FEATURES)
def test_a_calibration_for_other_features_is_refused(tmp_path: Path, name: str) -> None:
    text = FILE.read_text()
    first = FEATURES[name][0]
    section = f"[{name}.weights]\n"
    broken = tmp_path / "calibration.toml"
    for spoilt in (text.replace(f"{section}{first}", f"{section}old_{first}"), text.replace(section, "[other]\n")):
        assert spoilt != text
        broken.write_text(spoilt)
        with pytest.raises(
            ValueError, match=r"calibration\.toml was fitted for other features; run: norfolk calibrate"
        ):
            load_calibration(broken)


def test_the_shipped_calibration_can_say_both() -> None:
    shipped = load_calibration()
    for name in FEATURES:
        assert 0 < getattr(shipped, name).line < 1
        assert getattr(shipped, name).weights.any()


def test_the_shipped_calibration_was_fitted_on_the_sets_as_they_are() -> None:
    """A set was changed since? Run `norfolk calibrate --questions tests/questions`."""
    provenance = tomllib.loads(FILE.read_text())["provenance"]
    assert provenance["book"] == "never-let-me-go"
    assert re.fullmatch(r"\d{4}-\d\d-\d\d", str(provenance["date"]))
    assert list(provenance["sets"]) == list(SETS)
    assert not any("test" in name for name in SETS)
    for name, digest in provenance["sets"].items():
        assert hashlib.sha256((QUESTIONS / name).read_bytes()).hexdigest().startswith(digest), name
