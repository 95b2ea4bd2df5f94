"""A simulated Discord with the real bot in it: a server, its channels, a moderator and two members."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import simcord

from bot.client import NorfolkBot
from bot.settings import Settings
from knowledge.catalogue import Catalogue
from tests.bot.club import Club, new_bot


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(_env_file=None, data_dir=tmp_path)


@pytest.fixture
def simcord_bot(settings: Settings, catalogue: Catalogue) -> NorfolkBot:
    return new_bot(settings, catalogue)


@pytest.fixture
async def club(simcord_env: simcord.Env, simcord_bot: NorfolkBot, catalogue: Catalogue) -> AsyncIterator[Club]:
    bots = [simcord_bot]
    cottages = Club(simcord_env, bots, catalogue)
    await simcord_bot.store.greetings.note(cottages.guild.id)  # so that no restart says hello
    yield cottages
    for bot in bots:
        await bot.store.close()
