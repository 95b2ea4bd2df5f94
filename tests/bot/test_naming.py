"""Names in sentences."""

from __future__ import annotations

import pytest

from bot.naming import heading, secrets_in_words
from bot.translation import speaking
from knowledge.books.reading import LIBRARY, read_book
from knowledge.spoilers import Secret
from tests.knowledge.conftest import SALT_CLOCK


@pytest.mark.parametrize(
    ("names", "phrase"),
    [
        ([], ""),
        (["Part Three"], "Part Three"),
        (["Part Three", "the meeting"], "Part Three and the meeting"),
        (["Part Two", "Part Three", "the meeting"], "Part Two, Part Three and the meeting"),
    ],
)
def test_secrets_in_words(names: list[str], phrase: str) -> None:
    assert secrets_in_words(Secret(1, False, name, name) for name in names) == phrase


def test_passages_without_a_title_are_headed_by_who_and_where() -> None:
    book = read_book(SALT_CLOCK)
    keeper, storm, wreck, novel = (book.by_id[id] for id in ("keeper", "storm", "wreck", "the-novel"))
    assert heading([storm], book) == "Bram, Ines · Part Two"
    assert heading([keeper, storm, wreck], book) == "Ines, Bram, Captain Orrel · Part One · Part Two"
    assert heading([novel], book) == "About the book"
    with speaking("de"):
        assert heading([novel], book) == "Über das Buch"
    shipped = read_book(LIBRARY / "never-let-me-go")
    assert heading([shipped.by_id["tape"], storm], shipped) == "The tape"
