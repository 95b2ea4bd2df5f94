"""Building: a second book, what is embedded again, and what a killed or failed build leaves behind."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path

import pytest

from knowledge import build as building
from knowledge.atomic import new_file, new_folder
from knowledge.book import Book
from knowledge.build import StaleBuild, build, is_fresh, load, source_digest
from knowledge.confidence import load_calibration
from knowledge.embedding import encoder_folder
from knowledge.librarian import Librarian
from knowledge.reading import LIBRARY, BookError, read_book
from knowledge.spoilers import Policy
from tests.knowledge.conftest import SALT_CLOCK, Edit, opened, replace

ROOT = Path(__file__).parents[2]


class Log:
    """How many texts were embedded, and what else was done."""

    def __init__(self) -> None:
        self.embedded = 0
        self.done: list[str] = []

    def __call__(self, what: str, done: int, total: int) -> None:
        self.done.append(what)
        if what == "embedding" and done == total:
            self.embedded += total


def single_part(folder: Path) -> None:
    for name in ("untold.txt", "messages.toml"):
        (folder / name).unlink()
    (folder / "book.toml").write_text(
        'title = "The Salt Clock"\nauthor = "N"\ndefault_level = "part-one"\n[[part]]\nid = "part-one"\nname = "All"\n'
    )
    passages = (folder / "passages/all.toml").read_text().replace('"part-two"', '"part-one"').splitlines()
    kept = [line for line in passages if not line.startswith(("topics", "characters"))]
    (folder / "passages/all.toml").write_text("\n".join(kept))


def one_passage(folder: Path) -> None:
    single_part(folder)
    text = (folder / "passages/all.toml").read_text()
    (folder / "passages/all.toml").write_text("[[passage]]" + text.split("[[passage]]")[2])


def no_topics(folder: Path) -> None:
    head = (folder / "book.toml").read_text()
    before, after = head.split("[[topic]]")[0], head.split("[[character]]", 1)[1]
    (folder / "book.toml").write_text(f"{before}[[character]]{after}")
    lines = [(name, (folder / name).read_text().splitlines()) for name in ("passages/all.toml", "messages.toml")]
    for name, found in lines:
        (folder / name).write_text("\n".join(line for line in found if not line.startswith("topics")))


BOOKS: dict[str, Edit] = {
    "as it is": lambda folder: None,
    "no messages": lambda folder: (folder / "messages.toml").unlink(),
    "no topics": no_topics,
    "no untold questions": lambda folder: (folder / "untold.txt").unlink(),
    "a single part, nothing else": single_part,
    "one passage": one_passage,
}


@pytest.mark.parametrize("kind", BOOKS)
def test_a_second_book_is_built_and_searched(copy: Path, shelf: Path, kind: str) -> None:
    BOOKS[kind](copy)
    librarian = opened(copy, shelf)
    asked = [(passage, question) for passage in librarian.book.passages for question in passage.questions]
    best = [librarian.book.passages[int(librarian.understand(question).fit.argmax())] for _, question in asked]
    assert sum(found is passage for found, (passage, _) in zip(best, asked, strict=True)) >= 0.95 * len(asked)
    for level in librarian.book.levels:
        librarian.check("the captain went down with his ship", level)


@pytest.mark.parametrize("kind", BOOKS)
def test_a_second_book_is_answered_from(copy: Path, shelf: Path, kind: str) -> None:
    BOOKS[kind](copy)
    librarian = opened(copy, shelf)
    for passage in librarian.book.passages:
        answer = librarian.ask(passage.questions[0], librarian.book.levels[-1], Policy.WARN)
        assert passage.text in answer.shown
    hello = librarian.ask("hello there, how are you?", librarian.book.levels[-1], Policy.WARN)
    assert "I'm Norfolk" in hello.shown


def test_a_fresh_build_is_left_alone(shelf: Path) -> None:
    build(SALT_CLOCK, shelf)
    log = Log()
    build(SALT_CLOCK, shelf, log)
    assert log.done == []


def test_only_what_changed_is_embedded(copy: Path, shelf: Path) -> None:
    build(SALT_CLOCK, shelf)
    replace(copy / "passages/all.toml", '"who is Ines"', '"who is Ines", "what is it that Ines looks after"')
    replace(copy / "untold.txt", "how old is Ines", "what is the height of Bram")
    log = Log()
    build(copy, shelf, log)
    assert log.embedded == 2
    log = Log()
    build(SALT_CLOCK, shelf, log)  # and back: all of it is known
    assert log.embedded == 0
    assert "loading the model" not in log.done


def test_a_changed_book_is_stale(copy: Path, shelf: Path) -> None:
    build(SALT_CLOCK, shelf)
    replace(copy / "passages/all.toml", "Ines keeps", "Ines minds")
    with pytest.raises(StaleBuild, match=r"no index of 'The Salt Clock' as it is now in .*; run: norfolk build"):
        load(shelf, read_book(copy))
    load(shelf, read_book(SALT_CLOCK))


def test_another_model_is_stale(shelf: Path, salt_clock: Book, monkeypatch: pytest.MonkeyPatch) -> None:
    build(SALT_CLOCK, shelf)
    assert is_fresh(shelf, salt_clock)
    monkeypatch.setattr(building, "MODEL_SHA256", "0" * 64)
    with pytest.raises(StaleBuild):
        load(shelf, salt_clock)


def test_nothing_built_is_stale(tmp_path: Path, salt_clock: Book) -> None:
    with pytest.raises(StaleBuild):
        load(tmp_path, salt_clock)
    assert list(tmp_path.iterdir()) == []


def test_an_index_that_was_deleted_is_stale(shelf: Path, salt_clock: Book) -> None:
    build(SALT_CLOCK, shelf)
    (shelf / salt_clock.slug / source_digest(salt_clock)).rename(shelf / "elsewhere")
    try:
        with pytest.raises(StaleBuild):
            load(shelf, salt_clock)
    finally:
        (shelf / "elsewhere").rename(shelf / salt_clock.slug / source_digest(salt_clock))


def test_a_build_says_what_it_is_made_of(shelf: Path, salt_clock: Book) -> None:
    build(SALT_CLOCK, shelf)
    folder = shelf / salt_clock.slug
    name = (folder / "current").read_text()
    assert sorted(path.name for path in folder.iterdir()) == sorted(["current", name])  # older ones are gone
    manifest = json.loads((folder / name / "manifest.json").read_text())
    assert (manifest["book"], manifest["source"]) == ("the-salt-clock", source_digest(salt_clock))
    assert manifest["model"] == "sentence-transformers/all-MiniLM-L6-v2"


def test_a_broken_book_leaves_the_old_index(copy: Path, shelf: Path, salt_clock: Book) -> None:
    build(SALT_CLOCK, shelf)
    replace(copy / "passages/all.toml", "Ines keeps", "Maud keeps")
    with pytest.raises(BookError):
        build(copy, shelf)
    load(shelf, salt_clock)


def test_a_killed_build_leaves_the_old_index(library: Path, librarian: Librarian, tmp_path: Path) -> None:
    """`norfolk build` on a copy of the program with one more question, killed once that has been embedded."""
    for room in ("bot", "knowledge"):
        shutil.copytree(ROOT / room, tmp_path / room, ignore=shutil.ignore_patterns("__pycache__"))
    build_dir = Path(shutil.copytree(library, tmp_path / "build"))
    with (tmp_path / "knowledge/library/never-let-me-go/untold.txt").open("a") as file:
        file.write("what is the number of the bus to the Cottages\n")
    vectors = next(build_dir.glob("vectors-*.npz"))
    before, current = vectors.stat().st_ino, (build_dir / librarian.book.slug / "current").read_text()
    kept = {key: value for key, value in os.environ.items() if not key.startswith(("NORFOLK_", "DISCORD_"))}
    settings = {"NORFOLK_BUILD_DIR": str(build_dir), "NORFOLK_DATA_DIR": str(tmp_path), "PYTHONPATH": str(tmp_path)}
    command = [sys.executable, "-m", "bot", "build", librarian.book.slug]
    quiet = subprocess.DEVNULL
    with subprocess.Popen(command, cwd=tmp_path, env=kept | settings, stdout=quiet, stderr=quiet) as process:
        while vectors.stat().st_ino == before:
            assert process.poll() is None, "the build ended without embedding anything"
            time.sleep(0.01)
        process.kill()
    assert process.returncode == -signal.SIGKILL
    assert vectors.stat().st_ino != before
    assert (build_dir / librarian.book.slug / "current").read_text() == current
    book = read_book(LIBRARY / librarian.book.slug)
    again = Librarian(book, *load(build_dir, book), load_calibration())
    level = book.default_level
    assert again.ask("who is ruth", level, Policy.WARN) == librarian.ask("who is ruth", level, Policy.WARN)


def test_a_draft_that_was_left_is_cleared_away(copy: Path, shelf: Path, salt_clock: Book) -> None:
    left = shelf / salt_clock.slug / ".123-abcdef-0000"
    left.mkdir(parents=True)
    replace(copy / "book.toml", "The Salt Clock", "The Salt Clock, Again")
    build(copy, shelf)
    assert not left.exists()


def test_a_folder_is_there_whole_or_not_at_all(tmp_path: Path) -> None:
    target = tmp_path / "target"
    for text in ("old", "new"):
        with new_folder(target) as draft:
            (draft / "file").write_text(text)
    with suppress(KeyError), new_folder(target) as draft:
        (draft / "file").write_text("broken")
        raise KeyError
    assert (target / "file").read_text() == "new"
    assert list(tmp_path.iterdir()) == [target]


def test_a_file_is_replaced_whole_or_not_at_all(tmp_path: Path) -> None:
    target = tmp_path / "target"
    for text in ("old", "new"):
        with new_file(target) as draft:
            draft.write_text(text)
    with suppress(KeyError), new_file(target) as draft:
        draft.write_text("broken")
        raise KeyError
    assert target.read_text() == "new"
    assert list(tmp_path.iterdir()) == [target]


def test_the_encoder_is_shared(shelf: Path) -> None:
    assert encoder_folder(shelf).is_dir()
    assert len(list(shelf.glob("encoder-*"))) == 1
