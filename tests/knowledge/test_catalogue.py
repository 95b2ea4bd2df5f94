"""Finding the books of a folder."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from knowledge.catalogue import Catalogue, UnknownBook


def test_a_folder_with_a_wrong_name_is_no_book_and_breaks_no_other(copy: Path, tmp_path: Path) -> None:
    shutil.copytree(copy, copy.with_name("The_Salt_Clock.bak"))
    catalogue = Catalogue(tmp_path / "build", [copy.parent])
    assert catalogue.slugs() == [book.slug for book in catalogue.listed()] == [copy.name]
    assert catalogue.misnamed() == [copy.with_name("The_Salt_Clock.bak")]
    with pytest.raises(UnknownBook, match="its name is no slug; rename it"):
        catalogue.folder("The_Salt_Clock.bak")


def test_a_folder_without_a_book_is_said_to_be_one(copy: Path, tmp_path: Path) -> None:
    copy.with_name("empty").mkdir()
    with pytest.raises(UnknownBook, match=r"there is no book\.toml in it"):
        Catalogue(tmp_path / "build", [copy.parent]).folder("empty")
