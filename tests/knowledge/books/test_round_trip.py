"""What is written is read back the same, whichever way a book goes: files, a zip, an edit."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields
from pathlib import Path

import pytest

from knowledge.book import Book
from knowledge.books import editing
from knowledge.books.archive import pack, unpack
from knowledge.books.digest import source_digest
from knowledge.books.doubts import Doubt, read_doubts
from knowledge.books.examples import QUESTIONS, read_examples
from knowledge.books.files import FILES, files_of
from knowledge.books.prompts import PROMPTS
from knowledge.books.reading import LIBRARY, located, read_book
from knowledge.books.serializing import passages_toml
from knowledge.books.writing import drop_questions, rewrite_book, update_book, update_passages, write_book, write_doubts
from tests.knowledge.books.test_reading import HEAD, PASSAGES
from tests.knowledge.books.test_retold import PROMPT, TIE
from tests.knowledge.conftest import replace

DOUBTS = [Doubt("bribe", "why"), Doubt("", "the author isn't known", "author")]


@pytest.fixture
def full(copy: Path) -> Path:
    """A book that has everything that a book can have."""
    head = copy / HEAD
    head.write_text(head.read_text() + TIE)
    replace(head, "default_level", 'language = "de"\ndefault_level')
    (copy / PROMPTS).write_text(PROMPT + '\n[[prompt]]\ntext = "Who is \\"kind\\" here?"\npart = "part-two"\n')
    replace(copy / PASSAGES, 'id = "bribe"', 'id = "bribe"\nrecap = true')
    write_doubts(DOUBTS, copy)
    return copy


def lacking(book: Book) -> set[str]:
    return {field.name for field in fields(book) if not getattr(book, field.name)}


def test_the_book_has_everything(full: Path) -> None:
    book = read_book(full)
    assert lacking(book) == {"suggestions"}  # which only a build makes
    assert any(passage.recap for passage in book.passages)
    assert {path.relative_to(full).as_posix() for path in files_of(full)} == {*FILES, PASSAGES} - {"passages/*.toml"}


def test_written_and_read_back(full: Path, tmp_path: Path) -> None:
    book = read_book(full)
    write_book(book, DOUBTS, tmp_path / "anew" / full.name)
    assert read_book(tmp_path / "anew" / full.name) == book
    assert read_doubts(tmp_path / "anew" / full.name) == DOUBTS


def test_written_over_itself(full: Path) -> None:
    book, examples = read_book(full), read_examples(full, read_book(full))
    rewrite_book(book, DOUBTS, full)
    assert read_book(full) == book
    assert read_examples(full, book) == examples


def test_exported_and_imported(full: Path, tmp_path: Path) -> None:
    back = tmp_path / "back" / full.name
    unpack(pack(full), back)
    assert read_book(back) == read_book(full)
    assert source_digest(back) == source_digest(full)
    assert [path.relative_to(back) for path in files_of(back)] == [path.relative_to(full) for path in files_of(full)]


@pytest.mark.parametrize("slug", sorted(path.name for path in LIBRARY.iterdir() if (path / HEAD).is_file()))
def test_the_shipped_books(slug: str, tmp_path: Path) -> None:
    book = read_book(LIBRARY / slug)
    write_book(book, (), tmp_path / slug)
    assert read_book(tmp_path / slug) == book


@pytest.mark.parametrize(
    ("edit", "parts", "about"),
    [
        (
            lambda book: editing.retell(book, "keeper", "Light", "Ines keeps the light."),
            ("part-one", "part-two"),
            "bribe",
        ),
        (lambda book: editing.drop(book, "bribe"), ("part-one", "part-two"), ""),
        (lambda book: editing.move(book, "bribe", "part-two"), ("part-two", "part-two"), "bribe"),
        (lambda book: editing.shift(book, "part-one", 1), ("part-one", "part-two"), "bribe"),
        (lambda book: editing.remove(book, "part-one"), ("part-two", "part-two"), "bribe"),
        (lambda book: editing.remove(book, "part-two"), ("part-one", "part-one"), "bribe"),
        (lambda book: editing.rename(book, "part-one", "The light"), ("part-one", "part-two"), "bribe"),
    ],
)
def test_edits_keep_ties_prompts_and_marks(
    full: Path, edit: Callable[[Book], Book], parts: tuple[str, str], about: str
) -> None:
    (full / "messages.txt").unlink()  # they are headed by parts
    before = read_book(full)
    after = edit(before)
    rewrite_book(after, (), full)
    book = read_book(full)
    assert book == after
    assert [(tie.one, tie.other, tie.label) for tie in book.ties] == [("ines", "orrel", "bribed by him")]
    assert {prompt.text: prompt.part for prompt in book.prompts} == {
        prompt.text: part for prompt, part in zip(before.prompts, parts, strict=True)
    }
    assert [prompt.passage for prompt in book.prompts if prompt.text == before.prompts[0].text] == [about]
    assert [passage.id for passage in book.passages if passage.recap] == ["bribe"] * ("bribe" in book.by_id)


def test_a_tie_is_known_no_earlier_than_whom_it_ties(full: Path) -> None:
    replace(full / HEAD, 'label = "bribed by him"\npart = "part-one"', 'label = "bribed by him"\npart = "part-two"')
    assert editing.shift(read_book(full), "part-one", 1).ties[0].part == "part-one"


def parted(folder: Path) -> None:
    """Have each part of the book stand in a file with a name of its own and a comment, and one alone."""
    book = read_book(folder)
    (folder / PASSAGES).unlink()
    for part, name in (("start", "0-about"), ("part-one", "1-light"), ("part-two", "2-wreck")):
        text = passages_toml(passage for passage in book.passages if passage.part == part)
        (folder / f"passages/{name}.toml").write_text(f"# {name}\n\n{text}")
    assert read_book(folder) == book


def test_passages_stay_in_their_files(full: Path) -> None:
    parted(full)
    before = read_book(full)
    home = full / "passages"
    texts = {path.name: path.read_text() for path in home.iterdir()}
    update_passages(before, full)
    assert {path.name: path.read_text() for path in home.iterdir()} == texts
    update_passages(editing.retell(before, "bribe", "Money", "Captain Orrel pays Ines."), full)
    assert {name for name, text in texts.items() if (home / name).read_text() != text} == {"1-light.toml"}
    assert sorted(path.name for path in home.iterdir()) == sorted(texts)
    assert read_book(full).by_id["bribe"].text == "Captain Orrel pays Ines."
    assert read_book(full).by_id["bribe"].recap


def test_a_moved_passage_goes_to_the_file_of_its_part(full: Path) -> None:
    parted(full)
    (full / PROMPTS).unlink()
    update_passages(editing.move(read_book(full), "bribe", "part-two"), full)
    assert [name for name, passage in located(full) if passage.id == "bribe"] == ["2-wreck.toml"]
    assert "# 0-about" in (full / "passages/0-about.toml").read_text()
    update_passages(editing.drop(read_book(full), "the-novel"), full)
    assert not (full / "passages/0-about.toml").exists()


def test_an_update_writes_what_has_changed_alone(full: Path) -> None:
    parted(full)
    for path in full.rglob("*.toml"):
        path.write_text(f"# Mine.\n{path.read_text()}")
    book = read_book(full)
    texts = {path: path.read_text() for path in files_of(full)}

    def changed() -> set[str]:
        now = {path: path.read_text() if path.exists() else "" for path in texts}
        return {path.name for path, text in texts.items() if now[path] != text}

    update_book(book, full)
    assert changed() == set()
    update_book(told := editing.retell(book, "sister", "", "Maud is her sister."), full)
    assert changed() == {"2-wreck.toml"}
    assert read_book(full) == told
    update_book(told := editing.move(told, "sister", "part-one"), full)
    assert changed() == {"book.toml", "1-light.toml", "2-wreck.toml"}
    assert read_book(full) == told
    update_book(told := editing.drop(told, "bribe"), full)
    assert changed() == {"book.toml", "1-light.toml", "2-wreck.toml", PROMPTS, QUESTIONS}
    assert read_book(full) == told
    assert read_examples(full, told).questions.keys() <= told.by_id.keys()


def test_own_questions_go_with_their_passage_alone(copy: Path) -> None:
    book = read_book(copy)
    text = "\ufeff[keeper]\r\nwho is ines\u2028[she keeps it]\r\n  [ boat ]\r\nwho is bram\r\n\n[bribe]\nwho pays\n"
    (copy / QUESTIONS).write_bytes(text.encode())
    told = read_examples(copy, book).questions
    drop_questions(set(book.by_id) - {"bribe"}, copy)
    assert read_examples(copy, book).questions == {id: told[id] for id in ("keeper", "boat")}
    drop_questions({"boat"}, copy)
    assert read_examples(copy, book).questions == {"boat": ("who is bram",)}
