"""`norfolk eval` and `build`, on small question sets."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from bot.terminal.evaluate import _book_of
from tests.terminal.conftest import Norfolk


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
    assert "| right (a refusal is wrong) | *66.7%* | *66.7%* | at least 93% |" in rows
    assert "| uncovered past the level | 0 | 0 | at most 0 |" in rows
    table = norfolk("eval", "--questions", str(sets), COLUMNS="120").stdout.decode()
    assert "66.7% of 3" in table
    assert "missed: at least 93%" in table


def test_failures_are_those_of_development_alone(norfolk: Norfolk, sets: Path) -> None:
    said = norfolk("eval", "--questions", str(sets), "--failures", "development").stdout.decode()
    assert "wrong: who is Tommy\n    tommy " in said
    assert "who is Ruth" not in said
    refused = norfolk("eval", "--questions", str(sets), "--failures", "test")
    assert (refused.returncode, refused.stdout) == (2, b"")


def test_eval_says_for_which_book_the_questions_are(norfolk: Norfolk, sets: Path) -> None:
    (sets / "book.txt").write_text("# of another book\nwar-and-peace\n")
    done = norfolk("eval", "--questions", str(sets))
    assert (done.returncode, done.stdout) == (2, b"")
    said = " ".join(done.stderr.decode().replace("│", " ").split())
    assert "are about war-and-peace, and NORFOLK_BOOK is never-let-me-go" in said
    (sets / "book.txt").write_text("\ufeffnever-let-me-go\n", encoding="utf-8")
    assert norfolk("eval", "--questions", str(sets), "--failures", "development").returncode == 0


def test_the_shipped_sets_say_their_book() -> None:
    assert _book_of(Path(__file__).parents[1] / "questions") == "never-let-me-go"


@pytest.mark.parametrize("command", [("ask", "who is tommy"), ("check", "hello"), ("chat",), ("eval",), ("run",)])
@pytest.mark.parametrize("slug", ["war-and-peace", "Never Let Me Go", "../never-let-me-go"])
def test_an_unknown_book_lists_those_there_are(
    norfolk: Norfolk, sets: Path, command: tuple[str, ...], slug: str
) -> None:
    options = ("--questions", str(sets)) if command == ("eval",) else ()
    done = norfolk(*command, *options, NORFOLK_BOOK=slug, DISCORD_TOKEN="x")
    assert (done.returncode, done.stdout) == (2, b"")
    said = done.stderr.decode().splitlines()[-1]
    assert said.startswith(f"norfolk: NORFOLK_BOOK: there is no book {slug!r}")
    assert "the books are frankenstein, jekyll-and-hyde, never-let-me-go, pride-and-prejudice" in said
    assert ("did you mean never-let-me-go?" in said) == (slug != "war-and-peace")


def test_missing_sets_get_a_sentence(norfolk: Norfolk) -> None:
    done = norfolk("eval")
    assert done.returncode == 2
    assert b"--questions" in done.stderr


def test_other_peoples_books_are_measured(norfolk: Norfolk, tmp_path: Path) -> None:
    books = [
        {"book": "a", "title": "A", "passages": ["The cat sat on the red mat.", "Then a storm tore the roof away."]},
        {"book": "b", "title": "B", "passages": ["A baker sells bread by the river.", "His daughter learns to sail."]},
    ]
    asked = [
        {"book": "a", "question": "where did the cat sit", "answers": ["on the mat"], "gold": [0]},
        {"book": "b", "question": "who learns to sail", "answers": ["his daughter"]},
        {"book": "b", "question": "what is the price of tea", "answers": ["two pounds"], "answerable": False},
    ]
    for name, rows in (("books", books), ("asked", asked)):
        (tmp_path / f"{name}.jsonl").write_text("\n".join(map(json.dumps, rows)))
    files = ("--summaries", str(tmp_path / "books.jsonl"), "--questions", str(tmp_path / "asked.jsonl"))
    report = json.loads(norfolk("eval", *files, "--json").stdout)
    assert report["norfolk"]["within"]["recall@1"] == 1
    assert {"recall@1", "recall@3", "mrr", "answered_right", "refused"} == set(report["norfolk"]["pooled"])
    assert set(report) == {"norfolk", "dense", "bm25"}
    assert 0 <= report["norfolk"]["foreign_answered"] <= 1
    assert b"recall@1" in norfolk("eval", *files).stdout
    (tmp_path / "asked.jsonl").write_text('{"book": "a"}')
    done = norfolk("eval", *files)
    assert done.returncode == 2
    assert b"asked.jsonl, line 1: question is missing" in done.stderr


def test_the_schema_of_the_lines(norfolk: Norfolk) -> None:
    for command, fields in (("ask", {"id", "question"}), ("check", {"id", "text"})):
        found = json.loads(norfolk(command, "--schema").stdout)
        assert set(found["request"]["required"]) == fields
        assert "touches" in found["reply"]["properties"]


def test_build_knows_its_books(norfolk: Norfolk) -> None:
    done = norfolk("build", "war-and-peace")
    assert done.returncode == 2
    assert b"the books are frankenstein, jekyll-and-hyde, never-let-me-go, pride-and-prejudice" in done.stderr
    assert norfolk("build", "never-let-me-go").stdout.startswith(b"never-let-me-go: fresh already, in ")


def test_an_import_is_measured_without_made_up_goals_and_leaves_nothing(
    norfolk: Norfolk, sets: Path, environment: dict[str, str]
) -> None:
    summary = sets / "summary.md"
    summary.write_text(
        "# Never Let Me Go\n\n## Part One\n\nKathy is a carer. Ruth is her friend.\n\n"
        "## Part Two\n\nTommy sees a bull at the Cottages.\n\n## Part Three\n\nMadame cried since the world is cruel.\n"
    )
    done = norfolk("eval", "--questions", str(sets), "--imported", str(summary))
    assert done.returncode == 0, done.stderr
    rows = [line.strip("| ").split("|") for line in done.stdout.decode().splitlines() if line.startswith("| ")][1:]
    goals = {name.strip(): goal[0].strip() for name, _, *goal in ([*row, ""] for row in rows)}
    assert len(goals) > 2
    assert {goal for name, goal in goals.items() if name.startswith("right (")} == {"at least 70%"}
    assert {goal for name, goal in goals.items() if not name.startswith("right (")} == {""}
    # Tests in another process may build there meanwhile, but nothing of that name.
    left = Path(environment["NORFOLK_BUILD_DIR"]).glob("never-let-me-go*")
    assert [path.name for path in left] == ["never-let-me-go"]
