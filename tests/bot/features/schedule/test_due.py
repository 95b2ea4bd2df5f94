"""When steps are due: over zones, clock changes, downtime of any length, and with several processes."""

# ruff: noqa: DTZ001 - wall times have no zone of their own

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.features.schedule import due
from bot.features.schedule.reading import zones
from bot.zones import UnknownZone, moment

ZONES = st.sampled_from(zones())
WALLS = st.datetimes(datetime(2026, 1, 1), datetime(2028, 12, 31)).map(
    lambda wall: wall.replace(second=0, microsecond=0)
)
NOW = datetime(2026, 1, 1, tzinfo=UTC)
RANKS = {"start": 0, "part-one": 1, "part-two": 2, "part-three": 3}


@dataclass(frozen=True)
class Step:
    id: int
    wall: datetime
    zone: str = "Europe/London"
    level: str = "part-two"
    server: int = 1
    place: int = 1
    book: str = "book"
    reminded: bool = False
    due: datetime = NOW


@given(WALLS, ZONES)
def test_a_moment_shows_its_wall_time_in_its_zone(wall: datetime, zone: str) -> None:
    found = moment(wall, zone)
    shown = found.astimezone(ZoneInfo(zone)).replace(tzinfo=None)
    skipped = shown - wall
    assert timedelta() <= skipped <= timedelta(hours=24)  # more than nothing only where clocks skip that time
    if skipped:
        assert all(
            (found + timedelta(minutes=at)).astimezone(ZoneInfo(zone)).replace(tzinfo=None) != wall
            for at in range(-1500, 1500, 5)
        )
    else:  # of two such moments it is the first
        earlier = [found - timedelta(minutes=minutes) for minutes in (30, 60, 120)]
        assert all(each.astimezone(ZoneInfo(zone)).replace(tzinfo=None) != wall for each in earlier)


def test_london_keeps_six_oclock_over_both_clock_changes() -> None:
    walls = due.laid_out(datetime(2026, 3, 23, 18), 7, 33)
    moments = [moment(wall, "Europe/London") for wall in walls]
    assert {each.astimezone(ZoneInfo("Europe/London")).hour for each in moments} == {18}
    assert {each.hour for each in moments} == {17, 18}
    assert moment(datetime(2026, 3, 29, 1, 30), "Europe/London") == datetime(2026, 3, 29, 1, 30, tzinfo=UTC)
    assert moment(datetime(2026, 10, 25, 1, 30), "Europe/London") == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)


@pytest.mark.parametrize("name", ["Europe", "", "../etc/passwd", "Mars/Olympus", "/UTC"])
def test_an_unknown_zone_is_refused_and_a_step_of_it_keeps_its_moment(name: str) -> None:
    with pytest.raises(UnknownZone):
        moment(NOW.replace(tzinfo=None), name)
    step = Step(1, datetime(2027, 1, 1), name, due=NOW)
    assert due.plan([step], NOW).rising == ((step,),)
    assert due.plan([step], NOW - timedelta(hours=25)).next == NOW - due.BEFORE


steps_ = st.lists(
    st.builds(Step, st.just(0), WALLS, ZONES, st.sampled_from(list(RANKS)), place=st.integers(1, 2)), max_size=8
).map(lambda steps: [replace(step, id=id) for id, step in enumerate(steps)])


@given(steps_, st.datetimes(datetime(2025, 12, 1), datetime(2029, 2, 1), timezones=st.just(UTC)))
def test_a_plan_holds_each_step_once_and_looks_again_in_time(steps: list[Step], now: datetime) -> None:
    plan = due.plan(steps, now)
    risen = [step for group in plan.rising for step in group]
    assert sorted(step.id for step in risen) == [step.id for step in steps if due.when(step) <= now]
    assert len(plan.rising) == len({step.place for step in risen})
    assert not set(risen) & set(plan.reminding)
    left = [step for step in steps if step not in risen]
    assert (plan.next is None) is not left
    if plan.next is not None:
        assert now < plan.next <= min(map(due.when, left))
        assert 0 < due.pause(plan.next, now) <= due.LONGEST_PAUSE.total_seconds()
        just_before = due.plan(left, plan.next - timedelta(microseconds=1))
        assert not just_before.rising
        assert just_before.reminding == plan.reminding  # nothing is due between two looks


@given(steps_, st.integers(0, 7), st.integers(1, 60))
def test_postponing_keeps_the_order_and_moves_nothing_before(steps: list[Step], at: int, days: int) -> None:
    if not steps:
        return
    first = steps[at % len(steps)]
    moved = due.postponed(steps, first, days)
    assert first in [step for step, _ in moved]
    for step, wall in moved:
        assert step.place == first.place
        assert due.when(step) >= due.when(first)
        assert wall - step.wall == timedelta(days=days)


@given(st.lists(st.sampled_from([*RANKS, "lost"])), st.integers(0, 3))
def test_nothing_lowers_a_level(levels: list[str], reached: int) -> None:
    found = due.highest(levels, RANKS, reached)
    further = [RANKS[level] for level in levels if RANKS.get(level, -1) > reached]
    assert (RANKS[found] if found else None) == max(further, default=None)


@dataclass
class World:
    """A database, as far as the arithmetic sees it: what waits, and what was done."""

    waiting: dict[int, Step]
    reached: dict[int, int] = field(default_factory=dict)
    done: list[tuple[int, datetime]] = field(default_factory=list)
    reminded: list[int] = field(default_factory=list)
    announced: list[tuple[int, int, datetime]] = field(default_factory=list)

    def tick(self, seen: list[Step], now: datetime) -> None:
        """A process looks at what it saw (which may be stale), and claims."""
        plan = due.plan(seen, now)
        for group in plan.rising:
            leader = max(group, key=lambda step: RANKS[step.level])
            if leader.id not in self.waiting:
                continue
            for step in group:
                if self.waiting.pop(step.id, None):
                    self.done.append((step.id, now))
            reached = self.reached.get(leader.place, 0)
            level = due.highest([step.level for step in group], RANKS, reached)
            if level is not None:
                self.reached[leader.place] = RANKS[level]
                self.announced.append((leader.place, RANKS[level], now))
        for step in plan.reminding:
            there = self.waiting.get(step.id)
            if there is not None and not there.reminded:
                self.waiting[step.id] = replace(there, reminded=True)
                self.reminded.append(step.id)


@given(
    steps_,
    st.lists(st.tuples(st.integers(1, 60 * 24 * 400), st.booleans()), min_size=1, max_size=12),
    st.sets(st.integers(0, 7)),
    st.sets(st.integers(1, 2)),
)
def test_after_any_downtime_each_is_done_once_by_two_processes(
    steps: list[Step], looks: list[tuple[int, bool]], removed: set[int], deleted: set[int]
) -> None:
    world, now = World({step.id: step for step in steps}), datetime(2025, 12, 1, tzinfo=UTC)
    for number, (minutes, both) in enumerate([*looks, (60 * 24 * 3000, True)]):
        now += timedelta(minutes=minutes)
        if number == 1:  # in between, steps are removed, and channels are deleted with theirs
            gone = [id for id, step in world.waiting.items() if id in removed or step.place in deleted]
            for id in gone:
                del world.waiting[id]
        before = len(world.announced)
        seen = list(world.waiting.values())
        world.tick(seen, now)
        if both:
            world.tick(seen, now)  # the other process had read the same before
        told = [place for place, _, _ in world.announced[before:]]
        assert len(told) == len(set(told))  # one announcement for a place, however long the downtime
    assert not world.waiting
    ids = [id for id, _ in world.done]
    assert len(ids) == len(set(ids))
    assert len(world.reminded) == len(set(world.reminded))
    moments = {step.id: due.when(step) for step in steps}
    assert all(moments[id] <= at for id, at in world.done)
    for place in (1, 2):
        ranks = [rank for where, rank, _ in world.announced if where == place]
        assert ranks == sorted(set(ranks))
