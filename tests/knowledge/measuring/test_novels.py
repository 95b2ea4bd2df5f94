"""Novels as the import makes them: those that weights are fitted on, and those that nobody prepared."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from knowledge.building.labelled import NOVELS, read_novels, right
from knowledge.judging.weights import load_weights
from knowledge.librarian import Librarian
from knowledge.measuring.novels import FOLDER, measure_novels
from tests.knowledge.measuring.labels import question

QUESTIONS = Path(__file__).parents[2] / "questions"
SUMMARY = """
## Part One

Ines winds the great clock in the tower of Salthaven every morning. Her grandfather Orrel, a captain, taught her.

## Part Two

Bram keeps a rowing boat in the reeds, of which nobody in the town may know. He fishes from it at night.

## Part Three

Captain Orrel drowns when his ship is lost off the lighthouse. Bram rows out in the storm and brings him home.
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    asked = [
        question("who winds the clock in the tower", "start", ["winds the great clock"]),  # right
        question("where does Bram keep his boat", "middle", ["in the attic"]),  # wrong, as it is labelled
        question("how does Orrel drown", "end", ["off the lighthouse"]),  # right, and covered after half of the book
        question("what is the capital of France", None),  # refused
    ]
    turns = [asked[1], question("and who drowns off the lighthouse?", "end", ["orrel drowns"], followup=True)]
    (tmp_path / "salthaven.md").write_text(SUMMARY)
    (tmp_path / "salthaven.jsonl").write_text("\n".join(map(json.dumps, asked)))
    (tmp_path / "chats.jsonl").write_text(json.dumps({"book": "salthaven", "turns": turns}))
    entry = {"title": "Salthaven", "author": "Nobody", "file": "salthaven.md"}
    (tmp_path / f"{NOVELS}.json").write_text(json.dumps([entry]))
    return tmp_path


def test_a_novel_is_read_as_it_is_imported(folder: Path) -> None:
    (novel,) = read_novels(folder)
    assert (novel.book.title, novel.teaches) == ("Salthaven", False)
    assert novel.book.default_level.name == "Part Two"
    texts = dict(novel.asked)
    assert [novel.book.passages[n].part for n in texts["who winds the clock in the tower"]] == ["part-one"]
    assert "where does Bram keep his boat, and who drowns off the lighthouse?" in texts


def test_figures_of_novels_that_nobody_prepared(folder: Path, librarian: Librarian) -> None:
    rows = {row.name: row for row in measure_novels(folder, librarian.reader.encoder, load_weights())}
    assert (rows["right (a refusal is wrong)"].value, rows["right (a refusal is wrong)"].count) == (2 / 3, 3)
    assert rows["answerable: not refused"].value == 1
    assert rows["unanswerable: told as sure"].value == 0
    assert (rows["follow-ups right"].value, rows["follow-ups right"].count) == (1, 1)
    early = rows["told openly after half of the book, of what the last third tells"]
    assert (early.value, early.count, early.goal) == (0, 1, 0)


@pytest.mark.parametrize("name", [NOVELS, FOLDER])
def test_the_labels_stand_in_the_summaries(name: str) -> None:
    for novel in read_novels(QUESTIONS / name):
        told = [question for question in novel.questions if question["answerable"]]
        found = [right(question, novel.book).any() for question in told]
        assert sum(found) >= 0.95 * len(told), novel.book.title  # an answer may have been cut in two
        assert len(told) >= 50
        assert len(novel.questions) >= len(told) + 10


def test_no_novel_is_fitted_on_and_measured() -> None:
    fitted, measured = ({novel.book.title for novel in read_novels(QUESTIONS / name)} for name in (NOVELS, FOLDER))
    assert len(measured) >= 3
    assert not fitted & measured
