"""The one judgement."""

from __future__ import annotations

from dataclasses import dataclass

from hypothesis import given
from hypothesis import strategies as st

from knowledge.spoilers import Level, Secret, touches

LEVELS = [Level(rank, f"part-{rank}" if rank else "start", f"Part {rank}") for rank in range(5)]
SECRETS = [
    Secret(rank, kind == "topic", f"{kind}-{rank}", f"{kind} {rank}")
    for rank in range(1, 5)
    for kind in ("part", "topic")
]


@dataclass(frozen=True)
class Thing:
    secrets: tuple[Secret, ...]


things = st.lists(st.lists(st.sampled_from(SECRETS), max_size=4).map(tuple).map(Thing), max_size=5)


@given(things, st.sampled_from(LEVELS))
def test_touches_are_the_secrets_past_the_level(given: list[Thing], level: Level) -> None:
    found = touches(given, level)
    assert set(found) == {secret for thing in given for secret in thing.secrets if secret.rank > level.rank}
    assert len(found) == len(set(found))
    assert [secret.rank for secret in found] == sorted(secret.rank for secret in found)


@given(things, st.sampled_from(LEVELS), st.sampled_from(LEVELS))
def test_reading_on_never_adds_a_spoiler(given: list[Thing], one: Level, other: Level) -> None:
    lower, higher = sorted((one, other))
    assert set(touches(given, higher)) <= set(touches(given, lower))
    assert touches(given, LEVELS[-1]) == ()


@given(things, things, st.sampled_from(LEVELS))
def test_more_never_touches_less(some: list[Thing], more: list[Thing], level: Level) -> None:
    assert set(touches(some, level)) | set(touches(more, level)) == set(touches([*some, *more], level))


def test_a_part_stands_before_its_topics() -> None:
    one, topic, two = (
        Secret(1, False, "one", "One"),
        Secret(1, True, "topic", "the topic"),
        Secret(2, False, "two", "Two"),
    )
    found = touches([Thing((two, topic)), Thing((one,))], LEVELS[0])
    assert [secret.id for secret in found] == ["one", "topic", "two"]
