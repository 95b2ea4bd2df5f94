"""Names, aliases and pronouns."""

from __future__ import annotations

import pytest

from knowledge.book import Character
from knowledge.books.importing.pronouns import pronoun
from tests.knowledge.books.importing.conftest import drafted, telling

STORY = (
    "Tove Lindqvist lives on Skerrow with Mr. Brandt and Mrs. Brandt. Tove loves the goat, and Mr. Brandt hates it. "
    "Brandt's wife, Mrs. Brandt, tells Tove of Skerrow. In Skerrow, Lindqvist meets Dr. Ødegård. "
    "Dr. Ødegård knows Skerrow. "
    "Will Lindqvist stay? The keepers of Skerrow ask Tove, but Tove and Ødegård leave in March. In March nobody asks."
)


def people(text: str) -> dict[str, Character]:
    return {name: one for one in drafted(text, title="Lamps").book.characters for name in one.names}


def test_names_are_merged_and_places_left_out() -> None:
    found = people(STORY)
    assert found["Tove"] is found["Tove Lindqvist"] is found["Lindqvist"]
    assert found["Dr Ødegård"] is found["Ødegård"]
    assert found["Mr Brandt"] is not found["Mrs Brandt"]
    assert not {"Skerrow", "March", "Will", "The", "In"} & set(found)


def test_passages_name_who_is_in_them() -> None:
    made = drafted(STORY, title="Lamps")
    assert all("tove" in " ".join(passage.characters) for passage in telling(made, "Tove loves"))


def test_a_fuller_name_that_comes_late_is_known_late() -> None:
    text = (
        "Part One\n\nAbel comes to the island. Abel meets Ines, and Ines likes Abel.\n\nPart Two\n\n"
        "Abel Brandt is his whole name. Ines fears Abel Brandt."
    )
    made = drafted(text, title="Lamps")
    parts = {character.name: character.part for character in made.book.characters}
    assert parts["Abel"] == "part-one"
    assert parts["Abel Brandt"] == "part-two"
    assert all("Brandt" not in passage.title for passage in made.book.passages if passage.part == "part-one")


@pytest.mark.parametrize(
    ("sentence", "word"),
    [
        ("She leaves the island.", "She"),
        ("However, he stays.", "he"),
        ("During this visit, they learn the truth.", "this"),
        ("Their goat dies.", "Their"),
        ("Ines sees that she is alone.", ""),
        ("Before her death, Ines writes to Marit.", ""),
        ("It is a cold winter.", ""),
        ("The lamp goes out.", ""),
        ("The two think that they are alone.", "they"),
        ("A keeper thinks that they are alone.", ""),
        ("One day the lamp goes out.", ""),
    ],
)
def test_pronouns(sentence: str, word: str) -> None:
    assert pronoun(sentence) == word


def test_a_pronoun_gets_its_neighbour_or_a_mark() -> None:
    long = (
        "Marit carries water from the well to the house and from the house to the chapel on the hill behind it all day"
    )
    made = drafted(f"Ines came. {long}. {long}, and sings. She waits for the ship. {long}, and sleeps.", title="Lamps")
    doubtful = {doubt.passage for doubt in made.doubts if "begins with" in doubt.why}
    for passage in made.book.passages:
        assert pronoun(passage.text) == "" or passage.id in doubtful
    made = drafted("They carry water to the chapel on the hill. They wait for the ship.", title="Lamps")
    assert any("“They”" in doubt.why for doubt in made.doubts)


def test_a_common_word_is_a_name_where_it_hardly_ever_stands_small() -> None:
    text = "Ines asks Rue, and Rue sings. Later Ines and Rue leave, since Marit hates Rue and Ines. {}"
    assert "Rue" in people(text.format("Marit stays."))
    assert "Rue" not in people(text.format("Marit will rue it."))
    assert "Rue" not in people("Ines asks Rue, and Rue sings. Ines leaves.")


@pytest.mark.parametrize(
    "text",
    [
        "Ines lives on Skerry, and sleeps on Skerry. She returns to Skerry. She is back to Skerry with Marit.",
        "Ines loves Skerry Island, and Marit loves Skerry Island. Ines knows Skerry Island well.",
    ],
)
def test_what_one_lives_on_and_goes_to_is_a_place(text: str) -> None:
    assert not {"Skerry", "Skerry Island"} & set(people(text))


def test_a_shortened_first_name_is_its_bearers() -> None:
    text = "Part One\n\nRosamund Holm sings. Ines loves Rosamund Holm.\n\nPart Two\n\nInes waits for Rosa, and Rosa {}."
    found = people(text.format("sings"))
    assert found["Rosa"] is found["Rosamund Holm"]
    assert found["Rosa"].part == "part-one"
    found = people(text.format("hates Rosamund Holm"))
    assert found["Rosa"] is not found["Rosamund Holm"]


@pytest.mark.parametrize(
    ("said", "doubtful"),
    [
        ("A keeper and a goatherd of the harbour give her a goat.", True),
        ("The keeper gives Ines a goat, and she sings.", False),
        ("The keeper buys a goat.", False),
        ("She gets a goat.", False),  # a sentence before it says who
    ],
)
def test_a_pronoun_where_nobody_is_named_is_doubtful(said: str, doubtful: bool) -> None:
    made = drafted(f"Part One\n\nInes loves Marit, and Marit loves Ines.\n\nPart Two\n\n{said}", title="Lamps")
    (told,) = telling(made, said)
    assert [doubt.passage for doubt in made.doubts if "names nobody" in doubt.why] == [told.id] * doubtful


def test_a_dash_ends_a_name_and_past_ways_lead_to_places() -> None:
    found = people(
        "Ida Holm loves Ben, and Ben loves Ida. Ida walked to Bergen and back. Ben rode to Bergen, but Ida stays.\n\n"
        "Characters\n\n- Ida Holm - Ben's wife.\n- Ben Orrin - Ida's husband.\n- Tove Holm - Ida's sister.\n"
    )
    assert {"Ida Holm", "Ida", "Ben"} <= set(found)
    assert not {"Bergen", "Ida Holm Ben", "Ben Orrin Ida", "Tove Holm Ida"} & set(found)
