"""Who somebody is, where nothing but the book's sentences says so."""

from __future__ import annotations

from dataclasses import replace

import pytest

from knowledge.book import Book, Character
from knowledge.judging.introductions import Introductions, asked_who, brings_in

RUTH = Character("ruth", "Ruth", (), "start")


@pytest.mark.parametrize(
    "text", ["who is Maud", "maud who", "who was maud again?", "remind me who Maud is pls", "whos maud"]
)
def test_who_somebody_is_is_asked_in_many_ways(salt_clock: Book, text: str) -> None:
    character = asked_who(text, salt_clock)
    assert character is not None
    assert character.name == "Maud"


@pytest.mark.parametrize("text", ["who is Maud afraid of", "who are Maud and Bram", "does Maud die", "who is it", ""])
def test_other_questions_ask_something_else(salt_clock: Book, text: str) -> None:
    assert asked_who(text, salt_clock) is None


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("She meets Ruth, a proud girl, at school.", True),
        ("Her best friend Ruth tells lies.", True),
        ("Ruth is the leader of the girls.", True),
        ("A girl named Ruth sits by the pond.", True),
        ("Ruth leaves the room. The leader is another one.", False),
        ("Nobody believes Ruth any more.", False),
        ("Truth is a matter of taste.", False),
    ],
)
def test_a_sentence_brings_somebody_in(text: str, says: bool) -> None:
    assert brings_in(text, RUTH) is says


def test_the_first_passages_of_the_story_gain(salt_clock: Book) -> None:
    maud = next(character for character in salt_clock.characters if character.name == "Maud")
    told = [replace(passage, text="Nobody comes.") for passage in salt_clock.passages]
    place = next(place for place, passage in enumerate(told) if passage.secrets)
    told[place] = replace(told[place], text="Maud, a miller, waits.")
    told[-1] = replace(told[-1], text="Maud is the last to leave.")
    book = replace(salt_clock, passages=tuple(told), characters=(maud,))
    gains = Introductions(book).gains("who is maud")
    assert list(gains) == [place, len(told) - 1]
    assert gains[place] > gains[len(told) - 1] > 0
    assert Introductions(book).gains("does maud wait") == {}
