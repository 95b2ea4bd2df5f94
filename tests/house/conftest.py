from __future__ import annotations

from pathlib import Path

import pytest


@pytest.fixture(scope="session")
def library(pytestconfig: pytest.Config) -> Path:
    """The folder of the build that the `librarian` fixture answers from."""
    assert pytestconfig.cache is not None
    return pytestconfig.cache.mkdir("library")
