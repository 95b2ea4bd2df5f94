"""The classifiers on tiny data, and how far texts reach."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from knowledge.bagofwords import BagOfWords
from knowledge.book import Book
from knowledge.classifier import NEVER, Floats, logistic, margins
from knowledge.extent import extents, log_odds, past
from knowledge.librarian import Librarian
from tests.knowledge.conftest import SALT_CLOCK, opened

POINTS = np.array([[1, 0], [0.9, 0.1], [0, 1], [0.1, 0.9], [-1, 0], [-0.9, -0.1]], dtype=np.float32)
ROOT = Path(__file__).parents[2]

Train = Callable[..., tuple[Floats, Floats]]


@pytest.mark.parametrize("train", [logistic, margins])
@pytest.mark.parametrize("classes", [[0, 0, 1, 1, 2, 2], [0, 0, 2, 2, 2, 2], [2, 2, 2, 2, 2, 2]])
def test_a_classifier_knows_its_examples(classes: list[int], train: Train) -> None:
    """Three classes, two with one that has no example, and a single one: each of them wins where it should."""
    weights, biases = train(POINTS, np.array(classes), 4)
    assert (weights.shape, biases.shape) == ((4, 2), (4,))
    logits = POINTS @ weights.T + biases
    assert logits.argmax(axis=1).tolist() == classes
    for absent in set(range(4)) - set(classes):
        assert biases[absent] == NEVER
        assert not weights[absent].any()


def test_two_classes_are_as_likely_as_scikit_learn_says() -> None:
    from sklearn.linear_model import LogisticRegression

    classes = np.array([0, 0, 0, 1, 1, 1])
    weights, biases = logistic(POINTS, classes, 2)
    logits = POINTS @ weights.T + biases
    chances = np.exp(logits) / np.exp(logits).sum(axis=1, keepdims=True)
    model = LogisticRegression(C=30.0, max_iter=300, tol=1e-3).fit(POINTS, classes)
    np.testing.assert_allclose(chances, model.predict_proba(POINTS), atol=1e-4)


def test_a_light_example_counts_less() -> None:
    points, classes = np.array([[1.0], [1.0]], dtype=np.float32), np.array([0, 1])
    for weights, wins in (([1.0, 0.1], 0), ([0.1, 1.0], 1)):
        learnt, biases = logistic(points, classes, 2, weights)
        assert (points @ learnt.T + biases).argmax(axis=1).tolist() == [wins, wins]


TEXTS = ["who sings the song", "the song on the tape", "who dies at the end", "does anybody die", "hello there"]


@pytest.fixture(scope="module")
def words() -> BagOfWords:
    return BagOfWords.train(TEXTS, [0, 0, 1, 1, 2], 4, logistic)


def test_words_tell_texts_apart(words: BagOfWords) -> None:
    assert [int(words.decide(text).argmax()) for text in ("a SONG?", "who died", "hello hello")] == [0, 1, 2]
    assert words.decide("a song")[3] <= NEVER  # the class without examples


def test_new_words_leave_the_bias(words: BagOfWords) -> None:
    np.testing.assert_array_equal(words.decide("zebra"), words.decide(""))
    assert words.decide("zebra song").argmax() == 0


def test_words_are_the_same_after_saving(words: BagOfWords, tmp_path: Path) -> None:
    words.save(tmp_path / "words")
    loaded = BagOfWords.load(tmp_path / "words")
    for text in (*TEXTS, "who sang at the end", ""):
        np.testing.assert_array_equal(loaded.decide(text), words.decide(text))


def test_extents_are_what_the_data_gives_away(salt_clock: Book) -> None:
    found = extents(salt_clock)
    assert found[0] == ()
    assert {tuple(secret.id for secret in extent) for extent in found} == {
        (), ("part-one",), ("part-two",), ("part-two", "the-sister"), ("part-two", "the-wreck")}  # fmt: skip
    reach = [max((secret.rank for secret in extent), default=0) for extent in found]
    assert reach == sorted(reach)
    for level in salt_clock.levels:
        assert [past(extent, level) for extent in found] == [rank > level.rank for rank in reach]


def test_extents_have_the_same_order_in_every_process() -> None:
    """What a build has learnt is kept by their numbers: another order swaps its classes."""
    script = f"""
from pathlib import Path
from knowledge.extent import extents
from knowledge.reading import read_book
print(extents(read_book(Path({str(SALT_CLOCK)!r}))))
"""
    orders = set()
    for seed in "1234567":
        environment = {**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": str(ROOT)}
        orders.add(subprocess.run([sys.executable, "-c", script], env=environment, capture_output=True).stdout)
    assert len(orders) == 1


def test_log_odds() -> None:
    logits = np.log(np.array([0.2, 0.3, 0.5], dtype=np.float32))
    assert log_odds(logits, np.array([True, True, False])) == pytest.approx(0, abs=1e-6)
    assert log_odds(logits, np.array([False, False, True])) == pytest.approx(0, abs=1e-6)
    assert log_odds(logits, np.array([True, False, False])) == pytest.approx(np.log(0.2 / 0.8), abs=1e-6)
    assert log_odds(logits, np.array([True, True, True])) == 30
    assert log_odds(logits, np.array([False, False, False])) == -30


@pytest.fixture(scope="module")
def small(shelf: Path) -> Librarian:
    return opened(SALT_CLOCK, shelf)


@pytest.mark.parametrize(
    ("text", "level", "ids"),
    [
        ("the captain went down with his ship", "part-one", {"part-two", "the-wreck"}),
        ("so the tax woman was family all along", "part-one", {"part-two", "the-sister"}),
        ("the captain went down with his ship", "part-two", set()),
        ("are we meeting on Friday?", "part-one", set()),
        ("that boy and his boat in the reeds", "part-one", set()),
    ],
)
def test_what_messages_give_away(small: Librarian, text: str, level: str, ids: set[str]) -> None:
    check = small.check(text, small.book.level(level))
    assert {secret.id for secret in check.touches} == ids
    assert 0 <= check.score <= 1


def test_any_text_can_be_checked(librarian: Librarian) -> None:
    for text in ("", " ", "🙂", "x" * 5000, "Ruth " * 2000, "誰"):
        for level in librarian.book.levels:
            touched = librarian.check(text, level).touches
            assert all(secret.rank > level.rank for secret in touched)
    assert librarian.check("Ruth dies", librarian.book.levels[-1]).touches == ()


def test_a_level_that_no_message_passes(shelf: Path, salt_clock: Book) -> None:
    """A part after all that the data gives away: nothing lies past the one before it."""
    last = salt_clock.levels[-1]
    longer = replace(salt_clock, levels=(*salt_clock.levels, replace(last, rank=3, id="part-three")))
    assert not any(past(extent, last) for extent in extents(longer))
    small = opened(SALT_CLOCK, shelf)
    small.book = longer
    assert small.check("the captain went down with his ship", last).touches == ()
