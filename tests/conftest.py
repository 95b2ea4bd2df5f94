"""What all tests share: the shipped book, built once and kept between runs."""

from __future__ import annotations

import pytest

from knowledge.librarian import Librarian, open_library


@pytest.fixture(scope="session")
def librarian(pytestconfig: pytest.Config) -> Librarian:
    """The real librarian; the build stays in pytest's cache folder and is made anew only when the book changed."""
    assert pytestconfig.cache is not None
    return open_library(pytestconfig.cache.mkdir("library"), "never-let-me-go")
