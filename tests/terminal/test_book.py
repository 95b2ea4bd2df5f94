"""`norfolk book`: from a summary to a book that answers."""

from __future__ import annotations

import importlib
import shutil
from pathlib import Path

import pytest

from bot.terminal.book.check import worth
from bot.terminal.cli import BOOK
from knowledge.book import Examples
from knowledge.books.doubts import read_doubts
from knowledge.books.examples import read_examples
from knowledge.books.reading import LIBRARY, located, read_book
from tests.knowledge.books.importing.conftest import LIGHTHOUSE
from tests.terminal.conftest import Norfolk


@pytest.fixture
def summary(tmp_path: Path) -> Path:
    path = tmp_path / "summary.txt"
    path.write_text(LIGHTHOUSE, encoding="utf-8")
    return path


@pytest.fixture
def lamps(norfolk: Norfolk, summary: Path, tmp_path: Path) -> Path:
    done = norfolk("book", "import", str(summary), "--out", "lamps")
    assert done.returncode == 0, done.stderr
    return tmp_path / "lamps"


@pytest.mark.parametrize("module", sorted({module for module, _ in BOOK.values()}))
def test_every_command_exists(module: str) -> None:
    assert callable(importlib.import_module(f"bot.terminal.{module}").command)


def test_import_says_what_it_did(norfolk: Norfolk, summary: Path, tmp_path: Path) -> None:
    done = norfolk("book", "import", str(summary), "--title", "Lamps", "--author", "G. T.")
    assert done.returncode == 0
    assert done.stdout.decode().splitlines()[-1] == "lamps"
    said = done.stderr.decode()
    for words in ("readers' comments", "3 parts (Part One, Part Two, Part Three)", "passages", "characters", "doubts"):
        assert words in said
    assert read_book(tmp_path / "lamps").title == "Lamps"
    again = norfolk("book", "import", str(summary), "--title", "Lamps")
    assert again.returncode == 2
    assert b"is not overwritten" in again.stderr
    assert again.stdout == b""


@pytest.mark.parametrize(
    ("content", "options", "said"),
    [
        (b"", (), "there is no summary"),
        (b"%PDF-1.4", (), "this is a PDF"),
        (LIGHTHOUSE.encode(), ("--out", "Big Folder"), "lower-case words"),
        (LIGHTHOUSE.encode(), ("--parts", "A,a"), "the same name"),
    ],
)
def test_mistakes_are_a_sentence(
    norfolk: Norfolk, tmp_path: Path, content: bytes, options: tuple[str, ...], said: str
) -> None:
    (tmp_path / "x.txt").write_bytes(content)
    done = norfolk("book", "import", "x.txt", *options)
    assert done.returncode == 2
    assert said in done.stderr.decode()
    assert "Traceback" not in done.stderr.decode()
    assert [path.name for path in tmp_path.iterdir()] == ["x.txt"]


def test_ask_and_check_take_a_folder(norfolk: Norfolk, lamps: Path) -> None:
    covered = norfolk("ask", "what was the blue flame a signal of", "--book", "lamps").stdout.decode()
    assert "Part Three" in covered
    assert "smuggling" not in covered
    told = norfolk(
        "ask", "what was the blue flame a signal of", "--book", str(lamps), "--level", "part-three"
    ).stdout.decode()
    assert "smuggling" in told
    assert b"Part Three" in norfolk("check", "omg marit drowns", "--book", "lamps").stdout
    assert norfolk("ask", "who is tommy", "--book", "never-let-me-go").stdout.startswith(b"Tommy is")
    done = norfolk("ask", "who is ines", "--book", "lamps", NORFOLK_DEFAULT_LEVEL="part-three")
    assert done.returncode == 0
    missing = norfolk("ask", "who is ines", "--book", "lumps")
    assert missing.returncode == 2
    assert b"there is no book 'lumps'" in missing.stderr


def test_check_says_what_is_thin(norfolk: Norfolk, lamps: Path) -> None:
    done = norfolk("book", "check", "lamps")
    said = done.stdout.decode()
    assert done.returncode == 0
    for words in ("in order", "Part Two has only", "no own questions", "untold", "from 78 to 82% right", "book review"):
        assert words in said
    (lamps / "book.toml").write_text("title = 1")
    assert norfolk("book", "check", "lamps").returncode == 1


def test_what_examples_would_bring_ends() -> None:
    book = read_book(Path(__file__).parents[1] / "knowledge" / "data" / "the-salt-clock")
    rich = Examples({passage.id: ("x",) * 40 for passage in book.passages}, untold=("y",) * 2_000)
    assert list(worth(book, rich)) == []
    (line,) = worth(book, Examples())
    assert "3 own questions a passage" in line


def test_review_saves_after_each(norfolk: Norfolk, lamps: Path) -> None:
    doubtful = list(dict.fromkeys(doubt.passage for doubt in read_doubts(lamps) if doubt.passage))
    assert doubtful
    first = doubtful[0]
    # The end of the input quits; what was done before is kept.
    done = norfolk("book", "review", "lamps", stdin=b"nonsense\np 9\nt Ines learns *all* of it.\np 3\n")
    assert done.returncode == 0, done.stderr
    passage = read_book(lamps).by_id[first]
    assert (passage.text, passage.part) == ("Ines learns all of it.", "part-three")
    assert first not in {doubt.passage for doubt in read_doubts(lamps)}
    asked = b"k\n" * (len(doubtful) - 1) + b"who lights the lamp / # why blue\n" + b"\n" * 20
    done = norfolk("book", "review", "lamps", stdin=asked)
    assert done.returncode == 0, done.stderr
    own = read_examples(lamps, read_book(lamps)).questions
    assert list(own.values()) == [("who lights the lamp", "why blue")]
    assert b"in order" in norfolk("book", "check", "lamps").stdout


def test_review_takes_back_what_would_stop_the_book(norfolk: Norfolk, lamps: Path) -> None:
    book = read_book(lamps)
    late = next(p for p in book.passages if "Orrin" in p.text)
    doubt = f'[[doubt]]\npassage = "{late.id}"\nwhy = "a test"\n'
    (lamps / "doubts.toml").write_text(doubt)
    (lamps / "questions.txt").write_text(f"[{late.id}]\nwho is orrin\n\n[{book.passages[0].id}]\nwho lights the lamp\n")
    (lamps / "messages.txt").write_text("[part-nine]\nshe drowns\n")
    done = norfolk("book", "review", "lamps", stdin=b"p 1\nq\n")
    assert "it stays as it was" in done.stdout.decode()
    assert read_book(lamps) == book
    (lamps / "messages.txt").unlink()
    done = norfolk("book", "review", "lamps", stdin=b"d\nq\n")
    assert late.id not in read_book(lamps).by_id
    assert list(read_examples(lamps, read_book(lamps)).questions) == [book.passages[0].id]  # its questions went along
    assert not (lamps / "doubts.toml").exists()


def test_what_a_review_changes_takes_the_rest_of_the_book_along(norfolk: Norfolk, lamps: Path) -> None:
    book = read_book(lamps)
    late = next(p for p in book.passages if "Orrin" in p.text)
    first = book.passages[0]
    (lamps / "doubts.toml").write_text(f'[[doubt]]\npassage = "{late.id}"\nwhy = "a test"\n')
    prompt = '# Mine.\n[[prompt]]\ntext = "Whom do you trust?"\npart = "part-three"\npassage = "{}"\n'
    (lamps / "prompts.toml").write_text(prompt.format(first.id))
    (orrin,) = (one for one in book.characters if "Orrin" in one.name)
    assert orrin.part == "part-three"
    assert norfolk("book", "review", "lamps", stdin=b"p 1\nq\n").returncode == 0
    moved = read_book(lamps)
    assert moved.by_id[late.id].part == "part-one"
    assert [one.part for one in moved.characters if one.id == orrin.id] == ["part-one"]
    assert (lamps / "prompts.toml").read_text() == prompt.format(first.id)
    (lamps / "prompts.toml").write_text(prompt.format(late.id))
    (lamps / "doubts.toml").write_text(f'[[doubt]]\npassage = "{late.id}"\nwhy = "a test"\n')
    assert norfolk("book", "review", "lamps", stdin=b"t Nobody comes.\np 3\n").returncode == 0
    assert read_book(lamps).by_id[late.id].characters == (orrin.id,)  # whom its title names
    (lamps / "doubts.toml").write_text(f'[[doubt]]\npassage = "{late.id}"\nwhy = "a test"\n')
    assert norfolk("book", "review", "lamps", stdin=b"d\nq\n").returncode == 0
    dropped = read_book(lamps)
    assert late.id not in dropped.by_id
    assert [(prompt.text, prompt.passage) for prompt in dropped.prompts] == [("Whom do you trust?", "")]


def test_review_keeps_recap_marks_files_and_comments(norfolk: Norfolk, lamps: Path) -> None:
    first, *_, last = sorted((lamps / "passages").iterdir())
    first = first.rename(first.with_name("0-mine.toml"))
    for path in (first, last):
        path.write_text("# Mine.\n" + path.read_text().replace("\ntext", "\nrecap = true\ntext"))
    late = next(passage for name, passage in located(lamps) if name == last.name)
    (lamps / "doubts.toml").write_text(f'[[doubt]]\npassage = "{late.id}"\nwhy = "a test"\n')
    before, texts = located(lamps), {path.name: path.read_text() for path in (lamps / "passages").iterdir()}
    assert norfolk("book", "review", "lamps", stdin=b"h A new head\nk\nq\n").returncode == 0
    now = located(lamps)
    assert [(name, one.id, one.recap) for name, one in now] == [(name, one.id, one.recap) for name, one in before]
    assert read_book(lamps).by_id[late.id].title == "A new head"
    changed = {path.name for path in (lamps / "passages").iterdir() if path.read_text() != texts[path.name]}
    assert changed == {last.name}


def test_list_tells_the_owners_books(norfolk: Norfolk, lamps: Path, tmp_path: Path) -> None:
    (tmp_path / "own").mkdir()
    shutil.copytree(lamps, tmp_path / "own" / "Lamps.bak")
    lamps.rename(tmp_path / "own" / "lamps")
    listed = norfolk("book", "list", NORFOLK_BOOKS_DIR=str(tmp_path / "own")).stdout.decode()
    names = [line.split("\t")[0] for line in listed.splitlines()]
    assert names == [*sorted(["lamps", *(path.parent.name for path in LIBRARY.glob("*/book.toml"))]), "Lamps.bak"]
    assert "Lamps.bak\tcannot be read: its name is no slug; rename it" in listed


def test_new_list_and_export(norfolk: Norfolk, lamps: Path, tmp_path: Path) -> None:
    assert norfolk("book", "new", "the-goat", "--parts", "Hay,Straw").stdout == b"the-goat\n"
    assert [level.id for level in read_book(tmp_path / "the-goat").levels] == ["start", "hay", "straw"]
    assert norfolk("book", "new", "the-goat").returncode == 2
    assert norfolk("book", "new", "the-boat").returncode == 0
    said = norfolk("book", "check", "the-boat").stdout.decode()
    assert "1 passage in 1 part\n" in said
    assert "1 of 1 passage has no own questions" in said
    assert b"never-let-me-go\tNever Let Me Go\tKazuo Ishiguro\t3 parts" in norfolk("book", "list").stdout
    assert norfolk("book", "export", "lamps").stdout == b"lamps.zip\n"
    assert norfolk("book", "export", "lamps").returncode == 2
    assert norfolk("book", "import", "lamps.zip", "--out", "again").stdout == b"again\n"
    assert read_book(tmp_path / "again").passages[0].text == read_book(lamps).passages[0].text
    assert norfolk("book", "import", "lamps.zip").returncode == 2
