"""Words, stems and stop words of other languages than English, and in which of them a question is."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from knowledge.books.languages import LANGUAGES
from knowledge.search import words as english
from knowledge.search.guessing import read_as
from knowledge.search.lexicon import across, lexicon

QUESTIONS = Path(__file__).parents[2] / "questions"


@pytest.mark.parametrize(
    ("code", "text", "stems"),
    [
        ("de", "Warum verschloss er die Türen?", ["verschloss", "tur"]),
        ("fr", "Pourquoi les élèves dansaient-ils ?", ["elev", "dans"]),
        ("es", "¿Quién canta las canciones?", ["cant", "cancion"]),
        ("pt", "O que é que as crianças cantam?", ["crianc", "cant"]),
        ("ja", "トミーの絵は?", ["トミ", "ミー", "の絵", "絵は"]),
    ],
)
def test_stems_without_stop_words(code: str, text: str, stems: list[str]) -> None:
    read = lexicon(code)
    assert read.stems(read.fold(text)) == stems


def test_english_is_what_it_was() -> None:
    read, text = lexicon("en"), "Who's Madame's Café gallery for, and why?"
    folded = read.fold(text)
    assert folded == english.fold(text)
    assert (read.stems(folded), read.all_stems(folded)) == (english.stems(folded), english.all_stems(folded))
    assert read.english
    assert not read.across


def test_accents_and_marks_of_kana_stay_for_the_encoder() -> None:
    assert lexicon("de").fold("Käfer  *Straße*") == "Käfer Straße"
    assert lexicon("ja").fold("が、で？") == "が、で?"
    assert lexicon("en").fold("Käfer") == "Kafer"


def test_a_question_across_languages_keeps_the_names_alone() -> None:
    read = across("de", "en")
    assert read.across
    assert not read.english
    assert read.stems("Warum hat Ruth die Kassette?") == ["ruth", "kassett"]
    assert read.asks("warum weint sie")
    assert not lexicon("en").asks("warum weint sie")
    assert across("ja", "en").asks("トミーは誰ですか")
    assert across("ja", "en").words("Kathyはなぜ") == ["kathy", "はな", "なぜ"]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("who is ruth", "en"),
        ("ruth dies right?", "en"),
        ("does tommy die in the end", "en"),
        ("author?", "en"),
        ("tommy die when", "en"),
        ("Wer ist eigentlich Ruth?", "de"),
        ("Qui est Ruth ?", "fr"),
        ("quien es ruth", "es"),
        ("Quem é a Ruth?", "pt"),
        ("ルースって誰？", "ja"),
    ],
)
def test_the_language_of_a_question_about_an_english_book(text: str, code: str) -> None:
    assert read_as(text, "en").code == code


def test_the_language_of_a_question_about_a_german_book() -> None:
    assert read_as("Was macht Gregor?", "de") is lexicon("de")
    assert read_as("what does gregor do?", "de") is across("en", "de")


def test_english_questions_are_seldom_taken_for_another_language() -> None:
    lines = (QUESTIONS / "shelf-development" / "frankenstein.jsonl").read_text(encoding="utf-8").splitlines()
    assert all(read_as(json.loads(line)["question"], "en").code == "en" for line in lines)


def test_most_of_our_questions_in_other_languages_are_known_for_it() -> None:
    lines = (QUESTIONS / "languages-development.jsonl").read_text(encoding="utf-8").splitlines()
    asked = [json.loads(line) for line in lines]
    known = [read_as(one["question"], "en").code for one in asked]
    assert sum(code != "en" for code in known) >= 0.9 * len(asked)


def test_every_language_has_its_words() -> None:
    assert all(lexicon(code).asking for code in LANGUAGES)
