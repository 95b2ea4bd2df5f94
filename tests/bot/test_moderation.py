"""Every control that a moderator ever sees, by who may not: a member, who moderated until just now, who moderates
another server. Each is refused, and nothing of the server changes or is told."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import discord
import pytest

from bot.features.schedule import views
from bot.store import ClubNote
from knowledge.book import short_key
from tests.bot.club import Club, buttons, payload, still
from tests.bot.crowd import TALK, Crowd, Hall
from tests.bot.features.books.test_books import add, publish
from tests.bot.features.checking.test_checking import giveaway
from tests.bot.test_attack import tables

SECRETS = ("Orchard", "Zebulon", "barbed wire")  # a book's title, a note, a question of the server
SELECTS = (3, 5, 6, 7, 8)


@dataclass
class Controls:
    """The custom_ids of buttons and selects, with values where there are some, and of modals, with what is written."""

    clicks: dict[str, list[str] | None] = field(default_factory=dict)
    forms: dict[str, dict[str, str]] = field(default_factory=dict)

    def see(self, message: Any, place: int) -> None:
        """Note all that can be clicked in a message."""
        for part in parts(payload(message)["components"]):
            if "custom_id" not in part:
                continue
            options = [option["value"] for option in part.get("options", [])]
            picked = options[-1:] or [str(place)]
            self.clicks[part["custom_id"]] = picked if part["type"] in SELECTS else None

    def see_form(self, result: Any, **written: str) -> None:
        self.forms[result.modal["custom_id"]] = written


def parts(components: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    for part in components:
        yield part
        yield from parts(part.get("components", []))


async def everything(club: Club) -> Controls:
    """What a moderator sees who uses all there is."""
    store, server, book, who = club.bot.store, club.guild.id, club.librarian.book, club.moderator
    found, here = Controls(), club.channel.id

    async def seen(command: str, channel: Any = club.channel, **options: Any) -> Any:
        result = await who.slash(channel, command, **options)
        found.see(result, here)
        return result

    slug = await publish(club)
    draft = await add(club)
    found.see(draft, here)
    found.see_form(await who.click(draft.response, label="Edit title and text"), title="Mine", text="All is mine.")
    await who.click(draft.response, label="Parts and topics")
    found.see(draft, here)
    found.see_form(await who.click(draft.response, label="Add a part"), name="Mine")
    await seen("book remove", book=slug)

    await store.settings.set_level(server, server, book.slug, "start")
    for _ in range(6):
        await seen("schedule add", date="2026-06-01", time="18:00", zone="UTC", every=7)
    await seen("schedule list", server=True)
    for step in (await store.schedules.waiting(server))[:2]:
        found.clicks[str(views.later(step).custom_id)] = None

    for place in range(1_000, 1_020):  # so that the list has pages
        await store.settings.set_level(server, place, book.slug, "part-one")
    await seen("spoilers show")
    panel = await seen("setup", server=True)
    level = next(id for id in found.clicks if id.startswith("norfolk:setup:level:"))
    await who.select(panel.response, [short_key("part-three")], custom_id=level)
    found.see(panel, here)
    policy = next(id for id in reversed(found.clicks) if id.startswith("norfolk:setup:policy:"))
    found.see_form(await who.click(panel.response, custom_id=policy), policy="w")
    await who.click(panel.response, label="Who did what")
    found.see(panel, here)
    await seen("spoilers level", level="part-three")  # with the button to undo it

    await store.servers.choose(server, questions_kept=30)
    for number in range(6):
        await store.questions.keep(server, book.slug, f"what hangs on the barbed wire, number {number}?", "unknown")
        note = ClubNote(0, f"Zebulon Quill has translated volume {number}.", "start", (), who.id)
        await store.notes.add(server, book.slug, [note], 200)
        await store.votes.cast(server, number, 1, book.slug, [book.passages[number].key], right=False)
    for command in ("questions", "notes", "votes"):
        listed = await seen(f"review {command}")
    notes = await who.slash(club.channel, "review notes")
    found.see_form(await who.click(notes.response, label="Write a note"), text="Mine.")
    edit = buttons(notes)["Edit (shows it)"]
    found.see_form(await who.click(notes.response, custom_id=edit), text="Mine.")
    assert listed

    message = await club.reader.send(club.channel, giveaway(club))
    await club.set("level", level="part-two")
    found.see(await who.context_menu(club.channel, "Check for spoilers", message), here)
    kinds = {id.split(":")[1] for id in found.clicks}
    assert kinds >= {"book", "unshelve", "setup", "past", "undo", "later", "meet", "plan", "review", "note", "cover"}
    assert len(found.clicks) > 60
    return found


@pytest.mark.parametrize("who", ["a member", "who lost the right", "who moderates another server"])
async def test_no_control_works_for(club: Club, who: str) -> None:
    controls = await everything(club)
    await still(club.bot)
    hall = Hall(club.guild, club.channel, club.thread, club.moderator, [club.member])
    member: Any = club.member
    if who == "who lost the right":
        club.env.backend.get_guild(club.guild.id).members[club.moderator.id].role_ids.clear()
        member = club.moderator
    crowd = Crowd(club.env)
    if who == "who moderates another server":
        guild = club.env.create_guild("Elsewhere")
        guild.default_role._role.permissions = TALK.value
        boss = guild.create_role("Boss", permissions=discord.Permissions(manage_guild=True))
        member = guild.add_member(club.env.create_user("miss-lucy"), roles=[boss])
        hall = Hall(guild, guild.create_text_channel("hall"), club.thread, member, [])
    there = str(hall.guild.id) if who.endswith("server") else "-"
    before = await mine(club, there)
    asked = []
    message = crowd.backend.create_message(hall.channel.id, club.env.backend.bot_user.id, "x")
    for custom_id, values in controls.clicks.items():
        asked.append((custom_id, crowd.press(hall, member, message, custom_id, values)))
        await crowd.quiet()
    for custom_id, written in controls.forms.items():
        asked.append((custom_id, crowd.submit(hall, member, custom_id, written)))
        await crowd.quiet()
    for custom_id, one in asked:
        said = json.dumps([request.json for _, request in one.requests], ensure_ascii=False)
        assert one.requests, custom_id
        assert not any(secret in said for secret in SECRETS), custom_id
        if not who.endswith("server"):
            assert "may not" in said, custom_id
    assert await mine(club, there) == before
    crowd.forget()


async def mine(club: Club, there: str) -> dict[str, list[str]]:
    """All that the database holds, but for what belongs to another server."""
    return {name: [row for row in rows if there not in row] for name, rows in (await tables(club.bot)).items()}
