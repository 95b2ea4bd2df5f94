"""The sets of questions in other languages."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

import pytest

from knowledge.books.languages import LANGUAGES
from knowledge.books.reading import LIBRARY, read_book
from knowledge.librarian import Librarian
from knowledge.measuring.languages import measure_languages, read
from tests.bot.passages import examples

QUESTIONS = Path(__file__).parents[2] / "questions"
BOOKS = {
    "languages": LIBRARY / "never-let-me-go",
    "languages-development": LIBRARY / "never-let-me-go",
    "languages-die-verwandlung": Path(__file__).parents[2] / "books" / "die-verwandlung",
}


@pytest.mark.parametrize("name", BOOKS)
def test_every_question_has_a_language_and_passages_that_there_are(name: str) -> None:
    asked, book = read(QUESTIONS / f"{name}.jsonl"), read_book(BOOKS[name])
    assert all(one.language in LANGUAGES and one.gold <= book.by_id.keys() for one in asked)
    for line in (QUESTIONS / f"{name}.jsonl").read_text(encoding="utf-8").splitlines():
        data = json.loads(line)
        assert data["answerable"] == bool(data["gold"])


def test_the_set_is_large_enough_in_every_language() -> None:
    asked = read(QUESTIONS / "languages.jsonl")
    assert sum(bool(one.gold) for one in asked) >= 60
    assert sum(not one.gold for one in asked) >= 15
    assert min(Counter(one.language for one in asked).values()) >= 15


def test_nothing_measured_was_learnt_from() -> None:
    own = {text.lower() for texts in examples().questions.values() for text in texts}
    own |= {one.text.lower() for one in read(QUESTIONS / "languages-development.jsonl")}
    assert not own & {one.text.lower() for one in read(QUESTIONS / "languages.jsonl")}


def test_the_figures(librarian: Librarian, library: Path, tmp_path: Path) -> None:
    lines = (QUESTIONS / "languages.jsonl").read_text(encoding="utf-8").splitlines()[:15]
    (tmp_path / "languages.jsonl").write_text("\n".join(lines), encoding="utf-8")
    first = next(measure_languages(tmp_path, "never-let-me-go", library))
    assert (first.language, first.encoder, first.bare) == ("German", "all-MiniLM-L6-v2", True)
    assert (first.told, first.untold) == (12, 3)
    assert 0 < first.first <= first.among <= 1
