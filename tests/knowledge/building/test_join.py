"""Weights of two fits joined: the ends of one, the middle of the other."""

from __future__ import annotations

import pytest

from knowledge.building.join import JUDGED, joined
from knowledge.judging.confidence import bow


def fitted(*row: float) -> dict[str, object]:
    judged = {part: {"alarm" if part == "lines" else "signal": list(row)} for part in JUDGED}
    return {"provenance": {"tales": "x"}, "kinds": row, **judged}


def test_the_ends_are_kept_and_the_middle_is_met() -> None:
    data = joined(fitted(1.0, 2.0), fitted(0.0, 4.0, 1.0))
    base, more, bend = data["told"]["signal"]
    assert (base, base + more) == (1.0, 3.0)
    assert base + more / 2 + bow(0.5) * bend == pytest.approx(0.0 + 2.0 + 1.0)
    assert data["giveaway"]["signal"] == data["lines"]["alarm"] == [1.0, 2.0, 0.0]
    assert set(data["provenance"]) == {"ends", "middle"}


def test_other_signals_are_refused() -> None:
    other = fitted(1.0, 2.0) | {"told": {"another": [1.0, 2.0]}}
    with pytest.raises(ValueError, match="told"):
        joined(other, fitted(1.0, 2.0, 0.0))
