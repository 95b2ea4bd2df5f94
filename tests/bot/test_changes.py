"""Which change of a place's settings opens it further, so that it is said and can be undone."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.changes import opens
from bot.store import InEffect
from knowledge.books.reading import read_book
from knowledge.spoilers import Policy
from tests.knowledge.conftest import SALT_CLOCK

BOOK = read_book(SALT_CLOCK)
OTHER = replace(BOOK, slug="other")
LOW, HIGH = BOOK.level("part-one"), BOOK.levels[-1]
NOW = InEffect(BOOK, LOW, Policy.WITHHOLD)


@pytest.mark.parametrize(
    ("after", "opened"),
    [
        (NOW, False),
        (replace(NOW, level=HIGH), True),
        (replace(NOW, level=BOOK.levels[0]), False),
        (replace(NOW, policy=Policy.WARN), True),
        (replace(NOW, policy=Policy.SILENT), False),
        (replace(NOW, level=BOOK.levels[0], policy=Policy.WARN), True),  # one of both is enough
        (replace(NOW, level=HIGH, policy=Policy.SILENT), True),
        (replace(NOW, book=OTHER), True),  # nothing of it was told there before
        (replace(NOW, book=OTHER, level=BOOK.levels[0]), False),
    ],
)
def test_what_opens_a_place(after: InEffect, opened: bool) -> None:
    assert opens(NOW, after) is opened
