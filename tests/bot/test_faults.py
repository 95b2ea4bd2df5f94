"""Discord fails at each call that the bot makes: nothing breaks, nothing leaks, nobody is left waiting, and the next
time all is well."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable, Iterator
from contextlib import AbstractAsyncContextManager
from typing import Any

import pytest

from bot.features.checking import words as checking
from knowledge.spoilers import Policy
from tests.bot.club import Club, shown, still
from tests.bot.passages import open_question, spoiling_question, unknown_question
from tests.bot.test_no_leaks import Watch

# status and Discord's own code: not well, too much, not allowed, and gone: a message, the interaction, a channel
FAULTS = ((500, 0), (429, 0), (403, 50013), (404, 10008), (404, 10062), (404, 10003))
TOO_LATE = 10062


class Nth(list[Any]):
    """In place of the simulation's list of faults: one fault, at the n-th call from now on."""

    def __init__(self, n: int, status: int, code: int) -> None:
        super().__init__()
        self.left, self.struck = n, False
        self.fault = {"method": "*", "path": "*", "status": status, "code": code, "message": "injected", "times": None}

    def __iter__(self) -> Iterator[Any]:
        self.left -= 1
        self.struck |= self.left == -1
        return iter([self.fault] if self.left == -1 else [])


class Full(AbstractAsyncContextManager[None]):
    """Room that seems to be taken, so that everybody is first promised an answer."""

    def locked(self) -> bool:
        return True

    async def __aexit__(self, *_: object) -> None:
        pass


async def asks(club: Club) -> Any:
    return await club.member.slash(club.channel, "ask", question=told(club))


async def asks_in_private(club: Club) -> Any:
    return await club.member.slash(club.channel, "ask", question=spoiler(club), private=True)


async def asks_what_is_unknown(club: Club) -> Any:
    return await club.member.slash(club.channel, "ask", question=unknown_question(club.librarian))


async def mentions(club: Club) -> Any:
    return await club.say(club.channel, spoiler(club))


async def writes_directly(club: Club) -> Any:
    await club.member.user.send_dm(told(club))


async def has_another(club: Club) -> Any:
    return await pressed(club, "Another passage", told(club), Policy.WARN)


async def has_it_shown(club: Club) -> Any:
    return await pressed(club, "Show it to me only", spoiler(club), Policy.WITHHOLD)


async def notes_progress(club: Club) -> Any:
    return await club.member.slash(club.channel, "progress set", level=club.librarian.book.levels[0].id)


async def is_helped(club: Club) -> Any:
    return await club.member.slash(club.channel, "help")


async def looks_at_settings(club: Club) -> Any:
    return await club.moderator.slash(club.channel, "spoilers show")


async def sets_a_level(club: Club) -> Any:
    return await club.moderator.slash(club.channel, "spoilers level", level=club.librarian.book.default_level.id)


async def votes(club: Club) -> Any:
    return await pressed(club, "This was wrong", told(club), Policy.WARN)


async def has_a_message_checked(club: Club) -> Any:
    message = await club.reader.send(club.channel, spoiler(club))
    return await club.member.context_menu(club.channel, checking.MENU, message)


async def reads_the_recap(club: Club) -> Any:
    return await club.member.slash(club.channel, "recap")


async def asks_who_it_is(club: Club) -> Any:
    return await club.member.slash(club.channel, "who", character=club.librarian.book.characters[0].name)


async def looks_at_the_map(club: Club) -> Any:
    return await club.member.slash(club.channel, "map")


async def has_something_to_discuss(club: Club) -> Any:
    await club.member.slash(club.channel, "discuss")


async def opens_the_panel(club: Club) -> Any:
    return await club.moderator.slash(club.channel, "setup")


async def lists_schedules(club: Club) -> Any:
    return await club.moderator.slash(club.channel, "schedule list")


async def lists_books(club: Club) -> Any:
    return await club.moderator.slash(club.channel, "book list")


async def reviews(club: Club) -> Any:
    return await club.moderator.slash(club.channel, "review questions")


async def has_own_data(club: Club) -> Any:
    return await club.member.slash(club.channel, "mydata export")


DOINGS = (
    *(asks, asks_in_private, asks_what_is_unknown, mentions, writes_directly, has_another, has_it_shown),
    *(notes_progress, is_helped, looks_at_settings, sets_a_level, votes, has_a_message_checked, reads_the_recap),
    *(asks_who_it_is, looks_at_the_map, has_something_to_discuss, opens_the_panel, lists_schedules, lists_books),
    *(reviews, has_own_data),
)


def told(club: Club) -> str:
    return open_question(club.librarian, club.librarian.book.default_level)


def spoiler(club: Club) -> str:
    return spoiling_question(club.librarian, club.librarian.book.default_level)


async def pressed(club: Club, label: str, question: str, policy: Policy) -> Any:
    """A click on a button of an answer that came without a fault."""
    faults, club.env.backend.faults = club.env.backend.faults, []
    server = club.guild.id
    await club.bot.store.settings.set_policy(server, server, policy.value)
    message = await club.say(club.channel, question)
    assert message is not None
    club.env.backend.faults = faults
    if isinstance(faults, Nth):
        club.env.backend.http_requests.clear()
    return await club.member.click(message, label=label)


@pytest.mark.parametrize("crowded", [False, True], ids=["at once", "promised"])
@pytest.mark.parametrize("doing", DOINGS, ids=lambda doing: doing.__name__)
async def test_a_fault_at_each_call(
    club: Club,
    doing: Callable[[Club], Awaitable[Any]],
    crowded: bool,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
    record_property: Callable[[str, object], None],
) -> None:
    if crowded:
        monkeypatch.setattr(club.bot.replies, "_room", Full())
    await still(club.bot)
    watch, level = Watch(club.librarian.book), club.librarian.book.default_level
    for status, code in FAULTS:
        for call in range(10):
            fault = Nth(call, status, code)
            club.env.backend.faults = fault
            club.env.backend.http_requests.clear()
            before = dict(club.env.backend.interactions)
            await doing(club)
            await club.env.settle()
            club.env.backend.faults = []
            for request in club.env.http_requests:
                watch.check(request.json, level, Policy.WARN)
            if not fault.struck:
                break
            record_property("Discord failed", f"{status} ({code})")  # counted in the summary
            for id, record in club.env.backend.interactions.items():
                if id in before:
                    continue
                # Discord takes no first word any more from whom it told that it is too late.
                assert record.responded or (call == 0 and status in (403, 404)), (status, code, call)
                assert not record.loading, f"{status} {code} at call {call}: left thinking"
        else:
            raise AssertionError("it never ends")
        assert call > 0, "it made no call"
    assert nothing_broke(caplog)
    assert told(club) not in caplog.text
    assert spoiler(club) not in caplog.text
    club.env._errors.clear()
    club.env._error_ids.clear()
    last = await doing(club)
    if last is not None:
        assert "reference" not in shown(last)


async def test_a_promise_that_was_dismissed_is_kept_below_it(club: Club, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(club.bot.replies, "_room", Full())
    club.env.inject_error("PATCH", "/webhooks/*", status=404, code=10008, times=1)
    result = await club.member.slash(club.channel, "ask", question=told(club), private=True)
    assert result.ephemeral
    assert club.librarian.book.title in shown(result)
    assert [request.method for request in club.env.http_requests[-2:]] == ["PATCH", "POST"]


async def test_what_came_too_late_is_no_error_of_ours(club: Club, caplog: pytest.LogCaptureFixture) -> None:
    club.env.inject_error("POST", "/interactions/*", status=404, code=TOO_LATE, times=None)
    await club.member.slash(club.channel, "ask", question=told(club))
    assert "too late" in caplog.text
    assert not [record for record in caplog.records if record.name == "norfolk" and record.levelno >= logging.ERROR]
    assert len(club.env.errors) == 1


def said_to_it(club: Club, channel: Any) -> Any:
    """A mention, as the gateway brings it, whatever becomes of the channel meanwhile."""
    with club.env.time_context():
        return club.env.backend.create_message(channel.id, club.member.id, f"{club.mention} {told(club)}")


def nothing_broke(caplog: pytest.LogCaptureFixture) -> bool:
    """Whether every error was foreseen, and told of by Norfolk itself."""
    return not [record for record in caplog.records if record.name != "norfolk" and record.levelno >= logging.ERROR]


@pytest.mark.parametrize("what", ["message", "channel", "permissions"])
async def test_what_goes_while_it_is_answered(
    club: Club, what: str, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    find, backend = club.bot.desk.ask, club.env.backend
    channel = club.guild.create_text_channel("soon-gone")
    went: list[str] = []

    async def then_it_goes(*of: Any) -> Any:
        reply = await find(*of)
        if what == "message":
            backend.delete_message(channel.id, asked.id)
        elif what == "channel":
            backend.delete_channel(channel.id)
        else:
            backend.faults = [Nth(0, 403, 50013).fault]
        went.append(what)
        return reply

    monkeypatch.setattr(club.bot.desk, "ask", then_it_goes)
    asked = said_to_it(club, channel)
    await club.env.settle()
    assert went == [what]
    assert nothing_broke(caplog)
    assert told(club) not in caplog.text
    posted = [request for request in club.env.http_requests if request.path == f"/channels/{channel.id}/messages"]
    assert posted
    if what == "message":
        assert channel.last_message is not None
        assert club.librarian.book.title in shown(channel.last_message)
    else:
        assert ("Forbidden" if what == "permissions" else "NotFound") in caplog.text


async def test_every_button_works_after_a_restart(club: Club) -> None:
    server = club.guild.id
    more = await club.say(club.channel, told(club))
    await club.bot.store.settings.set_policy(server, server, Policy.WITHHOLD.value)
    kept = await club.say(club.channel, spoiler(club))
    templates = set(club.bot._connection._view_store._dynamic_items)
    await club.restart()
    assert {pattern.pattern for pattern in club.bot._connection._view_store._dynamic_items} == {
        pattern.pattern for pattern in templates
    }
    for message, label in ((more, "Another passage"), (kept, "Show it to me only")):
        result = await club.member.click(message, label=label)  # type: ignore[arg-type]
        assert result.acknowledged
        assert "reference" not in shown(result)
