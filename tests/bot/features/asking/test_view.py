"""Answers as messages: what is where, and that everything fits, whatever it is."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.features.asking.view import AnswerView
from bot.features.asking.words import UNSURE
from bot.texts import clip
from knowledge.answer import Answer, Hit, Remark, Status
from knowledge.book import Book
from knowledge.books.reading import read_book
from knowledge.spoilers import touches
from tests.bot.club import strings
from tests.knowledge.conftest import SALT_CLOCK

BOOK = read_book(SALT_CLOCK)
BOAT, WRECK = (
    replace(BOOK.by_id["boat"], title="The boat in the reeds"),
    replace(BOOK.by_id["wreck"], title="How the ship goes down"),
)
LEVEL = BOOK.level("part-one")


def texts(answer: Answer, book: Book = BOOK) -> tuple[str, str]:
    """What is open in the message, and what is covered."""
    found = list(strings(AnswerView(answer, book).to_components()))
    return tuple("\n".join(text for text, under in found if under is cover) for cover in (False, True))  # type: ignore[return-value]


@given(st.text(min_size=1, max_size=400), st.integers(5, 100), st.integers(10, 300))
def test_a_clipped_text_fits(text: str, chars: int, size: int) -> None:
    cut = clip(text, chars, size)
    assert len(cut) <= chars
    assert len(cut.encode()) <= size
    assert cut == text or cut.endswith("…")


@given(st.integers(1, 9_000), st.integers(0, 5_000), st.booleans())
def test_every_answer_fits_into_a_message(size: int, title: int, past: bool) -> None:
    passage = replace(WRECK if past else BOAT, text="é🎻 " * size, title="🎻" * title)
    answer = Answer(Status.SURE, (Hit(passage, 1.0),), touches=touches([passage], LEVEL))
    found = [text for text, _ in strings(AnswerView(answer, BOOK).to_components())]
    assert sum(map(len, found)) <= 4_000
    assert sum(len(text.encode()) for text in found) <= 10_000
    assert all(found)


def test_an_open_answer_stands_under_its_title_with_where_it_is_from() -> None:
    shown, hidden = texts(Answer(Status.SURE, (Hit(BOAT, 1.0),)))
    assert "**The boat in the reeds**" in shown
    assert BOAT.text in shown
    assert f"-# Part One · {BOOK.title}" in shown
    assert hidden == ""


def test_a_title_is_covered_with_its_passage() -> None:
    shown, hidden = texts(Answer(Status.SURE, (Hit(WRECK, 1.0),), touches=touches([WRECK], LEVEL)))
    assert "How the ship goes down" in hidden
    assert "How the ship" not in shown
    assert WRECK.text not in shown
    assert "Spoiler warning" in shown


def test_what_is_kept_back_is_only_warned_of() -> None:
    shown, hidden = texts(Answer(Status.SURE, kept=(WRECK,), touches=touches([WRECK], LEVEL)))
    assert "How the ship" not in shown + hidden
    assert "I don't post it here" in shown


def test_unsure_says_so_in_words() -> None:
    assert UNSURE in texts(Answer(Status.UNSURE, (Hit(BOAT, 1.0),)))[0]
    assert UNSURE not in texts(Answer(Status.SURE, (Hit(BOAT, 1.0),)))[0]


@pytest.mark.parametrize("remark", list(Remark))
def test_every_remark_has_its_words(remark: Remark) -> None:
    told = (Hit(BOAT, 1.0),) if remark is Remark.ASK_APART else ()
    status = Status.SURE if told else Status.UNKNOWN
    with_it = texts(Answer(status, told, remark=remark))[0]
    assert with_it != texts(Answer(status, told))[0]
