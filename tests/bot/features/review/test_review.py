"""/review: kept only where switched on; notes are found in this server alone; who may."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from simcord.backend.errors import SetupError
from sqlalchemy import update

from bot.features.review import words
from bot.sharing import export_notes
from bot.store import ClubNote, Store, TooManyNotes
from bot.store.questions import QuestionRow
from knowledge.notes.note import MOST
from knowledge.notes.sharing import load
from knowledge.spoilers import touches
from tests.bot.club import Club, buttons, hidden, payload, shown
from tests.bot.passages import unknown_question

NOTE = "In the last scene plastic bags have caught in a barbed wire fence."
ASKED = "what hangs on the barbed wire?"
SLUG = "never-let-me-go"


async def review(club: Club, command: str, **options: Any) -> Any:
    result = await club.moderator.slash(club.channel, f"review {command}", **options)
    assert result.ephemeral
    return result


async def write(club: Club, shown_in: Any, label: str, text: str = NOTE, **values: Any) -> Any:
    """Open the modal by a button, and send it."""
    opened = await club.moderator.click(shown_in.response, label=label)
    assert opened.modal is not None
    return await club.moderator.submit_modal(opened, {"text": text, **values})


async def test_nothing_is_kept_until_it_is_switched_on(club: Club) -> None:
    store, question = club.bot.store, unknown_question(club.librarian)
    await club.member.slash(club.channel, "ask", question=question)
    await club.env.settle()
    assert await store.questions.servers() == []
    assert words.NOT_KEPT in shown(await review(club, "questions"))
    assert "for 30 days" in shown(await review(club, "keep"))
    await club.member.slash(club.channel, "ask", question=question, private=True)
    await club.dm(question)
    await club.env.settle()
    assert await store.questions.servers() == []
    await club.say(club.channel, question)
    await club.reader.slash(club.channel, "ask", question=question)
    await club.env.settle()
    kept = await store.questions.of(club.guild.id, SLUG, 30)
    assert [(one.text, one.status) for one in kept] == [(question, "unknown")] * 2
    listed = await review(club, "questions")
    assert "asked 2 times" in hidden(listed)
    assert question not in shown(listed)
    assert "deleted" in shown(await review(club, "keep", days=0))
    assert await store.questions.servers() == []
    history = await store.history.of(club.guild.id, 10)
    assert [(one.what, one.before, one.after) for one in history] == [
        ("questions kept", "30 days", "off"),
        ("questions kept", "off", "30 days"),
    ]


async def test_what_is_too_old_is_deleted(club: Club) -> None:
    store, server = club.bot.store, club.guild.id
    await store.servers.choose(server, questions_kept=30)
    for text in ("one", "two"):
        await store.questions.keep(server, SLUG, text, "unknown")
    first = (await store.questions.of(server, SLUG, 30))[-1]
    async with store._database.session() as session:
        old = first.at - timedelta(days=31)
        await session.execute(update(QuestionRow).where(QuestionRow.id == first.id).values(asked_at=old))
    await club.bot.keeping.expire()
    assert [one.text for one in await store.questions.of(server, SLUG, 90)] == ["two"]
    await store.forget(server)
    assert await store.questions.servers() == []


async def test_a_question_is_answered_by_a_note_found_in_this_server_alone(club: Club) -> None:
    store, server, last = club.bot.store, club.guild.id, club.librarian.book.levels[-1]
    await review(club, "keep")
    await store.questions.keep(server, SLUG, "what hangs on the wire fence?", "unknown")
    await store.questions.keep(server, SLUG, "What hangs on the wire fence", "unknown")
    listed = await review(club, "questions")
    await club.restart()
    saved = await write(
        club, listed, words.ANSWER.format(number=1), **{"part-0": [last.id], "topics": ["madame-meeting"]}
    )
    assert saved.ephemeral
    assert "reveals Part Three and the meeting with Madame" in shown(saved)
    assert words.NO_QUESTIONS in shown(await review(club, "questions"))
    answer = await club.member.slash(club.channel, "ask", question=ASKED)
    assert NOTE in hidden(answer)
    assert NOTE not in shown(answer)
    assert f"club note by <@{club.moderator.id}>" in hidden(answer)
    await club.set("policy", policy="withhold")
    kept = await club.member.slash(club.channel, "ask", question=ASKED)
    assert NOTE not in str(payload(kept))
    assert NOTE in hidden(await club.reader.click(kept.response, label="Show it to me only"))
    await club.set("policy", policy="silent")
    assert NOTE not in str(payload(await club.member.slash(club.channel, "ask", question=ASKED)))
    assert (await club.bot.shelf.open(SLUG, server + 1)).book.passages == club.librarian.book.passages
    assert NOTE not in str(payload(await club.dm(ASKED)))
    noted = [(one.what, one.after) for one in await club.bot.store.history.of(server, 10)]
    assert ("club note", "added on Never Let Me Go") in noted


async def test_a_note_is_edited_and_removed(club: Club) -> None:
    await write(
        club, await review(club, "notes"), words.WRITE, "Tea costs one pound at our meetings.", **{"part-0": ["start"]}
    )
    listed = await review(club, "notes")
    assert "Tea costs one pound" in shown(listed)
    assert NOTE not in str(payload(listed))
    await write(club, listed, words.EDIT, **{"part-0": ["part-three"]})
    listed = await review(club, "notes")
    assert NOTE in hidden(listed)
    assert NOTE not in shown(listed)
    assert NOTE in hidden(await club.member.slash(club.channel, "ask", question=ASKED))
    await club.restart()
    assert "removed" in shown(await club.moderator.click(listed.response, label=words.REMOVE))
    assert shown(await club.moderator.click(listed.response, label=words.REMOVE)) == words.GONE
    assert shown(await club.moderator.click(listed.response, label=words.EDIT)) == words.GONE
    assert NOTE not in str(payload(await club.member.slash(club.channel, "ask", question=ASKED)))


async def test_a_bad_note_is_given_back_under_a_cover(club: Club) -> None:
    result = await write(club, await review(club, "notes"), words.WRITE, "see https://example.org")
    assert "a mark, a mention or a link" in shown(result)
    assert "example.org" in hidden(result)
    assert await club.bot.store.notes.of(club.guild.id, SLUG) == []


async def test_left_open_a_note_reveals_the_last_part(club: Club) -> None:
    await write(club, await review(club, "notes"), words.WRITE)
    [note] = await club.bot.store.notes.of(club.guild.id, SLUG)
    assert note.part == club.librarian.book.levels[-1].id


async def test_pages_turn(club: Club) -> None:
    store, server = club.bot.store, club.guild.id
    notes = [ClubNote(0, f"The {word} is red.", "start", (), 1) for word in ["hat", "cat", "mat", "bat", "rat"]]
    await store.notes.add(server, SLUG, notes, MOST)
    listed = await review(club, "notes")
    assert words.BACK not in buttons(listed)
    on = await club.moderator.click(listed.response, label=words.ON)
    assert "The rat is red." in shown(on)
    back = await club.moderator.click(on.response, label=words.BACK)
    assert "The hat is red." in shown(back)


async def test_passages_found_wrong_are_listed_with_a_note_to_write(club: Club) -> None:
    store, server, book = club.bot.store, club.guild.id, club.librarian.book
    assert words.NO_VOTES in shown(await review(club, "votes"))
    told = [passage for passage in book.passages if not touches([passage], book.default_level)][:6]
    past = next(passage for passage in book.passages if any(secret.topic for secret in passage.secrets))
    for message, passages in enumerate([told[:1], told[:1], told[:2], *([one] for one in told[2:]), [past]]):
        for member in (1, 2) if passages == [past] else (1,):
            await store.votes.cast(server, message, member, SLUG, [one.key for one in passages], right=False)
    await store.votes.cast(server, 9, 1, SLUG, [told[0].key], right=True)
    await store.votes.cast(server, 10, 1, SLUG, [told[5].key], right=True)
    await store.votes.cast(server + 1, 11, 1, SLUG, [book.passages[-1].key], right=False)
    await store.votes.cast(server, 12, 1, SLUG, ["0" * 8], right=False)  # of an edition before
    listed = await review(club, "votes")
    assert "page 1 of 2" in shown(listed)
    assert f"**1. {told[0].title}**" in shown(listed)
    assert "found wrong 3 times, right once" in shown(listed)
    assert f"**2. {past.title}**" in hidden(listed)
    assert past.text[:80] not in shown(listed)
    assert book.passages[-1].title not in str(payload(listed))
    await club.restart()
    on = await club.moderator.click(listed.response, label=words.ON)
    assert list(buttons(on)) == [words.ANSWER.format(number=6), words.ANSWER.format(number=7), words.BACK]
    back = await club.moderator.click(on.response, label=words.BACK)
    opened = await club.moderator.click(back.response, label=words.ANSWER.format(number=2))
    assert opened.modal is not None
    picked = [
        option["value"]
        for label in opened.modal["components"]
        for option in label["component"].get("options", [])
        if option.get("default")
    ]
    assert picked == [past.part, *(secret.id for secret in past.secrets if secret.topic)]
    await club.moderator.submit_modal(opened, {"text": NOTE})
    assert [note.text for note in await club.bot.store.notes.of(server, SLUG)] == [NOTE]


async def test_who_may_not_moderate_is_refused_everywhere(club: Club) -> None:
    with pytest.raises(SetupError):
        await club.member.slash(club.channel, "review notes")
    await write(club, await review(club, "notes"), words.WRITE)
    message = (await club.member.slash(club.channel, "ask", question="who is Ruth")).response
    stored = club.env.backend.get_message(club.channel.id, message.id)
    row = next(part for part in stored.components if part["type"] == 1)
    listed = buttons(await review(club, "notes"))
    for custom_id in (*listed.values(), listed[words.EDIT].replace("edit", "remove")):
        row["components"][0]["custom_id"] = custom_id
        result = await club.member.click(message, custom_id=custom_id)
        assert result.modal is None
        assert "may not" in shown(result)
    assert len(await club.bot.store.notes.of(club.guild.id, SLUG)) == 1


async def test_another_servers_notes_are_out_of_reach(club: Club) -> None:
    store = club.bot.store
    await store.notes.add(77, SLUG, [ClubNote(0, NOTE, "start", (), 5)], MOST)
    [note] = await store.notes.of(77, SLUG)
    message = (await club.member.slash(club.channel, "ask", question="who is Ruth")).response
    stored = club.env.backend.get_message(club.channel.id, message.id)
    row = next(part for part in stored.components if part["type"] == 1)
    for action in ("edit", "remove"):
        row["components"][0]["custom_id"] = custom_id = f"norfolk:note:{action}:{note.id}"
        assert shown(await club.moderator.click(message, custom_id=custom_id)) == words.GONE
    assert not await store.notes.change(club.guild.id, note)
    assert await store.notes.of(77, SLUG) == [note]


async def test_notes_go_along_with_a_book_without_who_wrote_them(club: Club) -> None:
    store, server, book = club.bot.store, club.guild.id, club.librarian.book
    await write(club, await review(club, "notes"), words.WRITE)
    text = await export_notes(store, server, SLUG)
    assert str(club.moderator.id) not in text
    assert [note for note, *_ in load(text, book)] == [NOTE]
    assert await export_notes(store, 78, SLUG) == ""


async def test_there_is_a_most_and_a_book_takes_its_notes_along(club: Club) -> None:
    store: Store = club.bot.store
    many = [ClubNote(0, f"Number {n}.", "start", (), 1) for n in range(MOST)]
    await store.notes.add(5, "book", many, MOST)
    with pytest.raises(TooManyNotes):
        await store.notes.add(5, "book", many[:1], MOST)
    assert (await store.notes.stamp(5, "book"))[0] == MOST
    await store.notes.forget_book(5, "book")
    assert (await store.notes.stamp(5, "book"))[0] == 0
