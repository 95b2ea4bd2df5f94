"""The figures of `norfolk eval`, on cases whose figures are plain to see."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from knowledge.answer import Answer, Hit, Status
from knowledge.librarian import Librarian
from knowledge.measuring.bare import without_examples
from knowledge.measuring.evaluation import (
    Post,
    Question,
    Row,
    evaluate,
    hidden_in,
    leaks,
    long_talk,
    read_chats,
    read_messages,
    read_questions,
)
from tests.knowledge.conftest import SALT_CLOCK, opened
from tests.knowledge.measuring.labels import question

SETS = {
    "tiny": [
        question("who is Ines", "part-one", ["tower", "clock"]),  # right
        question("what does Bram hide", "part-one", ["boat"], ["treasure"]),  # half of it
        question("does Orrel die", "part-two", ["drowns"]),  # right, past the level
        question("who is Maud", "part-two", ["a wording that it lacks"]),  # wrong, past the level
        question("how old is Ines", None),  # refused
    ],
    "chats-tiny": [
        {"turns": [question("does Orrel die", "part-two", ["drowns"]),
                   question("who is Bram", "part-one", ["boat"]),
                   question("and Ines?", "part-one", ["tower"], followup=True),
                   question("how old is she", None, followup=True)]},
    ],
    "messages-tiny": [
        {"text": "the captain went down with his ship", "part": "part-two"},
        {"text": "are we meeting on Friday?", "part": "part-two"},  # mislabelled on purpose: not caught
        {"text": "my copy arrived today", "part": None},
        {"text": "that boy and his boat in the reeds", "part": "part-one"},
    ],
}  # fmt: skip


@pytest.fixture(scope="module")
def small(shelf: Path) -> Librarian:
    return opened(SALT_CLOCK, shelf)


@pytest.fixture
def sets(tmp_path: Path) -> Path:
    for name, rows in SETS.items():
        (tmp_path / f"{name}.jsonl").write_text("\n\n".join(map(json.dumps, rows)) + "\n")
    return tmp_path


def test_the_report(small: Librarian, sets: Path) -> None:
    rows = {row.name: row for row in evaluate(small, without_examples(small), sets, "tiny")}
    found = {name: (row.value, row.count) for name, row in rows.items() if row.percent}
    assert found["right (a refusal is wrong)"] == (0.5, 4)
    assert found["spoilers right, under a warning"] == (0.5, 2)
    assert found["false warnings"] == (0.0, 2)
    assert found["follow-ups right"] == (1.0, 1)
    assert found["false alarms"] == (0.0, 2)
    assert {count for name, (_, count) in found.items() if name.startswith("answerable")} == {4}
    assert any(name.startswith("without examples") for name in found)
    assert rows["uncovered past the level"].value == 0
    assert rows["uncovered past the level"].count == 5 * 3 * 3
    assert not rows["right (a refusal is wrong)"].met
    assert rows["false alarms"].met


def test_the_sets_are_read_whole(sets: Path) -> None:
    questions = read_questions(sets / "tiny.jsonl")
    assert [q.answerable for q in questions] == [True, True, True, True, False]
    assert questions[1].facts == (("boat",), ("treasure",))
    assert [turn.followup for turn in read_chats(sets / "chats-tiny.jsonl")[0]] == [False, False, True, True]
    assert read_messages(sets / "messages-tiny.jsonl")[0] == Post("the captain went down with his ship", "part-two")


def test_a_line_ends_where_json_has_it_end(tmp_path: Path) -> None:
    file = tmp_path / "messages.jsonl"
    file.write_text('{"text": "one\u2028two", "part": null}\n\n{"text": "three", "part": null}\n', encoding="utf-8")
    assert [post.text for post in read_messages(file)] == ["one\u2028two", "three"]


@pytest.mark.parametrize(
    ("text", "right"), [("A Boat of GOLD", True), ("the ship of gold", True), ("the boat", False), ("", False)]
)
def test_a_right_answer_has_one_wording_of_every_fact(small: Librarian, text: str, right: bool) -> None:
    passage = replace(small.book.passages[0], text=text)
    question = Question("q", True, (("boat", "ship"), ("gold",)), "part-one")
    assert question.right(Answer(Status.UNSURE, (Hit(passage, 1.0),))) is right
    assert not question.right(Answer(Status.UNKNOWN))


def test_talk_hides_a_giveaway_after_a_sentence() -> None:
    talk = list(long_talk([f"This is harmless message number {number} of many" for number in range(40)]))
    assert talk
    assert all(len(text.split()) >= 120 for text in talk)
    hidden = hidden_in(talk[0], "Tommy dies")
    assert ". Tommy dies. " in hidden


@pytest.mark.parametrize(
    ("value", "most", "met"), [(0.9, False, True), (0.89, False, False), (0.9, True, True), (0.91, True, False)]
)
def test_a_goal_is_met_from_its_side(value: float, most: bool, met: bool) -> None:
    assert Row("x", value, 1, 0.9, most=most).met is met


def test_how_far_labels_reach(small: Librarian) -> None:
    part_one, part_two = small.book.level("part-one"), small.book.level("part-two")
    assert Post("x", "part-two").reaches(small.book, part_one)
    assert not Post("x", "part-two").reaches(small.book, part_two)
    assert not Post("x", None).reaches(small.book, part_one)


def test_leaks_are_seen(small: Librarian, monkeypatch: pytest.MonkeyPatch) -> None:
    """An answer that lets all out is reported at every level and policy at which it shouldn't."""
    assert not any(leaks(small, ["does Orrel die"]))
    wreck = small.book.by_id["wreck"]
    monkeypatch.setattr(small, "answer", lambda *_: Answer(Status.SURE, (Hit(wreck, 1.0),)))
    assert sum(leaks(small, ["does Orrel die"])) == 2 * 3
