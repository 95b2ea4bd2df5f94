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
def catalogue(library: Path) -> Catalogue:
    """The books that ship; their builds stay in pytest's cache folder and are made anew only when a book changed."""
    return Catalogue(library)


@pytest.fixture(scope="session")
def librarian(catalogue: Catalogue) -> Librarian:
    """The real librarian of *Never Let Me Go*."""
    return catalogue.open("never-let-me-go")
