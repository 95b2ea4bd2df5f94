"""Files and folders that are either wholly there or not at all."""

from __future__ import annotations

import os
import shutil
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def new_folder(target: Path) -> Iterator[Path]:
    """A draft folder beside `target` that takes its place when the block ends well, and is removed otherwise."""
    draft = _beside(target)
    draft.mkdir(parents=True)
    try:
        yield draft
        if target.exists():
            shutil.rmtree(target)
        draft.replace(target)
    finally:
        shutil.rmtree(draft, ignore_errors=True)


@contextmanager
def new_file(target: Path) -> Iterator[Path]:
    """A draft file beside `target`, for the block to write, that replaces it in one step when the block ends well."""
    draft = _beside(target)
    try:
        yield draft
        draft.replace(target)
    finally:
        draft.unlink(missing_ok=True)


def sweep(folder: Path) -> None:
    """Remove the drafts that killed processes left in a folder; nobody else may be writing there."""
    for path in folder.glob(".*-*-*") if folder.is_dir() else ():
        if path.is_dir():
            shutil.rmtree(path, ignore_errors=True)
        else:
            path.unlink(missing_ok=True)


def _beside(target: Path) -> Path:
    return target.with_name(f".{os.getpid()}-{uuid.uuid4().hex[:8]}-{target.name}")
