"""Two pieces of work at once."""

from __future__ import annotations

import threading
from collections.abc import Callable
from functools import partial

import pytest

from knowledge.search.overlap import overlapped

SECONDS = 30


def test_the_other_goes_on_while_the_first_waits() -> None:
    begun, ended = threading.Event(), threading.Event()

    def other() -> str:
        begun.set()
        return "words" if ended.wait(SECONDS) else "late"

    def work() -> bool:
        found = begun.wait(SECONDS)
        ended.set()
        return found

    assert overlapped(work, other) == (True, "words")


def test_nobody_waits_for_the_work_of_others() -> None:
    """Its thread is busy: the other is done here, after the first."""
    begun, ended = threading.Event(), threading.Event()

    def busy() -> bool:
        begun.set()
        return ended.wait(SECONDS)

    first = threading.Thread(target=partial(overlapped, partial(ended.wait, SECONDS), busy))
    first.start()
    assert begun.wait(SECONDS)
    done: list[str] = []
    where = threading.current_thread()

    def other() -> bool:
        done.append("other")
        return threading.current_thread() is where

    assert overlapped(partial(done.append, "work"), other) == (None, True)
    assert done == ["work", "other"]
    ended.set()
    first.join(SECONDS)


def _fail() -> None:
    raise ZeroDivisionError


@pytest.mark.parametrize(("work", "other"), [(_fail, int), (int, _fail), (_fail, _fail)])
def test_what_either_raises_is_raised(work: Callable[[], object], other: Callable[[], object]) -> None:
    with pytest.raises(ZeroDivisionError):
        overlapped(work, other)
    assert overlapped(int, int) == (0, 0)
