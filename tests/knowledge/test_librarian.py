"""The door: questions asked of the shipped book at every level and policy."""

from __future__ import annotations

from itertools import product

import pytest

from knowledge.answer import Answer, Status
from knowledge.book import Passage
from knowledge.compose import unknown
from knowledge.librarian import Librarian
from knowledge.question import BadQuestion
from knowledge.spoilers import Level, Policy
from tests.knowledge.test_compose import FIELDS, hold


def past(librarian: Librarian, level: Level) -> list[Passage]:
    return [p for p in librarian.book.passages if any(secret.rank > level.rank for secret in p.secrets)]


def fields(answer: Answer) -> list[object]:
    return [getattr(answer, field) for field in FIELDS]


def test_whatever_is_asked_nothing_past_the_level_gets_out(librarian: Librarian) -> None:
    """Two questions of every passage, each understood once and answered for all levels and policies."""
    for passage in librarian.book.passages:
        for question in passage.questions[1:9:7]:
            found = librarian.understand(question)
            for level, policy in product(librarian.book.levels, Policy):
                answer = librarian.answer(question, found, level, policy)
                if answer.passages or answer.touches:
                    hold(answer, librarian.book, level, policy)


def test_silent_says_what_it_says_of_the_unknown(librarian: Librarian) -> None:
    start = librarian.book.level("start")
    silenced = 0
    for passage in past(librarian, start):
        answer = librarian.ask(passage.questions[0], start, Policy.SILENT)
        if answer.status is Status.UNKNOWN and answer.shown == unknown("", librarian.book).shown:
            assert fields(answer) == fields(unknown("", librarian.book))
            silenced += 1
    assert silenced >= 10


def test_most_own_questions_find_their_passage(librarian: Librarian) -> None:
    """It has seen them: fewer than nearly all would mean that search is broken."""
    asked = [(passage, question) for passage in librarian.book.passages for question in passage.questions[::12]]
    best = [librarian.book.passages[int(librarian.understand(question).fit.argmax())] for _, question in asked]
    right = sum(found is passage for found, (passage, _) in zip(best, asked, strict=True))
    assert right >= 0.95 * len(asked)


@pytest.mark.parametrize(
    ("question", "status", "touched", "said"),
    [
        ("why was madame crying", Status.ANSWERED, ["part-three", "madame-meeting"], "world"),
        ("who sings the song on the tape", Status.ANSWERED, [], "Judy Bridgewater"),
        ("who wrote Never Let Me Go", Status.ANSWERED, [], "Ishiguro"),
        ("does Ruth die", Status.ANSWERED, ["part-three"], "Ruth"),
        ("what is the capital of France", Status.UNKNOWN, [], "doesn't tell"),
        ("what colour is Tommy's bicycle", Status.UNKNOWN, [], "doesn't tell"),
        ("thanks norfolk!", Status.UNKNOWN, [], "I'm Norfolk"),
    ],
)
def test_questions_that_a_club_asks(
    librarian: Librarian, question: str, status: Status, touched: list[str], said: str
) -> None:
    answer = librarian.ask(question, librarian.book.default_level, Policy.WARN)
    assert answer.status is status
    assert [secret.id for secret in answer.touches] == touched
    assert said in (answer.hidden or answer.shown)


def test_the_same_question_has_the_same_answer(librarian: Librarian) -> None:
    level = librarian.book.default_level
    assert librarian.ask("who is ruth", level, Policy.WARN) == librarian.ask(" who  is\nruth ", level, Policy.WARN)


@pytest.mark.parametrize("text", ["", "?!", "x" * 501])
def test_what_is_no_question_is_refused(librarian: Librarian, text: str) -> None:
    with pytest.raises(BadQuestion):
        librarian.ask(text, librarian.book.default_level, Policy.WARN)


@pytest.mark.parametrize("policy", Policy)
def test_a_button_judges_again(librarian: Librarian, policy: Policy) -> None:
    for level in librarian.book.levels:
        for passage in librarian.book.passages:
            answer = librarian.show([passage], level, policy)
            hold(answer, librarian.book, level, policy)
            assert answer.question == ""


def test_a_broken_character_is_no_crash(librarian: Librarian) -> None:
    librarian.ask("who is \ud83d Ruth", librarian.book.default_level, Policy.WARN)


@pytest.mark.parametrize(
    ("question", "policy", "covered"),
    [
        ("who is Tommy", Policy.WARN, False),
        ("who sings the song on the tape", Policy.WITHHOLD, False),
        ("who is Tommy", Policy.SILENT, True),  # all are covered, or the cover would tell what is kept
        ("is Tommy bullied before he dies", Policy.WARN, True),
        ("is Norfolk where Kathy goes after Tommy dies", Policy.WARN, True),
        ("why was Madame crying", Policy.WARN, True),
    ],
)
def test_a_question_is_repeated_open_only_in_the_words_of_its_level(
    librarian: Librarian, question: str, policy: Policy, covered: bool
) -> None:
    assert librarian.ask(question, librarian.book.default_level, policy).cover_question is covered
    assert not librarian.ask(question, librarian.book.levels[-1], policy).cover_question
