"""Which own questions are offered on buttons."""

from __future__ import annotations

import pytest

from knowledge.book import Book, Examples
from knowledge.building.suggesting import suggested

DICTIONARY = "who what why where does did is it the keep hide run slow a steal boat you think to of".split()  # noqa: SIM905


@pytest.mark.parametrize(
    ("own", "offered"),
    [
        ("who keeps the salt clock", "Who keeps the salt clock?"),
        ("why does ines let it run slow??", "Why does Ines let it run slow?"),
        ("What does Bram hide?", "What does Bram hide?"),
        ("who dat", None),  # short
        ("why does inez run slow", None),  # an alias that the book doesn't use
        ("why does she let the clock run slow", None),  # nobody was named
        ("what do you think of the clock", None),  # chatty
        ("the clock runs slow, why", None),  # no question to begin with
        ("what does the captian pay", None),  # misspelt
        ("what is the (salt) clock", None),
    ],
)
def test_clean_ones_alone(salt_clock: Book, own: str, offered: str | None) -> None:
    found = suggested(salt_clock, Examples({"keeper": (own,)}), [*DICTIONARY, "inez"])
    assert found == ({"keeper": (offered,)} if offered else {})


def test_open_ones_first_and_three_at_most(salt_clock: Book) -> None:
    own = ("does Bram hide the boat", "what does bram hide", "What does Bram hide below the tower?", "what is hid")
    (found,) = suggested(salt_clock, Examples({"boat": own}), DICTIONARY).values()
    assert found == ("What does Bram hide below the tower?", "What does Bram hide?", "Does Bram hide the boat?")
