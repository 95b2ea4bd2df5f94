"""Names in sentences."""

from __future__ import annotations

import pytest

from bot.naming import secrets_in_words
from knowledge.spoilers import Secret


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
