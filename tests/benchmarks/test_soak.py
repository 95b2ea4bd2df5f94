"""A short soak: nothing lost, leaked or unanswered; and that it would see it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from benchmarks.soak import BOOK, OTHERS, Report, Soak, library, table
from bot.settings import Settings
from knowledge.catalogue import Catalogue
from knowledge.spoilers import Policy
from tests.bot.crowd import Hall

INTERACTIONS, SERVERS, MEMBERS = 2_000, 32, 320


@pytest.fixture
def books(library_folder: Path, settings: Settings) -> Catalogue:
    return Catalogue(library_folder, library(settings.data_dir / "books"))


@pytest.fixture
def library_folder(pytestconfig: pytest.Config) -> Path:
    """The builds are the same as those of the other tests, and those of two more books beside them."""
    assert pytestconfig.cache is not None
    return pytestconfig.cache.mkdir("library")


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(_env_file=None, data_dir=tmp_path)


class Leaking(Soak):
    """A soak of which the bot believes that everybody has read the whole book."""

    async def _furnish(self, bot: Any, hall: Hall) -> None:
        await super()._furnish(bot, hall)
        server = hall.guild.id
        for slug in (BOOK, *OTHERS):
            book = self._books[slug]
            await bot.store.settings.set_level(server, server, slug, book.levels[-1].id)
            self._holds[server, slug] = book.levels[0]
        self._policies[server] = Policy.WARN
        await bot.store.settings.set_policy(server, server, Policy.WARN.value)


async def test_nothing_is_lost_leaked_or_unanswered(settings: Settings, books: Catalogue) -> None:
    report = await Soak(settings, books).run(INTERACTIONS, SERVERS, MEMBERS)
    assert report.interactions >= INTERACTIONS
    assert report.faults
    assert (report.lost, report.leaked, report.unanswered) == ([], [], [])
    assert report.sound
    assert len(report.took) > 0.95 * report.interactions
    assert any(line.startswith("| leaked | 0") for line in table(report))


async def test_a_leak_and_a_loss_are_seen(settings: Settings, books: Catalogue) -> None:
    report = await Leaking(settings, books).run(48, 8, 16)
    assert report.leaked
    assert report.lost
    assert not report.sound


def test_memory_grows_by_the_line_through_the_second_half() -> None:
    megabytes = [0.0, 50.0, 100.0, 150.0, 200.0, 202.0, 204.0, 206.0, 208.0, 210.0]
    samples = [(number * 1_000, held, 0.0, 0.0) for number, held in enumerate(megabytes)]
    assert Report(samples=samples).growth() == pytest.approx(2_000)
    assert Report(samples=samples[:1]).growth() == Report().growth() == 0.0
