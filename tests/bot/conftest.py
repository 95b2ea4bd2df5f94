"""A simulated Discord with the real bot in it: a server, its channels, a moderator and two members."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.settings import Settings
from knowledge.librarian import Librarian
from tests.bot.club import Club, open_club


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(_env_file=None, data_dir=tmp_path)


@pytest.fixture
async def club(settings: Settings, librarian: Librarian) -> AsyncIterator[Club]:
    async with open_club(settings, librarian) as club:
        yield club
