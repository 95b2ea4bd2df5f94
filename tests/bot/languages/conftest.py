"""Members and servers with a language of their own, which the simulated Discord doesn't tell by itself."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
import simcord

from bot import readers
from tests.bot.club import Club


class Locales:
    """What each member's Discord, and each server, is set to."""

    def __init__(self, club: Club) -> None:
        self._club = club
        self.members: dict[int, str] = {}

    def member(self, locale: str) -> None:
        self.members[self._club.member.id] = locale

    def moderator(self, locale: str) -> None:
        self.members[self._club.moderator.id] = locale

    async def server(self, locale: str) -> None:
        self._club.env.backend.edit_guild(self._club.guild.id, {"preferred_locale": locale})
        await self._club.env.settle()


@pytest.fixture
def locales(club: Club, monkeypatch: pytest.MonkeyPatch) -> Locales:
    found = Locales(club)
    made = simcord.interactions.base_payload

    def with_locales(backend: Any, **about: Any) -> Any:
        record, payload = made(backend, **about)
        payload["locale"] = found.members.get(about["user_id"], "en-US")
        if about["guild_id"] is not None:
            payload["guild_locale"] = backend.get_guild(about["guild_id"]).preferred_locale
        return record, payload

    monkeypatch.setattr(simcord.interactions, "base_payload", with_locales)
    return found


@pytest.fixture(autouse=True)
def nobody_seen() -> Iterator[None]:
    """Whatever was remembered of a member's language is of another test."""
    readers._seen.clear()
    yield
    readers._seen.clear()
