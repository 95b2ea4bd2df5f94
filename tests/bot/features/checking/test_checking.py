"""Check for spoilers: a verdict for who asked, and a button for moderators."""

from __future__ import annotations

from typing import Any

import pytest

from bot.features.checking import words
from knowledge.answer import SpoilerCheck
from knowledge.spoilers import Level, Policy
from tests.bot.club import Club, buttons, hidden, payload, shown
from tests.bot.features.books.test_books import publish
from tests.bot.passages import examples

HARMLESS = "I am bringing cake on Thursday, see you all at eight."


def giveaway(club: Club) -> str:
    """A message that gives something past the default level away."""
    level = club.librarian.book.default_level
    for message in examples().messages:
        telling = any(secret.rank > level.rank for secret in message.secrets)
        if telling and len(message.text) < 200 and club.librarian.check(message.text, level).score > 0.9:
            return message.text
    raise AssertionError("no message gives anything away")


async def check(club: Club, who: Any, text: str) -> tuple[Any, Any]:
    message = await club.reader.send(club.channel, text)
    result = await who.context_menu(club.channel, words.MENU, message)
    assert result.ephemeral
    return result, message


async def test_a_member_is_told_in_private_and_has_no_button(club: Club) -> None:
    before = len(club.channel.history(viewer=club.moderator))
    result, _ = await check(club, club.member, f"{HARMLESS} {giveaway(club)}")
    assert "seems to give something away past Part Two" in shown(result)
    assert hidden(result)
    assert HARMLESS not in hidden(result)
    assert buttons(result) == {}
    assert len(club.channel.history(viewer=club.moderator)) == before + 1
    result, _ = await check(club, club.member, HARMLESS)
    assert "gives nothing away" in shown(result)
    assert hidden(result) == ""


async def test_what_lies_under_a_cover_and_a_finished_place(club: Club) -> None:
    result, _ = await check(club, club.moderator, f"{HARMLESS} ||{giveaway(club)}||")
    assert "under a cover already" in shown(result)
    assert buttons(result) == {}
    result, _ = await check(club, club.moderator, f"{HARMLESS} `||{giveaway(club)}||`")
    assert words.ASK in buttons(result)
    await club.set("level", level=club.librarian.book.levels[-1].id)
    result, _ = await check(club, club.moderator, giveaway(club))
    assert "Nothing is a spoiler here" in shown(result)


async def test_what_is_likely_and_not_sure_is_called_neither(club: Club, monkeypatch: pytest.MonkeyPatch) -> None:
    def judged(text: str, _: Level) -> SpoilerCheck:
        return SpoilerCheck((), 0.88 if "donation" in text else 0.12, text)

    monkeypatch.setattr(club.librarian, "check", judged)
    result, _ = await check(club, club.moderator, "was that not the fourth donation")
    assert "may give something away past Part Two" in shown(result)
    assert buttons(result) == {}
    assert hidden(result) == ""
    result, _ = await check(club, club.moderator, "was that not ||the fourth donation||")
    assert "gives nothing away" in shown(result)


async def test_a_silent_place_tells_members_nothing_and_names_nothing(club: Club) -> None:
    await club.set("policy", policy=Policy.SILENT.value)
    said = {shown((await check(club, club.member, text))[0]) for text in (HARMLESS, giveaway(club))}
    assert said == {words.FOR_MODERATORS}
    result, _ = await check(club, club.moderator, giveaway(club))
    assert "It touches" not in shown(result)
    assert "Part Three" not in shown(result)
    assert hidden(result)


async def test_the_author_is_asked_once_without_repeating_anything(club: Club) -> None:
    result, message = await check(club, club.moderator, giveaway(club))
    assert giveaway(club) not in str(buttons(result))
    await club.restart()
    start = len(club.env.http_requests)
    clicked = await club.moderator.click(result.response, label=words.ASK)
    assert clicked.ephemeral
    assert shown(clicked) == words.ASKED
    reply: Any = club.channel.last_message
    assert reply.content == words.PLEASE
    assert reply.reference.message_id == message.id
    sent = [
        r.json for r in club.env.http_requests[start:] if isinstance(r.json, dict) and "message_reference" in r.json
    ]
    assert sent[0]["allowed_mentions"] == {"parse": [], "replied_user": True}
    assert shown(await club.moderator.click(result.response, label=words.ASK)) == words.ASKED_BEFORE


async def test_the_button_is_for_moderators_alone(club: Club) -> None:
    result, message = await check(club, club.moderator, giveaway(club))
    forged = await press(club, f"norfolk:cover:{message.id}", club.member)
    assert "may not" in shown(forged)
    assert shown(await press(club, "norfolk:cover:1", club.moderator)) == words.GONE
    await message.delete()
    assert shown(await club.moderator.click(result.response, label=words.ASK)) == words.GONE


async def press(club: Club, custom_id: str, who: Any) -> Any:
    """A click on a button whose custom_id is another one."""
    message = (await club.member.slash(club.channel, "ask", question="who is Ruth")).response
    stored = club.env.backend.get_message(club.channel.id, message.id)
    row = next(part for part in stored.components if part["type"] == 1)
    row["components"][0]["custom_id"] = custom_id
    return await who.click(message, custom_id=custom_id)


async def test_bots_and_pictures_aren_t_checked(club: Club) -> None:
    own = await club.say(club.channel, "who is Ruth")
    assert own is not None
    assert shown(await club.member.context_menu(club.channel, words.MENU, own)) == words.OWN


@pytest.mark.parametrize("policy", list(Policy))
async def test_nothing_is_posted_by_a_check(club: Club, policy: Policy) -> None:
    await club.set("policy", policy=policy.value)
    result, message = await check(club, club.member, giveaway(club))
    assert club.channel.last_message.id == message.id
    assert giveaway(club) not in str(shown(result)) + str(payload(result)["content"])


async def test_it_goes_by_the_book_that_is_read_there(club: Club) -> None:
    slug = await publish(club)
    await club.moderator.slash(club.channel, "book use", book=slug)
    telling = "Bram planted the orchard himself, he drowned his brother Tomas at the lighthouse!"
    result, _ = await check(club, club.moderator, f"{HARMLESS} {telling}")
    assert "past the start of *The Glass Orchard*" in shown(result)
    assert "Tomas" in hidden(result)
    assert HARMLESS not in hidden(result)
    result, _ = await check(club, club.moderator, HARMLESS)
    assert "gives nothing away" in shown(result)
    await club.set("level", level=(await club.bot.shelf.book(slug, club.guild.id)).levels[-1].id)
    result, _ = await check(club, club.moderator, telling)
    assert "Nothing is a spoiler here" in shown(result)
