"""docs/adding-a-book.md: its books work as they stand there."""

from __future__ import annotations

import re
from pathlib import Path

from knowledge.books.checks import check_book
from knowledge.books.examples import read_examples
from knowledge.books.files import FILES
from knowledge.books.reading import read_book

GUIDE = (Path(__file__).parents[3] / "docs" / "adding-a-book.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"^```\w*\n(.*?)^```$", GUIDE, re.MULTILINE | re.DOTALL)


def block(begins: str, nth: int = 0) -> str:
    """The nth block of the guide that begins so."""
    return [text for text in BLOCKS if text.startswith(begins)][nth]


def write(folder: Path, head: str, passages: str) -> Path:
    (folder / "passages").mkdir(parents=True)
    (folder / "book.toml").write_text(head, encoding="utf-8")
    (folder / "passages" / "all.toml").write_text(passages, encoding="utf-8")
    return folder


def test_the_smallest_book_works(tmp_path: Path) -> None:
    folder = write(tmp_path / "the-time-machine", block("title", 0), block("[[passage]]", 0))
    assert check_book(folder) == []
    assert len(read_book(folder).passages) == 1


def test_the_whole_book_works(tmp_path: Path) -> None:
    folder = write(tmp_path / "the-time-machine", block("title", 1), block("[[passage]]", 1) + "\n")
    (folder / "questions.txt").write_text(block("# questions.txt"), encoding="utf-8")
    (folder / "messages.txt").write_text(block("# messages.txt"), encoding="utf-8")
    (folder / "prompts.toml").write_text(block("[[prompt]]"), encoding="utf-8")
    assert [str(finding) for finding in check_book(folder)] == []
    examples = read_examples(folder, read_book(folder))
    assert examples.questions["the-sphinx"][-1] == "[spoiler?] whats with the sphinx"
    assert [len(message.secrets) for message in examples.messages] == [0, 2]


def test_a_text_over_several_lines(tmp_path: Path) -> None:
    passage = block("[[passage]]", 0)
    longer = re.sub(r'^text = ".*"\n', lambda _: block('text = """'), passage, flags=re.MULTILINE)
    book = read_book(write(tmp_path / "the-time-machine", block("title", 0), longer))
    assert book.passages[0].text == 'Filby says: "It\'s against reason." The others say nothing.'


def test_it_names_every_file_of_a_book_and_where_books_lie() -> None:
    listing = block("<slug>/\n")
    assert [name for name in FILES if f"  {name} " not in listing] == []
    assert "`NORFOLK_BOOKS_DIR`" in GUIDE
