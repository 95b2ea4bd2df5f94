"""What holds for every test in a browser."""

from __future__ import annotations

import pytest


@pytest.fixture(autouse=True)
def patient(monkeypatch: pytest.MonkeyPatch) -> None:
    """A busy machine takes its time, and nobody is told meanwhile that an answer will come: that is a message more."""
    monkeypatch.setattr("bot.replies.PATIENCE", 60)
