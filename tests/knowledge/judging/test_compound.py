"""Two questions in one message: which texts are two, and which only look so."""

from __future__ import annotations

import pytest

from knowledge.judging.compound import parts


@pytest.mark.parametrize(
    ("text", "two"),
    [
        ("who is ruth and where do they move", ["who is ruth", "where do they move"]),
        ("does he die? why is that", ["does he die", "why is that"]),
        ("whats hailsham and was it real", ["whats hailsham", "was it real"]),
        ("after she leaves who looks after him? also what was she sorry for",
         ["after she leaves who looks after him", "what was she sorry for"]),
        ("i would like to know how old she is and which job she has",
         ["i would like to know how old she is", "which job she has"]),
    ],
)  # fmt: skip
def test_two_questions(text: str, two: list[str]) -> None:
    assert parts(text) == two


@pytest.mark.parametrize(
    "text",
    [
        "how does he lose his temper, is it the football",
        "when the girl sings, who cries",
        "two worlds are contrasted. which is arriving",
        "i fell asleep, what do they do",
        "he is sad, why",
        "",
        "? ? and who",
    ],
)
def test_one_question(text: str) -> None:
    assert parts(text) == [text]
