"""Where in the story an answer stands."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from knowledge.book import Book
from knowledge.judging.position import Positions


@pytest.fixture
def told(salt_clock: Book) -> Book:
    """The book with an entry of a list of characters behind its story."""
    last = replace(salt_clock.passages[-1], id="maud", text="Maud (the miller): a friend of the family.")
    return replace(salt_clock, passages=(*salt_clock.passages, last))


@pytest.mark.parametrize("text", ["how does it end", "what happens at the end of the book?", "the last scene please"])
def test_the_ending_itself(told: Book, text: str) -> None:
    gains = Positions(told).gains(text)
    assert gains is not None
    assert gains.argmax() == len(told.passages) - 2  # the entry isn't of the story
    assert (gains > 0).sum() == 3


def test_something_at_the_end_and_at_the_start(told: Book) -> None:
    late, early = (Positions(told).gains(f"what does Ines do {when}") for when in ("at the end", "at the start"))
    assert late is not None
    assert early is not None
    story = [place for place, passage in enumerate(told.passages[:-1]) if passage.secrets]
    assert (np.diff(late[story]) > 0).all()
    assert (np.diff(early[story]) < 0).all()
    assert late[-1] == early[-1] == 0
    assert not late[: story[0]].any()  # what is about the book stands nowhere in it


@pytest.mark.parametrize("text", ["who did it??", "so whos the killer", "Who is the murderer?"])
def test_who_did_it_is_told_late(told: Book, text: str) -> None:
    late, at_the_end = (Positions(told).gains(asked) for asked in (text, "what does Ines do at the end"))
    assert late is not None
    assert np.array_equal(late, at_the_end)


@pytest.mark.parametrize(
    "text",
    [
        "who is Ines", "what happens at the end of the pier", "where does Bram end up",
        "does Bram know who did it", "who is the killer's sister", "what does the murderer take",
    ],
)  # fmt: skip
def test_nothing_is_said_of_a_place(told: Book, text: str) -> None:
    assert Positions(told).gains(text) is None


def test_a_text_without_a_gap_is_read_at_once(told: Book) -> None:
    shouted = replace(told.passages[1], text=200 * "A")  # reading it in every possible way would take for ever
    assert Positions(replace(told, passages=(shouted,))).gains("how does it end") is not None


def test_a_book_without_a_story(told: Book) -> None:
    about = replace(told, passages=tuple(replace(passage, secrets=()) for passage in told.passages))
    assert Positions(about).gains("how does it end") is None
