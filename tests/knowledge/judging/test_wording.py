"""What is left of a question when the book's words are masked; two questions in one; questions of what is not."""

from __future__ import annotations

import pytest

from knowledge.judging.compound import parts
from knowledge.judging.negation import asks_what_is_not, denies
from knowledge.judging.wording import Wording, mask, terms

ORDINARY = frozenset({"hair", "colour"})


def test_the_books_words_and_rare_ones_are_signs() -> None:
    known = {"ruth", "tape"}.__contains__
    assert mask("what colour is Ruth's tape", ORDINARY, known) == ["<", "what", "colour", "is", "_", "s", "_", ">"]
    assert mask("who is zyxqwv plugh", ORDINARY, known) == ["<", "who", "is", "?", ">"]
    assert terms(["<", "who", ">"]) == ["<", "who", ">", "< who", "who >", "< who >"]


def test_nothing_known_leaves_the_bias() -> None:
    wording = Wording(ORDINARY, {"hair": 1.0}, {"hair": -2.0}, 0.5)
    assert wording.log_odds("who", lambda _: False) == 0.5
    assert wording.log_odds("her hair", lambda _: False) == pytest.approx(-1.5)


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("who is ruth and where do they move after school", 2),
        ("does he die? why was madame crying", 2),
        ("where is it set, and into how many parts is it split", 2),
        ("who are Kathy and Ruth", 1),
        ("why does she cry", 1),
        ("who and why", 1),
    ],
)
def test_two_questions_are_parted(text: str, count: int) -> None:
    assert len(parts(text)) == count


@pytest.mark.parametrize(
    ("question", "asks"),
    [
        ("who isn't bullied", True),
        ("which of the students was NOT a clone", True),
        ("who doesn\u2019t die", True),
        ("who is bullied", False),
        ("why isn't it a normal school", False),
    ],
)
def test_what_is_not(question: str, asks: bool) -> None:
    assert asks_what_is_not(question) is asks
    assert denies(question, "Tommy is bullied.") is asks
    assert not denies(question, "Ruth is not bullied.")
