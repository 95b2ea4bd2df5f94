"""Nothing past the level gets out, whatever the level, the policy and the passages found."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.answer import Answer, Hit, Status
from knowledge.book import Book, Passage
from knowledge.compose import LONGEST, compose, judge, small_talk, unknown
from knowledge.reading import LIBRARY, read_book
from knowledge.spoilers import Level, Policy
from tests.knowledge.conftest import SALT_CLOCK

SHIPPED, SMALL = read_book(LIBRARY / "never-let-me-go"), read_book(SALT_CLOCK)
FIELDS = ("status", "shown", "hidden", "warning", "touches", "passages", "others", "on_request", "cover_question")


def is_past(passage: Passage, level: Level) -> bool:
    """Told here without `touches`, so that a mistake there is seen."""
    return any(secret.rank > level.rank for secret in passage.secrets)


@st.composite
def found(draw: st.DrawFn, most: int = 6) -> tuple[Book, list[Hit], Level, Policy]:
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
    past = [passage for passage in book.passages if is_past(passage, level)]
    told = [hit.passage for hit in answer.passages]
    assert not [passage.id for passage in past if passage.text in answer.shown]
    if answer.touches:
        assert answer.warning
        assert answer.cover_question
        assert all(secret.rank > level.rank for secret in answer.touches)
        assert all(secret.name in answer.warning for secret in answer.touches)
        assert answer.warning in answer.shown
    if policy is Policy.WARN:
        assert not answer.withheld
        assert (answer.hidden is None) == (not answer.touches)
        assert all(passage.text in (answer.hidden or answer.shown) for passage in told)
        assert set(answer.touches) == {s for p in told for s in p.secrets if s.rank > level.rank}
        return
    assert answer.hidden is None
    assert not [hit.passage.id for hit in (*answer.passages, *answer.others) if hit.passage in past]
    assert all(passage.text in answer.shown for passage in told)
    if policy is Policy.WITHHOLD:
        assert answer.withheld == bool(answer.touches) == (answer.warning is not None)
        assert not answer.withheld or any(passage in past for passage in answer.on_request)
    else:
        assert (answer.touches, answer.warning, answer.on_request) == ((), None, ())
        if answer.status is Status.UNKNOWN:
            same_as_unknown(answer, book)


def same_as_unknown(answer: Answer, book: Book) -> None:
    for field in FIELDS:
        assert getattr(answer, field) == getattr(unknown("", book), field), field
    assert answer.where == ""


@given(found())
def test_whatever_is_found_nothing_past_the_level_gets_out(given: tuple[Book, list[Hit], Level, Policy]) -> None:
    book, hits, level, policy = given
    hold(compose("q", hits, book, level, policy), book, level, policy)


@given(found(most=3))
def test_nor_from_what_a_button_shows_again(given: tuple[Book, list[Hit], Level, Policy]) -> None:
    book, hits, level, policy = given
    hold(judge("", hits, book, level, policy), book, level, policy)


@pytest.mark.parametrize("policy", Policy)
def test_every_passage_at_every_level(policy: Policy) -> None:
    for book in (SHIPPED, SMALL):
        for level in book.levels:
            for passage in book.passages:
                answer = compose("q", [Hit(passage, 1.0)], book, level, policy)
                hold(answer, book, level, policy)
                if not is_past(passage, level):
                    assert (answer.shown, answer.status, answer.cover_question) == (
                        passage.text, Status.ANSWERED, False)  # fmt: skip
                elif policy is Policy.WARN:
                    assert answer.hidden == passage.text
                elif policy is Policy.WITHHOLD:
                    assert answer.on_request == (passage,)
                    assert answer.shown == answer.warning
                else:
                    same_as_unknown(answer, book)


@given(found())
def test_an_answer_gathers_no_more_than_it_should(given: tuple[Book, list[Hit], Level, Policy]) -> None:
    book, hits, level, policy = given
    answer = compose("q", hits, book, level, policy)
    told = [hit.passage for hit in answer.passages]
    assert len(told) <= 2
    assert len(told) < 2 or sum(len(passage.text.split()) for passage in told) <= LONGEST
    assert not set(told) & {hit.passage for hit in answer.others}
    assert set(answer.passages) | set(answer.others) <= set(hits)
    assert set(answer.on_request) <= {hit.passage for hit in hits}


def hits(*found: tuple[str, float]) -> list[Hit]:
    return [Hit(SMALL.by_id[id], score) for id, score in found]


def at(level: str) -> Level:
    return SMALL.level(level)


def test_two_passages_are_told_in_book_order() -> None:
    answer = compose("q", hits(("boat", 0.5), ("keeper", 0.45)), SMALL, at("part-one"), Policy.WARN)
    assert answer.shown == f"{SMALL.by_id['keeper'].text} {SMALL.by_id['boat'].text}"
    assert answer.where == "Part One"


def test_a_second_passage_never_widens_the_warning() -> None:
    answer = compose("q", hits(("boat", 0.5), ("wreck", 0.45)), SMALL, at("part-one"), Policy.WARN)
    assert (answer.shown, answer.touches) == (SMALL.by_id["boat"].text, ())


@pytest.mark.parametrize("policy", [Policy.WITHHOLD, Policy.SILENT])
def test_the_best_answer_within_the_level_is_told(policy: Policy) -> None:
    answer = compose("q", hits(("wreck", 0.5), ("bribe", 0.4)), SMALL, at("part-one"), policy)
    assert [hit.passage.id for hit in answer.passages] == ["bribe"]
    text = SMALL.by_id["bribe"].text
    if policy is Policy.SILENT:
        assert (answer.shown, answer.cover_question) == (text, False)  # not a hint that there is more
    else:
        assert answer.shown == f"{text}\n\n{answer.warning}"
        assert SMALL.by_id["wreck"] in answer.on_request


def test_a_poor_answer_within_the_level_is_not() -> None:
    given = hits(("wreck", 0.9), ("bribe", 0.01))
    same_as_unknown(compose("q", given, SMALL, at("part-one"), Policy.SILENT), SMALL)
    assert compose("q", given, SMALL, at("part-one"), Policy.WITHHOLD).passages == ()


def test_further_passages_are_offered_best_first() -> None:
    given = hits(("wreck", 0.5), ("bribe", 0.04), ("keeper", 0.03), ("ending", 0.02), ("boat", 0.00005))
    warned = compose("q", given, SMALL, at("part-one"), Policy.WARN)
    assert [hit.passage.id for hit in warned.others] == ["bribe", "keeper", "ending"]


def test_small_talk_is_no_answer() -> None:
    answer = small_talk("hello", SMALL)
    assert answer.status is Status.UNKNOWN
    assert SMALL.title in answer.shown
    assert (answer.passages, answer.touches) == ((), ())
