"""A small invented book that tests may break, change and build."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from knowledge.book import Book
from knowledge.books.reading import read_book
from knowledge.building.build import build
from knowledge.building.model import encoder_folder
from knowledge.catalogue import Catalogue
from knowledge.librarian import Librarian

SALT_CLOCK = Path(__file__).parent / "data" / "the-salt-clock"

Edit = Callable[[Path], object]


@pytest.fixture(scope="session")
def salt_clock() -> Book:
    """The invented book as data, without a build."""
    return read_book(SALT_CLOCK)


@pytest.fixture(scope="session")
def shelf(library: Path, librarian: Librarian, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A build folder of the tests' own, with the encoder and the vectors there already."""
    folder = tmp_path_factory.mktemp("shelf")
    shutil.copytree(encoder_folder(library), encoder_folder(folder))
    build(SALT_CLOCK, folder)
    return folder


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """The invented book's folder, free to be changed."""
    return Path(shutil.copytree(SALT_CLOCK, tmp_path / SALT_CLOCK.name))


def opened(folder: Path, shelf: Path) -> Librarian:
    """A librarian for the book in `folder`, built on the shelf."""
    return Catalogue(shelf, [folder.parent]).open(folder.name)


def replace(path: Path, old: str, new: str) -> None:
    """Put `new` where `old` first stands in the file; it must stand there."""
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new, 1))
