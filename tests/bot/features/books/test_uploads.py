"""How much may be handed in is the owner's word, in whatever form it comes."""

from __future__ import annotations

import pytest

from bot.features.books.uploads import Limits, take
from knowledge.books.errors import BookError
from knowledge.books.importing.decoding import MOST_BYTES
from knowledge.books.importing.drafting import MOST_PASSAGES
from tests.knowledge.books.importing.conftest import LIGHTHOUSE


def long_summary(sentences: int) -> bytes:
    said = (f"Anna walks to lamp {number} on the road to the harbour and lights it." for number in range(sentences))
    return "\n\n".join(said).encode()


def test_a_large_summary_is_taken_where_the_owner_lets_it() -> None:
    text = LIGHTHOUSE.encode() + b"\n" * MOST_BYTES
    with pytest.raises(BookError, match="this is more than 1,953 KB"):
        take(text, "lamps.md", "", "", Limits(MOST_BYTES, 100))
    assert take(text, "lamps.md", "Lamps", "", Limits(5_000_000, 100)).title == "Lamps"


def test_a_long_summary_is_taken_where_the_owner_lets_it() -> None:
    text = long_summary(MOST_PASSAGES + 100)
    said = r"this makes 1,6\d\d passages, and a book here has at most {most}; hand in a summary"
    for most in (100, MOST_PASSAGES):
        with pytest.raises(BookError, match=said.format(most=f"{most:,}")):
            take(text, "lamps.md", "", "", Limits(5_000_000, most))
    assert take(text, "lamps.md", "Lamps", "", Limits(5_000_000, 5_000)).title == "Lamps"
