"""What goes on from an answer: questions to ask next, votes, and what a message says."""

from __future__ import annotations

from typing import Any

import pytest

from bot.features.asking.words import ASK_ABOUT, RIGHT, WRONG
from bot.store import ClubNote, Tally
from knowledge.answer import Status
from knowledge.spoilers import Policy, touches
from tests.bot.club import Club, buttons, hidden, payload, refused, shown
from tests.bot.passages import open_question, spoiling_question, told, unknown_question


def offered(message: Any) -> dict[str, str]:
    """The questions that are offered, with their custom_ids."""
    return {label: id for label, id in buttons(message).items() if id.startswith("norfolk:next:")}


async def answered(club: Club, **options: Any) -> Any:
    question = open_question(club.librarian, club.librarian.book.default_level)
    return (await club.member.slash(club.channel, "ask", question=question, **options)).response


async def test_questions_are_offered_and_answered_with_their_passage(club: Club) -> None:
    book = club.librarian.book
    message = await answered(club)
    assert 1 <= len(offered(message)) <= 3
    for label, id in offered(message).items():
        passage = book.by_key[id.split(":")[-1]]
        assert not touches([passage], book.default_level)
        mine = await club.member.click(message, custom_id=id)
        assert not mine.ephemeral
        assert passage.text in shown(mine)
        assert label not in shown(mine)
        other = await club.reader.click(message, custom_id=id)
        assert other.ephemeral
        assert passage.text in shown(other)


async def test_offers_outlive_a_restart_and_a_reply_goes_on_from_them(club: Club) -> None:
    message = await answered(club)
    id = next(iter(offered(message).values()))
    await club.restart()
    result = await club.member.click(message, custom_id=id)
    assert result.response is not None
    assert club.bot.desk.chats.book_of(result.response.id) == club.librarian.book.slug


async def test_nothing_is_offered_under_what_is_covered_kept_back_unsure_or_unknown(club: Club) -> None:
    level = club.librarian.book.default_level
    for policy in Policy:
        await club.set("policy", policy=policy.value)
        for question in (spoiling_question(club.librarian, level), unknown_question(club.librarian), "Tommy?"):
            answer = club.librarian.ask(question, level, policy)
            if answer.status is not Status.SURE or answer.touches:
                assert not offered(await club.say(club.channel, question))


async def test_nothing_is_offered_under_what_is_covered_for_the_talks_sake(club: Club) -> None:
    """Whom "how old is she?" asks about after a covered answer is what the cover hides, and so is what is near them."""
    await club.say(club.channel, "who survives")
    asked = await club.say(club.channel, "how old is she")
    assert hidden(asked)
    assert not offered(asked)


@pytest.mark.parametrize("policy", list(Policy))
async def test_an_offer_is_judged_by_the_level_of_now(club: Club, policy: Policy) -> None:
    book = club.librarian.book
    await club.set("level", level=book.levels[-1].id)
    question = spoiling_question(club.librarian, book.levels[0])
    message = await club.say(club.channel, question)
    await club.set("level", level="start")
    await club.set("policy", policy=policy.value)
    ids = offered(message).values()
    past = [id for id in ids if touches([book.by_key[id.split(":")[-1]]], book.levels[0])]
    assert past
    for id in past:
        result = await club.member.click(message, custom_id=id)  # type: ignore[arg-type]
        assert result.ephemeral
        assert "isn't offered here any more" in shown(result)
        assert hidden(result) == ""


async def test_a_member_has_one_vote_which_another_click_changes(club: Club) -> None:
    store, server, book = club.bot.store, club.guild.id, club.librarian.book
    message = await answered(club)
    keys = tuple(buttons(message)[RIGHT].split(":")[-1].split("-"))
    for who, label in ((club.member, RIGHT), (club.reader, WRONG), (club.member, WRONG)):
        result = await who.click(message, label=label)
        assert result.ephemeral
    assert await store.votes.of(server, book.slug) == [Tally(keys, 0, 2)]
    await club.restart()
    await club.reader.click(message, label=RIGHT)
    assert await club.bot.store.votes.of(server, book.slug) == [Tally(keys, 1, 1)]
    await club.bot.store.votes.forget(server)
    assert await club.bot.store.votes.of(server, book.slug) == []


async def test_votes_are_asked_for_under_every_answer_of_a_server_and_no_other(club: Club) -> None:
    level = club.librarian.book.default_level
    covered = await club.say(club.channel, spoiling_question(club.librarian, level))
    assert {RIGHT, WRONG} <= set(buttons(covered))
    assert RIGHT not in buttons(await club.say(club.channel, unknown_question(club.librarian)))
    assert RIGHT not in buttons(await club.dm(open_question(club.librarian, club.librarian.book.levels[0])))


async def test_forged_buttons_are_tolerated(club: Club) -> None:
    message = await club.say(club.channel, open_question(club.librarian, club.librarian.book.default_level))
    assert message is not None
    stored = club.env.backend.get_message(club.channel.id, message.id)
    row = next(part for part in stored.components if part["type"] == 1)
    for id in (
        f"norfolk:next:00000000:0:{'1' * 8}",
        f"norfolk:next:{offered(message).popitem()[1].split(':')[2]}:0:{'1' * 8}",
        f"norfolk:vote:00000000:right:{'1' * 8}",
        f"norfolk:vote:{offered(message).popitem()[1].split(':')[2]}:right:{'1' * 8}",
    ):
        row["components"][0]["custom_id"] = id
        result = await club.member.click(message, custom_id=id)
        assert result.ephemeral
        assert 20 < len(shown(result)) < 200
    assert await club.bot.store.votes.of(club.guild.id, club.librarian.book.slug) == []


async def test_ask_about_a_message_is_private_and_repeats_nothing(club: Club) -> None:
    level = club.librarian.book.default_level
    question = open_question(club.librarian, level)
    message = await club.reader.send(club.channel, question)
    before = len(club.channel.history(viewer=club.moderator))
    result = await club.member.context_menu(club.channel, ASK_ABOUT, message)
    assert result.ephemeral
    assert told(club.librarian.ask(question, level, Policy.WARN)) in shown(result)
    assert question not in str(payload(result))
    assert len(club.channel.history(viewer=club.moderator)) == before
    assert await club.bot.store.questions.servers() == []
    covered = await club.reader.send(club.channel, spoiling_question(club.librarian, level))
    assert hidden(await club.member.context_menu(club.channel, ASK_ABOUT, covered))


async def test_ask_about_the_bots_own_words_or_none_is_a_sentence(club: Club) -> None:
    own = await club.say(club.channel, open_question(club.librarian, club.librarian.book.default_level))
    wordless = await club.reader.send(club.channel, "🎻")
    for message in (own, wordless):
        result = await club.member.context_menu(club.channel, ASK_ABOUT, message)  # type: ignore[arg-type]
        assert result.ephemeral
        assert 20 < len(shown(result)) < 200
    assert len(refused(club)) == 1  # the bot's own words are no question to be refused


async def test_a_wrong_answer_comes_to_review_where_questions_are_kept(club: Club) -> None:
    store, server, book = club.bot.store, club.guild.id, club.librarian.book.slug
    message = await answered(club)
    await club.member.click(message, label=WRONG)
    assert await store.questions.of(server, book, 30) == []  # nobody switched it on
    await store.servers.choose(server, questions_kept=30)
    await club.reader.click(message, label=WRONG)
    await club.reader.click(message, label=WRONG)
    private = await answered(club, private=True)
    await club.member.click(private, label=WRONG)
    await club.env.settle()
    [kept] = await store.questions.of(server, book, 30)
    assert kept.status == "disliked"
    assert "found the answer wrong" in hidden(await club.moderator.slash(club.channel, "review questions"))


async def test_a_note_of_a_member_who_had_their_data_deleted_names_nobody(club: Club) -> None:
    store, server, book = club.bot.store, club.guild.id, club.librarian.book
    text = "In our edition the foreword is by a translator called Zebulon Quill."
    await store.notes.add(server, book.slug, [ClubNote(0, text, "start", (), club.moderator.id)], 200)
    await club.moderator.slash(club.channel, "mydata delete")
    said = shown(await club.say(club.channel, "who wrote the foreword of our edition?"))
    assert "Zebulon" in said
    assert "<@" not in said
