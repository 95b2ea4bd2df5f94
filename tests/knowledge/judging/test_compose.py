"""Nothing past the level gets out, whatever the level, the policy and the passages found."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.answer import Answer, Hit, Remark, Status
from knowledge.book import Book, Passage
from knowledge.books.reading import LIBRARY, read_book
from knowledge.judging.compose import (
    DOUBT,
    FURTHER,
    LONGER,
    LONGEST,
    UNKNOWN,
    answer_of,
    apart,
    both,
    compose,
    covered_like,
)
from knowledge.spoilers import Level, Policy
from tests.knowledge.conftest import SALT_CLOCK

SHIPPED, SMALL = read_book(LIBRARY / "never-let-me-go"), read_book(SALT_CLOCK)

Found = tuple[Book, list[Hit], Level, Policy]


def is_past(passage: Passage, level: Level) -> bool:
    """Told here without `touches`, so that a mistake there is seen."""
    return any(secret.rank > level.rank for secret in passage.secrets)


@st.composite
def found(draw: st.DrawFn, most: int = 6) -> Found:
    """Ranked passages of a book, with a level and a policy."""
    book = draw(st.sampled_from([SHIPPED, SMALL]))
    passages = draw(st.lists(st.sampled_from(book.passages), min_size=1, max_size=most, unique=True))
    scores = draw(st.lists(st.floats(0, 1), min_size=len(passages), max_size=len(passages)))
    if draw(st.booleans()):  # otherwise those on one side of the level stand first, whatever their scores
        scores.sort(reverse=True)
    hits = [Hit(passage, score) for passage, score in zip(passages, scores, strict=True)]
    return book, hits, draw(st.sampled_from(book.levels)), draw(st.sampled_from(list(Policy)))


def hold(answer: Answer, book: Book, level: Level, policy: Policy) -> None:
    """What must be true of every answer."""
    told, further = ([hit.passage for hit in hits] for hits in (answer.told, answer.further))
    order = list(book.passages)
    assert told == sorted(told, key=order.index)
    assert all(secret.rank > level.rank for secret in answer.touches)
    past = {secret for passage in (*told, *answer.kept) for secret in passage.secrets if secret.rank > level.rank}
    assert set(answer.touches) == past
    assert answer.covered or not any(is_past(passage, level) for passage in told)
    assert len(further) <= FURTHER
    assert not set(told) & set(further)
    if policy is Policy.WARN:
        assert answer.kept == ()
        return
    assert not answer.covered
    assert not any(is_past(passage, level) for passage in (*told, *further))
    if policy is Policy.SILENT:
        assert (answer.touches, answer.kept) == ((), ())
        assert answer.told or replace(answer, remark=None, further=()) == UNKNOWN


@given(found(), st.booleans())
def test_whatever_is_found_nothing_past_the_level_gets_out(given: Found, sure: bool) -> None:
    book, hits, level, policy = given
    answer = compose(hits, sure, book, level, policy)
    hold(answer, book, level, policy)
    assert sure or answer.status is not Status.SURE


@given(found(most=3))
def test_nor_from_what_a_button_shows_again(given: Found) -> None:
    book, hits, level, policy = given
    hold(answer_of(hits, True, book, level, policy), book, level, policy)


@given(found(), found())
def test_nor_from_two_answers_in_one(one: Found, other: Found) -> None:
    book, hits, level, policy = one
    others = [hit for hit in other[1] if hit.passage in book.passages] or hits
    answers = [compose(ranked, True, book, level, policy) for ranked in (hits, others)]
    if Status.UNKNOWN in [answer.status for answer in answers]:
        return
    together = both(*answers, book, level)
    hold(together, book, level, policy)
    told = [hit.passage for hit in together.told]
    for answer in answers:
        best = max(answer.told, key=lambda hit: hit.score, default=None)
        assert best is None or best.passage in told
    short = sum(len(hit.passage.text.split()) for answer in answers for hit in answer.told) <= LONGER
    assert not short or {hit.passage for answer in answers for hit in answer.told} == set(told)


@pytest.mark.parametrize("policy", Policy)
def test_every_passage_at_every_level(policy: Policy) -> None:
    for book in (SHIPPED, SMALL):
        for level in book.levels:
            for passage in book.passages:
                answer = compose([Hit(passage, 1.0)], True, book, level, policy)
                hold(answer, book, level, policy)
                if not is_past(passage, level) or policy is Policy.WARN:
                    assert [hit.passage for hit in answer.told] == [passage]
                    assert answer.covered is is_past(passage, level)
                elif policy is Policy.WITHHOLD:
                    assert (answer.told, answer.kept) == ((), (passage,))
                else:
                    assert answer == UNKNOWN


@given(found())
def test_an_answer_gathers_no_more_than_it_should(given: Found) -> None:
    book, hits, level, policy = given
    told = compose(hits, True, book, level, policy).told
    assert len(told) <= 2
    room = LONGEST if all(hit.score >= DOUBT for hit in told) else LONGER
    assert len(told) < 2 or sum(len(hit.passage.text.split()) for hit in told) <= room
    assert len(compose(hits, False, book, level, policy).told) <= 1  # who isn't sure tells one passage


def hits(*found: tuple[str, float]) -> list[Hit]:
    return [Hit(SMALL.by_id[id], score) for id, score in found]


def ids(told: tuple[Hit, ...]) -> list[str]:
    return [hit.passage.id for hit in told]


ONE = SMALL.level("part-one")


def test_two_passages_are_told_in_book_order() -> None:
    answer = compose(hits(("boat", 0.5), ("keeper", 0.45)), True, SMALL, ONE, Policy.WARN)
    assert ids(answer.told) == ["keeper", "boat"]
    assert answer.where == ("Part One",)


def test_a_second_passage_never_widens_the_warning() -> None:
    answer = compose(hits(("boat", 0.5), ("wreck", 0.45)), True, SMALL, ONE, Policy.WARN)
    assert (ids(answer.told), answer.touches) == (["boat"], ())


@pytest.mark.parametrize(
    ("first", "second", "both"),
    [("storm", "boat", True), ("boat", "storm", False), ("storm", "sister", False), ("sister", "storm", True)],
)
def test_an_earlier_part_may_be_told_beside_a_later_one(first: str, second: str, both: bool) -> None:
    answer = compose(hits((first, 0.5), (second, 0.45)), True, SMALL, SMALL.level("start"), Policy.WARN)
    assert {*ids(answer.told)} == ({first, second} if both else {first})


@pytest.mark.parametrize("policy", [Policy.WITHHOLD, Policy.SILENT])
def test_the_best_answer_within_the_level_is_told(policy: Policy) -> None:
    answer = compose(hits(("wreck", 0.5), ("bribe", 0.4)), True, SMALL, ONE, policy)
    assert (answer.status, ids(answer.told)) == (Status.UNSURE, ["bribe"])
    kept = () if policy is Policy.SILENT else (SMALL.by_id["wreck"],)  # silence hints at nothing more
    assert answer.kept == kept


def test_a_poor_answer_within_the_level_is_not() -> None:
    given = hits(("wreck", 0.9), ("bribe", 0.01))
    assert compose(given, True, SMALL, ONE, Policy.SILENT) == UNKNOWN
    assert compose(given, True, SMALL, ONE, Policy.WITHHOLD).told == ()


def test_further_passages_are_offered_best_first() -> None:
    given = hits(("wreck", 0.9), ("bribe", 0.04), ("keeper", 0.03), ("ending", 0.02), ("boat", 1e-8))
    assert ids(compose(given, True, SMALL, SMALL.levels[-1], Policy.WARN).further) == ["bribe", "keeper", "ending"]


@pytest.mark.parametrize("policy", Policy)
def test_nothing_is_offered_in_the_open_beside_what_is_hidden(policy: Policy) -> None:
    given = hits(("wreck", 0.9), ("bribe", 0.04), ("keeper", 0.03), ("ending", 0.02))
    answer = compose(given, True, SMALL, ONE, policy)
    assert not answer.told or answer.covered
    assert ids(answer.further) == (["ending"] if policy is Policy.WARN else [])


def test_nor_beside_two_answers_of_which_one_is_hidden() -> None:
    given = (hits(("boat", 0.9), ("keeper", 0.04)), hits(("wreck", 0.9), ("ending", 0.02)))
    opened, covered = (compose(ranked, True, SMALL, ONE, Policy.WARN) for ranked in given)
    assert (ids(opened.further), covered.covered) == (["keeper"], True)
    assert ids(both(opened, covered, SMALL, ONE).further) == ["ending"]


def test_what_is_covered_like_another_answer() -> None:
    answer = compose(hits(("boat", 0.5), ("wreck", 0.4)), True, SMALL, SMALL.levels[-1], Policy.WARN)
    touched = SMALL.by_id["wreck"].secrets
    warned, withheld, silent = (covered_like(answer, touched, policy) for policy in Policy)
    assert (warned.covered, warned.told, warned.touches) == (True, answer.told, touched)
    assert (withheld.told, withheld.kept) == ((), tuple(hit.passage for hit in answer.told))
    assert silent == UNKNOWN
    assert warned.further == withheld.further == ()


def test_the_other_question_is_to_be_asked_apart() -> None:
    answer = apart(compose(hits(("boat", 1.0)), True, SMALL, ONE, Policy.WARN))
    assert (answer.remark, ids(answer.told)) == (Remark.ASK_APART, ["boat"])


def test_what_ends_one_passage_and_begins_the_next_is_said_once() -> None:
    """An import has each passage repeat up to two sentences of the one before."""
    texts = ("Ida sails. Ben waits at the quay. It rains.", "Ben waits at the quay. It rains. She drowns.", "It rains.")
    first, second, third = (replace(SMALL.passages[0], id=str(n), text=text) for n, text in enumerate(texts))
    told = Answer(Status.SURE, (Hit(first, 1.0), Hit(second, 0.5)))
    assert told.text == "Ida sails. Ben waits at the quay. It rains. She drowns."
    assert Answer(Status.SURE, (Hit(first, 1.0), Hit(third, 0.5))).text == first.text
    assert Answer(Status.SURE, (Hit(third, 1.0), Hit(first, 0.5))).text == f"{third.text} {first.text}"
