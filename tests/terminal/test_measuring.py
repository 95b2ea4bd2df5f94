"""`norfolk eval`, `calibrate` and `build`, on small question sets."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from knowledge.confidence import FEATURES, FILE, load_calibration
from tests.terminal.conftest import Norfolk

QUESTIONS = Path(__file__).parents[1] / "questions"


def question(text: str, part: str | None, *facts: str, followup: bool = False) -> dict[str, Any]:
    told = part is not None
    return {"question": text, "answerable": told, "facts": [list(facts)], "part": part, "followup": followup}


@pytest.fixture
def sets(tmp_path: Path) -> Path:
    """Two small sets, alike but for the one question that each gets wrong."""
    chat = [question("who is ruth", "part-one", "friend"), question("and tommy?", "part-one", "bull", followup=True)]
    messages = [{"text": "Tommy dies, and so does Ruth", "part": "part-three"}, {"text": "hello", "part": None}]
    for name, wrong in (("development", "who is Tommy"), ("test", "who is Ruth")):
        asked = [
            question("who is kathy", "part-one", "carer"),
            question("why did madame cry", "part-three", "cruel"),
            question("capital of peru?", None),
            question(wrong, "part-one", "a wording that no passage has"),
        ]
        for kind, rows in (("", asked), ("chats-", [{"turns": chat}]), ("messages-", messages)):
            (tmp_path / f"{kind}{name}.jsonl").write_text("\n".join(map(json.dumps, rows)))
    return tmp_path


def test_eval_shows_both_sets_and_the_goals(norfolk: Norfolk, sets: Path) -> None:
    done = norfolk("eval", "--questions", str(sets), "--markdown")
    head, _, *rows = done.stdout.decode().splitlines()
    assert head == "| figure, at the default level | development | test | goal |"
    assert "| right (a refusal is wrong) | *66.7%* | *66.7%* | at least 90% |" in rows
    assert "| uncovered past the level | 0 | 0 | at most 0 |" in rows
    table = norfolk("eval", "--questions", str(sets), COLUMNS="120").stdout.decode()
    assert "66.7% of 3" in table
    assert "missed: at least 90%" in table


def test_failures_are_those_of_development_alone(norfolk: Norfolk, sets: Path) -> None:
    said = norfolk("eval", "--questions", str(sets), "--failures", "development").stdout.decode()
    assert "wrong: who is Tommy\n    tommy " in said
    assert "who is Ruth" not in said
    refused = norfolk("eval", "--questions", str(sets), "--failures", "test")
    assert (refused.returncode, refused.stdout) == (2, b"")


def test_missing_sets_get_a_sentence(norfolk: Norfolk) -> None:
    done = norfolk("eval")
    assert done.returncode == 2
    assert b"--questions" in done.stderr


def test_calibrate_writes_what_norfolk_reads(norfolk: Norfolk, tmp_path: Path) -> None:
    before, written = FILE.read_bytes(), tmp_path / "calibration.toml"
    done = norfolk("calibrate", "--questions", str(QUESTIONS), "--to", str(written))
    assert done.returncode == 0, done.stderr
    assert written.read_text() in done.stdout.decode()
    fitted = load_calibration(written)
    assert all(len(getattr(fitted, name).weights) == len(features) for name, features in FEATURES.items())
    assert FILE.read_bytes() == before


def test_sets_of_one_kind_teach_nothing(norfolk: Norfolk, sets: Path, tmp_path: Path) -> None:
    done = norfolk("calibrate", "--questions", str(sets), "--to", str(tmp_path / "calibration.toml"))
    assert done.returncode == 2
    assert b"chats-development.jsonl: there must be cases of both kinds" in done.stderr
    assert not (tmp_path / "calibration.toml").exists()


def test_build_knows_its_books(norfolk: Norfolk) -> None:
    done = norfolk("build", "war-and-peace")
    assert done.returncode == 2
    assert b"its books are never-let-me-go" in done.stderr
    assert norfolk("build").stdout.startswith(b"never-let-me-go: fresh already, in ")
