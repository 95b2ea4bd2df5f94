"""What all tests share: the shipped book, built once and kept between runs."""

from __future__ import annotations

from pathlib import Path

import pytest

from knowledge.catalogue import Catalogue
from knowledge.librarian import Librarian


@pytest.fixture(scope="session")
def library(pytestconfig: pytest.Config) -> Path:
    """The folder of the build that the `librarian` fixture answers from."""
    assert pytestconfig.cache is not None
    return pytestconfig.cache.mkdir("library")


@pytest.fixture(scope="session")
def librarian(library: Path) -> Librarian:
    """The real librarian; the build stays in pytest's cache folder and is made anew only when the book changed."""
    return Catalogue(library).open("never-let-me-go")
