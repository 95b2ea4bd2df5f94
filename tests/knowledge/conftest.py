"""The shipped book's build, and a small invented book that tests may break, change and build."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from knowledge.book import Book
from knowledge.build import build, load
from knowledge.confidence import load_calibration
from knowledge.embedding import encoder_folder
from knowledge.librarian import Librarian
from knowledge.reading import read_book

SALT_CLOCK = Path(__file__).parent / "data" / "the-salt-clock"

Edit = Callable[[Path], object]


@pytest.fixture(scope="session")
def library(librarian: Librarian, pytestconfig: pytest.Config) -> Path:
    """The folder of the build that the `librarian` fixture answers from."""
    assert pytestconfig.cache is not None
    return pytestconfig.cache.mkdir("library")


@pytest.fixture(scope="session")
def salt_clock() -> Book:
    """The invented book as data, without a build."""
    return read_book(SALT_CLOCK)


@pytest.fixture(scope="session")
def shelf(library: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A build folder of the tests' own, with the encoder and the vectors there already."""
    folder = tmp_path_factory.mktemp("shelf")
    shutil.copytree(encoder_folder(library), encoder_folder(folder))
    for vectors in library.glob("vectors-*.npz"):
        shutil.copy(vectors, folder)
    build(SALT_CLOCK, folder)
    return folder


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """The invented book's folder, free to be changed."""
    return Path(shutil.copytree(SALT_CLOCK, tmp_path / SALT_CLOCK.name))


def opened(folder: Path, shelf: Path) -> Librarian:
    """A librarian for the book in `folder`, built on the shelf."""
    book = build(folder, shelf)
    return Librarian(book, *load(shelf, book), load_calibration())


def replace(path: Path, old: str, new: str) -> None:
    """Put `new` where `old` first stands in the file; it must stand there."""
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new, 1))
