"""When a weekly question is due again: over zones, clock changes, and downtime of any length."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from bot.features.discuss.due import WEEK, following
from bot.zones import moment
from tests.bot.features.schedule.test_due import WALLS, ZONES

LONDON = ZoneInfo("Europe/London")


@given(WALLS, ZONES, st.timedeltas(timedelta(), timedelta(days=800)))
def test_it_keeps_its_wall_time_and_comes_next(wall: datetime, zone: str, away: timedelta) -> None:
    due = moment(wall, zone)
    now = due + away
    found = following(due, now, zone)
    here = ZoneInfo(zone)
    was, is_ = (each.astimezone(here).replace(tzinfo=None) for each in (due, found))
    late = (is_ - was) % WEEK
    assert found > now
    assert found - now <= WEEK + timedelta(hours=24)
    # None is left out: the week before was over already.
    assert moment(was + WEEK * round((is_ - was) / WEEK) - WEEK, zone) <= now
    if late:  # only where clocks skip that time
        assert late <= timedelta(hours=24)
        assert moment(is_ - late, zone) == found


@given(WALLS, ZONES, st.integers(1, 60))
def test_week_by_week_it_never_comes_twice(wall: datetime, zone: str, weeks: int) -> None:
    due = moment(wall, zone)
    start = due
    for _ in range(weeks):
        again = following(due, due, zone)
        assert abs(again - due - WEEK) <= timedelta(hours=24)
        due = again
    assert abs(due - start - weeks * WEEK) <= timedelta(hours=50)


def test_london_keeps_six_oclock_over_both_clock_changes() -> None:
    due = datetime(2026, 3, 23, 18, tzinfo=UTC)
    hours = set()
    for _ in range(40):
        due = following(due, due, "Europe/London")
        assert due.astimezone(LONDON).hour == 18
        hours.add(due.hour)
    assert hours == {17, 18}


def test_without_a_zone_or_with_one_that_is_gone_it_is_a_week() -> None:
    due = datetime(2026, 3, 23, 18, tzinfo=UTC)
    for zone in (None, "Mars/Olympus"):
        assert following(due, due, zone) == due + WEEK
        assert following(due, due + WEEK, zone) == due + 2 * WEEK
        assert following(due, due + 5 * WEEK - timedelta(seconds=1), zone) == due + 5 * WEEK
