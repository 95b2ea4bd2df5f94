"""The door: questions asked of the shipped book at every level and policy."""

from __future__ import annotations

from itertools import product

import pytest

from knowledge.answer import Remark, Status
from knowledge.catalogue import Catalogue
from knowledge.judging.compose import UNKNOWN
from knowledge.judging.followups import Chat
from knowledge.librarian import Librarian
from knowledge.search.question import BadQuestion
from knowledge.spoilers import Policy
from tests.bot.passages import own_questions, past, told
from tests.knowledge.judging.test_compose import hold


def test_whatever_is_asked_nothing_past_the_level_gets_out(librarian: Librarian) -> None:
    for passage in librarian.book.passages:
        question = own_questions(passage)[1]
        for level, policy in product(librarian.book.levels, Policy):
            hold(librarian.ask(question, level, policy), librarian.book, level, policy)


def test_silent_says_what_it_says_of_the_unknown(librarian: Librarian) -> None:
    start = librarian.book.level("start")
    answers = [librarian.ask(own_questions(passage)[0], start, Policy.SILENT) for passage in past(librarian, start)]
    silenced = [answer for answer in answers if answer.status is Status.UNKNOWN and answer.remark is None]
    assert len(silenced) >= 10
    assert all(answer == UNKNOWN for answer in silenced)


def test_who_is_named_so_only_later_is_a_spoiler(catalogue: Catalogue) -> None:
    librarian = catalogue.open("pride-and-prejudice")
    level = librarian.book.level("volume-two")
    for text in ("who is Mrs. Bingley", "who's lydia wickham?"):
        assert librarian.ask(text, level, Policy.WARN).touches
    assert not librarian.ask("who is Bingley", level, Policy.WARN).touches


def test_whatever_is_told_of_who_is_named_so_only_later_is_a_spoiler(catalogue: Catalogue) -> None:
    librarian = catalogue.open("pride-and-prejudice")
    for text in ("how old is Mrs. Darcy", "who are Mrs. Darcy's sisters", "where does mrs. bingley live?"):
        told = {policy: librarian.ask(text, librarian.book.level("volume-two"), policy) for policy in Policy}
        assert told[Policy.WARN].covered or not told[Policy.WARN].told
        assert not told[Policy.WITHHOLD].told
        assert told[Policy.SILENT] == UNKNOWN


def test_most_own_questions_find_their_passage(librarian: Librarian) -> None:
    """It has seen them: fewer than nearly all would mean that search is broken."""
    reader = librarian.reader
    asked = [(passage, question) for passage in librarian.book.passages for question in own_questions(passage)[::12]]
    best = [librarian.book.passages[int(reader.understand(reader.readable(q)).scored.argmax())] for _, q in asked]
    assert sum(found is passage for found, (passage, _) in zip(best, asked, strict=True)) >= 0.95 * len(asked)


@pytest.mark.parametrize(
    ("question", "touched", "said"),
    [
        ("why was madame crying", ["part-three", "madame-meeting"], "world"),
        ("who sings the song on the tape", [], "Judy Bridgewater"),
        ("who wrote Never Let Me Go", [], "Ishiguro"),
        ("does Ruth die", ["part-three"], "Ruth"),
        ("in never let me go, who bullies tommy", [], "bull"),
        ("Norfolk, how old is Kathy? Thank you!", [], "31"),
        ("\uff57\uff48\uff4f sings the song on the tape", [], "Judy Bridgewater"),
        ("what are they donating", [], "organs"),
    ],
)
def test_questions_that_a_club_asks(librarian: Librarian, question: str, touched: list[str], said: str) -> None:
    answer = librarian.ask(question, librarian.book.default_level, Policy.WARN)
    assert answer.status is not Status.UNKNOWN
    assert [secret.id for secret in answer.touches] == touched
    assert said in told(answer)


@pytest.mark.parametrize(
    ("question", "remark"),
    [
        ("what is the capital of France", None),
        ("what colour is Tommy's bicycle", None),
        ("who is Tommy Hilfiger", None),
        ("thanks norfolk!", Remark.SMALL_TALK),
        ("that's wrong", Remark.COMPLAINT),
    ],
)
def test_what_isnt_told_is_refused(librarian: Librarian, question: str, remark: Remark | None) -> None:
    answer = librarian.ask(question, librarian.book.default_level, Policy.WARN)
    assert (answer.status, answer.told) == (Status.UNKNOWN, ())
    assert answer.remark is remark


@pytest.mark.parametrize("policy", Policy)
@pytest.mark.parametrize(
    "said", ["ugh i hate ruth", "i love tommy so much", "this book is so sad", "Miss Lucy was my favourite."]
)
def test_an_opinion_brings_neither_plot_nor_a_warning(librarian: Librarian, policy: Policy, said: str) -> None:
    for level in librarian.book.levels:
        answer = librarian.ask(said, level, policy)
        assert (answer.told, answer.kept, answer.touches, answer.remark) == ((), (), (), Remark.SMALL_TALK)


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ("i love tommy but why is he bullied", "bullies"),
        ("i forgot who madame is", "gallery"),
        ("madame collects what", "art"),
        ("remind me what the song is called", "Judy Bridgewater"),
    ],
)
def test_what_is_asked_with_feeling_is_answered(librarian: Librarian, asked: str, said: str) -> None:
    assert said in told(librarian.ask(asked, librarian.book.levels[-1], Policy.WARN))


def test_two_questions_in_one_get_both_passages_in_book_order(librarian: Librarian) -> None:
    answer = librarian.ask("who sings the song and how old is kathy", librarian.book.default_level, Policy.WARN)
    assert "Judy Bridgewater" in told(answer)
    assert "31" in told(answer)
    hold(answer, librarian.book, librarian.book.default_level, Policy.WARN)


@pytest.mark.parametrize("policy", Policy)
@pytest.mark.parametrize("said", ["that's wrong", "not that one", "stop", "spoiler!"])
def test_a_complaint_in_a_chat_brings_no_plot(librarian: Librarian, policy: Policy, said: str) -> None:
    for level in librarian.book.levels:
        chat = Chat()
        librarian.ask("who is Tommy", level, policy, chat)
        answer = librarian.ask(said, level, policy, chat)
        assert (answer.status, answer.told, answer.kept, answer.remark) == (Status.UNKNOWN, (), (), Remark.COMPLAINT)
        hold(answer, librarian.book, level, policy)


@pytest.mark.parametrize("policy", Policy)
def test_a_complaint_offers_what_may_be_shown_now(librarian: Librarian, policy: Policy) -> None:
    """Whatever held when the answer before it was given; under `silent` nothing, which tells nothing."""
    book, level, chat = librarian.book, librarian.book.default_level, Chat()
    kept = past(librarian, level)[0]
    open_ = next(passage for passage in book.passages if passage not in past(librarian, level))
    chat.remember("who is Tommy", (), (kept, open_))
    offered = [hit.passage for hit in librarian.ask("that's wrong", level, policy, chat).further]
    assert offered == {Policy.WARN: [kept, open_], Policy.WITHHOLD: [open_], Policy.SILENT: []}[policy]


@pytest.mark.parametrize("asked", ["fine. why him", "who had thought of that", "so not yet at the end", "is that true"])
def test_what_asks_on_is_no_remark(librarian: Librarian, asked: str) -> None:
    chat = Chat()
    level = librarian.book.default_level
    librarian.ask("who bullied tommy", level, Policy.WARN, chat)
    assert librarian.ask(asked, level, Policy.WARN, chat).remark is None


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
            hold(librarian.show([passage], level, policy), librarian.book, level, policy)


def test_a_broken_character_is_no_crash(librarian: Librarian) -> None:
    librarian.ask("who is \ud83d Ruth", librarian.book.default_level, Policy.WARN)
