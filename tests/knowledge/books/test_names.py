"""Names that only a later part reveals, however they are spelt; and words that are names only sometimes."""

from __future__ import annotations

from pathlib import Path

import pytest

from knowledge.books.checks import check_book
from knowledge.books.errors import BookError
from knowledge.books.names import find_name, is_common
from knowledge.books.reading import read_book
from tests.knowledge.books.test_reading import HEAD, KEEPER, PASSAGES
from tests.knowledge.conftest import replace

SPELLINGS = [
    "Maud", "MAUD", "maud", "Mauds", "Maud's", "Maud\u2019s", "Mauds\u2019", "Maud\u02bcs", "Maud\u2032s", "Maud-like",
    "(Maud)", "\u201cMaud\u201d",
    "Ma\u00adud", "M\u200baud", "Ma\u2060ud", "Maud\u3164", "old\u200bMaud", "\ufeffMaud", "\u202eMaud", "Maud\ufe0f",
    "Ma\u0301ud", "M\u00e1ud", "Maüd", "M\u0336a\u0336u\u0336d\u0336",
    "\uff2d\uff41\uff55\uff44", "\U0001d40c\U0001d41a\U0001d42e\U0001d41d", "\u24c2\u24d0\u24e4\u24d3",
    "ᴍᴀᴜᴅ", "Mаud", "Μaud", "ma_ud", "Maud_",
]  # fmt: skip


@pytest.mark.parametrize("spelling", SPELLINGS)
@pytest.mark.parametrize("key", ["text", "title"])
def test_a_name_of_a_later_part_is_found_in_every_spelling(copy: Path, spelling: str, key: str) -> None:
    if key == "text":
        replace(copy / PASSAGES, KEEPER, f"Ines and {spelling} keep the salt clock")
    else:
        replace(copy / PASSAGES, 'id = "keeper"\ntitle = ""', f'id = "keeper"\ntitle = "Where {spelling} lives"')
    with pytest.raises(BookError, match=r"'keeper': names 'Maud'( in its title)?, whom only 'part-two' reveals"):
        read_book(copy)


@pytest.mark.parametrize("spelling", ["_Maud_", "*Maud*", "**Maud**", "||Maud||", "~~Maud~~", "`Maud`", "M*au*d"])
def test_a_name_in_marks_is_told_with_its_marks(copy: Path, spelling: str) -> None:
    replace(copy / PASSAGES, KEEPER, f"Ines and {spelling} keep the salt clock")
    found = [str(finding) for finding in check_book(copy) if finding.stops]
    assert any("Discord would read it as a mark" in finding for finding in found)
    assert any("names 'Maud'" in finding for finding in found)


@pytest.mark.parametrize("harmless", ["Maudlin", "a mauder", "comaud", "Ma Ud", "maudit"])
def test_a_word_that_only_holds_the_name_is_none(copy: Path, harmless: str) -> None:
    replace(copy / PASSAGES, KEEPER, f"Ines, {harmless}, keeps the salt clock")
    read_book(copy)


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("Mme. D.", "Mme. D. keeps the clock"),
        ("Renée", "They meet Renee in the reeds"),
        ("Renee", "They meet René\u0301e in the reeds"),
        ("James", "It is James's boat"),
        ("James", "All the Jameses row"),
        ("Emily", "There are two Emilys"),
        ("Miss Emily", "Then miss  EMILY\u2019S boat"),
        ("Miss Emily", "Then Miss\u200bEmily"),
        ("the grey lady", "They meet the Grey Lady"),
        ("O'Brien", "They meet O\u2019Brien"),
        ("Наташа", "They meet Наташа"),
        ("Łucja", "They meet Lucja"),
        ("小明", "They meet 小明"),
        ("Straße", "They meet STRASSE"),
    ],
)
def test_names_of_all_kinds(name: str, text: str) -> None:
    found = find_name(text, [name])
    assert found is not None
    assert not found.common


@pytest.mark.parametrize(
    ("alias", "text"),
    [
        ("Will", "the clock will stop"),
        ("Hope", "Ines has no hope left"),
        ("Hope", "Hope is all that Ines has"),
        ("the Doctor", "Ines asks the doctor"),
        ("Doctor", "Doctors keep the salt clock"),
        ("Grace", "She moves with grace"),
        ("May", "A grain may fall"),
        ("Banks", "The boat lies on the bank"),
        ("Storm", "A storm breaks"),
        ("Rose", "The tide rose"),
        ("May", "They land in May"),
        ("August", "It is the first of August"),
        ("the grey lady", "A story of the grey lady"),
        ("the machine", "Ines mends the machine"),
    ],
)
def test_a_common_word_warns_and_does_not_stop(copy: Path, alias: str, text: str) -> None:
    replace(copy / HEAD, 'name = "Maud"\naliases = []', f'name = "Maud"\naliases = ["{alias}"]')
    replace(copy / PASSAGES, KEEPER, f"{text}. Ines keeps the salt clock")
    read_book(copy)
    found = [str(finding) for finding in check_book(copy)]
    assert any("passage 'keeper': has the word" in finding and repr(alias) in finding for finding in found)


@pytest.mark.parametrize(
    "text",
    [
        "Ines waits for Hope",
        "then Hope's boat comes",
        "with old Hope, the keeper",
        "it is HOPE's boat and Hope's clock",
    ],
)
def test_a_common_word_with_a_capital_inside_a_sentence_is_the_name(copy: Path, text: str) -> None:
    replace(copy / HEAD, 'name = "Maud"\naliases = []', 'name = "Maud"\naliases = ["Hope"]')
    replace(copy / PASSAGES, KEEPER, f"{text}. Ines keeps the salt clock")
    with pytest.raises(BookError, match="names 'Hope'"):
        read_book(copy)


def test_a_name_of_several_common_words_is_a_name() -> None:
    found = find_name("they follow the white rabbit", ["White Rabbit"])
    assert found is not None
    assert not found.common
    assert [is_common(name) for name in ("Will", "the Captain", "White Rabbit", "Weena", "Kathy", "Ruth")] == [
        True, True, False, False, False, False,
    ]  # fmt: skip


def test_a_character_of_a_later_part_is_no_character_of_an_earlier_passage(copy: Path) -> None:
    replace(copy / PASSAGES, 'characters = ["ines"]', 'characters = ["ines", "maud"]')
    with pytest.raises(BookError, match="has 'maud' among its characters, whom only 'part-two' reveals"):
        read_book(copy)


def test_names_that_warnings_show_to_everybody(copy: Path) -> None:
    found = [str(finding) for finding in check_book(copy)]
    assert any("topic 'the-sister': its name has 'Maud' in it" in finding for finding in found)
    replace(copy / HEAD, 'name = "who Maud is"', 'name = "who the collector is"')
    replace(copy / HEAD, 'name = "Part Two"', 'name = "Maud comes"')
    assert any("part 'part-two': its name has 'Maud' in it" in str(finding) for finding in check_book(copy))


def test_an_alias_of_several_words_is_asked_for_by_all_of_them(copy: Path) -> None:
    """Only a bare common word, such as Will, is found by questions that mean nobody."""
    replace(copy / HEAD, '["Inez"]', '["Will", "the keeper"]')
    found = [str(finding) for finding in check_book(copy) if "is a common word" in str(finding)]
    assert len(found) == 1
    assert "character 'ines': the name 'Will' is a common word" in found[0]


@pytest.mark.parametrize(
    ("alias", "said"),
    [("?", "'?' has neither letter nor digit in it"), ("**Inez**", "Discord would read it as a mark")],
)
def test_an_alias_is_something_that_people_say(copy: Path, alias: str, said: str) -> None:
    replace(copy / HEAD, '["Inez"]', f'["{alias}"]')
    with pytest.raises(BookError) as error:
        read_book(copy)
    assert "character 'ines': " in str(error.value)
    assert said in str(error.value)
