"""The figures of kinds of questions, on a book whose figures are plain to see."""

from __future__ import annotations

import json
from pathlib import Path

from knowledge.measuring.kinds import by_kind
from tests.knowledge.conftest import SALT_CLOCK, opened


def test_figures_are_plain_and_ask_for_nothing(shelf: Path, tmp_path: Path) -> None:
    asked = [
        {"question": "Who hides a stolen boat in the reeds?", "facts": [["bram"]], "kind": "plain"},
        {"question": "Who hides a stolen boat in the reeds?", "facts": [["a wording that it lacks"]], "kind": "plain"},
    ]
    lines = {
        "kinds": [{**question, "answerable": True, "part": "part-one"} for question in asked],
        "complaints": [{"turns": [{"question": "you are useless"}]}],
        "opinions": [{"book": SALT_CLOCK.name, "text": "tell me about Bram", "kind": "question"}],
        "signs": [{"text": "good morning “all”", "part": "start", "kind": "quotes"}],
    }
    for name, rows in lines.items():
        (tmp_path / f"{name}-test.jsonl").write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    (tmp_path / "talk-test.txt").write_text("“Tea?” – “Later.”\n", encoding="utf-8")
    (tmp_path / "giveaways-test.txt").write_text("\n", encoding="utf-8")
    rows = {row.name: row for row in by_kind(opened(SALT_CLOCK, shelf), tmp_path, "test")}
    assert (rows["plain: right"].value, rows["plain: right"].count) == (0.5, 2)
    assert rows["talk left alone"].value == 1
    assert all(row.met and row.goal is None for row in rows.values())
