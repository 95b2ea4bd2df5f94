"""Dates, times and zones as people type them."""

# ruff: noqa: DTZ001 - wall times have no zone of their own

from __future__ import annotations

from datetime import date, datetime, time

import pytest

from bot.features.schedule.reading import Unreadable, read_date, read_time, zones, zones_like

NOW = datetime(2026, 11, 25, 20, 0)  # a Wednesday


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("18:00", time(18)),
        ("6pm", time(18)),
        ("6.30 PM", time(18, 30)),
        ("12am", time(0)),
        ("18h", time(18)),
        ("9h05", time(9, 5)),
    ],
)
def test_times(typed: str, meant: time) -> None:
    assert read_time(typed) == meant


@pytest.mark.parametrize("typed", ["7", "25:00", "13pm", "0am", "noonish", "", "18:60", "18:00+02:00"])
def test_times_that_nobody_can_read(typed: str) -> None:
    with pytest.raises(Unreadable):
        read_time(typed)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("1 December", date(2026, 12, 1)),
        ("Dec 1", date(2026, 12, 1)),
        ("1st of December 2027", date(2027, 12, 1)),
        ("2026-12-01", date(2026, 12, 1)),
        ("Tuesday 1 December 2026", date(2026, 12, 1)),
        ("1 November", date(2027, 11, 1)),
        ("29 February", date(2028, 2, 29)),
        ("today", date(2026, 11, 25)),
        ("tomorrow", date(2026, 11, 26)),
        ("Monday", date(2026, 11, 30)),
        ("this wed", date(2026, 12, 2)),  # 18:00 of today is over
    ],
)
def test_dates(typed: str, meant: date) -> None:
    assert read_date(typed, time(18), NOW) == meant


@pytest.mark.parametrize("typed", ["1/12", "01.12.2026", "12-01", "December", "5", "31 Feb", "", "soon", "1 Dec 18:00"])
def test_dates_that_nobody_can_read_or_two_ways(typed: str) -> None:
    with pytest.raises(Unreadable):
        read_date(typed, time(18), NOW)


def test_zones_are_found_by_their_city() -> None:
    assert zones_like("lond")[0] == "Europe/London"
    assert zones_like("new york")[0] == "America/New_York"
    assert "UTC" in zones()
    assert all(len(name) <= 64 for name in zones())
