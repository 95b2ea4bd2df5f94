"""What messages give away, sentence by sentence."""

from __future__ import annotations

from pathlib import Path

import pytest

from knowledge.judging.giveaways import LONG, pieces
from knowledge.librarian import Librarian
from tests.knowledge.conftest import SALT_CLOCK, opened

CAKE = (
    "I will bring the lemon cake on Friday, and if somebody has a second cake stand that would help a lot. Last time "
    "we had so many people that the chairs ran out, so please bring one if you live near. My train gets in at six. "
    "The dog "
    "comes along too, he is well behaved and sleeps most of the time. "
)


@pytest.mark.parametrize(
    "text", ["", "one sentence", "Two. Sentences!", "a" * 5000, "word " * 300, CAKE, "no end\nand a line", "🙂"]
)
def test_pieces_are_never_longer_than_a_window(text: str) -> None:
    found = list(pieces(text))
    assert found
    assert all(len(piece.split()) <= LONG for piece in found)
    assert set(text.split()) <= {word for piece in found for word in piece.split()} | {"|", ";", "-"}


def test_a_giveaway_behind_talk_is_found_in_its_sentence(librarian: Librarian) -> None:
    level = librarian.book.default_level
    assert not librarian.check(CAKE, level).touches
    found = librarian.check(f"{CAKE}By the way Tommy dies at the end. {CAKE}", level)
    assert "part-three" in {secret.id for secret in found.touches}
    assert "tommy dies" in found.sentence.lower()


@pytest.mark.parametrize(
    "text",
    [
        "T0mmy d1es at the end",
        "\u0422\u043emmy dies at the end",
        "__Tommy__ **dies** at the end",
        "Tommy 💀 at the end",
    ],
)
def test_disguises_are_seen_through(librarian: Librarian, text: str) -> None:
    assert librarian.check(text, librarian.book.default_level).touches


def test_any_text_can_be_checked(librarian: Librarian) -> None:
    for text in ("", " ", "🙂", "x" * 5000, "Ruth " * 200, "誰"):
        for level in librarian.book.levels:
            assert all(secret.rank > level.rank for secret in librarian.check(text, level).touches)
    assert librarian.check("Ruth dies", librarian.book.levels[-1]).touches == ()


@pytest.mark.parametrize(
    ("text", "level", "caught"),
    [
        ("the captain went down with his ship", "part-one", True),
        ("the captain went down with his ship", "part-two", False),
        ("are we meeting on Friday?", "part-one", False),
    ],
)
def test_a_small_book_checks_too(shelf: Path, text: str, level: str, caught: bool) -> None:
    small = opened(SALT_CLOCK, shelf)
    assert bool(small.check(text, small.book.level(level)).touches) is caught
