"""Inverted lists against the formulas worked out here."""

from __future__ import annotations

import math

import numpy as np
import pytest

from knowledge.search import postings
from knowledge.search.words import stems

DOCUMENTS = ["the donor donates an organ", "a carer drives to the donor", "the tape of the song, the song of the tape"]
TERMS = [stems(text) for text in DOCUMENTS]


def bm25_by_hand(asked: list[str]) -> list[float]:
    """Lucene's BM25 with k1 1.5 and b 0.75, without its idf."""
    average = sum(map(len, TERMS)) / len(TERMS)
    return [
        sum(
            document.count(term) * 2.5 / (document.count(term) + 1.5 * (0.25 + 0.75 * len(document) / average))
            for term in asked
            if term in document
        )
        for document in TERMS
    ]


@pytest.mark.parametrize("question", ["donor", "who is the donor with a carer", "song tape", "zebra"])
def test_bm25(question: str) -> None:
    built = postings.build(TERMS, postings.bm25)
    asked = stems(question)
    np.testing.assert_allclose(built.scores(dict.fromkeys(asked, 1.0)), bm25_by_hand(asked), rtol=1e-5)


def test_idf_is_highest_for_what_nobody_says() -> None:
    built = postings.build(TERMS, postings.presence)
    assert built.frequency("donor") == 2
    assert built.idf("donor") == pytest.approx(math.log(1 + 1.5 / 2.5))
    assert built.idf("zebra") == pytest.approx(math.log(1 + 3.5 / 0.5))
    assert built.idf("zebra") > built.idf("song") > built.idf("donor")


def test_tfidf_is_of_unit_length() -> None:
    built = postings.build(TERMS, postings.tfidf)
    for number in range(len(TERMS)):
        assert (built.weights[built.documents == number] ** 2).sum() == pytest.approx(1)
    scores = built.scores(postings.unit(TERMS[2], built.idf))
    assert scores[2] == pytest.approx(1, abs=1e-5)
    assert scores[:2].tolist() == [0, 0]


def test_a_matrix_has_a_row_a_term() -> None:
    built = postings.build(TERMS, postings.presence)
    assert built.matrix(["donor", "zebra"]).tolist() == [[1, 1, 0], [0, 0, 0]]


def test_documents_without_terms_count() -> None:
    built = postings.build([[], ["song"]], postings.presence)
    assert built.count == 2
    assert built.scores({"song": 2.0}).tolist() == [0, 2]


@pytest.mark.parametrize("weigh", [postings.presence, postings.bm25, postings.tfidf])
@pytest.mark.parametrize("documents", [[], [[]], [[], []]])
def test_nothing_is_found_in_nothing(documents: list[list[str]], weigh: postings.Weigh) -> None:
    built = postings.build(documents, weigh)
    assert built.scores({"song": 1.0}).tolist() == [0] * len(documents)
