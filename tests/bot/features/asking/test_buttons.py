"""Buttons: after a restart, after the level was changed, after the book was edited."""

from __future__ import annotations

import re
from typing import Any

import pytest

from bot.features.asking.keys import MORE as MORE_ID
from bot.features.asking.keys import NEXT as NEXT_ID
from bot.features.asking.keys import SHOW as SHOW_ID
from bot.features.asking.keys import VOTE as VOTE_ID
from bot.features.asking.keys import Keys
from knowledge.book import short_key
from knowledge.librarian import Librarian
from knowledge.spoilers import Level, Policy, touches
from tests.bot.club import Club, buttons, hidden, payload, shown
from tests.bot.passages import open_question, own_questions, past, spoiling_question, unknown_question

MORE, SHOW = "Another passage", "Show it to me only"


async def test_another_passage_is_the_next_best_in_private_and_offers_the_rest(club: Club) -> None:
    book = club.librarian.book
    question = open_question(club.librarian, book.default_level)
    answer = club.librarian.ask(question, book.default_level, Policy.WARN)
    assert len(answer.further) <= 3
    message: Any = (await club.member.slash(club.channel, "ask", question=question)).response
    for hit in answer.further:
        assert MORE in buttons(message)
        result = await club.reader.click(message, label=MORE)
        assert result.ephemeral
        assert hit.passage.text in shown(result) + hidden(result)
        message = result.response
    assert MORE not in buttons(message)


async def test_another_passage_is_public_for_who_asked(club: Club) -> None:
    question = open_question(club.librarian, club.librarian.book.default_level)
    for message in (
        (await club.member.slash(club.channel, "ask", question=question)).response,
        await club.say(club.channel, question),
    ):
        first = await club.member.click(message, label=MORE)
        assert not first.ephemeral
        assert (await club.reader.click(message, label=MORE)).ephemeral
        if MORE in buttons(first):  # and so on, for the same member
            assert not (await club.member.click(first.response, label=MORE)).ephemeral
            assert (await club.reader.click(first.response, label=MORE)).ephemeral


async def test_another_passage_in_public_goes_by_the_channels_level(club: Club) -> None:
    book = club.librarian.book
    await club.member.slash(club.channel, "progress set", level=book.levels[-1].id)
    await club.set("level", level="start")
    message: Any = (await club.member.slash(club.channel, "ask", question="who is Ruth")).response
    assert MORE in buttons(message)
    while MORE in buttons(message):
        result = await club.member.click(message, label=MORE)
        assert not result.ephemeral
        assert hidden(result)
        assert not [passage for passage in past(club.librarian, book.levels[0]) if passage.text in shown(result)]
        message = result.response


async def test_another_passage_of_a_private_answer_is_private(club: Club) -> None:
    question = open_question(club.librarian, club.librarian.book.default_level)
    asked = await club.member.slash(club.channel, "ask", question=question, private=True)
    result = await club.member.click(asked.response, label=MORE)
    assert result.ephemeral


async def test_buttons_survive_a_restart(club: Club) -> None:
    book = club.librarian.book
    public = await club.say(club.thread, open_question(club.librarian, book.default_level))
    await club.set("policy", policy="withhold")
    withheld = await club.say(club.channel, spoiling_question(club.librarian, book.default_level))
    assert public is not None
    assert withheld is not None
    await club.restart()
    assert shown(await club.member.click(public, label=MORE))
    result = await club.member.click(withheld, label=SHOW)
    assert result.ephemeral
    assert hidden(result)  # the settings survived, too: nobody has told their progress


async def test_show_me_is_private_and_judged_by_the_members_own_progress(club: Club) -> None:
    book = club.librarian.book
    question = spoiling_question(club.librarian, book.default_level)
    await club.set("policy", policy="withhold")
    message = await club.say(club.channel, question)
    assert message is not None
    before = len(club.channel.history(viewer=club.moderator))
    covered = await club.member.click(message, label=SHOW)
    assert covered.ephemeral
    assert hidden(covered)
    await club.reader.slash(club.channel, "progress set", level=book.levels[-1].id)
    opened = await club.reader.click(message, label=SHOW)
    assert opened.ephemeral
    assert hidden(opened) == ""
    assert hidden(covered).splitlines()[0] in shown(opened)
    assert len(club.channel.history(viewer=club.moderator)) == before


async def test_show_me_says_nothing_once_the_place_is_silent(club: Club) -> None:
    await club.set("policy", policy="withhold")
    message = await club.say(club.channel, spoiling_question(club.librarian, club.librarian.book.default_level))
    await club.set("policy", policy="silent")
    unknown = await club.say(club.other, unknown_question(club.librarian))
    result = await club.member.click(message, label=SHOW)  # type: ignore[arg-type]
    assert result.ephemeral
    assert (shown(result), hidden(result)) == (shown(unknown), "")


def mixed_question(librarian: Librarian, level: Level) -> str:
    """A question with further passages, first one past the level and then one within it."""
    for passage in librarian.book.passages:
        for question in own_questions(passage):
            further = librarian.ask(question, librarian.book.levels[-1], Policy.WARN).further
            if [bool(touches([hit.passage], level)) for hit in further[:2]] == [True, False]:
                return question
    raise AssertionError(f"no question with further passages on both sides of {level.name}")


@pytest.mark.parametrize("policy", list(Policy))
async def test_a_click_is_judged_by_the_level_of_now(club: Club, policy: Policy) -> None:
    """Where silence is kept, what is past the level isn't even skipped where members see it."""
    book, level = club.librarian.book, club.librarian.book.default_level
    await club.set("level", level=book.levels[-1].id)
    message: Any = await club.say(club.channel, mixed_question(club.librarian, level))
    offered = [book.by_key[key] for key in buttons(message)[MORE].split(":")[-1].split("-")]
    await club.set("level", level=level.id)
    await club.set("policy", policy=policy.value)
    for passage in offered:
        past = bool(touches([passage], level))
        if past and policy is Policy.SILENT:
            continue
        message = (await club.member.click(message, label=MORE)).response
        assert (passage.text in shown(message)) is not past
        assert (passage.text in hidden(message)) is (past and policy is Policy.WARN)
    assert MORE not in buttons(message)


async def press(club: Club, custom_id: str) -> Any:
    """A click on a button of an answer whose custom_id is another one."""
    message = await club.say(club.channel, open_question(club.librarian, club.librarian.book.default_level))
    assert message is not None
    stored = club.env.backend.get_message(club.channel.id, message.id)
    row = next(part for part in stored.components if part["type"] == 1)
    row["components"][0]["custom_id"] = custom_id
    return await club.member.click(message, custom_id=custom_id)


@pytest.mark.parametrize("name", ["more:{book}:0", "show:{book}"])
async def test_a_passage_that_is_gone_gets_a_sentence(club: Club, name: str) -> None:
    book = short_key(club.librarian.book.slug)
    result = await press(club, f"norfolk:{name.format(book=book)}:00000000-11111111")
    assert result.ephemeral
    assert "ask again" in shown(result)


@pytest.mark.parametrize("name", ["more:{book}:0", "show:{book}", "more", "show"])
async def test_another_books_passage_and_an_old_buttons_are_not_shown(club: Club, name: str) -> None:
    passage = club.librarian.book.passages[0]
    other = short_key("another-book")
    result = await press(club, f"norfolk:{name.format(book=other)}:{passage.key}")
    assert result.ephemeral
    assert "ask again" in shown(result)
    assert passage.text not in str(payload(result))


async def test_custom_ids_hold_nothing_but_keys(club: Club) -> None:
    book = club.librarian.book
    for policy in Policy:
        await club.set("policy", policy=policy.value)
        message = await club.say(club.channel, spoiling_question(club.librarian, book.default_level))
        for custom_id in buttons(message).values():
            assert len(custom_id) <= 100
            match = next(filter(None, (re.fullmatch(one, custom_id) for one in (MORE_ID, SHOW_ID, VOTE_ID))))
            found = match.groupdict()
            assert found["book"] == short_key(book.slug)
            assert found.get("asker", str(club.member.id)) == str(club.member.id)
            assert all(key in book.by_key for key in found["keys"].split("-"))
        assert payload(message)["content"] == ""


def test_the_longest_custom_id_fits() -> None:
    keys = Keys("0" * 8, ("1" * 8,) * 30, 2**64 - 1)
    assert len(keys.more()) <= 100
    assert len(keys.show()) <= 100
    assert re.fullmatch(MORE_ID, keys.more())
    assert re.fullmatch(SHOW_ID, keys.show())
    for custom_id, pattern in ((keys.next(), NEXT_ID), (keys.vote("wrong"), VOTE_ID)):
        assert len(custom_id) <= 100
        assert re.fullmatch(pattern, custom_id)
