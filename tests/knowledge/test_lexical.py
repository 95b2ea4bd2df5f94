"""BM25 coverage, against the formula worked out here."""

from __future__ import annotations

import math
from pathlib import Path

import numpy as np
import pytest

from knowledge.lexical import Lexical, all_stems, stems

DOCUMENTS = ["the donor donates an organ", "a carer drives to the donor", "the tape of the song, the song of the tape"]


def by_hand(question: list[str]) -> list[float]:
    """Lucene's BM25 with k1 1.5 and b 0.75, divided by the sum of the words' idf; words as stems."""
    documents = [stems(text) for text in DOCUMENTS]
    mean = sum(map(len, documents)) / len(documents)

    def idf(word: str) -> float:
        holding = sum(word in document for document in documents)
        return math.log(1 + (len(documents) - holding + 0.5) / (holding + 0.5))

    def weight(word: str, document: list[str]) -> float:
        count = document.count(word)
        return count / (count + 1.5 * (1 - 0.75 + 0.75 * len(document) / mean))

    total = sum(map(idf, question))
    return [sum(idf(word) * weight(word, document) for word in question) / total for document in documents]


@pytest.mark.parametrize(
    ("question", "words"),
    [
        ("who is the donor", ["donor"]),
        ("the song on the tape", ["song", "tape"]),
        ("does the carer drive", ["carer", "drive"]),
        ("songs songs SONGS", ["song"]),
        ("the donor's piano", ["donor", "piano"]),
        ("a zebra's song", ["zebra", "song"]),
    ],
)
def test_coverage_is_the_share_of_the_question(question: str, words: list[str]) -> None:
    assert Lexical.build(DOCUMENTS).coverage(question) == pytest.approx(by_hand(words), rel=1e-5)


def test_words_that_nobody_knows_cover_nothing() -> None:
    assert Lexical.build(DOCUMENTS).coverage("zebra piano").tolist() == [0, 0, 0]
    assert Lexical.build(DOCUMENTS).coverage("???").tolist() == [0, 0, 0]


def test_stop_words_count_only_when_there_is_nothing_else() -> None:
    assert stems("who is the donor") == ["donor"]
    assert stems("who is it") == all_stems("who is it")
    assert all_stems("Who's Kathy\u2019s carer?") == ["who", "kathi", "carer"]


def test_it_is_the_same_after_saving(tmp_path: Path) -> None:
    built = Lexical.build(DOCUMENTS)
    built.save(tmp_path / "lexical")
    np.testing.assert_array_equal(
        Lexical.load(tmp_path / "lexical").coverage("donor tape"), built.coverage("donor tape")
    )


def test_one_document_is_enough() -> None:
    assert Lexical.build(["the tape"]).coverage("tape")[0] > 0
