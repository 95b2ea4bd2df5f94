"""A book in another language than English, as files and as a build leaves it."""

from __future__ import annotations

import json
from dataclasses import replace as changed
from pathlib import Path

import pytest

from bot.terminal.suited import unsuited
from knowledge.book import Book
from knowledge.books import saved
from knowledge.books.checks import check_book
from knowledge.books.errors import BookError
from knowledge.books.reading import read_book
from knowledge.books.sentences import sentences
from knowledge.books.writing import write_book
from knowledge.judging.weights import load_weights, weights_file
from knowledge.search.encoders import KNOWN, MINILM, MULTILINGUAL, known
from tests.knowledge.conftest import replace

GERMAN = Path(__file__).parents[2] / "books" / "die-verwandlung"


@pytest.fixture(scope="module")
def german() -> Book:
    return read_book(GERMAN)


def test_the_german_book_is_in_order(german: Book) -> None:
    assert german.language == "de"
    assert [str(finding) for finding in check_book(GERMAN)] == []
    assert len(german.passages) >= 12


def test_a_book_is_english_unless_it_says_so(salt_clock: Book) -> None:
    assert salt_clock.language == "en"
    assert "language" not in json.loads(saved.dump(salt_clock))


def test_the_language_stays_through_a_build_and_through_files(german: Book, tmp_path: Path) -> None:
    assert saved.load(saved.dump(german)).language == "de"
    write_book(german, [], tmp_path / "copy")
    assert read_book(tmp_path / "copy").language == "de"


def test_an_unknown_language_stops_the_book(copy: Path) -> None:
    replace(copy / "book.toml", "title =", 'language = "german"\ntitle =')
    with pytest.raises(BookError, match="unknown language 'german'; languages are en, de, es, fr, ja, pt"):
        read_book(copy)


def test_titles_and_initials_end_no_sentence() -> None:
    assert sentences("Mr. Collins bows to Mrs. Bennet. He stays.") == ["Mr. Collins bows to Mrs. Bennet.", "He stays."]
    assert sentences("The house is Dorian's. Hetty waits.") == ["The house is Dorian's.", "Hetty waits."]
    assert sentences("He met 'J. Smith' there.") == ["He met 'J. Smith' there."]
    assert sentences("J. Smith loves Kathy H. She cries.") == ["J. Smith loves Kathy H.", "She cries."]
    assert sentences("Is it No. 5? No. It never was.") == ["Is it No. 5?", "No.", "It never was."]


def test_sentences_of_other_languages() -> None:
    assert sentences("Sie weint. Élodie geht. ¿Quién?") == ["Sie weint.", "Élodie geht.", "¿Quién?"]
    assert sentences("彼は泣く。彼女は歌う。") == ["彼は泣く。", "彼女は歌う。"]


def test_book_and_encoder_that_do_not_go_together(german: Book) -> None:
    assert unsuited(german, MULTILINGUAL) is None
    assert unsuited(changed(german, language="en"), MINILM) is None
    said = unsuited(german, MINILM)
    assert said is not None
    assert said[0].startswith("Die Verwandlung is in German, which all-MiniLM-L6-v2 doesn't read")
    assert "NORFOLK_ENCODER=multilingual-e5-small" in said[1]


@pytest.mark.parametrize("name", KNOWN)
def test_every_encoder_has_weights_with_their_provenance(name: str) -> None:
    file = weights_file(known(name))
    weights = load_weights(file)
    assert json.loads(file.read_text(encoding="utf-8"))["provenance"]
    assert (weights.across is None) == (known(name).languages is not None)
