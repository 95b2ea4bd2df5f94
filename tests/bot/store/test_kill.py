"""Killed while it writes: a short version of `python -m benchmarks.kill`."""

from __future__ import annotations

import asyncio
import random
import shutil
from pathlib import Path

from benchmarks.kill import kill
from knowledge.building.model import encoder_folder
from knowledge.librarian import Librarian


async def test_nothing_acknowledged_is_lost(database: str, tmp_path: Path, library: Path, librarian: Librarian) -> None:
    build_dir = tmp_path / "library"
    shutil.copytree(encoder_folder(library), encoder_folder(build_dir))
    figures, lost = await asyncio.to_thread(kill, database, tmp_path, build_dir, 4, random.Random(2))
    assert not lost
    assert figures["settings acknowledged"] > 0
